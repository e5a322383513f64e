// A clock that a person can move, so that weeks of an embargo pass in an afternoon. It never goes back: what was said stays said.
import { formatUtc, parseInstant } from '../../chat/values/instant.ts';
import { type Clock, clockOf, dayMs, hourMs, type Instant, minuteMs } from '../../domain/values/time.ts';

export type Moved = { readonly ok: true } | { readonly ok: false; readonly problem: string };
export type Move = { readonly ok: true; readonly at: Instant } | { readonly ok: false; readonly problem: string };

export type MovableClock = {
  readonly now: Clock;
  /** Moves the clock forward. Going back is refused, and changes nothing. */
  set(at: Instant): Moved;
};

/** Stands still between moves (`frozenAt`), or runs on with the real one, that far ahead of it (`offsetMs`). */
export function movableClock(start: { frozenAt: Instant } | { offsetMs: number; real: () => number }): MovableClock {
  let kept = 'frozenAt' in start ? start.frozenAt : start.offsetMs;
  const base = 'frozenAt' in start ? () => 0 : clockOf(start.real);
  const now = clockOf(() => base() + kept);
  const set = (at: Instant): Moved => {
    const refused = goesBack(at, now());
    if (refused !== null) return { ok: false, problem: refused };
    kept = at - base();
    return { ok: true };
  };
  return { now, set };
}

const step = /^\+(?=\d)(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?$/i;
const utcMinute = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::00(?:\.000)?)?Z$/;
// Formatting an instant beyond it takes more than four digits for the year.
const lastInstant = Date.UTC(9999, 11, 31, 23, 59);

/** Where the clock is to go: `+7d`, `+1d 12h`, `2026-12-03T13:59Z`, or whatever is understood as a disclosure date. */
export function readMove(text: string, now: Instant): Move {
  const typed = text.trim();
  const read = readStep(typed, now) ?? readUtcMinute(typed) ?? readAnyInstant(typed, now);
  if (!read.ok) return read;
  if (!(read.at <= lastInstant)) return { ok: false, problem: 'The clock stops at the year 9999.' };
  const refused = goesBack(read.at, now);
  return refused === null ? read : { ok: false, problem: refused };
}

function goesBack(at: Instant, now: Instant): string | null {
  return at >= now ? null : `The clock only goes forward. It's already ${formatUtc(now)}.`;
}

function readStep(typed: string, now: Instant): Move | null {
  const found = step.exec(typed);
  if (found === null) return null;
  const [, days = '0', hours = '0', minutes = '0'] = found;
  return { ok: true, at: now + Number(days) * dayMs + Number(hours) * hourMs + Number(minutes) * minuteMs };
}

function readUtcMinute(typed: string): Move | null {
  const minute = utcMinute.exec(typed)?.[1];
  if (minute === undefined) return null;
  const at = Date.parse(`${minute}Z`);
  // JavaScript reads 30 February as 1 March.
  const exists = !Number.isNaN(at) && new Date(at).toISOString().startsWith(minute);
  return exists ? { ok: true, at } : { ok: false, problem: `There's no ${typed}.` };
}

function readAnyInstant(typed: string, now: Instant): Move {
  const read = parseInstant(typed, { now, zone: null });
  if (read.ok) return { ok: true, at: read.at };
  return { ok: false, problem: `${read.problem} The clock takes +7d, +36h, +30m or 2026-12-03T13:59Z.` };
}
