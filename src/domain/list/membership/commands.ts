// What can be asked of a list about its policy, its distributors, its applications and its people, and who may ask it.

import type { Policy } from '../../policy/policy.ts';
import type { PolicyKey } from '../../policy/presets.ts';
import type { PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import { coordinators, type Role, speakers } from '../roles.ts';
import type { Ground } from './facts.ts';
import type { Choice, LeakOf, PgpKey, ProfileChanges } from './membership.ts';
import type { WholeApplication } from './whole-application.ts';

type Numbered = { readonly number: number };
type Named = { readonly distributor: string };

/** What an applicant says to a criterion, or to the one that is open, or to several. `whole`: what `wholeFrom` reads in it, where it was read already. `public`: they say that it tells of no secret. */
export type Answers = {
  readonly criterion: string | null;
  readonly text: string;
  readonly whole?: WholeApplication | null;
  readonly public?: boolean;
};

export type MembershipCommand =
  | { readonly type: 'draft-policy'; readonly rules: Policy; readonly preset: PolicyKey | null }
  | { readonly type: 'discard-policy' }
  /** `hash`: of the draft that they have read; its first digits do. */
  | { readonly type: 'adopt-policy'; readonly hash: string }
  | ({ readonly type: 'set-profile'; readonly changes: ProfileChanges } & Named)
  | ({ readonly type: 'add-key'; readonly key: Omit<PgpKey, 'addedAt' | 'warnedMs'> } & Named)
  | ({ readonly type: 'drop-key'; readonly fingerprint: string } & Named)
  /** `hash` is of the code that was sent; of the one that came back. */
  | ({ readonly type: 'test-alias'; readonly hash: string } & Named)
  | { readonly type: 'answer-alias'; readonly hash: string }
  /** `answers`: those that were said along with it. */
  | {
      readonly type: 'apply';
      readonly organisation: string;
      readonly entity: string;
      readonly name: string;
      readonly answers?: Answers;
    }
  | ({ readonly type: 'give-evidence' } & Answers)
  | { readonly type: 'submit-application' }
  | { readonly type: 'withdraw-application' }
  | ({ readonly type: 'vouch' } & Numbered)
  | ({ readonly type: 'declare-conflict'; readonly because: string } & Numbered)
  | ({ readonly type: 'open-ballot' } & Numbered)
  | ({ readonly type: 'vote'; readonly choice: Choice } & Numbered)
  | ({
      readonly type: 'decide-application';
      readonly accept: boolean;
      readonly because: string;
      readonly missing: readonly string[];
    } & Numbered)
  | { readonly type: 'name-backup'; readonly person: PersonId; readonly name: string }
  /** `hash`: what they saw of the policy; its first digits do. */
  | { readonly type: 'accept-policy'; readonly hash: string }
  | { readonly type: 'recertify'; readonly criterion: string; readonly note: string | null }
  | ({
      readonly type: 'set-standing';
      readonly state: 'warned' | 'probation' | 'good';
      readonly because: string;
      readonly until: Instant | null;
    } & Named)
  | { readonly type: 'give-strike'; readonly person: PersonId; readonly because: string; readonly leak?: LeakOf }
  /** `number` null: the only one that they can mean. */
  | { readonly type: 'answer-strike'; readonly number: number | null; readonly text: string }
  | { readonly type: 'withdraw-strike'; readonly person: PersonId; readonly number: number | null; readonly because: string }
  | ({ readonly type: 'remove-distributor'; readonly ground: Ground; readonly because: string } & Named)
  | { readonly type: 'offer-handover'; readonly to: PersonId }
  | { readonly type: 'answer-handover'; readonly accept: boolean }
  /** `place` null: whichever is free, or what was offered. */
  | ({ readonly type: 'claim-duty'; readonly place: 'primary' | 'backup' | null } & Numbered)
  | ({ readonly type: 'drop-duty' } & Numbered)
  /** `backup` null: as it was. */
  | ({ readonly type: 'assign-duty'; readonly primary: string; readonly backup: string | null } & Numbered)
  /** `number` null: all of them. */
  | { readonly type: 'rotate-duty'; readonly number: number | null }
  | ({ readonly type: 'offer-duty' } & Numbered & Named)
  /** Whoever offered it and does not accept takes it back. */
  | ({ readonly type: 'answer-duty'; readonly accept: boolean } & Numbered)
  | { readonly type: 'be-away'; readonly until: Instant; readonly standIn: PersonId | null }
  | { readonly type: 'be-back' };

/** One of these commands, by its type. */
export type Of<Type extends MembershipCommand['type']> = Extract<MembershipCommand, { type: Type }>;

/** anybody: also somebody who is on no list, of what is their own. */
export const membershipAuthority: Readonly<Record<MembershipCommand['type'], readonly Role[] | 'member' | 'anybody'>> = {
  'draft-policy': coordinators,
  'discard-policy': coordinators,
  'adopt-policy': coordinators,
  'set-profile': speakers,
  'add-key': speakers,
  'drop-key': speakers,
  'test-alias': coordinators,
  'answer-alias': speakers,
  apply: 'anybody',
  'give-evidence': 'anybody',
  'submit-application': 'anybody',
  'withdraw-application': 'anybody',
  vouch: speakers,
  'declare-conflict': speakers,
  'open-ballot': coordinators,
  vote: speakers,
  'decide-application': coordinators,
  'name-backup': 'anybody',
  'accept-policy': 'anybody',
  recertify: speakers,
  'set-standing': coordinators,
  'give-strike': coordinators,
  'answer-strike': 'member',
  'withdraw-strike': coordinators,
  'remove-distributor': coordinators,
  'offer-handover': speakers,
  'answer-handover': 'member',
  'claim-duty': speakers,
  'drop-duty': speakers,
  'assign-duty': coordinators,
  'rotate-duty': coordinators,
  'offer-duty': speakers,
  'answer-duty': speakers,
  'be-away': 'member',
  'be-back': 'member',
};

export function isMembershipCommand(command: { readonly type: string }): command is MembershipCommand {
  return Object.hasOwn(membershipAuthority, command.type);
}
