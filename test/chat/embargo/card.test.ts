// The card: where an embargo stands, and nothing of what it is about.
import { describe, expect, test } from 'vitest';
import { card, cardKey, lesserCard } from '../../../src/chat/embargo/card.ts';
import { embargoAnswer } from '../../../src/chat/queries.ts';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { todos, todosOf } from '../../../src/domain/embargo/todos.ts';
import type { List } from '../../../src/domain/list/list.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  dave,
  embargo,
  finding,
  findings,
  grace,
  list,
  listOf,
  no,
  nova,
  patch,
  patches,
  proposal,
  proposals,
  review,
  reviews,
  room,
  secrets,
  seven,
  signedBy,
  start,
  yes,
} from '../../setup/embargo.ts';
import { actionsOf, linesOf, understood } from '../../setup/said.ts';

const shown = (from: Embargo, now = start, on: List = list) => linesOf(card({ embargo: from, list: on, now }).nodes);
const done = (outcome: 'no-issues' | 'new-bug', at = start) => ({ at, outcome, because: 'Zeppelin' });

describe('the status, for somebody who never acknowledged', () => {
  const status = (from: Embargo) => {
    const { body } = embargoAnswer('status', { embargo: from, list, now: date + dayMs }, { person: carol.person, room: null }, []);
    return body.type === 'message' ? linesOf(body.message.nodes) : [];
  };
  const ended = { at: date + hourMs, by: [ada.person, bob.person], reason: 'disclosed', because: null } as const;

  test('of one that has ended says so, and shows no date as if it were still to come', () => {
    const lines = status(agreedEmbargo({ ended, consents: signedBy(ada, bob) }));
    expect(lines.slice(0, 3)).toEqual([
      'calm-otter · oci list',
      'Until you accept them, you see only the codename, the dates and the terms.',
      'Ended: Tue, Mar 17, 15:00 UTC, 23 h ago',
    ]);
    expect(lines.join(' ')).not.toMatch(/Disclosure date: |Proposed date|Decline|ada|bob/);
  });

  test('of one that runs shows its date', () => {
    expect(status(agreedEmbargo({ consents: signedBy(ada, bob) }))[2]).toMatch(/^Disclosure date: Tue, Mar 17, 14:00 UTC/);
  });
});

