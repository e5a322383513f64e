// Countries, for their holidays.
import { knownCountries } from './calendar.ts';
import { listWords } from './list-items.ts';
import { bad, good, type Read } from './text.ts';

// Each is a calendar that is worked out for every date that is asked for.
const most = 12;

/** ISO 3166 codes of countries whose holidays are known. */
export function readCountries(text: string): Read<readonly string[]> {
  if (/^none$/i.test(text.trim())) return good([]);
  const codes = [...new Set(listWords(text.toUpperCase()))];
  if (codes.length > most) return bad(`There are more than ${most}.`);
  const known = knownCountries();
  const strange = codes.find((code) => !known.has(code));
  return strange === undefined
    ? good(codes)
    : bad(`I don't know holidays for ${strange.slice(0, 20)}. Use a two-letter country, such as DE or US.`);
}
