// What Bolt hears goes into the inbox first and is acknowledged afterwards. Few listeners: each costs every request 5 to 7 µs.
import type { App, ReceiverEvent, RespondFn } from '@slack/bolt';
import type { Heard, Incoming } from '../../../chat/message/heard.ts';
import type { Clock, Instant } from '../../../domain/values/time.ts';
import { errorCode } from '../../../log.ts';
import type { Choices, Receive } from '../../platform.ts';
import { failureOf } from '../failures.ts';
import { formCallback } from '../outbound/inputs.ts';
import { errorsBeside } from '../outbound/modal.ts';
import { answerTo, answerToForm, type Outcome } from './answers.ts';
import type { SlackLog } from './bolt-log.ts';
import { eventTypes, heardEvent } from './events.ts';
import { type Home, heardAction, heardCommand, heardSubmission, type Mark, newMark } from './heard.ts';
import { askedFor, offered } from './options.ts';
import { heardShortcut, shortcuts } from './shortcuts.ts';
import type { Windows } from './windows.ts';

/** What is wrong with a form's values, by field name; null when nothing is. Pure, and quick: Slack waits for it. */
export type CheckForm = (words: string, values: Readonly<Record<string, string>>) => Readonly<Record<string, string>> | null;

export type Ears = {
  /** The installation that a request is for; null when the app is not installed there. May throw when that cannot be told now. */
  readonly homeOf: (body: unknown) => Promise<Home | null>;
  readonly receive: Receive;
  readonly check: CheckForm;
  readonly choices: Choices;
  /** Whether words will be answered by a form, as far as can be told without looking anything up. */
  readonly willAsk: (words: string) => boolean;
  /** Told when a form is expected; the result calls it off. */
  readonly expectForm: Windows['expect'];
  readonly log: SlackLog;
  readonly now: Clock;
};

/** A request as what was heard; null when it cannot be read, `not-ours` when it is nothing for the bot. */
type Read = (body: unknown, home: Home, at: Instant) => Incoming | 'not-ours' | null;

/**
 * Registers one listener for each way in: the slash command, buttons, shortcuts, the form and its selects, events. Whether the app is installed where a request
 * comes from is decided here, not by Bolt's `authorize`, which would let nobody be told.
 */
export function listen(app: App, command: string, ears: Ears): void {
  app.command(command, async ({ body, ack }) => {
    const text = answerTo(await hear(ears, body, heardCommand));
    await (text === null ? ack() : ack({ response_type: 'ephemeral', text }));
  });
  app.action(/^say:/, async ({ body, ack, respond }) => {
    const text = answerTo(await hear(ears, body, heardAction));
    await ack();
    await respondQuietly(respond, text, ears.log);
  });
  app.shortcut(anyOf(shortcuts.map(({ callback_id }) => callback_id)), async ({ body, ack, respond }) => {
    const text = answerTo(await hear(ears, body, heardShortcut));
    await ack();
    await respondQuietly(respond, text, ears.log);
  });
  const mark = newMark();
  app.view(formCallback, async ({ body, view, ack }) => {
    const errors = await submit(ears, body, view, mark);
    await ack(Object.keys(errors).length === 0 ? { response_action: 'clear' } : { response_action: 'errors', errors });
  });
  app.options(/^pick:/, async ({ body, ack }) => {
    const home = await homeOf(ears, body);
    const asked = typeof home === 'string' ? null : readOrNull(ears, () => askedFor(body, home));
    await ack({ options: asked === null ? [] : await offered(ears.choices, asked, ears.log) });
  });
  app.event(anyOf(eventTypes), async ({ body }) => {
    const outcome = await hear(ears, body, heardEvent);
    // Unacknowledged, Slack delivers it again after a minute, and then after five: by then it is in the inbox, or recognised there. Until it is,
    // each delivery is `kept` anew: what stands in memory alone must not be acknowledged, or a restart would lose it.
    if (outcome === 'kept' || outcome === 'full') throw new Error('not stored');
  });
}

// Names of events and shortcuts are letters and underscores.
const anyOf = (names: readonly string[]): RegExp => new RegExp(`^(?:${names.join('|')})$`);

/**
 * Bolt acknowledges what comes by the Events API before any listener has run, so a crash in between would lose it. This holds that
 * acknowledgement back until the listeners have ended well. What nobody listens to is acknowledged too, or Slack would show an error.
 */
