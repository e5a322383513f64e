// Queues what is to be said, in the transaction that made it true, through the gate.
import type { Outgoing } from '../chat/message/outgoing.ts';
import type { Db } from '../db/connection/client.ts';
import { insertMessages, type Queued, unsaid } from '../db/outbox.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { List } from '../domain/list/list.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { gate } from './audience-gate.ts';
import { addressed } from './route.ts';

/** What the messages are about, as it stands after what happened. */
export type About = { readonly list: List | null; readonly embargo: Embargo | null };

/**
 * Queues messages, each for the account at which its reader wants it; what their audience may not hear is not even queued. The lesser form is
 * kept with the whole: consent may change before it is sent.
 */
export async function enqueue(
  tx: Db,
  engine: Pick<Engine, 'log' | 'platforms'>,
  messages: readonly Outgoing[],
  about: About,
  now: Instant,
): Promise<void> {
  await insertMessages(tx, await sayable(tx, engine, messages, about, now), now);
}

/** As `enqueue`, of messages that are said once only, as their cards' keys tell: what was said already is left as it was. */
export async function enqueueOnce(
  tx: Db,
  engine: Pick<Engine, 'log' | 'platforms'>,
  messages: readonly Outgoing[],
  about: About,
  now: Instant,
): Promise<void> {
  await insertMessages(tx, await unsaid(tx, await sayable(tx, engine, messages, about, now)), now);
}

async function sayable(
  tx: Db,
  engine: Pick<Engine, 'log' | 'platforms'>,
  messages: readonly Outgoing[],
  about: About,
  now: Instant,
): Promise<Queued[]> {
  const passed = messages.filter((message) => {
    const result = gate(message, { ...about, audit: null, now });
    if (result.type === 'withheld')
      engine.log('enqueue.withheld', { kind: message.kind, because: result.because, embargo: about.embargo?.id ?? null });
    return result.type !== 'withheld';
  });
  return addressed(tx, engine, passed, now);
}
