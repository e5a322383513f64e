// What a fact makes of an embargo.

import type { AnswerKey } from '../policy/checklist.ts';
import { decisionMs } from '../policy/policy.ts';
import type { Happened } from '../values/happened.ts';
import type { PersonId } from '../values/ids.ts';
import { eachOf } from '../values/records.ts';
import type { Instant } from '../values/time.ts';
import { aboutOf, amendedAbout } from './about/about.ts';
import { audienceAfter } from './audience/waves.ts';
import { dutiesAfter } from './duties.ts';
import {
  agreedDate,
  answersDue,
  type Bound,
  type DeadlineKey,
  type Embargo,
  type Finding,
  type LimitKey,
  type Link,
  limitOf,
  openProposals,
  type Proposal,
  publishedKey,
  type Review,
  revisionsOf,
  type StepAnswer,
  targetDate,
} from './embargo.ts';
import { duesAfter, madePublic } from './end/owed.ts';
import { textsAfter } from './end/public-texts.ts';
import { purged } from './end/purge.ts';
import { actionTargets, retrospectiveAfter } from './end/retrospective.ts';
import { cutTo, endedWith, exceptionsAfter, tightenedOnce } from './exceptions/after.ts';
import { exceptionTargets } from './exceptions/exceptions.ts';
import type { EmbargoFact } from './facts.ts';
import { findingSet, findingsAfter, findingsSaid } from './findings.ts';
import { isFalseAlarm } from './leak/case.ts';
import { leakOf, leaksToDecide, leakTargets } from './leak/cases.ts';
import { leaksAfter, leaksPublished } from './leak/evolve.ts';
import { askedAnew, morningPast, nudged, passedOn, reportedBy } from './nudges.ts';

/** The embargo after a fact. Throws when the record is broken (a fact about what does not exist): guessing would hide it. */
export function evolve(embargo: Embargo | null, happened: Happened<EmbargoFact>): Embargo {
  const { fact, at } = happened;
  if (embargo === null) {
    if (fact.type !== 'embargo-created') throw new Error(`an embargo cannot begin with ${fact.type}`);
    return created(fact, at, person(happened));
  }
  const before = lapsedBy(embargo, at);
  return rearmed(before, changed(before, happened), at);
}

/** The embargo as it stands at `now`: a first proposal that lapsed makes way for the next one, whose reminders begin there. */
export function lapsedBy(embargo: Embargo, now: Instant): Embargo {
  const { disclosure } = targetsOf(embargo, now);
  const old = embargo.reminded.disclosure;
  if (old === undefined || disclosure === undefined || old.target === disclosure) return embargo;
  return { ...embargo, reminded: { ...embargo.reminded, disclosure: { target: disclosure, since: old.target, doneMs: null } } };
}

function created(fact: Extract<EmbargoFact, { type: 'embargo-created' }>, at: Instant, by: PersonId): Embargo {
  const { embargo: id, list, codename } = fact;
  const about = aboutOf(fact.about);
  const nothing = {
    proposals: {},
    agreed: null,
    consents: {},
    patches: {},
    reviews: {},
    findings: {},
    publicState: {},
    published: {},
    reminded: {},
    snoozes: {},
  };
  const first = fact.audience === undefined ? {} : { audience: audienceAfter({}, { type: 'embargo-created', ...fact.audience }, at, by) };
  return {
    id,
    list,
    codename,
    about,
    createdAt: at,
    createdBy: by,
    ...nothing,
    decisionDue: null,
    disclosing: null,
    ended: null,
    ...first,
  };
}

