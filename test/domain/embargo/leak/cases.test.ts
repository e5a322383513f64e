// A leak is a case: which reports are one, what follows from what got out, who owes what, and what a false alarm undoes.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { isOpenToLookBack } from '../../../../src/domain/embargo/end/retrospective.ts';
import { hasLeaked, type LeakClass, leakCases, leakClasses, leakRows, withoutWords } from '../../../../src/domain/embargo/leak/case.ts';
import { leaksToDecide } from '../../../../src/domain/embargo/leak/cases.ts';
import { todos } from '../../../../src/domain/embargo/todos.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { hourMs } from '../../../../src/domain/values/time.ts';
import { ada, agreedEmbargo, bob, carol, grace, list, played, says, signedBy, start } from '../../../setup/embargo.ts';

const report = (where: string | null, what = 'the title'): EmbargoCommand => ({ type: 'report-leak', where, what });
const assess = (is: LeakClass, leak: number | null = null): EmbargoCommand => ({ type: 'class-leak', leak, class: is, note: null });
const done = (number: number): EmbargoCommand => ({ type: 'end-leak-step', number, note: null });
const leaked = played(agreedEmbargo(), [[bob, report('https://forum.example.org/t/1')]]);
const owed = (embargo: Embargo, now = start) =>
  todos(embargo, list, now).flatMap((todo) => (todo.type.includes('leak') ? [`${todo.person.split(':')[1]} ${todo.type}`] : []));

test('what was kept of leaks before they were cases is read as cases, and can go on', () => {
  const kept = leakCases([{ where: 'https://forum.example.org/t/1', at: start, by: bob.person }]);
  const before = agreedEmbargo({ leaks: kept, decisionDue: start + hourMs });
  expect(says(carol, report('https://forum.example.org/t/1'), before)).toMatchObject([{ leak: 1, again: true }]);
  expect(played(before, [[ada, assess('false-alarm')]]).leaks).toMatchObject([{ number: 1, class: { is: 'false-alarm' } }]);
  expect(leakCases(kept)).toEqual(kept);
});

