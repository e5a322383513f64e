// Package URLs: what a distributor ships, in the one way in which everybody writes it.
import { calledOf, purlText, readPurl } from '../../domain/values/purl.ts';
import { listWords } from './list-items.ts';
import { bad, good, type Read, readText } from './text.ts';

const most = 200;

/** Package URLs (https://github.com/package-url/purl-spec), in canonical form without version: a distributor ships a package, not one version of it. */
export function readPurls(text: string): Read<readonly string[]> {
  const typed = listWords(text);
  const read: string[] = [];
  for (const each of typed) {
    const purl = readPurl(each);
    if (purl === null) {
      return bad(
        `${each.slice(0, 80)} isn't a package URL. Use one like pkg:rpm/fedora/runc or pkg:golang/github.com/opencontainers/runc.`,
      );
    }
    const seen = readText(`${purl.namespace ?? ''} ${purl.name}`, 400, 'one');
    if (!seen.ok) return seen;
    if (!/[\p{L}\p{N}]/u.test(purl.name)) return bad(`${each.slice(0, 80)} names no package: its name has no letter or digit.`);
    read.push(purlText({ ...purl, version: null, qualifiers: null, subpath: null }));
  }
  const found = [...new Set(read)];
  if (found.length > most) return bad(`There are more than ${most}.`);
  return found.length === 0 ? bad('Name at least one, such as pkg:rpm/fedora/runc.') : good(found);
}

/** What a package URL's package is called. */
export function nameOfPurl(url: string): string {
  const purl = readPurl(url);
  return purl === null ? url : calledOf(purl);
}
