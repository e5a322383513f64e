// Where what was heard goes: what it concerns is locked, and whoever knows of it decides, writes down and queues what is to be said.

import { showsDateFirst, typedBy } from '../chat/embargo/date-preview.ts';
import { aboutEmbargo } from '../chat/grammar/command.ts';
import type { Intent, Query } from '../chat/grammar/intent.ts';
import { leftNodes, wrongNodes } from '../chat/help.ts';
import { secretKeyNodes } from '../chat/list/membership/refusals.ts';
import { wordsOf } from '../chat/message/heard.ts';
import { code, line } from '../chat/message/message.ts';
import type { Parsed } from '../chat/parse.ts';
import { understood } from '../chat/understand.ts';
import { heldSecretKey } from '../chat/values/secret-keys.ts';
import type { Db } from '../db/connection/client.ts';
import { noteOutcome, type Waiting } from '../db/inbox.ts';
import { loadList } from '../db/lists.ts';
import { unopenedForm } from '../db/outbox.ts';
import type { EmbargoCommand } from '../domain/embargo/commands.ts';
import { memberOf } from '../domain/embargo/consent.ts';
import type { List } from '../domain/list/list.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { EmbargoId } from '../domain/values/ids.ts';
import type { Engine } from '../engine.ts';
import { chooseEmbargo } from '../inbound/choose-embargo.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { withNames } from '../inbound/mentioned-names.ts';
import { listMeant, type Request, requestOf, speakerOn, understanding } from '../inbound/request.ts';
import { approveOrder } from './approval/pending-orders.ts';
import { askMissing } from './ask-missing.ts';
import { corrected, late, spent } from './edited.ts';
import { answerEmbargo, askAboutDate, createEmbargo, endEmbargo, mayNotSay, runEmbargo, showNewDate, wouldRefuse } from './embargo.ts';
import { reportLeak } from './leak.ts';
import { acceptTerms, isApplicants } from './list.ts';
import { notice } from './platform-events.ts';
import { asApplicant } from './questions/applicant.ts';
import { withFiles } from './questions/attached.ts';
import { bareWords } from './questions/bare-words.ts';
import { showHome } from './questions/home.ts';
import { answerQuestion } from './questions/questions.ts';
import { whoIsMeant } from './questions/who-is-meant.ts';
import { answered, menu, noForm, notACommand, notAMember, opened, type Reply, refused } from './reply.ts';
import { isReporters, linkReport } from './reports/run.ts';
import { newcomersName } from './resolve.ts';
import { runReview, runSheet } from './review.ts';
import { runHere } from './rooms/here.ts';
import { runSelf, silenced } from './settings.ts';

/** Acts on one event, and resolves to an outcome for the log. Throws NeedsLookup where a platform has to be asked first. */
export async function dispatch(tx: Db, engine: Engine, { heard }: Waiting, lookups: Lookups): Promise<string> {
  if ('change' in heard) return notice(tx, engine, heard, lookups);
  const request = await requestOf(tx, heard, engine.now(), engine.admins);
  const reply = { tx, engine, request };
  const said = await withNames(tx, heard.said, request);
  if (wordsOf(said).some(heldSecretKey)) return answered(reply, secretKeyNodes, 'secret-key');
  const known = understanding(request);
  const parsed = understood(said, known);
  if (request.silenced && !vouches(parsed)) return said.type === 'home' ? showHome(reply, lookups) : silenced(reply);
  const stale = (await corrected(reply)) ?? (await late(reply, parsed));
  if (stale !== null) return stale;
  const bare = await bareWords(reply, parsed);
  const applying = typeof bare === 'string' ? bare : await asApplicant(reply, bare);
  const meant = typeof applying === 'string' ? applying : await withFiles(reply, applying, lookups);
  const outcome = typeof meant === 'string' ? meant : ((await whoIsMeant(reply, meant)) ?? (await dealtWith(reply, meant, lookups)));
  if (typeof meant !== 'string' && meant.type === 'intent' && meant.left !== undefined)
    await answered(reply, leftNodes(meant.left), 'several');
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
        [
          line('You have access to no embargo called ', code(parsed.typed), '. ', code('list'), ' shows yours.'),
          ...(parsed.near === undefined ? [] : [line('Did you mean ', code(parsed.near), '? Nothing changed.')]),
        ],
        'unknown-codename',
      );
    case 'wrong':
      return answered(reply, wrongNodes(parsed), 'wrong-argument');
    case 'ask':
      return askMissing(reply, parsed);
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

