// What happened, said: to whom, how urgently, how much of it; and nothing to anybody of what they may not know.
import { describe, expect, test } from 'vitest';
import { announce } from '../../../src/chat/embargo/announce.ts';
import type { Message } from '../../../src/chat/message/message.ts';
import type { Outgoing } from '../../../src/chat/message/outgoing.ts';
import { mayNotify } from '../../../src/domain/audience.ts';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import type { Embargo, Patch } from '../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import type { List, Member } from '../../../src/domain/list/list.ts';
import type { EmbargoId, ListId, RoomId } from '../../../src/domain/values/ids.ts';
import { isRefused } from '../../../src/domain/values/refusal.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import { gate } from '../../../src/outbound/audience-gate.ts';
import {
  about,
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  dave,
  embargo,
  grace,
  list,
  listOf,
  nova,
  patch,
  patches,
  proposal,
  proposals,
  review,
  reviews,
  room,
  roomNamed,
  says,
  secrets,
  seven,
  sha,
  signedBy,
  start,
  yes,
} from '../../setup/embargo.ts';
import { actionsOf, linesOf, messagesOf, understood, whereTo } from '../../setup/said.ts';

const said = 'Zeppelin overflow in the frobnicator';

type Wish = { readonly now?: number; readonly on?: List; readonly where?: RoomId | null };

/** What is said when somebody says something, with the embargo after it. */
function heard(by: Member, command: EmbargoCommand, from: Embargo, { now = start, on = list, where = room }: Wish = {}) {
  const decision = says(by, command, from, { now, list: on });
  if (isRefused(decision)) throw new Error(`${by.name} may not ${command.type}: ${decision.reason.code}`);
  return told(decision, from, by, { now, on, where });
}

function told(facts: readonly EmbargoFact[], from: Embargo | null, by: Member | null, { now = start, on = list, where = room }: Wish = {}) {
  const after = facts.reduce<Embargo | null>((state, fact) => evolve(state, { fact, at: now, by: by?.person ?? 'clock' }), from);
  if (after === null) throw new Error('no embargo');
  const speaker = by === null ? null : { person: by.person, room: where };
  return { after, on, messages: announce(facts, { embargo: after, before: from, list: on, now, by: speaker }) };
}

const summary = (messages: readonly Outgoing[]) =>
  messages.map(
    (each) =>
      `${whereTo(each)}${isUnder(each) ? ' (thread)' : ''}: ${each.kind}, ${each.urgency}${each.card === null ? '' : ', edited in place'}`,
  );
const isUnder = ({ to }: Outgoing) => to.type === 'room' && to.under === 'card';
const card = '#oci-private: metadata, card, edited in place';
const linesTo = (where: string, messages: readonly Outgoing[]) =>
  messages
    .filter((each) => whereTo(each) === where && each.urgency !== 'card')
    .flatMap((each) =>
      messagesOf(each)
        .slice(0, 1)
        .flatMap(({ nodes }) => linesOf(nodes)),
    );

const later = date + dayMs;
const revising = agreedEmbargo({
  proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, later, { by: bob.person, answers: { [nova.id]: yes(bob) } })) },
});
const patched = agreedEmbargo({ patches: patches(patch(1)) });
const walking = { ...patched, reviews: reviews(review(1, { step: 9 })) };
const reported = agreedEmbargo({ publicState: { public: { at: start, by: bob.person, how: said } }, decisionDue: start });
const pressed = agreedEmbargo({ disclosing: { by: ada.person, at: date } });
const over = agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'public', because: said } });
const created: EmbargoFact = { type: 'embargo-created', embargo: 'e1' as EmbargoId, list: 'oci' as ListId, codename: 'calm-otter', about };
const asked = (when: number) => ({ at: when, zone: 'UTC', anyway: false });
const files = [{ name: said, sha256: sha('f') }];