function changed(embargo: Embargo, happened: Happened<EmbargoFact>): Embargo {
  const { fact, at } = happened;
  switch (fact.type) {
    case 'embargo-created':
      throw new Error('an embargo is created once');
    case 'amended':
      return { ...embargo, about: amendedAbout(embargo.about, fact.changes) };
    case 'person-admitted':
      return consenting(embargo, fact.person, { state: 'invited', at, by: person(happened) });
    case 'outsider-invited': {
      const { person: whom, name, because } = fact;
      const outsiders = { ...embargo.audience?.outsiders, [whom]: { name, because, by: person(happened), at } };
      return consenting({ ...embargo, audience: { ...embargo.audience, outsiders } }, whom, { state: 'invited', at, by: person(happened) });
    }
    case 'audience-widened':
    case 'audience-narrowed':
    case 'waves-told':
      return { ...embargo, audience: audienceAfter(embargo.audience ?? {}, fact, at, happened.by) };
    case 'access-revoked':
      return consenting(embargo, fact.person, { state: 'revoked', at, by: person(happened) });
    case 'terms-acknowledged':
      return consenting(embargo, person(happened), {
        ...{ state: 'signed', at, seen: revisionsOf(embargo) },
        ...(embargo.termsChanged === undefined ? {} : { terms: embargo.termsChanged }),
      });
    case 'policy-bound':
      return {
        ...embargo,
        bound: [...(embargo.bound ?? []).filter(({ policy }) => policy !== fact.policy), boundBy(fact)],
      };
    case 'policy-unbound': {
      const { bound = [], ...rest } = embargo;
      const left = bound.filter(({ policy }) => policy !== fact.policy);
      return left.length === 0 ? rest : { ...rest, bound: left };
    }
    case 'rules-changed':
      if (fact.terms) return { ...embargo, termsChanged: (embargo.termsChanged ?? 0) + 1 };
      if (fact.tighter !== true) return embargo;
      return askedAgain(embargo, { ...embargo, exceptions: tightenedOnce(embargo) }, fact.strict === true, new Set());
    case 'terms-declined':
      return consenting(embargo, person(happened), { state: 'declined', at });
    case 'date-proposed': {
      const { number, zone, answerBy, reason } = fact;
      const asked = { number, at: fact.at, zone, by: person(happened), proposedAt: at, answerBy, reason };
      const extension = fact.extension === undefined ? {} : { extension: fact.extension };
      const replaces = fact.replaces === undefined ? {} : { replaces: fact.replaces };
      return withProposal(embargo, { ...asked, state: 'open', ...extension, ...replaces, answers: {} });
    }
    case 'date-answered': {
      const proposal = known(embargo.proposals[fact.number]);
      const answer = { verdict: fact.verdict, by: person(happened), at, reason: fact.reason };
      return withProposal(embargo, { ...proposal, answers: { ...proposal.answers, [fact.voter]: answer } });
    }
    case 'date-agreed':
      return agreed(embargo, known(embargo.proposals[fact.number]), fact.strict === true);
    case 'answer-time-extended':
      return withProposal(embargo, { ...known(embargo.proposals[fact.number]), answerBy: fact.answerBy });
    case 'date-rejected':
      return inTurn(withProposal(embargo, { ...known(embargo.proposals[fact.number]), state: 'rejected' }), at);
    case 'date-withdrawn':
      return inTurn(withProposal(embargo, { ...known(embargo.proposals[fact.number]), state: 'withdrawn' }), at);
    case 'patch-published': {
      const { type: _, ...patch } = fact;
      return { ...embargo, patches: { ...embargo.patches, [fact.number]: { ...patch, by: person(happened), at } } };
    }
    case 'patch-withdrawn': {
      const withdrawn = { by: person(happened), at, because: fact.because };
      return { ...embargo, patches: { ...embargo.patches, [fact.number]: { ...known(embargo.patches[fact.number]), withdrawn } } };
    }
    case 'branch-said': {
      const { distributor, release, branch } = fact;
      return { ...embargo, builds: { ...embargo.builds, [distributor]: { ...embargo.builds?.[distributor], [release]: branch } } };
    }
    case 'review-started': {
      const { type: _, ...review } = fact;
      return withReview(embargo, {
        ...review,
        reviewer: person(happened),
        step: 0,
        answers: {},
        readyBy: null,
        startedAt: at,
        touchedAt: at,
        end: null,
      });
    }
    case 'step-answered': {
      const review = known(embargo.reviews[fact.review]);
      const answers = { ...review.answers, [fact.step]: fact.answer };
      const readyBy = fact.step === 'packages' ? fact.readyBy : review.readyBy;
      return withReview(embargo, { ...review, answers, step: fact.next, touchedAt: at, readyBy });
    }
    case 'steps-answered':
      return withReview(embargo, {
        ...known(embargo.reviews[fact.review]),
        answers: fact.answers,
        step: fact.next,
        touchedAt: at,
        readyBy: fact.readyBy,
        ...(fact.copied === undefined ? {} : { copied: fact.copied }),
      });
    case 'review-handed':
      return withReview(embargo, handed(known(embargo.reviews[fact.review]), fact.to, at));
    case 'review-moved':
      return withReview(embargo, { ...known(embargo.reviews[fact.review]), step: fact.step, touchedAt: at });
    case 'review-finished': {
      const { outcome, because, finding } = fact;
      return withOutcome(embargo, { ...known(embargo.reviews[fact.review]), end: { at, outcome, because } }, finding, at);
    }
    case 'review-corrected': {
      const review = known(embargo.reviews[fact.review]);
      const { answers, readyBy, end } = review;
      const earlier = end === null ? {} : { earlier: [...(review.earlier ?? []), { answers, readyBy, end }] };
      const { outcome, because, finding } = fact;
      const after = { ...review, answers: fact.answers, readyBy: fact.readyBy, end: { at, outcome, because }, ...earlier };
      return withOutcome(embargo, after, finding, at);
    }
    case 'finding-added':
    case 'finding-answered':
    case 'finding-taken-on':
    case 'finding-fixed':
    case 'finding-confirmed':
    case 'finding-reopened':
      return { ...embargo, findings: findingsAfter(embargo, fact, person(happened), at) };
    case 'finding-set':
      return { ...embargo, findings: findingSet(embargo, fact) };
    case 'world-changed': {
      const publicState = { ...embargo.publicState, [fact.what]: { at, by: person(happened), how: fact.how } };
      const asked = { ...embargo, publicState, decisionDue: embargo.decisionDue ?? at + decisionMs };
      return reportedBy(asked, fact.what, person(happened), at);
    }
    case 'embargo-held': {
      const asked = embargo.disclosing?.reason !== undefined;
      return { ...embargo, publicState: {}, decisionDue: null, disclosing: asked ? null : embargo.disclosing };
    }
    case 'disclosure-pressed': {
      const { type: _, ...said } = fact;
      return { ...embargo, disclosing: { by: person(happened), at, ...said } };
    }
    case 'end-asked': {
      // Who has confirmed the disclosure already need not do so again.
      const pressed = embargo.disclosing !== null && embargo.disclosing.reason === undefined;
      return pressed ? embargo : { ...embargo, disclosing: { by: person(happened), at, reason: fact.reason } };
    }
    case 'coordinator-heard': {
      // Where no date was ever asked for, the last day of the policies has passed.
      const targets = targetsOf(embargo, at);
      const key = targets.disclosure === undefined ? 'date' : 'disclosure';
      const target = targets[key];
      // By what they did it has ended.
      if (target === undefined) return embargo;
      const before = embargo.reminded[key] ?? { target, since: at, doneMs: null };
      return { ...embargo, reminded: { ...embargo.reminded, [key]: { ...before, heardAt: at } } };
    }
    case 'embargo-ended': {
      const { type: _, confirmed: __, ...ending } = fact;
      const leaks =
        embargo.leaks === undefined || !madePublic(fact.reason)
          ? {}
          : { leaks: leaksPublished(embargo.leaks, { by: fact.by[0] ?? person(happened), at }) };
      const exceptions = embargo.exceptions === undefined ? {} : { exceptions: endedWith(embargo.exceptions, at) };
      const after = { ...embargo, ...leaks, ended: { at, ...ending }, decisionDue: null, disclosing: null, snoozes: {}, ...exceptions };
      return embargo.nudges === undefined ? after : { ...after, nudges: { ...embargo.nudges, waits: {} } };
    }
    case 'published': {
      const key = publishedKey(fact.clock, fact.distributor, fact.id ?? null);
      const { since, because } = fact;
      const said = { ...(since === undefined ? {} : { since }), ...(because === undefined ? {} : { because }) };
      return linked(embargo, key, { at, by: person(happened), link: fact.link, ...said }, fact.more === true);
    }
    case 'link-removed':
      return unlinked(embargo, fact);
    case 'exception-ended': {
      const after = { ...embargo, exceptions: exceptionsAfter(embargo, fact, { by: person(happened), at }) };
      return askedAgain(embargo, after, fact.strict === true, new Set([person(happened)]));
    }
    case 'exception-asked':
    case 'exception-answered':
    case 'exception-approved':
    case 'exception-rejected':
    case 'exception-withdrawn':
    case 'exception-over':
      return { ...embargo, exceptions: exceptionsAfter(embargo, fact, { by: happened.by === 'clock' ? null : happened.by, at }) };
    case 'deployed-early':
      return linked(embargo, `deployed:${fact.distributor}`, { at, by: person(happened), link: 'none', since: fact.since }, false);
    case 'text-written':
    case 'text-made':
    case 'text-approved':
      return { ...embargo, texts: textsAfter(embargo, fact, person(happened), at) };
    case 'heads-up-given':
      return linked(embargo, 'heads-up', { at, by: person(happened), link: fact.link, since: fact.since }, true);
    case 'embargo-reopened':
      return askedAnew(reopened(embargo, person(happened), at));
    case 'reminded': {
      const before = embargo.reminded[fact.deadline];
      const heard = before?.heardAt === undefined ? {} : { heardAt: before.heardAt };
      const reminded = { target: fact.target, since: before?.since ?? at, doneMs: fact.rungMs, ...heard };
      const after = { ...embargo, reminded: { ...embargo.reminded, [fact.deadline]: reminded } };
      return fact.later === undefined || fact.deadline === 'decision' ? after : nudged(after, fact.people, at, fact.later);
    }
    case 'nudged':
      return nudged(happened.by === 'clock' ? morningPast(embargo, at) : embargo, fact.people, at);
    case 'passed-on':
      return passedOn(fact.to === 'contacts' ? nudged(embargo, fact.people, at) : embargo, fact);
    case 'duty-taken':
    case 'duty-done':
      return { ...embargo, duties: dutiesAfter(embargo, fact, at) };
    case 'snoozed':
      return { ...embargo, snoozes: { ...embargo.snoozes, [fact.person]: fact.until } };
    case 'snooze-ended': {
      const { [fact.person]: _, ...snoozes } = embargo.snoozes;
      const after = { ...embargo, snoozes };
      return embargo.nudges === undefined ? after : nudged(after, [fact.person], at);
    }
    case 'retrospective-answered':
    case 'action-added':
    case 'action-ended':
    case 'decline-asked':
      return { ...embargo, retrospective: retrospectiveAfter(embargo, fact, { by: person(happened), at }) };
    case 'linked':
    case 'merged': {
      // Two that are merged are no siblings any more; what was split off stays known as that.
      const others = embargo.about.links.filter(({ embargo: id, as }) => id !== fact.link.embargo || as.startsWith('split'));
      return { ...embargo, about: { ...embargo.about, links: [...others, fact.link] } };
    }
    case 'unlinked': {
      const links = embargo.about.links.filter((link) => link.embargo !== fact.embargo);
      return { ...embargo, about: { ...embargo.about, links } };
    }
    case 'found-again':
      return { ...embargo, about: { ...embargo.about, reporters: [...embargo.about.reporters, fact.reporter] } };
    case 'embargo-purged':
      return purged(embargo, at);
    case 'leak-reported': {
      const after = { ...embargo, leaks: leaksAfter(embargo, fact, { by: person(happened), at }) };
      if (fact.again === true) return after;
      return reportedBy({ ...after, decisionDue: askedToDecide(embargo, at) }, 'leak', person(happened), at);
    }
    case 'leak-reopened':
      return {
        ...{ ...embargo, leaks: leaksAfter(embargo, fact, { by: person(happened), at }) },
        decisionDue: isFalseAlarmOf(embargo, fact.leak) ? askedToDecide(embargo, at) : embargo.decisionDue,
      };
    case 'leak-classed': {
      const after = { ...embargo, leaks: leaksAfter(embargo, fact, { by: person(happened), at }) };
      const asked = fact.class !== 'false-alarm' || leaksToDecide(after).length > 0 || Object.keys(after.publicState).length > 0;
      return asked ? after : { ...after, decisionDue: null };
    }
    case 'leak-added':
    case 'leaks-joined':
    case 'leak-step-added':
    case 'leak-step-done':
    case 'leak-closed':
      return { ...embargo, leaks: leaksAfter(embargo, fact, { by: person(happened), at }) };
    case 'noted':
      // What people write is the record's alone.
      return embargo;
    default:
      return fact satisfies never;
  }
}

