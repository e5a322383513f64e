// What people say of a leak, of an embargo or of none that they know.
import type { Instant } from './time.ts';

/** `where`: to whom or where; null: not said apart from what got out. `taken`: what they have done about it. */
export type LeakSaid = {
  readonly where: string | null;
  readonly what: string;
  readonly noticed?: Instant;
  readonly how?: string;
  readonly taken?: string;
  readonly link?: string;
};
