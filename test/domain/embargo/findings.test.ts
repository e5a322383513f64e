// Findings: from when one is opened until whoever found it confirms that it is fixed. What each may say of one is refused to the others.
import { describe, expect, test } from 'vitest';
import { listFor } from '../../../src/domain/embargo/audience/on-embargo.ts';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import type { Embargo, Finding, FindingState } from '../../../src/domain/embargo/embargo.ts';
import { finderMs, findingDuties, openFindings } from '../../../src/domain/embargo/findings.ts';
import { todos, todosOf } from '../../../src/domain/embargo/todos.ts';
import { riskToEmbargo } from '../../../src/domain/embargo-risks.ts';
import type { Member } from '../../../src/domain/list/list.ts';
import type { Outcome } from '../../../src/domain/policy/checklist.ts';
import { isRefused, refuse } from '../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  context,
  date,
  dave,
  finding,
  findings,
  grace,
  list,
  listOf,
  member,
  patch,
  patches,
  played,
  says,
  sha,
  signedBy,
  start,
} from '../../setup/embargo.ts';

const signed = signedBy(ada, grace, bob, carol, dave);
const patched = agreedEmbargo({ consents: signed, patches: patches(patch(1)) });
const twice = { ...patched, patches: patches(patch(1), patch(2)) };
const withFinding = (wish: Partial<Finding> = {}, from: Embargo = patched): Embargo => ({ ...from, findings: findings(finding(1, wish)) });
const fixed = { state: 'fixed', fixedIn: 2, saidBy: ada.person } as const;

const test24 = (outcome: Outcome, notes = 'it crashes'): EmbargoCommand => ({
  ...{ type: 'answer-steps', release: '24', patch: null, answers: [], notes, outcome, readyBy: null },
});
const clean: EmbargoCommand = {
  ...{ type: 'answer-steps', release: '24', patch: null, notes: 'all of it', outcome: 'no-issues', readyBy: date },
  answers: [{ steps: 'all', verdict: 'pass', note: null }],
};
const add = (text: string): EmbargoCommand => ({ type: 'add-finding', kind: 'other', severity: null, branch: null, text });
const dismiss: EmbargoCommand = { type: 'dismiss-finding', number: 1, because: 'as documented' };
const set: EmbargoCommand = { type: 'set-finding', number: 1, severity: 'high' };
const takeOn = (owner: Member | null = null): EmbargoCommand => ({ type: 'take-on-finding', number: 1, owner: owner?.person ?? null });
const fix: EmbargoCommand = { type: 'fix-finding', number: 1 };
const confirm: EmbargoCommand = { type: 'confirm-finding', number: 1 };
const reopen: EmbargoCommand = { type: 'reopen-finding', number: 1, because: 'it still crashes' };
const publish = (fixes: readonly number[]): EmbargoCommand => ({
  ...{ type: 'publish-patch', label: 'v2', url: 'https://example.org/', files: [{ name: 'f', sha256: sha('f') }], branches: [], fixes },
});
const code = (decision: ReturnType<typeof says>) => (isRefused(decision) ? decision.reason.code : decision.map(({ type }) => type).join());

