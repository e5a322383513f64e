// What is typed of what an embargo is about: opening it, and adding to what is known.
import { type About, credits, nothingKnown, type Reporter, unknownVulnerability } from '../../../domain/embargo/about/about.ts';
import type { AboutOrder, VulnerabilityDetails } from '../../../domain/embargo/commands.ts';
import { type Command, command, define } from '../../grammar/command.ts';
import { allOf, grouped, may, needs, prose, text, when } from '../../grammar/shared-args.ts';

// As real advisories have them.
const longMax = 2000;

const versions = { ...text('Affected versions', 'For example >= 1.0.0-rc93, <= 1.1.11', longMax), noIds: true, place: 'named' } as const;
const severity = { type: 'vector', label: 'Severity', hint: 'A CVSS 3.1 or 4.0 vector', place: 'named' } as const;

/** What has to be known to open an embargo. */
const report = {
  title: { ...text('Title', "One line: what's wrong", 200), place: 'named' },
  component: {
    type: 'components',
    label: 'Affected component',
    hint: 'For example runc; several by commas, package URLs too',
    place: 'named',
  },
  versions,
  exploitability: { ...prose('Exploitability', 'Who can exploit it, from where, with what effect'), place: 'named' },
} as const;
/** What may be known only later. */
const later = {
  severity,
  cve: { type: 'ids', label: 'CVE id', hint: 'If known, such as CVE-2024-21626; one or several', place: 'named' },
  reporter: { type: 'reporters', label: 'Reporter to credit', hint: 'Their GitHub id or name, if they want credit', place: 'named' },
} as const;
/** What is typed where it matters at once; the form that opens an embargo is as short as it can be. */
const urgentOnes = {
  mitigation: { ...prose('Mitigation', 'What helps before there is a patch'), place: 'named' },
  urgent: {
    type: 'choice',
    options: ['yes', 'no'],
    label: 'Urgent',
    hint: 'The only thing shown before people acknowledge',
    place: 'named',
    bare: 'yes',
  },
} as const;
const unasked = {
  mitigation: { ...urgentOnes.mitigation, ...may, ask: false },
  urgent: { ...urgentOnes.urgent, ...may, ask: false },
} as const;
const conditions = { ...prose('Conditions', 'What has to be true to exploit it'), ...may, place: 'named' } as const;

/** What is said of one vulnerability. */
const details = allOf(
  {
    title: { ...text('Title', "One line: what's wrong", 200), place: 'named' },
    severity,
    versions,
    fixed: { ...text('Fixed in', 'For example 1.2.8, 1.3.3', longMax), noIds: true, place: 'named' },
    credit: { ...text('Credit', 'How the public text names them', longMax), place: 'named' },
    cwe: { type: 'cwe', label: 'CWE', hint: 'The weakness, such as CWE-59', place: 'named' },
    component: { ...text('Component', 'Which one it is in, if there are several', 100), noIds: true, place: 'named' },
  } as const,
  may,
);
type Details = { readonly title: string | null; readonly severity: VulnerabilityDetails['severity']; readonly versions: string | null } & {
  readonly fixed: string | null;
  readonly credit: string | null;
  readonly cwe: string | null;
  readonly component: string | null;
};

type Given<Values> = { readonly [Name in keyof Values]?: NonNullable<Values[Name]> };

const given = <Values extends object>(values: Values): Given<Values> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Given<Values>;

const detailsOf = ({ fixed, title, severity, versions, credit, cwe, component }: Details): Partial<VulnerabilityDetails> =>
  given({ title, severity, versions, fixedIn: fixed, credit, cwe, component });

const because = { ...text('Reason', 'Why', 200), ...may, place: 'rest' } as const;
/** Of what there is; a reason may stand behind. */
const named = (label: string) =>
  ({ type: 'named', label, hint: 'One or several, as `details` shows them', ...needs, place: 'rest' }) as const;
const vulnerability = { type: 'vulnerability', label: 'CVE id', hint: 'Or its number in `details`', ...needs, place: 'one' } as const;

