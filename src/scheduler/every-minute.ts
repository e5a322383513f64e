// The beat of the bot: each minute, by node-cron. That waits for an instant of this machine's clock, and would stand still for as long as the clock
// is put back: so it is watched by the passing of time itself, and begun anew.
import { schedule } from 'node-cron';

const watchMs = 30_000;
// So often looked at in a row without a beat between: a minute and a half.
const silentMax = 3;
// The scheduler writes plain sentences of its own to the console, with local times in them: the log holds lines of JSON only. What fails in the
// work is logged by the work, and a minute that was missed is made up for by the next one, which does all that is due.
const unsaid = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

/** Does the work at the beginning of each minute, never twice at once. `stop` ends it after what is in hand. */
export function everyMinute(work: () => Promise<void>): { stop(): void } {
  let silent = 0;
  let busy = false;
  const beat = async () => {
    silent = 0;
    if (busy) return;
    busy = true;
    await work().finally(() => {
      busy = false;
    });
  };
  const begin = () => schedule('* * * * *', beat, { logger: unsaid });
  let task = begin();
  const watch = setInterval(() => {
    silent += 1;
    if (silent < silentMax) return;
    void task.destroy();
    task = begin();
    void beat();
  }, watchMs);
  return {
    stop: () => {
      clearInterval(watch);
      void task.destroy();
    },
  };
}
