// The timeline: what happened, in a few words, and no word of what the embargo is about or of what people wrote.
import { describe, expect, test } from 'vitest';
import { newsSince, timelineText, timelineWords } from '../../../src/chat/embargo/timeline.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import type { List } from '../../../src/domain/list/list.ts';
import { noMembership } from '../../../src/domain/list/membership/membership.ts';
import type { EmbargoId, ListId } from '../../../src/domain/values/ids.ts';
import { about, ada, bob, carol, date, dave, embargo, list, listOf, nova, secrets, seven, sha, start } from '../../setup/embargo.ts';

const said = 'Zeppelin overflow';
const rows: readonly (readonly [EmbargoFact, string | null])[] = [
  [{ type: 'embargo-created', embargo: 'e1' as EmbargoId, list: 'oci' as ListId, codename: 'calm-otter', about }, 'opened the embargo'],
  [
    { type: 'amended', changes: { title: said, mitigation: said, vulnerabilities: about.vulnerabilities } },
    'changed title, vulnerabilities',
  ],
  [{ type: 'person-admitted', person: dave.person }, 'gave dave access'],
  [{ type: 'terms-acknowledged', terms: 'oci-1' }, 'acknowledged the terms (oci-1)'],
  [{ type: 'terms-declined' }, 'declined the terms'],
  [
    { type: 'date-proposed', number: 2, at: date, zone: 'Europe/Berlin', answerBy: date, reason: said },
    'proposed Tue, Mar 17, 2026, 14:00 UTC (proposal 2)',
  ],
  [{ type: 'date-answered', number: 2, voter: nova.id, verdict: 'accept', reason: null }, 'accepted proposal 2 for Nova'],
  [{ type: 'date-answered', number: 2, voter: seven.id, verdict: 'reject', reason: said }, 'rejected proposal 2 for Seven Linux'],
  [{ type: 'date-answered', number: 2, voter: ada.person, verdict: 'accept', reason: null }, 'accepted proposal 2 for ada'],
  [{ type: 'date-agreed', number: 2 }, 'with this, proposal 2 was agreed'],
  [{ type: 'date-rejected', number: 2 }, 'with this, proposal 2 was rejected'],
  [{ type: 'date-withdrawn', number: 2 }, 'withdrew proposal 2'],
  [{ type: 'date-withdrawn', number: 2, reason: 'wrong day' }, 'withdrew proposal 2: wrong day'],
  // Not everybody who reads it may know of the other.
  [{ type: 'linked', link: { embargo: 'e2' as EmbargoId, codename: 'brisk-wren', as: 'sibling' } }, null],
  [{ type: 'unlinked', embargo: 'e2' as EmbargoId }, null],
  [{ type: 'merged', link: { embargo: 'e2' as EmbargoId, codename: 'brisk-wren', as: 'merged-from' } }, 'merged a duplicate into it'],
  [{ type: 'merged', link: { embargo: 'e2' as EmbargoId, codename: 'brisk-wren', as: 'merged-into' } }, null],
  [
    { type: 'found-again', reporter: { name: said, handle: null, affiliation: null, credit: 'name' }, note: said },
    'recorded that someone else found it too',
  ],
  [
    {
      type: 'patch-published',
      number: 1,
      label: said,
      url: 'https://example.org/Zeppelin',
      files: [{ name: said, sha256: sha('a') }],
      branches: [said],
    },
    'published patch revision 1',
  ],
  [{ type: 'review-started', number: 1, distributor: nova.id, release: '24', patch: 1 }, 'started to review revision 1 on 24'],
  [{ type: 'step-answered', review: 1, step: 'tests', answer: { verdict: 'fail', note: said }, readyBy: null, next: 5 }, null],
  [{ type: 'review-moved', review: 1, step: 2 }, null],
  [{ type: 'review-finished', review: 1, outcome: 'new-bug', because: said }, 'finished review 1: new bug'],
  [{ type: 'world-changed', what: 'exploit', how: said }, 'reported: exploit'],
  [{ type: 'embargo-held', reason: said }, 'decided to keep the embargo'],
  [{ type: 'disclosure-pressed' }, 'confirmed the disclosure'],
  [{ type: 'embargo-ended', reason: 'withdrawn', by: [ada.person], because: said }, 'ended the embargo: withdrawn'],
  [{ type: 'published', clock: 'cve', distributor: null, link: 'https://example.org' }, 'linked the CVE record'],
  [{ type: 'published', clock: 'packages', distributor: nova.id, link: 'https://example.org' }, 'linked the fixed packages of Nova'],
  [
    { type: 'reminded', deadline: 'disclosure', target: date, rungMs: 0, skippedMs: [], people: [bob.person, carol.person] },
    'reminded bob, carol',
  ],
  [{ type: 'reminded', deadline: 'disclosure', target: date, rungMs: 0, skippedMs: [], people: [] }, null],
  [{ type: 'snoozed', person: bob.person, until: date }, null],
  [{ type: 'snooze-ended', person: bob.person }, null],
  [{ type: 'noted', text: said, source: 'https://example.org/Zeppelin', saidAt: date, author: dave.person }, 'added a note'],
  [{ type: 'leak-reported', where: said, what: said }, 'reported a leak'],
];

test.each(rows.map(([fact, text]) => [fact.type, fact, text] as const))('%s', (_, fact, text) =>
  expect(timelineText(fact, list, embargo())).toBe(text),
);

test('what people wrote stands apart, with where it is from', () => {
  const note = { type: 'noted', text: said, source: null, saidAt: null, author: null } as const;
  expect([
    timelineWords(note, list),
    timelineWords({ ...note, source: 'https://example.org/', saidAt: date, author: dave.person }, list),
    timelineWords({ type: 'leak-reported', where: 'a paste', what: said }, list),
    timelineWords({ type: 'world-changed', what: 'public', how: said }, list),
  ]).toEqual([said, `${said} (dave, Tue, Mar 17, 2026, 14:00 UTC, https://example.org/)`, `${said} (a paste)`, null]);
});

test('what happened since somebody looked is the last three things, with nobody’s words', () => {
  const facts = rows.map(([fact], index) => ({ fact, at: start + index, by: bob.person }));
  expect([newsSince(facts, start + facts.length, list, embargo()), newsSince(facts, start + 13, list, embargo())]).toEqual([
    null,
    'Since then: bob (Nova): linked the fixed packages of Nova; bob (Nova): added a note; bob (Nova): reported a leak.',
  ]);
  const [one] = facts.filter(({ fact }) => fact.type === 'terms-declined');
  expect(newsSince(one === undefined ? [] : [one], start, list, embargo())).toBe('Since then: bob (Nova): declined the terms.');
  expect(newsSince(one === undefined ? [] : [one], one?.at ?? 0, list, embargo())).toBeNull();
});

describe('the whole of it', () => {
  const texts = rows.map(([fact]) => timelineText(fact, list, embargo()) ?? '');

  test('tells nothing of what the embargo is about, nor what anybody wrote', () => {
    expect(secrets.filter((secret) => texts.join('\n').includes(secret))).toEqual([]);
  });

  test('names people who have left by the name that they had, and never by an id', () => {
    const nobody = listOf({ members: [ada] });
    const left: List = { ...nobody, membership: { ...noMembership, left: { [dave.person]: 'dave' } } };
    const told = (list: List) => timelineText({ type: 'person-admitted', person: dave.person }, list, embargo());
    expect([told(left), told(nobody)]).toEqual(['gave dave (left the list) access', "gave someone who isn't on the list access"]);
  });
});
