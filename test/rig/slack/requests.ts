// One request of each kind by ada in #oci-private, as bodies that Slack would send.
import { renderModal } from '../../../src/platforms/slack/outbound/modal.ts';
import { ada, room } from './bot.ts';
import { appMention, blockActions, eventCallback, globalShortcut, messageShortcut, slashCommand, viewSubmission } from './payloads.ts';

export const command = (text = 'create runc', trigger = 't.1') => slashCommand(ada, 'C1', text, trigger);
export const mention = () => appMention(ada, 'C1', '<@U0BOT> owe', 'Ev1');
export const press = (responseUrl = 'http://127.0.0.1:9/nowhere') =>
  blockActions(ada, 'C1', '1.000001', { type: 'button', action_id: 'say:1', value: 'ack' }, 't.2', responseUrl);
const view = renderModal(
  {
    title: 'New embargo',
    words: 'create',
    submit: 'Create',
    fields: [{ name: 'title', label: 'Title', hint: '', required: true, input: { type: 'line', maxLength: 200 } }],
    values: {},
    errors: {},
  },
  { room: room('C1') },
);
export const form = (title = 'runc', trigger = 't.3') =>
  viewSubmission(ada, { ...view, id: 'V1' }, { title: { value: { value: title } } }, trigger);
export const note = () => messageShortcut(ada, 'note', 'C1', { user: 'U2', ts: '1.000001', text: 'It is out' }, 't.8');
export const leak = () => globalShortcut(ada, 'leak', 't.9');
export const homeOpened = () => eventCallback({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' }, 'Ev2');
export const joined = () => eventCallback({ type: 'member_joined_channel', user: 'U2', channel: 'C1', team: 'T1' }, 'Ev3');
