// How the process ends: with which code, and in words for people.
import { DrizzleQueryError } from 'drizzle-orm';
import { type Fault, startRefused } from '../chat/diagnosis.ts';
import { databaseGone } from '../db/connection/away.ts';
import { FolderUnusable } from '../db/connection/folder.ts';
import { FolderInUse } from '../db/connection/folder-lock.ts';
import { errorCode } from '../log.ts';
import { StartFailure } from '../platforms/platform.ts';

/** Codes of sysexits.h where one fits, so that a supervisor can tell what starting again is good for. docs/operations.md has them too. */
export const exits = {
  ok: 0,
  /** Whatever is none of the others. */
  failed: 1,
  /** EX_TEMPFAIL: another process has the folder or the port. Starting again later may do. */
  busy: 75,
  /** EX_CONFIG: somebody has to change something first. */
  settings: 78,
} as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** The code of a start that ended with an error. */
export function exitOf(error: unknown): Exit {
  if (error instanceof FolderInUse) return exits.busy;
  if (error instanceof StartFailure) return error.code === 'EADDRINUSE' ? exits.busy : exits.settings;
  return error instanceof CannotStart || error instanceof FolderUnusable ? exits.settings : exits.failed;
}

/** A start that somebody has to do something about. Its message is for people to read. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** What an error says to people. */
export function wordsOf(error: unknown): string {
  if (error instanceof StartFailure) return startRefused(error.fault);
  const gone = databaseGone(error);
  if (gone !== null) return gone.message;
  // Its own message quotes the statement, with the ids that it was about.
  if (error instanceof DrizzleQueryError) return `The database doesn't answer (${errorCode(error)}).`;
  // Errors that people can do something about are worded for them; nothing of what was being handled is in them.
  return error instanceof Error ? error.message : "The bot can't start.";
}

/** What waits for a server, in words: said once for each cause. */
export function waitingWords(error: unknown): string {
  const said = error instanceof StartFailure ? sentenceOf(error.fault) : wordsOf(error);
  return `Not ready: ${said} I'll keep trying.`;
}

const sentenceOf = ({ about, text, next }: Fault): string => `${about}: ${text}${next === '' ? '' : ` Next: ${next}`}`;

export function print(text: string): Exit {
  process.stdout.write(`${text}\n`);
  return exits.ok;
}

export function complain(text: string, code: Exit = exits.failed): Exit {
  process.stderr.write(`${text}\n`);
  return code;
}
