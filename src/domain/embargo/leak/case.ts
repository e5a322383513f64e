// A leak as a case: who reported it, what it is judged to be, what is done to contain it, and what was found.
import type { PersonId } from '../../values/ids.ts';
import type { LeakSaid } from '../../values/leak-said.ts';
import { dayMs, hourMs, type Instant } from '../../values/time.ts';

/** What can be added to a report later. */
export type LeakDetails = Partial<Omit<LeakSaid, 'where'>> & { readonly where?: string };
/** `unnamed`: who reported it is known to this coordinator alone; null: to nobody. */
export type LeakReport = LeakSaid & { readonly at: Instant; readonly by: PersonId; readonly unnamed?: PersonId | null };

export const leakClasses = [
  'existence',
  'component',
  'technical-detail',
  'patch',
  'exploit',
  'exploitation',
  'independent-discovery',
  'false-alarm',
] as const;
export type LeakClass = (typeof leakClasses)[number];

/** What is to be done about a leak of a class; `tell-…`: whom else to tell. */
export const standardSteps = [
  'silence',
  'reconsider-date',
  'publish',
  'bring-in-finder',
  'tell-reporter',
  'tell-upstream',
  'tell-lists',
] as const;
export type StandardStep = (typeof standardSteps)[number];

/** `what` null: in somebody's words. `owner` null: coordinators. `dropped`: the leak is of another class now, which does not ask for it. */
export type LeakStep = {
  readonly number: number;
  readonly what: StandardStep | null;
  readonly text: string;
  readonly owner: PersonId | null;
  readonly due: Instant | null;
  readonly by: PersonId;
  readonly at: Instant;
  readonly done?: { readonly by: PersonId; readonly at: Instant; readonly note: string | null };
  readonly dropped?: true;
};

/** `joined`: it is the same as the case of that number, where its reports and steps are now. */
export type LeakCase = {
  readonly number: number;
  readonly openedAt: Instant;
  readonly reports: readonly LeakReport[];
  readonly class?: { readonly is: LeakClass; readonly by: PersonId; readonly at: Instant };
  readonly steps: readonly LeakStep[];
  readonly end?: { readonly finding: string | null; readonly by: PersonId; readonly at: Instant };
  readonly joined?: number;
};

export type LeakSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** `next`: the next step; null: there is none. `dueMs`: how long there is for it. `tell`: whom else. `disclose`: to disclose now is advised. */
type ClassRow = {
  readonly severity: LeakSeverity;
  readonly next: StandardStep | null;
  readonly dueMs: number;
  readonly tell: readonly StandardStep[];
  readonly disclose: boolean;
};

const everyone = ['tell-reporter', 'tell-upstream', 'tell-lists'] as const;

/**
 * What follows from what got out. That something is held tells attackers that there is something to find (CERT/CC); from the technical detail on the others
 * have what attackers need, and who waits protects nobody ("when in doubt push forward and go public", OCI and linux-distros).
 */
export const leakRows: Readonly<Record<LeakClass, ClassRow>> = {
  existence: { severity: 'low', next: 'silence', dueMs: dayMs, tell: ['tell-reporter'], disclose: false },
  component: { severity: 'medium', next: 'reconsider-date', dueMs: 4 * hourMs, tell: everyone, disclose: false },
  'technical-detail': { severity: 'high', next: 'publish', dueMs: 2 * hourMs, tell: everyone, disclose: true },
  patch: { severity: 'high', next: 'publish', dueMs: 2 * hourMs, tell: everyone, disclose: true },
  exploit: { severity: 'critical', next: 'publish', dueMs: hourMs, tell: everyone, disclose: true },
  exploitation: { severity: 'critical', next: 'publish', dueMs: hourMs, tell: everyone, disclose: true },
  'independent-discovery': { severity: 'medium', next: 'bring-in-finder', dueMs: dayMs, tell: ['tell-reporter'], disclose: false },
  'false-alarm': { severity: 'none', next: null, dueMs: 0, tell: [], disclose: false },
};

/** How long there is to say what a leak is, whose decision is due within the hour; to tell others of it at least; and to close it. */
export const classWithinMs = 4 * hourMs;
export const tellWithinMs = 4 * hourMs;
export const closeWithinMs = 14 * dayMs;

export const isFalseAlarm = (leak: LeakCase): boolean => leak.class?.is === 'false-alarm';

/** Whether it still is to be dealt with. */
export const isOpen = ({ end, joined }: LeakCase): boolean => end === undefined && joined === undefined;

/** The steps that it takes, whether done or not. */
export const stepsOf = ({ steps }: LeakCase): LeakStep[] => steps.filter(({ dropped }) => dropped !== true);

/** What the classes of a leak have asked for of it, whether done or not. */
export const standardStepsOf = (leak: LeakCase): ReadonlySet<StandardStep> => new Set(stepsOf(leak).flatMap(({ what }) => what ?? []));

export const openSteps = (leak: LeakCase): LeakStep[] => stepsOf(leak).filter(({ done }) => done === undefined);

/** Whether somebody who is no coordinator has to do with a step: it is theirs, or they asked for it. */
export const isTheirs = ({ owner, what, by }: LeakStep, person: PersonId): boolean => owner === person || (what === null && by === person);

/** Whether anything got out: every case counts that nobody has found to be a false alarm. */
export function hasLeaked({ leaks = [] }: { readonly leaks?: readonly LeakCase[] }): boolean {
  return leaks.some((leak) => leak.joined === undefined && !isFalseAlarm(leak));
}

/** As it was kept before a leak was a case: the first report of each place. */
export type LeakBefore = { readonly where: string | null; readonly at: Instant; readonly by: PersonId };

/** What was kept, whenever that was, as cases. */
export function leakCases(written: readonly (LeakCase | LeakBefore)[]): LeakCase[] {
  return written.map((leak, index) =>
    'reports' in leak ? leak : { number: index + 1, openedAt: leak.at, reports: [{ ...leak, what: '' }], steps: [] },
  );
}

/** The cases without anybody's words. */
export function withoutWords(leaks: readonly LeakCase[]): LeakCase[] {
  return leaks.map((leak) => ({
    ...leak,
    reports: leak.reports.map(({ at, by, unnamed }) => ({ where: null, what: '', at, by, ...(unnamed === undefined ? {} : { unnamed }) })),
    steps: leak.steps.map(({ done, ...step }) => ({ ...step, text: '', ...(done === undefined ? {} : { done: { ...done, note: null } }) })),
    ...(leak.end === undefined ? {} : { end: { ...leak.end, finding: null } }),
  }));
}
