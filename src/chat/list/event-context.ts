import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { List } from '../../domain/list/list.ts';
import type { Known } from '../../domain/list/room.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Speaker } from '../message/address.ts';

// What a fact about a list is told from.

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
