// What Bolt hears goes into the inbox first and is acknowledged afterwards. Few listeners: each costs every request 5 to 7 µs.
import type { App, ReceiverEvent, RespondFn } from '@slack/bolt';
import type { Heard, Receipt } from '../../chat/heard.ts';
import type { Receive } from '../platform.ts';
import type { SlackLog } from './bolt-log.ts';
import { type Home, heardAction, heardCommand, heardMention, heardSubmission } from './heard.ts';
import { errorsBeside, formCallback } from './modal.ts';

/** What is wrong with a form's values, by field name; null when nothing is. Pure, and quick: Slack waits for it. */
export type CheckForm = (words: string, values: Readonly<Record<string, string>>) => Readonly<Record<string, string>> | null;

export type Ears = {
  readonly home: Home;
  readonly receive: Receive;
  readonly check: CheckForm;
  readonly log: SlackLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

type Outcome = Receipt | 'unreadable';

/** Registers one listener for each way in: the slash command, buttons, the form, mentions. */
export function listen(app: App, command: string, ears: Ears): void {
  app.command(command, async ({ body, ack }) => {
    const text = answerTo(await hear(ears, heardCommand(body, ears.home, ears.now())));
    await (text === null ? ack() : ack({ response_type: 'ephemeral', text }));
  });
  app.action(/^say:/, async ({ body, ack, respond }) => {
    const text = answerTo(await hear(ears, heardAction(body, ears.home, ears.now())));
    await ack();
    if (text !== null) await respondQuietly(respond, text, ears.log);
  });
  app.view(formCallback, async ({ body, view, ack }) => {
    const errors = await submit(ears, body, view);
    await ack(Object.keys(errors).length === 0 ? { response_action: 'clear' } : { response_action: 'errors', errors });
  });
  app.event('app_mention', async ({ body }) => {
    const outcome = await hear(ears, heardMention(body, ears.home, ears.now()));
    // Unacknowledged, Slack delivers it again after a minute, and then after five: by then it is in the inbox, or recognised there. Until it is,
    // each delivery is `kept` anew: what stands in memory alone must not be acknowledged, or a restart would lose it.
    if (outcome === 'kept' || outcome === 'full') throw new Error('not stored');
  });
}

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

async function hear(ears: Ears, heard: Heard | null): Promise<Outcome> {
  if (heard !== null) return ears.receive(heard);
  ears.log('slack-unreadable');
  return 'unreadable';
}

/** Errors to show beside the fields; none when the form is in the inbox. Nothing of a form whose values are wrong is stored. */
async function submit(ears: Ears, body: unknown, view: unknown): Promise<Record<string, string>> {
  const heard = heardSubmission(body, ears.home, ears.now());
  // What is checked is what will be acted on: a person as `slack:T1/U2`, not as Slack writes one.
  const wrong = heard?.said.type === 'form' ? ears.check(heard.said.words, heard.said.values) : null;
  if (wrong !== null && Object.keys(wrong).length > 0) return errorsBeside(view, wrong);
  const outcome = await hear(ears, heard);
  // A form that closes says that it is written down. One that is not stays open, so that nothing has to be typed again; sending it once more
  // does no harm (heardSubmission).
  const text = outcome === 'kept' ? keptForm : answerTo(outcome);
  return text === null ? {} : errorsBeside(view, { '': text });
}

const keptForm =
  'The database is away. I have kept this in memory and will carry it out when it is back. You may close this window; if you get no answer within a few minutes, send it again.';

/** What the speaker is told at once; null when the answer comes by the outbox. */
function answerTo(outcome: Outcome): string | null {
  switch (outcome) {
    case 'stored':
    case 'repeated':
      return null;
    case 'kept':
      return 'The database is away. I have kept your command in memory and will run it when it is back; nothing is lost unless I am restarted before then, so if you get no answer, say it again.';
    case 'full':
      return 'The database is away and I cannot keep any more commands in memory. Nothing was done: say it again in a few minutes.';
    case 'unreadable':
      return 'I could not read what Slack sent me, so nothing was done. Say it again; if it stays so, tell a coordinator.';
    default:
      return outcome satisfies never;
  }
}

async function respondQuietly(respond: RespondFn, text: string, log: SlackLog): Promise<void> {
  // A response_url works five times within 30 minutes. What was pressed is kept whether or not this arrives.
  await respond({ response_type: 'ephemeral', replace_original: false, text }).catch(() => log('slack-no-response'));
}
