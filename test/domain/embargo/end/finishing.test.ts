// Nobody who coordinates answers at the date: the alarm goes on to others, and two representatives of different distributors finish.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import type { Finding } from '../../../../src/domain/embargo/embargo.ts';
import { finishableFrom } from '../../../../src/domain/embargo/end/finishing.ts';
import { findingsSeen } from '../../../../src/domain/embargo/findings.ts';
import { remind } from '../../../../src/domain/embargo/reminders.ts';
import { todos } from '../../../../src/domain/embargo/todos.ts';
import type { List, Member } from '../../../../src/domain/list/list.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  embargo,
  finding,
  findings,
  grace,
  list,
  listOf,
  member,
  nova,
  patch,
  patches,
  played,
  review,
  reviews,
  says,
  seven,
  signedBy,
} from '../../../setup/embargo.ts';
import { withProfile } from '../../../setup/membership.ts';

const disclose = { type: 'disclose' } as const;
const erin = member('erin', 'representative', 'nova');
const all = [ada, grace, bob, carol, erin];
const wide = listOf({ members: all });
const signed = agreedEmbargo({ consents: signedBy(...all) });
const pressedBy = (who: Member) => ({ ...signed, disclosing: { by: who.person, at: date } });
const away = (...people: readonly Member[]): List =>
  listOf({
    members: all.map((each) =>
      people.includes(each) ? { ...each, away: { since: date, until: date + 90 * dayMs, standIn: null } } : each,
    ),
  });
const finishers = (from: typeof signed, now: Instant, on: List = wide) =>
  todos(from, on, now).flatMap((todo) => (todo.type === 'disclose' ? [todo.person] : []));

describe('two representatives', () => {
  const now = date + dayMs;

  test('finish a day after the date, of different distributors; the record says that no coordinator answered', () => {
    const no = refuse({ code: 'needs-a-coordinator-too', from: now });
    expect(says(carol, disclose, pressedBy(bob), { now: now - 1, list: wide })).toEqual(no);
    expect(says(carol, disclose, pressedBy(bob), { now, list: wide })).toEqual([
      {
        ...{ type: 'embargo-ended', reason: 'disclosed', by: [bob.person, carol.person], because: null },
        ...{ withoutCoordinator: true, silentMs: dayMs },
      },
    ]);
  });

  test('of one distributor do not', () => {
    expect(says(erin, disclose, pressedBy(bob), { now, list: wide })).toEqual(refuse({ code: 'needs-another-distributor', name: 'Nova' }));
  });

  test('of two distributors of one legal entity do not either, and are not asked to', () => {
    const corporate = [nova, seven].reduce((on, each) => withProfile(on, each, { entity: 'Mega Corp' }), wide);
    expect(says(carol, disclose, pressedBy(bob), { now, list: corporate })).toEqual(
      refuse({ code: 'needs-another-distributor', name: 'Seven Linux' }),
    );
    expect(finishers(pressedBy(bob), now, corporate)).toEqual([ada.person, grace.person]);
    expect(finishers(pressedBy(bob), now)).toEqual([ada.person, grace.person, carol.person]);
  });

  test('finish also where the policy leaves it to coordinators', () => {
    const strict: List = { ...wide, policy: { ...wide.policy, rules: { ...wide.policy.rules, disclosers: 'coordinators' } } };
    expect(says(bob, disclose, signed, { now: now - 1, list: strict })).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
    expect(says(bob, disclose, signed, { now, list: strict })).toEqual([{ type: 'disclosure-pressed' }]);
  });

  test('finish at once where every coordinator is away or has declined, and not while one is there', () => {
    expect(finishableFrom(signed, away(ada, grace), date)).toBe(date);
    expect(finishableFrom(signed, away(ada), date)).toBe(now);
    const declined = { ...signed, consents: { ...signed.consents, [grace.person]: { state: 'declined', at: date } as const } };
    expect(finishableFrom(declined, away(ada), date)).toBe(date);
    expect(says(carol, disclose, pressedBy(bob), { now: date, list: away(ada, grace) })).toMatchObject([
      { withoutCoordinator: true, silentMs: 0 },
    ]);
  });

  test('wait anew once a coordinator has done anything after the date, or confirmed', () => {
    const heard = played(
      signed,
      [[ada, { type: 'note', text: 'I am on it', source: null, saidAt: null, author: null }, now - hourMs]],
      wide,
    );
    expect(finishableFrom(heard, wide, now)).toBe(now - hourMs + dayMs);
    const early = played(signed, [[ada, { type: 'note', text: 'soon', source: null, saidAt: null, author: null }, date - 1]], wide);
    expect(finishableFrom(early, wide, now)).toBe(now);
    expect(finishableFrom(played(signed, [[ada, disclose, date + hourMs]], wide), wide, now)).toBe(now + hourMs);
    expect(finishableFrom(played(signed, [[bob, disclose, date + hourMs]], wide), wide, now)).toBe(now);
  });

  test('there is none of it without a date', () => expect(finishableFrom(embargo(), list, now)).toBeNull());
});

