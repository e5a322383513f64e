// What of a leak is told to whom: an alarm rings for everybody, a flood of them for nobody; the case shows each reader what is theirs to know.
import { describe, expect, test } from 'vitest';
import { bundleNodes } from '../../../../src/chat/embargo/leak/bundle.ts';
import { leakNodes } from '../../../../src/chat/embargo/leak/case.ts';
import { leakReported } from '../../../../src/chat/embargo/leak/report.ts';
import { leakClassed } from '../../../../src/chat/embargo/leak/told.ts';
import { draftNodes } from '../../../../src/chat/embargo/public/drafts.ts';
import { timelineRows } from '../../../../src/chat/embargo/timeline.ts';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { purged } from '../../../../src/domain/embargo/end/purge.ts';
import type { EmbargoFact } from '../../../../src/domain/embargo/facts.ts';
import { alarmsMax } from '../../../../src/domain/embargo/nudges.ts';
import type { Member } from '../../../../src/domain/list/list.ts';
import type { PersonId } from '../../../../src/domain/values/ids.ts';
import { hourMs, minuteMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  evolved,
  grace,
  leakCase,
  list,
  listOf,
  patch,
  patches,
  played,
  signedBy,
  start,
} from '../../../setup/embargo.ts';
import { linesOf, lineText, messagesOf, whereTo } from '../../../setup/said.ts';

type Reported = Extract<EmbargoFact, { type: 'leak-reported' }>;
const post = (number: number): Reported => ({
  type: 'leak-reported',
  where: `https://forum.example.org/t/${number}`,
  what: 'x',
  leak: number,
});

/** Who hears of the last of `count` reports that somebody makes a minute apart, with its urgency. */
function heard(by: Member, count: number, minutes = 1): string[] {
  const at = (number: number) => start + number * minutes * minuteMs;
  const before = Array.from({ length: count - 1 }, (_, index) => index + 1).reduce(
    (from: Embargo, number) => evolved(from, post(number), by.person, at(number)),
    agreedEmbargo(),
  );
  const embargo = evolved(before, post(count), by.person, at(count));
  const context = { embargo, before, list, now: at(count), by: { person: by.person, room: null } };
  return leakReported(post(count), context).map((each) => `${whereTo(each)} ${each.urgency}`);
}

const loud = ['ada leak', 'grace leak', '#oci-private leak', 'bob answer'];
const quiet = ['ada answer', 'grace answer', 'bob answer'];

describe('the alarm of a leak', () => {
  test('rings for the first reports of one person within an hour, and then tells coordinators alone, quietly, of each', () => {
    expect(heard(bob, alarmsMax)).toEqual(loud);
    expect(heard(bob, alarmsMax + 1)).toEqual(quiet);
    expect(heard(bob, 100)).toEqual(quiet);
  });

  test('rings again after the hour, and whatever a coordinator reports', () => {
    expect(heard(bob, alarmsMax + 1, 60)).toEqual(loud);
    expect(heard(ada, 100)).toEqual(['ada leak', 'grace leak', '#oci-private leak', 'ada answer']);
  });

  test('rings for somebody else, however many reports one person has made', () => {
    const flooded = Array.from({ length: 100 }, (_, index) => index + 1).reduce(
      (from: Embargo, number) => evolved(from, post(number), bob.person, start),
      agreedEmbargo(),
    );
    const embargo = evolved(flooded, post(101), carol.person, start);
    const told = leakReported(post(101), { embargo, before: flooded, list, now: start, by: { person: carol.person, room: null } });
    expect(told.map((each) => `${whereTo(each)} ${each.urgency}`)).toEqual(['ada leak', 'grace leak', '#oci-private leak', 'carol answer']);
  });

  const far = { ...carol, person: 'matrix:@carol:example.org' as PersonId };
  const both = listOf({ members: [ada, grace, bob, far] });
  const toFar = (embargo: Embargo, told: (embargo: Embargo) => ReturnType<typeof leakReported>) =>
    told(embargo).flatMap(({ to, urgency }) => (to.type === 'person' && to.person === far.person ? [urgency] : []));
  const reported = (embargo: Embargo) =>
    leakReported(post(1), { embargo, before: null, list: both, now: start, by: { person: bob.person, room: null } });
  const signed = signedBy(ada, grace, bob, far);

  test('reaches by themselves those whose platform has no room of the list, acknowledged or not, and nobody who declined', () => {
    expect(toFar(agreedEmbargo({ consents: signed }), reported)).toEqual(['leak']);
    expect(toFar(agreedEmbargo({ consents: signedBy(ada, grace, bob) }), reported)).toEqual(['leak']);
    expect(toFar(agreedEmbargo({ consents: { ...signed, [far.person]: { state: 'declined', at: start } } }), reported)).toEqual([]);
  });

  test('is taken back as loudly, to the same people and to who reported it', () => {
    const judged: EmbargoFact = { type: 'leak-classed', leak: 1, class: 'false-alarm', note: 'ours', steps: [], dropped: [] };
    const embargo = agreedEmbargo({ consents: signed, leaks: [leakCase()] });
    const told = leakClassed(judged, { embargo, before: null, list: both, now: start, by: { person: ada.person, room: null } });
    const alarmed = told
      .filter(({ urgency }) => urgency === 'leak')
      .map((each) => (each.to.type === 'person' ? each.to.person : whereTo(each)));
    expect(alarmed).toEqual([grace.person, '#oci-private', far.person, bob.person]);
    // Why it is none are somebody's words.
    expect(JSON.stringify(told)).not.toContain('ours');
  });
});

