// What is known of an embargo, and what changed of it, in words: all of it detail, for those who have acknowledged.
import {
  type About,
  type Component,
  idsOf,
  type Reporter,
  type Severity,
  shippersOf,
  type Vulnerability,
} from '../../../domain/embargo/about/about.ts';
import { isOlder } from '../../../domain/embargo/about/severity.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import type { List } from '../../../domain/list/list.ts';
import { cweName } from '../../../domain/values/cwe.ts';
import { answer, titled, toThreads } from '../../message/address.ts';
import { actions, bullets, code, field, fields, type Inline, line, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { invitation, waiting } from '../consent.ts';
import { by, type EventContext, tell, toSignatories } from '../event-context.ts';

type Amended = Extract<EmbargoFact, { type: 'amended' }>;

function severityWords(severity: Severity | null): string {
  if (severity === null) return 'not scored';
  const { vector, score, rating, older } = severity;
  const beside = isOlder(severity)
    ? ', CVSS 3.1 or 4.0 still needed'
    : older === undefined
      ? ''
      : `, first given as ${older.score} (${older.vector})`;
  return `${score} ${rating} (${vector})${beside}`;
}

/** A vulnerability's id, or the number that it has here. */
const labelOf = ({ number, ids }: Vulnerability): string => (ids.length === 0 ? `vulnerability ${number}` : ids.join(' / '));

const componentWords = ({ name, purls }: Component): string => (purls.length === 0 ? name : `${name} (${purls.join(', ')})`);

/** Whom a text is to name, and how. */
export function reporterWords({ name, handle, affiliation, credit }: Reporter): string {
  const more = [handle, affiliation].filter((each) => each !== null);
  const wish = { name: '', handle: 'credit: handle', affiliation: 'credit: affiliation', none: 'wants no credit' }[credit];
  const all = [...more, ...(wish === '' ? [] : [wish])];
  return all.length === 0 ? name : `${name} (${all.join('; ')})`;
}

/** All that is known of it. One vulnerability is shown with the whole; several are listed. */
export function aboutNodes(about: About, list: List): Node[] {
  const [only, ...others] = about.vulnerabilities;
  const one = others.length === 0 && only !== undefined ? only : null;
  const shippers = shippersOf(about, list);
  const optional = (label: string, value: string | null) => (value === null ? [] : [field(label, value)]);
  return [
    fields(
      ...(about.urgent ? [field('Urgent', 'yes')] : []),
      field('Title', about.title),
      field(about.components.length > 1 ? 'Components' : 'Component', about.components.map(componentWords).join(', ')),
      ...(shippers.length === 0 ? [] : [field('Ship it, by package URL', shippers.map(({ name }) => name).join(', '))]),
      ...(one === null
        ? []
        : [
            field('Versions', one.versions ?? 'not known'),
            ...optional('Fixed in', one.fixedIn),
            field('Severity', severityWords(one.severity)),
            field('CVE', one.ids.length === 0 ? 'not assigned' : one.ids.join(', ')),
            ...optional('Credit', one.credit),
            ...optional('Weakness', cweWords(one)),
          ]),
      field(about.reporters.length > 1 ? 'Reporters' : 'Reporter', about.reporters.map(reporterWords).join(', ') || 'not given'),
      field('Exploitability', about.exploitability === '' ? 'not given' : about.exploitability),
      ...optional('Conditions', about.conditions),
      ...optional('Mitigation', about.mitigation),
    ),
    ...(one === null ? [line('Vulnerabilities:'), bullets(about.vulnerabilities.map((each) => [vulnerabilityWords(each)]))] : []),
  ];
}

/** The weakness with its name, where it is known. */
const cweWords = ({ cwe }: Vulnerability): string | null => (cwe === undefined ? null : `${cwe} ${cweName(cwe) ?? ''}`.trim());

function vulnerabilityWords(vulnerability: Vulnerability): string {
  const { title, versions, severity, fixedIn, credit, component } = vulnerability;
  const weakness = cweWords(vulnerability);
  const said = [
    title,
    versions === null ? null : `versions ${versions}`,
    fixedIn === null ? null : `fixed in ${fixedIn}`,
    severity === null ? null : `severity ${severityWords(severity)}`,
    credit === null ? null : `credit ${credit}`,
    weakness,
    component === undefined ? null : `in ${component}`,
  ].filter((each) => each !== null);
  return said.length === 0 ? labelOf(vulnerability) : `${labelOf(vulnerability)}: ${said.join('; ')}`;
}

/** What rooms are told of: which fields, and not that there is something to be done before there is a patch. */
const fieldWords: Readonly<Record<string, string>> = {
  vulnerabilities: 'vulnerabilities',
  mitigation: '',
  numbersGiven: '',
};

/** Which fields a change is of. */
export function changedFields({ changes }: Amended): string {
  return Object.keys(changes)
    .map((field) => fieldWords[field] ?? field)
    .filter((field) => field !== '')
    .join(', ');
}

/** What somebody wrote of a change, for the timeline: what is replaced is in the record before it. */
export function amendedWords({ changes, because }: Amended): string | null {
  const { vulnerabilities, components, reporters, mitigation } = changes;
  const said = [
    vulnerabilities === undefined ? null : vulnerabilities.map(labelOf).join(', '),
    components === undefined ? null : components.map(({ name }) => name).join(', '),
    reporters === undefined ? null : reporters.map(({ name }) => name).join(', '),
    mitigation === undefined ? null : `mitigation: ${mitigation ?? 'none'}`,
    because === undefined ? null : `(${because})`,
  ].filter((each) => each !== null && each !== '');
  return said.length === 0 ? null : said.join('; ');
}

/** That something was added or corrected: to the rooms which fields, to who did it what was there before, to who has acknowledged that there is help. */
export function amended(fact: Amended, context: EventContext): Outgoing[] {
  const { embargo, list: members, before, by: speaker } = context;
  const named = changedFields(fact);
  const room = toThreads(members, embargo, tell, [
    line(`${by(context)} changed the details${named === '' ? '' : `: ${named}`}. `, code('details'), ' shows it.'),
  ]);
  const lines = before === null ? [] : differences(before.about, embargo.about);
  const receipt =
    speaker === null || lines.length === 0
      ? []
      : [
          answer(
            speaker,
            embargo,
            { kind: 'detail', urgency: 'answer' },
            titled(embargo, [bullets(lines.map((each): Inline[] => [each]))]),
          ),
        ];
  const { mitigation, urgent } = fact.changes;
  const help =
    mitigation === undefined || mitigation === null
      ? []
      : toSignatories(context, [
          line(`${by(context)} ${before?.about.mitigation === null ? 'added' : 'changed'} the mitigation.`),
          actions({ label: 'Show the mitigation', words: `details ${embargo.codename}`, style: 'primary' }),
        ]);
  const again = urgent === true ? waiting(context).map((person) => invitation(context, person)) : [];
  return [...room, ...receipt, ...help, ...again];
}

/** What was, and what is. */
export function differences(before: About, after: About): string[] {
  const texts = [
    replaced('title', before.title, after.title),
    replaced('exploitability', before.exploitability, after.exploitability),
    replaced('conditions', before.conditions, after.conditions),
    replaced('mitigation', before.mitigation, after.mitigation),
    before.urgent === after.urgent ? null : after.urgent ? "It's urgent." : "It's no longer urgent.",
  ].filter((each) => each !== null);
  return [
    ...texts,
    ...ofVulnerabilities(before, after),
    ...ofNamed('component', before.components, after.components, componentWords),
    ...ofNamed('reporter', before.reporters, after.reporters, reporterWords),
  ];
}

function replaced(what: string, was: string | null, is: string | null): string | null {
  if (was === is) return null;
  if (was === null || was === '') return `${what}: ${is ?? ''}`;
  return `${what} was ${was}, is ${is ?? 'not given'}`;
}

function ofVulnerabilities(before: About, after: About): string[] {
  const were = new Map(before.vulnerabilities.map((each) => [each.number, each]));
  const are = new Set(after.vulnerabilities.map(({ number }) => number));
  const changed = after.vulnerabilities.flatMap((is) => {
    const was = were.get(is.number);
    if (was === undefined) return [`Added ${vulnerabilityWords(is)}`];
    const added = is.ids.filter((id) => !idsOf(before).includes(id));
    const removed = was.ids.filter((id) => !is.ids.includes(id));
    const texts = [
      replaced('title', was.title, is.title),
      replaced('severity', was.severity === null ? null : severityWords(was.severity), severityWords(is.severity)),
      replaced('versions', was.versions, is.versions),
      replaced('fixed in', was.fixedIn, is.fixedIn),
      replaced('credit', was.credit, is.credit),
      replaced('weakness', cweWords(was), cweWords(is)),
      replaced('component', was.component ?? null, is.component ?? null),
    ].filter((each) => each !== null && each !== 'severity: not scored');
    return [
      ...(added.length === 0 ? [] : [addedWords(was, is, added)]),
      ...(removed.length === 0 ? [] : [`Removed ${removed.join(', ')}`]),
      ...texts.map((text) => `${labelOf(is)}: ${text}`),
    ];
  });
  const gone = before.vulnerabilities.filter(({ number }) => !are.has(number)).map((was) => `Removed ${vulnerabilityWords(was)}`);
  return [...changed, ...gone];
}

/** An id that was added to a vulnerability; to one that had none, with what was said of that: it holds for the id from now on. */
function addedWords(was: Vulnerability, is: Vulnerability, added: readonly string[]): string {
  const said = `Added ${added.join(', ')}`;
  const label = labelOf({ ...is, ids: added });
  const known = vulnerabilityWords({ ...was, ids: added, title: null }).slice(label.length);
  return was.ids.length > 0 || known === '' ? said : `${said} to the vulnerability that had no id${known}`;
}

function ofNamed<Each extends { readonly name: string }>(
  what: string,
  before: readonly Each[],
  after: readonly Each[],
  words: (each: Each) => string,
): string[] {
  const was = new Map(before.map((each) => [each.name, words(each)]));
  const is = new Set(after.map(({ name }) => name));
  const changed = after.flatMap((each) => {
    const old = was.get(each.name);
    if (old === undefined) return [`Added ${what} ${words(each)}`];
    return old === words(each) ? [] : [`${what} was ${old}, is ${words(each)}`];
  });
  return [...changed, ...before.filter(({ name }) => !is.has(name)).map((each) => `Removed ${what} ${words(each)}`)];
}
