// What is told of each fact of an embargo, in one table: to whom something is said, what the timeline shows, whether the card changes. A new fact without
// its row does not compile. Nothing here decides who may hear it.
import { shippersOf } from '../../domain/embargo/about/about.ts';
import { type ConsentState, roster, signatories } from '../../domain/embargo/consent.ts';
import { agreedDate, type Embargo } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { leakRows } from '../../domain/embargo/leak/case.ts';
import { todosOf } from '../../domain/embargo/todos.ts';
import { distributorName, type List, nameOf } from '../../domain/list/list.ts';
import type { Role } from '../../domain/list/roles.ts';
import { outcomes } from '../../domain/policy/checklist.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { answer, quietPush, toPerson, toRooms, toThreads, unasked } from '../message/address.ts';
import { exceptionNamed } from '../message/exceptions.ts';
import { leakTitles } from '../message/leak-words.ts';
import { actions, code, instant, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { discloseAction, endsAs, endTitles, findingTitle, linkTitle, personLabel, publishedTitle, voterName } from '../message/view.ts';
import { formatUtc } from '../values/instant.ts';
import { amended, amendedWords, changedFields } from './about/about.ts';
import { foundAgain, foundAgainWords } from './about/found-again.ts';
import { disclosers, givesAway, linked, merged, unlinked } from './about/linked.ts';
import { narrowed, openedFor, outsiderInvited, wavesTold, widened } from './audience/audience.ts';
import { acknowledged, askedAgain, embargoOpened, invitation, invitations, termsMessage } from './consent.ts';
import { dutyDone, dutyNamed, dutyTaken } from './duties.ts';
import { embargoEnded, embargoReopened, endAsked, publicStateChanged, silence } from './end/ending.ts';
import { actionAdded, actionEnded, declineAsked, lookBackSaid } from './end/retrospective.ts';
import { alarm, by, dates, type EventContext, reply, showReason, tell, todoNodes } from './event-context.ts';
import {
  deployedUnallowed,
  exceptionAnswered,
  exceptionApproved,
  exceptionAsked,
  exceptionEnded,
  exceptionOver,
  exceptionRejected,
  exceptionWithdrawn,
} from './exceptions/exceptions.ts';
import { permissionNodes } from './exceptions/permissions.ts';
import { leakReported, leakWords } from './leak/report.ts';
import { leakAdded, leakClassed, leakClosed, leakReopened, leakStepAdded, leakStepDone, leaksJoined } from './leak/told.ts';
import { answerTimeExtended, dateAgreed, dateAnswered, dateProposed, dateText, dateWithdrawn, stillInForce } from './negotiation.ts';
import { passedOn, passedOnText } from './passing-on.ts';
import { textApproved, textMade, textWritten, theText } from './public/texts.ts';
import { morning, reminders } from './reminder.ts';
import {
  findingAdded,
  findingAnswered,
  findingConfirmed,
  findingFixed,
  findingReopened,
  findingSet,
  findingTakenOn,
  setFields,
} from './review/findings.ts';
import { branchSaid, patchPublished, patchWithdrawn } from './review/patches.ts';
import { failuresLeft, reviewCorrected, reviewFinished, reviewHanded, walkCard } from './review/review.ts';
import { policyBound } from './told.ts';

type Telling<Fact> = {
  /** What is said of it: to the rooms, to the persons concerned, and back to the one who did it. */
  readonly messages: (fact: Fact, context: EventContext) => Outgoing[];
  /** What the timeline shows, without anybody's words and never a title; null for what only the bot itself needs to remember. */
  readonly timeline: ((fact: Fact, list: List, embargo: Pick<Embargo, 'proposals'>) => string | null) | null;
  /** What somebody wrote of it, for those who may read details. */
  readonly words?: (fact: Fact, list: List) => string | null;
  /** The card, and everybody's page but their own who did it, read as before. */
  readonly quiet?: true;
};

type FactType = EmbargoFact['type'];
type FactOf<Type extends FactType> = Extract<EmbargoFact, { type: Type }>;

const tellings: { readonly [Type in FactType]: Telling<FactOf<Type>> } = {
  'embargo-created': {
    messages: (_, context) => {
      const { embargo } = context;
      return [
        ...reply(
          context,
          `${embargo.codename} is open. By opening it, you acknowledged its terms. I asked everyone else with a need to know to do so.`,
          [...openedFor(context), ...concerned(context), actions({ label: 'Show terms', words: `terms ${embargo.codename}` })],
        ),
        // Who is let in by name in the same breath is asked by that.
        ...invitations(context).filter(({ to }) => to.type !== 'person' || embargo.consents[to.person]?.state !== 'invited'),
        ...embargoOpened(context),
      ];
    },
    timeline: () => 'opened the embargo',
  },
  amended: {
    messages: amended,
    timeline: (fact) => `changed ${changedFields(fact) || 'the details'}`,
    words: amendedWords,
  },
  'person-admitted': {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      return [
        ...toThreads(members, embargo, tell, [line(`${by(context)} gave ${personLabel(members, fact.person)} access.`)]),
        invitation(context, fact.person),
      ];
    },
    timeline: (fact, list) => `gave ${nameOf(list, fact.person)} access`,
    words: ({ because }) => because ?? null,
  },
  'outsider-invited': {
    messages: outsiderInvited,
    timeline: (fact) => `gave ${fact.name}, who isn't on the list, access`,
    words: ({ because }) => because,
  },
  'audience-widened': {
    messages: widened,
    // Who is to come, others learn when they come.
    timeline: (fact) => `gave ${fact.everyone === true ? 'the whole list' : 'others'} access from ${formatUtc(fact.at)}`,
  },
  'audience-narrowed': {
    messages: narrowed,
    timeline: () => 'took back that others get access',
  },
  'waves-told': {
    messages: wavesTold,
    timeline: () => 'asked those whose time had come to acknowledge the terms',
  },
  'access-revoked': {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      const gone = personLabel(members, fact.person);
      return [
        ...reply(
          context,
          `${gone} has no access to it any more. I told them that what they know stays secret.`,
          failuresLeft(fact.person, context),
        ),
        ...toThreads(members, embargo, tell, [line(`${by(context)} ended the access of ${gone}.`)]),
        // They may hear nothing of the embargo from now on but this.
        answer(
          { person: fact.person, room: null },
          null,
          { kind: 'personal', urgency: 'answer' },
          {
            push: quietPush,
            nodes: [
              line(
                `${by(context)} ended your access to ${embargo.codename} on the list ${members.name}. What you know of it stays secret until it's public: don't share it, and don't use it. Questions? Ask them.`,
              ),
            ],
          },
        ),
      ];
    },
    timeline: (fact, list) => `ended the access of ${nameOf(list, fact.person)}`,
    words: ({ because }) => because,
  },
  'terms-acknowledged': {
    messages: (_, context) => acknowledged(context),
    timeline: (fact) => `acknowledged the terms (${fact.terms})`,
  },
  'terms-declined': {
    messages: (_, context) => [
      ...reply(context, "You declined. You won't hear more about it and have nothing to do. What you already know stays secret."),
      ...toThreads(context.list, context.embargo, tell, [
        line(`${by(context)} declined the terms.`),
        ...(context.by === null ? [] : failuresLeft(context.by.person, context)),
      ]),
    ],
    timeline: () => 'declined the terms',
  },
  'date-proposed': {
    messages: dateProposed,
    timeline: (fact) =>
      `${fact.extension === true ? 'asked for an extension to' : 'proposed'} ${formatUtc(fact.at)} (proposal ${fact.number})${
        fact.replaces === undefined ? '' : `, in place of proposal ${fact.replaces}`
      }`,
  },
  'date-answered': {
    messages: dateAnswered,
    timeline: (fact, list, embargo) =>
      `${fact.verdict === 'accept' ? 'accepted' : 'rejected'} ${dateText(embargo, fact.number)} for ${voterName(list, fact.voter)}`,
  },
  'date-agreed': {
    messages: dateAgreed,
    timeline: (fact, _, embargo) =>
      `with this, ${dateText(embargo, fact.number)} was agreed${fact.silent === undefined ? '' : ', silence counted as consent'}`,
  },
  'date-rejected': {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      // Without a date somebody has to propose one.
      const said = agreedDate(embargo) === null ? toRooms : toThreads;
      return said(members, embargo, dates, [line(`${dateText(embargo, fact.number)} is rejected.`), ...stillInForce(context)]);
    },
    timeline: (fact, _, embargo) => `with this, ${dateText(embargo, fact.number)} was rejected`,
  },
  'answer-time-extended': {
    messages: answerTimeExtended,
    timeline: (fact, _, embargo) => `gave more time to respond to ${dateText(embargo, fact.number)}, until ${formatUtc(fact.answerBy)}`,
  },
  'date-withdrawn': {
    messages: dateWithdrawn,
    timeline: (fact, _, embargo) => `withdrew ${dateText(embargo, fact.number)}${fact.reason === undefined ? '' : `: ${fact.reason}`}`,
  },
  'patch-published': {
    messages: (fact, context) => patchPublished(fact.number, context),
    timeline: (fact) => `published patch revision ${fact.number}${fact.followUp === true ? ', a follow-up' : ''}`,
  },
  'patch-withdrawn': {
    messages: patchWithdrawn,
    timeline: (fact) => `withdrew patch revision ${fact.number}`,
    words: (fact) => fact.because,
  },
  'branch-said': {
    messages: branchSaid,
    timeline: (fact) => `said which branch ${fact.release} is built from`,
    words: (fact) => fact.branch,
    quiet: true,
  },
  'review-started': {
    // A result that is copied is told as it ends.
    messages: (fact, context) => (context.embargo.reviews[fact.number]?.end === null ? walkCard(fact.number, context) : []),
    timeline: (fact) => `started to review revision ${fact.patch} on ${fact.release}`,
  },
  'step-answered': {
    messages: (fact, context) => walkCard(fact.review, context),
    timeline: null,
    quiet: true,
  },
  'steps-answered': {
    // Its end is shown at once.
    messages: (fact, context) => (context.embargo.reviews[fact.review]?.end === null ? walkCard(fact.review, context, fact.answers) : []),
    timeline: null,
    quiet: true,
  },
  'review-handed': {
    messages: reviewHanded,
    timeline: (fact, list) => `handed review ${fact.review} to ${nameOf(list, fact.to)}`,
  },
  'review-moved': {
    messages: (fact, context) => walkCard(fact.review, context),
    timeline: null,
    quiet: true,
  },
  'review-finished': {
    messages: (fact, context) => reviewFinished(fact.review, context),
    timeline: (fact) => `finished review ${fact.review}: ${outcomes[fact.outcome].title}`,
  },
  'review-corrected': {
    messages: (fact, context) => reviewCorrected(fact.review, context),
    timeline: (fact) => `corrected review ${fact.review}: ${outcomes[fact.outcome].title}`,
  },
  'finding-added': {
    messages: findingAdded,
    timeline: (fact) => `opened finding ${fact.number}: ${findingTitle(fact.kind)}${fact.followUp === true ? ', a follow-up' : ''}`,
    words: (fact) => fact.text,
  },
  'finding-answered': {
    messages: findingAnswered,
    timeline: (fact) =>
      fact.answer === 'not-an-issue' ? `dismissed finding ${fact.number}` : `answered finding ${fact.number}: it's an embargo of its own`,
    words: (fact) => fact.because,
  },
  'finding-taken-on': {
    messages: findingTakenOn,
    timeline: (fact, list) => `named ${nameOf(list, fact.owner)} to fix finding ${fact.number}`,
  },
  'finding-fixed': {
    messages: findingFixed,
    timeline: (fact) => `said that revision ${fact.patch} fixes finding ${fact.number}`,
  },
  'finding-confirmed': {
    messages: findingConfirmed,
    timeline: (fact) => `confirmed that finding ${fact.number} is fixed`,
  },
  'finding-reopened': {
    messages: findingReopened,
    timeline: (fact) => `reopened finding ${fact.number}`,
    words: (fact) => fact.because,
  },
  'finding-set': {
    messages: findingSet,
    timeline: ({ number, ...said }) => `set the ${setFields(said)} of finding ${number}`,
    words: ({ severity, branch }) => [severity, branch === null ? 'every branch' : branch].filter((each) => each !== undefined).join(', '),
  },
  'world-changed': {
    messages: (fact, context) => publicStateChanged(fact.what, context),
    timeline: (fact) => `reported: ${fact.what}`,
  },
  'embargo-held': {
    messages: (_, context) => {
      const { embargo, list: members } = context;
      return toRooms(members, embargo, alarm, [
        line(`${by(context)} decided to keep the embargo, with a reason. The terms still apply.`),
        ...stillInForce(context),
        actions(showReason(embargo, 'timeline')),
      ]);
    },
    timeline: () => 'decided to keep the embargo',
    words: (fact) => fact.reason,
  },
  'disclosure-pressed': {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      const people = signatories(embargo, members).map(({ person }) => person);
      return [
        ...toRooms(members, embargo, { ...tell, urgency: 'deadline', topic: 'moment' }, [
          line(
            `${by(context)} confirmed that it's disclosed`,
            ...(fact.publicSince === undefined ? [] : [', public since ', instant(fact.publicSince)]),
            `${inSpite(fact.findings)}. One more confirmation needed: it ends the embargo, and everyone can talk about it then.`,
          ),
          actions(discloseAction(embargo.codename, fact.publicSince ?? null)),
        ]),
        ...givesAway(disclosers(context, people), context),
      ];
    },
    timeline: ({ because, publicSince, findings }) =>
      `confirmed the disclosure${because === undefined ? '' : ', without an agreed date'}${since(publicSince)}${inSpite(findings)}`,
    words: ({ because }) => because ?? null,
  },
  'embargo-ended': {
    messages: embargoEnded,
    timeline: (fact) => {
      const alone = silence(fact);
      return `ended the embargo: ${endTitles[fact.reason]}${since(fact.publicSince)}${inSpite(fact.findings)}${alone === null ? '' : `; ${alone}`}`;
    },
  },
  'end-asked': {
    messages: endAsked,
    timeline: (fact) => `asked to end the embargo ${endsAs[fact.reason]}`,
    words: (fact) => fact.because,
  },
  'coordinator-heard': {
    // What they did is told by itself.
    messages: () => [],
    timeline: null,
    quiet: true,
  },
  'embargo-reopened': {
    messages: (_, context) => embargoReopened(context),
    timeline: () => 'reopened the embargo',
    words: (fact) => fact.reason,
  },
  'retrospective-answered': {
    messages: lookBackSaid,
    timeline: () => 'added to the retrospective',
    words: ({ well, badly, luck }) => [well, badly, luck].filter((each) => each !== null).join('; '),
    quiet: true,
  },
  'action-added': {
    messages: actionAdded,
    timeline: ({ number, owner }, list) => `gave action ${number} of the retrospective to ${nameOf(list, owner)}`,
    words: ({ text }) => text,
  },
  'action-ended': {
    messages: actionEnded,
    timeline: ({ number, done }) => `${done ? 'finished' : 'dropped'} action ${number} of the retrospective`,
    words: ({ note }) => note,
  },
  'decline-asked': {
    messages: declineAsked,
    timeline: () => 'would have no retrospective',
    words: ({ because }) => because,
    quiet: true,
  },
  'exception-asked': {
    messages: exceptionAsked,
    timeline: (fact, list) => `asked for ${exceptionNamed(fact, list)} until ${formatUtc(fact.until)}`,
    words: ({ what, whom, because }) => `${what} (with: ${whom}; why: ${because})`,
    quiet: true,
  },
  'exception-answered': {
    messages: exceptionAnswered,
    timeline: (fact, list) =>
      `${fact.verdict === 'accept' ? 'approved' : 'rejected'} exception ${fact.number} for ${voterName(list, fact.voter)}`,
    words: (fact) => fact.reason,
    quiet: true,
  },
  'exception-approved': {
    messages: exceptionApproved,
    timeline: ({ number }) => `with this, exception ${number} was approved`,
    quiet: true,
  },
  'exception-rejected': {
    messages: exceptionRejected,
    timeline: ({ number }) => `with this, exception ${number} was rejected`,
    quiet: true,
  },
  'exception-withdrawn': { messages: exceptionWithdrawn, timeline: ({ number }) => `withdrew exception ${number}`, quiet: true },
  'exception-ended': {
    messages: exceptionEnded,
    timeline: ({ number }) => `ended exception ${number} early`,
    words: (fact) => fact.because,
  },
  'exception-over': {
    messages: exceptionOver,
    timeline: ({ number, how }) => (how === 'lapsed' ? `found exception ${number} not approved in time` : `found exception ${number} over`),
    quiet: true,
  },
  'deployed-early': {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      const told = fact.unallowed === true ? deployedUnallowed(distributorName(members, fact.distributor), context) : [];
      return [
        ...told,
        ...toThreads(members, embargo, tell, [
          line(
            `${by(context)} recorded that ${distributorName(members, fact.distributor)} has run the fix since `,
            instant(fact.since),
            '.',
          ),
        ]),
      ];
    },
    timeline: (fact, list) => `recorded that ${distributorName(list, fact.distributor)} deployed early: ${formatUtc(fact.since)}`,
  },
  'heads-up-given': {
    // Beside a codename the link would say what it is about.
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      return toThreads(members, embargo, tell, [
        line(`${by(context)} recorded a public heads-up of `, instant(fact.since), '. ', code('details'), ' shows it.'),
      ]);
    },
    timeline: (fact) => `recorded a public heads-up of ${formatUtc(fact.since)}`,
    words: (fact) => fact.link,
  },
  'text-written': {
    messages: textWritten,
    timeline: ({ kind }) => `edited ${theText(kind)}`,
  },
  'text-made': {
    messages: textMade,
    timeline: ({ kind }) => `dropped the edits of ${theText(kind)}`,
  },
  'text-approved': {
    messages: textApproved,
    timeline: ({ kind }) => `approved ${theText(kind)}`,
  },
  published: {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      return toThreads(members, embargo, tell, [
        line(
          fact.because !== undefined
            ? `${by(context)} closed ${publishedTitle(fact, members)} as not coming.`
            : fact.link === 'none'
              ? `${by(context)} ${fact.rejects === true ? 'recorded' : "says there's nothing to link for"} ${publishedTitle(fact, members)}.`
              : fact.link === 'here'
                ? `${by(context)} finished ${publishedTitle(fact, members)}: \`retro\` shows it.`
                : `${by(context)} linked ${publishedTitle(fact, members)}: ${fact.link}`,
          ...(fact.since === undefined ? [] : [', published ', instant(fact.since)]),
        ),
      ]);
    },
    timeline: (fact, list) =>
      `${fact.because !== undefined ? 'closed as not coming:' : fact.rejects === true ? 'recorded' : 'linked'} ${publishedTitle(fact, list)}${fact.since === undefined ? '' : `, published ${formatUtc(fact.since)}`}`,
  },
  'link-removed': {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      // What was linked by mistake is not said once more.
      return toThreads(members, embargo, tell, [line(`${by(context)} took back a link: ${linkTitle(fact, members)}.`)]);
    },
    timeline: (fact, list) => `took back a link: ${linkTitle(fact, list)}`,
  },
  reminded: {
    messages: (fact, context) => [
      ...reminders(fact, context),
      ...(fact.deadline === 'disclosure' && fact.rungMs === 0 ? givesAway(disclosers(context, fact.people), context) : []),
    ],
    timeline: ({ people }, list) => (people.length === 0 ? null : `reminded ${namesOf(people, list)}`),
  },
  nudged: {
    messages: (fact, context) => [...reply(context, `Reminded ${namesOf(fact.people, context.list)}.`), ...morning(fact, context)],
    timeline: ({ people }, list) => (people.length === 0 ? null : `reminded ${namesOf(people, list)}`),
    quiet: true,
  },
  'passed-on': {
    messages: passedOn,
    timeline: passedOnText,
  },
  'duty-taken': {
    messages: dutyTaken,
    timeline: (fact, list) =>
      `${fact.from === undefined ? 'took on' : 'took over'} ${dutyNamed(fact.duty, list)} for ${distributorName(list, fact.distributor)}${fact.from === undefined ? '' : `, from ${distributorName(list, fact.from)}`}`,
  },
  'duty-done': {
    messages: dutyDone,
    timeline: (fact, list) => `reported ${dutyNamed(fact.duty, list)} done for ${distributorName(list, fact.distributor)}`,
    words: (fact) => fact.note,
  },
  snoozed: {
    messages: (fact, context) => reply(context, ["I won't remind you before ", instant(fact.until), '. At the deadline I will.']),
    timeline: null,
    quiet: true,
  },
  'snooze-ended': {
    messages: (fact, context) => {
      const { embargo, list: members } = context;
      return todosOf(embargo, members, fact.person, context.now).length === 0
        ? []
        : [
            toPerson(
              fact.person,
              context,
              { kind: 'dates', urgency: 'nudge', topic: 'reminder' },
              todoNodes(context, fact.person, 'Your snooze is over. Still waiting on you:'),
            ),
          ];
    },
    timeline: null,
    quiet: true,
  },
  noted: {
    messages: (_, context) => {
      const { embargo, list: members } = context;
      return [
        ...reply(context, ['Added to the timeline, which only people who acknowledged can read: ', code('timeline'), '.']),
        ...toThreads(members, embargo, tell, [line(`${by(context)} added to the timeline. `, code('timeline'), ' shows it.')]),
      ];
    },
    timeline: () => 'added a note',
    words: noteWords,
    quiet: true,
  },
  'policy-bound': {
    messages: policyBound,
    timeline: (fact) =>
      `${fact.corrected === undefined ? 'recorded that' : 'corrected when'} ${policyOf(fact.policy).title} was told ${formatUtc(fact.since)}${fact.corrected === undefined ? '' : `, was ${formatUtc(fact.corrected)}`}`,
  },
  'policy-unbound': {
    messages: (fact, context) =>
      toThreads(context.list, context.embargo, dates, [
        line(
          `${by(context)} removed the record that ${policyOf(fact.policy).title} was told, with a reason (`,
          code('timeline'),
          '). Their limit no longer counts.',
        ),
        ...stillInForce(context),
      ]),
    timeline: (fact) => `removed the record that ${policyOf(fact.policy).title} was told`,
    words: (fact) => fact.reason,
  },
  linked: {
    messages: linked,
    // Not everybody who reads the timeline may know of the other.
    timeline: null,
    quiet: true,
  },
  merged: {
    messages: merged,
    timeline: ({ link }) => (link.as === 'merged-from' ? 'merged a duplicate into it' : null),
    quiet: true,
  },
  unlinked: {
    messages: unlinked,
    timeline: null,
    quiet: true,
  },
  'found-again': {
    messages: (_, context) => foundAgain(context),
    timeline: () => 'recorded that someone else found it too',
    words: foundAgainWords,
    quiet: true,
  },
  'embargo-purged': {
    // Told to coordinators, as a matter of the list: there is nothing to be said of it any more.
    messages: () => [],
    timeline: () => 'purged the details: the retention time is over',
  },
  'rules-changed': {
    messages: rulesChanged,
    timeline: (fact) => `changed the policy of the list (version ${fact.version})${fact.terms ? ', and its terms' : ''}`,
  },
  'leak-reported': {
    messages: leakReported,
    timeline: (fact) => (fact.again === true ? 'reported the same leak' : 'reported a leak'),
    words: ({ what, ...said }) => leakWords(what, said),
  },
  'leak-added': {
    messages: leakAdded,
    timeline: ({ leak }) => `added to leak ${leak}`,
    words: ({ what = '', ...said }) => leakWords(what, said),
    quiet: true,
  },
  'leak-classed': {
    messages: leakClassed,
    timeline: ({ leak, class: is }) =>
      `assessed leak ${leak}: ${is === 'false-alarm' ? 'a false alarm' : `severity ${leakRows[is].severity}`}`,
    words: ({ class: is, note }) => [leakTitles[is], ...(note === null ? [] : [note])].join('; '),
  },
  'leaks-joined': {
    messages: leaksJoined,
    timeline: ({ leak, into }) => `joined leak ${leak} to leak ${into}`,
  },
  'leak-step-added': {
    messages: leakStepAdded,
    timeline: ({ leak, number, owner }, list) => `gave step ${number} of leak ${leak} to ${nameOf(list, owner)}`,
    words: ({ text }) => text,
  },
  'leak-step-done': {
    messages: leakStepDone,
    timeline: ({ leak, number }) => `did step ${number} of leak ${leak}`,
    words: ({ note }) => note,
  },
  'leak-closed': {
    messages: leakClosed,
    timeline: ({ leak }) => `closed leak ${leak}`,
    words: ({ finding }) => finding,
  },
  'leak-reopened': {
    messages: leakReopened,
    timeline: ({ leak }) => `reopened leak ${leak}`,
    words: ({ because }) => because,
  },
};

