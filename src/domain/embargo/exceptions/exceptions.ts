// What is allowed on one embargo besides the policy: what was asked for, how it stands, and what it covers. How one stands is computed from its instants, so
// that it is right whenever it is read. Source: "except with the list's explicit approval" (OCI policy); what may be done with a patch is said for each
// embargo (kubernetes/committee-security-response#12).

import type { List } from '../../list/list.ts';
import type { Permissions } from '../../policy/policy.ts';
import type { DistributorId, PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import type { Embargo, Exception, ExceptionEnd, ExceptionKey, Exceptions } from '../embargo.ts';

/** open: it can be answered. allowed: it holds at the moment. */
export type ExceptionState = 'open' | 'allowed' | ExceptionEnd;

const nothing: Exceptions = { all: [], tightened: 0 };

export const exceptionsOf = ({ exceptions = nothing }: Pick<Embargo, 'exceptions'>): Exceptions => exceptions;

/** How an exception stands at an instant: whatever was not approved in time is not allowed, and nothing is for longer than until its instant. */
export function stateOf({ end, approvedAt, answerBy, until }: Exception, now: Instant): ExceptionState {
  if (end !== undefined) return end.how;
  if (approvedAt === undefined) return now < answerBy ? 'open' : 'lapsed';
  return now < until ? 'allowed' : 'over';
}

/** Those that stand so at an instant. */
export const exceptionsIn = (embargo: Embargo, state: ExceptionState, now: Instant): Exception[] =>
  exceptionsOf(embargo).all.filter((each) => stateOf(each, now) === state);

/** Whether something was allowed to a distributor at an instant by an exception: from its approval on, until its instant, or until it was ended. */
export function excepts(exception: Exception, distributor: DistributorId | null, at: Instant): boolean {
  const { approvedAt, end, until } = exception;
  if (approvedAt === undefined || at < approvedAt || at >= Math.min(until, end?.at ?? until)) return false;
  return exception.distributor === null || exception.distributor === distributor;
}

/** Whether a distributor may run the fix before disclosure, as far as is known: a condition of the policy is its own to keep. What may be shipped may run. */
export function mayDeploy(embargo: Embargo, { policy }: List, distributor: DistributorId, at: Instant): boolean {
  const { all } = exceptionsOf(embargo);
  return (
    policy.rules.may.deploy !== 'no' ||
    all.some((each) => (each.kind === 'deploy' || each.kind === 'ship') && excepts(each, distributor, at))
  );
}

/** How much each permission of a policy allows, the least first. */
const order: { readonly [Key in keyof Permissions]: readonly Permissions[Key][] } = {
  deploy: ['no', 'hosted', 'as-stated', 'yes'],
  binaries: [false, true],
  customers: ['nothing', 'existence', 'existence-and-date'],
};

/** Whether less is allowed in some way than before. */
export function isTighter(before: Permissions, after: Permissions): boolean {
  const less = <Key extends keyof Permissions>(key: Key) => order[key].indexOf(after[key]) < order[key].indexOf(before[key]);
  return less('deploy') || less('binaries') || less('customers');
}

/** Who may end an exception that holds: who asked for it, and coordinators. */
export const mayEnd = ({ by }: Exception, { person, role }: { readonly person: PersonId; readonly role: string }): boolean =>
  role === 'coordinator' || person === by;

/** When each that was asked for is to be answered, by the key of its deadline. */
export function exceptionTargets(embargo: Embargo): Readonly<Record<ExceptionKey, Instant>> {
  const asked = exceptionsOf(embargo).all.filter(({ end, approvedAt }) => end === undefined && approvedAt === undefined);
  return Object.fromEntries(asked.map(({ number, answerBy }) => [`exception:${number}`, answerBy] as const));
}