/** A new date for a deadline starts its ladder afresh: rungs that are past by then are not caught up with. */
function rearmed(before: Embargo, after: Embargo, at: Instant): Embargo {
  const targets = targetsOf(after, at);
  const kept = Object.entries(targets).map(([key, target]) => {
    const old = before.reminded[key as DeadlineKey];
    const now = after.reminded[key as DeadlineKey];
    return [key, old?.target === target ? (now ?? old) : { target, since: at, doneMs: null }] as const;
  });
  const reminded = Object.fromEntries(kept);
  const same =
    kept.length === Object.keys(after.reminded).length && kept.every(([key, value]) => after.reminded[key as DeadlineKey] === value);
  return same ? after : { ...after, reminded };
}

/** The deadlines that an embargo has at `now`, each with its instant. */
export function targetsOf(embargo: Embargo, now: Instant): Readonly<Record<string, Instant>> {
  const { ended, decisionDue } = embargo;
  const actions = { ...actionTargets(embargo), ...leakTargets(embargo) };
  if (ended !== null) return { ...Object.fromEntries(duesAfter(ended, embargo.createdAt)), ...actions };
  const disclosure = targetDate(embargo, now);
  return {
    // Counted from the opening, so that the reminders of a dateless embargo come at the same hour each day.
    ...(disclosure === null ? { date: embargo.reopenedAt ?? embargo.createdAt } : { disclosure }),
    ...(decisionDue === null ? {} : { decision: decisionDue }),
    ...limits(embargo),
    ...answersTarget(embargo, now),
    ...exceptionTargets(embargo),
    ...actions,
  };
}

