// How organisations come to a list and stand on it: what is known of a distributor, and applications.
import type { Duty } from '../../policy/policy.ts';
import type { DistributorId, PersonId } from '../../values/ids.ts';
import { dayMs, type Instant } from '../../values/time.ts';

/** Its fingerprint in upper-case hex digits; `expiresAt` null: never. `warnedMs`: up to how long before its expiry was warned of. `block`: the
 * public key itself, armored, by which signatures are checked; left out of those that were added before it was kept. */
export type PgpKey = {
  readonly fingerprint: string;
  readonly expiresAt: Instant | null;
  readonly user: string | null;
  readonly addedAt: Instant;
  readonly warnedMs: number | null;
  readonly block?: string;
};

/** `leak`: the codename and the number of the leak that it is for. `answer`: of the person. `withdrawn`: it does not count any more. */
export type Strike = {
  readonly person: PersonId;
  readonly because: string;
  readonly at: Instant;
  readonly by: PersonId;
  readonly leak?: LeakOf;
  readonly answer?: { readonly text: string; readonly at: Instant };
  readonly withdrawn?: { readonly because: string; readonly by: PersonId; readonly at: Instant };
};

export type LeakOf = { readonly codename: string; readonly number: number };

/** warned: told to mend something. probation: has until then. */
export type Standing = {
  readonly state: 'warned' | 'probation';
  readonly because: string;
  readonly at: Instant;
  readonly until: Instant | null;
};

/** The yearly question whether the criteria still hold. `askedMs`: up to which rung after the asking people were reminded. */
export type Recertification = {
  readonly askedAt: Instant;
  readonly dueAt: Instant;
  readonly confirmed: Readonly<Record<string, { readonly by: PersonId; readonly at: Instant; readonly note: string | null }>>;
  readonly askedMs: number;
};

/** A code that was sent to the alias and must come back. Only its hash is kept. */
export type AliasTest = { readonly hash: string; readonly sentAt: Instant; readonly by: PersonId; readonly backAt: Instant | null };

