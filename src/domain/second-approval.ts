// The second approval: an order from an account that its platform's server could speak in the name of waits for somebody else, unless it is harmless.
// Which are is in embargo-risks.ts and list-risks.ts, one row for each fact; here is from whom, for how long, and who may confirm.
import type { EmbargoCommand } from './embargo/commands.ts';
import { consentOf, memberOf } from './embargo/consent.ts';
import { refuseUnauthorised } from './embargo/decide.ts';
import type { Embargo } from './embargo/embargo.ts';
import type { ListCommand } from './list/commands.ts';
import { refuseAdding, refuseOnList } from './list/decide.ts';
import { findDistributor } from './list/distributor.ts';
import type { List, Member } from './list/list.ts';
import type { PlatformName } from './values/ids.ts';
import { dayMs, hourMs, type Instant } from './values/time.ts';

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
 * How old what changes who is asked must be before it counts: an account linked with somebody's, a decline, being away. A forger could say any of
 * them right before the order that it is to help, and be done before anybody who was told of it has read that.
 */
export const settledMs = dayMs;

/** Whether what was said at an instant has stood for long enough to change who is asked. */
export const isSettled = (since: Instant, now: Instant): boolean => since <= now - settledMs;

/**
 * What an order does that needs a second person. ending: the secret is out. moving: the date is another for everybody. adding: somebody gets more to
 * read. removing: a person or a room is gone that could have heard of it. changing: what others go by is not what it was.
 */
export type Risk = 'ending' | 'moving' | 'adding' | 'removing' | 'changing';

/**
 * How a kind of fact stands to the second approval, and why. waits: always, for this risk; never (null); or as the fact and what is known of it tell.
 * ordered: only where no order makes it, but the clock or a platform does: one that did would wait.
 */
export type Rule<Fact, Known> = {
  readonly waits: Risk | null | ((fact: Fact, known: Known) => Risk | null);
  readonly because: string;
  readonly ordered?: false;
};

/** What goes at once, for this reason. */
export const harmless = (because: string): { waits: null; because: string } => ({ waits: null, because });

/** Of the duties of a list, and what is done about them on an embargo. */
export const onlyWork = harmless('Work, and no right: who does it reads and decides no more than before.');

/** What waits whoever it is about, for this reason. */
export const risky = (waits: Risk, because: string): { waits: Risk; because: string } => ({ waits, because });

/** What no order makes happen. */
export const unordered = (because: string): { waits: Risk; because: string; ordered: false } => ({
  ...risky('changing', because),
  ordered: false,
});

/** What a list is told, where all of it is known before a platform has done its part. */
export type KnownCommand = Exclude<ListCommand, { type: 'make-room' }>;

/** The same, or what is known of it before: a room that is to be made has no id. */
export type ListOrder = KnownCommand | { readonly type: 'make-room'; readonly name: string };

/** An order, as far as it matters who may confirm it. */
export type Ordered =
  | { readonly to: 'embargo'; readonly embargo: Embargo; readonly command: EmbargoCommand }
  | { readonly to: 'list'; readonly what: ListOrder };

/**
 * Whether a member may confirm an order: who may give it themselves, and has not declined to hear of it, for a day. must-sign: once they have
 * acknowledged the terms; they are asked all the same, or moving the date, which lets everybody's consent lapse, would leave nobody to ask. That an
 * order is overtaken is seen when it is run.
 */
export function mayConfirm(ordered: Ordered, list: List, member: Member, now: Instant): 'yes' | 'must-sign' | 'no' {
  if (ordered.to === 'list') return maySay(ordered.what, list, member) ? 'yes' : 'no';
  const { embargo, command } = ordered;
  if (consentOf(embargo, member) === 'declined' && isSettled(embargo.consents[member.person]?.at ?? 0, now)) return 'no';
  const reason = refuseUnauthorised(embargo, command.type, { by: member, list })?.reason ?? null;
  const mustSign = reason?.code === 'needs-consent' && reason.state !== 'none';
  if (reason !== null && !mustSign && reason.code !== 'embargo-over') return 'no';
  // Representatives only ask for an end.
  if (command.type === 'end' && member.role !== 'coordinator') return 'no';
  const theirs =
    command.type !== 'admit' || member.role === 'coordinator' || memberOf(list, command.person)?.distributor === member.distributor;
  if (!theirs) return 'no';
  return mustSign ? 'must-sign' : 'yes';
}

/** Whether a member may say the same to a list, of whom it is about; of roles, coordinators alone have a say. */
function maySay(what: ListOrder, list: List, { person, role, distributor }: Member): boolean {
  if (refuseOnList(list, what.type, { by: person, admin: false }) !== null) return false;
  if (role === 'coordinator') return true;
  if (what.type === 'offer-handover' || what.type === 'answer-handover') return false;
  if (what.type === 'add-person' && refuseAdding(list, what, person) !== null) return false;
  return !('distributor' in what) || (distributor !== null && findDistributor(list, what.distributor ?? '')?.id === distributor);
}