describe('the card of a running embargo', () => {
  test('with a date that is asked for', () => {
    const answers = { [nova.id]: yes(bob) };
    expect(shown(embargo({ proposals: proposals(proposal(1, date, { answers })), consents: signedBy(bob) }))).toEqual([
      'calm-otter',
      'Status: a date is proposed',
      'Proposed date (proposal 1): Tue, Mar 17, 14:00 UTC, in 15 days 5 h; respond by Thu, Mar 5, 09:00 UTC',
      'Answers to proposal 1: 1 of 2 needed accept (Nova); no answer yet: Seven Linux',
      'Before disclosure:',
      '- ☐ agree on a date: Seven Linux to respond',
      '- ☐ acknowledge: ada, grace, carol',
      '- ✓ mitigation known, no patch needed',
      'Next: Seven Linux to respond on the date by Thu, Mar 5, 09:00 UTC',
      'Acknowledged: 1 of 4',
      '[My to-dos] [Acknowledge…] [Details]',
    ]);
  });

  test('shows silence as silence: not yet, and then not in time', () => {
    const line = (now: number) => shown(embargo(), now).find((each) => each.startsWith('Answers'));
    const closes = start + 72 * hourMs;
    expect(line(closes)).toBe('Answers to proposal 1: 0 of 2 needed accept; no answer yet: Nova, Seven Linux');
    expect(line(closes + 1)).toBe('Answers to proposal 1: 0 of 2 needed accept; no answer in time: Nova, Seven Linux');
  });

  test('with a date in force, a revision that was rejected by one, and consents of every kind', () => {
    const answers = { [nova.id]: no(bob, 'freeze') };
    const from = agreedEmbargo({
      agreed: { proposal: 1, revisions: 1 },
      proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, date + dayMs, { answers })) },
      consents: {
        [ada.person]: { state: 'signed', at: start, seen: 1 },
        [bob.person]: { state: 'signed', at: start, seen: 0 },
        [carol.person]: { state: 'declined', at: start },
        [dave.person]: { state: 'invited', at: start, by: bob.person },
      },
    });
    expect(shown(from)).toEqual([
      'calm-otter',
      'Status: the date is agreed, a revision is proposed',
      'Disclosure date: Tue, Mar 17, 14:00 UTC, in 15 days 5 h',
      'Proposed revision (proposal 2): Wed, Mar 18, 14:00 UTC, in 16 days 5 h; respond by Thu, Mar 5, 09:00 UTC',
      'Answers to proposal 2: 0 of 2 needed accept; rejected: Nova; no answer yet: Seven Linux',
      'Before disclosure:',
      '- ✓ date agreed',
      '- ☐ acknowledge: grace, bob, dave',
      '- ✓ mitigation known, no patch needed',
      'Next: Seven Linux to respond on the new date by Thu, Mar 5, 09:00 UTC',
      'Acknowledged: 2 of 5',
      'Asked to acknowledge again: bob',
      'Declined: carol',
      '[My to-dos] [Acknowledge…] [Details]',
    ]);
  });

  test('names what is due first: a decision, answers to a date, and only then who has not acknowledged', () => {
    const next = (from: Embargo, now = start) => shown(from, now).find((each) => each.startsWith('Next: '));
    const revised = agreedEmbargo({
      proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, date + dayMs)) },
      consents: signedBy(ada, bob, carol),
    });
    const due = start + hourMs;
    expect(next({ ...revised, decisionDue: due })).toBe(
      'Next: ada, grace to decide by Mon, Mar 2, 10:00 UTC: disclose, or keep the embargo',
    );
    expect(next({ ...revised, decisionDue: due }, due)).toBe(
      'Next: ada, grace to decide, which was due Mon, Mar 2, 10:00 UTC: disclose, or keep the embargo',
    );
    expect(next({ ...revised, disclosing: { by: bob.person, at: start, reason: 'other' } })).toBe(
      'Next: ada, grace to decide: end the embargo or keep it',
    );
    expect(next({ ...revised, disclosing: { by: ada.person, at: start } })).toBe('Next: a second person to confirm the disclosure');
    expect(next(revised)).toBe('Next: Nova, Seven Linux to respond on the new date by Thu, Mar 5, 09:00 UTC');
    expect(next(agreedEmbargo({ consents: signedBy(ada, bob, carol) }))).toBe('Next: grace to acknowledge');
  });

  test('with the review matrix: done, under way, stale, not begun', () => {
    const from = agreedEmbargo({
      patches: patches(patch(1), patch(2)),
      reviews: reviews(
        review(1, { end: done('no-issues') }),
        review(2, { patch: 2, end: done('new-bug') }),
        review(3, { reviewer: carol.person, distributor: seven.id, release: '7.1', end: done('no-issues') }),
        review(4, { reviewer: carol.person, distributor: seven.id, release: '7.1', patch: 2 }),
      ),
      findings: findings(
        finding(1, { reviews: [2], patch: 2 }),
        finding(2, { state: 'will-fix', owner: ada.person }),
        finding(3, { state: 'fixed', fixedIn: 2 }),
        finding(4, { state: 'confirmed', fixedIn: 2 }),
      ),
    });
    expect(shown(from)).toEqual([
      'calm-otter',
      'Status: the date is agreed',
      'Disclosure date: Tue, Mar 17, 14:00 UTC, in 15 days 5 h',
      'Before disclosure:',
      '- ✓ date agreed',
      '- ✓ everybody acknowledged',
      '- ✓ patch v2 published',
      '- ☐ test the patch: Seven Linux 7.1, Seven Linux 7.2',
      '- ☐ finding 1 open (Nova 24), coordinators · fix finding 2, ada · finding 3 fixed in v2, not confirmed, bob',
      'Next: test the patch on Seven Linux 7.1, Seven Linux 7.2',
      'Acknowledged: 4 of 4',
      'Reviews of patch revision 2',
      '- Nova 24: new bug (bob)',
      '- Seven Linux 7.1: testing (carol); no issues found for revision 1 (stale)',
      '- Seven Linux 7.2: no review yet',
      '[My to-dos] [Acknowledge…] [Test the patch…] [Details]',
    ]);
  });

  test('with five findings, and how many more there are', () => {
    const six = Array.from({ length: 6 }, (_, index) => finding(index + 1));
    const line = shown(agreedEmbargo({ findings: findings(...six) })).find((each) => each.startsWith('- ☐ finding'));
    expect(line).toMatch(/ · finding 5 open, coordinators · 1 more finding$/);
    expect(line).not.toContain('finding 6');
  });

  test('with two outcomes for one release, and one by someone who left', () => {
    const on = listOf({ members: [ada, grace, dave, carol], distributors: [nova] });
    const from = agreedEmbargo({
      patches: patches(patch(1)),
      reviews: reviews(review(1, { end: done('no-issues') }), review(2, { reviewer: dave.person, end: done('new-bug', start + 1) })),
    });
    expect(shown(from, start, on)).toContain('- Nova 24: new bug (dave); no issues found (someone who left)');
  });

  test('with what was reported of the world', () => {
    const told = { at: start, by: bob.person, how: 'Zeppelin' };
    expect(shown(agreedEmbargo({ publicState: { public: told, attacks: told }, decisionDue: start }))).toContain(
      "Reported: it's public; attacks are happening. Coordinators decide by Mon, Mar 2, 09:00 UTC.",
    );
  });

  test('when nothing blocks', () => {
    const from = agreedEmbargo({ patches: patches(patch(1)), reviews: reviews(review(1, { end: done('no-issues') })) });
    expect(shown(from, start, listOf({ distributors: [nova] }))).toContain('Next: publish at Tue, Mar 17, 14:00 UTC');
    const bare = { ...from, patches: {}, reviews: {}, about: { ...from.about, mitigation: null } };
    expect(shown(bare, start, listOf({ distributors: [nova] }))).toContain('Next: ada, grace to publish a patch');
  });

  test('a date on which one coordinator has decided, and another has to', () => {
    const answers = { [ada.person]: { verdict: 'accept', by: ada.person, at: start, reason: null } } as const;
    const from = embargo({ proposals: proposals(proposal(1, date, { answerBy: start, answers })) });
    expect(shown(from, start + hourMs)).toEqual(
      expect.arrayContaining([
        '- ☐ agree on a date: grace to decide (ada accepts it)',
        'Next: grace to decide on the date (ada accepts it)',
      ]),
    );
    expect(todosOf(from, list, grace.person, start + hourMs)).toMatchObject([
      { type: 'settle', decided: { by: 'ada', verdict: 'accept' } },
    ]);
    expect(todosOf(from, list, ada.person, start + hourMs)).toEqual([]);
  });

  test('a patch waits on nobody before there is a date to have it by, as nobody has it to do', () => {
    const bare = embargo({ proposals: {}, about: { ...embargo().about, mitigation: null }, patches: {} });
    const lines = shown(bare);
    expect(lines).toContain('- ☐ publish a patch, once a date is agreed');
    expect(lines).toContain('Next: propose a date: ada, grace');
    expect(todos(bare, list, start).some(({ type }) => type === 'patch')).toBe(false);
  });

  test('an organization with nobody on the list is shown as that, and nothing waits for it', () => {
    const from = agreedEmbargo({ patches: patches(patch(1)), reviews: reviews(review(1, { end: done('no-issues') })) });
    const on = listOf({ members: [ada, grace, bob], distributors: [nova, seven] });
    const lines = shown(from, start, on);
    expect(lines.slice(lines.indexOf('Before disclosure:'))).toEqual([
      'Before disclosure:',
      '- ✓ date agreed',
      '- ✓ everybody acknowledged',
      '- ✓ patch v1 published',
      '- ☐ nobody to test on Seven Linux 7.1, Seven Linux 7.2',
      '- ☐ no contact on the list: Seven Linux',
      'Next: publish at Tue, Mar 17, 14:00 UTC',
      'Acknowledged: 3 of 3',
      'Reviews of patch revision 1',
      '- Nova 24: no issues found (bob)',
      '- Seven Linux 7.1: no review yet',
      '- Seven Linux 7.2: no review yet',
      '[My to-dos] [Acknowledge…] [Test the patch…] [Details] [Add a contact of Seven Linux…]',
    ]);
  });

  test('when no date is asked for', () => {
    const lines = shown(embargo({ proposals: {} }));
    expect(lines).toContain('Status: no date is proposed');
    expect(lines).toContain('Disclosure date: none proposed: `date propose`');
  });

  test('when the only date has lapsed: it is asked for no longer', () => {
    const before = shown(embargo(), date - 1);
    const after = shown(embargo(), date);
    expect(before).toContain('Status: a date is proposed');
    expect(after).toContain('Status: no date is proposed');
    expect(after.filter((line) => line.includes('proposal 1'))).toEqual([]);
  });
});

