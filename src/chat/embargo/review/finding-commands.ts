// What is said of findings. A finding that is named first, `finding 2 will fix`, is read as these.

import { findingSeverities } from '../../../domain/embargo/embargo.ts';
import { findingKinds } from '../../../domain/policy/checklist.ts';
import { type Command, command, define } from '../../grammar/command.ts';
import { may, needs, prose, someone, text } from '../../grammar/shared-args.ts';

/** What people write for a kind. */
export const kindPhrases = {
  incomplete: 'incomplete-fix',
  'incomplete fix': 'incomplete-fix',
  'additional issue': 'additional-issue',
  sibling: 'additional-issue',
  'new bug': 'new-bug',
  bug: 'new-bug',
  regression: 'new-bug',
  'does not apply': 'does-not-apply',
  'does not build': 'does-not-build',
  'build failure': 'does-not-build',
} as const;

const which = { type: 'number', label: 'Finding', hint: 'Its number: `finding` shows them', ...needs, place: 'one' } as const;
/** Of several the same may be said at once. */
const these = { ...which, type: 'numbers' } as const;
const several = ([number = 0, ...also]: readonly number[]) => ({ number, ...(also.length === 0 ? {} : { also }) });
const why = (hint: string) => ({ ...prose('Reason', hint), ...needs, place: 'rest' }) as const;

/** The `because` in front of a reason is none of it. */
const reason = (typed: string): string => typed.replace(/^because[\s:,]+(?=\S)/i, '');

// A button carries it: another revision may be current when it is pressed.
const fixedIn = { type: 'number', label: 'Patch revision', hint: 'The one that fixes it', ...may, place: 'named', ask: false } as const;

export const findingCommands: readonly Command[] = [
  define({
    words: 'finding',
    aliases: ['findings'],
    help: 'Show the findings with their state and who acts next, or one by its number.',
    example: 'finding',
    says: { to: 'ask', by: 'know' },
    args: { number: { ...which, ...may } },
    intent: ({ number }) => ({ to: 'ask', query: { type: 'finding', ...(number === null ? {} : { number }) } }),
  }),
  command('add-finding', {
    words: 'finding add',
    help: 'Record a problem with the fix that you found outside a review, also after the end.',
    example: 'finding add kind=new-bug severity=high the patched daemon leaks a descriptor for each client',
    args: {
      text: { ...prose('What', "What's wrong, and how to see it"), ...needs, place: 'rest' },
      kind: { type: 'choice', options: findingKinds, phrases: kindPhrases, label: 'Kind', hint: 'What it is', ...may, place: 'named' },
      severity: { type: 'choice', options: findingSeverities, label: 'Severity', hint: 'How bad it is', ...may, place: 'named' },
      branch: { ...text('Branch', 'If only one branch has it', 60), ...may, place: 'named' },
    },
    intent: ({ text, kind, severity, branch }) => ({ type: 'add-finding', text, kind: kind ?? 'other', severity, branch }),
  }),
  command('dismiss-finding', {
    words: 'finding dismiss',
    aliases: ['finding wontfix', 'finding wont-fix', 'finding wont fix'],
    help: 'Dismiss a finding as not an issue, with the reason. The bot tells the finder.',
    example: 'finding dismiss 2 the test is wrong',
    args: { number: these, because: why("Why it isn't an issue") },
    intent: ({ number, because }) => ({ type: 'dismiss-finding', ...several(number), because: reason(because) }),
  }),
  command('take-on-finding', {
    words: 'finding will-fix',
    aliases: ['finding will fix'],
    help: 'Say that you will fix a finding, or name who will.',
    example: 'finding 2 will fix',
    args: { number: these, owner: { ...someone, ...may, label: 'Owner', hint: 'Who fixes it, if not you', place: 'named' } },
    intent: ({ number, owner }) => ({ type: 'take-on-finding', ...several(number), owner }),
  }),
  command('fix-finding', {
    words: 'finding fixed',
    help: 'Say that the current patch revision fixes a finding. The finder confirms it.',
    example: 'finding fixed 2',
    args: {
      number: these,
      patch: fixedIn,
    },
    intent: ({ number, patch }) => ({ type: 'fix-finding', ...several(number), ...(patch === null ? {} : { patch }) }),
  }),
  command('confirm-finding', {
    words: 'finding confirm',
    help: 'Confirm that your finding is fixed. Coordinators can after three days, or if you left.',
    example: 'finding confirm 2',
    args: { number: these, patch: { ...fixedIn, hint: 'The one that you tested' } },
    intent: ({ number, patch }) => ({ type: 'confirm-finding', ...several(number), ...(patch === null ? {} : { patch }) }),
  }),
  command('reopen-finding', {
    words: 'finding reopen',
    help: "Reopen a finding that is an issue after all or isn't fixed, with the reason.",
    example: 'finding reopen 2 it still leaks on arm64',
    args: { number: which, because: why("What's still wrong") },
    intent: ({ number, because }) => ({ type: 'reopen-finding', number, because: reason(because) }),
  }),
  command('set-finding', {
    words: 'finding set',
    help: 'Give a finding of yours, or that you are to fix, its severity or branch; `branch=all` for every branch.',
    example: 'finding 2 severity=high',
    args: {
      number: these,
      severity: { type: 'choice', options: findingSeverities, label: 'Severity', hint: 'How bad it is', ...may, place: 'one' },
      branch: { ...text('Branch', 'Where only one branch has it', 60), ...may, place: 'named' },
    },
    intent: ({ number, severity, branch }) => ({
      type: 'set-finding',
      ...several(number),
      ...(severity === null ? {} : { severity }),
      ...(branch === null ? {} : { branch: branch.toLowerCase() === 'all' ? null : branch }),
    }),
  }),
];
