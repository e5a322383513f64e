import type { PolicyKey } from '../policy/presets.ts';
import type { DistributorId, ListId, PersonId, RoomId } from '../values/ids.ts';
import type { RoomKeys } from './list.ts';
import { type MembershipCommand, membershipAuthority } from './membership/commands.ts';
import { type ReportCommand, reportAuthority } from './reports/commands.ts';
import { coordinators, type Role, speakers } from './roles.ts';
import type { RoomAudit } from './room-audit.ts';

// What can be asked of a list, and who may ask it. Orders, not facts: each may still be refused.

export type ListCommand =
  | MembershipCommand
  | ReportCommand
  | {
      readonly type: 'adopt-room';
      readonly list: ListId;
      readonly name: string;
      readonly policy: PolicyKey;
      readonly room: RoomId;
      readonly audit: RoomAudit;
      /** The far teams that are let read along. */
      readonly teams: readonly string[];
    }
  | { readonly type: 'leave-room'; readonly room: RoomId }
  | { readonly type: 'audit-room'; readonly room: RoomId; readonly audit: RoomAudit }
  /** The bot has mended it, as far as it may: `audit` is how it is since. */
  | { readonly type: 'mend-room'; readonly room: RoomId; readonly audit: RoomAudit }
  /** The bot has made it. */
  | { readonly type: 'make-room'; readonly room: RoomId; readonly audit: RoomAudit }
  /** The bot has invited these people of the list, by these ids. */
  | { readonly type: 'invite-missing'; readonly room: RoomId; readonly people: readonly PersonId[] }
  | { readonly type: 'trust-team' | 'distrust-team'; readonly room: RoomId; readonly team: string }
  | { readonly type: 'set-room-keys'; readonly room: RoomId; readonly keys: RoomKeys }
  | { readonly type: 'report-devices' }
  /** `account`: by which the person is found where devices have keys; null where they have none. */
  | { readonly type: 'accept-identity'; readonly person: PersonId; readonly account: PersonId | null }
  | { readonly type: 'add-distributor'; readonly distributor: DistributorId; readonly name: string; readonly releases: readonly string[] }
  | { readonly type: 'rename-distributor'; readonly distributor: string; readonly name: string }
  | { readonly type: 'set-releases'; readonly distributor: string; readonly releases: readonly string[] }
  | {
      readonly type: 'add-person';
      readonly person: PersonId;
      readonly name: string;
      readonly role: Role;
      readonly distributor: string | null;
    }
  | { readonly type: 'remove-person'; readonly person: PersonId }
  /** Oneself. */
  | { readonly type: 'leave-list' }
  | { readonly type: 'choose-zone'; readonly zone: string };

/** Who may say what to a list. `admin`: named in the environment. */
export const listAuthority: Readonly<Record<ListCommand['type'], readonly Role[] | 'admin' | 'member' | 'anybody'>> = {
  ...membershipAuthority,
  ...reportAuthority,
  'adopt-room': 'admin',
  'leave-room': coordinators,
  'audit-room': coordinators,
  'mend-room': coordinators,
  'make-room': coordinators,
  'invite-missing': coordinators,
  'trust-team': coordinators,
  'distrust-team': coordinators,
  'set-room-keys': coordinators,
  'report-devices': coordinators,
  'accept-identity': coordinators,
  'add-distributor': coordinators,
  'rename-distributor': coordinators,
  'set-releases': speakers,
  // A representative only a colleague, as a reviewer.
  'add-person': speakers,
  'remove-person': coordinators,
  'leave-list': 'member',
  'choose-zone': 'member',
};
