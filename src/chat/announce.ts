// What happened, said: to the rooms, to the persons concerned, and back to the one who did it. Nothing here decides who may hear it.
import { findings, outcomes } from '../domain/checklist.ts';
import { roster, signatories } from '../domain/consent.ts';
import { debtsOf } from '../domain/debts.ts';
import { agreedDate, type Embargo, openProposals } from '../domain/embargo.ts';
import type { EmbargoFact } from '../domain/facts.ts';
import { coordinatorsOf, type Member, nameOf, roomsOf } from '../domain/list.ts';
import { policyOf } from '../domain/policy.ts';
import { answer, type Manner, type Speaker, titled, toPerson, toRooms } from './address.ts';
import { card, cardKey, lesserCard } from './card.ts';
import { actions, code, fields, type Inline, instant, line, list, type Message, type Node } from './message.ts';
import type { Outgoing } from './outgoing.ts';
import { reminders } from './reminder.ts';
import {
  answerActions,
  counted,
  dateFields,
  debtActions,
  debtText,
  personLabel,
  publishedTitle,
  type Scene,
  termsActions,
  voterName,
} from './scene.ts';
import { patchNodes, reviewNodes, walk, walkKey } from './walk.ts';

/** What a fact is told about: the embargo after it, and before it; `by` is who did it (null: the clock), where they spoke. */
export type Occasion = Scene & { readonly before: Embargo | null; readonly by: Speaker | null };

const tell: Manner = { kind: 'metadata', urgency: 'answer' };
const dates: Manner = { kind: 'dates', urgency: 'answer' };
const alarm: Manner = { kind: 'metadata', urgency: 'leak' };

/** Everything that is to be said about what happened, the edits of the cards included. */
export function announce(facts: readonly EmbargoFact[], occasion: Occasion): Outgoing[] {
  const said = heard(
    facts.flatMap((fact) => sayings(fact, occasion)),
    occasion,
  );
  return facts.every((fact) => quiet.has(fact.type)) ? said : [...said, ...cards(occasion)];
}

/** Who spoke where the rooms' posts are not seen is told that it is done. */
function heard(said: readonly Outgoing[], occasion: Occasion): Outgoing[] {
  const { by: speaker, list: members } = occasion;
  const there = ({ to }: Outgoing) => (to.type === 'room' ? to.room === speaker?.room : to.person === speaker?.person);
  if (speaker === null || said.some(there)) return [...said];
  return [...said, ...reply(occasion, roomsOf(members).length === 0 ? 'Done.' : 'Done. The room has been told.')];
}

/** Facts after which the card reads as before. */
const quiet: ReadonlySet<EmbargoFact['type']> = new Set(['step-answered', 'review-moved', 'snoozed', 'snooze-ended']);

/** The card in every room of the list. */
export function cards(scene: Scene): Outgoing[] {
  const { embargo, list: members } = scene;
  return roomsOf(members).map(({ room }) => ({
    to: { type: 'room', room },
    kind: 'metadata',
    urgency: 'card',
    list: members.id,
    embargo: embargo.id,
    body: { type: 'message', message: card(scene), less: lesserCard(scene) },
    card: { key: cardKey(embargo.codename, room), pin: true },
  }));
}

