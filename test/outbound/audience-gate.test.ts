// The one gate: what of a message may be said to this audience now.
import { describe, expect, test } from 'vitest';
import type { Form } from '../../src/chat/message/form.ts';
import { line, type Message } from '../../src/chat/message/message.ts';
import type { Body, Destination } from '../../src/chat/message/outgoing.ts';
import type { Kind } from '../../src/domain/audience.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import type { RoomAudit } from '../../src/domain/list/room-audit.ts';
import { gate, type Known, type Passed } from '../../src/outbound/audience-gate.ts';
import { ada, agreedEmbargo, bob, dave, list, listOf, mallory, room, roomNamed, signedBy, start } from '../setup/embargo.ts';

const message: Message = { push: 'calm-otter: something for you', nodes: [line('all of it')] };
const lesser: Message = { push: 'calm-otter: something for you', nodes: [line('codename and dates')] };
const form: Form = { title: 'Note', words: 'review pass', submit: 'Send', fields: [], values: {}, errors: {} };
const body: Body = { type: 'message', message, less: lesser };
const noLess: Body = { type: 'message', message, less: null };
const formBody: Body = { type: 'form', form, trigger: 't1' };

const all: Passed = { type: 'message', message, whole: true };
const less: Passed = { type: 'message', message: lesser, whole: false };
const withheld = (because: string): Passed => ({ type: 'withheld', because });

const inRoom: Destination = { type: 'room', room };
const to = (who: Member, where: typeof room | null = null): Destination => ({ type: 'person', person: who.person, room: where });
const embargo = agreedEmbargo({ consents: signedBy(bob) });
const known = (wish: Partial<Known> = {}): Known => ({ list, embargo, audit: null, now: start, ...wish });
const pass = (destination: Destination, kind: Kind, wish: Partial<Known> = {}, what: Body = body) =>
  gate({ to: destination, kind, body: what }, known(wish));

describe('a person', () => {
  test('who has acknowledged hears all of it, directly and where they spoke', () => {
    expect([pass(to(bob), 'detail'), pass(to(bob, room), 'detail')]).toEqual([all, all]);
  });

  test('who has not hears codename and dates instead', () => {
    expect(pass(to(ada), 'detail')).toEqual(less);
    expect(pass(to(ada), 'terms')).toEqual(all);
  });

  test('who has not hears nothing where there is nothing less to say', () => {
    expect(pass(to(ada), 'detail', {}, noLess)).toEqual(withheld('terms-invited'));
  });

  test('whose consent changed between queueing and sending hears what they may hear when it is sent', () => {
    const declined: Embargo = { ...embargo, consents: { [bob.person]: { state: 'declined', at: start } } };
    // A later date is agreed: they are asked again, and lose nothing meanwhile. Other terms hold: not before they have seen them.
    const revised: Embargo = { ...embargo, agreed: { proposal: 1, revisions: 1 } };
    const changed: Embargo = { ...embargo, termsChanged: 1 };
    expect([embargo, declined, revised, changed].map((now) => pass(to(bob), 'detail', { embargo: now }))).toEqual([all, less, all, less]);
  });

  test('who was taken off the list meanwhile hears nothing but what is about themselves', () => {
    const without: List = listOf({ members: [ada] });
    for (const kind of ['terms', 'dates', 'metadata', 'detail'] as const) {
      expect(pass(to(bob), kind, { list: without })).toEqual(withheld('no-need-to-know'));
    }
    expect(pass(to(bob), 'personal', { list: without })).toEqual(all);
  });

  test.each([
    ['a reviewer who was not let in', dave, {}],
    ['somebody who was never on the list', mallory, {}],
    ['anybody while the embargo is not known', bob, { embargo: null }],
    ['anybody while the list is not known', bob, { list: null }],
  ])('%s hears nothing', (_, who, wish) => expect(pass(to(who), 'dates', wish)).toEqual(withheld('no-need-to-know')));
});

describe('what is about the list', () => {
  test('is heard by whoever is on it, let in on an embargo or not, and by nobody else', () => {
    const about = (who: Member, wish: Partial<Known> = {}) => pass(to(who), 'membership', { embargo: null, ...wish });
    expect([about(bob), about(dave)]).toEqual([all, all]);
    expect(about(mallory)).toEqual(withheld('not-on-the-list'));
    expect(about(bob, { list: listOf({ members: [ada] }) })).toEqual(withheld('not-on-the-list'));
    expect(about(bob, { list: null })).toEqual(withheld('not-on-the-list'));
    expect([pass(inRoom, 'membership'), pass(inRoom, 'membership', { list: listOf({ rooms: {} }) })]).toEqual([
      all,
      withheld('room-not-adopted'),
    ]);
  });
});

describe('a room', () => {
  const audit = (...faults: RoomAudit['faults']): RoomAudit => ({ name: '#oci-private', faults });

  test('that is private hears who did what, and no details', () => {
    expect([pass(inRoom, 'metadata'), pass(inRoom, 'detail')]).toEqual([all, less]);
  });

  test('that became public, read afresh, hears nothing, though it was private when it was adopted', () => {
    expect(pass(inRoom, 'dates', { audit: audit('public') })).toEqual(withheld('room-public'));
    expect(pass(inRoom, 'dates', { audit: audit() })).toEqual(all);
  });

  test('that had a fault when it was adopted hears nothing until it is read afresh', () => {
    const rooms = { [room]: { room, audit: audit('shared-externally'), adoptedAt: start, teams: [] } };
    expect(pass(inRoom, 'dates', { list: listOf({ rooms }) })).toEqual(withheld('room-shared-externally'));
    expect(pass(inRoom, 'dates', { list: listOf({ rooms }), audit: audit() })).toEqual(all);
  });

  test('that the list left hears nothing, and a room of nobody neither', () => {
    expect(pass(inRoom, 'dates', { list: listOf({ rooms: {} }) })).toEqual(withheld('room-not-adopted'));
    expect(pass({ type: 'room', room: roomNamed('other') }, 'dates')).toEqual(withheld('room-not-adopted'));
    expect(pass(inRoom, 'dates', { list: null })).toEqual(withheld('room-not-adopted'));
  });

  test('never hears what is for one person', () => expect(pass(inRoom, 'personal')).toEqual(withheld('personal-in-a-room')));
});

describe('a form', () => {
  test('is opened for who may see what is in it, and for nobody else: there is no lesser form', () => {
    expect(pass(to(bob), 'detail', {}, formBody)).toEqual({ type: 'form', form, trigger: 't1' });
    expect(pass(to(ada), 'detail', {}, formBody)).toEqual(withheld('terms-invited'));
    expect(pass(to(ada), 'personal', {}, formBody)).toEqual({ type: 'form', form, trigger: 't1' });
  });
});
