// Reports from outside over random histories: what their reporters see, who may say what, and that the record tells the whole state.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reporterNews } from '../../../src/chat/list/reports/telling.ts';
import { isPublic, reporterView } from '../../../src/domain/embargo/reporter-view.ts';
import { decideList } from '../../../src/domain/list/decide.ts';
import { evolveList } from '../../../src/domain/list/evolve.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import type { List } from '../../../src/domain/list/list.ts';
import { dueOfReports, nextOfReports } from '../../../src/domain/list/reports/clock.ts';
import type { ReportCommand } from '../../../src/domain/list/reports/commands.ts';
import { ofServerMax, ofStrangerMax, ofStrangersMax, openMax, talkMax, waitsSince } from '../../../src/domain/list/reports/report.ts';
import { reportsOf } from '../../../src/domain/list/reports/reports.ts';
import type { EmbargoId, PersonId } from '../../../src/domain/values/ids.ts';
import { isRefused } from '../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import { ada, agreedEmbargo, bob, embargo, grace, list, member, secrets, speaking, start } from '../../setup/embargo.ts';
import { codeOf, erin, heard, judy } from '../../setup/membership.ts';

const said = { what: 'a leak', component: 'runc', versions: null, exploitability: null, reproduce: null, wish: null };
const reporting: ReportCommand = { type: 'report-vulnerability', said, credit: null, anonymous: false };
const linking: ReportCommand = { type: 'link-report', number: 1, how: 'opened', embargo: 'e1' as EmbargoId, codename: 'calm-otter' };

const number = fc.constantFrom(1, 1, 2, 9);
const command: fc.Arbitrary<ReportCommand> = fc.oneof(
  fc.constant(reporting),
  number.map((each): ReportCommand => ({ type: 'talk-of-report', number: each, text: 'which kernel?' })),
  number.map((each): ReportCommand => ({ type: 'close-report', number: each, how: 'declined', because: 'it needs root' })),
  number.map((each): ReportCommand => ({ ...linking, number: each })),
  number.map((each): ReportCommand => ({ ...linking, how: 'known', number: each })),
  number.map((each): ReportCommand => ({ type: 'reopen-report', number: each })),
  number.map((each): ReportCommand => ({ type: 'credit-report', number: each, credit: 'Erin' })),
  number.map((each): ReportCommand => ({ type: 'answer-report-date', number: each, proposal: 1, verdict: 'accept', because: null })),
);
const history = fc.array(
  fc.record({ by: fc.constantFrom(ada, grace, bob, erin, judy), command, ms: fc.constantFrom(0, dayMs, 4 * dayMs) }),
  {
    maxLength: 30,
  },
);

type Moment = {
  readonly before: List;
  readonly after: List;
  readonly by: typeof ada;
  readonly command: ReportCommand;
  readonly now: number;
};

function played(steps: typeof history extends fc.Arbitrary<infer Steps> ? Steps : never): {
  moments: Moment[];
  record: [ListFact, number][];
} {
  let state = list;
  let now = start;
  const moments: Moment[] = [];
  const record: [ListFact, number][] = [];
  const write = (facts: readonly ListFact[]) => {
    for (const fact of facts) {
      state = evolveList(state, fact, now);
      record.push([fact, now]);
    }
  };
  for (const { by, command: order, ms } of steps) {
    now += ms + 1;
    write(dueOfReports(state, now));
    const decision = decideList(state, order, speaking(by, { now, inRoom: false }));
    const before = state;
    if (!isRefused(decision)) write(decision);
    moments.push({ before, after: state, by, command: order, now });
  }
  return { moments, record };
}

const always = (check: (moment: Moment) => void) => fc.assert(fc.property(history, (steps) => played(steps).moments.forEach(check)));

