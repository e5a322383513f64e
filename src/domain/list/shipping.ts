// Who ships a component: by package URL as the specification compares (type, namespace, name), by the well-known equivalents of one upstream, and by whole
// names. Never by a part of a name.

import type { Upstream } from '../policy/policy.ts';
import { calledOf, type Purl, purlText, readPurl } from '../values/purl.ts';
import { upstreams } from './upstreams.ts';

/** The equivalents that are known: those of the table, and those of a list. */
type Known = readonly Upstream[];

const upstreamOf = (known: Known, has: (upstream: Upstream) => boolean): string[] =>
  known.filter(has).map(({ repository }) => `upstream ${repository.toLowerCase()}`);
const sameText = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();
const ofPackage = (known: Known, name: string): string[] => upstreamOf(known, ({ packages }) => packages.some(sameText(name)));
const ofRepository = (known: Known, path: string): string[] => [
  `repository ${path.toLowerCase()}`,
  ...upstreamOf(known, ({ repository, modules = [] }) => [repository, ...modules].some(sameText(path))),
];

/** What a package is, each as a text that is the same for the same package. */
function identitiesOf(known: Known, purl: Purl): string[] {
  const { type, namespace, name } = purl;
  const itself = purlText({ ...purl, version: null, qualifiers: null, subpath: null });
  return [itself, ...upstreamsOf(known, type, namespace === null ? name : `${namespace}/${name}`, name)];
}

function upstreamsOf(known: Known, type: string, path: string, name: string): string[] {
  if (type === 'golang') return ofRepository(known, repositoryIn(path));
  if (type === 'github') return ofRepository(known, `github.com/${path}`);
  return ['deb', 'rpm', 'apk'].includes(type) ? ofPackage(known, name) : [];
}

/** The repository of a Go module: without its major version, and without what is below a repository of GitHub. */
function repositoryIn(path: string): string {
  const module = path.replace(/\/v\d+$/i, '');
  return module.startsWith('github.com/') ? module.split('/').slice(0, 3).join('/') : module;
}

/** What a component may be: a package URL, an address of a repository, `owner/name`, or names among other words, with or without versions. */
function meantBy(known: Known, component: string, shipped: ReadonlySet<string>): string[] {
  const words = component.split(/[\s,;()]+/).filter((word) => word !== '');
  return [component.trim(), ...words].flatMap((word) => meantByWord(known, word, shipped));
}

function meantByWord(known: Known, word: string, shipped: ReadonlySet<string>): string[] {
  if (/^pkg:/i.test(word)) {
    const purl = readPurl(word);
    return purl === null ? [] : identitiesOf(known, purl);
  }
  const repository = addressed.exec(word)?.[1];
  if (repository !== undefined) return ofRepository(known, repositoryIn(repository.replace(/^github\.com:/i, 'github.com/')));
  const parts = word.split('/');
  if (parts.length === 2 && !word.startsWith('@')) {
    const forge = ofRepository(known, `github.com/${withoutVersion(word)}`);
    if (forge.length > 1 || forge.some((each) => shipped.has(each))) return forge;
    // Two packages with a slash between them, where both are known; else somebody's fork, which nobody ships.
    const isKnown = (part: string) => named(known, part).length > 1 || named(known, part).some((each) => shipped.has(each));
    return parts.every(isKnown) ? parts.flatMap((part) => named(known, part)) : [];
  }
  return named(known, word);
}

const addressed =
  /^(?:(?:git\+)?https?:\/\/(?:www\.)?|ssh:\/\/git@|git@)?(github\.com[/:][\w.-]+\/[\w-]+(?:\.(?!git\b)[\w-]+)*)(?:\.git)?(?:[/@#].*)?$/i;

function named(known: Known, word: string): string[] {
  const name = withoutVersion(word).toLowerCase();
  // A version alone names nothing.
  return name === '' || /^v?\d+(?:\.\d+)*$/.test(name) ? [] : [`name ${name}`, ...ofPackage(known, name)];
}

/** `runc` for `runc-1.1.11`, `runc@v1.1` and `runc_1.2~rc1`; a name that ends in a number, such as `python-3`, stays. */
const withoutVersion = (word: string): string => word.replace(/[-_=](?:v\d|\d+\.\d)[\w.+~-]*$|(?<=.)@[^@/]*$/i, '');

/** Whether any of some package URLs is of a component, as it was named. `more`: what a list calls its projects besides. A suggestion, not a verdict. */
export function isShipped(component: string, ships: readonly string[], more: Known = []): boolean {
  const known = [...upstreams, ...more];
  const purls = ships.map(readPurl).filter((purl) => purl !== null);
  const shipped = new Set(purls.flatMap((purl) => [...identitiesOf(known, purl), `name ${calledOf(purl).toLowerCase()}`]));
  return meantBy(known, component, shipped).some((each) => shipped.has(each));
}