describe('a review that ends with a problem', () => {
  test.each<Outcome>(['incomplete-fix', 'additional-issue', 'new-bug', 'does-not-apply', 'does-not-build'])(
    '%s opens a finding',
    (outcome) => {
      const after = played(patched, [[bob, test24(outcome)]]);
      expect(Object.values(after.findings)).toEqual([finding(1, { kind: outcome as Finding['kind'], text: 'it crashes', reviews: [1] })]);
    },
  );

  test.each<Outcome>(['not-affected', 'not-tested'])('%s opens none', (outcome) => {
    expect(played(patched, [[bob, test24(outcome)]]).findings).toEqual({});
  });

  test('opens one for each of them, and what is copied to another release is the same one', () => {
    const both = played(patched, [
      [bob, test24('new-bug')],
      [carol, { ...test24('new-bug'), release: '7.1' } as EmbargoCommand],
      [carol, { type: 'copy-review', from: '7.1', to: ['7.2'] }],
    ]);
    expect(Object.values(both.findings).map(({ by, reviews }) => [by, reviews])).toEqual([
      [bob.person, [1]],
      [carol.person, [2, 3]],
    ]);
  });

  const correct = (outcome: Outcome, notes = 'on arm64 only'): EmbargoCommand => ({
    ...{ type: 'correct-review', release: '24', answers: [], notes, outcome, readyBy: null },
  });

  test('and is corrected takes it back, or says it anew', () => {
    const found = played(patched, [
      [bob, test24('new-bug')],
      [ada, dismiss],
    ]);
    expect(played(found, [[bob, correct('not-affected')]]).findings[1]).toMatchObject({
      state: 'taken-back',
      saidBy: bob.person,
      reviews: [1],
    });
    expect(played(found, [[bob, correct('new-bug')]]).findings[1]).toMatchObject({ state: 'open', text: 'on arm64 only', because: null });
    const again = played(found, [
      [bob, correct('not-affected')],
      [bob, correct('incomplete-fix')],
    ]);
    expect(Object.values(again.findings)).toMatchObject([{ state: 'open', kind: 'incomplete-fix', reviews: [1] }]);
  });

  test('and is corrected in its words stays whose it is to fix; of another kind it is asked anew', () => {
    const taken = played(patched, [
      [bob, test24('new-bug')],
      [ada, takeOn()],
    ]);
    const before = taken.findings[1];
    expect(before).toMatchObject({ state: 'will-fix', owner: ada.person });
    expect(played(taken, [[bob, correct('new-bug'), start + dayMs]]).findings[1]).toEqual({ ...before, text: 'on arm64 only' });
    expect(played(taken, [[bob, correct('incomplete-fix')]]).findings[1]).toMatchObject({ state: 'open', owner: null, reviews: [1] });
  });

  test('and is corrected leaves what a copy of it still says', () => {
    const two = played(patched, [
      [carol, { ...test24('new-bug'), release: '7.1' } as EmbargoCommand],
      [carol, { type: 'copy-review', from: '7.1', to: ['7.2'] }],
      [carol, { ...correct('not-affected'), release: '7.1' } as EmbargoCommand],
    ]);
    expect(Object.values(two.findings)).toMatchObject([{ state: 'open', reviews: [2] }]);
  });
});

describe('whoever found it and tests the next patch revision without finding it', () => {
  const found = played(patched, [[bob, test24('new-bug')]]);
  const next = { ...found, patches: patches(patch(1), patch(2)) };

  test('has confirmed that it is fixed, whether anybody said so or not', () => {
    expect(played(next, [[bob, clean]]).findings[1]).toMatchObject({ state: 'confirmed', fixedIn: 2 });
    expect(played({ ...next, findings: findings({ ...finding(1, { reviews: [1] }), ...fixed }) }, [[bob, clean]]).findings[1]?.state).toBe(
      'confirmed',
    );
  });

  test.each<[string, EmbargoCommand, Member, Embargo]>([
    ['a colleague', clean, dave, next],
    ['who only says that they are not affected', test24('not-affected'), bob, next],
    ['who found it outside of a review', clean, bob, withFinding({}, twice)],
  ])('is another matter than %s', (_, command, by, from) => {
    expect(played(from, [[by, command]]).findings[1]?.state).toBe('open');
  });

  test('has to for each release on which they found it', () => {
    const copied = played(patched, [
      [carol, { ...test24('new-bug'), release: '7.1' } as EmbargoCommand],
      [carol, { type: 'copy-review', from: '7.1', to: ['7.2'] }],
    ]);
    const one = played({ ...copied, patches: patches(patch(1), patch(2)) }, [[carol, { ...clean, release: '7.1' } as EmbargoCommand]]);
    expect(one.findings[1]?.state).toBe('open');
    expect(played(one, [[carol, { ...clean, release: '7.2' } as EmbargoCommand]]).findings[1]?.state).toBe('confirmed');
  });
});