describe('a report of a leak', () => {
  test('joins the open case of the same place, named in whatever way, and opens one of its own otherwise', () => {
    expect(says(carol, report(null, 'it is on https://forum.example.org/t/1.'), leaked)).toMatchObject([{ leak: 1, again: true }]);
    expect(says(carol, report('https://forum.example.org/t/2'), leaked)).toMatchObject([{ leak: 2 }]);
    // A host alone is no place: two posts of one forum are two leaks.
    const host = played(agreedEmbargo(), [[bob, report('https://forum.example.org/')]]);
    expect(says(carol, report('https://forum.example.org'), host)).toEqual([
      { type: 'leak-reported', where: 'https://forum.example.org', what: 'the title', leak: 2 },
    ]);
  });

  test('of the same place is quiet only while coordinators are to decide, or nothing is left to decide', () => {
    const kept = played(leaked, [[ada, { type: 'hold', reason: 'it names nothing' }]]);
    const again = report('https://forum.example.org/t/1');
    expect(says(carol, again, kept)).toEqual([
      { type: 'leak-reported', where: 'https://forum.example.org/t/1', what: 'the title', leak: 1 },
    ]);
    const alarmed = played(kept, [[carol, again]]);
    expect([alarmed.decisionDue, alarmed.leaks?.length, leaksToDecide(alarmed).length]).toEqual([start + hourMs, 1, 1]);
    const over = { ...kept, ended: { at: start, by: [], reason: 'public' as const, because: null } };
    expect(says(carol, again, over)).toMatchObject([{ leak: 1, again: true }]);
    // A leak of another place is none of it.
    expect(says(carol, report('https://forum.example.org/t/2'), over)).not.toMatchObject([{ again: true }]);
  });

  test('of one person who reports much takes nobody else’s place, and never goes to a case that is closed', () => {
    const much = played(
      agreedEmbargo(),
      Array.from({ length: 20 }, (_, index) => [bob, report(`https://forum.example.org/t/${index}`)] as const),
    );
    expect(says(bob, report('https://forum.example.org/t/20'), much)).toEqual([
      { type: 'leak-reported', where: 'https://forum.example.org/t/20', what: 'the title', leak: 20 },
    ]);
    expect(says(carol, report('https://forum.example.org/t/20'), much)).toMatchObject([{ leak: 21 }]);
    const last = played(much, [[ada, assess('false-alarm', 20)]]);
    expect(says(bob, report('https://forum.example.org/t/20'), last)).toMatchObject([{ leak: 21 }]);
    const joined = played(much, [[ada, { type: 'join-leaks', leak: 20, into: 3 }]]);
    expect(says(bob, report('https://forum.example.org/t/30'), joined)).toMatchObject([{ leak: 21 }]);
  });

  test('is shown with the last twenty of each person, whoever else reports how much', () => {
    const often = played(leaked, [
      [carol, report('https://forum.example.org/t/1', 'what carol saw')],
      ...Array.from({ length: 60 }, (_, index) => [bob, report('https://forum.example.org/t/1', `post ${index}`)] as const),
    ]);
    const said = often.leaks?.[0]?.reports.map(({ what }) => what) ?? [];
    expect([said.length, said[0], said.at(-1)]).toEqual([21, 'what carol saw', 'post 59']);
  });

  test('is not kept, nor is anything else of a leak, once the embargo is purged', () => {
    const gone = { ...leaked, purgedAt: start };
    const orders: EmbargoCommand[] = [
      report('https://forum.example.org/t/9'),
      { type: 'add-to-leak', leak: null, how: 'x' },
      assess('patch'),
      { type: 'join-leaks', leak: 1, into: 1 },
      { type: 'add-leak-step', leak: null, owner: null, due: null, text: 'x' },
      done(1),
      { type: 'close-leak', leak: null, finding: 'x' },
      { type: 'reopen-leak', leak: null, because: 'x' },
    ];
    for (const order of orders) expect(says(ada, order, gone)).toEqual(refuse({ code: 'embargo-purged', at: start }));
  });

  test('opens a new case where that of the same place is closed', () => {
    const closed = played(leaked, [[ada, assess('false-alarm')]]);
    expect(says(carol, report('https://forum.example.org/t/1'), closed)).toMatchObject([{ leak: 2 }]);
  });

  test('keeps its reporter unnamed to all but one other coordinator, who has accepted the terms where one has', () => {
    const unnamed: EmbargoCommand = { type: 'report-leak', where: null, what: 'the title', unnamed: true };
    expect(says(bob, unnamed, agreedEmbargo())).toMatchObject([{ unnamed: ada.person }]);
    expect(says(ada, unnamed, agreedEmbargo())).toMatchObject([{ unnamed: grace.person }]);
    expect(says(bob, unnamed, agreedEmbargo({ consents: signedBy(bob, grace) }))).toMatchObject([{ unnamed: grace.person }]);
    expect(says(bob, unnamed, agreedEmbargo({ consents: signedBy(bob) }))).toMatchObject([{ unnamed: ada.person }]);
  });

  test('is added to by who made it, and by nobody else', () => {
    const more: EmbargoCommand = { type: 'add-to-leak', leak: null, how: 'a tracker' };
    expect(says(bob, more, leaked)).toEqual([{ type: 'leak-added', leak: 1, how: 'a tracker' }]);
    expect(says(carol, more, leaked)).toEqual(refuse({ code: 'not-your-report' }));
  });

  test('is added to under its own number after it was joined to another', () => {
    const joined = played(leaked, [
      [carol, report('a mail')],
      [ada, { type: 'join-leaks', leak: 2, into: 1 }],
    ]);
    const more: EmbargoCommand = { type: 'add-to-leak', leak: 2, how: 'a tracker' };
    expect(says(carol, more, joined)).toEqual([{ type: 'leak-added', leak: 1, how: 'a tracker' }]);
    expect(says(carol, { ...more, leak: 3 }, joined)).toEqual(refuse({ code: 'not-your-report' }));
  });
});