export function acknowledgedAfterwards(process: (event: ReceiverEvent) => Promise<void>): (event: ReceiverEvent) => Promise<void> {
  return async (event) => {
    let acknowledged = false;
    const held = async (): Promise<void> => undefined;
    const passed = async (answer?: unknown): Promise<void> => {
      acknowledged = true;
      await event.ack(answer);
    };
    await process({ ...event, ack: 'event' in event.body ? held : passed });
    if (!acknowledged) await event.ack();
  };
}

async function hear(ears: Ears, body: unknown, read: Read): Promise<Outcome> {
  const home = await homeOf(ears, body);
  return typeof home === 'string'
    ? home
    : take(
        ears,
        readOrNull(ears, () => read(body, home, ears.now())),
      );
}

/** What the bot fails at is as good as unreadable: Slack would deliver it again and again, to no other end. */
function readOrNull<Result>(ears: Ears, read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    ears.log('slack.read-failed', { code: errorCode(error) });
    return null;
  }
}

async function take(ears: Ears, heard: ReturnType<Read>): Promise<Outcome> {
  if (heard === 'not-ours') return heard;
  if (heard === null) {
    ears.log('slack.unreadable');
    return 'unreadable';
  }
  const callOff = expected(ears, heard);
  const outcome = await ears.receive(heard);
  if (outcome === 'full') callOff();
  return outcome;
}

/** From here on its trigger runs out. */
function expected(ears: Ears, heard: Incoming): () => void {
  if ('change' in heard || heard.trigger === null) return () => undefined;
  const { by, room, trigger, said } = heard;
  const asks = said.type === 'begin' || (said.type === 'words' && readOrNull(ears, () => ears.willAsk(said.text)) === true);
  return asks ? ears.expectForm({ by, room, trigger }) : () => undefined;
}

async function homeOf(ears: Ears, body: unknown): Promise<Home | 'not-installed' | 'full'> {
  try {
    const home = await ears.homeOf(body);
    if (home === null) ears.log('slack.not-installed');
    return home ?? 'not-installed';
  } catch (error) {
    // Nothing can be kept of a request without knowing whose it is.
    ears.log('slack.home-unknown', { code: failureOf(error).code });
    return 'full';
  }
}

/** Errors to show beside the fields; none when the form is in the inbox. Nothing of a form whose values are wrong is stored. */
async function submit(ears: Ears, body: unknown, view: unknown, mark: Mark): Promise<Record<string, string>> {
  const home = await homeOf(ears, body);
  const heard = typeof home === 'string' ? null : readOrNull(ears, () => heardSubmission(body, home, ears.now(), mark));
  // What is checked is what will be acted on: a person as `slack:T1/U2`, not as Slack writes one.
  const wrong = heard === null ? {} : checked(ears, heard);
  if (wrong === 'unchecked') return errorsBeside(view, { '': answerToForm(wrong) ?? '' });
  if (Object.keys(wrong).length > 0) return errorsBeside(view, wrong);
  // A form that closes says that it is written down. One that is not stays open, so that nothing has to be typed again; sending it once more
  // does no harm, and changed it counts as changed, or its author is told (heardSubmission).
  const text = answerToForm(typeof home === 'string' ? home : await take(ears, heard));
  return text === null ? {} : errorsBeside(view, { '': text });
}

/** What is wrong with a form. One that cannot be looked at stays open: what was typed is worth more than that it is taken. */
function checked({ check, log }: Ears, { said }: Heard): Readonly<Record<string, string>> | 'unchecked' {
  try {
    return (said.type === 'form' ? check(said.words, said.values) : null) ?? {};
  } catch (error) {
    log('slack.form-unchecked', { code: errorCode(error) });
    return 'unchecked';
  }
}

/** A press on an App Home and a global shortcut come without a response_url, and Bolt then gives no `respond`. */
async function respondQuietly(respond: RespondFn | undefined, text: string | null, log: SlackLog): Promise<void> {
  if (text === null) return;
  if (respond === undefined) return log('slack.no-response');
  // A response_url works five times within 30 minutes. What was pressed is kept whether or not this arrives.
  await respond({ response_type: 'ephemeral', replace_original: false, text }).catch(() => log('slack.no-response'));
}
