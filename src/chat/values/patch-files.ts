// What a patch revision is made of, as people paste it: lines of sha256sum, in whatever shape they arrive, and refs of git with their commits; and where it is fetched.
import type { PatchFile } from '../../domain/embargo/embargo.ts';
import { unquotedValue } from './quoting.ts';
import { bad, good, type Read, readText } from './text.ts';

const nameMax = 200;
// As one line of sha256sum, of its --tag, or with a ref in front, as git says it.
const howto = 'Write one file per line: a SHA-256 (64 hex digits) and a file name, as sha256sum prints them, or a git ref with its commit.';
const digits = /(?<![0-9a-z])[0-9a-f]{24,128}(?![0-9a-z])/gi;
const sums = new Set([40, 64]);

/** Files and refs, each with its hash. Several may stand in one line; code blocks, `*` for binary files, and ends of lines of Windows are nothing to mind. */
export function readFiles(text: string): Read<readonly PatchFile[]> {
  const lines = text
    .split(/\r?\n|;/)
    .map((each) => withoutCode(each.trim()))
    .filter((each) => each !== '');
  const files = new Map<string, PatchFile>();
  for (const each of lines) {
    const found = filesIn(each);
    if (!found.ok) return found;
    for (const file of found.value) {
      const other = files.get(file.name);
      if (other !== undefined && other.sha256 !== file.sha256)
        return bad(`${file.name} is there twice, with two hashes. Name each file once.`);
      files.set(file.name, file);
    }
  }
  return files.size === 0 ? bad('Name at least one file.') : good([...files.values()]);
}

/** From where a line is, where the name of the program stands in front of it. */
const prompted = (line: string): number => /^(?:\$\s*)?sha\d{3}sum:?\s+(?=[0-9a-f]{40,})/i.exec(line)?.[0].length ?? 0;

/** A line without the marks of a code block. */
function withoutCode(line: string): string {
  if (line.startsWith('```')) return /^```\w*$/.test(line) ? '' : line.replaceAll('```', '').trim();
  const bare = line.replaceAll('```', '').trim();
  return bare.length > 1 && bare.startsWith('`') && bare.endsWith('`') ? bare.slice(1, -1).trim() : bare;
}

/** A name without what parts it from its hash. */
function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[@=:,\s]/.test(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
}

function filesIn(line: string): Read<PatchFile[]> {
  const tagged = /^SHA-?(\d+)\s*\((.+)\)\s*=\s*([0-9a-f]+)$/i.exec(line);
  const [, , taggedName, taggedSum] = tagged ?? [];
  if (taggedName !== undefined && taggedSum !== undefined) return each([fileOf(taggedName, taggedSum)]);
  const found = [...line.matchAll(digits)];
  if (found.length === 0) return bad(`I found no hash in "${line.slice(0, 40)}". ${howto}`);
  const between = [prompted(line), ...found.map(({ index, 0: sum }) => index + sum.length)].map((from, place) =>
    line.slice(from, found[place]?.index),
  );
  const [sum] = found[0] ?? [];
  if (found.length === 1 && sum !== undefined) return each([fileBeside(between[0] ?? '', between[1] ?? '', sum)]);
  // Names stand in front of their hashes, or behind them.
  const ahead = between[0]?.trim() !== '';
  return each(found.map(([sum], place) => fileOf(between[ahead ? place : place + 1] ?? '', sum)));
}

/** Of what stands on both sides of one hash, the name of its file. */
function fileBeside(before: string, after: string, sum: string): Read<PatchFile> {
  if (/@\s*$/.test(before) || /^\s*refs\//.test(before)) return fileOf(before, sum);
  const [ahead, behind] = [nameIn(before), nameIn(after)];
  if (ahead === '' || behind === '') return fileOf(ahead === '' ? behind : ahead, sum);
  const likeFile = (name: string) => /^\S+\.\S+$/.test(name);
  if (likeFile(ahead) === likeFile(behind))
    return bad(`Which is the file name, "${ahead.slice(0, 40)}" or "${behind.slice(0, 40)}"? ${howto}`);
  return fileOf(likeFile(ahead) ? ahead : behind, sum);
}

/** What people write around a name, such as `sha256 of fix.patch is`, and marks of lists and tables. */
function nameIn(text: string): string {
  const bare = text
    .slice(0, 2 * nameMax)
    .trim()
    .replace(/^(?:(?:sha-?256(?:sum)?|hash|checksum|of|[-–—|*:=]+)(?=[\s:=-]|$)[\s:=-]*){1,9}/i, '')
    .replace(/\s+(?:is|=|[-–—|:])$/i, '')
    .trim();
  return unquotedValue(bare);
}

function each(read: readonly Read<PatchFile>[]): Read<PatchFile[]> {
  const wrong = read.find((one) => !one.ok);
  return wrong?.ok === false ? wrong : good(read.flatMap((one) => (one.ok ? [one.value] : [])));
}

function fileOf(typed: string, sum: string): Read<PatchFile> {
  const ref = /@\s*$/.test(typed) || /^\s*refs\//.test(typed);
  const bare = withoutEnd(typed.trim().replace(/^\*/, ''));
  // Which branch a commit is of, nobody but who typed it knows.
  if (bare === '' && sum.length === 40)
    return bad(`Which branch is ${sum.slice(0, 8)}… on? Write it as \`branch@commit\`, such as \`main@${sum}\`.`);
  if (bare === '') return bad(`There's no file name next to ${sum.slice(0, 8)}…. ${howto}`);
  const name = readText(bare, nameMax, 'one');
  if (!name.ok) return name;
  if (!sums.has(sum.length)) return bad(`The hash of ${name.value} has ${sum.length} digits; a SHA-256 has 64. ${howto}`);
  if (sum.length === 40 && !ref)
    return bad(`The hash of ${name.value} has 40 digits. A file needs a SHA-256, with 64; write a commit as \`branch@commit\`. ${howto}`);
  return good({ name: name.value, sha256: sum.toLowerCase() });
}

const addressMax = 500;
const schemes: Readonly<Record<string, string | null>> = {
  'https:': null,
  'ssh:': null,
  'git+ssh:': null,
  'http:': "http:// isn't encrypted, so others on the network can read the patch.",
  'git:': "git:// isn't encrypted, so others on the network can read the patch.",
  'file:': 'Nobody else can open a path on your own computer.',
};

/** Where reviewers fetch a patch: over https or ssh, also as git writes it (`git@host:path`). */
export function readAddress(text: string): Read<string> {
  const read = readText(text, addressMax, 'one');
  if (!read.ok) return read;
  const typed = read.value;
  if (/^(?:[\w.-]+@)?[\w-]+(?:\.[\w-]+)+:(?!\/\/)[^\s:@]+$/.test(typed) && !/^[a-z]:\\/i.test(typed)) return good(typed);
  const next = 'Use an address that starts with https:// or ssh://, or git@host:path.';
  if (/^(?:\.{0,2}\/|~|[a-z]:\\|[a-z]:\/(?!\/))/i.test(typed)) return bad(`${schemes['file:']} ${next}`);
  const url = !/\s/.test(typed) && URL.canParse(typed) ? new URL(typed) : null;
  const why = url === null ? undefined : schemes[url.protocol];
  if (url === null || why === undefined) return bad(next);
  if (why !== null) return bad(`${why} ${next}`);
  // A password in an address would be shown to everybody who may read it.
  if (url.password !== '' || (url.protocol === 'https:' && url.username !== '')) return bad(`It contains a password. ${next}`);
  return good(url.href);
}