/** How a fact is told. */
export function tellingOf<Type extends FactType>(fact: { readonly type: Type }): Telling<FactOf<Type>> {
  const telling: { readonly [Each in FactType]: Telling<FactOf<Each>> } = tellings;
  return telling[fact.type];
}

const namesOf = (people: readonly PersonId[], list: List): string => people.map((person) => nameOf(list, person)).join(', ');

/** Since when it is public, as people say. */
const since = (at: number | undefined): string => (at === undefined ? '' : `, public since ${formatUtc(at)}`);

/** What was open as it was disclosed all the same. */
const inSpite = (findings: readonly number[] = []): string =>
  findings.length === 0 ? '' : `, despite finding${findings.length === 1 ? '' : 's'} ${findings.join(', ')}`;

/** A note, with where it comes from. */
function noteWords({ text, source, saidAt, author }: FactOf<'noted'>, list: List): string {
  const origin = [author === null ? null : nameOf(list, author), saidAt === null ? null : formatUtc(saidAt), source].filter(
    (part) => part !== null,
  );
  return origin.length === 0 ? text : `${text} (${origin.join(', ')})`;
}

/** To whoever named the component: who ships it, as far as package URLs tell. */
function concerned({ embargo, list: members }: EventContext): Node[] {
  const names = shippersOf(embargo.about, members).map(({ name }) => name);
  return names.length === 0 ? [] : [line(`Shipped by, going by package URLs: ${names.join(', ')}. They need to know first.`)];
}