/** When coordinators are to decide about a leak; an embargo that has ended leaves nothing to decide. */
const askedToDecide = ({ ended, decisionDue }: Embargo, at: Instant): Instant | null =>
  ended === null ? (decisionDue ?? at + decisionMs) : null;

function isFalseAlarmOf(embargo: Embargo, number: number): boolean {
  const leak = leakOf(embargo, number);
  return leak !== undefined && isFalseAlarm(leak);
}

function boundBy({ policy, since, by, limit }: Extract<EmbargoFact, { type: 'policy-bound' }>): Bound {
  return { policy, since, ...(by === undefined ? {} : { by }), ...(limit === undefined ? {} : { limit }) };
}

function limits({ bound = [] }: Embargo): Partial<Record<LimitKey, Instant>> {
  const known = bound.flatMap((each) => {
    const limit = limitOf(each);
    return limit === null ? [] : [[`limit:${each.policy}`, limit] as const];
  });
  return Object.fromEntries(known);
}

/** When answers are due to the proposal that is answered first. */
function answersTarget(embargo: Embargo, now: Instant): { readonly answers?: Instant } {
  const [first] = openProposals(embargo, now);
  return first === undefined ? {} : { answers: answersDue(embargo, first, now) };
}

/**
 * A date in force ends all that was asked for: no late answer can bring an older proposal back. What was to be decided of a report is decided by it.
 * Only a later date than the one before has to be signed for again.
 */
