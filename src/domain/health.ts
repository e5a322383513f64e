// How well a distributor keeps up on its list: a number, and never without the reasons that make it. It judges nobody: what follows is for people to decide.
import { listFor } from './embargo/audience/on-embargo.ts';
import { consentOf } from './embargo/consent.ts';
import { carrierOf, dutiesOn } from './embargo/duties.ts';
import { agreedDate, type DutyHere, type Embargo, reviewsOf } from './embargo/embargo.ts';
import { madePublic } from './embargo/end/owed.ts';
import { todos } from './embargo/todos.ts';
import { type HealthKey, healthRules } from './health-rules.ts';
import { onListSince } from './list/distributor.ts';
import { type Distributor, distributorsOf, type List, type Member, membersOf } from './list/list.ts';
import { aliasAnswersMs, type Profile } from './list/membership/membership.ts';
import { strikesStanding } from './list/membership/strikes.ts';
import type { PersonId } from './values/ids.ts';
import { byName } from './values/order.ts';
import { dayMs, type Instant } from './values/time.ts';

/** What a list does not know by itself. `lastSeen`: when somebody last did what is written down; absent: never. `closed`: they have no open account. */
export type Activity = { readonly lastSeen: Readonly<Record<PersonId, Instant>>; readonly closed: ReadonlySet<PersonId> };

/** `embargoes`: those of the list that run, or have ended within `healthYearMs`. */
export type Signals = Activity & { readonly list: List; readonly embargoes: readonly Embargo[]; readonly now: Instant };

type Found =
  | { readonly type: 'no-contact' | 'no-backup' | 'no-alias' | 'alias-untested' }
  | { readonly type: 'contact-gone'; readonly people: readonly PersonId[] }
  | { readonly type: 'inactive'; readonly since: Instant | null }
  | { readonly type: 'unacknowledged' | 'unreviewed' | 'unpublished' | 'duty-undone'; readonly codenames: readonly string[] }
  | { readonly type: 'alias-silent'; readonly sentAt: Instant }
  /** Without one that is good. */
  | { readonly type: 'no-usable-key'; readonly expired: number }
  /** Besides one that is good. */
  | { readonly type: 'key-expired'; readonly fingerprints: readonly string[] }
  | { readonly type: 'recertification-overdue'; readonly dueAt: Instant }
  | { readonly type: 'warned'; readonly at: Instant }
  | { readonly type: 'probation'; readonly until: Instant | null }
  | { readonly type: 'strikes'; readonly count: number };

/** Something amiss, and how many points it takes. */
export type HealthReason = Found & { readonly points: number };
/** 100: nothing is amiss. The heaviest reason comes first. */
export type Health = { readonly score: number; readonly reasons: readonly HealthReason[] };

/** What was longer ago counts no more. */
export const healthYearMs = 365 * dayMs;
/** Whose people have done nothing for longer than this is inactive. */
export const inactiveMs = 180 * dayMs;
/** Who has been on the list for less than this may have had nothing to do yet. */
export const newcomerMs = 30 * dayMs;

/** Every distributor of the list, the worst first. `carried`: how often it did a duty of the list within a year. */
export function healthReport(signals: Signals): { readonly distributor: Distributor; readonly health: Health; readonly carried: number }[] {
  return distributorsOf(signals.list)
    .map((distributor) => ({ distributor, health: healthOf(distributor, signals), carried: dutiesDone(distributor, signals) }))
    .sort((a, b) => a.health.score - b.health.score || byName(a.distributor, b.distributor));
}

/** How a distributor of the list stands: 100, less what each reason takes by `healthRules`, and never below 0. */
export function healthOf(distributor: Distributor, signals: Signals): Health {
  const found: readonly Found[] = [
    ...ofContacts(distributor, signals),
    ...ofEmbargoes(distributor, signals),
    ...(distributor.profile === undefined ? unknownProfile : ofProfile(distributor.profile, signals.now)),
  ];
  const reasons = found.map((each): HealthReason => ({ ...each, points: pointsOf(each) })).sort((a, b) => b.points - a.points);
  return { score: Math.max(0, 100 - reasons.reduce((sum, { points }) => sum + points, 0)), reasons };
}

function dutiesDone({ id }: Distributor, { embargoes, now }: Signals): number {
  const taken = embargoes.flatMap(({ duties = {} }) => Object.values<DutyHere>(duties)).filter(({ distributor }) => distributor === id);
  return taken.filter(({ doneAt }) => doneAt !== undefined && doneAt > now - healthYearMs).length;
}

function pointsOf(found: Found): number {
  const { points, most } = healthRules[found.type satisfies HealthKey];
  return Math.min(most, points * timesOf(found));
}

function timesOf(found: Found): number {
  if ('people' in found) return found.people.length;
  if ('codenames' in found) return found.codenames.length;
  if ('fingerprints' in found) return found.fingerprints.length;
  return 'count' in found ? found.count : 1;
}

