// The fields of a GitHub security advisory, as Markdown to be pasted into its form (https://docs.github.com/en/code-security/security-advisories).
import { type Issue, idsOfIssue, type Publication } from './publication.ts';
import { type Draft, descriptionOf, missingOf } from './record.ts';
import { rangeText } from './versions.ts';

/** The advisory of one vulnerability. */
export function ghsaDraft(publication: Publication, issue: Issue): Draft {
  const of = (names: readonly string[]) => (names.length === 0 ? 'None known.' : names.join(', '));
  const credited = issue.credits.map(({ name, as }) => `${name} (${as === 'finder' ? 'reporter' : 'remediation verifier'})`);
  const packages = issue.products.map(({ product, purl }) => {
    const ranges = issue.ranges === null ? (issue.versions ?? 'not known yet') : issue.ranges.map(rangeText).join(' || ');
    return `- ${purl ?? product}: affected ${ranges}; patched ${of(issue.fixes)}`;
  });
  const lines = [
    `Title: ${issue.title}`,
    `CVE: ${issue.cve ?? 'request one, or leave it to GitHub'}`,
    `Severity: ${issue.severity?.vector ?? 'not scored'}`,
    `CWE: ${issue.cwe ?? 'none'}`,
    'Affected products:',
    ...packages,
    '',
    '### Impact',
    descriptionOf(publication, issue),
    '',
    '### Patches',
    issue.fixedIn === null ? 'No fixed version yet.' : `Fixed in ${issue.fixedIn}.`,
    '',
    '### Workarounds',
    publication.mitigation ?? 'None known.',
    '',
    '### Credits',
    of(credited),
    ...(publication.links.length === 0 ? [] : ['', '### References', ...publication.links.map(({ url }) => `- ${url}`)]),
  ];
  return { name: `${idsOfIssue(issue)[0] ?? 'advisory'}-ghsa.md`, text: lines.join('\n'), missing: missingOf(issue) };
}
