// What the ways in and out need from their surroundings. Time, chance and ids come from here, so that a test can say what they are.
import type { Db } from './db/connection/client.ts';
import type { PersonId, PlatformName } from './domain/values/ids.ts';
import type { Clock } from './domain/values/time.ts';
import type { Log } from './log.ts';
import type { Platform } from './platforms/platform.ts';

/** How long a claim of what is to be sent is good, and how often it is renewed while it is in hand. Milliseconds. */
export type Lease = { readonly ms: number; readonly renewEveryMs: number };

export type Engine = {
  readonly db: Db;
  readonly platforms: Readonly<Partial<Record<PlatformName, Platform>>>;
  /** Who may found lists: named in the environment. */
  readonly admins: ReadonlySet<PersonId>;
  /** Whether a platform's server could speak in the name of an account. Left out: as the table in domain/second-approval.ts has it. */
  readonly forgeable?: (account: PersonId) => boolean;
  readonly now: Clock;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
  readonly newId: () => string;
  /** So many bytes that nobody can guess. */
  readonly newSecret: (bytes: number) => Uint8Array;
  readonly log: Log;
  /** Nobody else can work on the database: what is claimed there when the bot starts, a process that is gone has left. */
  readonly alone?: boolean;
  /** Left out: as deliver.ts has it. */
  readonly lease?: Lease;
};

/** What a bot is made with: its clock may give fractions of a millisecond, which the bot never sees. */
export type EngineOptions = Omit<Engine, 'now'> & { readonly now: () => number };
