// A CVSS vector as it is typed. The calculator forgives too much (the last of two values counts, a missing metric scores 0, SC:S passes),
// so everything is checked here before it is asked for a score.
import cvss from 'ae-cvss-calculator';

export type Rating = 'none' | 'low' | 'medium' | 'high' | 'critical';
export type VectorParse =
  | { readonly ok: true; readonly vector: string; readonly score: number; readonly rating: Rating; readonly version: '3.1' | '4.0' }
  | { readonly ok: false; readonly problem: string };

type Calculator = InstanceType<typeof cvss.Cvss3P1> | InstanceType<typeof cvss.Cvss4P0>;
type Metric = { readonly code: string; readonly label: string; readonly values: readonly string[]; readonly base: boolean };

/**
 * Reads a CVSS 3.1 or 4.0 vector, in any case and with its metrics in any order.
 *
 * Out: the vector in the order of the standard without metrics that are "not defined" (X); the score, 0 to 10, that a CVE record carries as
 * its base score (3.1: of the base metrics alone; 4.0: of all metrics given); the rating of that score.
 *
 * Refuses other versions, saying how to restate them, and unknown, repeated, missing or impossible metrics, by name.
 */
export function readVector(text: string): VectorParse {
  const [prefix = '', ...parts] = text.trim().split('/');
  const version = /^CVSS:(\d\.\d)$/i.exec(prefix)?.[1];
  if (version === '3.1') return score(version, new cvss.Cvss3P1(), parts);
  if (version === '4.0') return score(version, new cvss.Cvss4P0(), parts);
  return no(otherVersion(version, text));
}

function otherVersion(version: string | undefined, text: string): string {
  if (version === '3.0')
    return 'CVSS 3.0 is not taken. The metrics of 3.1 are the same: begin with CVSS:3.1/ and mind that the score may differ.';
  if (version?.startsWith('2') || /\bAu:[MSN]\b/i.test(text)) {
    return 'CVSS 2 is not taken, and its metrics do not carry over. Rate it anew: CVSS:3.1/AV:_/AC:_/PR:_/UI:_/S:_/C:_/I:_/A:_';
  }
  if (version !== undefined) return `There is no CVSS ${version} here. Begin with CVSS:3.1/ or CVSS:4.0/`;
  return 'A vector begins with CVSS:3.1/ or CVSS:4.0/, like CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H';
}

function score(version: '3.1' | '4.0', calculator: Calculator, parts: readonly string[]): VectorParse {
  const given = readMetrics(version, metricsOf(calculator), parts);
  if (typeof given === 'string') return no(given);
  for (const [code, value] of given) calculator.applyComponentString(code, value);

  const vector = withoutUndefined(calculator.toString());
  const read = withoutUndefined([`CVSS:${version}`, ...Array.from(given, ([code, value]) => `${code}:${value}`)].join('/'));
  if (vector.split('/').sort().join('/') !== read.split('/').sort().join('/')) return no(`${read} would be scored as ${vector}.`);

  const result = calculator.calculateScores().base;
  if (result === undefined) return no(`${vector} has no score.`);
  return { ok: true, vector, score: result, rating: ratingOf(result), version };
}

/** The metrics given, by code; or what is wrong with them. */
function readMetrics(version: string, known: readonly Metric[], parts: readonly string[]): ReadonlyMap<string, string> | string {
  const given = new Map<string, string>();
  for (const part of parts) {
    if (part === '') return 'There is nothing behind one of the slashes.';
    const [code = '', value = '', ...more] = part.split(':');
    const metric = known.find((one) => one.code === code.toUpperCase());
    if (metric === undefined || more.length > 0) return `“${part}” is not a metric of CVSS ${version}.`;
    if (given.has(metric.code)) return `${metric.label} is given twice.`;
    const exact = metric.values.find((one) => one.toUpperCase() === value.toUpperCase());
    if (exact === undefined) return `${metric.label} is one of ${metric.values.join(', ')}, not “${value}”.`;
    given.set(metric.code, exact);
  }
  const missing = known.filter((metric) => metric.base && !given.has(metric.code));
  return missing.length === 0 ? given : `Missing: ${missing.map((metric) => metric.label).join(', ')}.`;
}

function metricsOf(calculator: Calculator): Metric[] {
  return Array.from(calculator.getRegisteredComponents(), ([category, components]) => {
    const base = category.name === 'base';
    return components.map(({ shortName, name, values }) => ({
      code: shortName,
      label: `${shortName} (${name})`,
      // A base metric must be decided (no X), and "safety" (S) is a value of the modified metrics of 4.0 alone.
      values: values.map((value) => value.shortName).filter((value) => !(base && (value === 'X' || value === 'S'))),
      base,
    }));
  }).flat();
}

const withoutUndefined = (vector: string): string =>
  vector
    .split('/')
    .filter((part) => !part.endsWith(':X'))
    .join('/');

function ratingOf(score: number): Rating {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}

const no = (problem: string): VectorParse => ({ ok: false, problem });