describe('whatever people say', () => {
  test('only coordinators decide, and only its reporter speaks for a report', () =>
    always(({ before, after, by, command: order }) => {
      if (before === after || !('number' in order)) return;
      const report = before.reports?.byNumber[order.number];
      const coordinates = list.members[by.person]?.role === 'coordinator';
      const own = report?.reporter === by.person;
      if (['close-report', 'link-report', 'reopen-report'].includes(order.type)) expect(coordinates).toBe(true);
      else if (order.type === 'talk-of-report') expect(coordinates || own).toBe(true);
      else expect(own).toBe(true);
    }));

  test('nobody learns of a report that is not theirs to read: the refusal is that of one that there is not', () =>
    always(({ before, by, now }) => {
      if (list.members[by.person]?.role === 'coordinator') return;
      for (const { number: each, reporter } of reportsOf(before)) {
        if (reporter === by.person) continue;
        const of = (wanted: number) =>
          decideList(before, { type: 'talk-of-report', number: wanted, text: 'x' }, speaking(by, { now, inRoom: false }));
        expect(JSON.stringify(of(each))).toBe(JSON.stringify(of(999)).replace('999', String(each)));
      }
    }));

  test('what waits for coordinators, one of them can answer; what is closed or known, open again; what is accepted, neither', () =>
    always(({ after, now }) => {
      for (const report of reportsOf(after)) {
        const may = (order: ReportCommand) => codeOf(after, ada, order, { now, inRoom: false }) === 'yes';
        const decline: ReportCommand = { type: 'close-report', number: report.number, how: 'declined', because: 'no' };
        expect(may(decline)).toBe(report.state.type === 'open');
        const mistakable = report.state.type === 'closed' || (report.state.type === 'embargo' && report.state.how === 'known');
        expect(may({ type: 'reopen-report', number: report.number })).toBe(mistakable);
        if (waitsSince(report) !== null) expect(may(decline)).toBe(true);
      }
    }));

  test('the clock is woken for something, and comes to rest', () =>
    always(({ after, now }) => {
      const next = nextOfReports(after);
      if (next === null) return expect(dueOfReports(after, now + 900 * dayMs)).toEqual([]);
      const at = Math.max(next, now);
      const facts = dueOfReports(after, at);
      expect(facts).toHaveLength(1);
      const woken = facts.reduce<List>((state, fact) => evolveList(state, fact, at), after);
      expect(dueOfReports(woken, at)).toEqual([]);
    }));

  test('what is written down tells the whole state', () =>
    fc.assert(
      fc.property(history, (steps) => {
        const { moments, record } = played(steps);
        const kept: [ListFact, number][] = JSON.parse(JSON.stringify(record));
        const replayed = kept.reduce<List>((state, [fact, at]) => evolveList(state, fact, at), list);
        expect(replayed.reports).toEqual(JSON.parse(JSON.stringify((moments.at(-1)?.after ?? list).reports ?? null)) ?? undefined);
      }),
    ));
});

describe('a reporter', () => {
  const linked = heard(list, [erin, reporting], [ada, linking]);
  const report = reportsOf(linked)[0];
  if (report === undefined) throw new Error('no report');

  test('sees the status and the dates of the embargo, and nothing of what is in it', () => {
    const stages = [
      embargo(),
      agreedEmbargo(),
      ...(['public', 'not-a-vulnerability', 'duplicate'] as const).map((reason) =>
        embargo({ ended: { at: start, by: [ada.person], reason, because: 'in the news' } }),
      ),
    ];
    for (const before of [null, ...stages])
      for (const after of stages) {
        const view = reporterView(after, start);
        const text = JSON.stringify(reporterNews(linked, report, before === null ? null : reporterView(before, start), view));
        for (const hidden of [...secrets, after.codename, 'in the news', ada.name]) expect(text).not.toContain(hidden);
        expect(isPublic(view)).toBe(after.ended?.reason === 'public');
      }
  });

  test('is told nothing where nothing changed that they see', () => {
    const view = reporterView(agreedEmbargo(), start);
    expect(reporterNews(linked, report, view, view)).toEqual([]);
  });
});

