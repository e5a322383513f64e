// The bodies of what Slack sends because somebody does something: commands, presses, forms, shortcuts, mentions. Events: events.ts.
import type { Json } from '../../../src/platforms/slack/payload.ts';

export type Speaker = { readonly user: string; readonly name: string; readonly team?: string };

/** `channel` is a channel's id, or a direct message's (D…). `text` is already escaped as Slack does. */
export function slashCommand(by: Speaker, channel: string, text: string, trigger: string, command = '/embargo'): Json {
  return {
    command,
    text,
    team_id: by.team ?? 'T1',
    team_domain: 'list',
    channel_id: channel,
    channel_name: channel.startsWith('D') ? 'directmessage' : 'privategroup',
    user_id: by.user,
    user_name: by.name,
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/unused',
    trigger_id: trigger,
  };
}

type PressedMessage = { readonly thread?: string | null; readonly editedTs?: string | null };

/** A press on a button of a message. */
export function blockActions(
  by: Speaker,
  channel: string,
  ts: string,
  action: Json,
  trigger: string,
  responseUrl: string,
  { thread = null, editedTs = null }: PressedMessage = {},
): Json {
  const inThread = thread === null ? {} : { thread_ts: thread };
  const edited = editedTs === null ? {} : { edited: { user: 'B0BOT', ts: editedTs } };
  return {
    type: 'block_actions',
    user: { id: by.user, username: by.name, name: by.name, team_id: by.team ?? 'T1' },
    team: { id: 'T1', domain: 'list' },
    enterprise: null,
    api_app_id: 'A1',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false, ...inThread },
    channel: { id: channel, name: 'privategroup' },
    message: { type: 'message', ts, ...inThread, ...edited },
    trigger_id: trigger,
    response_url: responseUrl,
    actions: [{ block_id: 'b1', action_ts: ts, ...action }],
  };
}

/** A submitted modal: the view that was opened, and what was typed into it by block. */
export function viewSubmission(by: Speaker, view: Json & { readonly id: string }, values: Json, trigger: string): Json {
  return {
    type: 'view_submission',
    team: { id: 'T1', domain: 'list' },
    user: { id: by.user, username: by.name, name: by.name, team_id: by.team ?? 'T1' },
    api_app_id: 'A1',
    trigger_id: trigger,
    view: { ...view, team_id: 'T1', hash: '1.h', state: { values } },
    response_urls: [],
  };
}

/** A press on a button of somebody's App Home: there is no message, no channel and no response_url. */
export function homeAction(by: Speaker, view: Json & { readonly id: string }, action: Json, trigger: string): Json {
  return {
    type: 'block_actions',
    user: { id: by.user, username: by.name, name: by.name, team_id: by.team ?? 'T1' },
    team: { id: 'T1', domain: 'list' },
    enterprise: null,
    api_app_id: 'A1',
    container: { type: 'view', view_id: view.id },
    view,
    trigger_id: trigger,
    actions: [{ block_id: 'b1', action_ts: '1.000001', ...action }],
  };
}

/** What was typed so far into an external select of a modal; Slack waits for options. */
export function blockSuggestion(by: Speaker, view: Json & { readonly id: string }, block: string, action: string, typed: string): Json {
  return {
    type: 'block_suggestion',
    user: { id: by.user, username: by.name, name: by.name, team_id: by.team ?? 'T1' },
    team: { id: 'T1', domain: 'list' },
    enterprise: null,
    api_app_id: 'A1',
    container: { type: 'view', view_id: view.id },
    view,
    block_id: block,
    action_id: action,
    value: typed,
  };
}

/** A global shortcut. */
export function globalShortcut(by: Speaker, callback: string, trigger: string): Json {
  return {
    type: 'shortcut',
    callback_id: callback,
    trigger_id: trigger,
    action_ts: '1.000001',
    team: { id: 'T1', domain: 'list' },
    user: { id: by.user, username: by.name, team_id: by.team ?? 'T1' },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A shortcut on a message: `message` is its author (a user's id), when it was written, and its text, escaped as Slack does. */
export function messageShortcut(
  by: Speaker,
  callback: string,
  channel: string,
  message: { readonly user: string; readonly ts: string; readonly text: string },
  trigger: string,
): Json {
  return {
    type: 'message_action',
    callback_id: callback,
    trigger_id: trigger,
    response_url: 'http://127.0.0.1:9/unused',
    action_ts: '1.000002',
    message_ts: message.ts,
    team: { id: 'T1', domain: 'list' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: by.user, name: by.name, team_id: by.team ?? 'T1' },
    channel: { id: channel, name: 'privategroup' },
    message: { type: 'message', ...message },
  };
}

/** A mention of the bot; `thread` is the message in whose thread it stands. */
export function appMention(by: Speaker, channel: string, text: string, eventId: string, thread: string | null = null): Json {
  const inThread = thread === null ? {} : { thread_ts: thread };
  const event = { type: 'app_mention', user: by.user, team: by.team ?? 'T1', text, ts: '1.000001', ...inThread, channel };
  return eventCallback({ ...event, event_ts: '1.000001' }, eventId);
}

/** What somebody types to the bot alone. https://docs.slack.dev/reference/events/message.im */
export function directMessage(by: Speaker, channel: string, text: string, eventId: string, ts: string, more: Json = {}): Json {
  const event = { type: 'message', channel_type: 'im', channel, user: by.user, team: by.team ?? 'T1', text, ts, event_ts: ts, ...more };
  return eventCallback(event, eventId);
}

/** That such a message was edited. https://docs.slack.dev/reference/events/message/message_changed */
export function directEdit(by: Speaker, channel: string, texts: readonly [string, string], eventId: string, ts: string): Json {
  const [before, text] = texts;
  const message = { type: 'message', user: by.user, team: by.team ?? 'T1', text, ts, edited: { user: by.user, ts: '1.000009' } };
  const previous_message = { type: 'message', user: by.user, text: before, ts };
  const changed = { type: 'message', subtype: 'message_changed', hidden: true, channel_type: 'im', channel, message, previous_message };
  return eventCallback({ ...changed, ts: '1.000009', event_ts: '1.000009' }, eventId);
}

/** An event as the Events API delivers it. */
export function eventCallback(event: Json, eventId: string): Json {
  return {
    type: 'event_callback',
    event_id: eventId,
    event_time: 1,
    team_id: 'T1',
    api_app_id: 'A1',
    authorizations: [{ enterprise_id: null, team_id: 'T1', user_id: 'U0BOT', is_bot: true, is_enterprise_install: false }],
    event,
  };
}
