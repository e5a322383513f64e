// Whom a new patch revision asks for something, and who sees it in the room alone.
import { describe, expect, test } from 'vitest';
import { announce } from '../../../../src/chat/embargo/announce.ts';
import type { Outgoing } from '../../../../src/chat/message/outgoing.ts';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import type { List } from '../../../../src/domain/list/list.ts';
import { isRefused } from '../../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  dave,
  evolved,
  finding,
  findings,
  grace,
  list,
  listOf,
  patch,
  patches,
  review,
  reviews,
  says,
  sha,
  signedBy,
  start,
} from '../../../setup/embargo.ts';
import { linesOf, messagesOf, whereTo } from '../../../setup/said.ts';

const done = { outcome: 'no-issues', because: null, at: start } as const;
const all = signedBy(ada, grace, bob, carol, dave);
const one = { patches: patches(patch(1)), consents: all };

function published(from: Embargo, wish: Partial<Extract<EmbargoCommand, { type: 'publish-patch' }>> = {}, on: List = list): Outgoing[] {
  const files = [{ name: 'fix.patch', sha256: sha('9') }];
  const command: EmbargoCommand = {
    type: 'publish-patch',
    label: 'next',
    url: 'https://example.org/next',
    files,
    branches: ['main'],
    sure: true,
    ...wish,
  };
  const facts = says(ada, command, from, { list: on });
  if (isRefused(facts)) throw new Error(facts.reason.code);
  const after = facts.reduce((state, fact) => evolved(state, fact), from);
  return announce(facts, { embargo: after, before: from, list: on, now: start, by: { person: ada.person, room: null } });
}

const direct = (said: readonly Outgoing[]) =>
  said.filter(({ to }) => to.type === 'person' && to.person !== ada.person).map((each) => whereTo(each));

describe('a new revision', () => {
  test('asks everybody who owes a test where nobody has tested yet', () => {
    expect(direct(published(agreedEmbargo(one)))).toEqual(['bob', 'dave', 'carol']);
  });

  test('asks whoever tested the release before, and not their colleagues too', () => {
    const tested = agreedEmbargo({ ...one, reviews: reviews(review(1, { end: done, reviewer: dave.person })) });
    expect(direct(published(tested))).toEqual(['dave', 'carol']);
  });

  test('asks the colleagues where whoever tested it is away', () => {
    const away = { until: start + dayMs, standIn: null };
    const members = Object.fromEntries(Object.values(list.members).map((each) => [each.person, each]));
    const on = { ...listOf(), members: { ...members, [dave.person]: { ...dave, away } } } as List;
    const tested = agreedEmbargo({ ...one, reviews: reviews(review(1, { end: done, reviewer: dave.person })) });
    expect(direct(published(tested, {}, on))).toContain('bob');
  });

  test('tells nobody again that a branch has to be said, and who has not said it yet reads it in the room', () => {
    const two = agreedEmbargo({ ...one, patches: patches(patch(1, { branches: ['main'] }), patch(2, { branches: ['1.2'] })) });
    const said = published(two, { branches: ['1.2'] });
    expect(direct(said)).toEqual([]);
    expect(said.filter(({ to }) => to.type === 'room' && to.under === undefined).length).toBeGreaterThan(0);
  });

  test('that fixes a finding asks its finder for both in one message', () => {
    const found = agreedEmbargo({
      ...one,
      reviews: reviews(review(1, { end: { ...done, outcome: 'new-bug' } })),
      findings: findings(finding(1, { reviews: [1] })),
    });
    const toBob = published(found, { fixes: [1] }).filter((each) => whereTo(each) === 'bob');
    expect(toBob).toHaveLength(1);
    expect(
      toBob
        .flatMap(messagesOf)
        .flatMap(({ nodes }) => linesOf(nodes))
        .join('\n'),
    ).toContain('confirm whether patch v2 fixes finding 1');
  });
});

test('a finding that will not be fixed is told to its finder as dismissed, with the way to the reason', () => {
  const from = agreedEmbargo({ ...one, findings: findings(finding(1)) });
  const facts = says(ada, { type: 'dismiss-finding', number: 1, because: "won't fix: too rare" }, from);
  if (isRefused(facts)) throw new Error(facts.reason.code);
  const after = facts.reduce((state, fact) => evolved(state, fact), from);
  const said = announce(facts, { embargo: after, before: from, list, now: start, by: { person: ada.person, room: null } });
  const text = said
    .flatMap(messagesOf)
    .flatMap(({ nodes }) => linesOf(nodes))
    .join('\n');
  expect(said.filter((each) => whereTo(each) === 'bob').flatMap(messagesOf)[0]?.nodes.length).toBeGreaterThan(1);
  expect(text).toContain('ada dismissed your finding 1 (new bug), with a reason. If you disagree, reopen it.');
  expect(text).not.toMatch(/not an issue|too rare/);
});
