// How organisations come to a list: applying, vouching, voting, deciding, accepting.
import { choices } from '../../../domain/list/membership/membership.ts';
import { type Command, define } from '../../grammar/command.ts';
import { may, nameArg, needs, prose, someone, text } from '../../grammar/shared-args.ts';

const number = { type: 'number', label: 'Application', hint: 'Its number', ...needs, place: 'one' } as const;
const because = { ...prose('Why', 'In words; it is kept'), ...needs, place: 'rest' } as const;

// Real ones have some 2,000 characters, most of them links.
const applicationMax = 12_000;

export const memberCommands: readonly Command[] = [
  define({
    words: 'member apply',
    help: 'Ask for your organisation to be put on a list. Say it to the bot alone, from outside the list; it asks about each criterion.',
    example: 'member apply oci "Seven Linux" entity="Seven Corp"',
    says: { to: 'list', type: 'apply' },
    args: {
      list: { ...text('List', 'The name of the list', 40), ...needs, place: 'one' },
      organisation: { ...nameArg('Organisation', 'What its distribution is called', 60), ...needs, place: 'one' },
      entity: { ...nameArg('Legal entity', 'Whose it is, if that is called otherwise', 100), ...may, place: 'named' },
    },
    intent: ({ list, organisation, entity }) => ({
      to: 'list',
      command: { type: 'apply', list, organisation, entity: entity ?? organisation },
    }),
  }),
  define({
    words: 'member evidence',
    help: 'Answer the next criterion of your application, the one that you name, or all of them in one message.',
    example: 'member evidence criterion=record We announce on our blog: https://seven.example/security',
    says: { to: 'list', type: 'give-evidence' },
    args: {
      criterion: { ...text('Criterion', '', 20), ...may, place: 'named', ask: false },
      text: {
        ...prose('Answer', 'How you qualify, with links that anybody can check'),
        maxLength: applicationMax,
        ...needs,
        place: 'rest',
      },
    },
    intent: ({ criterion, text }) => ({ to: 'list', command: { type: 'give-evidence', criterion, text } }),
  }),
  define({
    words: 'member submit',
    help: 'Hand in your application, once you have seen all of it.',
    example: 'member submit',
    says: { to: 'list', type: 'submit-application' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'submit-application' } }),
  }),
  define({
    words: 'member status',
    help: 'Show how your application stands, and what is asked of you.',
    example: 'member status',
    says: { to: 'ask', by: 'anybody' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'own-application' } }),
  }),
  define({
    words: 'member backup',
    help: 'Name a second contact for your application, before the list votes. They accept the policy themselves.',
    example: 'member backup @eve',
    says: { to: 'list', type: 'name-backup' },
    args: { person: someone, name: { ...nameArg('Name', 'What they are called, if not as on the platform', 60), ...may, place: 'named' } },
    intent: ({ person, name }) => ({ to: 'list', command: { type: 'name-backup', person, name } }),
  }),
  define({
    words: 'member accept',
    help: 'Accept the policy of the list, by the first digits of its hash, once your application was accepted.',
    example: 'member accept 3f9a0c2b41d7',
    says: { to: 'list', type: 'accept-policy' },
    args: { hash: { ...text('Hash', 'As it was shown to you', 64), ...needs, place: 'one' } },
    intent: ({ hash }) => ({ to: 'list', command: { type: 'accept-policy', hash } }),
  }),
  define({
    words: 'member withdraw',
    help: 'Take your application back.',
    example: 'member withdraw',
    says: { to: 'list', type: 'withdraw-application' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'withdraw-application' } }),
  }),
  define({
    words: 'member applications',
    help: 'Show the open applications.',
    example: 'member applications',
    says: { to: 'ask', by: 'member' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'applications' } }),
  }),
  define({
    words: 'member show',
    help: 'Show an application: what it says to each criterion, and how it stands.',
    example: 'member show 1',
    says: { to: 'ask', by: 'member' },
    args: { number },
    intent: ({ number }) => ({ to: 'ask', query: { type: 'application', number } }),
  }),
  define({
    words: 'member vouch',
    help: 'Vouch for an applicant of another organisation than yours.',
    example: 'member vouch 1',
    says: { to: 'list', type: 'vouch' },
    args: { number },
    intent: ({ number }) => ({ to: 'list', command: { type: 'vouch', number } }),
  }),
  define({
    words: 'member conflict',
    help: 'Declare a conflict of interest: you then have no vote on an application.',
    example: 'member conflict 1 They are our largest customer.',
    says: { to: 'list', type: 'declare-conflict' },
    args: { number, because },
    intent: ({ number, because }) => ({ to: 'list', command: { type: 'declare-conflict', number, because } }),
  }),
  define({
    words: 'member ballot',
    help: 'Open the secret ballot on an application that somebody vouched for.',
    example: 'member ballot 1',
    says: { to: 'list', type: 'open-ballot' },
    args: { number },
    intent: ({ number }) => ({ to: 'list', command: { type: 'open-ballot', number } }),
  }),
  define({
    words: 'member vote',
    help: 'Vote on an application, for your distributor. To the bot alone; nobody sees how, and the result only at the close.',
    example: 'member vote 1 yes',
    says: { to: 'list', type: 'vote' },
    args: { number, choice: { type: 'choice', options: choices, label: 'Vote', hint: 'yes, no or abstain', ...needs, place: 'one' } },
    intent: ({ number, choice }) => ({ to: 'list', command: { type: 'vote', number, choice } }),
  }),
  define({
    words: 'member admit',
    help: 'Accept an application that the ballot carried, with the reasons.',
    example: 'member admit 1 Meets each criterion; well known to three members.',
    says: { to: 'list', type: 'decide-application' },
    args: { number, because },
    intent: ({ number, because }) => ({ to: 'list', command: { type: 'decide-application', number, accept: true, because, missing: [] } }),
  }),
  define({
    words: 'member reject',
    help: 'Reject an application, with the reasons and the criteria that it does not meet.',
    example: 'member reject 1 missing=record No advisories could be found.',
    says: { to: 'list', type: 'decide-application' },
    args: {
      number,
      missing: { type: 'names', label: 'Criteria not met', hint: 'Their short names, such as record,alias', ...may, place: 'named' },
      because,
    },
    intent: ({ number, missing, because }) => ({
      to: 'list',
      command: { type: 'decide-application', number, accept: false, because, missing: missing ?? [] },
    }),
  }),
];