describe('outside of a review', () => {
  test('anybody who has acknowledged may record one, and the same words once', () => {
    const added = says(dave, add('it leaks'), patched);
    expect(added).toEqual([{ type: 'finding-added', number: 1, kind: 'other', severity: null, branch: null, text: 'it leaks', patch: 1 }]);
    const there = played(patched, [[dave, add('it leaks')]]);
    expect(says(dave, add('it leaks'), there)).toEqual(refuse({ code: 'finding-there', number: 1 }));
    expect(says(bob, add('it leaks'), there)).toMatchObject([{ number: 2 }]);
    expect(says(dave, add('it leaks'), { ...patched, consents: signedBy(ada) })).toEqual(refuse({ code: 'needs-consent', state: 'none' }));
  });

  test('nobody records more than twenty within an hour: each is a message to every coordinator', () => {
    const many = Array.from({ length: 20 }, (_, index): [Member, EmbargoCommand, number] => [
      dave,
      add(`it leaks ${index}`),
      start + index,
    ]);
    const there = played(patched, many);
    expect(says(dave, add('once more'), there, { now: start + hourMs - 1 })).toEqual(
      refuse({ code: 'many-findings', most: 20, from: start + hourMs }),
    );
    expect(says(bob, add('once more'), there, { now: start + hourMs - 1 })).toMatchObject([{ number: 21 }]);
    expect(says(dave, add('once more'), there, { now: start + hourMs })).toMatchObject([{ number: 21 }]);
  });

  test('after the end it follows up, is asked of coordinators alone, and stands before nothing', () => {
    const over = { ...patched, ended: { reason: 'disclosed', at: date, by: [ada.person, bob.person], because: null } } as const;
    const late = played(over, [[bob, add('a second way in'), date + dayMs]]);
    expect(late.findings[1]).toMatchObject({ followUp: true, state: 'open' });
    expect(openFindings(late)).toEqual([]);
    const asked = todos(late, list, date + dayMs).filter(({ type }) => type === 'answer-finding');
    expect(asked.map(({ person }) => person)).toEqual([ada.person, grace.person]);
  });

  test('once the embargo is reopened, it stands before the next disclosure', () => {
    const over = { ...patched, ended: { reason: 'other', at: date, by: [ada.person], because: null } } as const;
    const late = played(over, [[bob, add('a second way in'), date + dayMs]]);
    const again = played(late, [[ada, { type: 'reopen', reason: 'new evidence' }, date + 2 * dayMs]]);
    expect(openFindings(again).map(({ number }) => number)).toEqual([1]);
  });

  test('nothing is added to what was purged', () => {
    const purged = { ...withFinding(), purgedAt: date };
    for (const command of [add('x'), dismiss, takeOn(), fix, confirm, reopen, set])
      expect(says(bob, command, purged)).toEqual(refuse({ code: 'embargo-purged', at: date }));
  });
});

const states: readonly FindingState[] = ['open', 'not-an-issue', 'will-fix', 'own-embargo', 'fixed', 'confirmed', 'taken-back'];
// Coordinator, who is to fix it (where somebody is), who found it, anybody else. y: may. s: not as it stands. r: a coordinator may. f: who found it may.
const table = `
dismiss-finding  open          y - y r
                 not-an-issue  s - s r
                 will-fix      s y s r
                 own-embargo   s - s r
                 fixed         s s s r
                 confirmed     s s s r
                 taken-back    s - s r
take-on-finding  open          y - r r
                 not-an-issue  s - r r
                 will-fix      s n r r
                 own-embargo   s - r r
                 fixed         s s r r
                 confirmed     s s r r
                 taken-back    s - r r
fix-finding      open          y - r r
                 not-an-issue  s - r r
                 will-fix      y y r r
                 own-embargo   s - r r
                 fixed         s s r r
                 confirmed     s s r r
                 taken-back    s - r r
confirm-finding  open          s - s s
                 not-an-issue  s - s s
                 will-fix      s s s s
                 own-embargo   s - s s
                 fixed         f f y f
                 confirmed     s s s s
                 taken-back    s - s s
reopen-finding   open          s - s f
                 not-an-issue  y - y f
                 will-fix      y f y f
                 own-embargo   y - y f
                 fixed         y f y f
                 confirmed     y f y f
                 taken-back    y - y f
set-finding      open          y - y f
                 not-an-issue  y - y f
                 will-fix      y y y f
                 own-embargo   y - y f
                 fixed         y y y f
                 confirmed     y y y f
                 taken-back    y - y f
`;
const owned: ReadonlySet<FindingState> = new Set(['will-fix', 'fixed', 'confirmed']);
const orders = [dismiss, takeOn(), fix, confirm, reopen, set];

test('who can use what of a finding, as it stands', () => {
  const marks: Readonly<Record<string, string>> = {
    'finding-stands': 's',
    'needs-role': 'r',
    'not-your-finding': 'f',
    'nothing-to-change': 'n',
  };
  const rows = orders.flatMap((command) =>
    states.map((state, index) => {
      const owner = owned.has(state) ? carol.person : null;
      const from = withFinding({ state, owner, saidBy: ada.person, fixedIn: state === 'fixed' || state === 'confirmed' ? 2 : null }, twice);
      const said = [ada, carol, bob, dave].map((by) =>
        by === carol && owner === null ? '-' : (marks[code(says(by, command, from))] ?? 'y'),
      );
      return `${(index === 0 ? command.type : '').padEnd(16)} ${state.padEnd(13)} ${said.join(' ')}`;
    }),
  );
  expect(`\n${rows.join('\n')}\n`).toBe(table);
});

