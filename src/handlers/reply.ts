// One turn of a conversation: what was heard, and the ways to answer it.

import { foundersMenu, menuNodes } from '../chat/embargo/menu.ts';
import { newsSince } from '../chat/embargo/timeline.ts';
import { formOf, stepForm, withAnyway } from '../chat/forms.ts';
import { aboutEmbargo, type Command } from '../chat/grammar/command.ts';
import { leakNodes, strangerNodes, unknownNodes } from '../chat/help.ts';
import { answer, naming, ofList, personal, type Speaker } from '../chat/message/address.ts';
import type { Form } from '../chat/message/form.ts';
import { code, heading, line, type Message, type Node } from '../chat/message/message.ts';
import type { Outgoing } from '../chat/message/outgoing.ts';
import type { Refused } from '../chat/message/refused.ts';
import type { View } from '../chat/message/view.ts';
import { type Parsed, saidAgain, wordsOf } from '../chat/parse.ts';
import { outsideNodes } from '../chat/queries.ts';
import { refusalMessage, refusalText } from '../chat/refusals.ts';
import { commandIn } from '../chat/several.ts';
import type { Db } from '../db/connection/client.ts';
import { loadEmbargo } from '../db/embargoes.ts';
import { embargoStream, readFacts } from '../db/facts.ts';
import { countHeard } from '../db/inbox.ts';
import { loadList } from '../db/lists.ts';
import type { Listed } from '../db/lookup/embargoes.ts';
import { authority } from '../domain/embargo/commands.ts';
import type { EmbargoFact } from '../domain/embargo/facts.ts';
import type { Reason } from '../domain/refusal.ts';
import type { EmbargoId } from '../domain/values/ids.ts';
import { dayMs } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { type Chosen, chooseEmbargo } from '../inbound/choose-embargo.ts';
import { listMeant, type Request } from '../inbound/request.ts';
import { knownViews } from '../inbound/views.ts';
import { gate } from '../outbound/audience-gate.ts';
import { enqueue } from '../outbound/enqueue.ts';

export type Reply = { readonly tx: Db; readonly engine: Engine; readonly request: Request };

/** Fields that a refusal can be put beside, so that what was typed is kept and only that is corrected. */
const correctable: Readonly<Partial<Record<Reason['code'], string>>> = {
  'date-problems': 'date',
  'needs-because': 'because',
  'unknown-distributor': 'distributor',
  'needs-distributor': 'distributor',
  'name-taken': 'name',
  'looks-like': 'name',
  'needs-name': 'name',
  'same-patch': 'files',
  'new-branches': 'branches',
};

/** Where a button says again what was said. */
const saysAgain: ReadonlySet<Reason['code']> = new Set(['which-branch', 'reviewed-already', 'tells-vulnerability']);

/** Also where they were typed. */
const alwaysAsked: ReadonlySet<Reason['code']> = new Set(['needs-because', 'new-branches']);

/** Says why not; where one field is to blame and a form can be had, beside that field, with everything else kept. Resolves to an outcome for the log. */
export async function refused(reply: Reply, parsed: Extract<Parsed, { type: 'intent' | 'ask' }>, reason: Reason): Promise<string> {
  const { request } = reply;
  const { said } = request.heard;
  const meant = await embargoMeant(reply, parsed);
  const codename = meant?.embargo.codename ?? null;
  const about: Refused = { codename, words: parsed.command.words, ...(saysAgain.has(reason.code) ? { again: saidAgain(parsed) } : {}) };
  const typed = said.type === 'form' ? said.values : {};
  const named = meant === null ? [] : [meant.embargo];
  if (reason.code === 'needs-note' && meant !== null)
    return opened(reply, stepForm(meant.embargo.codename, reason, typed.note ?? null), formAbout(parsed.command, meant.embargo));
  const field = correctable[reason.code];
  if (field !== undefined && Object.hasOwn(parsed.command.args, field) && (said.type === 'form' || alwaysAsked.has(reason.code))) {
    const { command, texts } = parsed;
    const begun = said.type === 'form' ? said.words : wordsOf(command, about.codename, texts);
    // Who sends it again as it is has been asked.
    const words = reason.code === 'new-branches' ? `${begun} sure=yes` : begun;
    const problems = { [field]: refusalText(reason, { ...about, inForm: true }) };
    const form = formOf({ type: 'ask', command, codename: about.codename, words, texts, problems });
    const creates = command.says.to === 'create' ? formOfNew(request) : theirOwn;
    const of = meant === null ? creates : formAbout(command, meant.embargo);
    return opened(reply, reason.code === 'date-problems' && !reason.firm ? withAnyway(form, field) : form, of);
  }
  const { to, now } = request;
  const message = refusalMessage(reason, about);
  const news = meant === null ? null : await newsFor(reply, meant);
  if (news === null)
    await enqueue(
      reply.tx,
      reply.engine,
      [naming({ ...personal(to, []), body: { type: 'message', message, less: null } }, named)],
      nothing,
      now,
    );
  else await enqueue(reply.tx, reply.engine, [withNews(to, message, news)], { list: news.list, embargo: news.embargo }, now);
  return `refused: ${reason.code}`;
}

