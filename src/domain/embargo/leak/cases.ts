// The cases of an embargo's leaks: which reports are one, who owes what on which, and until when.
import type { List } from '../../list/list.ts';
import { decisionMs, type EndingLadder } from '../../policy/policy.ts';
import type { PersonId } from '../../values/ids.ts';
import type { LeakSaid } from '../../values/leak-said.ts';
import { dayMs, hourMs, type Instant } from '../../values/time.ts';
import { canOwn } from '../audience/owners.ts';
import { signatories } from '../consent.ts';
import type { Embargo, LeakKey } from '../embargo.ts';
import { classWithinMs, closeWithinMs, isFalseAlarm, isOpen, type LeakCase, type LeakReport, type LeakStep, openSteps } from './case.ts';

export const openLeaks = ({ leaks = [] }: Embargo): LeakCase[] => leaks.filter(isOpen);

export const leakOf = ({ leaks = [] }: Embargo, number: number): LeakCase | undefined => leaks.find((leak) => leak.number === number);

/** Every step of every case, with the case that it belongs to. */
export function leakSteps({ leaks = [] }: Embargo): { readonly leak: LeakCase; readonly step: LeakStep }[] {
  return leaks.flatMap((leak) => leak.steps.map((step) => ({ leak, step })));
}

/** The number of the case that one is part of now: its own, where it was joined to none. */
export function whereItIs(embargo: Embargo, number: number): number {
  const into = leakOf(embargo, number)?.joined;
  return into === undefined ? number : whereItIs(embargo, into);
}

/** The leaks that coordinators are to decide about, a case that is closed already too: of what was reported before was decided already. */
export function leaksToDecide(embargo: Embargo): LeakCase[] {
  const { decisionDue, leaks = [] } = embargo;
  return decisionDue === null
    ? []
    : leaks.filter((leak) => leak.joined === undefined && !isFalseAlarm(leak) && lastSaid(leak) >= decisionDue - decisionMs);
}

const lastSaid = ({ openedAt, reports }: LeakCase): Instant => Math.max(openedAt, ...reports.map(({ at }) => at));

/** The open case that a report belongs to: of the same place; or, without one, pressed twice by the same person. Null: it is another. */
export function sameLeak(embargo: Embargo, said: LeakSaid, by: PersonId): LeakCase | null {
  const [place, words] = [placeOf(said), wordsOf(said)];
  const same = (report: LeakReport) => {
    const there = placeOf(report);
    return place === null && there === null ? report.by === by && wordsOf(report) === words : place === there;
  };
  return openLeaks(embargo).find(({ reports }) => reports.some(same)) ?? null;
}

const wordsOf = ({ what }: LeakSaid): string => what.trim().toLowerCase();

/** Where it can be seen: what was said for it, else the first address that is named. A link is one place however its host is written; a host alone is none: much can be said there. */
function placeOf({ where, link, what }: LeakSaid): string | null {
  const said = where ?? link ?? /https?:\/\/[^\s<>"]+/i.exec(what)?.[0] ?? null;
  if (said === null) return null;
  const [, host = '', path = ''] = /^(?:https?:\/\/)?(?:www\.)?([^/]*)(.*)$/is.exec(said.trim()) ?? [];
  const end = path.replace(/[?#.,;:]$/, '').replace(/\/$/, '');
  return end === '' && host.includes('.') ? null : `${host.toLowerCase()}${end}`;
}

// What is later than this by then is told to coordinators besides its owner.
const passOnMs = 4 * hourMs;

/** What is due of a leak is asked for then, and so often after it. */
export const leakLadder: EndingLadder = { beforeMs: [0], afterMs: [passOnMs, ...[1, 3, 7, 14, 30].map((days) => days * dayMs)] };

/** What is to be said of a case next, and by when: what it is, else what was found. */
const judgedBy = ({ openedAt, class: judged }: LeakCase): Instant =>
  judged === undefined ? openedAt + classWithinMs : judged.at + closeWithinMs;

/** When what is owed on open cases is due, by the key of its deadline. */
export function leakTargets(embargo: Embargo): Readonly<Record<LeakKey, Instant>> {
  const targets = openLeaks(embargo).flatMap((leak): (readonly [LeakKey, Instant])[] => [
    [`leak:${leak.number}`, judgedBy(leak)],
    ...openSteps(leak).flatMap(({ number, due }) => (due === null ? [] : [[`leak-step:${number}`, due] as const])),
  ]);
  return Object.fromEntries(targets);
}

type Owed = { readonly person: PersonId; readonly leak: number; readonly due: Instant | null } & (
  | { readonly does: 'class' | 'close' }
  | { readonly does: 'step'; readonly step: LeakStep }
);

/** Who owes what on which case. A step is its owner's; coordinators', where they have left or declined, and where it is long overdue. */
export function leakDuties(embargo: Embargo, list: List, now: Instant): Owed[] {
  if (embargo.purgedAt !== undefined) return [];
  const coordinators = signatories(embargo, list).flatMap(({ person, role }) => (role === 'coordinator' ? [person] : []));
  return openLeaks(embargo).flatMap((leak): Owed[] => {
    const steps = openSteps(leak);
    const judging = leak.class === undefined ? 'class' : steps.length === 0 ? 'close' : null;
    const judge =
      judging === null ? [] : coordinators.map((person): Owed => ({ person, leak: leak.number, does: judging, due: judgedBy(leak) }));
    return [
      ...judge,
      ...steps.flatMap((step) =>
        doing(embargo, list, step, coordinators, now).map(
          (person): Owed => ({ person, leak: leak.number, does: 'step', step, due: step.due }),
        ),
      ),
    ];
  });
}

function doing(embargo: Embargo, list: List, { owner, due }: LeakStep, coordinators: readonly PersonId[], now: Instant): PersonId[] {
  const there = owner !== null && canOwn(embargo, list, owner);
  const late = due !== null && now >= due + passOnMs;
  return [...new Set([...(there ? [owner] : []), ...(there && !late ? [] : coordinators)])];
}