describe('what got out', () => {
  test.each(leakClasses)('%s asks for its next step, and advises to disclose from the technical detail on', (is) => {
    const { next, disclose } = leakRows[is];
    const after = played(leaked, [[ada, assess(is)]]);
    expect(after.leaks?.[0]?.steps.some(({ what }) => what === next) || next === null).toBe(true);
    expect(disclose).toBe(['technical-detail', 'patch', 'exploit', 'exploitation'].includes(is));
  });

  test('may turn out worse: what is done stays done, and what makes no sense any more is not asked for', () => {
    const worse = played(leaked, [
      [ada, assess('component')],
      [ada, done(2)],
      [ada, assess('exploit')],
    ]);
    expect(worse.leaks?.[0]?.steps.map(({ what, dropped, done: end }) => [what, dropped ?? false, end !== undefined])).toEqual([
      ['reconsider-date', true, false],
      ['tell-reporter', false, true],
      ['tell-upstream', false, false],
      ['publish', false, false],
    ]);
  });

  test('is said by coordinators, once, and is needed before it is closed', () => {
    expect(says(bob, assess('patch'), leaked)).toMatchObject({ reason: { code: 'needs-role' } });
    expect(says(ada, assess('patch'), played(leaked, [[ada, assess('patch')]]))).toMatchObject({ reason: { code: 'classed-already' } });
    expect(says(ada, { type: 'close-leak', leak: null, finding: 'x' }, leaked)).toEqual(refuse({ code: 'class-first', leak: 1 }));
  });
});

test('two leaks that are one are to be decided about until the later one was, and keep the later hour', () => {
  const kept = played(leaked, [[ada, { type: 'hold', reason: 'x' }]]);
  const both = played(kept, [[carol, report('a mail'), start + 2 * hourMs]]);
  const joined = played(both, [[ada, { type: 'join-leaks', leak: 2, into: 1 }, start + 2 * hourMs]]);
  expect(joined.leaks?.[0]?.openedAt).toBe(start + 2 * hourMs);
  expect([joined.decisionDue, leaksToDecide(joined).map(({ number }) => number)]).toEqual([start + 3 * hourMs, [1]]);
});

describe('once the embargo is public', () => {
  const over = played(leaked, [
    [ada, assess('patch')],
    [ada, { type: 'end', reason: 'public', because: 'it is out' }],
  ]);

  test('what was to be done until then is done, and whom to tell is still asked', () => {
    expect(over.leaks?.[0]?.steps.map(({ what, done: end }) => [what, end !== undefined])).toEqual([
      ['publish', true],
      ['tell-reporter', false],
      ['tell-upstream', false],
    ]);
  });

  test('a leak asks for nothing that only an embargo needs', () => {
    const late = played(over, [
      [bob, report('https://forum.example.org/t/7')],
      [ada, assess('exploit', 2)],
    ]);
    expect(late.leaks?.[1]?.steps.map(({ what }) => what)).toEqual(['tell-reporter', 'tell-upstream']);
    expect(late.decisionDue).toBe(null);
  });
});

test('other lists are told where others are known to be told', () => {
  const bound: Embargo['bound'] = [{ policy: 'linux-distros', since: start }];
  const told = (embargo: Embargo) => played(embargo, [[ada, assess('patch')]]).leaks?.[0]?.steps.some(({ what }) => what === 'tell-lists');
  expect([told(leaked), told({ ...leaked, bound })]).toEqual([false, true]);
});

test('nothing that anybody said of a leak is left without words, and all else is', () => {
  const said = played(agreedEmbargo(), [
    [bob, { type: 'report-leak', where: 'hush', what: 'hush', how: 'hush', taken: 'hush', link: 'hush', unnamed: true }],
    [ada, { type: 'add-leak-step', leak: null, owner: null, due: null, text: 'hush' }],
    [ada, assess('existence')],
    ...[1, 2, 3].map((number) => [ada, { type: 'end-leak-step', number, note: 'hush' }] as const),
    [ada, { type: 'close-leak', leak: null, finding: 'hush' }],
  ]);
  const left = withoutWords(said.leaks ?? []);
  expect(JSON.stringify(said.leaks)).toContain('hush');
  expect(JSON.stringify(left)).not.toContain('hush');
  expect(left).toMatchObject([{ number: 1, class: { is: 'existence' }, reports: [{ by: bob.person, unnamed: ada.person }], end: {} }]);
});

