// How the health of distributors is told to coordinators: each reason in words with what to do next, and nothing of an embargo but its codename.
import { describe, expect, test } from 'vitest';
import { healthAnswer } from '../../../src/chat/list/membership/health.ts';
import type { Health, HealthReason } from '../../../src/domain/health.ts';
import { healthOf, healthReport } from '../../../src/domain/health.ts';
import { type HealthKey, healthRules } from '../../../src/domain/health-rules.ts';
import type { Distributor } from '../../../src/domain/list/list.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  distributorId,
  list,
  listOf,
  nova,
  personNamed,
  secrets,
  seven,
  signedBy,
  start,
} from '../../setup/embargo.ts';
import { actionsOf, linesOf, messagesOf } from '../../setup/said.ts';

const now = start + 100 * dayMs;
const to = { person: ada.person, room: null };

function nodesFor(report: readonly { distributor: Distributor; health: Health; carried?: number }[], on = list) {
  return messagesOf(
    healthAnswer(
      on,
      report.map((each) => ({ carried: 0, ...each })),
      to,
    ),
  ).flatMap(({ nodes }) => nodes);
}
const one = (...reasons: readonly HealthReason[]) => nodesFor([{ distributor: seven, health: { score: 50, reasons } }]);

const told: Readonly<Record<HealthKey, readonly [HealthReason, string]>> = {
  'no-contact': [{ type: 'no-contact', points: 100 }, 'It has no representative (100 points): ask its alias for one, then `people add`.'],
  'contact-gone': [
    { type: 'contact-gone', people: [carol.person, personNamed('erin')], points: 30 },
    'carol, terminal:erin have left, or the account is closed (30 points): ask it for someone else, then `people add`.',
  ],
  'no-backup': [{ type: 'no-backup', points: 5 }, 'It has no backup contact (5 points): ask it to name one.'],
  inactive: [
    { type: 'inactive', since: start, points: 20 },
    'None of its people has done anything here since Mon, Mar 2, 2026, 09:00 UTC (20 points): ask its contacts whether they still want to be on the list.',
  ],
  unacknowledged: [
    { type: 'unacknowledged', codenames: ['calm-otter', 'brisk-wren'], points: 20 },
    "It didn't respond to the date: `calm-otter`, `brisk-wren` (20 points): ask its contacts why.",
  ],
  unreviewed: [
    { type: 'unreviewed', codenames: ['calm-otter'], points: 5 },
    "It didn't review a release: `calm-otter` (5 points): ask for its results, even if it found nothing.",
  ],
  'duty-undone': [
    { type: 'duty-undone', codenames: ['calm-otter'], points: 5 },
    "It didn't report a duty done: `calm-otter` (5 points): ask it, or `duty assign` it to others.",
  ],
  unpublished: [
    { type: 'unpublished', codenames: ['calm-otter'], points: 5 },
    "It hasn't linked its fixed packages: `calm-otter` (5 points): ask it to send `link`.",
  ],
  'no-alias': [
    { type: 'no-alias', points: 20 },
    'It has no security alias (20 points): ask it for the address that its security team reads.',
  ],
  'alias-untested': [{ type: 'alias-untested', points: 5 }, 'Its alias has never been tested (5 points): test it.'],
  'alias-silent': [
    { type: 'alias-silent', sentAt: start, points: 20 },
    'Its alias never returned the code of Mon, Mar 2, 2026, 09:00 UTC (20 points): test it again, or ask for another address.',
  ],
  'no-usable-key': [
    { type: 'no-usable-key', expired: 1, points: 10 },
    'All its PGP keys have expired (10 points): ask it for a valid one.',
  ],
  'key-expired': [
    { type: 'key-expired', fingerprints: ['A'.repeat(40)], points: 5 },
    'Expired keys: `AAAAAAAAAAAAAAAA` (5 points): ask it to extend or remove them.',
  ],
  'recertification-overdue': [
    { type: 'recertification-overdue', dueAt: start, points: 15 },
    "It hasn't confirmed that it meets the criteria, due Mon, Mar 2, 2026, 09:00 UTC (15 points): ask its contacts, or decide on it.",
  ],
  warned: [
    { type: 'warned', at: start, points: 15 },
    'It got a warning on Mon, Mar 2, 2026, 09:00 UTC (15 points): check whether it fixed what the warning was about.',
  ],
  probation: [
    { type: 'probation', until: start, points: 30 },
    "It's on probation until Mon, Mar 2, 2026, 09:00 UTC (30 points): decide once that's over.",
  ],
  strikes: [{ type: 'strikes', count: 1, points: 20 }, 'It has 1 strike (20 points): with 2 or more, it can be removed.'],
};

