// Every command, in one table. It makes the parser, the help, the forms, the terminal's completion and the README's list.
import { outcomeKeys } from '../domain/checklist.ts';
import type { EmbargoCommand } from '../domain/commands.ts';
import { roles } from '../domain/list.ts';
import { type ClockKey, clockKeys, type PolicyKey, policyKeys } from '../domain/policy.ts';
import type { Reading, Values } from './args.ts';
import { type Args, type Command, define } from './command.ts';
import { parseInstant } from './instant.ts';
import type { Intent } from './intent.ts';

const needs = { required: true } as const;
const may = { required: false } as const;
const text = (label: string, hint: string, maxLength: number) => ({ type: 'text', label, hint, maxLength, lines: 'one' }) as const;
const prose = (label: string, hint: string) => ({ type: 'text', label, hint, maxLength: 2000, lines: 'many' }) as const;
const dateHint =
  'For example 2026-12-03 14:00 UTC, 2026-12-03 15:00 Europe/Berlin, in 10 days at 14:00 UTC. Add "anyway" to overrule advice.';
const when = { type: 'instant', label: 'Disclosure date', hint: dateHint, place: 'rest' } as const;
const vector = { type: 'vector', label: 'Severity', hint: 'A CVSS 3.1 or 4.0 vector', place: 'named' } as const;
const cve = { type: 'cve', label: 'CVE id', hint: 'If known, such as CVE-2024-21626', place: 'named' } as const;
const about = {
  title: { ...text('Title', 'One line: what is wrong', 200), place: 'named' },
  component: { ...text('Affected component', 'For example runc', 100), place: 'named' },
  versions: { ...text('Affected versions', 'For example >= 1.0.0-rc93, <= 1.1.11', 200), place: 'named' },
  exploitability: { ...prose('Exploitability', 'Who can exploit it, from where, with what effect'), place: 'named' },
  severity: vector,
  cve,
  reporter: { ...text('Reporter to credit', 'Their GitHub id or name, if they want credit', 100), place: 'named' },
} as const;
const stepNote = (label: string, hint: string) => ({ ...prose(label, hint), place: 'rest' }) as const;
const stepAt = { type: 'position', label: 'Review and step', hint: '', required: false, place: 'named', ask: false } as const;

const room: readonly Command[] = [
  define({
    words: 'room adopt',
    help: 'Make this private room a room of a list; founds the list if there is none of that name.',
    example: 'room adopt oci',
    says: { to: 'list', type: 'adopt-room' },
    where: 'room',
    args: {
      list: { ...text('List', 'A short name', 40), ...needs, place: 'one' },
      policy: { type: 'choice', options: policyKeys, label: 'Policy', hint: 'The rules that a new list follows', ...may, place: 'one' },
    },
    intent: ({ list, policy }) => ({ to: 'list', command: { type: 'adopt-room', name: list, policy: (policy ?? 'oci') as PolicyKey } }),
  }),
  define({
    words: 'room leave',
    help: 'Stop using this room for the list.',
    example: 'room leave',
    says: { to: 'list', type: 'leave-room' },
    where: 'room',
    args: {},
    intent: () => ({ to: 'list', command: { type: 'leave-room' } }),
  }),
  define({
    words: 'distributor add',
    help: 'Add a distributor and the releases that it ships.',
    example: 'distributor add "Seven Linux" 7.1 7.2',
    says: { to: 'list', type: 'add-distributor' },
    where: 'room',
    args: {
      name: { ...text('Distributor', 'Its name, in quotes if it has spaces', 60), ...needs, place: 'one' },
      releases: { type: 'names', label: 'Releases', hint: 'What it ships and will test, such as 7.1 7.2', ...needs, place: 'rest' },
    },
    intent: ({ name, releases }) => ({ to: 'list', command: { type: 'add-distributor', name, releases } }),
  }),
  define({
    words: 'distributor releases',
    help: 'Set the releases that a distributor ships.',
    example: 'distributor releases "Seven Linux" 7.2 7.3',
    says: { to: 'list', type: 'set-releases' },
    where: 'room',
    args: {
      name: { ...text('Distributor', 'Its name', 60), ...needs, place: 'one' },
      releases: { type: 'names', label: 'Releases', hint: 'All of them', ...needs, place: 'rest' },
    },
    intent: ({ name, releases }) => ({ to: 'list', command: { type: 'set-releases', distributor: name, releases } }),
  }),
  define({
    words: 'person add',
    help: 'Add somebody to the list, or change their role.',
    example: 'person add @bob representative "Seven Linux"',
    says: { to: 'list', type: 'add-person' },
    where: 'room',
    args: {
      person: { type: 'person', label: 'Person', hint: '@name', ...needs, place: 'one' },
      role: { type: 'choice', options: roles, label: 'Role', hint: 'What they are on the list', ...needs, place: 'one' },
      distributor: { ...text('Distributor', 'Whose they are; coordinators may have none', 60), ...may, place: 'one' },
      name: { ...text('Name', 'What they are called here, if not as on the platform', 60), ...may, place: 'named' },
    },
    intent: (values) => ({ to: 'list', command: { type: 'add-person', ...values } }),
  }),
  define({
    words: 'person remove',
    help: 'Take somebody off the list. Their access to every embargo ends at once.',
    example: 'person remove @bob',
    says: { to: 'list', type: 'remove-person' },
    where: 'room',
    args: { person: { type: 'person', label: 'Person', hint: '@name', ...needs, place: 'one' } },
    intent: ({ person }) => ({ to: 'list', command: { type: 'remove-person', person } }),
  }),
  define({
    words: 'members',
    help: 'Show the list: distributors, releases, people.',
    example: 'members',
    says: { to: 'ask', by: 'member' },
    where: 'room',
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'members' } }),
  }),
  define({
    words: 'zone',
    help: 'Choose the time zone in which dates are shown to you besides UTC.',
    example: 'zone Europe/Berlin',
    says: { to: 'list', type: 'choose-zone' },
    where: 'anywhere',
    args: { zone: { type: 'zone', label: 'Time zone', hint: 'Such as Europe/Berlin', ...needs, place: 'one' } },
    intent: ({ zone }) => ({ to: 'list', command: { type: 'choose-zone', zone } }),
  }),
];

