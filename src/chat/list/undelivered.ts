// Why something could not be said, in words: from a platform's own code to a sentence for coordinators. The code itself stays in the log.

import { type RoomFault, roomFaults } from '../../domain/list/room-audit.ts';
import type { PlatformName } from '../../domain/values/ids.ts';
import { code, type Inline } from '../message/message.ts';
import { faultText } from './room.ts';

/** What kept a message from its reader. */
export type Unsaid =
  | 'room-gone'
  | 'bot-not-in-room'
  | 'reader-not-in-room'
  | 'archived'
  | 'account-unknown'
  | 'account-closed'
  | 'no-direct-messages'
  | 'not-allowed'
  | 'room-too-new'
  | 'post-not-editable'
  | 'not-accepted'
  | 'no-access'
  | 'no-answer'
  | 'own-fault'
  | 'altered'
  | 'refused';

/** Who can do something about it: whoever looks after the place, or whoever runs the bot. */
type Sentence = { readonly because: string; readonly whose: 'place' | 'operator' };

const sentences: Readonly<Record<Unsaid, Sentence>> = {
  'room-gone': { because: "I can't find the room anymore", whose: 'place' },
  'bot-not-in-room': { because: "I'm not in the room", whose: 'place' },
  'reader-not-in-room': { because: 'they left the room where they asked', whose: 'place' },
  archived: { because: 'the room is archived', whose: 'place' },
  'account-unknown': { because: "their platform doesn't know the account", whose: 'place' },
  'account-closed': { because: 'the account is closed', whose: 'place' },
  'no-direct-messages': { because: "the account doesn't take direct messages from me", whose: 'place' },
  'not-allowed': { because: "I'm not allowed to post there", whose: 'place' },
  'room-too-new': { because: "I can't use this room's version", whose: 'place' },
  'post-not-editable': { because: 'I can no longer edit an earlier post', whose: 'operator' },
  'not-accepted': { because: "the platform doesn't accept the message as it is", whose: 'operator' },
  'no-access': { because: 'the platform has refused my access for a day', whose: 'operator' },
  'no-answer': { because: 'the platform has not answered for a day', whose: 'operator' },
  'own-fault': { because: 'something went wrong on my side', whose: 'operator' },
  altered: { because: 'someone changed my queued message in the database', whose: 'operator' },
  refused: { because: 'the platform refused it', whose: 'operator' },
};

const codes: Readonly<Record<Unsaid, readonly string[]>> = {
  'room-gone': ['channel_not_found', 'M_NOT_FOUND'],
  'bot-not-in-room': ['not_in_channel'],
  'reader-not-in-room': ['user_not_in_channel'],
  archived: ['is_archived'],
  'account-unknown': ['user_not_found', 'users_not_found', 'user_not_visible'],
  'account-closed': ['user_disabled'],
  'no-direct-messages': ['cannot_dm_bot', 'cannot_dm_user', 'messages_tab_disabled', 'M_INVITE_BLOCKED'],
  'not-allowed': [
    ...[
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
      'access_denied',
      'no_permission',
    ],
    ...['M_FORBIDDEN', 'M_GUEST_ACCESS_FORBIDDEN', 'M_BAD_STATE'],
  ],
  'room-too-new': ['M_UNSUPPORTED_ROOM_VERSION', 'M_INCOMPATIBLE_ROOM_VERSION'],
  'post-not-editable': [
    'message_not_found',
    'thread_not_found',
    'cannot_reply_to_message',
    'restricted_action_thread_locked',
    'edit_window_closed',
    'cant_update_message',
    'cant_delete_message',
  ],
  'not-accepted': [
    ...['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks', 'invalid_blocks_format', 'invalid_arguments', 'no_text'],
    ...['metadata_too_large', 'invalid_metadata_format', 'view_too_large', 'http_413', 'M_TOO_LARGE', 'M_BAD_JSON', 'M_INVALID_PARAM'],
  ],
  'no-access': [
    ...['invalid_auth', 'not_authed', 'token_expired', 'token_revoked', 'account_inactive', 'missing_scope', 'not_allowed_token_type'],
    ...['org_login_required', 'team_access_not_granted', 'ekm_access_denied', 'enterprise_is_restricted', 'two_factor_setup_required'],
    ...['team_added_to_org', 'accesslimited', 'M_UNKNOWN_TOKEN', 'M_MISSING_TOKEN', 'M_USER_DEACTIVATED', 'M_USER_LOCKED'],
  ],
  'no-answer': [
    ...['ratelimited', 'rate_limited', 'message_limit_exceeded', 'request_timeout', 'fatal_error', 'internal_error', 'service_unavailable'],
    ...['timeout', 'connection_lost', 'unreadable_answer', 'bad_answer', 'M_LIMIT_EXCEEDED', 'M_UNKNOWN'],
  ],
  'own-fault': [
    ...['expired_trigger_id', 'exchanged_trigger_id', 'trigger_exchanged', 'trigger_expired', 'invalid_trigger', 'invalid_trigger_id'],
    ...['nothing-to-say', 'page-for-a-room', 'personal-in-a-room', 'unknown'],
    // Of files that are read: no message is refused by them.
    ...['file_not_found', 'file_deleted'],
  ],
  altered: ['SEAL-damaged', 'SEAL-not-sealed', 'SEAL-former'],
  refused: [],
};

const byCode: ReadonlyMap<string, Unsaid> = new Map(
  Object.entries(codes).flatMap(([unsaid, all]) => all.map((each) => [each, unsaid as Unsaid] as const)),
);

/** What a failure's code, or the reason why something was withheld, says of it. One that is not known is a refusal. */
export function unsaidBy(word: string): Unsaid {
  const known = byCode.get(word);
  if (known !== undefined) return known;
  // A status of HTTP, a code of the system's for a connection, an error of ours with its place, a state of SQL.
  if (/^http_[45]\d\d$/.test(word) || /^(?:E[A-Z]{3,}|[A-Z]+_ERR_[A-Z_]+)[A-Z_]*$/.test(word)) return 'no-answer';
  return / in \S+$/.test(word) || /^[0-9A-Z]{5}$/.test(word) ? 'own-fault' : 'refused';
}

/** What makes a room unfit, of the reason why something was withheld from it; none where that has another reason. */
function faultsIn(word: string): RoomFault[] {
  const named = word.startsWith('room-') ? word.slice('room-'.length).split('-and-') : [];
  return roomFaults.filter((fault) => named.includes(fault));
}

/** That something was not said to `where`, why, and what to do about it. `word`: a failure's code, or why it was withheld. */
export function undeliveredText(word: string, where: string, to: 'room' | 'person', on: PlatformName): Inline[] {
  const faults = faultsIn(word);
  const { because, whose } = sentences[unsaidBy(word)];
  const why = faults.length > 0 ? faults.map((fault) => faultText(fault, on)).join(' and ') : because;
  const said = `I couldn't deliver a message to ${where}: ${why}. `;
  if (unsaidBy(word) === 'altered')
    return [said, 'Tell the operator now: ', code('npm run embargo -- audit verify'), ' shows what changed.'];
  if (faults.length === 0 && whose === 'operator')
    return [said, 'Tell the operator: the log has the code, and ', code('npm run embargo -- doctor'), ' shows what to fix.'];
  if (to === 'room') return [said, 'Fix that there, or remove the room from the list: ', code('room leave'), '.'];
  return [said, 'Reach them another way, or remove them from the list: ', code('people remove'), '.'];
}
