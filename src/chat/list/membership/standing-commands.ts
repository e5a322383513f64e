// How organisations and people stay on a list: what is known of them, the yearly review, warnings, removal, hand-over, absence.
import { type Command, define } from '../../grammar/command.ts';
import { may, nameArg, needs, prose, someone, text } from '../../grammar/shared-args.ts';
import { smallerKey } from './refusals.ts';

const name = { ...text('Distributor', 'Its name, in quotes if it has spaces', 60), ...needs, place: 'one', pick: 'distributor' } as const;
const because = { ...prose('Why', 'In words; I keep it'), ...needs, place: 'rest' } as const;
const contact = (label: string) => ({ type: 'person', label, hint: '@name', ...may, place: 'named' }) as const;
const format = { type: 'choice', options: ['markdown', 'json'], label: 'Format', hint: '', ...may, place: 'one', ask: false } as const;

export const standingCommands: readonly Command[] = [
  define({
    words: 'distributor show',
    help: "Show what's known about an organization.",
    example: 'distributor show "Seven Linux"',
    says: { to: 'ask', by: 'member' },
    args: { name },
    intent: ({ name }) => ({ to: 'ask', query: { type: 'distributor', name } }),
  }),
  define({
    words: 'distributor set',
    help: "Set an organization's legal entity, package URLs, architectures, security alias, countries or contacts.",
    example: 'distributor set "Seven Linux" entity="Seven Corp" ships=pkg:rpm/seven/runc alias=security@seven.example countries=DE',
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
    words: 'distributor key',
    help: "Add an organization's PGP key: the public block, as `gpg --export --armor` prints it.",
    example: 'distributor key "Seven Linux" -----BEGIN PGP PUBLIC KEY BLOCK----- …',
    says: { to: 'list', type: 'add-key' },
    args: {
      name,
      key: {
        ...prose('Public key', 'The whole block. Over 3,000 characters, attach it as a file, with this command as the message'),
        maxLength: 20_000,
        tooLong: `${smallerKey} Or attach the key as a file in a direct message to me, with the words distributor key "Seven Linux".`,
        ...needs,
        place: 'rest',
      },
    },
    intent: ({ name, key }) => ({ to: 'list', command: { type: 'add-key', distributor: name, text: key } }),
  }),
  define({
    words: 'distributor unkey',
    help: "Remove an organization's PGP key.",
    example: 'distributor unkey "Seven Linux" 9286E48D9138C3',
    says: { to: 'list', type: 'drop-key' },
    args: { name, fingerprint: { ...text('Fingerprint', 'Its last digits, at least eight', 60), ...needs, place: 'rest' } },
    intent: ({ name, fingerprint }) => ({ to: 'list', command: { type: 'drop-key', distributor: name, fingerprint } }),
  }),
  define({
    words: 'distributor test',
    help: 'Test a security alias: gives you a mail to send, with a code that has to come back.',
    example: 'distributor test "Seven Linux"',
    says: { to: 'list', type: 'test-alias' },
    args: { name },
    intent: ({ name }) => ({ to: 'list', command: { type: 'test-alias', distributor: name } }),
  }),
  define({
    words: 'distributor answer',
    help: 'Enter the code from the mail to your security alias.',
    example: 'distributor answer K7QF-2MZP',
    says: { to: 'list', type: 'answer-alias' },
    args: { code: { ...text('Code', 'As in the mail', 20), ...needs, place: 'one' } },
    intent: ({ code }) => ({ to: 'list', command: { type: 'answer-alias', code } }),
  }),
  define({
    words: 'member recertify',
    help: 'Confirm that your organization still meets a criterion, or all remaining ones.',
    example: 'member recertify all',
    says: { to: 'list', type: 'recertify' },
    args: {
      criterion: { ...text('Criterion', 'Its short name, or all', 20), ...needs, place: 'one' },
      note: { ...prose('Note', 'What has changed since'), ...may, place: 'rest' },
    },
    intent: ({ criterion, note }) => ({ to: 'list', command: { type: 'recertify', criterion: criterion.toLowerCase(), note } }),
  }),
  define({
    words: 'member health',
    help: 'Show how well each organization keeps up with the list, and why.',
    example: 'member health',
    says: { to: 'ask', by: 'coordinator' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'health' } }),
  }),
  define({
    words: 'member warn',
    help: 'Warn an organization, with the reason.',
    example: 'member warn "Seven Linux" No review was done of the last three patches.',
    says: { to: 'list', type: 'set-standing' },
    args: { name, because },
    intent: ({ name, because }) => ({
      to: 'list',
      command: { type: 'set-standing', distributor: name, state: 'warned', because, until: null },
    }),
  }),
  define({
    words: 'member probation',
    help: 'Put an organization on probation, with the reason.',
    example: 'member probation "Seven Linux" until="60 days" The alias has bounced since May.',
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
    words: 'member clear',
    help: 'End a warning or a probation.',
    example: 'member clear "Seven Linux"',
    says: { to: 'list', type: 'set-standing' },
    args: { name },
    intent: ({ name }) => ({ to: 'list', command: { type: 'set-standing', distributor: name, state: 'good', because: '', until: null } }),
  }),
  define({
    words: 'member strike',
    help: 'Record a strike: someone broke the policy.',
    example: 'member strike @bob Named the component in a public channel.',
    says: { to: 'list', type: 'give-strike' },
    args: { person: someone, because },
    intent: ({ person, because }) => ({ to: 'list', command: { type: 'give-strike', person, because } }),
  }),
  define({
    words: 'member remove',
    aliases: ['distributor remove', 'org remove', 'organization remove', 'organisation remove'],
    help: 'Remove an organization and its people from the list, for strikes or a criterion it no longer meets. Their access ends at once.',
    example: 'member remove "Seven Linux" for=alias Nobody answers its alias any more.',
    says: { to: 'list', type: 'remove-distributor' },
    args: {
      name,
      for: { ...text('For', 'A criterion by its short name, or strikes', 20), ...needs, place: 'named' },
      because,
      sure: { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false },
    },
    intent: ({ name, for: key, because, sure }) => ({
      to: 'list',
      command: {
        type: 'remove-distributor',
        distributor: name,
        ground: key.toLowerCase() === 'strikes' ? { type: 'strikes' } : { type: 'criterion', key: key.toLowerCase() },
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
    help: 'Show everything known about the members.',
    example: 'members register json',
    says: { to: 'ask', by: 'coordinator' },
    args: { format },
    intent: ({ format }) => ({ to: 'ask', query: { type: 'register', what: 'register', format: format ?? 'markdown' } }),
  }),
  define({
    words: 'person handover',
    help: 'Offer your role to someone else on the list. It takes effect once they accept.',
    example: 'person handover @bob',
    says: { to: 'list', type: 'offer-handover' },
    args: { person: someone },
    intent: ({ person }) => ({ to: 'list', command: { type: 'offer-handover', to: person } }),
  }),
  define({
    words: 'person accept',
    help: 'Accept the role someone offers you.',
    example: 'person accept',
    says: { to: 'list', type: 'answer-handover' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'answer-handover', accept: true } }),
  }),
  define({
    words: 'person decline',
    help: 'Decline the role someone offers you.',
    example: 'person decline',
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
