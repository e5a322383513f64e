// The one gate that every outgoing message passes, when it is queued and again when it is sent: may this audience hear this?
import type { Form } from '../chat/message/form.ts';
import type { Message } from '../chat/message/message.ts';
import type { Outgoing } from '../chat/message/outgoing.ts';
import { type Audience, mayHear, type Request } from '../domain/audience.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import { consentOf, memberOf } from '../domain/embargo/consent.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import { madePublic } from '../domain/embargo/end/owed.ts';
import type { List } from '../domain/list/list.ts';
import type { RoomAudit } from '../domain/list/room-audit.ts';
import type { Instant } from '../domain/values/time.ts';

/** An embargo that is named, with its list; null where there is none any more. */
export type Named = { readonly list: List | null; readonly embargo: Embargo | null };

/**
 * What is known at the moment of asking. `audit` is the room read afresh; null: as it was when it was adopted. `address`: how the account that it
 * is sent to stands to the person it is for; left out while it is only queued: that is asked when it is sent.
 */
export type Known = {
  readonly now: Instant;
  readonly list: List | null;
  readonly embargo: Embargo | null;
  readonly audit: RoomAudit | null;
  readonly address?: 'open' | 'closed' | 'not-theirs';
  /** The embargoes that the message names besides its own, as they are when it is sent; left out while it is only queued: it was put together just now. */
  readonly named?: readonly Named[];
};

export type Passed =
  | { readonly type: 'message'; readonly message: Message; readonly whole: boolean }
  | { readonly type: 'form'; readonly form: Form; readonly trigger: string | null }
  | { readonly type: 'home' }
  | { readonly type: 'withheld'; readonly because: string };

/** What of a message may be said now: all of it, the lesser form, or nothing. */
export function gate(message: Pick<Outgoing, 'to' | 'kind' | 'body'>, known: Known): Passed {
  const { body } = message;
  if (known.address === 'not-theirs') return { type: 'withheld', because: 'not-their-account' };
  // Whoever holds an account that came back may be told how things stand with it, and nothing else.
  if (known.address === 'closed' && message.kind !== 'personal') return { type: 'withheld', because: 'account-closed' };
  if (message.kind === 'published' && !isPublic(known.embargo)) return { type: 'withheld', because: 'not-public' };
  const request = namesUnknown(message.to, known) ?? mayHear(message.kind, audienceOf(message.to, known));
  if (request.verdict === 'withhold') return { type: 'withheld', because: request.because };
  // What stands on a personal page is asked about piece by piece when it is put together.
  if (body.type === 'home') return request.verdict === 'say' ? { type: 'home' } : { type: 'withheld', because: request.because };
  if (body.type === 'form') {
    return request.verdict === 'say'
      ? { type: 'form', form: body.form, trigger: body.trigger }
      : { type: 'withheld', because: request.because };
  }
  if (request.verdict === 'say') return { type: 'message', message: body.message, whole: true };
  return body.less === null ? { type: 'withheld', because: request.because } : { type: 'message', message: body.less, whole: false };
}

/** Whether it has ended, and anybody may speak of it. */
const isPublic = (embargo: Embargo | null): boolean => embargo !== null && embargo.ended !== null && madePublic(embargo.ended.reason);

/** What is said where somebody may not know of each embargo that is named: by codename and dates one knows of it. Null: they may. */
function namesUnknown(to: Outgoing['to'], { audit, named = [], now }: Known): Request | null {
  const unknown = named.some((each) => mayHear('dates', audienceOf(to, { ...each, audit, now })).verdict !== 'say');
  return unknown ? { verdict: 'less', because: 'names-what-is-unknown' } : null;
}

function audienceOf(to: Outgoing['to'], { list: whole, embargo, audit, now }: Omit<Known, 'named'>): Audience {
  // Who put it together may have known the whole list, and who is on the embargo may have changed.
  const list = whole === null || embargo === null ? whole : listFor(embargo, whole, now);
  if (to.type !== 'room') {
    const member = list === null ? null : memberOf(list, to.person);
    const coordinator = member?.role === 'coordinator';
    const standing = member === null ? 'none' : member.role === 'outsider' ? 'outsider' : 'member';
    return { type: 'person', standing, coordinator, consent: embargo === null ? 'none' : consentOf(embargo, member) };
  }
  const held = list?.rooms[to.room];
  const nothingKnown: RoomAudit = { name: '', faults: ['public'] };
  return { type: 'room', adopted: held !== undefined, audit: audit ?? held?.audit ?? nothingKnown, teams: held?.teams ?? [] };
}
