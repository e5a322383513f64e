// Every command, in one table. It makes the parser, the help, the forms, the terminal's completion and docs/commands.md.

import { dateCommands, embargoCommands } from './embargo/commands.ts';
import { endingCommands } from './embargo/end/commands.ts';
import { exceptionCommands } from './embargo/exceptions/commands.ts';
import { leakCommands } from './embargo/leak/commands.ts';
import { publicCommands } from './embargo/public/commands.ts';
import { reviewCommands } from './embargo/review/commands.ts';
import { findingCommands } from './embargo/review/finding-commands.ts';
import { toldCommands } from './embargo/told.ts';
import { ask, type Command, command, define } from './grammar/command.ts';
import { may, needs, someone, text } from './grammar/shared-args.ts';
import { listCommands } from './list/commands.ts';
import { dutyCommands } from './list/duty-commands.ts';
import { memberCommands } from './list/membership/commands.ts';
import { standingCommands } from './list/membership/standing-commands.ts';
import { orderCommands } from './list/order-commands.ts';
import { policyCommands } from './list/policy-commands.ts';
import { reportCommands } from './list/reports/commands.ts';
import { peopleCommands } from './people/commands.ts';

const asking: readonly Command[] = [
  ask('status', 'Show the state of an embargo and your to-dos on it.'),
  define({
    words: 'list',
    aliases: ['embargoes'],
    help: 'List your embargoes; `list all` includes ended ones.',
    example: 'list',
    says: { to: 'ask', by: 'member' },
    args: {
      all: { type: 'choice', options: ['all'], label: 'All', hint: '', ...may, place: 'one', ask: false },
      before: { ...text('Before', 'A codename', 60), ...may, place: 'named', ask: false },
    },
    intent: ({ all, before }) => ({
      to: 'ask',
      query: { type: 'list', all: all !== null || before !== null, ...(before === null ? {} : { behind: before.toLowerCase() }) },
    }),
  }),
  ask('details', 'Show what the embargo is about. Only for people who acknowledged its terms.'),
  ask('timeline', 'Show what happened when.'),
  ask('who', 'Show who knows about it and who acknowledged.'),
  ask('audience', 'Show who an embargo is for, and from when.'),
  ask('terms', 'Show the terms.'),
  define({
    words: 'todo',
    aliases: ['owe', 'owed', 'next', 'tasks', 'todos', 'done'],
    help: "Show what's waiting on you. Coordinators: `todo all` shows everyone's.",
    example: 'todo',
    says: { to: 'ask', by: 'member' },
    args: { all: { type: 'choice', options: ['all'], label: 'All', hint: '', ...may, place: 'one', ask: false } },
    intent: ({ all }) => ({ to: 'ask', query: { type: 'todo', all: all !== null } }),
  }),
  define({
    words: 'home',
    help: 'Show your page: your to-dos, embargoes, reviews and settings.',
    example: 'home',
    says: { to: 'ask', by: 'anybody' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'home' } }),
  }),
  define({
    words: 'calendar',
    aliases: ['ics', 'ical'],
    help: 'Get your disclosure dates as a calendar file, in your direct messages: codenames and dates only.',
    example: 'calendar',
    says: { to: 'ask', by: 'member' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'calendar' } }),
  }),
  command('snooze', {
    words: 'snooze',
    aliases: ['mute'],
    help: 'Pause your reminders for a while, until the deadline at most.',
    example: 'snooze 4h',
    args: { until: { type: 'until', label: 'Until', hint: 'Such as 4h, 2 days, tue 14:00 utc', ...needs, place: 'rest' } },
    intent: ({ until }) => ({ type: 'snooze', until }),
  }),
  command('remind', {
    words: 'remind',
    aliases: ['nudge', 'ping'],
    help: 'Remind someone, or an organization, of their to-dos here, in your name; at most once an hour.',
    example: 'remind @bob',
    args: { person: { ...someone, type: 'called', hint: '@name, or an organization', place: 'rest' } },
    intent: ({ person }) => ({ type: 'remind', ...person }),
  }),
  command('remind', {
    words: 'remind all',
    aliases: ['nudge all', 'ping all', 'remind everyone', 'remind everybody'],
    help: 'Remind everyone with to-dos here, in your name; at most once an hour each.',
    example: 'remind all',
    args: {},
    intent: () => ({ type: 'remind', person: null }),
  }),
  define({
    words: 'help',
    help: 'Show the commands, or details of one.',
    example: 'help date propose',
    says: { to: 'ask', by: 'anybody' },
    args: { topic: { ...text('Command', 'Its words', 60), ...may, place: 'rest' } },
    intent: ({ topic }) => ({ to: 'ask', query: { type: 'help', topic } }),
  }),
  define({
    words: 'form',
    help: 'Reopen a form whose window closed.',
    example: 'form 0c8f…',
    says: { to: 'ask', by: 'anybody' },
    args: { id: { ...text('Form', 'Its id', 40), ...needs, place: 'one', ask: false } },
    intent: ({ id }) => ({ to: 'reopen-form', id }),
  }),
];

/** Other words for the first of a group: whatever begins with one is understood, and no help shows it. */
const otherFirst: Readonly<Record<string, readonly string[]>> = {
  org: ['distributor', 'organization', 'organisation', 'distro'],
  people: ['person'],
};

/** A row with the same in other first words. */
function withOtherFirst(row: Command): Command {
  const [first = '', ...more] = row.words.split(' ');
  const others = more.length === 0 ? [] : (otherFirst[first] ?? []);
  return others.length === 0 ? row : { ...row, aliases: [...(row.aliases ?? []), ...others.map((other) => [other, ...more].join(' '))] };
}

/** The table. Of two commands whose words fit, the longer wins. */
export const commands: readonly Command[] = [
  ...asking,
  ...embargoCommands,
  ...dateCommands,
  ...exceptionCommands,
  ...toldCommands,
  ...reviewCommands,
  ...findingCommands,
  ...endingCommands,
  ...publicCommands,
  ...leakCommands,
  ...listCommands,
  ...policyCommands,
  ...memberCommands,
  ...reportCommands,
  ...standingCommands,
  ...dutyCommands,
  ...peopleCommands,
  ...orderCommands,
].map(withOtherFirst);

/** The commands that begin with a word and have more behind it. */
export function groupOf(first: string): Command[] {
  const group = Object.keys(otherFirst).find((each) => otherFirst[each]?.includes(first)) ?? first;
  return commands.filter(({ words }) => words.startsWith(`${group} `));
}
