// The beat of the bot: each minute, by the clock that it goes by. A schedule by this machine's clock would stand still for as long as that is put back.
import { type Clock, minuteMs } from './domain/time.ts';

// On a clock that stands still, or is about to be put right, it must not run without a pause.
const restMsMin = 1_000;

/** Does the work at the beginning of each minute of the clock, from the next one on, and once it is over waits for the next. `stop` ends it after what is in hand. */
export function everyMinute(now: Clock, work: () => Promise<void>): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const arm = () => {
    if (!stopped) timer = setTimeout(beat, Math.max(restMsMin, minuteMs - (now() % minuteMs)));
  };
  const beat = () => void work().finally(arm);
  arm();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
