// What a select of a form offers: the bot is asked while somebody types into it, and has three seconds.
import type { types } from '@slack/bolt';
import type { Choices } from '../../platform.ts';
import { failureOf } from '../failures.ts';
import { limits } from '../limits.ts';
import { options, pickedFrom } from '../outbound/inputs.ts';
import { object, string } from '../payload.ts';
import { storable } from '../text.ts';
import type { SlackLog } from './bolt-log.ts';
import { type Home, presser } from './heard.ts';
import { readCarried } from './submission.ts';

const answerMsMax = 2_000;
const typedMax = 200;

/** What is asked for (https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload); null when it is no select of ours. */
export function askedFor(body: unknown, home: Home): Parameters<Choices>[0] | null {
  const { action_id, value, view } = object(body);
  const from = pickedFrom(string(action_id) ?? '');
  const { by } = presser(body, home);
  const carried = readCarried(view);
  if (from === null || by === null || carried === null) return null;
  return { by, room: carried.room, from, typed: storable(string(value) ?? '').slice(0, typedMax), words: carried.words };
}

/** At most as many as Slack takes; none when there is nothing to know, or nothing can be told in time. Never throws. */
export async function offered(choices: Choices, asked: Parameters<Choices>[0], log: SlackLog): Promise<types.PlainTextOption[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), answerMsMax);
  });
  try {
    return options(await Promise.race([choices(asked), late])).slice(0, limits.optionsPerSelect);
  } catch (error) {
    log('slack.no-options', { code: failureOf(error).code });
    return [];
  } finally {
    clearTimeout(timer);
  }
}
