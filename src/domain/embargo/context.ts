// What a decision knows besides the thing it is about. Time and knowledge of the world come in as values.

import type { List, Member } from '../list/list.ts';
import type { DaysOff } from '../policy/dates.ts';
import type { Instant } from '../values/time.ts';

export type Context = {
  readonly now: Instant;
  readonly by: Member;
  readonly list: List;
  readonly daysOff: DaysOff;
};
