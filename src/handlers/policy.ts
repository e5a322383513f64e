// What other rules mean for embargoes that run.

import { touchedItems } from '../chat/list/policy.ts';
import { naming, ofList } from '../chat/message/address.ts';
import { bullets, line } from '../chat/message/message.ts';
import type { Db } from '../db/connection/client.ts';
import { bindingsOf } from '../domain/embargo/date/bindings.ts';
import { type Embargo, targetDate } from '../domain/embargo/embargo.ts';
import { isTighter } from '../domain/embargo/exceptions/exceptions.ts';
import { coordinatorsOf, type List } from '../domain/list/list.ts';
import { dateProblems, isRefusal } from '../domain/policy/dates.ts';
import type { Actor } from '../domain/values/happened.ts';
import type { EmbargoId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { holidays, record } from './embargo.ts';

/** Other rules touch the embargoes that run: those whose date is beyond them, and all of them where the terms are others, or less is allowed. */
export async function rulesChanged(
  tx: Db,
  engine: Engine,
  { before, after, running, by, now }: { before: List; after: List; running: readonly Embargo[]; by: Actor; now: Instant },
): Promise<void> {
  const touched: (Parameters<typeof touchedItems>[0][number] & { readonly id: EmbargoId })[] = [];
  const terms = before.policy.rules.termsVersion !== after.policy.rules.termsVersion;
  const tighter = isTighter(before.policy.rules.may, after.policy.rules.may);
  for (const embargo of running) {
    const date = targetDate(embargo, now);
    const test = { now, bindings: bindingsOf(embargo, { list: after, now }), daysOff: holidays(after, embargo, now) };
    const outside = date !== null && date > now && dateProblems(date, test).some(isRefusal);
    if (!terms && !outside && !tighter) continue;
    const less = tighter ? { tighter, ...(after.policy.rules.strict ? { strict: true as const } : {}) } : {};
    const fact = { type: 'rules-changed', version: after.policy.version, terms, outside, ...less } as const;
    await record(tx, engine, { before: embargo, facts: [fact], list: after, now, by, request: null });
    touched.push({ id: embargo.id, codename: embargo.codename, fact });
  }
  const nodes = [line(`The new policy of ${after.name} affects open embargoes:`), bullets(touchedItems(touched))];
  const told =
    touched.length === 0 ? [] : coordinatorsOf(after).map(({ person }) => naming(ofList(after, { person, room: null }, nodes), touched));
  await enqueue(tx, engine, told, { list: after, embargo: null }, now);
}
