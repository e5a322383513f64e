// Texts that go to people: the public post (oss-security's rules: plain text, complete in itself), and the notices before it. Pure.
import type { Permissions } from '../domain/policy/policy.ts';
import { cweName } from '../domain/values/cwe.ts';
import type { Instant } from '../domain/values/time.ts';
import { creditedAs, type Issue, idsOfIssue, type Publication } from './publication.ts';
import { type Draft, descriptionOf, missingOf } from './record.ts';

/** Patches with their hashes, as they stand at the end: the newest of each branch. */
export type PatchOfText = {
  readonly label: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
};

/** `2025-11-05 14:00 UTC`. */
const utc = (at: Instant): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const day = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

const idsIn = ({ issues }: Publication): string[] => issues.flatMap((issue) => idsOfIssue(issue).slice(0, 1));
const productsIn = ({ issues }: Publication): string =>
  [...new Set(issues.flatMap(({ products }) => products.map(({ product }) => product)))].join(', ');

/** `CVE-2024-21626: runc: what is wrong`: an id alone says nothing (oss-security). */
export const subjectOf = (publication: Publication): string =>
  [idsIn(publication).join(', '), productsIn(publication), publication.title].filter((each) => each !== '').join(': ');

/** The mandatory public post, complete in itself. */
export function postDraft(publication: Publication, patches: readonly PatchOfText[]): Draft {
  const { issues, mitigation, conditions, impact, toldAt, at, publisher } = publication;
  const [finders, testers] = [creditedAs(publication, 'finder'), creditedAs(publication, 'tester')];
  const body = [
    `${publication.title}.`,
    '',
    `Impact: ${impact === '' ? 'not described yet' : impact}`,
    ...(conditions === null ? [] : [`Conditions: ${conditions}`]),
    '',
    ...issues.flatMap((issue) => [...issueLines(issue, issues.length > 1), '']),
    `Mitigation: ${mitigation ?? 'none known'}`,
    '',
    ...(patches.length === 0 ? [] : ['Patches:', ...patches.flatMap(patchLines), '']),
    ...(finders.length === 0 ? [] : [`Found by: ${finders.join(', ')}`]),
    ...(testers.length === 0 ? [] : [`Fix tested by: ${testers.join(', ')}`]),
    ...(finders.length + testers.length === 0 ? [] : ['']),
    'Timeline:',
    `${day(toldAt)}  told to the distribution list ${publisher}`,
    at === null ? '(no date agreed)  public' : `${day(at)}  public, ${utc(at)}`,
  ];
  const missing = [
    ...(impact === '' ? ['the impact: `update exploitability="…"`'] : []),
    ...(conditions === null ? ['what has to be true to exploit it: `update conditions="…"`'] : []),
    ...(mitigation === null ? ['a mitigation, or that there is none: `update mitigation="…"`'] : []),
    ...issues.flatMap((issue) => [...(issue.cve === null ? [`a CVE id of "${issue.title}": \`cve add CVE-…\``] : []), ...missingOf(issue)]),
    ...(patches.length === 0 ? ['the patch: `patch publish`'] : ['the public address of the patch: the one under embargo stays private']),
    ...(finders.length === 0 ? ['whom to credit: `reporter add`'] : []),
  ];
  return { name: 'post.txt', text: [`Subject: ${subjectOf(publication)}`, '', ...wrapped(body)].join('\n'), missing };
}

function issueLines(issue: Issue, several: boolean): string[] {
  const { severity, cwe, versions, fixedIn } = issue;
  return [
    ...(several ? [`${idsOfIssue(issue).join(', ') || 'No id yet'}: ${issue.title}`] : []),
    `Affected versions: ${versions ?? 'not known yet'}`,
    `Fixed in: ${fixedIn ?? 'no fixed version yet'}`,
    ...(severity === null ? [] : [`Severity: ${severity.score} ${severity.rating} (${severity.vector})`]),
    ...(cwe === null ? [] : [`Weakness: ${cwe}, ${cweName(cwe) ?? ''}`]),
  ];
}

const patchLines = ({ label, files }: PatchOfText): string[] => [label, ...files.map(({ name, sha256 }) => `  ${sha256}  ${name}`)];