describe('the card of an embargo that has ended', () => {
  const over = (reason: 'disclosed' | 'withdrawn', wish: Partial<Embargo> = {}) =>
    agreedEmbargo({ ended: { at: date, by: [ada.person, bob.person], reason, because: 'Zeppelin' }, ...wish });

  test('says by whom, and what is still owed', () => {
    const link = { at: date, by: ada.person, link: 'https://example.org/post' };
    const published = { post: link, cve: link, 'packages:nova': { ...link, link: 'https://nova.example' } };
    expect(shown(over('disclosed', { published }), date)).toEqual([
      'calm-otter',
      'Status: ended: disclosed, confirmed by ada, bob',
      'Ended: Tue, Mar 17, 2026, 14:00 UTC',
      '- the public post: https://example.org/post',
      '- the CVE record: https://example.org/post',
      '- the fixed packages of Nova: https://nova.example',
      'Still to do: the exploit; the retrospective; the fixed packages of Seven Linux',
    ]);
  });

  test('owes nothing once it was withdrawn', () => {
    expect(shown(over('withdrawn'), date)).toEqual([
      'calm-otter',
      'Status: ended: withdrawn, confirmed by ada, bob',
      'Ended: Tue, Mar 17, 2026, 14:00 UTC',
      'Still to do: nothing',
    ]);
  });
});

