import type { PolicyKey } from '../policy/presets.ts';
import type { Confirmed } from '../values/happened.ts';
import type { DistributorId, ListId, PersonId, RoomId } from '../values/ids.ts';
import type { LeakSaid } from '../values/leak-said.ts';
import type { Member, RoomKeys } from './list.ts';
import type { MembershipFact } from './membership/facts.ts';
import type { ReportFact } from './reports/facts.ts';
import type { RoomAudit } from './room-audit.ts';
import type { UntrustedReason } from './trust.ts';

// What happened to a list: past, append-only, and the only way in which it changes.

export type ListFact = Happening & { readonly confirmed?: Confirmed };

type Happening =
  | MembershipFact
  | ReportFact
  | { readonly type: 'list-founded'; readonly list: ListId; readonly name: string; readonly policy: PolicyKey }
  | { readonly type: 'room-adopted'; readonly room: RoomId; readonly audit: RoomAudit }
  /** By the bot, at a coordinator's word. */
  | { readonly type: 'room-made'; readonly room: RoomId }
  | { readonly type: 'people-invited'; readonly room: RoomId; readonly people: readonly PersonId[] }
  | { readonly type: 'room-left'; readonly room: RoomId }
  /** It was looked at, and is not as it was. */
  | { readonly type: 'room-audited'; readonly room: RoomId; readonly audit: RoomAudit }
  /** Its platform gave it another id. */
  | { readonly type: 'room-moved'; readonly from: RoomId; readonly to: RoomId }
  | { readonly type: 'team-trusted'; readonly room: RoomId; readonly team: string }
  | { readonly type: 'team-distrusted'; readonly room: RoomId; readonly team: string }
  /** To whose devices the keys of what is said in a room go. */
  | { readonly type: 'room-keys-set'; readonly room: RoomId; readonly keys: RoomKeys }
  | {
      readonly type: 'distributor-added';
      readonly distributor: DistributorId;
      readonly name: string;
      readonly releases: readonly string[];
    }
  /** It was mistyped, or calls itself otherwise now. */
  | { readonly type: 'distributor-renamed'; readonly distributor: DistributorId; readonly was: string; readonly name: string }
  | { readonly type: 'releases-set'; readonly distributor: DistributorId; readonly releases: readonly string[] }
  | { readonly type: 'person-added'; readonly member: Omit<Member, 'since'> }
  /** `because`: nobody took them off; their last account was closed, or they left. */
  | { readonly type: 'person-removed'; readonly person: PersonId; readonly because?: 'deactivated' | 'left' }
  /** The bot took somebody who is off the list out of a room, or took their invitation back. */
  | { readonly type: 'person-evicted'; readonly room: RoomId; readonly person: PersonId }
  /** What comes from `alias` was said by `person`, from now on; no longer. */
  | { readonly type: 'identity-linked'; readonly person: PersonId; readonly alias: PersonId }
  | { readonly type: 'identity-unlinked'; readonly person: PersonId; readonly alias: PersonId; readonly because?: 'deactivated' }
  /** With their first embargo under these terms. A coordinator's holds for each embargo of the list. */
  | { readonly type: 'terms-accepted'; readonly person: PersonId; readonly terms: string }
  | { readonly type: 'zone-chosen'; readonly person: PersonId; readonly zone: string }
  /** By somebody who knows of no embargo that it could be about. */
  /** `unnamed`: who reported it only this coordinator may know; null: nobody. */
  | ({ readonly type: 'leak-reported'; readonly unnamed?: PersonId | null } & LeakSaid)
  /** Something was said in somebody's name that nobody can vouch for, and was not acted on. */
  | { readonly type: 'command-distrusted'; readonly person: PersonId; readonly because: UntrustedReason; readonly device: string | null }
  /** Their present identity on a platform is the one that counts from now on. */
  | { readonly type: 'identity-accepted'; readonly person: PersonId; readonly account: PersonId };

/** A fact as it is written down. What somebody voted is counted, and never kept. */
export function written(fact: ListFact): ListFact {
  if (fact.type !== 'vote-cast') return fact;
  const { choice: _, ...rest } = fact;
  return rest;
}
