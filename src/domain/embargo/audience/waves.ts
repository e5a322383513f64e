// What becomes of an embargo's waves, and when the clock is needed for them.
import type { Actor } from '../../values/happened.ts';
import type { Instant } from '../../values/time.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import type { Audience, Wave, WaveNamed } from './audience.ts';
import { without } from './orders.ts';

type Changing =
  | Extract<EmbargoFact, { type: 'audience-widened' | 'audience-narrowed' | 'waves-told' }>
  | ({ readonly type: 'embargo-created' } & WaveNamed);

/** The audience after a fact. Those it is for from the beginning are asked by its opening. */
export function audienceAfter(audience: Audience, fact: Changing, at: Instant, by: Actor): Audience {
  const { waves = [] } = audience;
  switch (fact.type) {
    case 'embargo-created':
      return { ...audience, waves: [wave(1, fact, at, at, by, true)] };
    case 'audience-widened':
      return { ...audience, waves: [...without(waves, fact, at), wave(nextNumber(waves), fact, fact.at, at, by, false)] };
    case 'audience-narrowed':
      return { ...audience, waves: without(waves, fact, at) };
    case 'waves-told':
      return { ...audience, waves: waves.map((each) => (fact.numbers.includes(each.number) ? { ...each, told: at } : each)) };
    default:
      return fact satisfies never;
  }
}

const nextNumber = (waves: readonly Wave[]): number => Math.max(0, ...waves.map(({ number }) => number)) + 1;

function wave(number: number, named: WaveNamed, from: Instant, now: Instant, by: Actor, told: boolean): Wave {
  const { distributors, people, everyone } = named;
  // The clock opens nothing by itself.
  if (by === 'clock') throw new Error('a wave is somebody’s word');
  return { number, distributors, people, ...(everyone === true ? { everyone } : {}), at: from, by, ...(told ? { told: now } : {}) };
}

type Of = Pick<Embargo, 'audience' | 'ended'>;

/** The waves that have come by `now` (UTC) and whose people were not asked yet: none of an embargo that is over. */
export function wavesDue(embargo: Of, now: Instant): Wave[] {
  return untold(embargo).filter(({ at }) => at <= now);
}

/** When the clock is next needed for them; null: never. */
export function nextWave(embargo: Of): Instant | null {
  const instants = untold(embargo).map(({ at }) => at);
  return instants.length === 0 ? null : Math.min(...instants);
}

function untold({ audience, ended }: Of): Wave[] {
  return ended !== null ? [] : (audience?.waves ?? []).filter(({ told }) => told === undefined);
}