export const aboutCommands: readonly Command[] = [
  define({
    words: 'create',
    aliases: ['create embargo', 'new embargo', 'open embargo'],
    confirm: 'unless-full',
    help: "Open an embargo. A form asks for what's missing.",
    example: 'create',
    says: { to: 'create' },
    args: {
      ...grouped('What it is', { ...allOf(report, needs), severity: { ...later.severity, ...may }, cve: { ...later.cve, ...may } }),
      ...grouped('Who found it', { reporter: { ...later.reporter, ...may } }),
      ...unasked,
      ...grouped('When it goes public', { date: { ...when, ...needs, place: 'named' } }),
      report: { type: 'number', label: 'Report', hint: '', ...may, place: 'named', ask: false },
      for: {
        type: 'audience',
        label: 'For',
        hint: 'Only these organizations and people; everyone without it',
        ...may,
        place: 'named',
        ask: false,
      },
    },
    intent: ({ title, component, versions, exploitability, severity, cve, reporter, mitigation, urgent, date, report, for: audience }) => {
      const of = (ids: readonly string[], index: number) => ({ ...unknownVulnerability(index + 1), ids, versions, severity });
      const known: About = {
        ...nothingKnown,
        ...{ title, exploitability, mitigation, urgent: urgent === 'yes', components: component, reporters: reporter ?? [] },
        vulnerabilities: (cve ?? [[]]).map(of),
      };
      return {
        to: 'create',
        about: known,
        date,
        ...(report === null ? {} : { report }),
        ...(audience === null ? {} : { audience }),
      };
    },
  }),
  command('amend', {
    words: 'update',
    aliases: ['amend'],
    help: "Correct or add details. Adding a CVE id, component or reporter doesn't replace others.",
    example: 'update cve=CVE-2024-21626',
    args: { ...allOf(report, may), ...allOf(later, may), ...allOf(urgentOnes, may), conditions, cwe: { ...details.cwe, ask: false } },
    intent: ({ component, versions, severity, cve, cwe, reporter, urgent, ...texts }) => {
      const whole = { ...given(texts), ...(urgent === null ? {} : { urgent: urgent === 'yes' }) };
      const only = given({ versions, severity, cwe });
      const orders: AboutOrder[] = [
        ...(Object.keys(whole).length === 0 ? [] : [{ what: 'whole', changes: whole } as const]),
        // Of several it cannot be said which: of ids that are added in the same breath it is said of each.
        ...(Object.keys(only).length === 0 || cve !== null ? [] : [{ what: 'only-vulnerability', details: only } as const]),
        ...(cve === null ? [] : [{ what: 'add-vulnerabilities', ids: cve, details: only } as const]),
        ...(component === null ? [] : [{ what: 'add-components', components: component } as const]),
        ...(reporter === null ? [] : [{ what: 'add-reporters', reporters: reporter } as const]),
      ];
      return { type: 'amend', orders };
    },
  }),
  command('amend', {
    words: 'cve add',
    help: 'Add one or more CVE or GHSA ids. Options after them apply to each.',
    example: 'cve add CVE-2025-52565, CVE-2025-52881',
    args: { ids: { type: 'ids', label: 'CVE ids', hint: 'One or several, GHSA ids too', ...needs, place: 'rest' }, ...details },
    intent: ({ ids, ...rest }) => ({ type: 'amend', orders: [{ what: 'add-vulnerabilities', ids, details: detailsOf(rest) }] }),
  }),
  command('amend', {
    words: 'cve set',
    help: 'Set or correct the title, severity, versions, fix, credit, CWE or component of one vulnerability.',
    example: 'cve set CVE-2025-52565 fixed="1.2.8, 1.3.3, 1.4.0-rc.3"',
    args: {
      id: vulnerability,
      ...details,
      add: { type: 'cve', label: 'Another id', hint: 'A CVE or GHSA id of the same vulnerability', ...may, place: 'named' },
    },
    intent: ({ id, add, ...rest }) => ({ type: 'amend', orders: [{ what: 'set-vulnerability', id, add, details: detailsOf(rest) }] }),
  }),
  command('amend', {
    words: 'cve remove',
    help: 'Remove CVE ids added by mistake.',
    example: 'cve remove CVE-2025-52565',
    args: { id: { ...vulnerability, type: 'vulnerability-list', label: 'CVE ids' }, because },
    intent: ({ id, because }) => ({
      type: 'amend',
      orders: id.map((each) => ({ what: 'remove-vulnerability', id: each, because }) as const),
    }),
  }),
  command('amend', {
    words: 'component add',
    help: 'Add affected components, with their package URLs.',
    example: 'component add runc, pkg:golang/github.com/opencontainers/runc',
    args: { components: { ...report.component, label: 'Components', ...needs, place: 'rest' } },
    intent: ({ components }) => ({ type: 'amend', orders: [{ what: 'add-components', components }] }),
  }),
  command('amend', {
    words: 'component remove',
    help: 'Remove components added by mistake.',
    example: 'component remove crun',
    args: { name: named('Components'), because: { ...because, place: 'named' } },
    intent: ({ name, because }) => ({ type: 'amend', orders: [{ what: 'remove-component', said: name, because }] }),
  }),
  command('amend', {
    words: 'reporter add',
    help: 'Add someone who found it, and how to credit them.',
    example: 'reporter add "Ada L" handle=adal affiliation="Analytical Engines" credit=handle',
    args: {
      name: { type: 'reporters', label: 'Name', hint: 'Of the reporter; several by commas', ...needs, place: 'rest' },
      handle: { ...text('Handle', 'On GitHub, for example', 100), ...may, place: 'named' },
      affiliation: { ...text('Affiliation', 'Who they work for', 100), ...may, place: 'named' },
      credit: { type: 'choice', options: credits, label: 'Credit', hint: 'How they want to be credited', ...may, place: 'named' },
    },
    intent: ({ name, credit, handle, affiliation }) => {
      const reporters = name.map((each): Reporter => ({ ...each, handle, affiliation, credit: credit ?? 'name' }));
      return { type: 'amend', orders: [{ what: 'add-reporters', reporters }] };
    },
  }),
  command('amend', {
    words: 'reporter remove',
    help: "Remove a reporter added by mistake, or who doesn't want to be named.",
    example: 'reporter remove "Ada L"',
    args: { name: named('Name'), because: { ...because, place: 'named' } },
    intent: ({ name, because }) => ({ type: 'amend', orders: [{ what: 'remove-reporter', said: name, because }] }),
  }),
];
