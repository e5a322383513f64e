// A polite no, as data. Each aggregate has its own reasons; chat/refusals.ts says them in words: what happened, why, and who can do what about it.

export type Coded = { readonly code: string };
export type RefusalOf<Reason extends Coded> = { readonly type: 'refusal'; readonly reason: Reason };

/** What a decision gives: facts to write down, or a refusal. */
export type DecisionOf<Fact, Reason extends Coded> = readonly Fact[] | RefusalOf<Reason>;

/** A no, for the reason given. */
export function refuse<const Reason extends Coded>(reason: Reason): RefusalOf<Reason> {
  return { type: 'refusal', reason };
}

/** Whether what was looked for is refused instead. */
export function isNo<Found extends object>(found: Found): found is Extract<Found, RefusalOf<Coded>> {
  return 'reason' in found;
}

/** Whether a decision is a refusal. */
export function isRefused<Fact, Reason extends Coded>(decision: DecisionOf<Fact, Reason>): decision is RefusalOf<Reason> {
  return 'type' in decision;
}
