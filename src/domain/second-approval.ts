// What asks for a second approval: high-risk orders from an account that its platform's server could speak in the name of.
import type { EmbargoCommand } from './embargo/commands.ts';
import { consentOf, memberOf } from './embargo/consent.ts';
import type { Context } from './embargo/context.ts';
import { refuseUnauthorised } from './embargo/decide.ts';
import { agreedDate, type Embargo } from './embargo/embargo.ts';
import { evolve } from './embargo/evolve.ts';
import type { EmbargoFact } from './embargo/facts.ts';
import { tally } from './embargo/voting.ts';
import type { ListCommand } from './list/commands.ts';
import { refuseOnList } from './list/decide.ts';
import type { ListFact } from './list/facts.ts';
import type { List, Member } from './list/list.ts';
import type { PlatformName } from './values/ids.ts';
import { dayMs, hourMs } from './values/time.ts';

/** Whether a platform's server could say something in the name of somebody who has an account there. */
export const forgeable: Readonly<Record<PlatformName, boolean>> = {
  // A homeserver hands out everybody's keys, and whoever runs it can present a new identity for any account of theirs
  // (https://spec.matrix.org/latest/client-server-api/#cross-signing): each member may have a homeserver of their own, which nobody here chose.
  matrix: true,
  // One company vouches, by one signature over each request, for everybody there: there is no server of somebody's own in between.
  slack: false,
  // Who types there sits at the machine that holds the key and the database.
  terminal: false,
};

/** How long an order waits to be confirmed. */
export const waitsMs = hourMs;

/**
 * For how long another account must have been linked before it counts as somebody's second: a forged one could link one of the forger's, and use it
 * before anybody who was told of that has read it.
 */
export const settledMs = dayMs;

/** ending, extending, adding: what the list cannot take back; disclosing has two people anyway. removing: a coordinator, who then could not be asked about any of it. */
export type Risk = 'ending' | 'extending' | 'adding' | 'removing';

/** What is risky about what an order would make of an embargo; null: nothing. */
export function riskToEmbargo(before: Embargo, facts: readonly EmbargoFact[], context: Context): Risk | null {
  for (const fact of facts) {
    if (fact.type === 'person-admitted') return 'adding';
    // Two people disclose: the second of them is the second approval.
    if (fact.type === 'embargo-ended') return fact.reason === 'disclosed' ? null : 'ending';
    if (fact.type === 'date-agreed' && extendsAlone(before, facts, fact.number, context)) return 'extending';
  }
  return null;
}

/** Whether a later date than the one in force is agreed, and nobody but the speaker asked for it or accepted it. */
function extendsAlone(before: Embargo, facts: readonly EmbargoFact[], number: number, { by, list, now }: Context): boolean {
  const after = facts.reduce((embargo, fact) => evolve(embargo, { fact, at: now, by: by.person }), before);
  const [inForce, agreed] = [agreedDate(before), after.proposals[number]];
  if (inForce === null || agreed === undefined || agreed.at <= inForce.at) return false;
  const { accepted } = tally(agreed, list, list.policy.rules.quorum);
  const people = [agreed.by, ...accepted.flatMap((voter) => agreed.answers[voter]?.by ?? [])];
  return people.every((person) => person === by.person);
}

/** What is risky about what an order would make of a list; null: nothing. `running`: it has an embargo that has not ended. */
export function riskToList(before: List | null, facts: readonly ListFact[], running: boolean): Risk | null {
  if (before === null || !running) return null;
  // Who joins by an application was voted on, and decided on by a coordinator: that they accept is their own word.
  if (facts.some(({ type }) => type === 'policy-accepted')) return null;
  const risks = facts.map((fact) => {
    if (fact.type === 'room-adopted' || fact.type === 'team-trusted') return 'adding';
    // Whoever runs a homeserver can add a device to each account on it.
    if (fact.type === 'room-keys-set') return fact.keys === 'all' ? 'adding' : null;
    if (fact.type === 'handover-offered') return before.members[fact.from]?.role === 'coordinator' ? 'adding' : null;
    if (fact.type === 'policy-set') return 'extending';
    if (fact.type === 'person-removed') return before.members[fact.person]?.role === 'coordinator' ? 'removing' : null;
    if (fact.type === 'handover-accepted') return riskOfHandover(before, fact);
    return fact.type === 'person-added' ? riskOfRole(before.members[fact.member.person], fact.member) : null;
  });
  return risks.find((risk) => risk !== null) ?? null;
}

/** Whoever accepts a role gets more to know, as if it were given to them. */
function riskOfHandover({ members }: List, { from, to }: Extract<ListFact, { type: 'handover-accepted' }>): Risk | null {
  const [giving, taking] = [members[from], members[to]];
  return giving === undefined || taking === undefined
    ? null
    : riskOfRole(taking, { ...taking, role: taking.role === 'coordinator' ? taking.role : giving.role });
}

/** A new name gives nobody anything, and who becomes a reviewer is let in by name afterwards. Somebody new is a party whatever their role. */
function riskOfRole(known: Member | undefined, { role, distributor }: Omit<Member, 'since'>): Risk | null {
  if (known === undefined) return 'adding';
  if (known.role === role && known.distributor === distributor) return null;
  if (known.role === 'coordinator' && role !== 'coordinator') return 'removing';
  return role === 'reviewer' ? null : 'adding';
}

/** An order, as far as it matters who may confirm it. */
export type Ordered =
  | { readonly to: 'embargo'; readonly embargo: Embargo; readonly command: EmbargoCommand }
  | { readonly to: 'list'; readonly type: ListCommand['type'] };

/**
 * Whether a member may confirm an order: who may give it themselves, and has not declined to hear of it. must-sign: once they have acknowledged the
 * terms; they are asked all the same, or moving the date, which lets everybody's consent lapse, would leave nobody to ask. That an order is
 * overtaken is seen when it is run.
 */
export function mayConfirm(ordered: Ordered, list: List, member: Member): 'yes' | 'must-sign' | 'no' {
  // Of a coordinator's role, coordinators alone have a say.
  if (ordered.to === 'list' && ordered.type === 'offer-handover' && member.role !== 'coordinator') return 'no';
  if (ordered.to === 'list') return refuseOnList(list, ordered.type, { by: member.person, admin: false }) === null ? 'yes' : 'no';
  const { embargo, command } = ordered;
  if (consentOf(embargo, member) === 'declined') return 'no';
  const reason = refuseUnauthorised(embargo, command.type, { by: member, list })?.reason ?? null;
  const mustSign = reason?.code === 'needs-consent' && reason.state !== 'none';
  if (reason !== null && !mustSign && reason.code !== 'embargo-over') return 'no';
  const theirs =
    command.type !== 'admit' || member.role === 'coordinator' || memberOf(list, command.person)?.distributor === member.distributor;
  if (!theirs) return 'no';
  return mustSign ? 'must-sign' : 'yes';
}
