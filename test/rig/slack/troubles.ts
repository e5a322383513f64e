// A bad day at Slack: seeded, so that it comes again, over every method that the bot calls while it delivers.
import type { Fault } from './fake-slack.ts';

// All that a call may meet, by how often. What is meant for good is not among them: it is decided by message.
const troubles: readonly (readonly [number, Fault])[] = [
  [3, { type: 'error', code: 'ratelimited', afterS: 20 }],
  [2, { type: 'status', status: 429, afterS: 5 }],
  [1, { type: 'status', status: 429 }],
  [1, { type: 'status', status: 500 }],
  [2, { type: 'status', status: 502, done: true }],
  [2, { type: 'status', status: 503 }],
  [1, { type: 'error', code: 'internal_error' }],
  [2, { type: 'error', code: 'fatal_error', done: true }],
  [1, { type: 'error', code: 'service_unavailable' }],
  [1, { type: 'error', code: 'account_inactive' }],
  [1, { type: 'error', code: 'token_revoked' }],
  [1, { type: 'error', code: 'a_word_that_is_new' }],
  [2, { type: 'garbage' }],
  [2, { type: 'half' }],
  [2, { type: 'lost-before' }],
  [3, { type: 'lost-after' }],
  [2, { type: 'delay', ms: 30 }],
];
const weights = troubles.reduce((sum, [weight]) => sum + weight, 0);

export type BadDay = {
  /** What becomes of the next call of a method. */
  next(method: string): Fault | null;
};

/**
 * `share` of the calls meet a trouble, each `stormEvery`th begins a storm of `stormLength` refusals in which every call is one too many, and each
 * `lateEvery`th has its effect but is answered later than after `timeoutMs`.
 */
export function badDay(
  random: () => number,
  { share = 0.25, stormEvery = 150, stormLength = 12, lateEvery = 120, timeoutMs = 1_000 } = {},
): BadDay {
  let calls = 0;
  let storm = 0;
  return {
    next: (method) => {
      // Nobody could start the bot.
      if (method === 'auth.test') return null;
      calls += 1;
      if (calls % stormEvery === 0) storm = stormLength;
      if (storm > 0) {
        storm -= 1;
        return { type: 'status', status: 429, afterS: 10 };
      }
      if (calls % lateEvery === 0) return { type: 'late', ms: timeoutMs + 100 };
      return random() < share ? pick(random() * weights) : null;
    },
  };
}

function pick(at: number): Fault | null {
  let left = at;
  for (const [weight, fault] of troubles) {
    left -= weight;
    if (left < 0) return fault;
  }
  return null;
}
