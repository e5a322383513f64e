// The one way in: take what was heard, lock what it concerns, decide, write down, queue what is to be said. One transaction.

import { formOf } from '../chat/forms.ts';
import type { Says } from '../chat/grammar/command.ts';
import type { Intent, Query } from '../chat/grammar/intent.ts';
import { helpNodes, wrongNodes } from '../chat/help.ts';
import { code, line } from '../chat/message/message.ts';
import { type Parsed, understood } from '../chat/parse.ts';
import { listAnswer, membersAnswer, todosAnswer } from '../chat/queries.ts';
import type { Db } from '../db/connection/client.ts';
import type { Listed } from '../db/embargoes.ts';
import { finishHeard, noteOutcome, postponeHeard, readHeard, takeHeard, tryMsMax, type Waiting } from '../db/inbox.ts';
import { unopenedForm } from '../db/outbox.ts';
import { refuseOnList } from '../domain/list/decide.ts';
import type { List } from '../domain/list/list.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { PlatformName } from '../domain/values/ids.ts';
import { refuse } from '../domain/values/refusal.ts';
import type { Engine } from '../engine.ts';
import { chooseEmbargo, knownViews } from '../inbound/choose-embargo.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { withNames } from '../inbound/mentioned-names.ts';
import { listMeant, type Request, requestOf, understanding } from '../inbound/request.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { corrected, late } from './edited.ts';
import { answerEmbargo, createEmbargo, mayNotSay, runEmbargo } from './embargo.ts';
import { answerHealth, answerLeaks, answerRegister } from './health.ts';
import { showHome } from './home.ts';
import { askLeak, reportLeak } from './leak.ts';
import { isApplicants } from './list.ts';
import { answerMembership } from './membership.ts';
import { approveOrder } from './pending-orders.ts';
import { notice } from './platform-events.ts';
import { answered, menu, notACommand, notAMember, opened, type Reply, refused, withCodename } from './reply.ts';
import { runHere } from './rooms/here.ts';
import { refuseMaking } from './rooms/rooms.ts';
import { runSelf, silenced } from './settings.ts';

/** Acting on an event failed; `waiting` is the event, `cause` the reason. */
export class HandlingFailed extends Error {
  override readonly name = 'HandlingFailed';
  readonly waiting: Waiting;

  constructor(waiting: Waiting, cause: unknown) {
    super('an event could not be acted on', { cause });
    this.waiting = waiting;
  }
}

/** Which event: `only` this one, or any `except` these. `taken` is called with it before it is acted on, in its transaction. */
export type Choice = {
  readonly only: number | null;
  readonly except: readonly number[];
  readonly taken: (seq: number, tx: Db) => Promise<void>;
};

/**
 * Acts on the oldest event that waits, among those of the choice; false when there was none. On any error nothing was done: HandlingFailed tells
 * which event it was (its cause may be NeedsOutside), everything else is the database's.
 */
export async function handleNext(engine: Engine, lookups: Lookups, choice: Choice): Promise<boolean> {
  return engine.db.transaction(async (tx) => {
    const now = engine.now();
    const taken = await takeHeard(tx, Object.keys(engine.platforms) as PlatformName[], now, choice);
    if (taken === null) return false;
    await choice.taken(taken.seq, tx);
    const heard = await readHeard(tx, taken.seq);
    if (heard === null) {
      // It waits for its key, and nobody waits for it.
      await postponeHeard(tx, taken.seq, taken.attempts, now + tryMsMax, 'unreadable');
      engine.log('handle.unreadable', { seq: taken.seq });
      return true;
    }
    const waiting = { ...taken, heard };
    const outcome = await act(tx, engine, waiting, lookups).catch((error: unknown) => {
      throw new HandlingFailed(waiting, error);
    });
    await finishHeard(tx, waiting.seq, now, outcome);
    engine.log('handled', { seq: waiting.seq, outcome });
    return true;
  });
}

async function act(tx: Db, engine: Engine, { heard }: Waiting, lookups: Lookups): Promise<string> {
  if ('change' in heard) return notice(tx, engine, heard, lookups);
  const request = await requestOf(tx, heard, engine.now(), engine.admins);
  const reply = { tx, engine, request };
  const said = await withNames(tx, heard.said, request);
  const known = understanding(request);
  const parsed = understood(said, known);
  if (request.silenced && !vouches(parsed)) return said.type === 'home' ? showHome(reply, lookups) : silenced(reply);
  const stale = (await corrected(reply)) ?? (await late(reply, parsed));
  if (stale !== null) return stale;
  const outcome = await dealtWith(reply, parsed, lookups);
  if (heard.corrects !== undefined) await noteOutcome(tx, heard.corrects, request.from, outcome);
  return outcome;
}

