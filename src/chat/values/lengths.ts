// Lengths of time as policies name them: days, hours, weeks.
import { dayMs, hourMs, minuteMs } from '../../domain/values/time.ts';
import { bad, good, type Read } from './text.ts';

const units: Readonly<Record<string, number>> = { m: minuteMs, h: hourMs, d: dayMs, w: 7 * dayMs };

/** `14d`, `36 hours`, `2 weeks`, in milliseconds. Refuses what has no unit. */
export function readLength(text: string): Read<number> {
  const [, count, unit] = /^(\d{1,5})\s*(m|h|d|w)(?:in(?:ute)?s?|ours?|ays?|eeks?)?$/i.exec(text.trim()) ?? [];
  const ms = units[unit?.toLowerCase() ?? ''];
  if (text.trim() === '0') return good(0);
  return count === undefined || ms === undefined
    ? bad(`${text.trim().slice(0, 30)} isn't a length of time. Use one like 14d, 36h or 2w.`)
    : good(Number(count) * ms);
}

/** A length in whole days where it is, else in hours or minutes: `14 days`, `36 hours`. */
export function lengthText(ms: number, dayWord = 'day'): string {
  const [count, word] = ms % dayMs === 0 ? [ms / dayMs, dayWord] : ms % hourMs === 0 ? [ms / hourMs, 'hour'] : [ms / minuteMs, 'minute'];
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