describe('who is asked', () => {
  test('are the coordinators, and after a day representatives too; never one who would be refused', () => {
    expect(finishers(signed, date)).toEqual([ada.person, grace.person]);
    expect(finishers(signed, date + dayMs)).toEqual(all.map(({ person }) => person));
    expect(finishers(pressedBy(bob), date)).toEqual([ada.person, grace.person]);
    expect(finishers(pressedBy(bob), date + dayMs)).toEqual([ada.person, grace.person, carol.person]);
  });

  test('is somebody new each day: coordinators, first representatives, the others, and round again', () => {
    const backup = listOf({ members: all, distributors: [...Object.values(list.distributors)] });
    const reached = [0, 1, 2, 3, 4].map((days) =>
      remind(
        { ...signed, reminded: { disclosure: { target: date, since: date - 14 * dayMs, doneMs: days * dayMs - 1 } } },
        backup,
        date + days * dayMs,
      ).flatMap((fact) => (fact.type === 'reminded' ? [fact.people.map((person) => person.replace('terminal:', '')).join()] : [])),
    );
    expect(reached.flat()).toEqual(['ada,grace', 'bob,carol', 'erin', 'ada,grace', 'bob,carol']);
  });
});

describe('what was found', () => {
  const tested = {
    ...signed,
    patches: patches(patch(1)),
    reviews: reviews(review(1, { reviewer: carol.person, distributor: seven.id, release: '7.1' })),
  };
  const mine = finding(1, { kind: 'incomplete-fix', by: carol.person, reviews: [1] });
  const found = (wish: Partial<Finding> = {}, ...others: readonly Finding[]) => ({
    ...tested,
    findings: findings({ ...mine, ...wish }, ...others),
  });
  const atDate = { now: date, list: wide };
  const named = { number: 1, kind: 'incomplete-fix', state: 'open', fixedIn: null, by: 'carol', where: 'Seven Linux 7.1' } as const;

  test('and is open is named first, and it can be disclosed all the same, which is on record', () => {
    const seen = findingsSeen(found());
    expect(says(ada, disclose, found(), atDate)).toEqual(refuse({ code: 'open-findings', found: [named], seen, at: null, because: null }));
    expect(says(ada, { ...disclose, despite: seen }, found(), atDate)).toEqual([{ type: 'disclosure-pressed', findings: [1] }]);
  });

  test('is named to the second person too, and so is what was found since the first one looked', () => {
    const seen = findingsSeen(found());
    const pressed = played(found(), [[ada, { ...disclose, despite: seen }, date]], wide);
    expect(says(bob, disclose, pressed, atDate)).toEqual(refuse({ code: 'open-findings', found: [named], seen, at: null, because: null }));
    expect(says(bob, { ...disclose, despite: seen }, pressed, atDate)).toMatchObject([{ type: 'embargo-ended', findings: [1] }]);
  });

  test.each<[string, Finding[]]>([
    ['that was opened since', [mine, finding(2)]],
    ['that was opened anew since', [{ ...mine, since: date + hourMs }]],
    ['that somebody said since they will fix', [{ ...mine, state: 'will-fix', since: date + hourMs }]],
    ['that is worse than was said', [{ ...mine, severity: 'critical' }]],
  ])('is what was shown: one %s is shown first', (_, those) => {
    const despite = findingsSeen(found());
    const later = { ...found(), findings: findings(...those) };
    expect(says(ada, { ...disclose, despite }, later, atDate)).toMatchObject({ reason: { code: 'open-findings', changed: true } });
    expect(says(ada, { ...disclose, despite: findingsSeen(later) }, later, atDate)).toMatchObject([{ type: 'disclosure-pressed' }]);
  });

  test('that is less bad than was said keeps nobody, whatever is said of where it is', () => {
    const despite = findingsSeen(found({ severity: 'critical' }));
    const branch = 'x at=2024-01-20T10:00Z';
    expect(despite).not.toContain(' ');
    expect(findingsSeen(found({ branch }))).toBe(findingsSeen(found()));
    expect(says(ada, { ...disclose, despite }, found({ severity: 'low', branch }), atDate)).toMatchObject([{ type: 'disclosure-pressed' }]);
  });

  test.each<[string, Finding[]]>([
    ['found', [mine, finding(2, { state: 'will-fix' })]],
    ['opened anew', [{ ...mine, since: date + hourMs }]],
  ])('and was %s since the first one looked makes the second one the first', (_, those) => {
    const pressed = played(found(), [[ada, { ...disclose, despite: findingsSeen(found()) }, date]], wide);
    const later = { ...pressed, findings: findings(...those) };
    const despite = findingsSeen(later);
    const soon = { ...atDate, now: date + 2 * hourMs };
    expect(says(bob, { ...disclose, despite }, later, soon)).toEqual([
      { type: 'disclosure-pressed', findings: those.map(({ number }) => number) },
    ]);
    const again = played(later, [[bob, { ...disclose, despite }, date + 2 * hourMs]], wide);
    expect(says(ada, { ...disclose, despite }, again, soon)).toMatchObject([{ type: 'embargo-ended', by: [bob.person, ada.person] }]);
  });

  test('and is fixed by now is nothing to look at again', () => {
    const pressed = played(found(), [[ada, { ...disclose, despite: findingsSeen(found()) }, date]], wide);
    const later = { ...pressed, findings: findings({ ...mine, state: 'fixed', since: date + hourMs }) };
    expect(says(bob, { ...disclose, despite: findingsSeen(later) }, later, atDate)).toMatchObject([
      { type: 'embargo-ended', findings: [1] },
    ]);
  });

  test('is not passed over by its number alone', () => {
    expect(says(ada, { ...disclose, despite: '1' }, found(), atDate)).toMatchObject({ reason: { code: 'open-findings' } });
  });

  test.each(['will-fix', 'fixed'] as const)('and is %s stands before the disclosure', (state) => {
    expect(says(ada, disclose, found({ state }), atDate)).toMatchObject({ reason: { code: 'open-findings' } });
  });

  test.each(['not-an-issue', 'own-embargo', 'confirmed', 'taken-back'] as const)(
    'and is %s does not stand before the disclosure',
    (state) => {
      expect(says(ada, disclose, found({ state }), atDate)).toEqual([{ type: 'disclosure-pressed' }]);
    },
  );

  test('is not done with by a patch that replaces the one it was found in', () => {
    const replaced = { ...found(), patches: patches(patch(1), patch(2)) };
    expect(says(ada, disclose, replaced, atDate)).toMatchObject({ reason: { code: 'open-findings' } });
  });
});

