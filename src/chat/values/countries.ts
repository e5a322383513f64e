// Countries, for their holidays.
import { knownCountries } from './calendar.ts';
import { bad, good, type Read } from './text.ts';

/** ISO 3166 codes of countries whose holidays are known. */
export function readCountries(text: string): Read<readonly string[]> {
  if (/^none$/i.test(text.trim())) return good([]);
  const codes = [...new Set(text.toUpperCase().split(/[\s,]+/))].filter((code) => code !== '');
  const known = knownCountries();
  const strange = codes.find((code) => !known.has(code));
  return strange === undefined
    ? good(codes)
    : bad(`No holidays are known for ${strange.slice(0, 20)}. A country is two letters, such as DE or US.`);
}