/** Lines as mail wants them, at most 76 characters; what cannot be broken stays whole. */
function wrapped(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (line.length <= 76 || line.startsWith('  ') || /^\S*:?\s?https?:/.test(line)) return [line];
    return line.split(' ').reduce<string[]>((rows, word) => {
      const last = rows.at(-1);
      if (last === undefined || `${last} ${word}`.length > 76) rows.push(word);
      else rows[rows.length - 1] = `${last} ${word}`;
      return rows;
    }, []);
  });
}

const deployWords: Readonly<Record<Permissions['deploy'], string>> = {
  no: "Don't deploy the fix before then.",
  hosted: 'You may deploy the fix where nobody outside can reach the binary.',
  'as-stated': "Don't deploy the fix before then unless this notice says so.",
  yes: 'You may deploy the fix.',
};
const customerWords: Readonly<Record<Permissions['customers'], string>> = {
  nothing: 'Tell your users nothing.',
  existence: 'You may tell users that a fix is coming, without what it fixes.',
  'existence-and-date': 'You may tell users that a fix is coming and when, without what it fixes.',
};

/** What the list is told under embargo: the instant, what is allowed, and how a leak is reported. */
export function noticeDraft(publication: Publication, may: Permissions, hoursLeft: boolean): Draft {
  const { at, title, publisher } = publication;
  const lines = [
    at === null ? 'TLP:RED. Under embargo; no date is agreed yet.' : `TLP:RED. Under embargo until ${utc(at)}.`,
    '',
    ...(hoursLeft && at !== null
      ? [`Reminder: this goes public at ${utc(at)}. Have your packages ready; publish nothing before.`, '']
      : []),
    subjectOf(publication),
    '',
    ...publication.issues.flatMap((issue) => [...issueLines(issue, publication.issues.length > 1), descriptionOf(publication, issue), '']),
    ...(publication.mitigation === null ? [] : [`Mitigation: ${publication.mitigation}`, '']),
    `${deployWords[may.deploy]} ${may.binaries ? 'You may ship binaries.' : 'Ship no binaries or images before then.'} ${customerWords[may.customers]}`,
    '',
    `If anything of this gets out, tell the list ${publisher} at once exactly what leaked and to whom: \`report leak\`.`,
  ];
  return {
    name: hoursLeft ? 'day-before.txt' : 'notice.txt',
    text: wrapped(lines).join('\n'),
    missing: [...(at === null ? ['an agreed date: `date propose`'] : []), ...(title === '' ? ['a title: `update title="…"`'] : [])],
  };
}

/** What may be said in public before: that a release comes and when, and nothing of what it fixes. */
export function headsUpDraft(publication: Publication): Draft {
  const { at } = publication;
  const lines = [
    `A security release of ${productsIn(publication)} is planned for ${at === null ? '(no date agreed)' : utc(at)}.`,
    'Details follow at that time. Please plan to update.',
  ];
  const approval = "the list's approval: even this hints at something";
  return {
    name: 'heads-up.txt',
    text: wrapped(lines).join('\n'),
    missing: [...(at === null ? ['an agreed date: `date propose`'] : []), approval],
  };
}

/** What a release says of it. */
export function releaseNotesDraft(publication: Publication): Draft {
  const items = publication.issues.map((issue) => {
    const ids = idsOfIssue(issue).join(', ');
    const score = issue.severity === null ? '' : ` (${issue.severity.rating}, CVSS ${issue.severity.score})`;
    return `- ${ids === '' ? '' : `${ids}: `}${issue.title}${score}. Fixed in ${issue.fixedIn ?? '(no version yet)'}.`;
  });
  const finders = creditedAs(publication, 'finder');
  const lines = ['### Security', '', ...items, ...(finders.length === 0 ? [] : ['', `Thanks to ${finders.join(', ')} for reporting.`])];
  const unfixed = publication.issues
    .filter(({ fixedIn }) => fixedIn === null)
    .map((issue) => `the fixed version of ${issue.cve ?? issue.title}`);
  return { name: 'release-notes.md', text: lines.join('\n'), missing: unfixed };
}
