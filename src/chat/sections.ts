// The commands by what they are for: the headings of docs/commands.md, and of `help all`.
import { commands } from './commands.ts';
import type { Command } from './grammar/command.ts';

/** Each heading with how its commands begin. Every command stands under one heading: that of the longest beginning. */
const headings: Readonly<Record<string, readonly string[]>> = {
  'Every day': 'todo status list details timeline who ack decline terms note remind snooze calendar home help'.split(' '),
  Embargoes:
    'create update cve component reporter invite audience revoke disclose end keep report reports reopen merge split found-again sibling told'.split(
      ' ',
    ),
  Dates: ['date'],
  'What is allowed': ['exception', 'exceptions'],
  'Patches, reviews, findings': ['patch', 'review', 'reviews', 'finding'],
  'What goes public': ['draft'],
  Leaks: ['report leak', 'leak', 'leaks'],
  'After the end': ['link', 'retro', 'deployed', 'heads-up'],
  You: ['settings', 'away', 'back', 'account', 'leave'],
  'Organizations and people': ['org', 'people', 'members', 'duty'],
  Joining: ['apply', 'applications', 'application', 'vouch', 'ballot', 'org admit', 'org reject'],
  Policy: ['policy'],
  Rooms: ['room', 'devices'],
  'Second approvals': ['confirm', 'refuse'],
};

export type Section = { readonly heading: string; readonly commands: readonly Command[] };

/** All that is shown, section by section. Throws where a command stands under no heading. */
export function sections(): Section[] {
  const shown = commands.filter(({ words }) => words !== 'form');
  const starts = Object.values(headings).flat();
  const under = (words: string) =>
    starts.filter((start) => words === start || words.startsWith(`${start} `)).sort((one, other) => other.length - one.length)[0];
  const lost = shown.filter(({ words }) => under(words) === undefined);
  if (lost.length > 0) throw new Error(`under no heading: ${lost.map(({ words }) => words).join(', ')}`);
  return Object.entries(headings).map(([heading, beginnings]) => ({
    heading,
    commands: beginnings.flatMap((start) => shown.filter(({ words }) => under(words) === start)),
  }));
}