// Everything that can be said to an embargo, with the people's own words wherever there is room for words.
const everything: readonly (readonly [string, Member, EmbargoCommand, Embargo, Wish?])[] = [
  [
    'amend',
    ada,
    { type: 'amend', orders: [{ what: 'whole', changes: { title: said, exploitability: said, mitigation: said } }] },
    embargo(),
  ],
  ['admit', bob, { type: 'admit', person: dave.person }, embargo()],
  ['acknowledge', bob, { type: 'acknowledge' }, embargo({ consents: signedBy(ada) })],
  ['decline', bob, { type: 'decline' }, embargo({ consents: signedBy(ada) })],
  ['propose', bob, { type: 'propose-date', date: asked(later), reason: said }, agreedEmbargo()],
  ['accept, and it is agreed', carol, { type: 'answer-date', number: 2, verdict: 'accept', reason: null }, revising],
  ['reject, and it is rejected', carol, { type: 'answer-date', number: 2, verdict: 'reject', reason: said }, revising],
  [
    'give out a patch',
    ada,
    { type: 'publish-patch', label: said, url: 'https://example.org/quuxd', files, branches: [said], sure: true },
    patched,
  ],
  ['withdraw a patch', ada, { type: 'withdraw-patch', number: 1, because: said }, patched],
  [
    'say which branch',
    bob,
    { type: 'start-review', release: '24', branch: said },
    agreedEmbargo({ patches: patches(patch(1, { branches: [] })) }),
  ],
  ['begin a review', bob, { type: 'start-review', release: null }, patched],
  ['answer a step', bob, { type: 'answer-step', at: null, verdict: 'fail', note: said, readyBy: null }, walking],
  ['go back', bob, { type: 'step-back', review: null }, walking],
  ['end a review', bob, { type: 'finish-review', review: null, outcome: 'new-bug', because: said }, walking],
  ['report the world', bob, { type: 'report-public-state', what: 'public', how: said }, agreedEmbargo()],
  ['hold', ada, { type: 'hold', reason: said }, reported],
  ['press', ada, { type: 'disclose' }, agreedEmbargo(), { now: date }],
  ['disclose', bob, { type: 'disclose' }, pressed, { now: date }],
  ['withdraw', ada, { type: 'end', reason: 'withdrawn', because: said }, agreedEmbargo()],
  ['publish', ada, { type: 'publish', clock: 'post', link: 'https://example.org/post' }, over],
  ['snooze', bob, { type: 'snooze', until: date }, patched],
  ['note', bob, { type: 'note', text: said, source: 'https://example.org/quuxd', saidAt: start - dayMs, author: carol.person }, patched],
  ['report a leak', bob, { type: 'report-leak', where: said, what: said }, patched],
  ['report a leak of what has ended', bob, { type: 'report-leak', where: said, what: said }, over],
];

