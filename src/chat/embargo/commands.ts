// What is said of an embargo as a whole: its making, its terms, its date.
import type { AskedDate, EmbargoCommand } from '../../domain/embargo/commands.ts';
import type { Values } from '../grammar/args.ts';
import { type Command, command } from '../grammar/command.ts';
import { may, needs, prose, someone, sure, when } from '../grammar/shared-args.ts';
import type { NamedProposal } from '../values/proposal.ts';
import { aboutCommands } from './about/commands.ts';
import { linkCommands } from './about/link-commands.ts';
import { audienceCommands } from './audience/commands.ts';

export const embargoCommands: readonly Command[] = [
  ...aboutCommands,
  ...linkCommands,
  ...audienceCommands,
  command('admit', {
    words: 'invite',
    aliases: ['admit'],
    help: 'Give someone access to an embargo, because they need to know it for the fix. Representatives can invite a colleague who is not on the list; coordinators anyone else, for this embargo alone.',
    example: 'invite @carol builds our packages',
    args: { person: someone, because: { ...prose('Reason', 'Why they need to know'), ...may, place: 'rest' } },
    intent: ({ person, because }) => ({ type: 'admit', person, ...(because === null ? {} : { because }) }),
  }),
  command('revoke', {
    words: 'revoke',
    help: "End someone's access to an embargo at once, with the reason. What they know stays secret.",
    example: 'revoke @carol works on another team now',
    args: { person: someone, because: { ...prose('Reason', 'Why their access ends'), ...needs, place: 'rest' } },
    intent: ({ person, because }) => ({ type: 'revoke', person, because }),
  }),
  command('acknowledge', {
    words: 'ack',
    aliases: [
      'acknowledge',
      'terms accept',
      'terms agree',
      'accept terms',
      'accept the terms',
      'i accept the terms',
      'agree to the terms',
      'i agree to the terms',
    ],
    help: 'Accept the terms of an embargo. Until then you see only its codename, dates and terms.',
    example: 'ack',
    args: {},
    intent: () => ({ type: 'acknowledge' }),
  }),
  command('decline', {
    words: 'decline',
    help: 'Decline the terms. You learn nothing more and have nothing to do.',
    example: 'decline',
    args: {},
    intent: () => ({ type: 'decline' }),
  }),
  command('note', {
    words: 'note',
    help: 'Add something said or found elsewhere to the timeline.',
    example: 'note the reporter asked for a week more',
    args: {
      text: { ...prose('What', 'What was said or found'), ...needs, place: 'rest' },
      source: { type: 'url', label: 'Source', hint: 'Where it is, https://…', ...may, place: 'named' },
      at: { type: 'instant', past: true, label: 'When', hint: 'When it was said, such as 2026-12-03 14:00 UTC', ...may, place: 'named' },
      by: { ...someone, label: 'Who', hint: 'Who said it: @name', ...may, place: 'named' },
    },
    intent: ({ text, source, at, by }) => ({ type: 'note', text, source, saidAt: at?.at ?? null, author: by }),
  }),
];

const why = { ...prose('Reason', 'Why this date'), place: 'named' } as const;
/** How long people have to answer. */
const respond = {
  type: 'until',
  label: 'Respond within',
  hint: 'Such as 30m or 2h, for an earlier date',
  ...may,
  place: 'named',
  // Platforms that ask one by one would ask it of every date, and the policy has a time for each.
  ask: false,
} as const;
/** A button carries these: in place of which open proposal of one's own, or beside it. */
const beside = {
  replace: { type: 'number', label: 'Replaces', hint: 'The number of your open proposal', ...may, place: 'named', ask: false },
  beside: { type: 'yes', label: 'Beside', hint: 'yes: your open proposal stays', ...may, place: 'named', ask: false },
} as const;
/** What is asked of every date but an extension's, which needs its reason and takes the usual time. */
const besideTheDate = { reason: { ...why, ...may }, respond, ...beside } as const;

const inPlace = (replace: number | null) => (replace === null ? {} : { replace });

type ProposedDate = { readonly date: AskedDate } & Values<typeof besideTheDate>;

function proposing({ date, reason, respond: respondBy, replace }: ProposedDate): EmbargoCommand {
  return { type: 'propose-date', date, reason, ...(respondBy === null ? {} : { respondBy }), ...inPlace(replace) };
}

