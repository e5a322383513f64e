// What there is to publish at once, in one message that can be pasted: mitigation and affected versions before any patch.
// Source: publish what exists, acknowledgement and mitigation even without a patch (CERT/CC guide, cards x02 and x11).
import { type Component, idsOf, type Vulnerability } from '../../../domain/embargo/about/about.ts';
import type { Patch } from '../../../domain/embargo/embargo.ts';
import { currentPatches } from '../../../domain/embargo/patches.ts';
import { actions, line, type Node, verbatim } from '../../message/message.ts';
import type { View } from '../../message/view.ts';

/** The whole of it, a line of text each. */
export function bundleNodes({ embargo }: View): Node[] {
  if (embargo.purgedAt !== undefined) return [line('Its details were purged: the retention time is over.')];
  const { about } = embargo;
  const components = about.components.map(({ name }: Component) => name).join(', ');
  const ids = idsOf(about).join(', ');
  const rows = [
    [ids === '' ? 'No CVE id yet' : ids, components, about.title].filter((part) => part !== '').join(': '),
    '',
    ...part('Impact', about.exploitability),
    ...part('Conditions', about.conditions),
    ...about.vulnerabilities.flatMap(affected),
    ...part('Mitigation', about.mitigation ?? 'none known yet'),
    ...patchRows(currentPatches(embargo)),
  ];
  return [
    line('What there is to publish now. Read it once more before you paste it: leave out what is not known for sure.'),
    ...rows.map((row) => line(verbatim(row === '' ? ' ' : row))),
    actions({ label: 'Draft the public post', words: `draft post ${embargo.codename}` }),
  ];
}

const part = (label: string, text: string | null): string[] => (text === null || text === '' ? [] : [`${label}: ${text}`]);

function affected({ ids, title, severity, versions, fixedIn }: Vulnerability): string[] {
  const name = [ids.join(', '), title].filter((each) => each !== null && each !== '').join(' ');
  const known = [
    ...(severity === null ? [] : [`${severity.rating} ${severity.score} (${severity.vector})`]),
    ...(versions === null ? [] : [`affected ${versions}`]),
    ...(fixedIn === null ? [] : [`fixed in ${fixedIn}`]),
  ];
  return known.length === 0 ? [] : [`${name === '' ? 'Affected' : name}: ${known.join('; ')}`];
}

function patchRows(patches: readonly Patch[]): string[] {
  if (patches.length === 0) return ['Patches: none yet'];
  return [
    'Patches:',
    ...patches.flatMap(({ label, url, branches, files }) => [
      `- ${label}${branches.length === 0 ? '' : ` (${branches.join(', ')})`}: ${url}`,
      ...files.map(({ name, sha256 }) => `  ${sha256}  ${name}`),
    ]),
  ];
}