describe('since when it is public', () => {
  test('is what people say, in the past; clocks count from it', () => {
    const at = date - 3 * dayMs;
    expect(says(ada, { ...disclose, at: date + 1 }, signed, { now: date })).toEqual(refuse({ code: 'instant-to-come', at: date + 1 }));
    const over = played(signed, [
      [ada, { ...disclose, at }, date],
      [bob, { ...disclose, at }, date],
    ]);
    expect(over.ended).toMatchObject({ at: date, publicSince: at });
    expect(
      todos(over, list, date)
        .filter((todo) => todo.type === 'publish' && todo.clock === 'cve')
        .map(({ due }) => due),
    ).toEqual([at + dayMs, at + dayMs]);
  });

  test('is confirmed by the second person with the instant that the first named, or with another, and never unseen', () => {
    const at = date - 3 * dayMs + 30_000;
    const pressed = played(signed, [[ada, { ...disclose, at }, date]]);
    const says2 = (command: EmbargoCommand, from = pressed) => says(bob, command, from, { now: date });
    expect(says2(disclose)).toEqual(refuse({ code: 'public-since-stated', at, by: 'ada' }));
    expect(says2({ ...disclose, despite: '1' })).toEqual(refuse({ code: 'public-since-stated', at, by: 'ada' }));
    // Typed again, it has no seconds.
    expect(says2({ ...disclose, at: at - 30_000 })).toMatchObject([{ type: 'embargo-ended', publicSince: at }]);
    expect(says2({ ...disclose, at: at - dayMs })).toMatchObject([{ type: 'embargo-ended', publicSince: at - dayMs }]);
    expect(todos(pressed, list, date)).toContainEqual({ type: 'disclose', person: grace.person, due: date, since: at });
    // Who named it does not count any more, and neither does what they named.
    const lapsed = { ...pressed, consents: signedBy(bob, grace) };
    expect(says2(disclose, lapsed)).toEqual([{ type: 'disclosure-pressed' }]);
  });
});
