// Reading takes time with the length of what is read, whatever that is: nobody makes the bot busy by a long, odd text. Measured by the processor time
// of the same process, as a ratio of four times the length: what grows with the square takes sixteen times as long.
import { expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { policyFields } from '../../src/chat/grammar/policy-fields.ts';
import { tokensOf } from '../../src/chat/grammar/tokens.ts';
import { readPolicyFile } from '../../src/chat/list/policy-file.ts';
import { accountsIn, namedIn } from '../../src/chat/message/mentions.ts';
import { plain } from '../../src/chat/message/plain.ts';
import { readSpeech } from '../../src/chat/message/typed-line.ts';
import { understood } from '../../src/chat/understand.ts';
import { readCountries } from '../../src/chat/values/countries.ts';
import { parseInstant, parseUntil } from '../../src/chat/values/instant.ts';
import { readLength } from '../../src/chat/values/lengths.ts';
import { readPurls } from '../../src/chat/values/purl.ts';
import { readQuiet } from '../../src/chat/values/quiet.ts';
import { withoutSecretKeys } from '../../src/chat/values/secret-keys.ts';
import { readVector } from '../../src/chat/values/severity.ts';
import { readText } from '../../src/chat/values/text.ts';
import { personId } from '../../src/domain/values/ids.ts';
import { readRecoveryKey } from '../../src/platforms/matrix/encryption/secret-storage.ts';
import { readWords } from '../../src/platforms/matrix/words.ts';
import { readText as readSlackText } from '../../src/platforms/slack/inbound/heard.ts';
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';

const now = Date.parse('2026-11-30T12:00Z');
const reading = { now, zone: 'Europe/Berlin', names: {}, codenames: ['amber-otter'] };
const understanding = { ...reading, buttons: [] };
const home = { owner: 'T1', named: () => null } as never;

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a command': (text) => understood({ type: 'words', text }, understanding as never),
  ...Object.fromEntries(
    commands.map(
      ({ words }) =>
        [
          `what stands behind ${words}`,
          (text: string) => understood({ type: 'words', text: `${words} ${text}` }, understanding as never),
        ] as const,
    ),
  ),
  'a form': (text) => understood({ type: 'form', words: 'create', values: { title: text, date: text } }, understanding as never),
  tokens: tokensOf,
  speech: readSpeech,
  mentions: accountsIn,
  names: (text) => namedIn(text, () => '$`$&'.repeat(10)),
  'a plain text': plain,
  'a text': (text) => [readText(text, 100, 'one'), readText(text, 2000, 'many')],
  'an instant': (text) => [parseInstant(text, reading), parseUntil(text, reading)],
  'a length': readLength,
  'package URLs': readPurls,
  'quiet hours': readQuiet,
  'a vector': readVector,
  countries: readCountries,
  'a policy': readPolicyFile,
  ...Object.fromEntries(
    Object.entries(policyFields).map(([name, field]) => [`the rule ${name}`, (text: string) => field.read(text, {} as never)] as const),
  ),
  'an id': personId,
  'a recovery key': readRecoveryKey,
  'a Matrix message': (body) => readWords({ msgtype: 'm.text', body }, '@bot:example.org'),
  'a Slack message': (text) => readSlackText(text, home),
  'a line of a story': parseStoryLine,
  'what may hold a secret key': withoutSecretKeys,
};

const units = [
  ' ',
  'a',
  '0',
  '"',
  '“',
  "'",
  '<',
  '<@',
  '>',
  '@',
  '$`',
  ',',
  '\n',
  '\r\n',
  '#',
  '-',
  ':',
  '(',
  '=',
  'a ',
  '1 ',
  'x=',
  '/',
  '.',
  '%',
  '&lt;',
  '```',
  'slack:T1/U1 ',
  '2026-',
  'in 1 ',
  'é',
  '\u200b',
  '> ',
  '--BEGIN PGP\n',
];

const [shorter, longer] = [8_000, 32_000];
const noticedMs = 25;

/** Milliseconds of processor time, the least of some tries. */
function timeOf(read: (text: string) => unknown, text: string, times: number): number {
  const tries = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    try {
      read(text);
    } catch {
      // What is refused by throwing was read all the same.
    }
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...tries);
}

/** How long it takes for texts of that unit, where that grows faster than they do; null where it does not. */
function tooSlow(read: (text: string) => unknown, unit: string): string | null {
  const timed = (length: number, times: number) => timeOf(read, unit.repeat(length / unit.length), times);
  const first = timed(shorter, 2);
  // Even with the cube of its length, it would take no longer than what may be anything.
  if (first < noticedMs / 64) return null;
  const once = timed(longer, 1);
  if (once <= noticedMs || once / first <= 9) return null;
  const [short, long] = [timed(shorter, 3), timed(longer, 3)];
  if (long <= noticedMs || long / short <= 9) return null;
  // What the process did besides, such as tidying its memory, does not grow with the text.
  const longest = timed(4 * longer, 3);
  if (longest / long <= 9) return null;
  const times = [short, long, longest].map((ms) => `${ms.toFixed(1)} ms`);
  return `${JSON.stringify(unit)}: ${times.join(', each four times as long as the one before: ')}`;
}

test.each(Object.keys(readers))('reading %s', (name) => {
  const read = readers[name] ?? (() => undefined);
  const slow = units.filter((unit) => tooSlow(read, unit) !== null);
  // Seen twice: on a busy machine one look in some ten thousand is wrong.
  expect(slow.flatMap((unit) => tooSlow(read, unit) ?? [])).toEqual([]);
});