describe('to whom, how urgently, how much', () => {
  const signedOnly = embargo({ consents: signedBy(bob, carol) });

  test('an embargo that is opened: its opener is told, everybody with a need to know is asked', () => {
    const { messages } = told([created], null, ada);
    expect(summary(messages)).toEqual([
      'ada in #oci-private: dates, answer',
      'ada: terms, answer',
      'grace: terms, answer',
      'bob: terms, answer',
      'carol: terms, answer',
      card,
    ]);
  });

  test.each<[string, Member, EmbargoCommand, Embargo, readonly string[], Wish?]>([
    [
      'changes: it stands under the card which, not to what',
      ada,
      { type: 'amend', orders: [{ what: 'whole', changes: { title: `${said}.` } }] },
      embargo(),
      ['#oci-private (thread): metadata, answer', 'ada in #oci-private: detail, answer', card],
    ],
    [
      'letting in: told under the card, and the one let in asked',
      bob,
      { type: 'admit', person: dave.person },
      embargo(),
      ['#oci-private (thread): metadata, answer', 'dave: terms, answer', 'bob in #oci-private: dates, answer', card],
    ],
    [
      'acknowledging: the one who did is told what they owe',
      bob,
      { type: 'acknowledge' },
      embargo({ consents: {} }),
      ['bob in #oci-private: metadata, answer', card],
    ],
    [
      'declining: it stands under the card, which shows it, and nobody is told one by one',
      bob,
      { type: 'decline' },
      signedOnly,
      ['bob in #oci-private: dates, answer', '#oci-private (thread): metadata, answer', card],
    ],
    [
      'a press on disclosure: the room is told, urgently',
      ada,
      { type: 'disclose' },
      agreedEmbargo(),
      ['#oci-private: metadata, deadline', card],
      { now: date },
    ],
    [
      'a step: its reviewer alone, in place, and the card stays as it is',
      bob,
      { type: 'step-back', review: null },
      walking,
      ['bob: detail, answer, edited in place', 'bob in #oci-private: dates, answer'],
    ],
    [
      'a review that found nothing: it stands under the card all the same',
      bob,
      { type: 'finish-review', review: null, outcome: 'not-affected', because: null },
      walking,
      ['bob: detail, answer, edited in place', '#oci-private (thread): metadata, answer', card],
    ],
    [
      'a review that found something: coordinators hear that there is something to read',
      bob,
      { type: 'finish-review', review: null, outcome: 'new-bug', because: said },
      walking,
      [
        'bob: detail, answer, edited in place',
        '#oci-private (thread): metadata, answer',
        'ada: metadata, answer',
        'grace: metadata, answer',
        card,
      ],
    ],
    [
      'a report of the world: the room that there is one, coordinators what to do, before all else',
      bob,
      { type: 'report-public-state', what: 'public', how: said },
      agreedEmbargo(),
      ['#oci-private: metadata, leak', 'ada: metadata, leak', 'grace: metadata, leak', card],
    ],
    [
      'a note: its writer that it is kept, the room that there is one, and the card stays as it is',
      bob,
      { type: 'note', text: said, source: null, saidAt: null, author: null },
      embargo(),
      ['bob in #oci-private: dates, answer', '#oci-private (thread): metadata, answer'],
    ],
    [
      'a leak: coordinators what to do, the room that there is one, before all else, and thanks',
      bob,
      { type: 'report-leak', where: said, what: said },
      embargo(),
      ['ada: metadata, leak', 'grace: metadata, leak', '#oci-private: metadata, leak', 'bob in #oci-private: dates, answer', card],
    ],
  ])('%s', (_, by, command, from, expected, wish) => {
    const step = command.type === 'step-back';
    // Where a person's own post is seen, they are not told a second time that it is done.
    const expectedHere = step ? expected.filter((line) => !line.startsWith('bob in')) : expected;
    expect(summary(heard(by, command, from, wish).messages)).toEqual(expectedHere);
  });

  test('of what is public, again and again by one person, rings no more within the hour; somebody else always does', () => {
    const report: EmbargoCommand = { type: 'report-public-state', what: 'exploit', how: said };
    const kept = (from: Embargo) => heard(ada, { type: 'hold', reason: said }, heard(bob, report, from).after).after;
    const often = kept(kept(kept(agreedEmbargo())));
    const urgencies = (by: Member, now = start) =>
      heard(by, report, often, { now }).messages.filter(({ urgency }) => urgency === 'leak').length;
    expect(urgencies(bob)).toBe(0);
    expect(linesTo('grace', heard(bob, report, often).messages)).toContain('bob (Nova) reported that an exploit is public.');
    expect(urgencies(carol)).toBe(3);
    expect(urgencies(bob, start + hourMs)).toBe(3);
  });

  test('a fourth leak of one person within an hour rings nobody out, and coordinators read it', () => {
    const told = (by: Member, at: number) => {
      const nudges = { at: {}, waits: {}, alarms: { leak: { [by.person]: [at, at, at] } } };
      return summary(heard(bob, { type: 'report-leak', where: said, what: said }, embargo({ nudges })).messages);
    };
    const quiet = ['ada: metadata, answer', 'grace: metadata, answer', 'bob in #oci-private: dates, answer', card];
    expect(told(bob, start)).toEqual(quiet);
    for (const often of [told(ada, start), told(bob, start - hourMs)]) expect(often).toContain('#oci-private: metadata, leak');
  });

  test('the end: the room, and each who still owes something', () => {
    const { messages } = heard(bob, { type: 'disclose' }, pressed, { now: date });
    expect(summary(messages)).toEqual([
      '#oci-private: dates, deadline',
      // Coordinators hear besides what they publish.
      ...['ada: published', 'grace: published', 'bob: dates', 'carol: dates'].map((told) => `${told}, deadline`),
      card,
    ]);
  });

  test('a revision that is agreed on: the room, and those whose signature it lapses are asked again', () => {
    const { messages } = heard(carol, { type: 'answer-date', number: 2, verdict: 'accept', reason: null }, revising);
    expect(summary(messages)).toEqual([
      'carol in #oci-private: dates, answer',
      '#oci-private (thread): dates, answer',
      '#oci-private: dates, answer',
      'ada: dates, answer',
      'grace: dates, answer',
      card,
    ]);
  });

  test('a proposed date: its buttons mean this proposal and no other', () => {
    const { messages } = heard(bob, { type: 'propose-date', date: asked(later), reason: null }, agreedEmbargo());
    expect(linesTo('#oci-private', messages).slice(0, 5)).toEqual([
      'calm-otter',
      'bob (Nova) proposes a new date: Wed, Mar 18, 14:00 UTC, in 16 days 5 h (proposal 2).',
      'Until it is agreed, Tue, Mar 17, 14:00 UTC stays in force.',
      "Respond by Thu, Mar 5, 09:00 UTC. No response doesn't count as approval.",
      '[Accept Wed, Mar 18, 14:00 UTC] [Reject Wed, Mar 18, 14:00 UTC…] [Propose another date…]',
    ]);
    const words = messages
      .slice(0, 1)
      .flatMap(messagesOf)
      .slice(0, 1)
      .flatMap(({ nodes }) => actionsOf(nodes))
      .map((action) => action.words);
    expect(words).toEqual(['date accept calm-otter 2', 'date reject calm-otter number=2', 'date counter calm-otter']);
  });

  test('a patch: the room that there is one, and those who owe a review which', () => {
    const command: EmbargoCommand = { type: 'publish-patch', label: said, url: 'https://example.org/', files, branches: [] };
    const { messages } = heard(ada, command, patched);
    expect(summary(messages)).toEqual(['#oci-private: metadata, answer', 'bob: metadata, answer', 'carol: metadata, answer', card]);
    expect(linesTo('#oci-private', messages)).toEqual([
      'calm-otter',
      'ada published patch revision 2. Reviews of revision 1 are stale.',
      '[Test patch v2…]',
    ]);
    expect(linesTo('bob', messages)).toContain('Patch revision 2 replaces revision 1: please test again.');
  });

  test('a patch for one branch: nobody is asked again but who builds from it', () => {
    const both = { [nova.id]: { '24': 'main' }, [seven.id]: { '7.1': said, '7.2': said } };
    const from = agreedEmbargo({ patches: patches(patch(1, { branches: ['main', said] })), builds: both });
    const command: EmbargoCommand = { type: 'publish-patch', label: said, url: 'https://example.org/', files, branches: [said] };
    const { messages } = heard(ada, command, from);
    expect(summary(messages)).toEqual(['#oci-private: metadata, answer', 'carol: metadata, answer', card]);
    expect(linesTo('#oci-private', messages)[1]).toBe(
      'ada published patch revision 2. It replaces revision 1 for some branches: no review became stale.',
    );
    expect(linesTo('carol', messages)[1]).toBe(
      'Patch revision 2 replaces revision 1 for some branches, yours among them: please test again.',
    );
  });

  test('a patch that is withdrawn: the room and everybody who signed, with what is current again, and never why', () => {
    const from = agreedEmbargo({ patches: patches(patch(1), patch(2)) });
    const { messages } = heard(ada, { type: 'withdraw-patch', number: 2, because: said }, from);
    expect(summary(messages)).toEqual([
      '#oci-private: metadata, answer',
      ...['grace', 'bob', 'carol'].map((name) => `${name}: metadata, answer`),
      card,
    ]);
    expect(linesTo('#oci-private', messages)[1]).toBe(
      "ada withdrew patch revision 2: don't use it. For its branches, revision 1 is current again.",
    );
    expect(linesTo('bob', messages)).toContain('[Show the reason]');
    const last = heard(ada, { type: 'withdraw-patch', number: 1, because: said }, patched).messages;
    expect(linesTo('#oci-private', last)[1]).toBe("ada withdrew patch revision 1: don't use it. Its branches have no patch now.");
    // What another one was for all of is current again for the branches that had one of their own; what has none is named.
    const [forAll, forTwo] = [patch(1, { branches: [] }), patch(2, { branches: ['main', '1.2'] })];
    const withdrawn = (number: number, ...there: readonly Patch[]) =>
      linesTo('bob', heard(ada, { type: 'withdraw-patch', number, because: said }, agreedEmbargo({ patches: patches(...there) })).messages);
    expect(withdrawn(2, forAll, forTwo)[1]).toContain('For its branches, revision 1 is current again.');
    expect(withdrawn(2, patch(1, { branches: ['main'] }), forTwo).slice(1, 4)).toEqual([
      "ada withdrew patch revision 2: don't use it. For its branches, revision 1 is current again. Some branches have no patch now.",
      'Current now: revision 1 for main.',
      'No patch now for: 1.2.',
    ]);
    // Of what nobody used any more nothing changes.
    const old = heard(ada, { type: 'withdraw-patch', number: 1, because: said }, from).messages;
    expect(linesTo('#oci-private', old)[1]).toBe("ada withdrew patch revision 1: don't use it.");
  });

  test('which branch a release is built from: nothing, where a test goes on from there; else that what was tested counts', () => {
    const forAll = agreedEmbargo({
      patches: patches(patch(1, { branches: [] }), patch(2)),
      reviews: reviews(review(1, { end: { at: start, outcome: 'no-issues', because: null } })),
    });
    const { messages } = heard(bob, { type: 'start-review', release: '24', branch: 'other' }, forAll);
    expect(linesTo('bob in #oci-private', messages)).toContain(
      'Recorded: Nova 24 is built from another branch. Your result for patch v1 counts for it.',
    );
    const begun = heard(bob, { type: 'start-review', release: '24', branch: 'main' }, forAll).messages;
    expect(summary(begun)).not.toContain('bob in #oci-private: detail, answer');
  });

  test('who speaks where the room is not seen is told that it is done; who speaks in it is not', () => {
    const command: EmbargoCommand = { type: 'amend', orders: [{ what: 'whole', changes: { title: `${said}.` } }] };
    expect(summary(heard(ada, command, embargo(), { where: null }).messages)).toEqual([
      '#oci-private (thread): metadata, answer',
      'ada: detail, answer',
      card,
    ]);
    expect(summary(heard(ada, command, embargo(), { where: roomNamed('elsewhere') }).messages)).toContain(
      'ada in #elsewhere: detail, answer',
    );
  });

  test('a list with two rooms hears it in both, and one without any hears it nowhere', () => {
    const other = roomNamed('other');
    const audit = { name: '#other', faults: [] };
    const both = listOf({ rooms: { ...list.rooms, [other]: { room: other, audit, adoptedAt: start } } });
    const command: EmbargoCommand = { type: 'disclose' };
    const rooms = (on: List) =>
      heard(ada, command, agreedEmbargo(), { now: date, on })
        .messages.filter(({ to }) => to.type === 'room')
        .map((each) => summary([each])[0]);
    expect(rooms(both)).toEqual([
      '#oci-private: metadata, deadline',
      '#other: metadata, deadline',
      card,
      '#other: metadata, card, edited in place',
    ]);
    expect(rooms(listOf({ rooms: {} }))).toEqual([]);
  });
});

