// The bodies of what Slack sends: commands, presses, forms and events.
import type { Json } from '../../src/platforms/slack/payload.ts';

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

/** A press on a button of a message. */
export function blockActions(by: Speaker, channel: string, ts: string, action: Json, trigger: string, responseUrl: string): Json {
  return {
    type: 'block_actions',
    user: { id: by.user, username: by.name, name: by.name, team_id: by.team ?? 'T1' },
    team: { id: 'T1', domain: 'list' },
    enterprise: null,
    api_app_id: 'A1',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: 'privategroup' },
    message: { ts },
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

/** A mention of the bot. */
export function appMention(by: Speaker, channel: string, text: string, eventId: string): Json {
  return {
    type: 'event_callback',
    event_id: eventId,
    event_time: 1,
    team_id: 'T1',
    api_app_id: 'A1',
    authorizations: [{ enterprise_id: null, team_id: 'T1', user_id: 'U0BOT', is_bot: true, is_enterprise_install: false }],
    event: { type: 'app_mention', user: by.user, team: by.team ?? 'T1', text, ts: '1.000001', channel, event_ts: '1.000001' },
  };
}
