// When it is morning somewhere.
import { dayMs, hourMs, type Instant, minuteMs } from './time.ts';

// The hour at which people begin to read.
const localMs = 9 * hourMs;

/** The first morning at or after an instant: nine o'clock in a zone; where none is known, so many minutes into the UTC day. */
export function nextMorning(from: Instant, zone: string | null, utcMinutes: number): Instant {
  const offsetAt = zone === null ? () => 0 : offsets(zone);
  const clockMs = zone === null ? utcMinutes * minuteMs : localMs;
  const today = Math.floor((from + offsetAt(from)) / dayMs);
  for (let day = today; ; day += 1) {
    const local = day * dayMs + clockMs;
    // The offset of about that hour: no zone changes its clocks at nine.
    const at = local - offsetAt(local - offsetAt(from));
    if (at >= from) return at;
  }
}

const known = new Map<string, (at: Instant) => number>();

/** How far a zone's clocks are ahead of UTC at an instant. */
function offsets(zone: string): (at: Instant) => number {
  const kept = known.get(zone);
  if (kept !== undefined) return kept;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const offset = (at: Instant): number => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
  };
  known.set(zone, offset);
  return offset;
}
