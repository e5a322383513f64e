// Requests over HTTP that somebody captured and sends again. What does something is recognised by its event, trigger or view in the inbox; what only
// asks, here. Bolt refuses a signature that is older than five minutes, but takes one from the future and keeps none.
import type { IncomingMessage } from 'node:http';
import type { ReceiverEvent } from '@slack/bolt';
import { minuteMs } from '../../../domain/values/time.ts';
import { object, string } from '../payload.ts';
import type { SlackLog } from './bolt-log.ts';

// https://docs.slack.dev/authentication/verifying-requests-from-slack
const toleranceMs = 5 * minuteMs;

/** A request that must not be answered, though its signature is right. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
}

/** For Bolt's `customPropertiesExtractor`: what a request is signed with, and when. */
export function signedWith({ headers }: IncomingMessage): Record<string, unknown> {
  return { signature: headers['x-slack-signature'], signedAtS: headers['x-slack-request-timestamp'] };
}

type Process = (event: ReceiverEvent) => Promise<void>;

/**
 * Lets a request through once. Each process remembers what it answered for as long as Bolt would take it again. `now` is this machine's clock, in
 * epoch milliseconds, as Bolt's is. The result rejects with RefusedRequest. What comes by a socket has no signature, and cannot be replayed.
 */
export function refusingReplays(process: Process, log: SlackLog, now: () => number): Process {
  const answered = new Map<string, number>();
  return async (event) => {
    const { signature, signedAtS } = object(event.customProperties);
    const refuse = (why: string): never => {
      log('slack.refused', { why });
      throw new RefusedRequest(why);
    };
    if (Number(signedAtS ?? 0) * 1000 > now() + toleranceMs) refuse('from-the-future');
    const asks = object(event.body).type === 'block_suggestion' ? string(signature) : null;
    if (asks !== null) {
      for (const [known, until] of answered) {
        if (until > now()) break;
        answered.delete(known);
      }
      if (answered.has(asks)) refuse('seen-before');
      // Signed up to five minutes ahead of now, it is taken for five minutes after that.
      answered.set(asks, now() + 2 * toleranceMs);
    }
    return process(event);
  };
}
