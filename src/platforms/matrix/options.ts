// What the platform is made with.
import type { Check } from '../../chat/message/questions.ts';
import type { Choices } from '../platform.ts';
import type { Timing } from './lease.ts';
import type { MatrixStore } from './matrix-store.ts';
import type { Said } from './send.ts';
import type { Access } from './session.ts';

export type MatrixOptions = {
  readonly access: Access;
  /** The recovery key of the bot's identity, where its database was lost. */
  readonly recoveryKey: string | null;
  readonly store: MatrixStore;
  readonly check: Check;
  readonly choices: Choices;
  /** Whether words change nothing. */
  readonly isQuestion: (words: string) => boolean;
  /** Epoch milliseconds; fractions of one are left off. */
  readonly now: () => number;
  readonly machineNow: () => number;
  readonly newId: () => string;
  readonly newSecret: (bytes: number) => Uint8Array;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
  readonly timing?: Timing;
  /** For who looks on: what was said, what was taken in, and that the bot hears from now on. */
  readonly watch?: { said?(said: Said): void; heard?(event: string): void; hears?(): void };
};