describe('whatever is said', () => {
  const told = everything.map(([name, by, command, from, wish]) => [name, heard(by, command, from, wish), by] as const);
  const messagesIn = (outgoing: readonly Outgoing[]): Message[] => outgoing.flatMap(messagesOf);
  const leaks = (text: string) => secrets.filter((secret) => text.includes(secret));

  test.each(told)('when people %s: no word of what the embargo is about goes where it must not', (_, { messages }, by) => {
    for (const each of messages) {
      if (each.body.type !== 'message') throw new Error('a form is not announced');
      const { message, less } = each.body;
      expect(leaks([message, less].map((one) => one?.push ?? '').join())).toEqual([]);
      if (less !== null) expect(leaks(linesOf(less.nodes).join('\n'))).toEqual([]);
      if (each.kind === 'detail') expect(each.to.type).toBe('person');
      // Who changes what is known reads what was there before, where they said it.
      if (each.kind === 'detail' && each.to.type === 'person' && each.to.person === by.person && each.to.room !== null) continue;
      // What pops up unasked is a notification on a locked screen. A walk's post is edited into one that says nothing.
      if (each.card?.key.startsWith('walk:') !== true) expect(mayNotify[each.kind], summary([each])[0]).toBe(true);
      else expect(leaks(linesOf(message.nodes).join('\n')), summary([each])[0]).toEqual([]);
    }
  });

  test.each(told)('when people %s: every button is understood, and means this embargo', (_, { messages }) => {
    for (const { words } of messagesIn(messages).flatMap(({ nodes }) => actionsOf(nodes))) {
      const parsed = understood(words);
      expect(['intent', 'ask'], words).toContain(parsed.type);
      if (words !== 'todo') expect(parsed, words).toMatchObject({ codename: 'calm-otter' });
    }
  });

  test.each(told)('when people %s: every message begins with the codename, and has something less to say', (_, { messages }) => {
    for (const each of messages) {
      const [message, less] = messagesOf(each);
      expect(message?.nodes[0]).toMatchObject({ type: 'heading', text: expect.stringMatching(/^calm-otter/) });
      expect(less?.nodes[0]).toMatchObject({ type: 'heading', text: expect.stringMatching(/^calm-otter/) });
    }
  });

  test.each(told)(
    'when people %s: a room that may hear less hears that there is something, and how to get to hear it',
    (_, { messages }) => {
      const hint = ['calm-otter', "There's news about this embargo. Acknowledge its terms to read it.", '[Read the terms]'];
      for (const each of messages.filter(({ to, urgency }) => to.type === 'room' && urgency !== 'card')) {
        const [, less] = messagesOf(each);
        expect(linesOf(less?.nodes ?? [])).toEqual(hint);
      }
    },
  );

  test.each(told)('when people %s: it is about this list and this embargo', (_, { messages }) => {
    expect(new Set(messages.map((each) => `${each.list} ${each.embargo}`))).toEqual(new Set(['oci e1']));
  });
});