function agreed(embargo: Embargo, proposal: Proposal, strict: boolean): Embargo {
  const before = agreedDate(embargo);
  const later = before !== null && proposal.at > before.at;
  const revisions = (embargo.agreed?.revisions ?? 0) + (later ? 1 : 0);
  const exceptions = embargo.exceptions === undefined ? {} : { exceptions: cutTo(embargo.exceptions, proposal.at) };
  const proposals = eachOf(embargo.proposals, (each: Proposal): Proposal => {
    if (each.number === proposal.number) return { ...proposal, state: 'agreed' };
    return each.state === 'open' || each.state === 'agreed' ? { ...each, state: 'replaced' } : each;
  });
  const after = {
    ...embargo,
    proposals,
    agreed: { proposal: proposal.number, revisions },
    ...exceptions,
    decisionDue: null,
    disclosing: null,
  };
  const answered = Object.values(proposal.answers).filter((answer) => answer.verdict === 'accept');
  // Who accepted the date, or proposed it, has seen it.
  return later ? askedAgain(embargo, after, strict, new Set([proposal.by, ...answered.map((answer) => answer.by)])) : after;
}

/**
 * The embargo after something that everybody has to sign for again, on a strict list before they do anything else. Of those who have seen it the signature
 * holds; and one that was not up to date already stays so: nobody but themselves renews it.
 */
function askedAgain(embargo: Embargo, changed: Embargo, strict: boolean, people: ReadonlySet<PersonId>): Embargo {
  const after = strict ? { ...changed, termsChanged: (embargo.termsChanged ?? 0) + 1 } : changed;
  return { ...after, consents: seenBy(embargo, people, after) };
}

function seenBy(embargo: Embargo, people: ReadonlySet<PersonId>, after: Embargo): Embargo['consents'] {
  const revisions = revisionsOf(after);
  const terms = after.termsChanged === embargo.termsChanged ? {} : { terms: after.termsChanged };
  const entries = Object.entries(embargo.consents).map(([who, consent]) => {
    const signed = consent.state === 'signed' && (consent.terms ?? 0) >= (embargo.termsChanged ?? 0);
    const seen = signed && consent.seen >= revisions - 1 && people.has(who as PersonId);
    return [who, seen ? { ...consent, seen: revisions, ...terms } : consent];
  });
  return Object.fromEntries(entries);
}

