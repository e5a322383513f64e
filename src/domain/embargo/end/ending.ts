// How an embargo ends: two people at the date, or the world before it. Never one person at the date, and never the bot.

import { findDistributor, unknownOrganization } from '../../list/distributor.ts';
import { coordinatorsOf, distributorName, distributorsOf, type List, nameOf } from '../../list/list.ts';
import type { DistributorId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import { type Instant, isSameMinute } from '../../values/time.ts';
import { recordMeant } from '../about/records.ts';
import type { EmbargoCommand } from '../commands.ts';
import { consentOf, memberOf } from '../consent.ts';
import type { Context } from '../context.ts';
import { mayDiscloseUndated } from '../date/extension.ts';
import { agreedDate, type Embargo, publishedKey } from '../embargo.ts';
import { findingsSeen, isAsSeen, openFindings, whereFound } from '../findings.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { finishableFrom, firstPress, isFinishable, silenceOf, speakForOne, statedSince } from './finishing.ts';
import { debtOf, leavesId, madePublic, needsBecause } from './owed.ts';
import { isLinked, refuseInstant } from './reopening.ts';
import { declineRetrospective, refuseOutcome } from './retrospective.ts';

/**
 * One of the two presses that disclose; the second, by somebody else, ends the embargo. One of the two is a coordinator, unless none has answered for as
 * long as the policy waits: then they speak for different distributors. Where no date could be agreed, the first of the two says why.
 */
export function disclose(
  embargo: Embargo,
  { at: since = null, despite, because }: Extract<EmbargoCommand, { type: 'disclose' }>,
  context: Context,
): EmbargoDecision {
  const { by, list, now } = context;
  const date = agreedDate(embargo);
  if (date === null && !mayDiscloseUndated(embargo, context)) return refuse({ code: 'no-date-agreed' });
  if (date !== null && now < date.at) return refuse({ code: 'too-early', date: date.at });
  const alone = isFinishable(embargo, list, now);
  if (by.role !== 'coordinator' && !speakersDisclose(list) && !alone) return refuse({ code: 'needs-role', roles: ['coordinator'] });
  const first = firstPress(embargo, list);
  if (first?.person === by.person) return refuse({ code: 'needs-another-person' });
  const withoutCoordinator = first !== null && first.role !== 'coordinator' && by.role !== 'coordinator';
  if (withoutCoordinator && !alone) return refuse({ code: 'needs-a-coordinator-too', from: finishableFrom(embargo, list, now) });
  if (withoutCoordinator && by.distributor !== null && speakForOne(list, first, by))
    return refuse({ code: 'needs-another-distributor', name: distributorName(list, by.distributor) });
  const stated = statedSince(embargo, list);
  // Nobody confirms an instant that they have not seen.
  if (first !== null && stated !== null && since === null) return refuse({ code: 'public-since-stated', at: stated, by: first.name });
  const refusal =
    (since === null ? null : refuseInstant(since, now)) ?? refuseFindings(embargo, list, { at: since, because: because ?? null, despite });
  if (refusal !== null) return refusal;
  const open = openFindings(embargo).map(({ number }) => number);
  const inSpite = open.length === 0 ? {} : { findings: open };
  const reason = date === null ? (because ?? (first === null ? null : embargo.disclosing?.because) ?? null) : null;
  if (date === null && reason === null) return refuse({ code: 'undated-needs-reason' });
  if (first === null)
    return [
      {
        type: 'disclosure-pressed',
        ...(since === null ? {} : { publicSince: since }),
        ...(reason === null ? {} : { because: reason }),
        ...inSpite,
      },
    ];
  // The second of the two has the last word, and may have typed the same without its seconds.
  const publicSince = since !== null && stated !== null && isSameMinute(since, stated) ? stated : since;
  return [
    {
      ...{ type: 'embargo-ended', reason: 'disclosed', by: [first.person, by.person], because: reason },
      ...(publicSince === null ? {} : { publicSince }),
      ...(withoutCoordinator ? { withoutCoordinator: true, silentMs: silenceOf(embargo, list, now) } : {}),
      ...inSpite,
    },
  ];
}

/** What was found and is not done with is named before it is disclosed, to each of the two: one that was found since the other looked, too. */
function refuseFindings(
  embargo: Embargo,
  list: List,
  { despite, ...said }: { readonly despite: string | undefined; readonly at: Instant | null; readonly because: string | null },
): EmbargoRefusal | null {
  const open = openFindings(embargo);
  const seen = findingsSeen(embargo);
  if (open.length === 0 || (despite !== undefined && isAsSeen(embargo, despite))) return null;
  const found = open.map((finding) => {
    const { number, kind, state, fixedIn, by } = finding;
    return { number, kind, state, fixedIn, by: nameOf(list, by), where: whereFound(finding, embargo, list) };
  });
  return refuse({ code: 'open-findings', found, seen, ...(despite === undefined ? {} : { changed: true }), ...said });
}

/** Whether representatives may disclose: where the policy says so, and where one coordinator alone cannot be two people. */
export function speakersDisclose(list: List): boolean {
  return list.policy.rules.disclosers === 'speakers' || coordinatorsOf(list).length < 2;
}

/**
 * The other ways: it is public already, it is exploited, the report was withdrawn, it is no vulnerability, … Representatives ask for those that make nothing
 * public, and a coordinator's word for the same is the second of two.
 */
export function end(embargo: Embargo, command: Extract<EmbargoCommand, { type: 'end' }>, { by, now }: Context): EmbargoDecision {
  const { reason, because, at: since = null } = command;
  const asked = embargo.disclosing?.reason === reason ? embargo.disclosing.by : null;
  const representative = by.role !== 'coordinator';
  if (representative && madePublic(reason)) return refuse({ code: 'ask-by-report' });
  // Before anybody is asked for the words of it.
  if (representative && asked !== null) return refuse({ code: 'already-reported' });
  if (needsBecause(reason) && because === null && (representative || asked === null)) return refuse({ code: 'needs-because' });
  const refusal = since === null ? null : refuseInstant(since, now);
  if (refusal !== null) return refusal;
  if (representative) return [{ type: 'end-asked', reason, because: because ?? '' }];
  const people = asked === null || asked === by.person ? [by.person] : [asked, by.person];
  return [
    {
      ...{ type: 'embargo-ended', reason, by: people, because },
      ...(since === null || !madePublic(reason) ? {} : { publicSince: since }),
      ...(leavesId(reason, embargo.about) ? { rejectCve: true } : {}),
    },
  ];
}

/** A fact of the world: the vulnerability or an exploit is public, attacks are seen. Coordinators then end the embargo, or hold it. */
export function reportPublicState(embargo: Embargo, command: Extract<EmbargoCommand, { type: 'report-public-state' }>): EmbargoDecision {
  if (embargo.publicState[command.what] !== undefined) return refuse({ code: 'already-reported' });
  return [{ type: 'world-changed', what: command.what, how: command.how }];
}

/** A coordinator's decision that the embargo goes on in spite of what was reported, of the world or of a leak, or asked for. */
export function hold(reason: string): EmbargoDecision {
  return [{ type: 'embargo-held', reason }];
}

/**
 * What is owed after the end and is not coming: a coordinator closes it with a reason, and nobody is asked for it any more. A link that comes all the same
 * takes its place.
 */
export function closeLink(
  embargo: Embargo,
  { clock, id, distributor: named, because }: Extract<EmbargoCommand, { type: 'close-link' }>,
  { by, list }: Context,
): EmbargoDecision {
  const { ended } = embargo;
  if (ended === null) return refuse({ code: 'not-over-yet' });
  if (debtOf(ended, clock) === 'none') return refuse({ code: 'nothing-owed' });
  if (clock === 'retrospective' && embargo.published.retrospective === undefined) {
    const declined = declineRetrospective(embargo, because, { by, list });
    if (declined !== null) return declined;
  }
  const found = named === null ? null : findDistributor(list, named);
  const names = distributorsOf(list).map(({ name }) => name);
  if (clock === 'packages' && named === null) return refuse({ code: 'whose-packages', names });
  if (clock === 'packages' && found === null) return unknownOrganization(list, named ?? '');
  const record = clock === 'cve' ? recordMeant(embargo, id, { because }, consentOf(embargo, memberOf(list, by.person))) : null;
  if (record !== null && typeof record !== 'string') return record;
  const distributor = clock === 'packages' ? (found?.id ?? null) : null;
  if (embargo.published[publishedKey(clock, distributor, record)] !== undefined) return refuse({ code: 'published-already' });
  const rejects = debtOf(ended, clock) === 'rejection' ? ({ rejects: true } as const) : {};
  return [{ type: 'published', clock, distributor, link: 'none', ...(record === null ? {} : { id: record }), because, ...rejects }];
}

/** Whose packages are linked: the speaker's organization's, unless a coordinator names another. */
function packagesOf(named: string | undefined, { by, list }: Pick<Context, 'by' | 'list'>): DistributorId | EmbargoRefusal {
  const found = named === undefined ? null : findDistributor(list, named);
  if (named !== undefined && found === null) return unknownOrganization(list, named);
  const whose = found?.id ?? by.distributor;
  if (whose === null) return refuse({ code: 'whose-packages', names: distributorsOf(list).map(({ name }) => name) });
  return by.role === 'coordinator' || whose === by.distributor ? whose : refuse({ code: 'other-distributor' });
}

/**
 * What was owed after the end and is done: the public post, the CVE record, a distributor's packages, …, or a correction. `link`: an address, `none`, or `here`: what came of looking back is kept with the embargo.
 * Another one is kept beside the first.
 */
export function publish(
  embargo: Embargo,
  command: Extract<EmbargoCommand, { type: 'publish' }>,
  { by, list, now }: Context,
): EmbargoDecision {
  const { clock, link, id = null, at: since = null } = command;
  const { ended } = embargo;
  if (ended === null) return refuse({ code: 'not-over-yet' });
  if (clock === 'erratum' ? !madePublic(ended.reason) : debtOf(ended, clock) === 'none') return refuse({ code: 'nothing-owed' });
  const whose = clock === 'packages' ? packagesOf(command.distributor, { by, list }) : null;
  if (whose !== null && typeof whose !== 'string') return whose;
  // Where two representatives finished, it is they who know where the post is.
  if (clock !== 'packages' && clock !== 'post' && by.role !== 'coordinator') return refuse({ code: 'links-by-coordinators', clock });
  if ((clock === 'post' || clock === 'erratum') && link === 'none') return refuse({ code: 'needs-link' });
  if (link === 'here' && clock !== 'retrospective') return refuse({ code: 'needs-link' });
  const unfit = clock === 'retrospective' ? refuseOutcome(embargo, link) : null;
  if (unfit !== null) return unfit;
  const refusal = since === null ? null : refuseInstant(since, now);
  if (refusal !== null) return refusal;
  const record = clock === 'cve' ? recordMeant(embargo, id, { link }, consentOf(embargo, memberOf(list, by.person))) : null;
  if (record !== null && typeof record !== 'string') return record;
  const before = embargo.published[publishedKey(clock, whose, record)];
  if (isLinked(before, link)) return refuse({ code: 'published-already' });
  const beside = before !== undefined && before.link !== 'none';
  return [
    {
      ...{ type: 'published', clock, distributor: whose, link },
      ...(record === null ? {} : { id: record }),
      ...(since === null ? {} : { since }),
      ...(beside ? { more: true } : {}),
      ...(clock !== 'erratum' && debtOf(ended, clock) === 'rejection' ? { rejects: true } : {}),
    },
  ];
}