describe('a case', () => {
  const step: EmbargoCommand = { type: 'add-leak-step', leak: null, owner: carol.person, due: start + hourMs, text: 'call the forum' };
  const orders: readonly (readonly [Member, EmbargoCommand])[] = [
    [bob, { type: 'report-leak', where: 'a forum', what: 'the title' }],
    [ada, { type: 'class-leak', leak: null, class: 'patch', note: null }],
    [ada, step],
    [ada, { ...step, owner: grace.person, text: 'ask counsel' }],
  ];
  const embargo = played(agreedEmbargo(), orders);
  const shown = (reader: Member, of = embargo) => linesOf(leakNodes({ embargo: of, list, now: start }, reader.person, null));

  test('shows all who acknowledged what leaked, since when, and that it is not spoken of', () => {
    const rows = ['Leak 1: the patch, severity high', "Don't mention it outside this list, not even to correct it."];
    const report = '- Mon, Mar 2, 2026, 09:00 UTC bob (Nova): the title (to whom or where: a forum)';
    expect(shown(bob).slice(0, 3)).toEqual([...rows, report]);
    const over = { ...embargo, ended: { at: start, by: [ada.person], reason: 'public' as const, because: null } };
    expect(shown(bob, over)[1]).toBe('The embargo is public: you may talk about what was published.');
  });

  test('shows who does what next to coordinators, to others their own steps, and what to disclose to who decides', () => {
    const steps = (reader: Member) => shown(reader).filter((each) => each.startsWith('- ☐'));
    expect([steps(ada).length, steps(bob)]).toEqual([5, []]);
    expect(steps(carol)).toEqual(['- ☐ 4 call the forum: carol, by Mon, Mar 2, 10:00 UTC']);
    expect([shown(ada)[0], shown(carol)[0]?.includes('advised')]).toEqual([
      'Leak 1: the patch, severity high. Disclosing now is advised',
      false,
    ]);
  });

  test('has its steps on the timeline of the same readers', () => {
    const facts = [4, 5].map((number) => ({
      ...{ at: start, by: ada.person },
      fact: { type: 'leak-step-added', leak: 1, number, owner: number === 4 ? carol.person : grace.person, due: null, text: 'x' } as const,
    }));
    const rows = (reader: Member) => timelineRows(facts, { embargo, list }, reader.person).map(lineText);
    expect([rows(ada).length, rows(bob), rows(carol)]).toEqual([
      2,
      [],
      ['Mon, Mar 2, 2026, 09:00 UTC ada: gave step 4 of leak 1 to carol: x'],
    ]);
  });
});

describe('what there is to publish', () => {
  test('is the public post as it is drafted or was written, without the address of a patch under embargo', () => {
    const view = { embargo: agreedEmbargo({ patches: patches(patch(1)) }), list, now: start };
    const lines = linesOf(bundleNodes(view));
    for (const each of linesOf(draftNodes(view, 'post'))) expect(lines).toContain(each);
    expect(lines.filter((each) => each.includes('example.org/patch'))).toEqual([]);
    expect(lines.at(-1)).toBe('[Get all as files]');
  });

  test('is nothing once the details are purged', () => {
    const gone = purged(agreedEmbargo({ ended: { at: start, by: [], reason: 'public', because: null } }), start);
    expect(linesOf(bundleNodes({ embargo: gone, list, now: start }))).toEqual([
      "Its details were purged, so there's nothing to draft from.",
    ]);
  });
});

test('an alarm never says a word of the report', () => {
  const secret: Reported = {
    type: 'leak-reported',
    where: 'hush.example.org',
    what: 'hush',
    how: 'hush',
    taken: 'hush',
    link: 'hush',
    leak: 1,
  };
  const context = { embargo: agreedEmbargo(), before: null, list, now: start, by: { person: bob.person, room: null } };
  expect(
    leakReported(secret, context)
      .flatMap(messagesOf)
      .filter((each) => JSON.stringify(each).includes('hush')),
  ).toEqual([]);
});