type News = View & { readonly text: string };

/** What happened to an embargo since the message was written whose button was pressed; null when nothing did, or it was no button. */
async function newsFor({ tx, request }: Reply, { embargo: { id }, list }: Extract<Chosen, { type: 'chosen' }>): Promise<News | null> {
  const { heard, now } = request;
  const seen = heard.seen ?? null;
  const embargo = seen === null ? null : await loadEmbargo(tx, id);
  if (seen === null || embargo === null) return null;
  const text = newsSince(await readFacts<EmbargoFact>(tx, embargoStream(id)), seen, list, embargo);
  return text === null ? null : { embargo, list, now, text };
}

/** A refusal with what explains it; without, to whom may not hear what others did. */
function withNews(to: Speaker, refusal: Message, { embargo, text }: News): Outgoing {
  const whole = { ...refusal, nodes: [...refusal.nodes, line(text)] };
  const message = answer(to, embargo, { kind: 'metadata', urgency: 'answer' }, whole);
  return { ...message, body: { type: 'message', message: whole, less: refusal } };
}

/** The few things that the speaker may do here, now. */
export async function menu(reply: Reply): Promise<string> {
  const { tx, engine, request } = reply;
  const { here, lists, heard, to, now, admin } = request;
  const founder = heard.room !== null && here === null && admin;
  if (founder) return answered(reply, foundersMenu(), 'menu');
  if (lists.length + request.outside.length === 0) return notAMember(reply);
  const views = await knownViews(tx, request, 'live');
  await answerOutside(reply, views);
  for (const list of lists) {
    const its = views.filter((view) => view.list.id === list.id);
    const nodes = menuNodes(list, its, heard.by);
    const shown = ofList(list, to, lists.length === 1 ? nodes : [heading(list.name), ...nodes]);
    const named = its.map(({ embargo }) => embargo);
    await enqueue(tx, engine, [naming(shown, named)], { list, embargo: null }, now);
  }
  return 'menu';
}

/** The embargoes that the speaker is on from outside, with what waits on them there; nothing where there are none. */
export async function answerOutside(reply: Reply, views: readonly View[]): Promise<void> {
  const { outside, to } = reply.request;
  const theirs = views.filter(({ list }) => outside.some(({ id }) => id === list.id));
  if (theirs.length > 0)
    await answered(
      reply,
      outsideNodes(theirs, to.person),
      'outside',
      theirs.map(({ embargo }) => embargo),
    );
}

const nothing = { list: null, embargo: null };

/** What anybody hears who is on no list here. */
export function notAMember(reply: Reply): Promise<string> {
  const { heard, here } = reply.request;
  if (heard.room !== null && here === null) {
    const nowhere = line(
      "This room belongs to no list, so I can't answer here. Someone named in ADMINS or a coordinator adopts it with ",
      code('room adopt'),
      '.',
    );
    return answered(reply, [nowhere], 'room-not-adopted');
  }
  const nodes = [
    line("You aren't on a list here, so I can't tell you anything. A coordinator of the list adds people with ", code('people add'), '.'),
  ];
  return answered(reply, nodes, 'not-a-member');
}

