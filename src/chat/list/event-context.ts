import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { List } from '../../domain/list/list.ts';
import type { Known } from '../../domain/list/room.ts';
import type { Instant } from '../../domain/values/time.ts';
import { personal, type Speaker } from '../message/address.ts';
import { type Inline, line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';

// What a fact about a list is told from, and the answer that all tellings share.

export type ListEventContext = {
  readonly list: List;
  readonly before: List | null;
  readonly running: readonly Embargo[];
  readonly now: Instant;
  /** Who did it, where they spoke; null: nobody, a platform noticed it. */
  readonly to: Speaker | null;
  /** The ids by which the list knows those who are in its rooms. */
  readonly known?: Known;
  /** Of the policy in force: by it people accept it. */
  readonly policyHash?: string;
};

/** A line back to the one who did it, where they spoke; nothing where nobody did. */
export function answered({ to }: Pick<ListEventContext, 'to'>, ...said: Inline[]): Outgoing[] {
  return to === null ? [] : [personal(to, [line(...said)])];
}
