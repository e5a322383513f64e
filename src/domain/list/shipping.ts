// Who ships a component: by package URL as the specification compares (type, namespace, name), by the well-known equivalents of one upstream, and by whole
// names. Never by a part of a name.
import { calledOf, type Purl, purlText, readPurl } from '../values/purl.ts';
import { type Upstream, upstreams } from './upstreams.ts';

const upstreamOf = (has: (upstream: Upstream) => boolean): string[] =>
  upstreams.filter(has).map(({ repository }) => `upstream ${repository}`);
const sameText = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();
const ofPackage = (name: string): string[] => upstreamOf(({ packages }) => packages.some(sameText(name)));
const ofRepository = (path: string): string[] => [
  `repository ${path.toLowerCase()}`,
  ...upstreamOf(({ repository, modules = [] }) => [repository, ...modules].some(sameText(path))),
];

/** What a package is, each as a text that is the same for the same package. */
function identitiesOf(purl: Purl): string[] {
  const { type, namespace, name } = purl;
  const itself = purlText({ ...purl, version: null, qualifiers: null, subpath: null });
  return [itself, ...upstreamsOf(type, namespace === null ? name : `${namespace}/${name}`, name)];
}

function upstreamsOf(type: string, path: string, name: string): string[] {
  if (type === 'golang') return ofRepository(repositoryIn(path));
  if (type === 'github') return ofRepository(`github.com/${path}`);
  return ['deb', 'rpm', 'apk'].includes(type) ? ofPackage(name) : [];
}

/** The repository of a Go module: without its major version, and without what is below a repository of GitHub. */
function repositoryIn(path: string): string {
  const module = path.replace(/\/v\d+$/i, '');
  return module.startsWith('github.com/') ? module.split('/').slice(0, 3).join('/') : module;
}

/** What a component may be: a package URL, an address of a repository, `owner/name`, or names among other words, with or without versions. */
function meantBy(component: string, shipped: ReadonlySet<string>): string[] {
  const words = component.split(/[\s,;()]+/).filter((word) => word !== '');
  return [component.trim(), ...words].flatMap((word) => meantByWord(word, shipped));
}

function meantByWord(word: string, shipped: ReadonlySet<string>): string[] {
  if (/^pkg:/i.test(word)) {
    const purl = readPurl(word);
    return purl === null ? [] : identitiesOf(purl);
  }
  const repository = addressed.exec(word)?.[1];
  if (repository !== undefined) return ofRepository(repositoryIn(repository.replace(/^github\.com:/i, 'github.com/')));
  const parts = word.split('/');
  if (parts.length === 2 && !word.startsWith('@')) {
    const forge = ofRepository(`github.com/${withoutVersion(word)}`);
    if (forge.length > 1 || forge.some((each) => shipped.has(each))) return forge;
    // Two packages with a slash between them, where both are known; else somebody's fork, which nobody ships.
    const known = (part: string) => named(part).length > 1 || named(part).some((each) => shipped.has(each));
    return parts.every(known) ? parts.flatMap(named) : [];
  }
  return named(word);
}

const addressed =
  /^(?:(?:git\+)?https?:\/\/(?:www\.)?|ssh:\/\/git@|git@)?(github\.com[/:][\w.-]+\/[\w-]+(?:\.(?!git\b)[\w-]+)*)(?:\.git)?(?:[/@#].*)?$/i;

function named(word: string): string[] {
  const name = withoutVersion(word).toLowerCase();
  // A version alone names nothing.
  return name === '' || /^v?\d+(?:\.\d+)*$/.test(name) ? [] : [`name ${name}`, ...ofPackage(name)];
}

/** `runc` for `runc-1.1.11`, `runc@v1.1` and `runc_1.2~rc1`; a name that ends in a number, such as `python-3`, stays. */
const withoutVersion = (word: string): string => word.replace(/[-_=](?:v\d|\d+\.\d)[\w.+~-]*$|(?<=.)@[^@/]*$/i, '');

/** Whether any of some package URLs is of a component, as it was named. A suggestion, not a verdict. */
export function isShipped(component: string, ships: readonly string[]): boolean {
  const purls = ships.map(readPurl).filter((purl) => purl !== null);
  const shipped = new Set(purls.flatMap((purl) => [...identitiesOf(purl), `name ${calledOf(purl).toLowerCase()}`]));
  return meantBy(component, shipped).some((each) => shipped.has(each));
}