export type Profile = {
  /** The legal entity behind it. */
  readonly entity: string | null;
  /** Package URLs of what it ships, without versions. */
  readonly ships: readonly string[];
  readonly architectures: readonly string[];
  /** Where its security team reads mail. */
  readonly alias: string | null;
  readonly aliasTest: AliasTest | null;
  readonly keys: readonly PgpKey[];
  /** ISO 3166, for holidays. */
  readonly countries: readonly string[];
  readonly primary: PersonId | null;
  readonly backup: PersonId | null;
  readonly joinedAt: Instant;
  readonly reviewedAt: Instant;
  /** What it said to each criterion when it applied, or since. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly standing: Standing | null;
  readonly strikes: readonly Strike[];
  readonly recertification: Recertification | null;
};

/** What somebody of a distributor, or a coordinator, may change. */
export type ProfileChanges = Partial<Pick<Profile, 'entity' | 'ships' | 'architectures' | 'alias' | 'countries' | 'primary' | 'backup'>>;

export function newProfile(joinedAt: Instant): Profile {
  const nothing = { entity: null, alias: null, aliasTest: null, primary: null, backup: null, standing: null, recertification: null };
  return { ...nothing, ships: [], architectures: [], keys: [], countries: [], strikes: [], evidence: {}, joinedAt, reviewedAt: joinedAt };
}

export const choices = ['yes', 'no', 'abstain'] as const;
export type Choice = (typeof choices)[number];

/** A secret ballot: who voted is known, what they voted is in `votes` until the close and nowhere after it. `conflicts` do not vote. */
export type Ballot = {
  readonly openedAt: Instant;
  readonly closesAt: Instant;
  readonly votes: Readonly<Record<string, Choice>>;
  /** Who has voted, for whomever: nobody votes twice by speaking for another organisation later. */
  readonly people: readonly PersonId[];
  /** Whoever had not voted was reminded. */
  readonly reminded?: true;
};

/** So long before the close, whoever has not voted is reminded. */
export const ballotReminderMs = dayMs;

export type Counted = {
  readonly outcome: 'carried' | 'lost' | 'no-quorum';
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
  readonly of: number;
  readonly at: Instant;
};

/** A person's acceptance of the policy as it was then. */
export type Acceptance = { readonly at: Instant; readonly version: number; readonly hash: string };

export type Application = {
  readonly number: number;
  readonly applicant: PersonId;
  readonly name: string;
  readonly organisation: string;
  readonly entity: string;
  readonly startedAt: Instant;
  readonly evidence: Readonly<Record<string, string>>;
  readonly submittedAt: Instant | null;
  readonly voucher: { readonly person: PersonId; readonly distributor: DistributorId | null; readonly at: Instant } | null;
  readonly conflicts: Readonly<Record<string, { readonly by: PersonId; readonly because: string }>>;
  readonly ballot: Ballot | null;
  readonly counted: Counted | null;
  readonly decision: {
    readonly accepted: boolean;
    readonly because: string;
    readonly missing: readonly string[];
    readonly at: Instant;
  } | null;
  readonly backup: { readonly person: PersonId; readonly name: string } | null;
  /** Who was asked to vouch, because it named them: each once, whatever it names after that. */
  readonly asked?: readonly PersonId[];
  readonly acceptances: Readonly<Record<PersonId, Acceptance>>;
  readonly closed: { readonly at: Instant; readonly how: 'joined' | 'rejected' | 'withdrawn' | 'lapsed' } | null;
};

/** An organisation that was on the list, by the id that it had. */
export type Former = {
  readonly distributor: DistributorId;
  readonly name: string;
  readonly entity: string;
  readonly at: Instant;
  readonly because: string;
  /** Who was of it when it was removed. */
  readonly people: readonly PersonId[];
};

export type Membership = {
  readonly applications: Readonly<Record<number, Application>>;
  readonly former: readonly Former[];
  /** What those were called who are on the list no more: what they did stays in the record, and is shown by it. Absent while nobody has left. */
  readonly left?: Readonly<Record<PersonId, string>>;
  /** By `dutyKey`. Absent while nobody holds any. */
  readonly duties?: Readonly<Record<string, DutyHeld>>;
};
/** Who does what the policy asks of members. `since`: when it became its primary's. `offer`: one of the two asks another organization to take its place. */
export type DutyHeld = {
  readonly primary: DistributorId | null;
  readonly backup: DistributorId | null;
  readonly since: Instant;
  readonly offer?: { readonly from: DistributorId; readonly to: DistributorId };
};

export const nobodyHolds: DutyHeld = { primary: null, backup: null, since: 0 };

/** By what a duty is known whatever its number: its own words. In other words it is another duty. */
export function dutyKey({ kind, text }: Duty): string {
  return `${kind}: ${text}`;
}

export const noMembership: Membership = { applications: {}, former: [] };

export type ApplicationPhase = 'drafting' | 'voucher' | 'discussion' | 'ballot' | 'decision' | 'acceptance' | 'closed';

/** Where an application stands at an instant: a ballot is closed by its instant, whether or not anybody has noticed. */
export function applicationPhase(application: Application, now: Instant): ApplicationPhase {
  const { closed, decision, counted, ballot, voucher, submittedAt } = application;
  if (closed !== null) return 'closed';
  if (decision !== null) return 'acceptance';
  if (counted !== null || (ballot !== null && now >= ballot.closesAt)) return 'decision';
  if (ballot !== null) return 'ballot';
  if (voucher !== null) return 'discussion';
  return submittedAt === null ? 'drafting' : 'voucher';
}

// What stands behind a company's name in most registers, and tells no two of them apart.
const legalForms =
  /(?<![\p{L}\p{N}])(?:inc|incorporated|llc|llp|lp|ltd|pty|gmbh|mbh|ug|kg|ev|corp|corporation|co|company|ag|sa|sas|sarl|spa|srl|nv|bv|plc|limited|oy|ab|as|kk)(?![\p{L}\p{N}])/gu;

/** What one legal entity may be written like, so that two ways of writing it are one. */
export function sameEntity(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    // S.A. is SA, and L.L.C. is LLC.
    .replace(/(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])/gu, (dotted) => dotted.replaceAll('.', ''));
  const only = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
  // A name that is nothing but such words is still a name.
  return only(letters.replace(legalForms, '')) || only(letters) || letters.trim();
}

/** A draft that nobody goes on with lapses after so long; more open applications than this are not taken. */
export const draftLapsesMs = 30 * dayMs;
export const openApplicationsMax = 20;
/** Of these at most so many by people of one homeserver or workspace: anybody may run one, and give out accounts. */
export const ofServerMax = 5;
/** So often one person applies to a list within `draftLapsesMs`. */
export const ofPersonMax = 3;
/** A tested alias must have answered by then. */
export const aliasAnswersMs = 7 * dayMs;
/** A key's expiry is warned of so long before it. */
export const keyWarningsMs: readonly number[] = [30, 7, 0].map((days) => days * dayMs);