/** Why not; or null: it was carried out; or an outcome: it was answered, and nothing came of it. */
type Ran = Refusal | string | null;

async function run(reply: Reply, parsed: Extract<Parsed, { type: 'intent' }>, lookups: Lookups): Promise<Ran> {
  const { tx, request } = reply;
  const { intent } = parsed;
  if (request.lists.length === 0 && !openToAll(intent, request) && !openToOutsiders(parsed, request)) return notAMember(reply);
  switch (intent.to) {
    case 'create':
      return runCreate(reply, parsed, intent);
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
      const kept = await unopenedForm(tx, intent.id, request.heard.by);
      await (kept === null ? noForm(reply) : opened(reply, kept.form, kept));
      return null;
    }
    case 'ask':
      return answerQuestion(reply, parsed, intent.query, lookups);
    case 'confirm':
    case 'review':
    case 'embargo':
      return runOnEmbargo(reply, parsed, intent, lookups);
    default:
      return intent satisfies never;
  }
}

/** Who opens or acknowledges an embargo has accepted the terms of its list; `ran` is what came of it, and is given back. */
async function accepting({ tx, engine, request }: Reply, list: List | null, ran: Ran): Promise<Ran> {
  if (ran === null && list !== null) await acceptTerms(tx, engine, request, list);
  return ran;
}

/** An order to the embargo that is meant; of ending it before its time, what it means is shown first. */
async function runOnEmbargo(
  { tx, engine, request }: Reply,
  parsed: Extract<Parsed, { type: 'intent' }>,
  intent: Extract<Intent, { to: 'confirm' | 'embargo' | 'review' }>,
  lookups: Lookups,
): Promise<Ran> {
  const chosen = await chooseEmbargo(tx, request, parsed);
  if (chosen.type === 'asked') return answered({ tx, engine, request }, chosen.nodes, 'which-embargo', chosen.several);
  const { embargo, list } = chosen;
  if (intent.to === 'review') return runReview({ tx, engine, request }, list, embargo.id, intent.readings);
  if (intent.to === 'embargo') {
    const { command } = intent;
    if (command.type === 'answer-steps' || command.type === 'correct-review')
      return runSheet({ tx, engine, request }, list, embargo.id, command, parsed.texts);
    const stillGood = async () => (await wouldRefuse(tx, request, list, embargo.id, command)) === null;
    // A walk has its own guard: each of its buttons names its step.
    const old = parsed.command.words.startsWith('review') ? null : await spent({ tx, engine, request }, parsed, stillGood);
    if (old !== null) return old;
    const always = asksFirst(parsed);
    if (intent.command.type === 'propose-date') {
      const asked = await askAboutDate(tx, engine, request, list, embargo.id, {
        command: intent.command,
        typed: typedBy(parsed, request.heard.names),
        always,
      });
      if (asked !== null) return asked;
    } else if (always) {
      const refused = await wouldRefuse(tx, request, list, embargo.id, intent.command);
      if (refused !== null) return refused;
      await answerEmbargo(tx, engine, request, list, embargo.id, { type: 'confirm-order', command: intent.command });
      return 'shown-first';
    }
    const joined = await joining({ tx, engine, request }, list, embargo.id, command, lookups);
    if ('refused' in joined) return joined.refused;
    const ran = await runEmbargo(tx, engine, request, joined.list, embargo.id, joined.command);
    return intent.command.type === 'acknowledge' ? accepting({ tx, engine, request }, list, ran) : ran;
  }
  return endEmbargo(tx, engine, request, list, embargo.id, intent);
}

