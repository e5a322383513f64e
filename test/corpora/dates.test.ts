import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, test } from 'vitest';
import { parseInstant } from '../../src/chat/values/instant.ts';
import { describeCorpora } from '../setup/needs.ts';
import { heldAgainst, type Outcome } from './held-against.ts';

// As the corpus says of itself: typed on a Monday by somebody in Berlin.
const context = { now: Date.parse('2026-03-02T09:00Z'), zone: 'Europe/Berlin' };

/** `meaning`: an instant, ASK, or several of these with | between them. */
function outcome(phrase: string, meaning: string): Outcome {
  const meanings = meaning.split('|');
  const instants = meanings.filter((each) => each !== 'ASK');
  const read = parseInstant(phrase, context);
  if (read.ok) {
    const got = new Date(read.at).toISOString();
    return instants.some((each) => Date.parse(each) === read.at) ? 'right' : { wrong: `${got} instead of ${meaning}` };
  }
  if (instants.length === 0) return 'right';
  return meanings.includes('ASK') ? 'asked' : { wrong: `${read.problem} instead of ${meaning}` };
}

describeCorpora('dates as announcements, mails and programs write them', () => {
  test('are read as a careful person means them, or asked back', () => {
    const lines = readFileSync(join(inject('corpora'), 'dates.tsv'), 'utf8').split('\n');
    const entries = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
    const tried = entries.map(([quoted = '', meaning = '']) => ({
      entry: JSON.parse(quoted),
      outcome: outcome(JSON.parse(quoted), meaning),
    }));
    heldAgainst('dates', tried, {
      '2026-12-03 14:00 my time': 'The bot knows the zone of who types it, and shows the date before it counts.',
    });
  });
});
