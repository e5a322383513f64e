// How exceptions from the terms are asked for and answered.
import { exceptionKinds } from '../../../domain/embargo/embargo.ts';
import { ask, type Command, command } from '../../grammar/command.ts';
import { may, needs, prose, text } from '../../grammar/shared-args.ts';

const which = { type: 'number', label: 'Exception', hint: 'Its number', place: 'one' } as const;
const one = { ...which, ...may, ask: false } as const;

/** What people call these kinds. */
const phrases = {
  sharing: 'share',
  outside: 'share',
  public: 'hint',
  'heads-up': 'hint',
  announce: 'hint',
  'scheduled release': 'hint',
  deployment: 'deploy',
  run: 'deploy',
  shipping: 'ship',
  release: 'ship',
  binaries: 'ship',
  customers: 'tell',
  users: 'tell',
} as const;

export const exceptionCommands: readonly Command[] = [
  command('ask-exception', {
    words: 'exception ask',
    aliases: ['permission ask', 'exception request', 'permission request'],
    help: 'Ask the list to allow something on this embargo before disclosure: share, hint in public, deploy, ship, or tell customers.',
    example: 'exception ask ship with="our stable users" because="it is in rolling releases" until="2 days" the revert to 5.4',
    args: {
      kind: {
        type: 'choice',
        options: exceptionKinds,
        phrases,
        label: 'What kind',
        hint: 'share with someone outside, hint in public, deploy early, ship early, or tell customers',
        ...needs,
        place: 'one',
      },
      what: { ...prose('What exactly', 'What would be shared, said or shipped, and nothing else'), ...needs, place: 'rest' },
      with: { ...text('With whom', 'Who would learn of it or get it', 300), ...needs, place: 'named' },
      because: { ...prose('Reason', "Why it can't wait for the disclosure"), ...needs, place: 'named' },
      until: {
        type: 'until',
        label: 'Until',
        hint: 'Such as 2 days, or 2026-12-03 14:00 UTC; the disclosure, if nothing',
        ...may,
        place: 'named',
      },
    },
    intent: ({ kind, what, with: whom, because, until }) => ({ type: 'ask-exception', kind, what, whom, because, until }),
  }),
  command('answer-exception', {
    words: 'exception approve',
    aliases: ['exception accept', 'permission approve', 'permission accept'],
    help: 'Approve an exception for your organization.',
    example: 'exception approve 2',
    args: { number: one },
    intent: ({ number }) => ({ type: 'answer-exception', number, verdict: 'accept', reason: null }),
  }),
  command('answer-exception', {
    words: 'exception reject',
    aliases: ['permission reject'],
    help: 'Reject an exception, with the reason.',
    example: 'exception reject 2 the package name gives it away',
    args: { number: one, reason: { ...prose('Reason', 'Why it should not be allowed'), ...needs, place: 'rest' } },
    intent: ({ number, reason }) => ({ type: 'answer-exception', number, verdict: 'reject', reason }),
  }),
  command('withdraw-exception', {
    words: 'exception withdraw',
    aliases: ['permission withdraw'],
    help: "Withdraw an exception you asked for, before it's approved.",
    example: 'exception withdraw 2',
    args: { number: one },
    intent: ({ number }) => ({ type: 'withdraw-exception', number }),
  }),
  command('end-exception', {
    words: 'exception end',
    aliases: ['permission end', 'exception revoke', 'permission revoke'],
    help: 'End an approved exception early, with the reason. Everyone has to acknowledge the terms again.',
    example: 'exception end 2 a changelog named the function',
    args: { number: { ...which, ...needs }, because: { ...prose('Reason', 'Why it ends now'), ...needs, place: 'rest' } },
    intent: ({ number, because }) => ({ type: 'end-exception', number, because }),
  }),
  ask('exceptions', 'Show what is allowed before disclosure on this embargo, and every exception.', 'exceptions', ['permissions']),
];