/**
 * The list on which an order is decided, and the order: a colleague whom a representative lets in, and who is not on it yet, comes onto it first, as a
 * reviewer; whom a coordinator lets in from outside is looked at by their platform. `refused`: why they are not let in, or an outcome. Throws NeedsLookup.
 */
async function joining(
  { tx, engine, request }: Reply,
  list: List,
  id: EmbargoId,
  command: EmbargoCommand,
  lookups: Lookups,
): Promise<{ readonly list: List; readonly command: EmbargoCommand } | { readonly refused: Ran }> {
  const by = speakerOn(list, request);
  if (command.type !== 'admit' || by === null || memberOf(list, command.person) !== null) return { list, command };
  // Who may not let anybody in adds nobody, and makes nobody look at them.
  const refusal = await mayNotSay(tx, request, list, id, 'admit');
  if (refusal !== null) return { refused: refusal };
  if (by.role === 'coordinator') {
    const name = await newcomersName(tx, engine, request, command.person, lookups);
    return typeof name === 'string' ? { list, command: { ...command, name } } : { refused: name };
  }
  if (by.distributor === null) return { list, command };
  const colleague = { type: 'add-person', person: command.person, role: 'reviewer', distributor: by.distributor, name: null } as const;
  const ran = await runHere({ tx, engine, request: { ...request, here: list, lists: [list] } }, colleague, lookups);
  return ran === null ? { list: (await loadList(tx, list.id)) ?? list, command } : { refused: ran };
}

/** A new embargo; its date is shown first where it was reckoned. */
async function runCreate(
  reply: Reply,
  parsed: Extract<Parsed, { type: 'intent' }>,
  intent: Extract<Intent, { to: 'create' }>,
): Promise<Ran> {
  const { tx, engine, request } = reply;
  const old = await spent(reply, parsed, async () => true);
  if (old !== null) return old;
  if (asksFirst(parsed)) return showNewDate(tx, engine, request, intent, typedBy(parsed, request.heard.names));
  const list = listMeant(request);
  const created = await createEmbargo(tx, engine, request, intent);
  if (!('opened' in created)) return created;
  const ran = await accepting(reply, list, null);
  if (intent.report !== undefined && list !== null) await linkReport(reply, list.id, intent.report, created.opened);
  return ran;
}

/** Whether an order is first asked once more, by the codename of its embargo, or shown with the date that it means. */
function asksFirst(parsed: Extract<Parsed, { type: 'intent' }>): boolean {
  const { command, codename, texts } = parsed;
  switch (command.confirm) {
    case 'always':
      return texts.sure === undefined;
    case 'unless-named':
      return texts.sure === undefined && codename === null;
    case 'unless-full':
      return showsDateFirst(parsed);
    case undefined:
      return false;
    default:
      return command.confirm satisfies never;
  }
}

/** What somebody may say who is on an embargo from outside of its list: of that embargo. What each order takes is asked there. */
function openToOutsiders({ command, intent }: Extract<Parsed, { type: 'intent' }>, { outside }: Request): boolean {
  const own = intent.to === 'ask' && (intent.query.type === 'list' || intent.query.type === 'todo');
  return outside.length > 0 && (own || aboutEmbargo(command));
}

const openQuestions: ReadonlySet<Query['type']> = new Set(['help', 'home', 'own-application', 'policy', 'reports', 'report']);

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
    (intent.to === 'list' && (isApplicants(intent.command) || isReporters(intent.command))) ||
    (intent.to === 'list' && (intent.command.type === 'adopt-room' || (intent.command.type === 'add-person' && orphan !== null)))
  );
}
