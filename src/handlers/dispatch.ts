// The one way in: take what was heard, lock what it concerns, decide, write down, queue what is to be said. One transaction.

import { formOf } from '../chat/forms.ts';
import type { Says } from '../chat/grammar/command.ts';
import type { Intent, Query } from '../chat/grammar/intent.ts';
import { helpNodes, wrongNodes } from '../chat/help.ts';
import { code, line } from '../chat/message/message.ts';
import { type Parsed, understood } from '../chat/parse.ts';
import { listAnswer, membersAnswer, oweAnswer } from '../chat/queries.ts';
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
import { chooseEmbargo, knownScenes } from '../inbound/choose-embargo.ts';
import type { Outside } from '../inbound/lookups.ts';
import { withNames } from '../inbound/mentioned-names.ts';
import { type Hearing, hearingOf, listMeant, understanding } from '../inbound/request.ts';
import { say } from '../outbound/enqueue.ts';
import { corrected, late } from './edited.ts';
import { answerEmbargo, createEmbargo, mayNotSay, runEmbargo } from './embargo.ts';
import { answerHealth, answerLeaks, answerRegister } from './health.ts';
import { showHome } from './home.ts';
import { askLeak, reportLeak } from './leak.ts';
import { isApplicants, runList } from './list.ts';
import { answerMembership } from './membership.ts';
import { pressOrder } from './pending-orders.ts';
import { notice } from './platform-events.ts';
import { answered, menu, notACommand, notAMember, opened, refused, type Turn, withCodename } from './reply.ts';
import { runDevices } from './rooms/devices.ts';
import { isOfRoom, refuseMaking, runRoom } from './rooms/rooms.ts';
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
export async function handleNext(engine: Engine, outside: Outside, choice: Choice): Promise<boolean> {
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
    const outcome = await act(tx, engine, waiting, outside).catch((error: unknown) => {
      throw new HandlingFailed(waiting, error);
    });
    await finishHeard(tx, waiting.seq, now, outcome);
    engine.log('handled', { seq: waiting.seq, outcome });
    return true;
  });
}

async function act(tx: Db, engine: Engine, { heard }: Waiting, outside: Outside): Promise<string> {
  if ('change' in heard) return notice(tx, engine, heard, outside);
  const hearing = await hearingOf(tx, heard, engine.now(), engine.admins);
  const turn = { tx, engine, hearing };
  const said = await withNames(tx, heard.said, hearing);
  const known = understanding(hearing);
  const parsed = understood(said, known);
  if (hearing.silenced && !vouches(parsed)) return said.type === 'home' ? showHome(turn, outside) : silenced(turn);
  const stale = (await corrected(turn)) ?? (await late(turn, parsed));
  if (stale !== null) return stale;
  const outcome = await dealtWith(turn, parsed, outside);
  if (heard.corrects !== undefined) await noteOutcome(tx, heard.corrects, hearing.from, outcome);
  return outcome;
}