async function dealtWith(reply: Reply, parsed: Parsed, lookups: Lookups): Promise<string> {
  switch (parsed.type) {
    case 'menu':
      return menu(reply);
    case 'unknown-command':
      return notACommand(reply, parsed);
    case 'unknown-codename':
      return answered(
        reply,
        [line('There is no embargo called ', code(parsed.typed), ' that you may know of. ', code('list'), ' shows those that you may.')],
        'unknown-codename',
      );
    case 'wrong':
      return answered(reply, wrongNodes(parsed), 'wrong-argument');
    case 'ask':
      return ask(reply, parsed);
    case 'intent': {
      const result = await run(reply, parsed, lookups);
      if (typeof result === 'string') return result;
      return result === null ? parsed.command.words : refused(reply, parsed, result.reason);
    }
    default:
      return parsed satisfies never;
  }
}

/** Whether somebody says, by a code of another account, that a closed one is theirs again. */
function vouches(parsed: Parsed): boolean {
  return parsed.type === 'intent' && parsed.intent.to === 'self' && parsed.intent.command.type === 'link';
}

/** Opens the form for what is missing. Somebody who may not say the thing is told so before they fill in a form for it. */
async function ask(reply: Reply, parsed: Extract<Parsed, { type: 'ask' }>): Promise<string> {
  const { tx, request } = reply;
  const { command, codename } = parsed;
  if (command.says.to === 'list' || command.says.to === 'create') {
    const refusal = refuseBeforehand(reply, command.says);
    return refusal === null ? opened(reply, formOf(parsed)) : refused(reply, parsed, refusal.reason);
  }
  if (command.says.to === 'leak') return askLeak(reply, parsed);
  const ofList = command.says.to === 'ask' && command.says.by !== 'know';
  if ((command.says.to === 'self' || command.says.to === 'order' || ofList) && request.lists.length > 0)
    return opened(reply, formOf(parsed));
  if (request.lists.length === 0) return notAMember(reply);
  const chosen = chooseEmbargo(request, parsed);
  if (chosen.type === 'asked') {
    const [first] = await refusals(reply, command.says, chosen.several);
    if (first !== undefined) return refused(reply, parsed, first.reason);
    return chosen.several.length > 1 ? opened(reply, formOf(parsed, 'needed')) : answered(reply, chosen.nodes, 'which-embargo');
  }
  const refusal = command.says.to === 'embargo' ? await mayNotSay(tx, request, chosen.list, chosen.embargo.id, command.says.type) : null;
  if (refusal !== null) return refused(reply, parsed, refusal.reason);
  const words = codename === null ? withCodename(parsed.words, command.words, chosen.embargo.codename) : parsed.words;
  return opened(reply, formOf({ ...parsed, words }));
}

/** Why a command would be refused on each of these embargoes; empty when it would not be on one of them. */
async function refusals({ tx, request }: Reply, says: Says, several: readonly Listed[]): Promise<Refusal[]> {
  const found: Refusal[] = [];
  for (const { id, list: of } of several) {
    const list = request.lists.find((each) => each.id === of);
    const refusal = says.to === 'embargo' && list !== undefined ? await mayNotSay(tx, request, list, id, says.type) : null;
    if (refusal === null) return [];
    found.push(refusal);
  }
  return found;
}

function refuseBeforehand({ engine, request }: Reply, says: Extract<Says, { to: 'list' | 'create' }>): Refusal | null {
  const { heard } = request;
  const list = listMeant(request);
  if (says.to === 'list') {
    const refusal = refuseOnList(list, says.type, { by: heard.by, admin: request.admin });
    return refusal === null && says.type === 'make-room' ? refuseMaking(engine, request.from) : refusal;
  }
  if (list === null) return refuse({ code: 'room-not-adopted' });
  return list.members[heard.by]?.role === 'coordinator' ? null : refuse({ code: 'needs-role', roles: ['coordinator'] });
}

/** Why not; or null: it was carried out; or an outcome: it was answered, and nothing came of it. */
type Ran = Refusal | string | null;