function ofContacts(distributor: Distributor, { list, lastSeen, closed, now }: Signals): Found[] {
  const { id, profile } = distributor;
  const people = membersOf(list).filter((member) => member.distributor === id);
  const [primary, backup] = [profile?.primary ?? null, profile?.backup ?? null];
  const left = [primary, backup].flatMap((person) => (person === null || list.members[person]?.distributor === id ? [] : [person]));
  const gone = [...new Set([...people.map(({ person }) => person).filter((person) => closed.has(person)), ...left])];
  const reachable = people.some(({ person, role }) => role !== 'reviewer' && !closed.has(person));
  const seen = people.map(({ person }) => lastSeen[person]).filter((at) => at !== undefined);
  const since = seen.length === 0 ? null : Math.max(...seen);
  const newcomer = now - (onListSince(list, distributor) ?? 0) < newcomerMs;
  const inactive = !newcomer && (since === null || now - since > inactiveMs);
  // Where the policy allows one contact for each legal entity, there can be no second one.
  const alone = !list.policy.rules.membership.singleContact && (backup === null || backup === primary);
  return [
    ...(reachable ? [] : [{ type: 'no-contact' } as const]),
    ...(gone.length === 0 ? [] : [{ type: 'contact-gone', people: gone } as const]),
    ...(inactive ? [{ type: 'inactive', since } as const] : []),
    ...(alone ? [{ type: 'no-backup' } as const] : []),
  ];
}

function ofEmbargoes({ id, releases }: Distributor, { list, embargoes, now }: Signals): Found[] {
  const people = membersOf(list).filter((member) => member.distributor === id);
  const named = (type: 'unacknowledged' | 'unreviewed' | 'unpublished' | 'duty-undone', found: (embargo: Embargo) => boolean): Found[] => {
    const codenames = embargoes.filter(found).map(({ codename }) => codename);
    return codenames.length === 0 ? [] : [{ type, codenames }];
  };
  const told = (embargo: Embargo, before: Instant): Member[] =>
    membersOf(listFor(embargo, list, now))
      .filter((member) => member.distributor === id)
      .filter((member) => member.since < before && !['none', 'declined'].includes(consentOf(embargo, member)));
  return [
    ...named('unacknowledged', (embargo) => {
      const date = passedDate(embargo, now);
      const owing = date === null ? [] : told(embargo, date);
      // Somebody of it said yes or no: it was heard there.
      return owing.length > 0 && !people.some((member) => ['signed', 'asked', 'declined'].includes(consentOf(embargo, member)));
    }),
    ...named('unreviewed', (embargo) => {
      const date = passedDate(embargo, now);
      if (date === null || told(embargo, date).length === 0) return false;
      if (!Object.values(embargo.patches).some(({ at, withdrawn }) => at < date && withdrawn === undefined)) return false;
      // A newer patch revision makes a review stale, not undone.
      const done = reviewsOf(embargo).filter((review) => review.distributor === id && review.end !== null);
      return releases.some((release) => !done.some((review) => review.release === release));
    }),
    ...named('duty-undone', (embargo) => {
      const date = passedDate(embargo, now);
      if (date === null || told(embargo, date).length === 0) return false;
      return dutiesOn(embargo, list).some(
        // Who got it later had no time for it.
        (duty) => duty.here?.doneAt === undefined && carrierOf(duty) === id && (duty.here?.at ?? duty.held.since) < date,
      );
    }),
    ...named('unpublished', (embargo) => {
      const { ended } = embargo;
      if (ended === null || ended.at <= now - healthYearMs) return false;
      return todos(embargo, list, now).some(
        (todo) =>
          todo.type === 'publish' &&
          todo.clock === 'packages' &&
          todo.distributor === id &&
          (todo.due ?? now) <= now &&
          people.some(({ person, since }) => person === todo.person && since < ended.at),
      );
    }),
  ];
}

/** The disclosure date that an embargo has reached within the last year; null where it has not, was withdrawn, or ended before it. */
function passedDate(embargo: Embargo, now: Instant): Instant | null {
  const at = agreedDate(embargo)?.at ?? null;
  if (at === null || at > now || at <= now - healthYearMs) return null;
  return embargo.ended !== null && (embargo.ended.at < at || !madePublic(embargo.ended.reason)) ? null : at;
}

/** Nobody has said anything of it. */
const unknownProfile: readonly Found[] = [{ type: 'no-alias' }, { type: 'no-usable-key', expired: 0 }];

function ofProfile(profile: Profile, now: Instant): Found[] {
  const { alias, aliasTest, keys, recertification, standing } = profile;
  const strikes = strikesStanding(profile);
  const expired = keys.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
  return [
    ...(alias === null ? [{ type: 'no-alias' } as const] : ofAlias(aliasTest, now)),
    ...(expired.length === keys.length
      ? [{ type: 'no-usable-key', expired: expired.length } as const]
      : expired.length > 0
        ? [{ type: 'key-expired', fingerprints: expired.map(({ fingerprint }) => fingerprint) } as const]
        : []),
    ...(recertification !== null && now >= recertification.dueAt
      ? [{ type: 'recertification-overdue', dueAt: recertification.dueAt } as const]
      : []),
    ...(standing?.state === 'warned' ? [{ type: 'warned', at: standing.at } as const] : []),
    ...(standing?.state === 'probation' ? [{ type: 'probation', until: standing.until } as const] : []),
    ...(strikes.length > 0 ? [{ type: 'strikes', count: strikes.length } as const] : []),
  ];
}

/** While a test may still be answered, nothing is said of the alias. */
function ofAlias(test: Profile['aliasTest'], now: Instant): Found[] {
  if (test === null) return [{ type: 'alias-untested' }];
  return test.backAt === null && now >= test.sentAt + aliasAnswersMs ? [{ type: 'alias-silent', sentAt: test.sentAt }] : [];
}