describe('people’s own words', () => {
  /** Who is given the button that shows them; nobody is sent the words themselves. */
  const readers = (text: string, { after, on, messages }: ReturnType<typeof heard>) =>
    messages.flatMap((each) => {
      const passed = gate(each, { list: on, embargo: after, audit: null, now: start });
      if (passed.type !== 'message') return [];
      expect(linesOf(passed.message.nodes).join('\n')).not.toContain(text);
      return actionsOf(passed.message.nodes).some(({ label }) => /^Show the (reason|report)$/.test(label)) ? [whereTo(each)] : [];
    });
  const reason = 'because of our freeze';

  test('the reason of a proposal is read by who presses the button in the room, and nobody is told of it one by one', () => {
    const proposed = heard(bob, { type: 'propose-date', date: asked(later), reason }, agreedEmbargo());
    expect(readers(reason, proposed)).toEqual(['#oci-private']);
  });

  test('the reason of a no is read by the others who have acknowledged', () => {
    const rejected = heard(carol, { type: 'answer-date', number: 2, verdict: 'reject', reason }, revising);
    expect(readers(reason, rejected)).toEqual(expect.arrayContaining(['ada', 'grace']));
  });

  test('why the embargo goes on in spite of a report is read by who presses the button in the room', () => {
    const held = heard(ada, { type: 'hold', reason }, reported);
    expect(readers(reason, held)).toEqual(['#oci-private']);
  });

  test('why a report was withdrawn is read by those who have acknowledged', () => {
    const withdrawn = heard(ada, { type: 'end', reason: 'withdrawn', because: reason }, agreedEmbargo());
    expect(readers(reason, withdrawn)).toEqual(expect.arrayContaining(['grace', 'bob', 'carol']));
  });

  test('what was reported of the world is read by coordinators who have acknowledged; the others are told to do so first', () => {
    const from = agreedEmbargo({ consents: signedBy(ada, bob) });
    const report = heard(bob, { type: 'report-public-state', what: 'public', how: reason }, from);
    expect(readers(reason, report)).toEqual(['ada']);
    const toGrace = report.messages.find((each) => whereTo(each) === 'grace');
    const passed = toGrace === undefined ? null : gate(toGrace, { list, embargo: report.after, audit: null, now: start });
    expect(passed?.type === 'message' ? actionsOf(passed.message.nodes).map(({ label }) => label) : []).toEqual(['Read and acknowledge…']);
  });
});

