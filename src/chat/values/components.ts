// Components and reporters, and lists of them as they are typed or pasted.
import { type Component, type Reporter, reporterNamed } from '../../domain/embargo/about/about.ts';
import type { SaidNames } from '../../domain/embargo/commands.ts';
import { withoutBullets } from './list-items.ts';
import { nameOfPurl, readPurls } from './purl.ts';
import { quotedSource, unquoted, unquotedValue } from './quoting.ts';
import { bad, good, type Read, readText } from './text.ts';

const most = 50;
const nameLengthMax = 100;
const listLengthMax = 4000;

const item = new RegExp(`(?:${quotedSource}|[^,;\\n"“”„«»‹›‘]|["“”„«»‹›‘])+`, 'g');

/** The items of a list; what is in quotes is one, whatever stands in it. */
const itemsOf = (text: string): string[] =>
  [...withoutBullets(text).matchAll(item)]
    .flatMap(([found]) => (/["“”„]/.test(found) ? [unquoted(found.trim())] : found.split(/(?:^|\s)(?:and|&)\s/i)))
    .map((each) => unquotedValue(each.trim()))
    .filter((each) => each !== '');

const wordOrParting = new RegExp(`(?:${quotedSource})|[^\\s,;]+|[,;]`, 'g');

/** Words that begin with names of components or people, each with the text from there on. */
export function readSaidNames(text: string): Read<SaidNames> {
  const read = readText(text, 400, 'one');
  if (!read.ok) return read;
  return good(
    [...read.value.matchAll(wordOrParting)].map(({ 0: found, index }) => ({ word: unquoted(found), rest: read.value.slice(index) })),
  );
}

/**
 * One or several components, parted by commas or lines. A package URL is that of the component which is called as it ends, or of the one before
 * it; where there is none, it names one.
 */
export function readComponents(typed: string): Read<readonly Component[]> {
  const whole = readText(typed, listLengthMax, 'many');
  if (!whole.ok) return whole;
  const text = whole.value;
  const found: { name: string; purls: string[] }[] = [];
  for (const item of itemsOf(text)) {
    const words = item.split(/\s+/);
    const name = words.filter((word) => !/^pkg:/i.test(word)).join(' ');
    if (name !== '') {
      const read = readText(name, nameLengthMax, 'one');
      if (!read.ok) return read;
      if (found.length >= most) return bad(`There are more than ${most}.`);
      if (!found.some((each) => each.name.toLowerCase() === read.value.toLowerCase())) found.push({ name: read.value, purls: [] });
    }
    for (const word of words.filter((each) => /^pkg:/i.test(each))) {
      const read = readPurls(word);
      if (!read.ok) return read;
      if (found.length > most) return bad(`There are more than ${most}.`);
      const called = nameOfPurl(read.value[0] ?? '');
      const whose = found.find((each) => each.name.toLowerCase() === called.toLowerCase()) ?? found.at(-1);
      if (whose === undefined) found.push({ name: called, purls: [...read.value] });
      else whose.purls.push(...read.value.filter((purl) => !whose.purls.includes(purl)));
    }
  }
  if (found.length > most) return bad(`There are more than ${most}.`);
  return found.length === 0 ? bad('Name at least one, such as runc.') : good(found);
}

/** One or several people to credit by name, parted by commas or lines. */
export function readReporters(text: string): Read<readonly Reporter[]> {
  const whole = readText(text, listLengthMax, 'many');
  if (!whole.ok) return whole;
  const items = [...new Set(itemsOf(whole.value))];
  if (items.length > most) return bad(`There are more than ${most}.`);
  // Everyone named there is published as a finder.
  const about = items.find((each) =>
    /^(?:credit(?:ed)?[\s:]+(?:by|as|to|with|handle|name|anonymous\w*)|handle|affiliation|anonymously|known as|a\.?k\.?a\.?)\b[\s:]+\S/i.test(
      each,
    ),
  );
  if (about !== undefined)
    return bad(`Is "${about.slice(0, 60)}" a person? How to credit somebody goes along with one name: \`handle=… credit=handle\`.`);
  const read = items.map((each) => readText(each, nameLengthMax, 'one'));
  const wrong = read.find((each) => !each.ok);
  if (wrong?.ok === false) return wrong;
  return read.length === 0 ? bad('Name at least one.') : good(read.flatMap((each) => (each.ok ? [reporterNamed(each.value)] : [])));
}