function sayings(fact: EmbargoFact, occasion: Occasion): Outgoing[] {
  const { embargo, list: members } = occasion;
  switch (fact.type) {
    case 'embargo-created':
      return [
        ...reply(occasion, `${embargo.codename} is open. Everybody who has a need to know was asked to acknowledge the terms.`),
        ...invitations(occasion),
      ];
    case 'amended':
      return toRooms(members, embargo, tell, [
        line(`${by(occasion)} changed what is known of it: ${Object.keys(fact.changes).join(', ')}. `, code('details'), ' shows it.'),
      ]);
    case 'person-admitted':
      return [
        ...toRooms(members, embargo, tell, [line(`${by(occasion)} let ${personLabel(members, fact.person)} in.`)]),
        invitation(occasion, fact.person),
      ];
    case 'terms-acknowledged':
      return acknowledged(occasion);
    case 'terms-declined':
      return [
        ...reply(occasion, 'You declined. You will hear nothing more of it, and you owe nothing. What you know already stays secret.'),
        ...toCoordinators(occasion, tell, [line(`${by(occasion)} declined the terms.`)]),
      ];
    case 'date-proposed':
      return dateProposed(fact, occasion);
    case 'date-answered':
      return dateAnswered(fact, occasion);
    case 'date-agreed':
      return dateAgreed(occasion);
    case 'date-rejected':
      return toRooms(members, embargo, dates, [line(`Proposal ${fact.number} is rejected.`), ...stillInForce(occasion)]);
    case 'patch-published':
      return patchPublished(fact.number, occasion);
    case 'review-started':
      return walkCard(fact.number, occasion);
    case 'step-answered':
    case 'review-moved':
      return walkCard(fact.review, occasion);
    case 'review-finished':
      return reviewFinished(fact.review, occasion);
    case 'world-changed':
      return worldChanged(fact.what, fact.how, occasion);
    case 'embargo-held':
      return toRooms(members, embargo, alarm, [
        line(`${by(occasion)} decided that the embargo goes on. The terms hold.`),
        ...stillInForce(occasion),
      ]);
    case 'disclosure-pressed':
      return toRooms(members, embargo, { ...tell, urgency: 'deadline' }, [
        line(`${by(occasion)} confirmed that it is disclosed. One more person has to.`),
        actions({ label: 'It is disclosed', words: `disclose ${embargo.codename}`, style: 'primary' }),
      ]);
    case 'embargo-ended':
      return embargoEnded(fact, occasion);
    case 'published':
      return toRooms(members, embargo, tell, [line(`${by(occasion)} linked ${publishedTitle(fact, members)}: ${fact.link}`)]);
    case 'reminded':
      return reminders(fact, occasion);
    case 'snoozed':
      return reply(occasion, ['You will not be reminded before ', instant(fact.until), '. At the deadline you will.']);
    case 'snooze-ended':
      return debtsOf(embargo, members, fact.person, occasion.now).length === 0
        ? []
        : [
            toPerson(
              fact.person,
              embargo,
              { kind: 'dates', urgency: 'nudge' },
              owedNodes(occasion, fact.person, 'You asked to be left in peace until now. You still owe:'),
            ),
          ];
    default:
      return fact satisfies never;
  }
}

/** What somebody owes, with the buttons to do it. */
export function owedNodes(scene: Scene, person: Member['person'], opening: string): Node[] {
  const { embargo, list: members, now } = scene;
  const owed = debtsOf(embargo, members, person, now);
  if (owed.length === 0) return [line('You owe nothing here at the moment.')];
  const items = owed.map((debt): Inline[] => [debtText(debt), ...(debt.due === null ? [] : [', by ', ...counted(debt.due, now)])]);
  return [line(opening), list(items), actions(...owed.flatMap((debt) => debtActions(debt, embargo.codename)))];
}

function by({ by: speaker, list: members }: Occasion): string {
  return speaker === null ? 'The clock' : personLabel(members, speaker.person);
}

function reply(occasion: Occasion, text: string | Inline[], more: readonly Node[] = []): Outgoing[] {
  const { by: speaker, embargo } = occasion;
  if (speaker === null) return [];
  const said = line(...(typeof text === 'string' ? [text] : text));
  return [answer(speaker, embargo, { kind: 'dates', urgency: 'answer' }, titled(embargo, [said, ...more]))];
}

function toCoordinators({ embargo, list: members }: Scene, manner: Manner, nodes: readonly Node[]): Outgoing[] {
  return coordinatorsOf(members).map((member) => toPerson(member.person, embargo, manner, nodes));
}

/** The terms of an embargo, with its codename and dates: what one may know before acknowledging. */
export function termsMessage(scene: Scene, opening: Inline[]): Message {
  const { embargo, list: members } = scene;
  return titled(embargo, [
    line(...opening),
    fields(...dateFields(scene, agreedDate(embargo), openProposals(embargo))),
    list(policyOf(members.policy).terms.map((clause) => [clause])),
    actions(...termsActions(embargo.codename)),
  ]);
}

/** Codename, dates, and the way to the terms: they are read before they are accepted. */
function invitation(scene: Scene, person: Member['person']): Outgoing {
  const { embargo } = scene;
  const message = titled(embargo, [
    line('You are asked to accept the terms of this embargo. Until you do, you see its codename, its dates and the terms only.'),
    fields(...dateFields(scene, agreedDate(embargo), openProposals(embargo))),
    actions({ label: 'Read the terms', words: `terms ${embargo.codename}`, style: 'primary' }),
  ]);
  return answer({ person, room: null }, embargo, { kind: 'terms', urgency: 'answer' }, message);
}