describe('who declined', () => {
  const declined = (who: Member, wish: Partial<Embargo> = {}): Embargo => {
    const from = agreedEmbargo(wish);
    return { ...from, consents: { ...from.consents, [who.person]: { state: 'declined', at: start } } };
  };

  test('is told so, and hears nothing more of it', () => {
    const commands: readonly (readonly [Member, EmbargoCommand, Embargo, number])[] = [
      [bob, { type: 'report-public-state', what: 'public', how: said }, declined(grace), start],
      [carol, { type: 'decline' }, declined(grace), start],
      [
        bob,
        { type: 'finish-review', review: null, outcome: 'new-bug', because: said },
        declined(grace, { patches: walking.patches, reviews: walking.reviews }),
        start,
      ],
      [bob, { type: 'disclose' }, declined(grace, { disclosing: { by: ada.person, at: date } }), date],
      [ada, { type: 'end', reason: 'withdrawn', because: said }, declined(grace), start],
      [
        carol,
        { type: 'answer-date', number: 2, verdict: 'accept', reason: null },
        declined(grace, { proposals: revising.proposals }),
        start,
      ],
    ];
    for (const [by, command, from, now] of commands) {
      expect(summary(heard(by, command, from, { now }).messages).filter((line) => line.startsWith('grace'))).toEqual([]);
    }
  });
});
