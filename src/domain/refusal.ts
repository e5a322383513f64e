// Every no that there is.
import type { EmbargoReason } from './embargo/refusal.ts';
import type { ListReason } from './list/refusal.ts';
import type { RefusalOf } from './values/refusal.ts';

export type Reason = EmbargoReason | ListReason;
export type Refusal = RefusalOf<Reason>;
