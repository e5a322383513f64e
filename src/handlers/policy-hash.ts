// By which a policy is told from every other: people accept this one, not "the policy".
import { createHash } from 'node:crypto';
import type { Policy } from '../domain/policy/policy.ts';
import { canonical } from '../domain/values/canonical.ts';

/** SHA-256 in hex of the policy in its canonical form: the same rules have the same hash wherever they come from. */
export function policyHash(policy: Policy): string {
  return createHash('sha256').update(canonical(policy)).digest('hex');
}

/** SHA-256 in hex of the terms as people read them: by it somebody can show which text they accepted. */
export function termsHash({ terms }: Policy): string {
  return createHash('sha256').update(canonical(terms)).digest('hex');
}