/** The terms, to everybody with a need to know. */
export function invitations(scene: Scene): Outgoing[] {
  return roster(scene.embargo, scene.list).map(({ member }) => invitation(scene, member.person));
}

function acknowledged(occasion: Occasion): Outgoing[] {
  const { by: speaker, embargo } = occasion;
  if (speaker === null) return [];
  const message = titled(embargo, [
    line('You acknowledged the terms. It is written down.'),
    actions({ label: 'Details', words: `details ${embargo.codename}`, style: 'primary' }),
    ...owedNodes(occasion, speaker.person, 'You owe:'),
  ]);
  return [answer(speaker, embargo, { kind: 'metadata', urgency: 'answer' }, message)];
}

function dateProposed(fact: Extract<EmbargoFact, { type: 'date-proposed' }>, occasion: Occasion): Outgoing[] {
  const { embargo, list: members, now, before } = occasion;
  const inForce = before === null ? null : agreedDate(before);
  const what = inForce === null ? 'proposes the disclosure date' : 'asks for a revision of the date:';
  return toRooms(members, embargo, dates, [
    line(`${by(occasion)} ${what} `, ...counted(fact.at, now), ` (proposal ${fact.number}).`),
    ...(inForce === null ? [] : [line('Until it is agreed, ', instant(inForce.at), ' stays in force.')]),
    line('Please answer by ', instant(fact.answerBy), '. Silence is not taken for consent.'),
    actions(...answerActions(embargo.codename, fact.number)),
  ]);
}

function dateAnswered(fact: Extract<EmbargoFact, { type: 'date-answered' }>, occasion: Occasion): Outgoing[] {
  const { embargo, list: members } = occasion;
  const voter = voterName(members, fact.voter);
  const name = occasion.by === null ? '' : nameOf(members, occasion.by.person);
  const who = voter === name ? name : `${name}, for ${voter},`;
  const verb = fact.verdict === 'accept' ? 'accepts' : 'rejects';
  const room = toRooms(members, embargo, dates, [line(`${who} ${verb} proposal ${fact.number}.`)]);
  if (fact.reason === null) return room;
  // Reasons are in people's own words and may say what the embargo is about: they go to those who have acknowledged.
  const reason = [line(`${who} ${verb} proposal ${fact.number}: ${fact.reason}`)];
  return [...room, ...toCoordinators(occasion, { kind: 'detail', urgency: 'answer' }, reason)];
}

function dateAgreed(occasion: Occasion): Outgoing[] {
  const { embargo, list: members, now, before } = occasion;
  const date = agreedDate(embargo);
  if (date === null) return [];
  const revised = before !== null && before.agreed !== null;
  const lapsed = roster(embargo, members).filter(({ consent }) => consent === 'lapsed');
  const again = termsMessage(occasion, [
    'The disclosure date was revised. You acknowledged an earlier one: please acknowledge the terms with this date.',
  ]);
  const asked = lapsed.map(({ member }) =>
    answer({ person: member.person, room: null }, embargo, { kind: 'terms', urgency: 'answer' }, again),
  );
  return [
    ...toRooms(members, embargo, dates, [
      line(revised ? 'The revised disclosure date is agreed: ' : 'The disclosure date is agreed: ', ...counted(date.at, now), '.'),
    ]),
    ...asked,
  ];
}

function stillInForce({ embargo, now }: Scene): Node[] {
  const date = agreedDate(embargo);
  return date === null
    ? [line('No date is agreed. Propose one: ', code('date propose'), '.')]
    : [line('The agreed date stays in force: ', ...counted(date.at, now), '.')];
}

