// What is said of files that somebody sent to the bot: their hashes, what their signatures prove, and in which patch revisions they are.
import { findFile } from '../../../domain/embargo/attached.ts';
import type { Embargo, PatchFile } from '../../../domain/embargo/embargo.ts';
import { smallerKey } from '../../list/membership/refusals.ts';
import { grouped } from '../../list/membership/standing.ts';
import type { Examined, FileProblem, SignatureVerdict } from '../../message/examined.ts';
import { type Action, actions, bullets, code, type Inline, type Line, line, type Node, verbatim } from '../../message/message.ts';
import { readFiles } from '../../values/patch-files.ts';
import { quoted } from '../../values/quoting.ts';
import { readText } from '../../values/text.ts';

const nameMax = 200;

/** What a file is called here: without folders; where its name cannot be shown as it is, by its place among those that were sent. */
export function shownName(name: string, place: number): string {
  const read = readText(name.replace(/^.*[/\\]/s, ''), nameMax, 'one');
  return read.ok ? read.value : `file-${place + 1}`;
}

/** Those that could be hashed. */
export const hashed = ({ files }: Examined): PatchFile[] => files.flatMap((file) => ('sha256' in file ? [file] : []));

/** Whose key it is that has this fingerprint, or this key id at its end; null where no list of the reader's holds it. */
export type OwnerOf = (fingerprint: string) => string | null;

export type Limits = { readonly files: number; readonly bytes: number };

/** The hashes as sha256sum prints them, and what the signatures prove. */
export function hashNodes({ files, signatures }: Examined, limits: Limits, ownerOf: OwnerOf): Node[] {
  const lines = files.map((file): Inline[] =>
    'sha256' in file ? [verbatim(file.sha256), `  ${file.name}`] : [`${file.name}: `, ...problemWords(file.problem, limits)],
  );
  const signed = signatures.map(({ name, of, verdict }): Inline[] => [`${name}: `, ...verdictWords(verdict, of ?? 'its file', ownerOf)]);
  return [line('What you sent:'), bullets([...lines, ...signed])];
}

/** Behind all that is said of files of which something was read. */
export const keptNodes = (files: readonly PatchFile[]): Node[] => (files.length === 0 ? [] : [line('I kept no copy.')]);

const mebibytes = (bytes: number): string => `${bytes / 2 ** 20} MiB`;

function problemWords(problem: FileProblem, { bytes }: Limits): Line {
  switch (problem) {
    case 'too-big':
      return [`larger than ${mebibytes(bytes)}, so I didn't read it. Hash it yourself with `, verbatim('sha256sum'), '.'];
    case 'too-slow':
      return ['took too long to fetch. Send it again.'];
    case 'unreadable':
      return ["I couldn't fetch it: it was deleted, or isn't shared with me. Send it again."];
    case 'altered':
      return ["what I got isn't what you sent: it was changed on the way. Send it again, and tell your coordinators if it happens twice."];
    case 'no-right':
      return ["I'm not allowed to read files here. The bot's operator can grant it ", verbatim('files:read'), '.'];
    case 'secret-key':
      return ['a secret key.'];
    default:
      return problem satisfies never;
  }
}

function verdictWords(verdict: SignatureVerdict, of: string, ownerOf: OwnerOf): Line {
  switch (verdict.type) {
    case 'good':
      return [`good signature on ${of} by `, ...keyWords(verdict.fingerprint, ownerOf), '.'];
    case 'text':
      return [
        `is by `,
        ...keyWords(verdict.fingerprint, ownerOf),
        `, but of the text alone: ${of} with other line ends would have the same, and another hash. Sign it with `,
        verbatim('gpg --detach-sign'),
        '.',
      ];
    case 'mismatch':
      return [
        `doesn't match ${of}. It was made by `,
        ...keyWords(verdict.fingerprint, ownerOf),
        ' for something else, or one of the two was changed.',
      ];
    case 'unreliable':
      return [
        `proves nothing about ${of}: it was made by `,
        ...keyWords(verdict.fingerprint, ownerOf),
        ', but that key is expired or revoked, or the signature is too old or too weak.',
      ];
    case 'unknown-key': {
      const owner = ownerOf(verdict.key);
      return owner === null
        ? [`signed with key `, verbatim(grouped(verdict.key)), `, which nobody here has, so it proves nothing about ${of}.`]
        : [
            `signed with key `,
            verbatim(grouped(verdict.key)),
            ` of ${owner}, of which I hold the fingerprint alone. To check it, add the key again: `,
            code('org key'),
            '.',
          ];
    }
    case 'none':
      return [`not a detached OpenPGP signature, so it proves nothing about ${of}.`];
    case 'alone':
      return ["a signature, and what it signs wasn't sent with it. Send both together; on Matrix the file first, then its signature."];
    case 'unread':
      return [`couldn't be checked: I couldn't read it, or ${of}.`];
    default:
      return verdict satisfies never;
  }
}

function keyWords(fingerprint: string, ownerOf: OwnerOf): Line {
  return [`${ownerOf(fingerprint) ?? 'somebody'}'s key `, verbatim(grouped(fingerprint))];
}