describe('a limit', () => {
  const many = (count: number, who: (index: number) => typeof ada, apart = 0): List =>
    Array.from({ length: count }).reduce<List>(
      (state, _, index) => heard(state, [who(index), reporting, { now: start + index * apart }]),
      list,
    );
  const stranger = (index: number) => member(`stranger${index}`, 'reviewer');

  test.each<[string, List, typeof ada, number, string]>([
    ['of one person in a day', many(ofStrangerMax, () => erin), erin, start, 'report-limit'],
    ['and another is heard', many(ofStrangerMax, () => erin), judy, start, 'yes'],
    ['and the same a day later', many(ofStrangerMax, () => erin), erin, start + dayMs, 'yes'],
    ['of all strangers in a day', many(ofStrangersMax, stranger), erin, start, 'report-limit'],
    ['which no member meets', many(ofStrangersMax, stranger), bob, start, 'yes'],
    ['the fiftieth that is open', many(openMax - 1, stranger, dayMs), erin, start + openMax * dayMs, 'yes'],
    ['one more', many(openMax, stranger, dayMs), erin, start + (openMax + 1) * dayMs, 'report-limit'],
  ])('%s', (_, on, who, now, code) => expect(codeOf(on, who, reporting, { now, inRoom: false })).toBe(code));

  test('of what a reporter writes in a day', () => {
    const writing: ReportCommand = { type: 'talk-of-report', number: 1, text: 'and another thing' };
    const full = Array.from({ length: talkMax }).reduce<List>((state) => heard(state, [erin, writing]), heard(list, [erin, reporting]));
    expect(codeOf(full, erin, writing, { inRoom: false })).toBe('report-talk-limit');
    expect(codeOf(full, ada, writing, { inRoom: false })).toBe('yes');
    expect(ofServerMax).toBeGreaterThan(ofStrangerMax);
  });

  // Two homeservers give out as many accounts as they like.
  const from = (server: string) => (index: number) => ({ ...erin, person: `matrix:@p${index}:${server}` as PersonId });
  const flooded = Array.from({ length: ofServerMax }).reduce<List>(
    (state, _, index) => heard(state, [from('one.example')(index), reporting], [from('two.example')(index), reporting]),
    list,
  );
  test.each<[string, List, typeof ada, string]>([
    ['of all is used up by two servers', flooded, from('two.example')(99), 'report-limit'],
    ['but not for the first of another', flooded, from('three.example')(1), 'yes'],
    ['whose second is one too many', heard(flooded, [from('three.example')(1), reporting]), from('three.example')(2), 'report-limit'],
  ])('%s', (_, on, who, code) => expect(codeOf(on, who, reporting, { inRoom: false })).toBe(code));

  test('of what a reporter says in a day counts all of their reports, credits and dates', () => {
    const two = heard(list, [erin, reporting], [erin, reporting], [judy, reporting], [ada, linking]);
    const credit = (name: string): ReportCommand => ({ type: 'credit-report', number: 1, credit: name });
    const answer = (verdict: 'accept' | 'reject'): ReportCommand => ({
      ...{ type: 'answer-report-date', number: 1, proposal: 1, verdict, because: 'x' },
    });
    const tired = Array.from({ length: talkMax / 2 }).reduce<List>(
      (state, _, index) => heard(state, [erin, credit(`Erin ${index}`)], [erin, answer(index % 2 === 0 ? 'accept' : 'reject')]),
      two,
    );
    for (const order of [credit('Eve'), answer('reject'), { type: 'talk-of-report', number: 2, text: 'x' } as const])
      expect([
        order.type,
        codeOf(tired, erin, order, { inRoom: false }),
        codeOf(tired, erin, order, { inRoom: false, now: start + dayMs }),
      ]).toEqual([...[order.type, 'report-talk-limit', 'yes']]);
    expect(codeOf(tired, erin, answer('accept'), { inRoom: false })).toBe('report-date-unchanged');
    expect(codeOf(tired, judy, { type: 'talk-of-report', number: 3, text: 'x' }, { inRoom: false })).toBe('yes');
  });
});