test('who is to fix it can say what does, as far as they may', () => {
  const owed = (owner: Member, from: Embargo) =>
    todosOf(played(from, [[ada, takeOn(owner)]]), list, owner.person, start).filter(({ type }) => type === 'fix-finding');
  expect(owed(ada, withFinding())).toMatchObject([{ finding: 1, by: 'publish' }]);
  expect(owed(carol, withFinding())).toMatchObject([{ finding: 1, by: null }]);
  expect(owed(carol, withFinding({}, twice))).toMatchObject([{ finding: 1, by: 2 }]);
});

describe('a revision that is withdrawn', () => {
  const because = (why: string) => withFinding({ state: 'not-an-issue', because: why, saidBy: ada.person }, twice);
  const withdraw: EmbargoCommand = { type: 'withdraw-patch', number: 2, because: 'it breaks rootless builds' };
  test.each(['v2 fixes it', 'because Patch 2 has it', 'see revision #2.'])('takes along what was no issue because of it: %s', (why) =>
    expect(code(says(ada, withdraw, because(why)))).toBe('patch-withdrawn,finding-reopened'),
  );
  test.each(['as documented', 'v1 has it too', 'v2.1 of the daemon', 'cve2'])('leaves what is none for another reason: %s', (why) =>
    expect(code(says(ada, withdraw, because(why)))).toBe('patch-withdrawn'),
  );
});

test('what a reviewer took back comes back under its number, with where it was found', () => {
  const correct = (outcome: Outcome): EmbargoCommand => ({
    ...{ type: 'correct-review', release: '24', answers: [], notes: 'x', outcome, readyBy: null },
  });
  const back = played(patched, [
    [bob, test24('new-bug')],
    [bob, correct('not-affected')],
  ]);
  expect(back.findings[1]).toMatchObject({ state: 'taken-back', reviews: [1] });
  const again = played(back, [[bob, correct('new-bug')]]);
  expect(openFindings(again)).toMatchObject([{ number: 1, state: 'open', reviews: [1] }]);
});

describe('its severity and branch', () => {
  test('are given later, and corrected, without a word on how it stands', () => {
    const set: EmbargoCommand = { type: 'set-finding', number: 1, severity: 'high', branch: 'release-1.2' };
    const before = played(withFinding({ branch: 'main' }), [[ada, takeOn()]]);
    const after = played(before, [[bob, set, start + dayMs]]);
    expect(after.findings[1]).toEqual({ ...before.findings[1], severity: 'high', branch: 'release-1.2' });
    expect(says(ada, { type: 'set-finding', number: 1, branch: null }, after)).toEqual([{ type: 'finding-set', number: 1, branch: null }]);
  });

  test('that it has already change nothing', () => {
    expect(says(bob, set, withFinding({ severity: 'high' }))).toEqual(refuse({ code: 'nothing-to-change' }));
    expect(says(bob, { type: 'set-finding', number: 1 }, withFinding())).toEqual(refuse({ code: 'nothing-to-change' }));
  });
});

