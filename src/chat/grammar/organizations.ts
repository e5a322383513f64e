// Which organization of the speaker's lists a text begins with, or begins: names of several words need no quotes where they are known.

/** An organization as its list calls it; a button names it by its id. */
export type Organization = { readonly id: string; readonly name: string };

/** How long the longest name is that a text begins with, as a whole; 0 where it begins with none. */
export function organizationAt(organizations: readonly Organization[], text: string): number {
  const ends = (length: number) => /^(?:$|[\s,;:.!?])/.test(text.slice(length, length + 1));
  const found = organizations
    .map(({ name }) => name)
    .filter((name) => text.slice(0, name.length).toLowerCase() === name.toLowerCase() && ends(name.length));
  return Math.max(0, ...found.map(({ length }) => length));
}

/** The one organization whose first words were typed; what was typed where it is the name or id of one, or where several begin so. */
export function organizationBegun(organizations: readonly Organization[], typed: string): string {
  const words = typed
    .trim()
    .toLowerCase()
    .replace(/[\s.,:;!?]+$/, '');
  if (words.length < 3 || organizations.some(({ id, name }) => id === words || name.toLowerCase() === words)) return typed;
  const found = new Set(organizations.map(({ name }) => name).filter((name) => name.toLowerCase().startsWith(`${words} `)));
  const [only, ...others] = found;
  return only === undefined || others.length > 0 ? typed : only;
}
