// Who may say what, when: the whole table, as a person can read it. Whatever is not marked `y` is refused before anything else is looked at.
import { describe, expect, test } from 'vitest';
import { authority, type EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import { consentOf, memberOf } from '../../../src/domain/embargo/consent.ts';
import { create, decide, refuseUnauthorised } from '../../../src/domain/embargo/decide.ts';
import type { Consent, Embargo, EndReason } from '../../../src/domain/embargo/embargo.ts';
import { isGivenUp } from '../../../src/domain/embargo/end/owed.ts';
import { purged } from '../../../src/domain/embargo/end/purge.ts';
import { todos } from '../../../src/domain/embargo/todos.ts';
import type { List, Member } from '../../../src/domain/list/list.ts';
import { type ListRole, roles } from '../../../src/domain/list/roles.ts';
import type { EmbargoId } from '../../../src/domain/values/ids.ts';
import { isRefused, refuse } from '../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import { samples } from '../../setup/commands.ts';
import {
  about,
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  context,
  date,
  dave,
  embargo,
  list,
  listOf,
  mallory,
  patch,
  patches,
  review,
  reviews,
  says,
  start,
} from '../../setup/embargo.ts';

// y: may. ?: no such embargo, for them. r: another role may. a: not before acknowledging. l: not before acknowledging the new date.
// d: declined. o: the embargo is over. n: it is not over yet.
// Columns: off the list or not let in, invited, signed, lapsed, declined.
const matrix = `
                                coordinator   representative   reviewer
amend                running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
admit                running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
revoke               running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
widen-audience       running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
narrow-audience      running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
acknowledge          running    ? y y y y     ? y y y y        ? y y y y
                     ended      ? y y y y     ? y y y y        ? y y y y
decline              running    ? y y y y     ? y y y y        ? y y y y
                     ended      ? o o o o     ? o o o o        ? o o o o
propose-date         running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
answer-date          running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
withdraw-date        running    ? y y y y     ? y y y y        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
wait-for-answers     running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
decide-date          running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
settle-date          running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
publish-patch        running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
withdraw-patch       running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
add-finding          running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
dismiss-finding      running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
take-on-finding      running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
fix-finding          running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
confirm-finding      running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
reopen-finding       running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
set-finding          running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
start-review         running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
answer-step          running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
answer-steps         running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
copy-review          running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
correct-review       running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
hand-review          running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
step-back            running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
finish-review        running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? o o o o     ? o o o o        ? o o o o
report-public-state  running    ? y y y y     ? y y y y        ? y y y y
                     ended      ? o o o o     ? o o o o        ? o o o o
hold                 running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
disclose             running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
end                  running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
reopen               running    ? n n n n     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
publish              running    ? n n n n     ? n n n n        ? r r r r
                     ended      ? y y y y     ? y y y y        ? r r r r
close-link           running    ? n n n n     ? r r r r        ? r r r r
                     ended      ? y y y y     ? r r r r        ? r r r r
remove-link          running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
answer-retrospective running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
add-action           running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
end-action           running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
ask-exception        running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
answer-exception     running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
withdraw-exception   running    ? y y y y     ? y y y y        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
end-exception        running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
deployed             running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
heads-up             running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
write-text           running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
make-text            running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
approve-text         running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
take-duty            running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
finish-duty          running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
snooze               running    ? y y y y     ? y y y y        ? y y y y
                     ended      ? y y y y     ? y y y y        ? y y y y
remind               running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
bind-policy          running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
unbind-policy        running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
link-siblings        running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
unlink               running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
merge                running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? o o o o     ? r r r r        ? r r r r
found-again          running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? o o o o     ? o o o o        ? r r r r
split                running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
note                 running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
report-leak          running    ? y y y y     ? y y y y        ? y y y y
                     ended      ? y y y y     ? y y y y        ? y y y y
add-to-leak          running    ? y y y y     ? y y y y        ? y y y y
                     ended      ? y y y y     ? y y y y        ? y y y y
class-leak           running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
join-leaks           running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
add-leak-step        running    ? a y l d     ? a y l d        ? r r r r
                     ended      ? a y l d     ? a y l d        ? r r r r
end-leak-step        running    ? a y l d     ? a y l d        ? a y l d
                     ended      ? a y l d     ? a y l d        ? a y l d
close-leak           running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
reopen-leak          running    ? a y l d     ? r r r r        ? r r r r
                     ended      ? a y l d     ? r r r r        ? r r r r
`;

const stands = ['none', 'invited', 'signed', 'lapsed', 'declined'] as const;
type Stand = (typeof stands)[number];
const people: Readonly<Record<ListRole, Member>> = { coordinator: ada, representative: bob, reviewer: dave };

const consentFor: Readonly<Record<Exclude<Stand, 'none'>, Consent>> = {
  invited: { state: 'invited', at: start, by: ada.person },
  signed: { state: 'signed', at: start, seen: 1 },
  lapsed: { state: 'signed', at: start, seen: 1 },
  declined: { state: 'declined', at: start },
};

/** An embargo whose date was revised once, and whose terms were where somebody's signature lapsed, on which a person of a role stands so. */
function view(role: ListRole, stand: Stand, ended: boolean): { from: Embargo; on: List; by: Member } {
  const by = people[role];
  const over = ended ? ({ at: start, by: [ada.person], reason: 'public', because: null } as const) : null;
  const consents = stand === 'none' ? {} : { [by.person]: consentFor[stand] };
  const terms = stand === 'lapsed' ? { termsChanged: 1 } : {};
  const from = agreedEmbargo({ agreed: { proposal: 1, revisions: 1 }, consents, ended: over, ...terms });
  const others = Object.values(list.members).filter((each) => each.person !== by.person);
  return { from, on: stand === 'none' && role !== 'reviewer' ? listOf({ members: others }) : list, by };
}

function mark(type: EmbargoCommand['type'], role: ListRole, stand: Stand, ended: boolean): string {
  const { from, on, by } = view(role, stand, ended);
  expect(consentOf(from, memberOf(on, by.person)), `${role}, ${stand}`).toBe(stand);
  const given = context(by, { list: on });
  const refusal = refuseUnauthorised(from, type, given);
  if (refusal === null) return 'y';
  // What is refused here is refused by the decision, in the same words.
  expect(decide(from, samples[type], given)).toEqual(refusal);
  const { reason } = refusal;
  switch (reason.code) {
    case 'needs-role':
      return 'r';
    case 'embargo-over':
      return 'o';
    case 'not-over-yet':
      return 'n';
    case 'needs-consent':
      return { none: '?', invited: 'a', signed: '!', asked: '!', lapsed: 'l', declined: 'd' }[reason.state];
    default:
      return '!';
  }
}

describe('who can use what', () => {
  const rows = matrix
    .split('\n')
    .slice(2)
    .filter((row) => row !== '');
  const types = Object.keys(authority) as EmbargoCommand['type'][];

  test('the table has every command, running and ended', () => {
    expect(rows.map((row) => row.slice(0, 31).trim().split(/ +/).at(-1))).toEqual(types.flatMap(() => ['running', 'ended']));
    expect(rows.filter((_, index) => index % 2 === 0).map((row) => row.split(' ')[0])).toEqual(types);
  });

  test.each(types.flatMap((type, index) => [[type, 'running', rows[2 * index]] as const, [type, 'ended', rows[2 * index + 1]] as const]))(
    '%s, %s',
    (type, phase, row = '') => {
      const marks = roles.map((role) => stands.map((stand) => mark(type, role, stand, phase === 'ended')).join(' '));
      expect(marks).toEqual(row.slice(32).trim().split(/ {2,}/));
    },
  );
});

describe('nobody', () => {
  const everything = Object.values(samples);

  test('who was never on the list can say anything', () => {
    for (const command of everything) {
      expect(says(mallory, command, agreedEmbargo())).toEqual(refuse({ code: 'needs-consent', state: 'none' }));
    }
  });

  test('who was taken off the list can say anything, whatever they were and signed', () => {
    const reviewed = agreedEmbargo({ patches: patches(patch(1)), reviews: reviews(review(1)), disclosing: { by: ada.person, at: date } });
    for (const who of [ada, bob, carol]) {
      const on = listOf({ members: Object.values(list.members).filter((each) => each.person !== who.person) });
      for (const command of everything) {
        expect(says(who, command, reviewed, { list: on, now: date })).toEqual(refuse({ code: 'needs-consent', state: 'none' }));
      }
    }
  });
});

describe('once the details are purged', () => {
  const over = { at: start, by: [ada.person], reason: 'public' as EndReason, because: null };
  const gone = purged(agreedEmbargo({ patches: patches(patch(1)), ended: over }), date);
  const codeOf = (command: EmbargoCommand): string | null => {
    const decision = says(ada, command, gone, { now: date });
    return isRefused(decision) ? decision.reason.code : null;
  };
  const heard = (Object.keys(samples) as EmbargoCommand['type'][]).filter(
    (type) => !['embargo-purged', 'embargo-over'].includes(codeOf(samples[type]) ?? ''),
  );

  test('nothing is heard but what brings nobody any words: nothing would ever purge it', () => {
    expect(heard.sort()).toEqual(['acknowledge', 'publish', 'remind', 'remove-link', 'snooze']);
    expect(codeOf(samples.note)).toBe('embargo-purged');
    expect(codeOf(samples.amend)).toBe('embargo-purged');
  });

  test('what is public is linked still', () => {
    expect(says(ada, samples.publish, gone, { now: date })).toEqual([
      { type: 'published', clock: 'post', distributor: null, link: 'https://example.org/post' },
    ]);
  });

  test('no other embargo is linked with it', () => {
    const other = { ...gone, id: 'e2' as EmbargoId, codename: 'brisk-wren' };
    expect(says(ada, samples['link-siblings'], agreedEmbargo(), { other })).toEqual(refuse({ code: 'embargo-purged', at: date }));
  });

  test.each([10, 400])('%i days after the end, nobody is asked for what they could not do any more', (days) => {
    const now = over.at + days * dayMs;
    const asked = todos(gone, list, now).map(({ type }) => type);
    expect(asked.filter((type) => type !== 'publish')).toEqual([]);
    expect(asked.length > 0).toBe(!isGivenUp(over, now));
  });
});

describe('amending', () => {
  test('changes what is given and nothing else', () => {
    expect(says(ada, { type: 'amend', orders: [{ what: 'whole', changes: { title: 'Another', urgent: true } }] }, embargo())).toEqual([
      { type: 'amended', changes: { title: 'Another', urgent: true } },
    ]);
  });

  test('with nothing changes nothing', () => {
    expect(says(ada, { type: 'amend', orders: [] }, embargo())).toEqual(refuse({ code: 'nothing-to-change' }));
  });

  test('goes on after the end: records want completing', () => {
    const over = { at: start, by: [ada.person], reason: 'public' as EndReason, because: null };
    expect(says(ada, samples.amend, embargo({ ended: over }))).toEqual(says(ada, samples.amend, embargo()));
  });
});

describe('opening an embargo', () => {
  const wanted = (when = date, anyway = false) => ({
    id: 'e1' as EmbargoId,
    codename: 'calm-otter',
    about,
    date: { at: when, zone: 'UTC', anyway },
    audience: null,
  });
  const created = { type: 'embargo-created', embargo: 'e1', list: 'oci', codename: 'calm-otter', about };
  const acknowledged = { type: 'terms-acknowledged', terms: 'oci-1' };
  const proposed = { type: 'date-proposed', number: 1, at: date, zone: 'UTC', answerBy: at('2026-03-05T09:00Z'), reason: null };

  test('a coordinator opens it with its first proposed date', () => {
    expect(create(wanted(), context(ada))).toEqual([created, acknowledged, proposed]);
  });

  test('a coordinator of a distributor gives its voice at once', () => {
    const heidi: Member = { ...ada, distributor: bob.distributor };
    const on = listOf({ members: [heidi, bob, carol] });
    expect(create(wanted(), context(heidi, { list: on }))).toEqual([
      created,
      acknowledged,
      proposed,
      { type: 'date-answered', number: 1, voter: 'nova', verdict: 'accept', reason: null },
    ]);
  });

  test('where one coordinator agrees on dates, it is agreed as it is opened', () => {
    const when = at('2026-03-12T14:00Z');
    const linux = listOf({ policy: 'linux-distros' });
    expect(create(wanted(when), context(ada, { list: linux }))).toEqual([
      created,
      acknowledged,
      { ...proposed, at: when },
      { type: 'date-answered', number: 1, voter: ada.person, verdict: 'accept', reason: null },
      { type: 'date-agreed', number: 1 },
    ]);
  });

  test.each([bob, dave])('$name does not', (who) => {
    expect(create(wanted(), context(who))).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
  });

  test('a date outside the policy opens nothing; advice may be overruled', () => {
    const past = create(wanted(start), context(ada));
    expect(past).toMatchObject({ reason: { code: 'date-problems', problems: [{ rule: 'past' }], firm: true } });
    const sunday = at('2026-03-15T14:00Z');
    expect(create(wanted(sunday), context(ada))).toMatchObject({ reason: { code: 'date-problems', firm: false } });
    expect(isRefused(create(wanted(sunday, true), context(ada)))).toBe(false);
    expect(create(wanted(at('2026-03-23T14:00Z'), true), context(ada))).toMatchObject({ reason: { code: 'date-problems', firm: true } });
  });
});
