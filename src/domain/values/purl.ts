// Package URLs (https://github.com/package-url/purl-spec): read, written in the canonical form, and what each type asks of its names.

/** What it has not is null. `qualifiers` without empty values; `subpath` without slashes around it. */
export type Purl = {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>> | null;
  readonly subpath: string | null;
};

/** As typed, before it is known whether there is such a package URL. */
export type PurlParts = { readonly [Part in keyof Purl]?: Purl[Part] | null };

/** The package URL in a text, its parts in the canonical form; null where the text is none. */
export function readPurl(text: string): Purl | null {
  const [, type = '', path = '', query = '', fragment = ''] = /^pkg:\/*([^/?#]+)\/([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(text) ?? [];
  try {
    const segments = path.split('/').filter((each) => each !== '');
    const last = segments.at(-1) ?? '';
    // An unencoded @ in front of a segment is an npm scope, and no version; unless there is nothing else to be a name.
    const at = last.lastIndexOf('@');
    const name = at < 0 ? last : last.slice(0, at);
    return canonical({
      type,
      namespace: segments.slice(0, -1).map(decodeURIComponent).join('/'),
      name: decodeURIComponent(name),
      version: at < 0 ? null : decodeURIComponent(last.slice(at + 1)),
      qualifiers: qualifiersIn(query),
      subpath: fragment.split('/').map(decodeURIComponent).join('/'),
    });
  } catch {
    // Percent signs that encode nothing.
    return null;
  }
}

/** A package URL in the canonical form, each part as `readPurl` gives it; null where there is none of these parts. */
export function canonical(parts: PurlParts): Purl | null {
  const type = (parts.type ?? '').toLowerCase();
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  const qualifiers = Object.entries(parts.qualifiers ?? {})
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .filter(([, value]) => value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const subpath = (parts.subpath ?? '').split('/').filter((each) => each !== '' && each !== '.' && each !== '..');
  const given: Purl = {
    type,
    namespace: (parts.namespace ?? '').replace(/^\/+|\/+$/g, '') || null,
    name: (parts.name ?? '').replace(/^\/+|\/+$/g, ''),
    version: parts.version || null,
    qualifiers: qualifiers.length === 0 ? null : Object.fromEntries(qualifiers),
    subpath: subpath.join('/') || null,
  };
  const purl = rule?.change?.(given) ?? given;
  const keys = qualifiers.every(([key]) => /^[a-z.\-_][a-z0-9.\-_]*$/.test(key));
  const namespaced = rule?.namespace === undefined || (rule.namespace === 'required') === (purl.namespace !== null);
  const valid = /^[a-z.+-][a-z0-9.+-]*$/.test(type) && purl.name !== '' && keys && namespaced;
  return valid && (rule?.valid?.(purl) ?? true) ? purl : null;
}

/** The one way in which a package URL is written. */
export function purlText({ type, namespace, name, version, qualifiers, subpath }: Purl): string {
  const path = [...(namespace ?? '').split('/').filter((each) => each !== ''), ...(type === 'git' ? name.split('/') : [name])];
  const query = Object.entries(qualifiers ?? {}).map(([key, value]) => `${key}=${encoded(value)}`);
  return [
    `pkg:${type}/${path.map(encoded).join('/')}`,
    version === null ? '' : `@${encoded(version)}`,
    query.length === 0 ? '' : `?${query.join('&')}`,
    subpath === null ? '' : `#${subpath.split('/').map(encoded).join('/')}`,
  ].join('');
}

/** What people call a package. A scope is a part of its name, a major version is none. */
export function calledOf({ type, namespace, name }: Purl): string {
  if (type === 'npm' && namespace !== null) return `${namespace}/${name}`;
  return type === 'golang' && /^v\d+$/i.test(name) ? (namespace?.split('/').at(-1) ?? name) : name;
}

const encoded = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');

function qualifiersIn(query: string): Record<string, string> {
  const pairs = query.split('&').filter((each) => each.includes('='));
  return Object.fromEntries(pairs.map((each) => [each.slice(0, each.indexOf('=')), decodeURIComponent(each.slice(each.indexOf('=') + 1))]));
}

/** What a type asks of its parts, and how it writes them. */
type Rule = {
  readonly namespace?: 'required' | 'prohibited';
  readonly change?: (purl: Purl) => Purl;
  readonly valid?: (purl: Purl) => boolean;
};

const lower = (text: string | null): string | null => text?.toLowerCase() ?? null;
const lowerName = (purl: Purl): Purl => ({ ...purl, name: purl.name.toLowerCase() });
const lowerBoth = (purl: Purl): Purl => ({ ...lowerName(purl), namespace: lower(purl.namespace) });
const lowerNamespace = (purl: Purl): Purl => ({ ...purl, namespace: lower(purl.namespace) });

const rules: Readonly<Record<string, Rule>> = {
  alpm: { change: lowerBoth },
  apk: { change: lowerBoth },
  bazel: { namespace: 'prohibited' },
  bitbucket: { change: lowerBoth },
  bitnami: { namespace: 'prohibited', change: lowerName },
  brew: { change: lowerBoth },
  cargo: { namespace: 'prohibited' },
  'chrome-extension': {
    namespace: 'prohibited',
    valid: ({ name, version }) => /^[a-p]{32}$/.test(name) && (version === null || /^\d+(?:\.\d+){0,3}$/.test(version)),
  },
  cocoapods: { namespace: 'prohibited' },
  composer: { change: lowerBoth },
  // A distribution, which has dashes where a module has colons.
  cpan: { valid: ({ name }) => !name.includes('::') },
  cran: { namespace: 'prohibited' },
  deb: { change: lowerBoth },
  gem: {},
  // All behind the host is the name, since a repository may be nested.
  git: {
    change: (purl) => {
      const [host = '', ...path] = `${purl.namespace ?? ''}/${purl.name}`.split('/').filter((each) => each !== '');
      const known = /^github(?:\.com)?$/i.test(host);
      const name = path.join('/');
      return { ...purl, namespace: host.toLowerCase() || null, name: known ? name.toLowerCase() : name };
    },
  },
  github: { change: lowerBoth },
  gitlab: { change: lowerBoth },
  golang: { change: lowerBoth },
  hackage: { namespace: 'prohibited' },
  hex: { change: lowerBoth },
  huggingface: { change: (purl) => ({ ...purl, version: lower(purl.version) }) },
  julia: { namespace: 'prohibited', valid: ({ qualifiers }) => qualifiers?.uuid !== undefined },
  luarocks: { change: lowerNamespace },
  // Databricks does not tell upper and lower case apart, Azure does.
  mlflow: {
    namespace: 'prohibited',
    change: (purl) => (/databricks/i.test(purl.qualifiers?.repository_url ?? '') ? lowerName(purl) : purl),
  },
  npm: { change: lowerBoth },
  oci: { namespace: 'prohibited', change: lowerName },
  opam: { namespace: 'prohibited' },
  otp: { namespace: 'prohibited', change: lowerName },
  pub: { namespace: 'prohibited', change: lowerName },
  pypi: { namespace: 'prohibited', change: (purl) => ({ ...purl, name: purl.name.toLowerCase().replaceAll('_', '-') }) },
  qpkg: { change: lowerNamespace },
  rpm: { change: lowerNamespace },
  swift: { namespace: 'required' },
  vcpkg: { namespace: 'prohibited', change: lowerName },
  'vscode-extension': { namespace: 'required', change: lowerBoth },
};
