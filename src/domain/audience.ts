// Who may hear what. Every outgoing message passes `mayHear`, when it is queued and again when it is sent.
import type { ConsentState } from './embargo/consent.ts';
import { faultsOf, type RoomAudit, type RoomFault } from './list/room-audit.ts';

/**
 * personal: about the listener alone (a refusal, help). membership: about the list, its people, and which embargoes it holds.
 * warning: that a room is not what it was; it names no embargo, and is for a room that may hear nothing else. terms, dates: what one may know before acknowledging.
 * report: what somebody reported from outside, before it is an embargo.
 * metadata: who answered, who reviewed, with which outcome. detail: what it is about: title, component, patch.
 * record: what the list makes of it: findings, reviews, who said what. Who is on it from outside is shown the detail, and nothing of what the list does.
 * published: what goes public of it, once it has ended and is public: until then nobody hears it, who would hear its metadata.
 */
export type Kind = 'personal' | 'membership' | 'report' | 'warning' | 'terms' | 'dates' | 'metadata' | 'detail' | 'record' | 'published';

/**
 * Whether a message of this kind may be sent to somebody who did not just ask for it. What is sent unasked pops up as a notification, on locked
 * screens and beside shared ones: it says which embargo and what happened there, and a button shows the rest to whoever asks for it.
 */
export const mayNotify = {
  personal: true,
  membership: true,
  report: false,
  warning: true,
  terms: true,
  dates: true,
  metadata: true,
  detail: false,
  record: false,
  published: true,
} as const satisfies Readonly<Record<Kind, boolean>>;

/** The kinds of which something may be sent unasked. */
export type NotifyingKind = { [K in Kind]: (typeof mayNotify)[K] extends true ? K : never }[Kind];

/** `adopted`: the list still holds the room. `teams`: the far teams that its coordinators named. `standing`: whether the person is on the list, or on this one embargo from outside; `coordinator`: they coordinate it; their consent is to the embargo that the message is about. */
export type Audience =
  | { readonly type: 'room'; readonly adopted: boolean; readonly audit: RoomAudit; readonly teams: readonly string[] }
  | {
      readonly type: 'person';
      readonly standing: 'member' | 'outsider' | 'none';
      readonly coordinator?: boolean;
      readonly consent: ConsentState;
    };

/** less: codename and dates instead. The reasons are codes: they go to logs and to coordinators. */
export type Request = { readonly verdict: 'say' } | { readonly verdict: 'less' | 'withhold'; readonly because: string };

const say: Request = { verdict: 'say' };
const withhold = (because: string): Request => ({ verdict: 'withhold', because });
const less = (because: string): Request => ({ verdict: 'less', because });

/** May this audience hear a message of this kind? Whatever is not allowed here is not said. */
export function mayHear(kind: Kind, audience: Audience): Request {
  return audience.type === 'room' ? inRoom(kind, audience) : toPerson(kind, audience);
}

function inRoom(kind: Kind, room: Extract<Audience, { type: 'room' }>): Request {
  if (kind === 'personal') return withhold('personal-in-a-room');
  if (kind === 'report') return withhold('report-in-a-room');
  if (!room.adopted) return withhold('room-not-adopted');
  const faults = faultsOf(room.audit, room.teams).filter((fault) => kind !== 'warning' || silencing.has(fault));
  if (faults.length > 0) return withhold(`room-${faults.join('-and-')}`);
  // Not everybody in a room has acknowledged: what needs that goes to persons.
  return kind === 'detail' || kind === 'record' ? less('detail-in-a-room') : say;
}

/** Where nobody would hear a warning either. */
const silencing: ReadonlySet<RoomFault> = new Set(['archived', 'bot-is-not-in-it', 'upgraded']);

function toPerson(kind: Kind, { standing, coordinator = false, consent }: Extract<Audience, { type: 'person' }>): Request {
  if (kind === 'personal') return say;
  if (kind === 'report') return coordinator ? say : withhold('not-a-coordinator');
  if (kind === 'membership' || kind === 'warning') return standing === 'member' ? say : withhold('not-on-the-list');
  if (standing === 'none') return withhold('no-need-to-know');
  // What the list does is none of theirs, and what would be said instead speaks of terms.
  if (standing === 'outsider' && (kind === 'metadata' || kind === 'record' || kind === 'published')) return withhold('outside-the-list');
  switch (consent) {
    case 'signed':
    case 'asked':
      return say;
    case 'invited':
    case 'lapsed':
    case 'declined':
      return kind === 'terms' || kind === 'dates' ? say : less(`terms-${consent}`);
    case 'none':
      return withhold('no-need-to-know');
    default:
      return consent satisfies never;
  }
}