describe('each reason is said with its points and what to do next', () => {
  test.each(Object.keys(healthRules) as HealthKey[])('%s', (type) => {
    const [reason, text] = told[type];
    expect(linesOf(one(reason))[1]).toBe(`- Seven Linux: 50 of 100. ${text}`);
  });

  test('also where it is nothing yet, or none at all', () => {
    const rest: readonly HealthReason[] = [
      { type: 'inactive', since: null, points: 20 },
      { type: 'no-usable-key', expired: 0, points: 10 },
      { type: 'probation', until: null, points: 30 },
    ];
    expect(linesOf(one(...rest))[1]).toBe(
      "- Seven Linux: 50 of 100. None of its people has ever done anything here (20 points): ask its contacts whether they still want to be on the list. It has no PGP key (10 points): ask it for a valid one. It's on probation (30 points): decide once that's over.",
    );
  });
});

test('the worst comes first, who has nothing amiss is said to have nothing, and buttons say what one could type', () => {
  const nodes = nodesFor([
    { distributor: seven, health: { score: 95, reasons: [{ type: 'alias-untested', points: 5 }] } },
    { distributor: nova, health: { score: 100, reasons: [] }, carried: 2 },
  ]);
  expect(linesOf(nodes)).toEqual([
    'Health of oci',
    '- Seven Linux: 95 of 100. Its alias has never been tested (5 points): test it.',
    '- Nova: 100 of 100. No problems. 2 duties done within a year.',
    '(Each reason shows the points it costs. The score decides nothing: people decide on warnings, probation and removal.)',
    '[Warn Seven Linux…] [Test the alias of Seven Linux]',
  ]);
  expect(actionsOf(nodes).map(({ words }) => words)).toEqual(['org warn seven', 'org test seven']);
});

test('who is warned already is not offered to be warned, and an alias that answers is not offered to be tested', () => {
  expect(actionsOf(one({ type: 'warned', at: start, points: 15 }))).toEqual([]);
});

test('no more than the five worst get buttons', () => {
  const many = Array.from({ length: 9 }, (_, index) => ({
    distributor: { ...nova, id: distributorId(`d${index}`), name: `D${index}` },
    health: { score: index, reasons: [{ type: 'no-backup', points: 5 } as const] },
  }));
  expect(actionsOf(nodesFor(many, listOf({ distributors: many.map(({ distributor }) => distributor) }))).map(({ words }) => words)).toEqual(
    ['D0', 'D1', 'D2', 'D3', 'D4'].map((name) => `org warn ${name.toLowerCase()}`),
  );
});

test('a list without distributors says how one is added', () => {
  expect(linesOf(nodesFor([]))).toEqual(['Health of oci', 'There are no organizations on this list. `org add` adds one.']);
});

test('it is the list’s own affair, and names nothing of an embargo but its codename', () => {
  const embargoes = [agreedEmbargo({ consents: signedBy(ada) })];
  const answer = healthAnswer(list, healthReport({ list, embargoes, lastSeen: {}, closed: new Set(), now }), to);
  const said = JSON.stringify(answer);
  expect([answer.kind, answer.to, said.includes('calm-otter')]).toEqual(['membership', { type: 'person', ...to }, true]);
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
});

test('the same in words and in numbers', () => {
  const signals = { list, embargoes: [], lastSeen: { [bob.person]: now, [carol.person]: now }, closed: new Set<never>(), now };
  const { score } = healthOf(seven, signals);
  expect(linesOf(nodesFor(healthReport(signals)))[2]).toContain(`Seven Linux: ${score} of 100.`);
});
