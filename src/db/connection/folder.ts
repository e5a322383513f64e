// Whether a folder can be that of the embedded database: looked at before anything is made in it. Nobody but its owner sees into it.
import { accessSync, chmodSync, constants, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../../errors.ts';

/** `why`: for people to read. */
export type FolderFault = { readonly why: string; readonly next: string };
export type FolderFound =
  | { readonly state: 'unusable'; readonly fault: FolderFault }
  | { readonly state: 'usable' /** Its permissions (0o750), null where it is not there yet. */; readonly mode: number | null };

/** A folder that the database cannot be in. Its message is for people to read. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable';

  constructor({ why, next }: FolderFault) {
    super(`DATA_DIR can't be used: ${why} Next: ${next}`);
  }
}

/** Looks, and changes nothing. */
export function lookAtFolder(folder: string): FolderFound {
  const path = resolve(folder);
  try {
    const found = statSync(path);
    if (!found.isDirectory()) return unusable('ENOTDIR', folder);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return { state: 'usable', mode: found.mode & 0o777 };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return unusable(codeOf(error), folder);
    return lookAbove(path, folder);
  }
}

/** What of a mode is for others than the owner. */
export const others = 0o077;
// Windows has no such modes.
const hasModes = process.platform !== 'win32';

/** Makes the folder where it is not there, and shuts it to everybody but its owner where it is. Throws FolderUnusable. */
export function makeFolder(folder: string): void {
  const found = lookAtFolder(folder);
  if (found.state === 'unusable') throw new FolderUnusable(found.fault);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new FolderUnusable(faultBehind(codeOf(error), folder));
  }
  if (found.mode === null || (found.mode & others) === 0 || !hasModes) return;
  try {
    chmodSync(folder, 0o700);
  } catch (error) {
    const why = `other users of this machine can get into ${folder} (${found.mode.toString(8)}), and it can't be shut to them (${codeOf(error)}).`;
    throw new FolderUnusable({ why, next: `as its owner, run chmod 700 ${folder}, or set DATA_DIR to a folder of the bot's own user.` });
  }
}

/**
 * Takes from everybody but the owner what they may do to what is in the folder: PGlite makes its files for everybody to write. What this process makes from
 * then on is for its owner alone.
 */
export function shutFolder(folder: string): void {
  if (!hasModes) return;
  process.umask(others);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    try {
      const found = lstatSync(path);
      if (!found.isSymbolicLink() && (found.mode & others) !== 0) chmodSync(path, found.mode & 0o700);
    } catch (error) {
      // The database takes files away while this looks. What cannot be shut lies in a folder that is.
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EPERM') throw error;
    }
  }
}

/** It is not there: whether it can be made depends on the nearest folder above it that is. */
function lookAbove(path: string, folder: string): FolderFound {
  for (let above = dirname(path); ; above = dirname(above)) {
    try {
      if (!statSync(above).isDirectory()) return unusable('ENOTDIR', folder);
      accessSync(above, constants.W_OK | constants.X_OK);
      return { state: 'usable', mode: null };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || above === dirname(above)) return unusable(codeOf(error), folder);
    }
  }
}

const words: Readonly<Record<string, (folder: string) => FolderFault>> = {
  ENOTDIR: (folder) => ({ why: `${folder}, or what is above it, is a file, not a folder.`, next: 'set DATA_DIR to a folder.' }),
  EEXIST: (folder) => ({ why: `${folder} is a file, not a folder.`, next: 'set DATA_DIR to a folder.' }),
  EACCES: (folder) => ({
    why: `this user may not read and write ${folder} (EACCES).`,
    next: 'give the folder to the user that the bot runs as, or set DATA_DIR to another one.',
  }),
  EROFS: (folder) => ({ why: `${folder} is on a read-only file system (EROFS).`, next: 'set DATA_DIR to a folder that can be written.' }),
  ENOSPC: (folder) => ({ why: `the disk of ${folder} is full (ENOSPC).`, next: 'make room there.' }),
};

function faultBehind(code: string, folder: string): FolderFault {
  return words[code]?.(folder) ?? { why: `${folder} can't be read and written (${code}).`, next: 'set DATA_DIR to another folder.' };
}

const unusable = (code: string, folder: string): FolderFound => ({ state: 'unusable', fault: faultBehind(code, folder) });
