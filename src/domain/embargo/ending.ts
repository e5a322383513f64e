// How an embargo ends: two people at the date, or the world before it. Never one person at the date, and never the bot.

import { coordinatorsOf, type List } from '../list/list.ts';
import { refuse } from '../values/refusal.ts';
import type { EmbargoCommand } from './commands.ts';
import { consentOf, isIn, memberOf } from './consent.ts';
import type { Context } from './context.ts';
import { agreedDate, type Embargo, publishedKey } from './embargo.ts';
import { mayDiscloseUndated } from './extension.ts';
import { recordMeant } from './records.ts';
import type { EmbargoDecision } from './refusal.ts';

/**
 * One of the two presses that disclose; the second, by somebody else, ends the embargo. One of the two is a coordinator. `because`: why without a date,
 * which the first of the two says where none could be agreed.
 */
export function disclose(embargo: Embargo, because: string | null, context: Context): EmbargoDecision {
  const { by, list, now } = context;
  const date = agreedDate(embargo);
  if (date === null && !mayDiscloseUndated(embargo, context)) return refuse({ code: 'no-date-agreed' });
  if (date !== null && now < date.at) return refuse({ code: 'too-early', date: date.at });
  if (by.role !== 'coordinator' && !speakersDisclose(list)) return refuse({ code: 'needs-role', roles: ['coordinator'] });
  const first = embargo.disclosing === null ? null : memberOf(list, embargo.disclosing.by);
  // A first press by somebody who could not press any more is void: they left the list, became a reviewer, or declined since.
  if (first === null || first.role === 'reviewer' || !isIn(consentOf(embargo, first))) {
    if (date === null && because === null) return refuse({ code: 'undated-needs-reason' });
    return [{ type: 'disclosure-pressed', ...(date === null && because !== null ? { because } : {}) }];
  }
  if (first.person === by.person) return refuse({ code: 'needs-another-person' });
  if (first.role !== 'coordinator' && by.role !== 'coordinator') return refuse({ code: 'needs-a-coordinator-too' });
  return [{ type: 'embargo-ended', reason: 'disclosed', by: [first.person, by.person], because: date === null ? because : null }];
}

/** Whether representatives may disclose: where the policy says so, and where one coordinator alone cannot be two people. */
export function speakersDisclose(list: List): boolean {
  return list.policy.rules.disclosers === 'speakers' || coordinatorsOf(list).length < 2;
}

/** The other ways: it is public already, it is exploited, the report was withdrawn. */
export function end(command: Extract<EmbargoCommand, { type: 'end' }>, { by }: Context): EmbargoDecision {
  if (command.reason === 'withdrawn' && command.because === null) return refuse({ code: 'needs-because' });
  return [{ type: 'embargo-ended', reason: command.reason, by: [by.person], because: command.because }];
}

/** A fact of the world: the vulnerability or an exploit is public, attacks are seen. Coordinators then end the embargo, or hold it. */
export function reportPublicState(embargo: Embargo, command: Extract<EmbargoCommand, { type: 'report-public-state' }>): EmbargoDecision {
  if (embargo.publicState[command.what] !== undefined) return refuse({ code: 'already-reported' });
  return [{ type: 'world-changed', what: command.what, how: command.how }];
}

/** A coordinator's decision that the embargo goes on in spite of what was reported: of the world, or of a leak. */
export function hold(reason: string): EmbargoDecision {
  return [{ type: 'embargo-held', reason }];
}

/** What was owed after the end and is done: the public post, the CVE record, a distributor's packages, … `link`: an address, or `none`. */
export function publish(
  embargo: Embargo,
  { clock, link, id }: Extract<EmbargoCommand, { type: 'publish' }>,
  { by, list }: Context,
): EmbargoDecision {
  if (embargo.ended?.reason === 'withdrawn') return refuse({ code: 'nothing-owed' });
  if (clock === 'packages' && by.distributor === null) return refuse({ code: 'ships-nothing' });
  if (clock !== 'packages' && by.role !== 'coordinator') return refuse({ code: 'needs-role', roles: ['coordinator'] });
  if (clock === 'post' && link === 'none') return refuse({ code: 'needs-link' });
  const distributor = clock === 'packages' ? by.distributor : null;
  const record = clock === 'cve' ? recordMeant(embargo, id ?? null, consentOf(embargo, memberOf(list, by.person))) : null;
  if (record !== null && typeof record !== 'string') return record;
  if (embargo.published[publishedKey(clock, distributor, record)]?.link === link) return refuse({ code: 'published-already' });
  return [{ type: 'published', clock, distributor, link, ...(record === null ? {} : { id: record }) }];
}
