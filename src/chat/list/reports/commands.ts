// What is typed of vulnerabilities that are reported from outside: by their reporters, and by coordinators.
import { type Command, define } from '../../grammar/command.ts';
import { may, needs, prose, text } from '../../grammar/shared-args.ts';

const number = { type: 'number', label: 'Report', hint: 'Its number', ...needs, place: 'one' } as const;
/** Which list is meant, where several have one of that number. */
const list = { ...text('List', 'The name of the list', 40), ...may, place: 'named', ask: false } as const;
const optional = (label: string, hint: string) => ({ ...prose(label, hint), ...may, place: 'named' }) as const;

export const reportCommands: readonly Command[] = [
  define({
    words: 'report vulnerability',
    aliases: ['report vuln', 'report bug', 'report issue', 'report security'],
    help: 'Report a vulnerability to the coordinators of a list, in a direct message. Anyone can. Only the coordinators read it.',
    example: 'report vulnerability component=runc versions="<= 1.1.11" A container can write to a file of the host.',
    says: { to: 'list', type: 'report-vulnerability' },
    asks: ['what', 'component', 'versions', 'exploitability', 'reproduce', 'date', 'credit', 'anonymous'],
    args: {
      list,
      component: {
        ...text('Component', 'Its name or package URL, such as runc or pkg:golang/github.com/opencontainers/runc', 200),
        ...needs,
        place: 'named',
      },
      versions: { ...text('Affected versions', 'As far as you know', 2000), ...may, place: 'named' },
      exploitability: optional('Exploitability', 'Who can exploit it, from where, with what effect'),
      reproduce: { ...optional('How to reproduce', 'Steps, or a link to a private place'), maxLength: 3000 },
      date: { ...text('When to make it public', 'Your wish or your deadline, such as 2026-12-31 or 90 days', 100), ...may, place: 'named' },
      credit: { ...text('Credit', 'The name or GitHub ID to thank in public; empty: nobody', 2000), ...may, place: 'named' },
      anonymous: {
        type: 'choice',
        options: ['yes', 'no'],
        label: 'Anonymous',
        hint: 'yes: nobody but the coordinators learns who you are',
        ...may,
        place: 'named',
        bare: 'yes',
      },
      what: { ...prose('What you found', 'In a few sentences'), ...needs, place: 'rest' },
    },
    intent: ({ list, what, component, versions, exploitability, reproduce, date, credit, anonymous }) => ({
      to: 'list',
      command: {
        type: 'report-vulnerability',
        list,
        said: { what, component, versions, exploitability, reproduce, wish: date },
        credit: anonymous === 'yes' ? null : credit,
        anonymous: anonymous === 'yes',
      },
    }),
  }),
  define({
    words: 'reports',
    aliases: ['vulnerabilities'],
    help: 'Show the reports from outside and what each waits for; to a reporter, their own.',
    example: 'reports',
    says: { to: 'ask', by: 'anybody' },
    args: { all: { type: 'yes', label: 'All', hint: '', ...may, place: 'one', ask: false, bare: 'yes' } },
    intent: ({ all }) => ({ to: 'ask', query: { type: 'reports', all: all === true } }),
  }),
  define({
    words: 'report show',
    help: 'Show a report from outside, with what was asked and answered.',
    example: 'report show 3',
    says: { to: 'ask', by: 'anybody' },
    args: { number, list },
    intent: ({ number, list }) => ({ to: 'ask', query: { type: 'report', number, list } }),
  }),
  define({
    words: 'report answer',
    aliases: ['report ask', 'report reply', 'report tell'],
    help: 'Ask or answer something about a report: its reporter and the coordinators read it, nobody else.',
    example: 'report answer 3 Which version did you test?',
    says: { to: 'list', type: 'talk-of-report' },
    args: { number, list, text: { ...prose('Text', 'The other side reads it'), ...needs, place: 'rest' } },
    intent: ({ number, list, text }) => ({ to: 'list', command: { type: 'talk-of-report', number, list, text } }),
  }),
  define({
    words: 'report decline',
    aliases: ['report reject', 'report close'],
    help: 'Decline a report, with the reason. Its reporter reads it.',
    example: 'report decline 3 It needs root on the host already.',
    says: { to: 'list', type: 'close-report' },
    args: { number, list, because: { ...prose('Why', 'The reporter reads it'), ...needs, place: 'rest' } },
    intent: ({ number, list, because }) => ({ to: 'list', command: { type: 'close-report', number, list, how: 'declined', because } }),
  }),
  define({
    words: 'report known',
    aliases: ['report duplicate'],
    help: 'Say that a report is known already: by the codename of its embargo, or the address where it is public.',
    example: 'report known 3 https://example.org/advisory',
    says: { to: 'list', type: 'link-report' },
    args: { number, list, where: { ...text('Where', 'A codename, or an https:// address', 500), ...needs, place: 'rest' } },
    intent: ({ number, list, where }) => ({ to: 'list', command: { type: 'know-report', number, list, where } }),
  }),
  define({
    words: 'report reopen',
    aliases: ['report undo'],
    help: 'Open a report again that was declined, or linked to what is known, by mistake.',
    example: 'report reopen 3',
    says: { to: 'list', type: 'reopen-report' },
    args: { number, list },
    intent: ({ number, list }) => ({ to: 'list', command: { type: 'reopen-report', number, list } }),
  }),
  define({
    words: 'report credit',
    help: 'Say how the public text names you for your report, or `none`.',
    example: 'report credit 3 Eve Example (@eve)',
    says: { to: 'list', type: 'credit-report' },
    args: { number, list, credit: { ...text('Credit', 'As the public text names you; none: not at all', 200), ...needs, place: 'rest' } },
    intent: ({ number, list, credit }) => ({
      to: 'list',
      command: { type: 'credit-report', number, list, credit: /^none[.!]?$/i.test(credit.trim()) ? null : credit },
    }),
  }),
  define({
    words: 'report date',
    help: "Say whether a proposed date works for you. The list sees it; it isn't a vote.",
    example: 'report date 3 yes',
    says: { to: 'list', type: 'answer-report-date' },
    args: {
      number,
      list,
      verdict: {
        type: 'choice',
        options: ['yes', 'no'],
        phrases: { ok: 'yes', accept: 'yes', works: 'yes', fine: 'yes', reject: 'no' },
        label: 'Does it work',
        hint: 'yes or no',
        ...needs,
        place: 'one',
      },
      proposal: { type: 'number', label: 'Proposal', hint: '', ...may, place: 'named', ask: false },
      because: { ...prose('Why not', 'And which date would work'), ...may, place: 'rest' },
    },
    intent: ({ number, list, verdict, proposal, because }) => ({
      to: 'list',
      command: {
        type: 'answer-report-date',
        number,
        list,
        verdict: verdict === 'yes' ? 'accept' : 'reject',
        proposal,
        because,
      },
    }),
  }),
];
