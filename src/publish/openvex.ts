// An OpenVEX document (https://github.com/openvex/spec): what organizations of the list say is not affected, and why.
import { idsOfIssue, type Publication } from './publication.ts';
import { type Draft, jsonText, stamp } from './record.ts';

/** The document of all of them; with nothing to say while nobody said that. */
export function vexDraft(publication: Publication): Draft {
  const { issues, notAffected, publisher, now } = publication;
  const [id = 'draft'] = issues.flatMap(idsOfIssue);
  const statements = issues.flatMap((issue) => {
    const [name = 'draft', ...aliases] = idsOfIssue(issue);
    return notAffected.map(({ organization, release, because }) => ({
      vulnerability: { name, ...(aliases.length === 0 ? {} : { aliases }) },
      products: [{ '@id': `urn:product:${encodeURIComponent(organization)}:${encodeURIComponent(release)}` }],
      status: 'not_affected',
      impact_statement: because ?? 'The organization tested it and found this release not affected.',
    }));
  });
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:advisory:${encodeURIComponent(publisher)}:${id}`,
    author: publisher,
    timestamp: stamp(now),
    version: 1,
    statements,
  };
  const silent = notAffected.filter(({ because }) => because === null).map(({ organization, release }) => `${organization} ${release}`);
  const missing = [
    ...(notAffected.length === 0 ? ['an organization that says it is not affected: `review outcome not-affected`'] : []),
    ...(silent.length === 0 ? [] : [`why ${silent.join(', ')} isn't affected`]),
  ];
  return { name: `${id}.openvex.json`, text: jsonText(document), missing };
}
