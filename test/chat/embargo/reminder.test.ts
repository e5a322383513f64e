// Reminders: codename, instant, what is owed, and the button to do it. Nothing else.
import { describe, expect, test } from 'vitest';
import { reminders } from '../../../src/chat/embargo/reminder.ts';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import type { Member } from '../../../src/domain/list/list.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  embargo,
  grace,
  list,
  patch,
  patches,
  proposal,
  proposals,
  review,
  reviews,
  secrets,
  signedBy,
  start,
} from '../../setup/embargo.ts';
import { actionsOf, linesOf, messagesOf, understood, whereTo } from '../../setup/said.ts';

type Reminded = Extract<EmbargoFact, { type: 'reminded' }>;
const rung = (rungMs: number, people: readonly Member[], wish: Partial<Reminded> = {}): Reminded => ({
  type: 'reminded',
  deadline: 'disclosure',
  target: date,
  rungMs,
  skippedMs: [],
  people: people.map(({ person }) => person),
  ...wish,
});
const said = (fact: Reminded, from: Embargo, now = fact.target + fact.rungMs) =>
  reminders(fact, { embargo: from, list, now }).map((each) => ({
    to: whereTo(each),
    manner: `${each.kind}, ${each.urgency}`,
    lines: messagesOf(each)
      .slice(0, 1)
      .flatMap(({ nodes }) => linesOf(nodes)),
  }));

const busy = agreedEmbargo({
  consents: signedBy(ada, grace, bob),
  patches: patches(patch(1)),
  proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, date + dayMs)) },
});

describe('before the date', () => {
  test('who owes something is told what, with the buttons to do it', () => {
    expect(said(rung(-3 * dayMs, [bob, carol]), busy)).toEqual([
      {
        to: 'bob',
        manner: 'dates, nudge',
        lines: [
          'calm-otter · oci list',
          'Reminder. Disclosure: Tue, Mar 17, 14:00 UTC, in 3 days.',
          'Waiting on you, for Nova:',
          '- answer Wed, Mar 18, 14:00 UTC (proposal 2), due Thu, Mar 5, 09:00 UTC, 9 days 5 h ago',
          '- test patch v1 on 24',
          '[Accept Wed, Mar 18, 14:00 UTC] [Reject Wed, Mar 18, 14:00 UTC…] [Propose another date…] [Test patch v1 on 24]',
          'Questions? Ask ada or grace.',
        ],
      },
      {
        to: 'carol',
        manner: 'dates, nudge',
        lines: [
          'calm-otter · oci list',
          'Reminder. Disclosure: Tue, Mar 17, 14:00 UTC, in 3 days.',
          'Waiting on you, for Seven Linux:',
          '- acknowledge the terms, due Tue, Mar 3, 09:00 UTC, 11 days 5 h ago',
          '[Read the terms]',
          'Questions? Ask ada or grace. Later: `snooze 1d`',
        ],
      },
    ]);
  });

  test('a date that was only asked for is called so', () => {
    expect(said(rung(-dayMs, [bob]), embargo())[0]?.lines[1]).toBe('Reminder. Proposed disclosure: Tue, Mar 17, 14:00 UTC, in 1 day.');
  });
});

describe('at the date', () => {
  test('the room is offered the disclosure, and those who owe it are asked', () => {
    expect(said(rung(0, [ada]), agreedEmbargo())).toEqual([
      {
        to: '#oci-private',
        manner: 'dates, deadline',
        lines: [
          "calm-otter ⏰ It's time",
          'Disclosure: Tue, Mar 17, 14:00 UTC, now',
          'Coordinators: ada, grace',
          'Publish, then confirm it here. It takes two people, one of them a coordinator.',
          '[Confirm calm-otter is disclosed]',
        ],
      },
      {
        to: 'ada',
        manner: 'dates, deadline',
        lines: [
          'calm-otter · oci list',
          "Reminder. It's time to disclose: Tue, Mar 17, 14:00 UTC, now.",
          'Waiting on you, as a coordinator:',
          '- confirm the disclosure',
          '[Confirm calm-otter is disclosed] [Show the drafts]',
          'Questions? Ask grace.',
        ],
      },
    ]);
  });

  test('the bot offers, it does not disclose: a date that nobody agreed on is not even offered', () => {
    expect(said(rung(0, []), embargo())).toEqual([]);
    const toBob = said(rung(0, [bob]), embargo({ consents: {} }))
      .flatMap(({ lines }) => lines)
      .join('\n');
    expect(toBob).not.toMatch(/has come|overdue|is disclosed/);
  });
});

describe('after the date', () => {
  test('each day the room and those who owe it are told that it is overdue', () => {
    const lines = said(rung(2 * dayMs, [ada]), agreedEmbargo());
    expect(lines.map(({ to, manner }) => `${to}: ${manner}`)).toEqual(['#oci-private: dates, deadline', 'ada: dates, deadline']);
    expect(lines.map(({ lines: [, opening] }) => opening)).toEqual([
      'Overdue since: Tue, Mar 17, 14:00 UTC, 2 days ago',
      'Reminder. The disclosure has been overdue since Tue, Mar 17, 14:00 UTC, 2 days ago. No coordinator answered for 24 hours, so two representatives of different organizations can.',
    ]);
  });
});

