// Yes, typed: it presses the button of the one question that is open, or the question is asked again. Never of another, nor after it changed.
import { type Action, actions, line } from '../../chat/message/message.ts';
import { laneOf } from '../../chat/message/outgoing.ts';
import { type Parsed, parse } from '../../chat/parse.ts';
import type { Db } from '../../db/connection/client.ts';
import { loadEmbargo } from '../../db/embargoes.ts';
import { countHeard, keepOffered, lastOffered } from '../../db/inbox.ts';
import { isLastSent, lastQueued } from '../../db/outbox.ts';
import { type Embargo, openProposals } from '../../domain/embargo/embargo.ts';
import { platformOf } from '../../domain/values/ids.ts';
import { type Instant, minuteMs } from '../../domain/values/time.ts';
import { embargoCalled } from '../../inbound/known-embargoes.ts';
import { type Request, understanding } from '../../inbound/request.ts';
import { answered, type Reply } from '../reply.ts';

/** Keeps what a yes to the answer says that was queued last. `embargo`: about whose date it asks; null: of one that is not open yet. */
export async function offer(tx: Db, { heard, from, to, now }: Request, { words, label }: Action, embargo: Embargo | null): Promise<void> {
  const asked = await lastQueued(tx, laneOf({ type: 'person', ...to }));
  const stands = standing(embargo, now);
  if (asked !== null) await keepOffered(tx, heard.key, from, { type: 'offers', room: heard.room, words, label, asked, stands });
}

/**
 * What a yes says; an outcome: it was answered; null: nothing was asked lately. `nearly`: words that may be a yes to what was asked, and may say nothing: they
 * press no button.
 */
export async function saidYes(reply: Reply, said: 'yes' | 'nearly' = 'yes'): Promise<Parsed | string | null> {
  const { tx, request } = reply;
  const { heard, from, to, now } = request;
  const since = now - freshMs;
  const offered = await lastOffered(tx, from, since);
  if (offered === null && said === 'nearly') return null;
  if (offered === null) return (await countHeard(tx, from, 'shown-first', since)) > 0 ? answered(reply, pressFirst, 'press-first') : null;
  const { words, label, room, asked } = offered;
  const parsed = parse(words, understanding(request));
  const codename = 'codename' in parsed ? parsed.codename : null;
  const id = codename === null || codename === undefined ? null : ((await embargoCalled(tx, request, codename))?.id ?? null);
  const stands = standing(id === null ? null : await loadEmbargo(tx, id), now);
  // A Matrix homeserver decides when a message arrives, and so what it would answer. There only a reply says which message is meant.
  const sure = said === 'yes' && room === heard.room && platformOf(from) !== 'matrix' && stands === offered.stands;
  if (sure && (await isLastSent(tx, laneOf({ type: 'person', ...to }), from, asked, since))) {
    await keepOffered(tx, heard.key, from, { type: 'took', words });
    return parsed;
  }
  if (said === 'nearly' && !(await isLastSent(tx, laneOf({ type: 'person', ...to }), from, asked, since))) return null;
  const again = [line('Nothing changed yet. Is this what you mean?'), actions({ label, words, style: 'primary' })];
  return answered(reply, again, 'press-first', id === null ? [] : [{ id }]);
}

/** What a date that is shown depends on, besides the clock. */
function standing(embargo: Embargo | null, now: Instant): string {
  if (embargo === null) return '';
  const open = openProposals(embargo, now).map(({ number, at }) => `${number}: ${at}`);
  return [embargo.agreed ?? 'none', embargo.ended === null ? 'runs' : 'ended', ...open].map((each) => JSON.stringify(each)).join(' ');
}

// Who says yes later may mean anything.
export const freshMs = 15 * minuteMs;

const pressFirst = [line('Nothing changed yet. Press the button in my last message, or type its number, such as `1`.')];