const embargo: readonly Command[] = [
  define({
    words: 'create',
    help: 'Open an embargo. Asks for what is missing with a form.',
    example: 'create',
    says: { to: 'create' },
    where: 'room',
    args: {
      title: { ...about.title, ...needs },
      component: { ...about.component, ...needs },
      versions: { ...about.versions, ...needs },
      exploitability: { ...about.exploitability, ...needs },
      severity: { ...about.severity, ...may },
      cve: { ...about.cve, ...may },
      reporter: { ...about.reporter, ...may },
      date: { ...when, ...needs, place: 'named' },
    },
    intent: ({ date, ...values }) => ({ to: 'create', about: values, date }),
  }),
  command('amend', {
    words: 'amend',
    help: 'Correct or complete what is known of the vulnerability.',
    example: 'amend cve=CVE-2024-21626',
    args: {
      title: { ...about.title, ...may },
      component: { ...about.component, ...may },
      versions: { ...about.versions, ...may },
      exploitability: { ...about.exploitability, ...may },
      severity: { ...about.severity, ...may },
      cve: { ...about.cve, ...may },
      reporter: { ...about.reporter, ...may },
    },
    intent: (values) => ({
      type: 'amend',
      changes: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
    }),
  }),
  command('admit', {
    words: 'admit',
    help: 'Let a reviewer in on an embargo: they need to know it for the fix.',
    example: 'admit @carol',
    args: { person: { type: 'person', label: 'Person', hint: '@name', ...needs, place: 'one' } },
    intent: ({ person }) => ({ type: 'admit', person }),
  }),
  command('acknowledge', {
    words: 'ack',
    help: 'Accept the terms of an embargo. Before that you see its codename, its dates and the terms.',
    example: 'ack',
    args: {},
    intent: () => ({ type: 'acknowledge' }),
  }),
  command('decline', {
    words: 'decline',
    help: 'Not accept the terms. You learn nothing more, and owe nothing.',
    example: 'decline',
    args: {},
    intent: () => ({ type: 'decline' }),
  }),
];

const dates: readonly Command[] = [
  command('propose-date', {
    words: 'date propose',
    help: 'Propose a disclosure date, or a revision of the one that was agreed.',
    example: 'date propose 2026-12-03 14:00 UTC',
    args: { date: { ...when, ...needs }, reason: { ...prose('Reason', 'Why this date'), ...may, place: 'named' } },
    intent: ({ date, reason }) => ({ type: 'propose-date', date, reason }),
  }),
  command('propose-date', {
    words: 'date counter',
    help: 'Answer a proposal with another date.',
    example: 'date counter tue 14:00 utc',
    args: { date: { ...when, ...needs }, reason: { ...prose('Reason', 'Why this date'), ...may, place: 'named' } },
    intent: ({ date, reason }) => ({ type: 'propose-date', date, reason }),
  }),
  command('answer-date', {
    words: 'date accept',
    help: 'Accept a proposed date, for your distributor.',
    example: 'date accept',
    args: { number: { type: 'number', label: 'Proposal', hint: 'Its number', ...may, place: 'one', ask: false } },
    intent: ({ number }) => ({ type: 'answer-date', number, verdict: 'accept', reason: null }),
  }),
  command('answer-date', {
    words: 'date reject',
    help: 'Reject a proposed date, with the reason.',
    example: 'date reject our freeze ends a week later',
    args: {
      number: { type: 'number', label: 'Proposal', hint: 'Its number', ...may, place: 'one', ask: false },
      reason: { ...prose('Reason', 'What speaks against it'), ...needs, place: 'rest' },
    },
    intent: ({ number, reason }) => ({ type: 'answer-date', number, verdict: 'reject', reason }),
  }),
];

