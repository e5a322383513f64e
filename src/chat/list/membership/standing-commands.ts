// How organisations and people stay on a list: what is known of them, the yearly review, warnings, removal, hand-over, absence.
import type { Ground } from '../../../domain/list/membership/facts.ts';
import { type Command, define } from '../../grammar/command.ts';
import { may, nameArg, needs, prose, someone, sure, text } from '../../grammar/shared-args.ts';
import { smallerKey } from './refusals.ts';

const name = { ...text('Organization', 'Its name, in quotes if it has spaces', 60), ...needs, place: 'one', pick: 'distributor' } as const;
const because = { ...prose('Why', 'In words; I keep it'), ...needs, place: 'rest' } as const;
const strikeNumber = {
  type: 'number',
  label: 'Strike',
  hint: 'Its number, if there are several',
  ...may,
  place: 'one',
  ask: false,
} as const;
const contact = (label: string) => ({ type: 'person', label, hint: '@name', ...may, place: 'named' }) as const;
const format = { type: 'choice', options: ['markdown', 'json'], label: 'Format', hint: '', ...may, place: 'one', ask: false } as const;

const groundOf = (key: string): Ground => (key === 'strikes' || key === 'mistake' ? { type: key } : { type: 'criterion', key });

export const standingCommands: readonly Command[] = [
  define({
    words: 'org show',
    help: "Show what's known about an organization.",
    example: 'org show "Seven Linux"',
    says: { to: 'ask', by: 'member' },
    args: { name },
    intent: ({ name }) => ({ to: 'ask', query: { type: 'distributor', name } }),
  }),
  define({
    words: 'org set',
    help: "Set an organization's legal entity, package URLs, architectures, security alias, countries or contacts.",
    example: 'org set "Seven Linux" entity="Seven Corp" ships=pkg:rpm/seven/runc alias=security@seven.example countries=DE',
    says: { to: 'list', type: 'set-profile' },
    args: {
      name,
      entity: { ...nameArg('Legal entity', 'The company or foundation behind it', 100), ...may, place: 'named' },
      ships: { type: 'purls', label: 'Package URLs', hint: 'What it ships, such as pkg:rpm/seven/runc', ...may, place: 'named' },
      arch: { type: 'names', label: 'Architectures', hint: 'Such as amd64,arm64', ...may, place: 'named' },
      alias: { type: 'email', label: 'Security alias', hint: 'Where its security team reads mail', ...may, place: 'named' },
      countries: { type: 'countries', label: 'Countries', hint: 'Whose holidays count, such as DE,US', ...may, place: 'named' },
      primary: contact('Primary contact'),
      backup: contact('Backup contact'),
    },
    intent: ({ name, entity, ships, arch, alias, countries, primary, backup }) => {
      const given = { entity, ships, architectures: arch, alias, countries, primary, backup };
      const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
      return { to: 'list', command: { type: 'set-profile', distributor: name, changes } };
    },
  }),
  define({
    words: 'org key',
    help: "Add an organization's PGP key: the public block, as `gpg --export --armor` prints it.",
    example: 'org key "Seven Linux" -----BEGIN PGP PUBLIC KEY BLOCK----- …',
    says: { to: 'list', type: 'add-key' },
    args: {
      // No organization is called as a block begins.
      name: { ...name, ...may, hint: 'Its name; empty: your own', like: /^(?![->`]|BEGIN$)/ },
      key: {
        ...prose('Public key', 'The whole block. Over 3,000 characters, attach it as a file, with this command as the message'),
        maxLength: 20_000,
        tooLong: `${smallerKey} Or attach the key as a file in a direct message to me, with the words org key "Seven Linux".`,
        ...needs,
        place: 'rest',
      },
    },
    intent: ({ name, key }) => ({ to: 'list', command: { type: 'add-key', distributor: name, text: key } }),
  }),
  define({
    words: 'org unkey',
    help: "Remove an organization's PGP key.",
    example: 'org unkey "Seven Linux" 9286E48D9138C3',
    says: { to: 'list', type: 'drop-key' },
    args: { name, fingerprint: { ...text('Fingerprint', 'Its last digits, at least eight', 60), ...needs, place: 'rest' } },
    intent: ({ name, fingerprint }) => ({ to: 'list', command: { type: 'drop-key', distributor: name, fingerprint } }),
  }),
  define({
    words: 'org test',
    help: 'Test a security alias: gives you a mail to send, with a code that has to come back.',
    example: 'org test "Seven Linux"',
    says: { to: 'list', type: 'test-alias' },
    args: { name },
    intent: ({ name }) => ({ to: 'list', command: { type: 'test-alias', distributor: name } }),
  }),
  define({
    words: 'org answer',
    help: 'Enter the code from the mail to your security alias.',
    example: 'org answer K7QF-2MZP',
    says: { to: 'list', type: 'answer-alias' },
    args: { code: { ...text('Code', 'As in the mail', 20), ...needs, place: 'one' } },
    intent: ({ code }) => ({ to: 'list', command: { type: 'answer-alias', code } }),
  }),
  define({
    words: 'org recertify',
    aliases: ['member recertify', 'recertify'],
    help: 'Confirm that your organization still meets a criterion, or all remaining ones.',
    example: 'org recertify all',
    says: { to: 'list', type: 'recertify' },
    args: {
      criterion: { ...text('Criterion', 'Its short name, or all', 20), ...needs, place: 'one' },
      note: { ...prose('Note', 'What has changed since'), ...may, place: 'rest' },
    },
    intent: ({ criterion, note }) => ({ to: 'list', command: { type: 'recertify', criterion: criterion.toLowerCase(), note } }),
  }),
  define({
    words: 'members health',
    aliases: ['member health', 'org health', 'health'],
    help: 'Show how well each organization keeps up with the list, and why.',
    example: 'members health',
    says: { to: 'ask', by: 'coordinator' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'health' } }),
  }),
  define({
    words: 'org warn',
    aliases: ['member warn'],
    help: 'Warn an organization, with the reason.',
    example: 'org warn "Seven Linux" No review was done of the last three patches.',
    says: { to: 'list', type: 'set-standing' },
    args: { name, because },
    intent: ({ name, because }) => ({
      to: 'list',
      command: { type: 'set-standing', distributor: name, state: 'warned', because, until: null },
    }),
  }),
  define({
    words: 'org probation',
    aliases: ['member probation'],
    help: 'Put an organization on probation, with the reason.',
    example: 'org probation "Seven Linux" until="60 days" The alias has bounced since May.',
    says: { to: 'list', type: 'set-standing' },
    args: {
      name,
      until: { type: 'until', label: 'Until', hint: 'Such as 60 days', ...needs, place: 'named' },
      because,
    },
    intent: ({ name, until, because }) => ({
      to: 'list',
      command: { type: 'set-standing', distributor: name, state: 'probation', because, until },
    }),
  }),
  define({
    words: 'org clear',
    aliases: ['member clear'],
    help: 'End a warning or a probation.',
    example: 'org clear "Seven Linux"',
    says: { to: 'list', type: 'set-standing' },
    args: { name },
    intent: ({ name }) => ({ to: 'list', command: { type: 'set-standing', distributor: name, state: 'good', because: '', until: null } }),
  }),
  define({
    words: 'people strike',
    aliases: ['member strike', 'strike'],
    help: 'Record a strike: someone broke the policy, perhaps in a leak.',
    example: 'people strike @bob leak="quiet-otter 1" Named the component in a public channel.',
    says: { to: 'list', type: 'give-strike' },
    args: {
      person: someone,
      leak: { ...text('Leak', 'Codename and number of the leak, if there was one', 60), ...may, place: 'named' },
      because,
    },
    intent: ({ person, leak, because }) => ({ to: 'list', command: { type: 'give-strike', person, because, leak } }),
  }),
  define({
    words: 'people strike answer',
    aliases: ['strike answer'],
    help: 'Answer a strike against you; coordinators read it.',
    example: 'people strike answer The list had allowed it.',
    says: { to: 'list', type: 'answer-strike' },
    args: { number: strikeNumber, text: { ...prose('Your answer', 'Coordinators read it'), ...needs, place: 'rest' } },
    intent: ({ number, text }) => ({ to: 'list', command: { type: 'answer-strike', number, text } }),
  }),
  define({
    words: 'people strike withdraw',
    aliases: ['strike withdraw'],
    help: 'Withdraw a strike, with the reason. It stays on record and no longer counts.',
    example: 'people strike withdraw @bob It was somebody else.',
    says: { to: 'list', type: 'withdraw-strike' },
    args: { person: someone, number: strikeNumber, because },
    intent: ({ person, number, because }) => ({ to: 'list', command: { type: 'withdraw-strike', person, number, because } }),
  }),
  define({
    words: 'org remove',
    aliases: ['member remove'],
    help: 'Remove an organization and its people from the list, for strikes, a criterion it no longer meets, or as a mistake. Their access ends at once.',
    example: 'org remove "Seven Linux" for=alias Nobody answers its alias any more.',
    says: { to: 'list', type: 'remove-distributor' },
    args: {
      name,
      for: { ...text('For', 'A criterion by its short name, strikes, or mistake', 20), ...needs, place: 'named' },
      because,
      sure,
    },
    intent: ({ name, for: key, because, sure }) => ({
      to: 'list',
      command: {
        type: 'remove-distributor',
        distributor: name,
        ground: groundOf(key.toLowerCase()),
        because,
        sure: sure !== null,
      },
    }),
  }),
  define({
    words: 'members public',
    help: 'Show the public list of members, organizations only.',
    example: 'members public',
    says: { to: 'ask', by: 'member' },
    args: { format },
    intent: ({ format }) => ({ to: 'ask', query: { type: 'register', what: 'public', format: format ?? 'markdown' } }),
  }),
  define({
    words: 'members register',
    aliases: ['register'],
    help: 'Show everything known about the members.',
    example: 'members register json',
    says: { to: 'ask', by: 'coordinator' },
    args: { format },
    intent: ({ format }) => ({ to: 'ask', query: { type: 'register', what: 'register', format: format ?? 'markdown' } }),
  }),
  define({
    words: 'people handover',
    aliases: ['handover'],
    help: 'Offer your role to someone else on the list. It takes effect once they accept.',
    example: 'people handover @bob',
    says: { to: 'list', type: 'offer-handover' },
    args: { person: someone },
    intent: ({ person }) => ({ to: 'list', command: { type: 'offer-handover', to: person } }),
  }),
  define({
    words: 'people accept',
    help: 'Accept the role someone offers you.',
    example: 'people accept',
    says: { to: 'list', type: 'answer-handover' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'answer-handover', accept: true } }),
  }),
  define({
    words: 'people decline',
    help: 'Decline the role someone offers you.',
    example: 'people decline',
    says: { to: 'list', type: 'answer-handover' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'answer-handover', accept: false } }),
  }),
  define({
    words: 'away',
    help: "Say until when you're away and who stands in for you. They get your reminders too.",
    example: 'away until="14 days" for=@bob',
    says: { to: 'list', type: 'be-away' },
    args: {
      until: { type: 'until', label: 'Until', hint: 'Such as 14 days, 2026-12-20 09:00 UTC', ...needs, place: 'named' },
      for: { type: 'person', label: 'Stand-in', hint: '@name', ...may, place: 'named' },
    },
    intent: (values) => ({ to: 'list', command: { type: 'be-away', until: values.until, standIn: values.for } }),
  }),
  define({
    words: 'back',
    help: "Say that you're back.",
    example: 'back',
    says: { to: 'list', type: 'be-back' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'be-back' } }),
  }),
];