async function dealtWith(turn: Turn, parsed: Parsed, outside: Outside): Promise<string> {
  switch (parsed.type) {
    case 'menu':
      return menu(turn);
    case 'unknown-command':
      return notACommand(turn, parsed);
    case 'unknown-codename':
      return answered(
        turn,
        [line('There is no embargo called ', code(parsed.typed), ' that you may know of. ', code('list'), ' shows those that you may.')],
        'unknown-codename',
      );
    case 'wrong':
      return answered(turn, wrongNodes(parsed), 'wrong-argument');
    case 'ask':
      return ask(turn, parsed);
    case 'intent': {
      const result = await run(turn, parsed, outside);
      if (typeof result === 'string') return result;
      return result === null ? parsed.command.words : refused(turn, parsed, result.reason);
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
async function ask(turn: Turn, parsed: Extract<Parsed, { type: 'ask' }>): Promise<string> {
  const { tx, hearing } = turn;
  const { command, codename } = parsed;
  if (command.says.to === 'list' || command.says.to === 'create') {
    const refusal = refuseBeforehand(turn, command.says);
    return refusal === null ? opened(turn, formOf(parsed)) : refused(turn, parsed, refusal.reason);
  }
  if (command.says.to === 'leak') return askLeak(turn, parsed);
  const ofList = command.says.to === 'ask' && command.says.by !== 'know';
  if ((command.says.to === 'self' || command.says.to === 'order' || ofList) && hearing.lists.length > 0)
    return opened(turn, formOf(parsed));
  if (hearing.lists.length === 0) return notAMember(turn);
  const chosen = chooseEmbargo(hearing, parsed);
  if (chosen.type === 'asked') {
    const [first] = await refusals(turn, command.says, chosen.several);
    if (first !== undefined) return refused(turn, parsed, first.reason);
    return chosen.several.length > 1 ? opened(turn, formOf(parsed, 'needed')) : answered(turn, chosen.nodes, 'which-embargo');
  }
  const refusal = command.says.to === 'embargo' ? await mayNotSay(tx, hearing, chosen.list, chosen.embargo.id, command.says.type) : null;
  if (refusal !== null) return refused(turn, parsed, refusal.reason);
  const words = codename === null ? withCodename(parsed.words, command.words, chosen.embargo.codename) : parsed.words;
  return opened(turn, formOf({ ...parsed, words }));
}

/** Why a command would be refused on each of these embargoes; empty when it would not be on one of them. */
async function refusals({ tx, hearing }: Turn, says: Says, several: readonly Listed[]): Promise<Refusal[]> {
  const found: Refusal[] = [];
  for (const { id, list: of } of several) {
    const list = hearing.lists.find((each) => each.id === of);
    const refusal = says.to === 'embargo' && list !== undefined ? await mayNotSay(tx, hearing, list, id, says.type) : null;
    if (refusal === null) return [];
    found.push(refusal);
  }
  return found;
}

function refuseBeforehand({ engine, hearing }: Turn, says: Extract<Says, { to: 'list' | 'create' }>): Refusal | null {
  const { heard } = hearing;
  const list = listMeant(hearing);
  if (says.to === 'list') {
    const refusal = refuseOnList(list, says.type, { by: heard.by, admin: hearing.admin });
    return refusal === null && says.type === 'make-room' ? refuseMaking(engine, hearing.from) : refusal;
  }
  if (list === null) return refuse({ code: 'room-not-adopted' });
  return list.members[heard.by]?.role === 'coordinator' ? null : refuse({ code: 'needs-role', roles: ['coordinator'] });
}

/** Why not; or null: it was carried out; or an outcome: it was answered, and nothing came of it. */
type Ran = Refusal | string | null;

async function run(turn: Turn, parsed: Extract<Parsed, { type: 'intent' }>, outside: Outside): Promise<Ran> {
  const { tx, engine, hearing } = turn;
  const { intent } = parsed;
  if (hearing.lists.length === 0 && !openToAll(intent, hearing)) return notAMember(turn);
  switch (intent.to) {
    case 'create':
      return createEmbargo(tx, engine, hearing, intent);
    case 'list':
      if (isOfRoom(intent.command)) return runRoom(turn, intent.command, outside);
      if (intent.command.type === 'report-devices' || intent.command.type === 'accept-identity')
        return runDevices(turn, intent.command, outside);
      return runList(tx, engine, hearing, intent.command, outside);
    case 'self':
      return runSelf(turn, intent.command, outside);
    case 'leak':
      return reportLeak(turn, parsed, intent);
    case 'order':
      await pressOrder(turn, intent, outside);
      return null;
    case 'reopen-form': {
      const form = await unopenedForm(tx, intent.id, hearing.heard.by);
      await (form === null ? answered(turn, [line('That form is gone. Say the command again.')], 'no-form') : opened(turn, form));
      return null;
    }
    case 'ask':
      return question(turn, parsed, intent.query, outside);
    case 'confirm':
    case 'embargo': {
      const chosen = chooseEmbargo(hearing, parsed);
      if (chosen.type === 'chosen' && intent.to === 'embargo')
        return runEmbargo(tx, engine, hearing, chosen.list, chosen.embargo.id, intent.command);
      if (chosen.type === 'asked') return answered(turn, chosen.nodes, 'which-embargo');
      if (intent.to === 'embargo') return null;
      if (intent.reason === 'withdrawn' && intent.because === null) return refuse({ code: 'needs-because' });
      const refusal = await mayNotSay(tx, hearing, chosen.list, chosen.embargo.id, 'end');
      if (refusal !== null) return refusal;
      await answerEmbargo(tx, engine, hearing, chosen.list, chosen.embargo.id, { ...intent, type: 'confirm-end' });
      return 'shown-first';
    }
    default:
      return intent satisfies never;
  }
}

async function question(turn: Turn, parsed: Extract<Parsed, { type: 'intent' }>, query: Query, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const { to, lists, now } = hearing;
  switch (query.type) {
    case 'help':
      await answered(turn, helpNodes(query.topic), 'help');
      return null;
    case 'home':
      await showHome(turn, outside);
      return null;
    case 'list':
    case 'owe': {
      const scenes = await knownScenes(tx, hearing, query.type === 'list' && query.all);
      const ofIt = (list: List) => scenes.filter((scene) => scene.list === list);
      for (const list of lists)
        await say(
          tx,
          engine,
          [query.type === 'list' ? listAnswer(list, ofIt(list), to) : oweAnswer(list, ofIt(list), to, now)],
          { list, embargo: null },
          now,
        );
      return null;
    }
    case 'members': {
      const list = listMeant(hearing);
      if (list?.members[to.person] === undefined) return refuse({ code: 'room-not-adopted' });
      await say(tx, engine, [membersAnswer(list, to, now)], { list, embargo: null }, now);
      return null;
    }
    case 'policy':
    case 'policy-diff':
    case 'policy-history':
    case 'distributor':
    case 'own-application':
    case 'applications':
    case 'application':
      return answerMembership(turn, query);
    case 'health':
      return answerHealth(turn);
    case 'leaks':
      return answerLeaks(turn);
    case 'register':
      return answerRegister(turn, query.what, query.format);
    case 'status':
    case 'timeline':
    case 'who':
    case 'details':
    case 'terms':
    case 'patch':
    case 'reviews':
    case 'pause': {
      const chosen = chooseEmbargo(hearing, parsed);
      if (chosen.type === 'asked') await answered(turn, chosen.nodes, 'which-embargo');
      else await answerEmbargo(tx, engine, hearing, chosen.list, chosen.embargo.id, query);
      return null;
    }
    default:
      return query satisfies never;
  }
}

const openQuestions: ReadonlySet<Query['type']> = new Set(['help', 'home', 'own-application', 'policy']);

/** What anybody may say, on a list or not. */
function openToAll(intent: Intent, { orphan, heard, here }: Hearing): boolean {
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