const reviewing: readonly Command[] = [
  command('publish-patch', {
    words: 'patch publish',
    help: 'Give out a patch revision. Reviews of earlier revisions become stale.',
    example: 'patch publish',
    args: {
      label: { ...text('Label', 'What this revision is', 100), ...needs, place: 'named' },
      url: { type: 'url', label: 'Address', hint: 'Where reviewers fetch it, https://…', ...needs, place: 'named' },
      files: { type: 'files', label: 'Files', hint: 'Lines as sha256sum prints them', ...needs, place: 'named' },
      branches: { type: 'names', label: 'Branches', hint: 'That it applies to, such as main release-1.1', ...needs, place: 'named' },
    },
    intent: (values) => ({ type: 'publish-patch', ...values }),
  }),
  ask('patch', 'Show the current patch revision: address, files, hashes.'),
  command('start-review', {
    words: 'review',
    help: 'Walk through the patch-testing checklist for a release; goes on where you stopped.',
    example: 'review 7.2',
    args: { release: { ...text('Release', 'Which of yours', 40), ...may, place: 'rest' } },
    intent: ({ release }) => ({ type: 'start-review', release }),
  }),
  command('answer-step', {
    words: 'review pass',
    help: 'The step passed.',
    example: 'review pass x86_64 and aarch64',
    args: { note: { ...stepNote('Note', 'What you did or saw'), ...may }, at: stepAt },
    intent: ({ note, at }, reading) => step('pass', note, at, reading),
  }),
  command('answer-step', {
    words: 'review fail',
    help: 'The step failed, with what you saw.',
    example: 'review fail the second hunk does not apply',
    args: { note: { ...stepNote('What failed', 'What you did and saw'), ...needs }, at: stepAt },
    intent: ({ note, at }, reading) => step('fail', note, at, reading),
  }),
  command('answer-step', {
    words: 'review na',
    help: 'The step does not apply to you.',
    example: 'review na',
    args: { note: { ...stepNote('Note', 'Why not'), ...may }, at: stepAt },
    intent: ({ note, at }, reading) => step('na', note, at, reading),
  }),
  command('step-back', {
    words: 'review back',
    help: 'One step back.',
    example: 'review back',
    args: {},
    intent: () => ({ type: 'step-back' }),
  }),
  ask('pause', 'Stop for now; `review` goes on where you are.', 'review stop'),
  command('finish-review', {
    words: 'review outcome',
    help: 'End the walk with its outcome. An outcome is owed even if nothing was found.',
    example: 'review outcome no-issues',
    args: {
      outcome: { type: 'choice', options: outcomeKeys, label: 'Outcome', hint: 'What you found', ...needs, place: 'one' },
      because: { ...prose('Because', 'What you found, or why it was not tested'), ...may, place: 'rest' },
    },
    intent: ({ outcome, because }) => ({ type: 'finish-review', outcome, because }),
  }),
  ask('reviews', 'Show the reviews of the current patch with their notes.'),
];

const ends: readonly Command[] = [
  command('report-world', {
    words: 'world',
    help: 'Tell that the vulnerability is public, that an exploit is public, or that attacks are seen.',
    example: 'world public a blog post describes it',
    args: {
      what: {
        type: 'choice',
        options: ['public', 'exploit', 'attacks'],
        label: 'What happened',
        hint: 'What is known',
        ...needs,
        place: 'one',
      },
      how: { ...prose('Where and how', 'What you saw, with links'), ...needs, place: 'rest' },
    },
    intent: ({ what, how }) => ({ type: 'report-world', what, how }),
  }),
  command('hold', {
    words: 'hold',
    help: 'Decide that the embargo goes on in spite of what was reported.',
    example: 'hold the post describes another bug',
    args: { reason: { ...prose('Reason', 'Why it goes on'), ...needs, place: 'rest' } },
    intent: ({ reason }) => ({ type: 'hold', reason }),
  }),
  command('disclose', {
    words: 'disclose',
    help: 'At the disclosure date: confirm that it is disclosed. Two different people must, one of them a coordinator.',
    example: 'disclose',
    args: {},
    intent: () => ({ type: 'disclose' }),
  }),
  define({
    words: 'end',
    help: 'End an embargo before its date.',
    example: 'end withdrawn the report was a mistake',
    says: { to: 'embargo', type: 'end' },
    where: 'anywhere',
    args: {
      reason: {
        type: 'choice',
        options: ['public', 'exploited', 'withdrawn'],
        label: 'Reason',
        hint: 'Why it ends',
        ...needs,
        place: 'one',
      },
      because: { ...prose('Because', 'What happened; needed when withdrawn'), ...may, place: 'rest' },
      sure: { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false },
    },
    intent: ({ reason, because, sure }) =>
      sure === null ? { to: 'confirm', reason, because } : { to: 'embargo', command: { type: 'end', reason, because } },
  }),
  command('publish', {
    words: 'published',
    help: 'After the end: record the public post, the CVE record, the exploit, the retrospective, your packages.',
    example: 'published post https://www.openwall.com/lists/oss-security/2024/01/31/6',
    args: {
      what: { type: 'choice', options: clockKeys, label: 'What', hint: 'What is out', ...needs, place: 'one' },
      link: { ...text('Link', 'Its address, or why there is none', 500), ...needs, place: 'rest' },
    },
    intent: ({ what, link }) => ({ type: 'publish', clock: what as ClockKey, link }),
  }),
];