function patchPublished(number: number, occasion: Occasion): Outgoing[] {
  const { embargo, list: members } = occasion;
  const stale = number === 1 ? '' : ` Reviews of revision ${number - 1} are stale.`;
  const room = toRooms(members, embargo, tell, [
    line(`${by(occasion)} gave out patch revision ${number}.${stale}`),
    actions({ label: 'Review it', words: `review ${embargo.codename}`, style: 'primary' }),
  ]);
  const asked = signatories(embargo, members)
    .filter((member) => debtsOf(embargo, members, member.person, occasion.now).some((debt) => debt.type === 'review'))
    .map((member) => {
      const nodes = [...patchNodes(occasion, number), ...owedNodes(occasion, member.person, 'You owe:')];
      const opening =
        number === 1
          ? 'Patch revision 1 is there to be tested.'
          : `Patch revision ${number} replaces revision ${number - 1}: please test again.`;
      return toPerson(member.person, embargo, { kind: 'detail', urgency: 'answer' }, [line(opening), ...nodes]);
    });
  return [...room, ...asked];
}

function walkCard(number: number, occasion: Occasion): Outgoing[] {
  const { embargo } = occasion;
  const review = embargo.reviews[number];
  if (review === undefined) return [];
  const direct = { person: review.reviewer, room: null };
  const message = walk(occasion, review);
  return [
    {
      ...answer(direct, embargo, { kind: 'detail', urgency: 'answer' }, message),
      card: { key: walkKey(embargo.codename, review), pin: false },
    },
  ];
}

function reviewFinished(number: number, occasion: Occasion): Outgoing[] {
  const { embargo, list: members } = occasion;
  const review = embargo.reviews[number];
  if (review?.end === undefined || review.end === null) return [];
  const { outcome } = review.end;
  const told = toRooms(members, embargo, tell, [
    line(`${by(occasion)} reviewed patch revision ${review.patch} on ${review.release}: ${outcomes[outcome].title}.`),
  ]);
  const found = findings.includes(outcome)
    ? toCoordinators(occasion, { kind: 'detail', urgency: 'answer' }, reviewNodes(occasion, review, by(occasion)))
    : [];
  return [...walkCard(number, occasion), ...told, ...found];
}

const worldWords = { public: 'the vulnerability is public', exploit: 'an exploit is public', attacks: 'attacks are seen' } as const;

function worldChanged(what: keyof typeof worldWords, how: string, occasion: Occasion): Outgoing[] {
  const { embargo, list: members, now } = occasion;
  const due = embargo.decisionDue;
  const room = toRooms(members, embargo, alarm, [
    line(`${by(occasion)} reports: ${worldWords[what]}. Coordinators decide whether the embargo ends. Until they do, the terms hold.`),
  ]);
  const decide = coordinatorsOf(members).map((member): Outgoing => {
    const asked = [
      ...(due === null ? [] : [line('Decide by ', ...counted(due, now), '. If in doubt, publish: that is the default answer.')]),
      actions(...debtActions({ type: 'decide', person: member.person, due }, embargo.codename)),
    ];
    const whole = titled(embargo, [line(`${by(occasion)} reports that ${worldWords[what]}: ${how}`), ...asked]);
    // A coordinator who has not acknowledged yet cannot read the report, but has to be able to decide within the hour.
    const less = titled(embargo, [
      line('Something was reported that may end this embargo. The report is for those who have acknowledged the terms.'),
      ...asked,
    ]);
    const message = answer({ person: member.person, room: null }, embargo, { kind: 'detail', urgency: 'leak' }, whole);
    return { ...message, body: { type: 'message', message: whole, less } };
  });
  return [...room, ...decide];
}

function embargoEnded(fact: Extract<EmbargoFact, { type: 'embargo-ended' }>, occasion: Occasion): Outgoing[] {
  const { embargo, list: members, now } = occasion;
  const people = fact.by.map((person) => nameOf(members, person)).join(' and ');
  const why = { disclosed: 'it is disclosed', public: 'it is public', exploited: 'it is exploited', withdrawn: 'the report was withdrawn' }[
    fact.reason
  ];
  const room = toRooms(members, embargo, { kind: 'dates', urgency: 'deadline' }, [
    line(`The embargo has ended at `, instant(now), `: ${why}. Confirmed by ${people}.`),
  ]);
  const owing = roster(embargo, members)
    .filter(({ member }) => debtsOf(embargo, members, member.person, now).length > 0)
    .map(({ member }) =>
      toPerson(
        member.person,
        embargo,
        { kind: 'dates', urgency: 'deadline' },
        owedNodes(occasion, member.person, 'The embargo has ended. What is left to do:'),
      ),
    );
  return [...room, ...owing];
}