/**
 * What is no command. Somebody on no list who chats with the bot alone is told once a day what they may say, and then let be; where a command was called by
 * its name (Slack's slash command) an answer is waited for.
 */
export async function notACommand(reply: Reply, parsed: Extract<Parsed, { type: 'unknown-command' }>): Promise<string> {
  const { tx, request } = reply;
  const { heard, lists, admin, from, now } = request;
  const words = heard.said.type === 'words' ? heard.said.text : '';
  // Nothing that somebody says of a leak must go by unheard.
  if (/\bleak/i.test(words)) return answered(reply, leakNodes(commandIn(words)), 'unknown-command');
  if (lists.length > 0 && greetings.has(parsed.typed.toLowerCase().split(/\P{L}/u, 1)[0] ?? '')) return menu(reply);
  const stranger = lists.length === 0 && !admin && heard.room === null && heard.trigger === null;
  if (!stranger) return answered(reply, unknownNodes(parsed), 'unknown-command');
  const told = (await countHeard(tx, from, smallTalk, now - dayMs)) > 0;
  return told ? smallTalk : answered(reply, strangerNodes(parsed), smallTalk);
}

/** The outcome of what somebody on no list is answered once a day. */
export const smallTalk = 'small-talk';
const greetings: ReadonlySet<string> = new Set(['hello', 'hi', 'hey', 'hallo', 'start']);

/** Answers the speaker where they spoke, for them alone. `named`: the embargoes that the answer names. Resolves to the outcome given. */
export async function answered(
  reply: Reply,
  nodes: readonly Node[],
  outcome: string,
  named: readonly { readonly id: EmbargoId }[] = [],
): Promise<string> {
  const { tx, engine, request } = reply;
  await enqueue(tx, engine, [naming(personal(request.to, nodes), named)], nothing, request.now);
  return outcome;
}

/** What a form is of, and the most that stands in it: who may see that is asked when it is queued, when it is sent, and when it is opened again. */
export type FormOf = Pick<Outgoing, 'kind' | 'list' | 'embargo'>;

const theirOwn: FormOf = { kind: 'personal', ...nothing };

/** What a form of this command is of, about this embargo: who has to have acknowledged it for the command has to be told its details. */
export function formAbout({ says }: Command, { id, list }: Pick<Listed, 'id' | 'list'>): FormOf {
  return { kind: says.to === 'embargo' && authority[says.type].signed ? 'detail' : 'dates', list, embargo: id };
}

/** What the form of a new embargo is of: of what only coordinators read, a report from outside or what is to be an embargo. */
export function formOfNew(request: Request): FormOf {
  const list = listMeant(request);
  return list === null ? theirOwn : { kind: 'report', list: list.id, embargo: null };
}

/** Opens a form for the speaker, who may see what it is `of`; says that it expired where they may not any more. Resolves to an outcome for the log. */
export async function opened(reply: Reply, form: Form, { kind, list, embargo }: FormOf = theirOwn): Promise<string> {
  const { tx, engine, request } = reply;
  const { to, heard, now } = request;
  const about = {
    list: list === null ? null : await loadList(tx, list),
    embargo: embargo === null ? null : await loadEmbargo(tx, embargo),
  };
  const message = { ...personal(to, []), kind, list, embargo, body: { type: 'form', form, trigger: heard.trigger } as const };
  if (gate(message, { ...about, audit: null, now }).type === 'withheld') return noForm(reply);
  await enqueue(tx, engine, [message], about, now);
  return 'form';
}

/** What is said where there is no form to be opened, or none that the speaker may see any more. */
export function noForm(reply: Reply): Promise<string> {
  return answered(reply, [line('That form expired. Send the command again.')], 'no-form');
}

/** The words of a command with the codename behind the command's own. */
export function withCodename(words: string, command: string, codename: string): string {
  return `${command} ${codename}${words.slice(command.length)}`;
}

async function embargoMeant(
  { tx, request }: Reply,
  parsed: Extract<Parsed, { type: 'intent' | 'ask' }>,
): Promise<Extract<Chosen, { type: 'chosen' }> | null> {
  if (!aboutEmbargo(parsed.command)) return null;
  const chosen = await chooseEmbargo(tx, request, parsed);
  return chosen.type === 'chosen' ? chosen : null;
}
