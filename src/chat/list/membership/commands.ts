// How organisations come to a list: applying, vouching, voting, deciding, accepting.
import { choices } from '../../../domain/list/membership/membership.ts';
import { type Command, define } from '../../grammar/command.ts';
import { may, nameArg, needs, prose, someone, text } from '../../grammar/shared-args.ts';

const number = { type: 'number', label: 'Application', hint: 'Its number', ...needs, place: 'one' } as const;
const because = { ...prose('Why', 'In words; I keep it'), ...needs, place: 'rest' } as const;

/** They say that an answer which seems to tell of a vulnerability tells of none that is secret. */
const isPublic = { type: 'yes', label: 'Public', hint: '', ...may, place: 'named', ask: false } as const;

// Real ones have some 2,000 characters, most of them links.
export const applicationMax = 12_000;

export const memberCommands: readonly Command[] = [
  define({
    words: 'apply',
    aliases: ['member apply'],
    help: 'Apply for your organization to join a list. Send it to the bot in a direct message; it asks about each criterion.',
    example: 'apply oci "Seven Linux" entity="Seven Corp"',
    says: { to: 'list', type: 'apply' },
    args: {
      list: { ...text('List', 'The name of the list', 40), ...needs, place: 'one' },
      organisation: { ...nameArg('Organization', 'The name of the distribution', 60), ...needs, place: 'one' },
      entity: { ...nameArg('Legal entity', 'The company or foundation behind it, if the name differs', 100), ...may, place: 'named' },
      public: isPublic,
      answers: {
        ...prose('Answers', 'A whole application, if you have one. Otherwise I ask about each criterion'),
        maxLength: applicationMax,
        ...may,
        place: 'named',
      },
    },
    intent: ({ list, organisation, entity, answers, public: isOpen }) => ({
      to: 'list',
      command: { type: 'apply', list, organisation, entity: entity ?? organisation, answers, public: isOpen !== null },
    }),
  }),
  define({
    words: 'apply answer',
    aliases: ['member evidence', 'apply evidence', 'evidence'],
    help: 'Answer the next criterion of your application, one you name, or all of them in one message.',
    example: 'apply answer criterion=record We announce on our blog: https://seven.example/security',
    says: { to: 'list', type: 'give-evidence' },
    args: {
      criterion: { ...text('Criterion', '', 20), ...may, place: 'named', ask: false },
      public: isPublic,
      text: {
        ...prose('Answer', 'How you qualify, with links anyone can check'),
        maxLength: applicationMax,
        ...needs,
        place: 'rest',
      },
    },
    intent: ({ criterion, text, public: isOpen }) => ({
      to: 'list',
      command: { type: 'give-evidence', criterion, text, public: isOpen !== null },
    }),
  }),
  define({
    words: 'apply submit',
    aliases: ['member submit', 'apply send'],
    help: "Submit your application, once you've read all of it.",
    example: 'apply submit',
    says: { to: 'list', type: 'submit-application' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'submit-application' } }),
  }),
  define({
    words: 'apply status',
    aliases: ['member status'],
    help: "Show the status of your application and what's needed from you.",
    example: 'apply status',
    says: { to: 'ask', by: 'anybody' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'own-application' } }),
  }),
  define({
    words: 'apply backup',
    aliases: ['member backup'],
    help: 'Name a second contact for your application, before the list votes. They have to accept the policy too.',
    example: 'apply backup @eve',
    says: { to: 'list', type: 'name-backup' },
    args: { person: someone, name: { ...nameArg('Name', 'Their name, if not the one on the platform', 60), ...may, place: 'named' } },
    intent: ({ person, name }) => ({ to: 'list', command: { type: 'name-backup', person, name } }),
  }),
  define({
    words: 'apply accept',
    aliases: ['member accept'],
    help: 'Accept the policy of the list, by the first digits of its hash, once the list accepts your application.',
    example: 'apply accept 3f9a0c2b41d7',
    says: { to: 'list', type: 'accept-policy' },
    args: { hash: { ...text('Hash', 'As shown to you', 64), ...needs, place: 'one' } },
    intent: ({ hash }) => ({ to: 'list', command: { type: 'accept-policy', hash } }),
  }),
  define({
    words: 'apply withdraw',
    aliases: ['member withdraw', 'apply cancel'],
    help: 'Withdraw your application.',
    example: 'apply withdraw',
    says: { to: 'list', type: 'withdraw-application' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'withdraw-application' } }),
  }),
  define({
    words: 'applications',
    aliases: ['member applications', 'applicants'],
    help: 'Show the open applications.',
    example: 'applications',
    says: { to: 'ask', by: 'member' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'applications' } }),
  }),
  define({
    words: 'application',
    aliases: ['member show', 'application show', 'applications show'],
    help: 'Show an application: its answers to each criterion, and its status.',
    example: 'application 1',
    says: { to: 'ask', by: 'member' },
    args: { number },
    intent: ({ number }) => ({ to: 'ask', query: { type: 'application', number } }),
  }),
  define({
    words: 'vouch',
    aliases: ['member vouch', 'vouch for'],
    help: 'Vouch for an applicant from another organization.',
    example: 'vouch 1',
    says: { to: 'list', type: 'vouch' },
    args: { number },
    intent: ({ number }) => ({ to: 'list', command: { type: 'vouch', number } }),
  }),
  define({
    words: 'ballot conflict',
    aliases: ['member conflict', 'conflict', 'recuse'],
    help: 'Declare a conflict of interest, which gives up your vote on an application.',
    example: 'ballot conflict 1 They are our largest customer.',
    says: { to: 'list', type: 'declare-conflict' },
    args: { number, because },
    intent: ({ number, because }) => ({ to: 'list', command: { type: 'declare-conflict', number, because } }),
  }),
  define({
    words: 'ballot open',
    aliases: ['member ballot', 'vote open'],
    help: 'Open the secret ballot on an application that has a voucher.',
    example: 'ballot open 1',
    says: { to: 'list', type: 'open-ballot' },
    args: { number },
    intent: ({ number }) => ({ to: 'list', command: { type: 'open-ballot', number } }),
  }),
  define({
    words: 'ballot vote',
    aliases: ['member vote', 'vote'],
    help: 'Vote on an application for your organization, in a direct message. Nobody sees your vote; the result comes at the close.',
    example: 'ballot vote 1 yes',
    says: { to: 'list', type: 'vote' },
    args: { number, choice: { type: 'choice', options: choices, label: 'Vote', hint: 'yes, no or abstain', ...needs, place: 'one' } },
    intent: ({ number, choice }) => ({ to: 'list', command: { type: 'vote', number, choice } }),
  }),
  define({
    words: 'org admit',
    aliases: ['member admit', 'application admit', 'application accept'],
    help: 'Accept an application whose ballot passed, with the reasons.',
    example: 'org admit 1 Meets each criterion; well known to three members.',
    says: { to: 'list', type: 'decide-application' },
    args: { number, because },
    intent: ({ number, because }) => ({ to: 'list', command: { type: 'decide-application', number, accept: true, because, missing: [] } }),
  }),
  define({
    words: 'org reject',
    aliases: ['member reject', 'application reject'],
    help: "Reject an application, with the reasons and the criteria it doesn't meet.",
    example: 'org reject 1 missing=record No advisories could be found.',
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
