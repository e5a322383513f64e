// Countries, for their holidays.
import { knownCountries } from './calendar.ts';
import { listItems } from './list-items.ts';
import { bad, good, type Read } from './text.ts';

// Each is a calendar that is worked out for every date that is asked for.
const most = 12;
const textMax = 500;

// Besides the names that the standard library has.
const otherNames = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  usa: 'US',
  america: 'US',
  holland: 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
};

let codes: ReadonlyMap<string, string> | null = null;

/** The codes by what countries are called in English; made when it is first asked for. */
function codesByName(): ReadonlyMap<string, string> {
  codes ??= namesRead();
  return codes;
}

function namesRead(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  const known = knownCountries();
  return new Map([
    ...[...known].map((code) => [names.of(code)?.toLowerCase() ?? code, code] as const),
    ...Object.entries(otherNames).filter(([, code]) => known.has(code)),
  ]);
}

/** An item of a list as codes: a country of one or several words, or each of its words. */
function codesIn(item: readonly string[]): string[] {
  const codeOf = (text: string) => codesByName().get(text.toLowerCase().replace(/^the /, ''));
  const whole = codeOf(item.join(' '));
  return whole === undefined ? item.map((word) => codeOf(word) ?? word.toUpperCase()) : [whole];
}

/** ISO 3166 codes of countries whose holidays are known; their English names are read too. */
export function readCountries(text: string): Read<readonly string[]> {
  if (/^none$/i.test(text.trim())) return good([]);
  const codes = [...new Set(listItems(text.slice(0, textMax)).items.flatMap(codesIn))];
  if (codes.length > most) return bad(`There are more than ${most}.`);
  const known = knownCountries();
  const strange = codes.find((code) => !known.has(code));
  return strange === undefined
    ? good(codes)
    : bad(`I don't know holidays for ${strange.slice(0, 20)}. Use a two-letter country, such as DE or US.`);
}