/** In which patch revision of an embargo each file is, or which one has another of its name; empty where it has nothing to do with any. */
export function foundNodes(embargo: Pick<Embargo, 'codename' | 'patches'>, files: readonly PatchFile[]): Node[] {
  const items = files.flatMap((file): Inline[][] => {
    const found = findFile(embargo, file);
    if (found === null) return [];
    const { patch, current, file: there } = found;
    const state = current ? ' (current)' : patch.withdrawn !== undefined ? ' (withdrawn)' : ' (no longer current)';
    const revision = `patch revision ${patch.number}${state}`;
    if (found.type === 'other')
      return [
        [
          `${file.name} doesn't match ${embargo.codename}: ${revision} has a file of that name with another hash, `,
          verbatim(there.sha256),
          '.',
        ],
      ];
    const called = there.name === file.name ? '' : ` It's called ${there.name} there.`;
    return [[`${file.name} matches ${embargo.codename}, byte for byte: ${revision}.${called}`]];
  });
  return items.length === 0 ? [] : [bullets(items)];
}

/** Files that are in no patch revision, nor any of their name. */
export function strangeNodes(files: readonly PatchFile[], embargoes: readonly Pick<Embargo, 'patches'>[]): Node[] {
  const strange = files.filter((file) => embargoes.every((embargo) => findFile(embargo, file) === null));
  return strange.length === 0 ? [] : [line(`Not in any patch revision that you can read: ${strange.map(({ name }) => name).join(', ')}.`)];
}

/** Files as the argument of a command; null where a name of theirs cannot stand in one. */
export function filesText(files: readonly PatchFile[], between: '\n' | '; '): string | null {
  if (files.length === 0) return '';
  const text = files.map(({ sha256, name }) => `${sha256}  ${name}`).join(between);
  const read = readFiles(text);
  const same = read.ok && read.value.length === files.length && files.every((file, at) => sameFile(file, read.value[at]));
  return same ? text : null;
}

const sameFile = (one: PatchFile, other: PatchFile | undefined): boolean => one.name === other?.name && one.sha256 === other.sha256;

/** The button that publishes files. `codename` null: its form asks for which embargo. */
export function publishNodes(files: readonly PatchFile[], codename: string | null): Node[] {
  const text = filesText(files, '; ');
  if (text === null || text === '') return [];
  const words = `patch publish${codename === null ? '' : ` ${codename}`} files=${quoted(text)}`;
  const action: Action = { label: files.length === 1 ? 'Publish a patch with it…' : 'Publish a patch with them…', words };
  return [actions(action)];
}

/** other-hash: the command says another one of a file than the file has. name: one is called something that cannot stand in a command. */
export type NotPublished =
  | { readonly type: 'mismatch'; readonly signature: string; readonly file: string }
  | { readonly type: 'unread'; readonly file: string }
  | { readonly type: 'other-hash'; readonly file: PatchFile; readonly typed: string }
  | { readonly type: 'name' };

/** Why a patch is not published with what was sent; null where nothing speaks against it. `typed`: what its command says of files. */
export function whyNotPublished({ files, signatures }: Examined, typed: readonly PatchFile[]): NotPublished | null {
  const wrong = signatures.find(({ verdict }) => verdict.type === 'mismatch');
  if (wrong !== undefined) return { type: 'mismatch', signature: wrong.name, file: wrong.of ?? '' };
  for (const file of files) {
    if ('problem' in file) return { type: 'unread', file: file.name };
    const said = typed.find(({ name }) => name === file.name);
    if (said !== undefined && said.sha256 !== file.sha256) return { type: 'other-hash', file, typed: said.sha256 };
  }
  return null;
}

/** Nothing was published, and how it can be: with the hashes of what was sent (`sent`), or with others, for which a form asks. Both are commands. */
export function notPublishedNodes(why: NotPublished, { sent, other }: { readonly sent: string | null; readonly other: string }): Node[] {
  const buttons: Action[] = [
    ...(sent === null ? [] : [{ label: 'Publish with the hash of what you sent', words: sent }]),
    { label: 'Publish with other hashes…', words: other },
  ];
  return [line('Nothing was published: ', ...whyWords(why)), actions(...buttons)];
}

function whyWords(why: NotPublished): Line {
  switch (why.type) {
    case 'mismatch':
      return [`${why.signature} doesn't match ${why.file}.`];
    case 'unread':
      return [`I couldn't read ${why.file}.`];
    case 'other-hash':
      return [
        `your command says `,
        verbatim(why.typed),
        ` of ${why.file.name}, and the file that you sent has `,
        verbatim(why.file.sha256),
        '.',
      ];
    case 'name':
      return ["a patch revision can't have a file by that name. Rename it and send it again, or type its hash and another name."];
    default:
      return why satisfies never;
  }
}

/** To who sent more at once than is looked at. */
export function tooManyNodes(count: number, { files }: Limits): Node[] {
  return [line(`You sent ${count} files, and I read at most ${files} at a time. Nothing was read or published. Send fewer.`)];
}

/** To who sent two files that only their places would tell apart: a signature would be of either. */
export function sameNameNodes(name: string): Node[] {
  return [line(`You sent two files called ${name}, so I read neither. Rename one and send them again.`)];
}

/** To who sent a key, and not whose. */
export const whoseKeyNodes: readonly Node[] = [
  line('Whose key is it? Send the file again with the words ', code('org key "Seven Linux"'), '. I kept nothing of it.'),
];

/** To who sent a key as a file that could not be read. */
export const keyNotReadNodes = (problem: FileProblem, { bytes, files }: Limits): Node[] =>
  problem === 'too-big'
    ? [line(`That file is larger than ${mebibytes(bytes)}, so I didn't read it. ${smallerKey}`)]
    : [line(...problemWords(problem, { bytes, files }))];

/** To who sent a file with words that have nothing to do with it. */
export const notReadNodes: readonly Node[] = [
  line(
    "I didn't look at what you attached. To have it hashed, send it with no words, or with ",
    code('patch publish'),
    '. A PGP key goes with ',
    code('org key'),
    '.',
  ),
];
