// What is said of an embargo as a whole: its making, its terms, its date.
import { type Command, command, define } from '../grammar/command.ts';
import { allOf, may, needs, prose, someone, text, when } from '../grammar/shared-args.ts';

/** What has to be known to open an embargo. */
const report = {
  title: { ...text('Title', 'One line: what is wrong', 200), place: 'named' },
  component: { ...text('Affected component', 'For example runc', 100), place: 'named' },
  versions: { ...text('Affected versions', 'For example >= 1.0.0-rc93, <= 1.1.11', 200), place: 'named' },
  exploitability: { ...prose('Exploitability', 'Who can exploit it, from where, with what effect'), place: 'named' },
} as const;
/** What may be known only later. */
const later = {
  severity: { type: 'vector', label: 'Severity', hint: 'A CVSS 3.1 or 4.0 vector', place: 'named' },
  cve: { type: 'cve', label: 'CVE id', hint: 'If known, such as CVE-2024-21626', place: 'named' },
  reporter: { ...text('Reporter to credit', 'Their GitHub id or name, if they want credit', 100), place: 'named' },
} as const;

export const embargoCommands: readonly Command[] = [
  define({
    words: 'create',
    help: 'Open an embargo. Asks for what is missing with a form.',
    example: 'create',
    says: { to: 'create' },
    args: {
      ...allOf(report, needs),
      ...allOf(later, may),
      date: { ...when, ...needs, place: 'named' },
    },
    intent: ({ date, ...values }) => ({ to: 'create', about: values, date }),
  }),
  command('amend', {
    words: 'amend',
    help: 'Correct or complete what is known of the vulnerability.',
    example: 'amend cve=CVE-2024-21626',
    args: { ...allOf(report, may), ...allOf(later, may) },
    intent: (values) => ({
      type: 'amend',
      changes: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
    }),
  }),
  command('admit', {
    words: 'admit',
    help: 'Let a reviewer in on an embargo: they need to know it for the fix.',
    example: 'admit @carol',
    args: { person: someone },
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
  command('note', {
    words: 'note',
    help: 'Add to the timeline what was said or found elsewhere.',
    example: 'note the reporter asked for a week more',
    args: {
      text: { ...prose('What', 'What was said or found'), ...needs, place: 'rest' },
      source: { type: 'url', label: 'Source', hint: 'Where it stands, https://…', ...may, place: 'named' },
      at: { type: 'instant', label: 'When', hint: 'When it was said, such as 2026-12-03 14:00 UTC', ...may, place: 'named' },
      by: { ...someone, label: 'Who', hint: 'Who said it: @name', ...may, place: 'named' },
    },
    intent: ({ text, source, at, by }) => ({ type: 'note', text, source, saidAt: at?.at ?? null, author: by }),
  }),
];

export const dateCommands: readonly Command[] = [
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
      number: { type: 'number', label: 'Proposal', hint: 'Its number', ...may, place: 'named', ask: false },
      reason: { ...prose('Reason', 'What speaks against it'), ...needs, place: 'rest' },
    },
    intent: ({ number, reason }) => ({ type: 'answer-date', number, verdict: 'reject', reason }),
  }),
  command('withdraw-date', {
    words: 'date withdraw',
    help: 'Take back a date that you proposed, before it is agreed.',
    example: 'date withdraw',
    args: { number: { type: 'number', label: 'Proposal', hint: 'Its number', ...may, place: 'one', ask: false } },
    intent: ({ number }) => ({ type: 'withdraw-date', number }),
  }),
];
