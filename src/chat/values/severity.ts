// A CVSS vector as it is typed. The calculator forgives too much (the last of two values counts, a missing metric scores 0, SC:S passes),
// so everything is checked here before it is asked for a score.
import cvss from 'ae-cvss-calculator';
import { readPasted, type Version } from './pasted-vector.ts';

export type Rating = 'none' | 'low' | 'medium' | 'high' | 'critical';
export type VectorParse =
  | { readonly ok: true; readonly vector: string; readonly score: number; readonly rating: Rating; readonly version: Version }
  | { readonly ok: false; readonly problem: string };

type Calculator = InstanceType<typeof cvss.Cvss2 | typeof cvss.Cvss3P0 | typeof cvss.Cvss3P1 | typeof cvss.Cvss4P0>;
type Metric = { readonly code: string; readonly label: string; readonly values: readonly string[]; readonly base: boolean };

/**
 * Reads a CVSS vector, in any case and with its metrics in any order; also as it is pasted: in brackets, with its score before or behind, in a link to a
 * calculator, and without its version where the metrics tell it.
 *
 * Out: the vector in the order of the standard without metrics that are "not defined" (X); the score, 0 to 10, that a CVE record carries as
 * its base score (before 4.0: of the base metrics alone; 4.0: of all metrics given); the rating of that score.
 *
 * Refuses unknown, repeated, missing or impossible metrics, by name, and a score beside it that is not the vector's.
 */
export function readVector(text: string): VectorParse {
  const [prefix = '', ...parts] = text.trim().split('/');
  const version = /^CVSS:(\d\.\d)$/i.exec(prefix)?.[1];
  const alone = !/\s/.test(text.trim()) || !/^[a-z]{1,3}:[a-z]+$/i.test(parts[0] ?? '');
  const typed = version === undefined || !alone ? undefined : calculators[version];
  if (typed !== undefined) return score(version as Version, typed(), parts);
  const pasted = readPasted(text);
  if (pasted === null) return no(noVector(version, text));
  if (!pasted.ok) return no(pasted.problem);
  const { metrics, scores } = pasted.value;
  const calculator = calculators[pasted.value.version]?.();
  if (calculator === undefined) return no(noVector(version, text));
  const read = score(pasted.value.version, calculator, metrics.split('/'));
  if (!read.ok || scores.length === 0) return read;
  const right = [read.score, calculator.calculateScores().overall];
  if (scores.some((each) => right.includes(each))) return read;
  return no(`The vector scores ${read.score}, not ${scores.join(' or ')}: ${read.vector}. If the vector is right, leave out the score.`);
}

const calculators: Readonly<Record<string, () => Calculator>> = {
  '2.0': () => new cvss.Cvss2(),
  '3.0': () => new cvss.Cvss3P0(),
  '3.1': () => new cvss.Cvss3P1(),
  '4.0': () => new cvss.Cvss4P0(),
};

const ratings =
  /^(?:(?:it(?:'s| is) )?(?:no|low|medium|moderate|high|important|critical|severe|none)(?: severity)?|(?:10|\d)(?:\.\d)?)[.!]?$/i;
const asExample = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H';

function noVector(version: string | undefined, text: string): string {
  if (ratings.test(text.trim()))
    return `Severity comes from a CVSS vector, which gives the score and its rating. Send the vector, such as ${asExample}, or leave it out for now.`;
  if (version !== undefined && calculators[version] === undefined)
    return `I can't score CVSS ${version}. Start with CVSS:3.1/ or CVSS:4.0/`;
  return `A vector starts with CVSS:3.1/ or CVSS:4.0/, such as ${asExample}`;
}

function score(version: Version, calculator: Calculator, parts: readonly string[]): VectorParse {
  const given = readMetrics(version, metricsOf(calculator), parts);
  if (typeof given === 'string') return no(given);
  for (const [code, value] of given) calculator.applyComponentString(code, value);

  const vector = withoutUndefined(calculator.toString());
  const read = withoutUndefined(
    [...(version === '2.0' ? [] : [`CVSS:${version}`]), ...Array.from(given, ([code, value]) => `${code}:${value}`)].join('/'),
  );
  if (vector.split('/').sort().join('/') !== read.split('/').sort().join('/')) return no(`${read} would score as ${vector}.`);

  const result = calculator.calculateScores().base;
  if (result === undefined) return no(`${vector} has no score.`);
  return { ok: true, vector, score: result, rating: ratingOf(result, version), version };
}

/** The metrics given, by code; or what is wrong with them. */
function readMetrics(version: string, known: readonly Metric[], parts: readonly string[]): ReadonlyMap<string, string> | string {
  const given = new Map<string, string>();
  for (const part of parts) {
    if (part === '') return "There's nothing after one of the slashes.";
    const [code = '', value = '', ...more] = part.split(':');
    const metric = known.find((one) => one.code.toUpperCase() === code.toUpperCase());
    if (metric === undefined || more.length > 0) return `“${part}” isn't a metric of CVSS ${version}.`;
    if (given.has(metric.code)) return `${metric.label} is given twice.`;
    const exact = metric.values.find((one) => one.toUpperCase() === value.toUpperCase());
    if (exact === undefined) return `${metric.label} must be one of ${metric.values.join(', ')}, not “${value}”.`;
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
      values: values.map((value) => value.shortName).filter((value) => !(base && (value === 'X' || (value === 'S' && shortName !== 'Au')))),
      base,
    }));
  }).flat();
}

const withoutUndefined = (vector: string): string =>
  vector
    .split('/')
    .filter((part) => !/:(?:X|ND)$/.test(part))
    .join('/');

function ratingOf(score: number, version: Version): Rating {
  // https://nvd.nist.gov/vuln-metrics/cvss: version 2 knows nothing above high, and nothing below low.
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}

const no = (problem: string): VectorParse => ({ ok: false, problem });
