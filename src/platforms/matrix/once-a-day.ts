// What is told once a day, and not worth failing what it is told about.
import { dayMs, type Instant } from '../../domain/values/time.ts';
import { SendFailure } from '../platform.ts';

/** Does `tell` where it was not done today under this key, as far as is remembered here. What it throws is handed on, but for a SendFailure, which `failed` hears of. */
export type OnceADay = (key: string, tell: (day: number) => Promise<unknown>) => Promise<void>;

export function onceADay(now: () => Instant, failed: (failure: SendFailure) => void): OnceADay {
  const told = new Map<string, number>();
  return async (key, tell) => {
    const day = Math.floor(now() / dayMs);
    if (told.get(key) === day) return;
    try {
      await tell(day);
      told.set(key, day);
    } catch (error) {
      if (!(error instanceof SendFailure)) throw error;
      failed(error);
    }
  };
}
