// What was right when somebody began it, and is not any more when it reaches the bot.
import { afterEach, expect, test } from 'vitest';
import { playOnSlack } from '../../rig/play.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase | null = null;
afterEach(() => database?.drop());

const begun = `clock: 2026-03-02T09:00Z
ada in #oci-private: /embargo room adopt oci
ada: /embargo org add Nova 24
ada: /embargo people add @grace coordinator
ada: /embargo create title="Heap overflow" component=umoci versions="< 0.4.7" exploitability="a malicious image" date="2026-03-17 14:00 UTC"
ada: /embargo ack
grace in #oci-private: /embargo ack
ada: /embargo date propose`;
const sent = `ada: 2026-03-18 14:00 UTC
ada: skip`;

/** What the bot says after the form was sent. */
async function answerTo(meanwhile: string, mode: 'http' | 'socket'): Promise<string> {
  database = await openTestDatabase('embedded');
  const played = await playOnSlack(`${begun}\n${meanwhile}\n${sent}`, database.db, mode);
  return played.slice(played.lastIndexOf('\nada: skip\n') + '\nada: skip\n'.length).trimEnd();
}

test.each(['http', 'socket'] as const)(
  'a form that is sent after the embargo has ended is answered by a message, over %s',
  async (mode) => {
    expect(await answerTo('grace: /embargo end public\ngrace: 1', mode)).toBe(
      "bot → ada in #oci-private: This embargo ended Mon, Mar 2, 2026, 09:00 UTC (public). `status` shows what's left to do.",
    );
  },
);

test('a form that is sent by somebody who was taken off the list meanwhile does nothing, and tells them nothing', async () => {
  expect(await answerTo('grace: /embargo people remove @ada', 'http')).toBe(
    'bot → ada in #oci-private: You have access to no embargo called `wise-bison`. `list` shows yours.',
  );
});