/** The proposal whose turn comes now, because the one before it is decided: people have as long to answer it as if it were asked now. */
function inTurn(embargo: Embargo, at: Instant): Embargo {
  const [first] = openProposals(embargo, at);
  if (first === undefined) return embargo;
  const answerBy = Math.min(at + (first.answerBy - first.proposedAt), at + Math.floor((first.at - at) / 2));
  return answerBy <= first.answerBy ? embargo : withProposal(embargo, { ...first, answerBy });
}

/** Nothing that was linked is lost by another link: `beside`. */
function linked(embargo: Embargo, key: string, link: Link, beside: boolean): Embargo {
  const first = embargo.published[key];
  const kept = beside && first !== undefined ? { ...first, also: [...(first.also ?? []), link] } : link;
  return { ...embargo, published: { ...embargo.published, [key]: kept } };
}

/** Without one of the links under a key: the next one takes its place, and without any it is owed again. */
function unlinked(embargo: Embargo, { clock, distributor, id, link }: Extract<EmbargoFact, { type: 'link-removed' }>): Embargo {
  const key = clock === 'heads-up' ? clock : publishedKey(clock, distributor, id ?? null);
  const held = embargo.published[key];
  if (held === undefined) throw new Error('a link that there is not was taken back');
  const { also = [], ...first } = held;
  const [next, ...more] = [first, ...also].filter((each) => each.link !== link);
  const kept = next === undefined ? [] : [[key, more.length === 0 ? next : { ...next, also: more }] as const];
  // In their order.
  const published = Object.entries(embargo.published).flatMap((entry) => (entry[0] === key ? kept : [entry]));
  return { ...embargo, published: Object.fromEntries(published) };
}

/**
 * Everybody is asked for the terms anew but who reopened it, and no date stands. That a CVE id was rejected is on record; what becomes of it is owed anew
 * when it ends again.
 */
function reopened(embargo: Embargo, by: PersonId, at: Instant): Embargo {
  const terms = (embargo.termsChanged ?? 0) + 1;
  const closed = (proposal: Proposal): Proposal =>
    proposal.state === 'open' || proposal.state === 'agreed' ? { ...proposal, state: 'closed' } : proposal;
  const published = Object.entries(embargo.published).filter(([key]) => key !== 'cve' && !key.startsWith('cve:'));
  // It goes on by itself again.
  const about = { ...embargo.about, links: embargo.about.links.filter(({ as }) => as !== 'merged-into') };
  const none = { about, ended: null, agreed: null, publicState: {}, decisionDue: null, disclosing: null };
  return consenting(
    {
      ...{ ...embargo, ...none, termsChanged: terms, reopenedAt: at, published: Object.fromEntries(published) },
      proposals: eachOf(embargo.proposals, closed),
      // What was found after the end comes before the next one.
      findings: eachOf(embargo.findings, ({ followUp: _, ...finding }: Finding): Finding => finding),
    },
    by,
    { state: 'signed', at, seen: embargo.exceptions?.tightened ?? 0, terms },
  );
}

function withProposal(embargo: Embargo, proposal: Proposal): Embargo {
  return { ...embargo, proposals: { ...embargo.proposals, [proposal.number]: proposal } };
}

/** A review after it was handed over: what was answered so far is marked with who answered it. */
function handed(review: Review, to: PersonId, at: Instant): Review {
  const { reviewer, handedBy = [] } = review;
  const answers: Review['answers'] = eachOf(review.answers as Record<AnswerKey, StepAnswer>, (answer) => ({ by: reviewer, ...answer }));
  return { ...review, answers, reviewer: to, touchedAt: at, handedBy: [...handedBy.filter((each) => each !== to), reviewer] };
}

function withReview(embargo: Embargo, review: Review): Embargo {
  return { ...embargo, reviews: { ...embargo.reviews, [review.number]: review } };
}

/** A review that has ended so, with the finding that its outcome is. */
function withOutcome(embargo: Embargo, review: Review, finding: number | undefined, at: Instant): Embargo {
  return { ...withReview(embargo, review), findings: findingsSaid(embargo, review, finding, at) };
}

function consenting(embargo: Embargo, who: PersonId, consent: Embargo['consents'][PersonId]): Embargo {
  return { ...embargo, consents: { ...embargo.consents, [who]: consent } };
}

function known<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('a fact about something that is not there');
  return thing;
}

function person({ by, fact }: Happened<EmbargoFact>): PersonId {
  if (by === 'clock') throw new Error(`the clock cannot do ${fact.type}`);
  return by;
}