describe('a decision', () => {
  const due = start + hourMs;
  const reported = agreedEmbargo({ publicState: { public: { at: start, by: bob.person, how: 'Zeppelin' } }, decisionDue: due });

  test('is asked for before all else, with publishing as the default answer', () => {
    expect(said(rung(15 * minuteMs, [ada], { deadline: 'decision', target: due }), reported)).toEqual([
      {
        to: 'ada',
        manner: 'dates, leak',
        lines: [
          'calm-otter · oci list',
          "Reminder. A decision is due: Mon, Mar 2, 10:00 UTC, 15 min ago. If in doubt, publish: that's the default.",
          'Waiting on you, as a coordinator:',
          '- decide: disclose now, agree on an hour today, or keep the embargo',
          '[Disclose now…] [Propose an hour today…] [Keep the embargo…]',
          'Questions? Ask grace.',
        ],
      },
    ]);
  });
});

describe('after the end', () => {
  const over = agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'public', because: 'Zeppelin' } });

  test('all that is due is asked for, and what comes due at this deadline', () => {
    const lines = (rungMs: number) =>
      said(rung(rungMs, [ada], { deadline: 'cve', target: start + dayMs }), over).map((each) => each.lines.slice(1));
    expect(lines(-4 * hourMs)).toEqual([
      [
        'Reminder. It ended Mon, Mar 2, 09:00 UTC, 20 h ago.',
        'Waiting on you, as a coordinator:',
        '- link the public post, due Mon, Mar 2, 09:00 UTC, 20 h ago',
        '- link the CVE record, due Tue, Mar 3, 09:00 UTC, in 4 h',
        '[Link the public post…] [Show the post] [Link the CVE record…] [Show the CVE records]',
        'Questions? Ask grace. Later: `snooze 1d`',
      ],
    ]);
    expect(lines(dayMs)).toEqual([
      [
        'Reminder. It ended Mon, Mar 2, 09:00 UTC, 2 days ago.',
        'Waiting on you, as a coordinator:',
        '- link the public post, due Mon, Mar 2, 09:00 UTC, 2 days ago',
        '- link the CVE record, due Tue, Mar 3, 09:00 UTC, 1 day ago',
        '- hold the retrospective, due Thu, Mar 5, 09:00 UTC, in 1 day',
        '[Link the public post…] [Show the post] [Link the CVE record…] [Show the CVE records] [Show the retrospective]',
        'Questions? Ask grace. Later: `snooze 1d`',
      ],
    ]);
  });
});

describe('a reminder that comes late', () => {
  const late = (ms: number) => said(rung(-dayMs, [bob]), busy, date - dayMs + ms)[0]?.lines.at(-1);

  test('says so, from ten minutes on', () => {
    expect(late(10 * minuteMs)).toBe('Questions? Ask ada or grace.');
    expect(late(10 * minuteMs + 1)).toBe('(late reminder: it was due Mon, Mar 16, 14:00 UTC, 10 min ago)');
  });
});

describe('every reminder', () => {
  const walking = { ...busy, reviews: reviews(review(1, { answers: { fetch: { verdict: 'fail', note: 'Zeppelin' } } })) };
  const over = agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'public', because: 'Zeppelin' } });
  const reported = agreedEmbargo({ publicState: { public: { at: start, by: bob.person, how: 'Zeppelin' } }, decisionDue: start });
  const all = [
    ...[-14 * dayMs, -hourMs, 0, dayMs].map((ms) => [rung(ms, [ada, grace, bob, carol]), walking] as const),
    [rung(0, [ada], { deadline: 'decision', target: start }), reported] as const,
    ...(['post', 'cve', 'exploit', 'retrospective', 'packages'] as const).map(
      (deadline) => [rung(dayMs, [ada, bob], { deadline, target: start }), over] as const,
    ),
  ];

  test.each(all)('$deadline $rungMs: says nothing of what the embargo is about, also to those who know', (fact, from) => {
    for (const each of reminders(fact, { embargo: from, list, now: fact.target + fact.rungMs })) {
      for (const { push, nodes } of messagesOf(each)) {
        const text = [push, ...linesOf(nodes)].join('\n');
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      }
      expect(each.kind).toBe('dates');
      expect(each.card).toBeNull();
    }
  });

  test.each(all)('$deadline $rungMs: has buttons that are understood, and mean this embargo', (fact, from) => {
    const buttons = reminders(fact, { embargo: from, list, now: fact.target + fact.rungMs }).flatMap((each) =>
      messagesOf(each).flatMap(({ nodes }) => actionsOf(nodes)),
    );
    expect(buttons.length).toBeGreaterThan(0);
    for (const { words } of buttons) {
      const parsed = understood(words);
      expect(['intent', 'ask'], words).toContain(parsed.type);
      expect(parsed).toMatchObject({ codename: 'calm-otter' });
    }
  });
});