describe('containing it', () => {
  const step: EmbargoCommand = { type: 'add-leak-step', leak: null, owner: carol.person, due: start + hourMs, text: 'call them' };
  const existence = played(leaked, [
    [ada, assess('existence')],
    [ada, step],
  ]);

  test('is asked of who owns a step, and of coordinators too once it is four hours late', () => {
    expect(owed(existence).filter((each) => each.startsWith('carol'))).toEqual(['carol leak-step']);
    const asAda = (now: number) => owed(existence, now).filter((each) => each === 'ada leak-step').length;
    expect(asAda(start + 5 * hourMs - 1)).toBe(2);
    expect(asAda(start + 5 * hourMs)).toBe(3);
  });

  test('is asked of coordinators where who owned a step has declined or left', () => {
    const declined = { ...existence, consents: { ...existence.consents, [carol.person]: { state: 'declined' as const, at: start } } };
    const steps = owed(declined).filter((each) => each.endsWith('leak-step'));
    expect(['ada', 'grace', 'carol'].map((name) => steps.filter((each) => each.startsWith(name)).length)).toEqual([3, 3, 0]);
  });

  test('takes ten steps of a representative, and more of coordinators, whatever others have added', () => {
    const ten = played(
      existence,
      Array.from({ length: 10 }, () => [bob, step] as const),
    );
    expect(says(bob, step, ten)).toEqual(refuse({ code: 'too-many-steps', most: 10 }));
    expect(says(carol, step, ten)).toMatchObject([{ type: 'leak-step-added' }]);
    expect(says(ada, step, ten)).toMatchObject([{ type: 'leak-step-added' }]);
  });

  test('is ended by its owner, who added it, or a coordinator; all of it before the case is closed', () => {
    // Whose step it is, or whether there is one, is none of others' business.
    for (const number of [1, 3, 9])
      expect(says(bob, done(number), existence)).toEqual(refuse({ code: 'unknown-leak-step', number, open: [] }));
    expect(says(carol, done(1), existence)).toEqual(refuse({ code: 'unknown-leak-step', number: 1, open: [3] }));
    const asked = played(existence, [[bob, step]]);
    expect(says(bob, done(4), asked)).toMatchObject([{ type: 'leak-step-done', number: 4 }]);
    expect(says(carol, done(3), existence)).toMatchObject([{ type: 'leak-step-done' }]);
    expect(says(ada, { type: 'close-leak', leak: null, finding: 'x' }, existence)).toMatchObject({ reason: { code: 'leak-steps-open' } });
    const all = played(
      existence,
      [1, 2, 3].map((number) => [ada, done(number)] as const),
    );
    expect(owed(all)).toEqual(['ada close-leak', 'grace close-leak']);
    expect(owed(played(all, [[ada, { type: 'close-leak', leak: null, finding: 'x' }]]))).toEqual([]);
  });
});

describe('a false alarm', () => {
  const alarm = played(leaked, [[ada, assess('false-alarm')]]);

  test('ends the case, and the decision that it asked for; of another leak it is still asked', () => {
    expect([alarm.decisionDue, hasLeaked(alarm), owed(alarm)]).toEqual([null, false, []]);
    const two = played(leaked, [
      [carol, report('a mail')],
      [ada, assess('false-alarm', 1)],
    ]);
    expect([two.decisionDue, hasLeaked(two)]).toEqual([start + hourMs, true]);
  });

  test('takes back no retrospective in which something was said', () => {
    expect(isOpenToLookBack(alarm)).toBe(false);
    const said = played(leaked, [
      [bob, { type: 'add-action', owner: null, due: start + hourMs, text: 'x' }],
      [ada, assess('false-alarm')],
    ]);
    expect(says(bob, { type: 'end-action', number: 1, done: true, note: null }, said)).toMatchObject([{ type: 'action-ended' }]);
  });

  test('is judged anew when it is reopened', () => {
    const reopened = played(alarm, [[ada, { type: 'reopen-leak', leak: null, because: 'a copy' }]]);
    expect([hasLeaked(reopened), reopened.decisionDue]).toEqual([true, start + hourMs]);
    expect(owed(reopened)).toEqual(['ada class-leak', 'grace class-leak']);
  });
});
