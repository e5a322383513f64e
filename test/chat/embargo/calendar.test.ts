// A person's calendar, read by another library than the one that writes it: codenames and instants, and nothing else.
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { calendarAnswer } from '../../../src/chat/embargo/calendar.ts';
import type { Outgoing } from '../../../src/chat/message/outgoing.ts';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import type { EmbargoId } from '../../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import { gate } from '../../../src/outbound/audience-gate.ts';
import { ada, agreedEmbargo, bob, date, dave, embargo, list, listOf, proposal, proposals, secrets, start } from '../../setup/embargo.ts';
import { linesOf, messagesOf } from '../../setup/said.ts';

const asked = (embargoes: readonly Embargo[], now = start): Outgoing =>
  calendarAnswer(
    embargoes.map((each) => ({ embargo: each, list, now })),
    { person: bob.person, room: null },
    now,
  );
const fileOf = (said: Outgoing) => messagesOf(said)[0]?.files?.[0];
const textOf = (embargoes: readonly Embargo[], now = start) => fileOf(asked(embargoes, now))?.text ?? '';

/** The events of a calendar, as ical.js reads them. */
function eventsIn(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((each) => {
    const { uid, summary, startDate, sequence } = new ICAL.Event(each);
    return {
      uid,
      summary,
      at: startDate.toJSDate().getTime(),
      zone: startDate.zone?.tzid,
      sequence,
      status: each.getFirstPropertyValue('status'),
    };
  });
}
const dates = (text: string) => eventsIn(text).map(({ uid, sequence, status, at }) => [uid, sequence, status, at]);
const first = 'calm-otter.1@embargo-bot';
const second = 'calm-otter.2@embargo-bot';
const later = date + dayMs;

describe('a calendar', () => {
  test('has the agreed date in UTC, by its codename', () => {
    expect(eventsIn(textOf([agreedEmbargo()]))).toEqual([
      { uid: first, summary: 'calm-otter: disclosure', at: date, zone: 'UTC', sequence: 1, status: 'CONFIRMED' },
    ]);
  });

  test('follows a date from its proposal to its end under one id: what is imported again takes its place', () => {
    const open = embargo({ proposals: proposals(proposal(1, date)) });
    const agreed = agreedEmbargo();
    const revising = { ...agreed, proposals: { ...agreed.proposals, ...proposals(proposal(2, later)) } };
    const moved = {
      ...agreed,
      proposals: proposals(proposal(1, date, { state: 'replaced' }), proposal(2, later, { state: 'agreed' })),
      agreed: { proposal: 2, revisions: 1 },
    };
    expect(dates(textOf([open]))).toEqual([[first, 0, 'TENTATIVE', date]]);
    expect(dates(textOf([revising]))).toEqual([
      [first, 1, 'CONFIRMED', date],
      [second, 0, 'TENTATIVE', later],
    ]);
    expect(dates(textOf([moved]))).toEqual([
      [first, 2, 'CANCELLED', date],
      [second, 1, 'CONFIRMED', later],
    ]);
  });

  test.each(['rejected', 'withdrawn', 'closed'] as const)(
    'takes back a proposal that was %s while it is to come, and forgets it then',
    (state) => {
      const agreed = agreedEmbargo();
      const from = { ...agreed, proposals: { ...agreed.proposals, ...proposals(proposal(2, later, { state })) } };
      expect(dates(textOf([from]))[1]).toEqual([second, 2, 'CANCELLED', later]);
      expect(dates(textOf([from], later)).map(([uid]) => uid)).toEqual([first]);
    },
  );

  test('keeps an agreed date that has passed: it waits to be disclosed', () =>
    expect(dates(textOf([agreedEmbargo()], date + hourMs))).toEqual([[first, 1, 'CONFIRMED', date]]));

  test('has no embargo that has ended, or whose terms its reader declined', () => {
    const other = { ...agreedEmbargo(), id: 'e2' as EmbargoId, codename: 'keen-toad' };
    const ended = { ...agreedEmbargo(), ended: { at: start, reason: 'public', by: [ada.person], because: null } as const };
    const declined = agreedEmbargo({ consents: { [bob.person]: { state: 'declined', at: start } } });
    for (const left of [ended, declined]) {
      expect(eventsIn(textOf([left, other])).map(({ summary }) => summary)).toEqual(['keen-toad: disclosure']);
    }
  });

  test('says nothing of what an embargo is about, by whom or why, and is private', () => {
    const { proposals: all, ...rest } = agreedEmbargo();
    const reasons = Object.fromEntries(Object.entries(all).map(([number, each]) => [number, { ...each, reason: 'because of our freeze' }]));
    const text = textOf([{ ...rest, proposals: reasons }]);
    for (const secret of [...secrets, 'freeze', 'ada', 'Nova', 'oci']) expect(text).not.toContain(secret);
    const names = [...text.matchAll(/^([A-Z-]+)[:;]/gm)].map(([, name]) => name);
    expect([...new Set(names)]).toEqual(
      'BEGIN VERSION PRODID METHOD NAME X-WR-CALNAME UID SEQUENCE DTSTAMP DTSTART SUMMARY TRANSP STATUS CLASS END'.split(' '),
    );
    expect(text).toContain('CLASS:PRIVATE\r\n');
  });

  test('has lines of at most 75 bytes, each with its line end, however many dates there are', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ ...agreedEmbargo(), codename: `exceptionally-long-codename-of-${index}` }));
    const text = textOf(many.map((each) => ({ ...each, proposals: { ...each.proposals, ...proposals(proposal(2, later)) } })));
    expect(eventsIn(text)).toHaveLength(400);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((row) => Buffer.byteLength(row)))).toBeLessThanOrEqual(75);
  });

  test('is a file whose name says nothing, for the one who asked', () => {
    const said = asked([agreedEmbargo()]);
    expect(fileOf(said)).toMatchObject({ name: 'embargoes.ics', mediaType: 'text/calendar' });
    expect([said.to, said.kind]).toEqual([{ type: 'person', person: bob.person, room: null }, 'personal']);
  });

  test('is not sent to who lost access to one of its embargoes meanwhile', () => {
    const of = agreedEmbargo();
    const heard = (members: typeof list) => {
      const passed = gate(asked([of]), { list: null, embargo: null, audit: null, now: start, named: [{ list: members, embargo: of }] });
      return passed.type === 'message' ? (passed.message.files?.length ?? 0) : passed.type;
    };
    expect([heard(list), heard(listOf({ members: [ada, dave] }))]).toEqual([1, 0]);
  });
});

test.each([
  ['no embargo', []],
  ['no date, or none any more', [embargo({ proposals: {} }), embargo({ proposals: proposals(proposal(1, date, { state: 'rejected' })) })]],
])('with %s there is nothing to put in, and no file', (_, embargoes) => {
  const said = asked(embargoes);
  expect(fileOf(said)).toBeUndefined();
  expect(linesOf(messagesOf(said)[0]?.nodes ?? [])).toEqual([
    'Nothing to put in a calendar: no embargo of yours has a date, agreed or proposed. `list` shows them.',
  ]);
});