const which = { type: 'proposal', label: 'Proposal', hint: 'Its number, or its date', ...may, ask: false } as const;
const meant = (proposal: NamedProposal | null): NamedProposal | { readonly number: null } => proposal ?? { number: null };

export const dateCommands: readonly Command[] = [
  command('propose-date', {
    words: 'date propose',
    confirm: 'unless-full',
    help: 'Propose a disclosure date, or a change of the agreed one.',
    example: 'date propose 2026-12-03 14:00 UTC',
    args: { date: { ...when, ...needs }, ...besideTheDate },
    intent: proposing,
  }),
  command('propose-date', {
    words: 'date counter',
    confirm: 'unless-full',
    help: 'Answer a proposal with another date.',
    example: 'date counter tue 14:00 utc',
    args: { date: { ...when, ...needs }, ...besideTheDate },
    intent: proposing,
  }),
  command('propose-date', {
    words: 'date today',
    confirm: 'unless-full',
    help: 'Propose to disclose today at an hour. Coordinators decide on an earlier date.',
    example: 'date today 20:00 UTC respond=30m',
    args: {
      date: { type: 'today', label: 'Hour today', hint: 'Such as 20:00 UTC', ...needs, place: 'rest' },
      ...besideTheDate,
    },
    intent: proposing,
  }),
  command('propose-date', {
    words: 'date extend',
    confirm: 'unless-full',
    help: "Propose a date past the policy's limit, with the reason.",
    example: 'date extend 2026-12-24 14:00 UTC reason="a regression is being fixed"',
    args: { date: { ...when, ...needs }, reason: { ...why, ...needs }, ...beside },
    intent: ({ date, reason, replace }) => ({ type: 'propose-date', date, reason, extension: true, ...inPlace(replace) }),
  }),
  command('answer-date', {
    words: 'date accept',
    aliases: ['date approve', 'date agree', 'date ok', 'date okay', 'date yes', 'date fine'],
    help: 'Accept a proposed date for your organization; if several are open, by number or date.',
    example: 'date accept',
    args: { number: { ...which, place: 'rest' } },
    intent: ({ number }) => ({ type: 'answer-date', ...meant(number), verdict: 'accept', reason: null }),
  }),
  command('answer-date', {
    words: 'date reject',
    aliases: ['date no'],
    help: 'Reject a proposed date, with the reason.',
    example: 'date reject our freeze ends a week later',
    args: {
      number: { ...which, place: 'one' },
      reason: { ...prose('Reason', "Why this date doesn't work"), ...needs, place: 'rest' },
    },
    intent: ({ number, reason }) => ({ type: 'answer-date', ...meant(number), verdict: 'reject', reason }),
  }),
  command('withdraw-date', {
    words: 'date withdraw',
    help: "Withdraw a date you proposed, before it's agreed. The reason is optional.",
    example: 'date withdraw',
    args: {
      number: { ...which, place: 'one' },
      reason: { ...prose('Reason', "Why you're withdrawing it"), ...may, ask: false, place: 'rest' },
    },
    intent: ({ number, reason }) => ({ type: 'withdraw-date', ...meant(number), reason }),
  }),
  command('wait-for-answers', {
    words: 'date wait',
    help: 'Give people more time to respond to a proposed date.',
    example: 'date wait 2d',
    args: {
      until: { type: 'until', label: 'How long', hint: 'Such as 2d, or until 2026-12-03 14:00 UTC', ...needs, place: 'rest' },
      number: { ...which, place: 'named' },
    },
    intent: ({ until, number }) => ({ type: 'wait-for-answers', ...meant(number), until }),
  }),
  command('decide-date', {
    words: 'date decide',
    confirm: 'always',
    help: 'Decide on a proposed date as coordinators, if not everyone responded in time.',
    example: 'date decide',
    args: {
      number: { ...which, place: 'rest' },
      verdict: {
        type: 'choice',
        options: ['accept', 'reject'],
        label: 'Verdict',
        hint: 'accept or reject',
        ...may,
        place: 'named',
        ask: false,
      },
      sure,
    },
    intent: ({ number, verdict }) => ({ type: 'decide-date', ...meant(number), verdict: verdict ?? 'accept' }),
  }),
  command('settle-date', {
    words: 'date settle',
    help: 'Count silence as consent to a proposed date, if not everyone responded in time and the policy allows it.',
    example: 'date settle',
    args: { number: { ...which, place: 'rest' } },
    intent: ({ number }) => ({ type: 'settle-date', ...meant(number) }),
  }),
];