/** A date that was agreed, or asked for, under other rules. */
const beyondNodes = (codename: string): Node[] => [
  line('The date is past their limit now. Agree on another:'),
  actions({ label: 'Propose a date…', words: `date propose ${codename}`, style: 'primary' }),
];

const tighter = 'The policy allows less before disclosure than when you acknowledged. Please acknowledge that.';

/** Other rules than those under which it was opened: whoever must agree again is asked. */
function rulesChanged(fact: FactOf<'rules-changed'>, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  const beyond = fact.outside
    ? toRooms(members, embargo, dates, [
        line(`The list's policy changed (version ${fact.version}).`),
        ...beyondNodes(embargo.codename),
        ...stillInForce(context),
      ])
    : [];
  // A coordinator accepted the old ones for all embargoes of the list.
  const asked = (consent: ConsentState, role: Role) => consent === 'lapsed' || (consent === 'invited' && role === 'coordinator');
  const lapsed = fact.terms ? roster(embargo, members).filter(({ consent, member }) => asked(consent, member.role)) : [];
  const earlier = (consent: ConsentState) => (consent === 'lapsed' ? ' You acknowledged earlier ones: p' : ' P');
  const again = (consent: ConsentState) =>
    termsMessage(context, [`The terms changed.${earlier(consent)}lease read and acknowledge these.`]);
  const less =
    fact.terms || fact.tighter !== true
      ? []
      : askedAgain(context, tighter, { label: 'Acknowledge that less is allowed', shown: permissionNodes(context, 'signed') });
  return [
    ...beyond,
    ...less,
    ...lapsed.map(({ member, consent }) =>
      unasked({ person: member.person, room: null }, context, { kind: 'terms', urgency: 'answer' }, again(consent)),
    ),
  ];
}
