// How much a reviewer has to press for two releases on which they find nothing, on Slack: all in one form, and step by step as it was before.
import { afterEach, expect, test } from 'vitest';
import { playOnSlack } from '../rig/play.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';

let database: TestDatabase;
afterEach(() => database.drop());

const begun = `clock: 2026-03-02T09:00Z
ada in #oci-private: /embargo room adopt oci
ada: /embargo org add Seven 7.1 7.2
ada: /embargo people add @bob representative Seven
ada: /embargo create title="Symlinks leave the root" component=layerd versions="< 2.4" exploitability="a crafted layer" date="2026-03-17 14:00 UTC"
bob: /embargo ack
bob: /embargo date accept
ada: /embargo patch publish label=First url=https://example.org/layerd files="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa fix.patch" branches=main
# Now it is bob's turn.`;

type Count = { readonly forms: number; readonly presses: number; readonly typed: number };

/** What somebody pressed and typed behind the remark: buttons, commands, choices in a form and its Send are presses; text in a field is typed. */
function counted(transcript: string, person: string): Count {
  const lines = transcript.slice(transcript.indexOf('# Now')).split('\n');
  let [forms, presses, typed] = [0, 0, 0];
  let [inForm, chooses] = [false, false];
  for (const line of lines) {
    const said = line.startsWith(`${person}:`) ? line.slice(person.length + 1).trim() : null;
    if (line.startsWith(`bot → ${person} (form)`)) {
      // A window that comes back for what is missing is sent once more.
      [forms, presses, inForm] = [forms + 1, presses + 1, true];
    } else if (line.startsWith('bot ')) inForm = false;
    if (said === null) chooses = /^ {4}\d+ /.test(line);
    else if (!inForm) presses += 1;
    else if (said !== '' && chooses) presses += 1;
    else if (said !== '') typed += 1;
  }
  return { forms, presses, typed };
}

async function played(script: string): Promise<string> {
  database = await openTestDatabase('embedded');
  return playOnSlack(`${begun}\n${script}`, database.db, 'http', { forms: 'checked when sent' });
}

test('a reviewer without findings sends one form for two releases, and presses four times', async () => {
  const steps = Array.from({ length: 10 }, () => 'bob:');
  const transcript = await played(
    ['bob: 1', 'bob: Passed', ...steps, 'bob: clean on 2.3.1, x86_64', 'bob: 2026-03-16 12:00 UTC', 'bob:', 'bob: 1'].join('\n'),
  );
  expect(transcript).toContain('bob (Seven) reviewed patch revision 1 on 7.1: no issues found.');
  expect(transcript).toContain('bob (Seven) reviewed patch revision 1 on 7.2: no issues found, copied from 7.1.');
  const { forms, presses, typed } = counted(transcript, 'bob');
  expect({ forms, presses, typed }).toEqual({ forms: 1, presses: 4, typed: 2 });
});

test('step by step, as it was before, it is eight forms and thirty-three presses', async () => {
  const step = ['bob: 1'];
  const noted = (text: string) => ['bob: 1', `bob: ${text}`];
  const walked = [
    ...step,
    ...noted('clean on 2.3.1'),
    ...noted('x86_64'),
    ...step,
    ...step,
    ...noted('looked for the same call'),
    ...step,
    ...step,
    ...step,
    ...noted('2026-03-16 12:00 UTC'),
    // The outcome.
    ...step,
  ];
  // One step at a time, and on which release first.
  const transcript = await played(['bob: 4', 'bob: 1', ...walked, 'bob: review steps 7.2', ...walked].join('\n'));
  expect(transcript).toContain('bob (Seven) reviewed patch revision 1 on 7.1: no issues found.');
  expect(transcript).toContain('bob (Seven) reviewed patch revision 1 on 7.2: no issues found.');
  expect(counted(transcript, 'bob')).toEqual({ forms: 8, presses: 33, typed: 8 });
});