const asking: readonly Command[] = [
  ask('status', 'Show where an embargo stands, and what you owe on it.'),
  define({
    words: 'list',
    help: 'List the embargoes that you may know of; `list all` shows the ended ones too.',
    example: 'list',
    says: { to: 'ask', by: 'member' },
    where: 'anywhere',
    args: { all: { type: 'choice', options: ['all'], label: 'All', hint: '', ...may, place: 'one', ask: false } },
    intent: ({ all }) => ({ to: 'ask', query: { type: 'list', all: all !== null } }),
  }),
  ask('details', 'Show what the embargo is about. Only for who has acknowledged its terms.'),
  ask('timeline', 'Show what happened when.'),
  ask('who', 'Show who knows of it, and who has acknowledged.'),
  ask('terms', 'Show the terms.'),
  define({
    words: 'owe',
    help: 'What do I owe?',
    example: 'owe',
    says: { to: 'ask', by: 'member' },
    where: 'anywhere',
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'owe' } }),
  }),
  command('snooze', {
    words: 'snooze',
    help: 'Be left in peace by reminders for a while, at the longest until the deadline.',
    example: 'snooze 4h',
    args: { until: { type: 'until', label: 'Until', hint: 'Such as 4h, 2 days, tue 14:00 utc', ...needs, place: 'rest' } },
    intent: ({ until }) => ({ type: 'snooze', until }),
  }),
  define({
    words: 'help',
    help: 'What can be said, or more about one command.',
    example: 'help date propose',
    says: { to: 'ask', by: 'anybody' },
    where: 'anywhere',
    args: { topic: { ...text('Command', 'Its words', 60), ...may, place: 'rest' } },
    intent: ({ topic }) => ({ to: 'ask', query: { type: 'help', topic } }),
  }),
  define({
    words: 'form',
    help: 'Open a form again whose window was gone.',
    example: 'form 0c8f…',
    says: { to: 'ask', by: 'anybody' },
    where: 'anywhere',
    args: { id: { ...text('Form', 'Its id', 40), ...needs, place: 'one', ask: false } },
    intent: ({ id }) => ({ to: 'reopen-form', id }),
  }),
];

/** The table. Of two commands whose words fit, the longer wins. */
export const commands: readonly Command[] = [...asking, ...embargo, ...dates, ...reviewing, ...ends, ...room];

function command<const A extends Args>(
  type: EmbargoCommand['type'],
  entry: { words: string; help: string; example: string; args: A; intent: (values: Values<A>, reading: Reading) => EmbargoCommand },
): Command {
  const { intent, ...rest } = entry;
  const toIntent = (values: Values<A>, reading: Reading): Intent => ({ to: 'embargo', command: intent(values, reading) });
  return define<A>({
    ...rest,
    says: { to: 'embargo', type },
    where: 'anywhere',
    intent: toIntent,
  });
}

function ask(
  type: 'status' | 'timeline' | 'who' | 'details' | 'terms' | 'patch' | 'reviews' | 'pause',
  help: string,
  words: string = type,
): Command {
  const intent = (): Intent => ({ to: 'ask', query: { type } });
  return define({ words, help, example: words, says: { to: 'ask', by: 'know' }, where: 'anywhere', args: {}, intent });
}

function step(
  verdict: 'pass' | 'fail' | 'na',
  note: string | null,
  at: { review: number; step: number } | null,
  reading: Reading,
): EmbargoCommand {
  // A note that is an instant counts as one where the step asks for an instant.
  const instant = note === null ? null : parseInstant(note, reading);
  return { type: 'answer-step', at, verdict, note, readyBy: instant?.ok === true ? instant.at : null };
}
