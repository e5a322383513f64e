// Two ratings of one vulnerability: as it was given in a version of CVSS that is no longer asked for, and beside it one that is.
import type { Severity, Vulnerability } from './about.ts';

/** Whether a vector is of CVSS 2 or 3.0: kept as given, with 3.1 or 4.0 asked for beside it. */
export const isOlder = ({ vector }: Pick<Severity, 'vector'>): boolean => !/^CVSS:(?:3\.1|4\.0)\//.test(vector);

/** What is known of a severity when another is given: of the older and the newer versions of CVSS one each, whichever came first. */
function besides(was: Severity | null, given: Severity | null): Severity | null {
  if (was === null || given === null || (isOlder(was) && isOlder(given))) return given;
  if (isOlder(given)) return { ...was, older: { vector: given.vector, score: given.score } };
  const older = isOlder(was) ? { vector: was.vector, score: was.score } : was.older;
  return older === undefined ? given : { ...given, older };
}

/** A vulnerability with what is said of it now. */
export function detailed(vulnerability: Vulnerability, details: Partial<Vulnerability>): Vulnerability {
  const after = { ...vulnerability, ...details };
  return { ...after, severity: besides(vulnerability.severity, after.severity) };
}
