// By which a policy is told from every other: people accept this one, not "the policy".
import { createHash } from 'node:crypto';
import type { Policy } from './domain/policy.ts';

/** SHA-256 in hex of the policy as JSON with its keys in order, so that the same rules have the same hash wherever they come from. */
export function policyHash(policy: Policy): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(policy)))
    .digest('hex');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, ordered(each)]),
  );
}