describe('an answer', () => {
  test('is given once: who answers at the same time is told what it is', () => {
    const answered = played(withFinding(), [[ada, takeOn()]]);
    expect(says(grace, dismiss, answered)).toEqual(
      refuse({ code: 'finding-stands', number: 1, state: 'will-fix', by: 'ada', owner: 'ada', fixedIn: null }),
    );
  });

  test('is free again once whoever was to fix it has left', () => {
    const answered = played(withFinding(), [[ada, takeOn(carol)]]);
    const left = { ...answered, consents: { ...answered.consents, [carol.person]: { state: 'declined', at: start } as const } };
    expect(code(says(grace, takeOn(), left))).toBe('finding-taken-on');
  });

  test('names nobody who may not read it', () => {
    const unread = { ...withFinding(), consents: signedBy(ada, bob) };
    expect(says(ada, takeOn(carol), unread)).toEqual(refuse({ code: 'owner-not-in', name: 'carol' }));
  });

  test('names nobody from outside of the list, and nothing is asked of them', () => {
    const eve = member('eve', 'outsider');
    const outsiders = { [eve.person]: { name: 'eve', because: 'writes the fix', by: ada.person, at: start } };
    const audience = { audience: { outsiders } };
    const consents = { ...signedBy(ada, bob), [eve.person]: { state: 'signed', at: start, seen: 1 } as const };
    const on = (from: Embargo) => listFor(from, list, start);
    const from = { ...withFinding(), ...audience, consents };
    expect(says(ada, takeOn(eve), from, { list: on(from) })).toEqual(refuse({ code: 'owner-outside', name: 'eve' }));
    // Records from before have such owners.
    for (const owns of [
      { owner: eve.person, state: 'will-fix' },
      { by: eve.person, state: 'fixed', fixedIn: 2 },
    ] as const) {
      const theirs = { ...withFinding(owns), ...audience, consents };
      const asked = todos(theirs, on(theirs), start).filter(({ type }) => type === 'fix-finding' || type === 'confirm-finding');
      expect(asked.map(({ person }) => person)).toEqual([ada.person]);
    }
  });

  test('to what is not there says so', () => {
    expect(says(ada, { ...dismiss, number: 7 } as EmbargoCommand, withFinding())).toEqual(
      refuse({ code: 'unknown-finding', number: 7, last: 1 }),
    );
    expect(says(ada, confirm, patched)).toEqual(refuse({ code: 'unknown-finding', number: 1, last: null }));
  });
});

describe('a fix', () => {
  test('takes a patch revision that is newer than the one it was found in', () => {
    expect(says(ada, fix, withFinding())).toEqual(refuse({ code: 'fix-needs-patch', number: 1, patch: 1 }));
    expect(says(ada, fix, withFinding({ patch: null }, agreedEmbargo({ consents: signed })))).toEqual(refuse({ code: 'no-patch' }));
    expect(says(ada, fix, withFinding({}, twice))).toEqual([{ type: 'finding-fixed', number: 1, patch: 2 }]);
  });

  test('that did not is not said of the same revision again', () => {
    const back = played(withFinding(fixed, twice), [[bob, reopen]]);
    expect(back.findings[1]).toMatchObject({ state: 'open', patch: 2, fixedIn: null, because: 'it still crashes' });
    expect(says(ada, fix, back)).toEqual(refuse({ code: 'fix-needs-patch', number: 1, patch: 2 }));
  });

  test('can be said as the patch is given out, of all that it fixes or of none', () => {
    expect(says(ada, publish([1]), withFinding())).toMatchObject([
      { type: 'patch-published', number: 2 },
      { type: 'finding-fixed', number: 1, patch: 2 },
    ]);
    expect(says(ada, publish([1]), withFinding())).not.toMatchObject([{ fixes: [1] }, {}]);
    expect(says(ada, publish([1, 2]), withFinding())).toEqual(refuse({ code: 'unknown-finding', number: 2, last: 1 }));
    expect(code(says(ada, publish([1]), withFinding({ state: 'confirmed' })))).toBe('finding-stands');
  });
});

describe('a confirmation', () => {
  const since = date - 5 * dayMs;
  const mended = withFinding({ ...fixed, since }, twice);
  const byAda = (from: Embargo, now: Instant, on = list) => says(ada, confirm, from, { now, list: on });

  test("is a coordinator's once whoever found it had three days, and no sooner", () => {
    expect(byAda(mended, since + finderMs - 1)).toEqual(refuse({ code: 'not-your-finding', number: 1, by: 'bob', from: since + finderMs }));
    expect(byAda(mended, since + finderMs)).toEqual([{ type: 'finding-confirmed', number: 1 }]);
    expect(says(carol, confirm, mended, { now: since + finderMs })).toEqual(
      refuse({ code: 'not-your-finding', number: 1, by: 'bob', from: null }),
    );
  });

  test("is a coordinator's as soon as whoever found it has left the list, or the embargo", () => {
    expect(code(byAda(mended, since, listOf({ members: [ada, grace, carol, dave] })))).toBe('finding-confirmed');
    const declined = { ...mended, consents: { ...mended.consents, [bob.person]: { state: 'declined', at: start } as const } };
    expect(code(byAda(declined, since))).toBe('finding-confirmed');
    // Who is to read other terms first is not gone.
    expect(
      code(
        byAda(
          { ...mended, termsChanged: 1, consents: { ...mended.consents, [ada.person]: { state: 'signed', at: start, seen: 0, terms: 1 } } },
          since,
        ),
      ),
    ).toBe('not-your-finding');
  });

  test('in place of who found it waits for a second person where it could be forged, and so does that it is no issue', () => {
    const risk = (by: Member, command: EmbargoCommand, from: Embargo, now = start) => {
      const known = context(by, { now });
      const facts = says(by, command, from, { now });
      return isRefused(facts) ? facts.reason.code : riskToEmbargo(from, facts, known);
    };
    expect(risk(ada, confirm, mended, since + finderMs)).toBe('changing');
    expect(risk(bob, confirm, mended)).toBe(null);
    expect(risk(ada, dismiss, withFinding())).toBe('changing');
    expect(risk(bob, dismiss, withFinding())).toBe(null);
    expect(risk(ada, takeOn(), withFinding())).toBe(null);
  });
});

