// Package URLs: what a distributor ships, in the one way in which everybody writes it.
import { PackageURL } from 'packageurl-js';
import { bad, good, type Read } from './text.ts';

const most = 200;

/** Package URLs (https://github.com/package-url/purl-spec), in canonical form without version: a distributor ships a package, not one version of it. */
export function readPurls(text: string): Read<readonly string[]> {
  const typed = text.split(/[\s,]+/).filter((each) => each !== '');
  const read: string[] = [];
  for (const each of typed) {
    const url = parsed(each);
    if (url === null)
      return bad(
        `${each.slice(0, 80)} is no package URL. One looks like pkg:rpm/fedora/runc or pkg:golang/github.com/opencontainers/runc.`,
      );
    read.push(url);
  }
  const found = [...new Set(read)];
  if (found.length > most) return bad(`There are more than ${most}.`);
  return found.length === 0 ? bad('Name at least one, such as pkg:rpm/fedora/runc.') : good(found);
}

function parsed(text: string): string | null {
  try {
    const { type, namespace, name } = PackageURL.fromString(text);
    return name === undefined || name === ''
      ? null
      : new PackageURL(type, namespace ?? undefined, name, undefined, undefined, undefined).toString();
  } catch {
    return null;
  }
}

/** What a package URL's package is called: its last part. */
export function nameOfPurl(url: string): string {
  return decodeURIComponent(
    url
      .replace(/[?#@].*$/, '')
      .split('/')
      .at(-1) ?? url,
  );
}
