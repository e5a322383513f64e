// Several handlers side by side in one process: none takes what another has in hand, and what waits for a lock costs one of them at most.
import { sql } from 'drizzle-orm';
import { contended } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import type { Begun } from '../db/inbox.ts';
import { type Instant, minuteMs } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { codeOf } from '../errors.ts';
import type { Choice } from './next-event.ts';

/** An event that met somebody in its way: since when, when last, and how often. */
type Met = { readonly since: Instant; readonly last: Instant; readonly times: number };

export type Slots = {
  /** What some handler has in hand: also between two transactions, while a platform is asked. */
  readonly taken: Set<number>;
  readonly met: Map<number, Met>;
  /** Events from which this process came back without being able to write that down: they did not end it. */
  readonly returned: Set<number>;
  /** Whether one of them may be trying an event that met somebody before. The others leave these alone. */
  probing: boolean;
  /** There may be more to do. */
  readonly more: () => void;
};

export function openSlots(more: () => void = () => {}): Slots {
  return { taken: new Set(), met: new Map(), returned: new Set(), probing: false, more };
}

/** One reach into the inbox. `begun`: what it took, or was to take. */
export type Slot = { readonly choice: Choice; begun(): Begun | null; done(): void };

const forgetMs = minuteMs;
// While something is known to stand still, others show within moments whether they have to wait for the same.
const patienceMs = { probe: { lock: 500, statement: 15_000 }, fresh: { lock: 250, statement: 2_000 } };

/** `only`: the event that this handler has in hand already. */
export function reach(slots: Slots, now: Instant, only: Begun | null): Slot {
  for (const [seq, { last }] of slots.met) if (Math.abs(now - last) > forgetMs) slots.met.delete(seq);
  let probing = only === null && !slots.probing;
  const probes = probing;
  if (probes) slots.probing = true;
  let begun = only;
  const taken = (got: Begun) => {
    begun = got;
    slots.taken.add(got.seq);
    slots.more();
  };
  const patience = async (tx: Db, seq: number) => {
    if (slots.met.size === 0) return;
    const { lock, statement } = slots.met.has(seq) ? patienceMs.probe : patienceMs.fresh;
    await tx.execute(
      sql`select set_config('lock_timeout', ${String(lock)}, true), set_config('statement_timeout', ${String(statement)}, true)`,
    );
  };
  return {
    choice: { only, except: only === null ? [...slots.taken, ...(probes ? [] : slots.met.keys())] : [], taken, patience },
    begun: () => begun,
    done: () => {
      if (probing) slots.probing = false;
      probing = false;
    },
  };
}

const uniqueViolation = '23505';
// Others hold a lock for as long as they hold it; a name that is taken anew each time is no accident.
const boundMs = (code: string) => (code === uniqueViolation ? minuteMs / 2 : 10 * minuteMs);
// These are over when they are told; a lock may be held on.
const over = new Set([uniqueViolation, '40P01', '40001']);
const atOnceMax = 3;
const waitMsMin = 250;
const waitMsMax = 5_000;

/**
 * How long to leave an event alone that failed because somebody was in its way (another process, a slow statement): that is no failed try. Null:
 * it failed for another reason, or this has gone on for too long.
 */
export function waitFor(slots: Slots, seq: number, failure: unknown, { now, random }: Pick<Engine, 'now' | 'random'>): number | null {
  const code = codeOf(failure);
  if (!contended(failure) && code !== uniqueViolation) return null;
  const { since, times } = slots.met.get(seq) ?? { since: now(), times: 0 };
  if (now() - since >= boundMs(code)) return null;
  slots.met.set(seq, { since, last: now(), times: times + 1 });
  if (over.has(code) && times < atOnceMax) return 0;
  return Math.min(waitMsMax, waitMsMin * 2 ** Math.min(times, 10)) * (0.5 + random() / 2);
}
