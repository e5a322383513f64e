import type { Standing } from '../../../domain/list/membership/membership.ts';
import type { Role } from '../../../domain/list/roles.ts';
import type { PersonId } from '../../../domain/values/ids.ts';

// What a register tells of an organisation.

/** A UTC day, `2026-03-02`. */
export type Day = string;

/** What anybody may know of a member. `since` null: it is not known. */
export type PublicMember = { readonly name: string; readonly since: Day | null; readonly ships: readonly string[] };

export type RegisterEntry = PublicMember & {
  readonly entity: string | null;
  readonly releases: readonly string[];
  readonly architectures: readonly string[];
  readonly countries: readonly string[];
  /** `answered` null: the code of the last test has not come back. */
  readonly alias: { readonly address: string; readonly tested: Day | null; readonly answered: Day | null } | null;
  readonly keys: readonly { readonly fingerprint: string; readonly expires: Day | null; readonly expired: boolean }[];
  readonly primary: string | null;
  readonly backup: string | null;
  readonly people: readonly { readonly name: string; readonly id: PersonId; readonly role: Role; readonly since: Day }[];
  readonly reviewed: Day | null;
  readonly standing: { readonly state: Standing['state']; readonly because: string; readonly on: Day; readonly until: Day | null } | null;
  readonly strikes: readonly {
    readonly name: string;
    readonly on: Day;
    readonly because: string;
    readonly by: string;
    readonly leak: string | null;
    readonly answer: string | null;
    readonly withdrawn: string | null;
  }[];
};
