import type { PersonId } from './ids.ts';
import type { Instant } from './time.ts';

// A fact with its circumstances.

/** Whose doing it was: a person's, or the clock's. */
export type Actor = PersonId | 'clock';

/** A fact with its circumstances. */
export type Happened<Fact> = { readonly fact: Fact; readonly at: Instant; readonly by: Actor };

/** Who confirmed the order that made something happen, and from which account of theirs, where an order was confirmed. */
export type Confirmed = { readonly person: PersonId; readonly account: PersonId };
