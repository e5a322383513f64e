// What the ways in and out need from their surroundings. Time, chance and ids come from here, so that a test can say what they are.
import type { Db } from './db/client.ts';
import type { PersonId, PlatformName } from './domain/ids.ts';
import type { Clock } from './domain/time.ts';
import type { Log } from './log.ts';
import type { Platform } from './platforms/platform.ts';

export type Engine = {
  readonly db: Db;
  readonly platforms: Readonly<Partial<Record<PlatformName, Platform>>>;
  /** Who may found lists: named in the environment. */
  readonly admins: ReadonlySet<PersonId>;
  /** Whether a platform's server could speak in the name of an account. Left out: as the table in domain/second.ts has it. */
  readonly forgeable?: (account: PersonId) => boolean;
  readonly now: Clock;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
  readonly newId: () => string;
  /** So many bytes that nobody can guess. */
  readonly newSecret: (bytes: number) => Uint8Array;
  readonly log: Log;
};

/** What a bot is made with: its clock may give fractions of a millisecond, which the bot never sees. */
export type EngineOptions = Omit<Engine, 'now'> & { readonly now: () => number };
