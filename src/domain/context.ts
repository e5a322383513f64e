// What a decision knows besides the thing it is about. Time and knowledge of the world come in as values.
import type { DaysOff } from './dates.ts';
import type { List, Member } from './list.ts';
import type { Instant } from './time.ts';

export type Context = {
  readonly now: Instant;
  readonly by: Member;
  readonly list: List;
  readonly daysOff: DaysOff;
};
