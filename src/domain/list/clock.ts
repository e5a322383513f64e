// What a list's own clock has to do: count ballots, ask organisations anew each year, warn before keys expire, notice an alias that is silent.

import type { MembershipRules } from '../policy/policy.ts';
import type { Instant } from '../values/time.ts';
import { onListSince } from './distributor.ts';
import { type Distributor, distributorsOf, type List } from './list.ts';
import { openApplications } from './membership/application.ts';
import { dueOfApplications, nextOfApplication } from './membership/decide-application.ts';
import type { MembershipFact } from './membership/facts.ts';
import { aliasAnswersMs, keyWarningsMs, newProfile, type PgpKey, type Profile } from './membership/membership.ts';
import { dueOfReports, nextOfReports } from './reports/clock.ts';
import type { ReportFact } from './reports/facts.ts';

/** After the asking: the primary again at a third, the backup too at two thirds, coordinators at the end. */
export function recertificationRungs({ recertifyWithinMs }: MembershipRules): number[] {
  return [recertifyWithinMs / 3, (recertifyWithinMs * 2) / 3, recertifyWithinMs].map(Math.round);
}

/** What the clock has to write down at `now`. */
export function dueOfList(list: List, now: Instant): (MembershipFact | ReportFact)[] {
  return [
    ...dueOfApplications(list, now),
    ...distributorsOf(list).flatMap((distributor) => dueOf(distributor, list, now)),
    ...dueOfReports(list, now),
  ];
}

/** When the clock is next needed; null when nothing will be due unless somebody does something. */
export function nextOfList(list: List): Instant | null {
  const { membership } = list.policy.rules;
  const instants = [
    ...openApplications(list).map(nextOfApplication),
    ...distributorsOf(list).flatMap((distributor) => {
      const profile = profileSince(list, distributor);
      return profile === null ? [] : nextOf(profile, membership);
    }),
    nextOfReports(list),
  ].filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** What is known of a distributor; of one that nobody said anything of, since when it has people: its year runs from there. */
function profileSince(list: List, distributor: Distributor): Profile | null {
  const since = distributor.profile === undefined ? onListSince(list, distributor) : null;
  return distributor.profile ?? (since === null ? null : newProfile(since));
}

function dueOf({ id: distributor, ...each }: Distributor, list: List, now: Instant): MembershipFact[] {
  const profile = profileSince(list, { id: distributor, ...each });
  if (profile === null) return [];
  const { membership } = list.policy.rules;
  const facts: MembershipFact[] = [];
  const { recertification, reviewedAt, aliasTest } = profile;
  if (recertification === null && now >= reviewedAt + membership.recertifyEveryMs)
    facts.push({ type: 'recertification-asked', distributor, dueAt: now + membership.recertifyWithinMs });
  if (recertification !== null) {
    const rung = recertificationRungs(membership)
      .filter((ms) => ms > recertification.askedMs && now >= recertification.askedAt + ms)
      .at(-1);
    if (rung !== undefined) facts.push({ type: 'recertification-reminded', distributor, afterMs: rung });
  }
  if (isProbationOver(profile.standing, now)) facts.push({ type: 'probation-over', distributor });
  if (isWaiting(aliasTest) && now >= aliasTest.sentAt + aliasAnswersMs) facts.push({ type: 'alias-silent', distributor });
  return [
    ...facts,
    ...profile.keys.flatMap((key): MembershipFact[] => {
      const beforeMs = keyWarnings(key)
        .filter((at) => now >= at.at)
        .at(-1)?.beforeMs;
      return beforeMs === undefined ? [] : [{ type: 'key-expiry-warned', distributor, fingerprint: key.fingerprint, beforeMs }];
    }),
  ];
}

function nextOf({ recertification, reviewedAt, aliasTest, keys, standing }: Profile, membership: MembershipRules): Instant[] {
  const asked =
    recertification === null
      ? [reviewedAt + membership.recertifyEveryMs]
      : recertificationRungs(membership)
          .filter((ms) => ms > recertification.askedMs)
          .map((ms) => recertification.askedAt + ms);
  const probation = standing?.state === 'probation' && standing.until !== null ? [standing.until] : [];
  const silent = isWaiting(aliasTest) ? [aliasTest.sentAt + aliasAnswersMs] : [];
  return [...asked, ...probation, ...silent, ...keys.flatMap((key) => keyWarnings(key).map(({ at }) => at))];
}

const isProbationOver = (standing: Profile['standing'], now: Instant): boolean =>
  standing?.state === 'probation' && standing.until !== null && now >= standing.until;

/** The warnings of a key that were not given yet, the earliest first. Those that were due before it was added are not caught up with. */
function keyWarnings({ expiresAt, warnedMs, addedAt }: PgpKey): { at: Instant; beforeMs: number }[] {
  if (expiresAt === null) return [];
  return keyWarningsMs
    .map((beforeMs) => ({ at: expiresAt - beforeMs, beforeMs }))
    .filter(({ at, beforeMs }) => (warnedMs === null || beforeMs < warnedMs) && (at > addedAt || beforeMs === 0));
}

const isWaiting = (test: Profile['aliasTest']): test is NonNullable<Profile['aliasTest']> =>
  test !== null && test.backAt === null && test.hash !== '';