async function run(reply: Reply, parsed: Extract<Parsed, { type: 'intent' }>, lookups: Lookups): Promise<Ran> {
  const { tx, engine, request } = reply;
  const { intent } = parsed;
  if (request.lists.length === 0 && !openToAll(intent, request)) return notAMember(reply);
  switch (intent.to) {
    case 'create':
      return createEmbargo(tx, engine, request, intent);
    case 'list':
      return runHere(reply, intent.command, lookups);
    case 'self':
      return runSelf(reply, intent.command, lookups);
    case 'leak':
      return reportLeak(reply, parsed, intent);
    case 'order':
      await approveOrder(reply, intent, lookups);
      return null;
    case 'reopen-form': {
      const form = await unopenedForm(tx, intent.id, request.heard.by);
      await (form === null ? answered(reply, [line('That form is gone. Say the command again.')], 'no-form') : opened(reply, form));
      return null;
    }
    case 'ask':
      return question(reply, parsed, intent.query, lookups);
    case 'confirm':
    case 'embargo': {
      const chosen = chooseEmbargo(request, parsed);
      if (chosen.type === 'chosen' && intent.to === 'embargo')
        return runEmbargo(tx, engine, request, chosen.list, chosen.embargo.id, intent.command);
      if (chosen.type === 'asked') return answered(reply, chosen.nodes, 'which-embargo');
      if (intent.to === 'embargo') return null;
      if (intent.reason === 'withdrawn' && intent.because === null) return refuse({ code: 'needs-because' });
      const refusal = await mayNotSay(tx, request, chosen.list, chosen.embargo.id, 'end');
      if (refusal !== null) return refusal;
      await answerEmbargo(tx, engine, request, chosen.list, chosen.embargo.id, { ...intent, type: 'confirm-end' });
      return 'shown-first';
    }
    default:
      return intent satisfies never;
  }
}

async function question(
  reply: Reply,
  parsed: Extract<Parsed, { type: 'intent' }>,
  query: Query,
  lookups: Lookups,
): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { to, lists, now } = request;
  switch (query.type) {
    case 'help':
      await answered(reply, helpNodes(query.topic), 'help');
      return null;
    case 'home':
      await showHome(reply, lookups);
      return null;
    case 'list':
    case 'owe': {
      const views = await knownViews(tx, request, query.type === 'list' && query.all);
      const ofIt = (list: List) => views.filter((view) => view.list === list);
      for (const list of lists)
        await enqueue(
          tx,
          engine,
          [query.type === 'list' ? listAnswer(list, ofIt(list), to) : todosAnswer(list, ofIt(list), to, now)],
          { list, embargo: null },
          now,
        );
      return null;
    }
    case 'members': {
      const list = listMeant(request);
      if (list?.members[to.person] === undefined) return refuse({ code: 'room-not-adopted' });
      await enqueue(tx, engine, [membersAnswer(list, to, now)], { list, embargo: null }, now);
      return null;
    }
    case 'policy':
    case 'policy-diff':
    case 'policy-history':
    case 'distributor':
    case 'own-application':
    case 'applications':
    case 'application':
      return answerMembership(reply, query);
    case 'health':
      return answerHealth(reply);
    case 'leaks':
      return answerLeaks(reply);
    case 'register':
      return answerRegister(reply, query.what, query.format);
    case 'status':
    case 'timeline':
    case 'who':
    case 'details':
    case 'terms':
    case 'patch':
    case 'reviews':
    case 'pause': {
      const chosen = chooseEmbargo(request, parsed);
      if (chosen.type === 'asked') await answered(reply, chosen.nodes, 'which-embargo');
      else await answerEmbargo(tx, engine, request, chosen.list, chosen.embargo.id, query);
      return null;
    }
    default:
      return query satisfies never;
  }
}

const openQuestions: ReadonlySet<Query['type']> = new Set(['help', 'home', 'own-application', 'policy']);

/** What anybody may say, on a list or not. */
function openToAll(intent: Intent, { orphan, heard, here }: Request): boolean {
  return (
    (intent.to === 'ask' && openQuestions.has(intent.query.type)) ||
    intent.to === 'reopen-form' ||
    // It may be the order of somebody named in ADMINS, who is on no list.
    intent.to === 'order' ||
    intent.to === 'leak' ||
    (intent.to === 'self' && (intent.command.type === 'link' || intent.command.type === 'unlink')) ||
    // A room is put right before it becomes a list's; who may say so is asked there.
    (intent.to === 'list' && intent.command.type === 'mend-room' && here === null && heard.room !== null) ||
    (intent.to === 'list' && isApplicants(intent.command)) ||
    (intent.to === 'list' && (intent.command.type === 'adopt-room' || (intent.command.type === 'add-person' && orphan !== null)))
  );
}