describe('is asked of', () => {
  const asked = (wish: Partial<Finding>, now = start, from = twice) =>
    findingDuties(withFinding(wish, from), list, now).flatMap(({ does, people }) => people.map(({ name }) => `${name} ${does}`));

  test.each<[string, Partial<Finding>, string[], Instant?]>([
    ['coordinators while it is open', {}, ['ada answer', 'grace answer']],
    ['whoever is to fix it', { state: 'will-fix', owner: carol.person }, ['carol fix']],
    ['whoever found it once it is fixed', fixed, ['bob confirm']],
    ['coordinators too once they had their time', fixed, ['bob confirm', 'ada confirm', 'grace confirm'], start + finderMs],
    ['nobody once it is confirmed', { state: 'confirmed' }, []],
    ['nobody once it is no issue', { state: 'not-an-issue' }, []],
    ['nobody once it is an embargo of its own', { state: 'own-embargo' }, []],
  ])('%s', (_, wish, people, now = start) => {
    expect(asked(wish, now)).toEqual(people);
  });

  test('coordinators where who is to fix it has left', () => {
    const declined = { ...twice, consents: { ...twice.consents, [carol.person]: { state: 'declined', at: start } as const } };
    expect(asked({ state: 'will-fix', owner: carol.person }, start, declined)).toEqual(['ada fix', 'grace fix']);
  });

  test('who said that they would after the end too: coordinators could not answer in their place', () => {
    const over: Embargo = { ...twice, ended: { reason: 'public', at: start, by: [ada.person], because: 'a post describes it' } };
    expect(asked({ state: 'will-fix', owner: carol.person }, start, over)).toEqual(['carol fix']);
    expect(asked({ ...fixed, by: carol.person }, start, over)).toEqual(['carol confirm']);
  });
});

describe('what is said of several findings at once', () => {
  const two = agreedEmbargo({ patches: patches(patch(1), patch(2)), findings: findings(finding(1), finding(2)) });

  test('is said of each, or of none', () => {
    const both: EmbargoCommand = { type: 'dismiss-finding', number: 1, also: [2], because: 'the test is wrong' };
    expect(says(ada, both, two)).toMatchObject([
      { type: 'finding-answered', number: 1, because: 'the test is wrong' },
      { type: 'finding-answered', number: 2, because: 'the test is wrong' },
    ]);
    expect(says(ada, { ...both, also: [2, 7] }, two)).toEqual(refuse({ code: 'unknown-finding', number: 7, last: 2 }));
  });

  test('a revision that fixes them is the one that is current where they were found', () => {
    const in2: EmbargoCommand = { type: 'fix-finding', number: 1, also: [2], patch: 2 };
    expect(says(ada, in2, two)).toEqual([
      { type: 'finding-fixed', number: 1, patch: 2 },
      { type: 'finding-fixed', number: 2, patch: 2 },
    ]);
    expect(says(ada, { ...in2, patch: 1 }, two)).toEqual(refuse({ code: 'fixed-in-another', number: 1, named: 1, patch: 2 }));
  });

  test('and who confirms that one fixes it says so of the one that they were asked to test', () => {
    const fixed = played(two, [[ada, { type: 'fix-finding', number: 1 }]]);
    const finder = [bob, carol, dave].find(({ person }) => person === fixed.findings[1]?.by) ?? ada;
    expect(says(finder, { ...confirm, patch: 1 } as EmbargoCommand, fixed)).toEqual(
      refuse({ code: 'fixed-in-another', number: 1, named: 1, patch: 2, confirms: true }),
    );
    expect(says(finder, { ...confirm, patch: 2 } as EmbargoCommand, fixed)).toEqual([{ type: 'finding-confirmed', number: 1 }]);
  });
});