describe('what is left of the card for those who may hear no more', () => {
  const lesser = (from: Embargo, now = start) => linesOf(lesserCard({ embargo: from, list, now }).nodes);

  test('is codename and dates', () => {
    expect(lesser(agreedEmbargo())).toEqual(['calm-otter', 'Disclosure date: Tue, Mar 17, 14:00 UTC, in 15 days 5 h']);
    const over = agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'public', because: null } });
    expect(lesser(over, start + hourMs)).toEqual(['calm-otter', 'It ended Mon, Mar 2, 09:00 UTC, 1 h ago.']);
  });
});

describe('every card', () => {
  const told = { at: start, by: bob.person, how: 'Zeppelin' };
  const states: readonly Embargo[] = [
    embargo(),
    agreedEmbargo({ publicState: { exploit: told }, decisionDue: start }),
    agreedEmbargo({
      patches: patches(
        patch(1, { label: 'Zeppelin', url: 'https://example.org/Zeppelin', files: [{ name: 'Zeppelin.patch', sha256: 'a' }] }),
      ),
      reviews: reviews(review(1, { answers: { fetch: { verdict: 'fail', note: 'Zeppelin' } }, end: done('new-bug') })),
    }),
    agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'withdrawn', because: 'Zeppelin' } }),
  ];

  test.each(states)('says nothing of what the embargo is about, on a lock screen nothing but its codename (%#)', (from) => {
    const view = { embargo: from, list, now: start };
    for (const { push, nodes } of [card(view), lesserCard(view)]) {
      const text = linesOf(nodes).join('\n');
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      expect(push).toBe('calm-otter: status');
    }
  });

  test.each(states)('has buttons that are understood (%#)', (from) => {
    for (const { words } of actionsOf(card({ embargo: from, list, now: start }).nodes)) {
      expect(understood(words).type, words).toBe('intent');
    }
  });

  test('is found again by its embargo and its room', () => {
    expect(cardKey('calm-otter', room)).toBe('card:calm-otter:terminal:#oci-private');
  });
});
