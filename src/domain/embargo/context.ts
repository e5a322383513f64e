// What a decision knows besides the thing it is about. Time and knowledge of the world come in as values.

import type { List, Member } from '../list/list.ts';
import type { DaysOff } from '../policy/dates.ts';
import type { EmbargoId } from '../values/ids.ts';
import type { Instant } from '../values/time.ts';
import type { Embargo } from './embargo.ts';

export type Context = {
  readonly now: Instant;
  readonly by: Member;
  readonly list: List;
  /** The whole list, where the embargo is not for all of it: `list` is as far as it is on the embargo. */
  readonly whole?: List;
  readonly daysOff: DaysOff;
  /** The other embargo that a command names; null: there is none that the speaker may know of. */
  readonly other?: Embargo | null;
  /** What one that is split off would be called. */
  readonly fresh?: { readonly id: EmbargoId; readonly codename: string };
};
