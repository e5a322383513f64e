// What is missing from a command is asked for with a form; of somebody who may not say the command nothing is asked.
import { textToEdit } from '../chat/embargo/public/drafts.ts';
import { formOf } from '../chat/forms.ts';
import type { Command, Says } from '../chat/grammar/command.ts';
import type { Form } from '../chat/message/form.ts';
import { code, line } from '../chat/message/message.ts';
import { asIfFilled, type Parsed } from '../chat/parse.ts';
import { word } from '../chat/values/quoting.ts';
import { loadEmbargo } from '../db/embargoes.ts';
import type { Listed } from '../db/lookup/embargoes.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import { textKinds } from '../domain/embargo/embargo.ts';
import { refuseOnList } from '../domain/list/decide.ts';
import { distributorsOf, type List } from '../domain/list/list.ts';
import type { Refusal } from '../domain/refusal.ts';
import { own } from '../domain/values/records.ts';
import { isNo, refuse } from '../domain/values/refusal.ts';
import { chooseEmbargo } from '../inbound/choose-embargo.ts';
import { listMeant, understanding } from '../inbound/request.ts';
import { mayNotSay, wouldRefuse } from './embargo.ts';
import { askLeak } from './leak.ts';
import { askWhatToConfirm } from './questions/asked-back.ts';
import { answered, formAbout, formOfNew, notAMember, opened, type Reply, refused, withCodename } from './reply.ts';
import { fromReport, refuseReporting } from './reports/which.ts';
import { refuseMaking } from './rooms/rooms.ts';

/** Opens the form for what is missing; resolves to an outcome for the log. Somebody who may not say the thing is told so before they fill in a form. */
export async function askMissing(reply: Reply, parsed: Extract<Parsed, { type: 'ask' }>): Promise<string> {
  const { tx, request } = reply;
  const { command, codename } = parsed;
  if (command.says.to === 'list' || command.says.to === 'create') {
    const reports = command.says.to === 'list' && command.says.type === 'report-vulnerability';
    const refusal = reports ? await refuseReporting(reply, parsed.texts.list ?? null) : refuseBeforehand(reply, command.says);
    const asked = refusal ?? fromReport(request, parsed);
    if (isNo(asked)) return refused(reply, parsed, asked.reason);
    const form = formOf(byName(asked, request.lists));
    return command.says.to === 'create' ? opened(reply, form, formOfNew(request)) : opened(reply, form);
  }
  if (command.says.to === 'leak') return askLeak(reply, parsed);
  const confirmable = command.words === 'confirm' ? await askWhatToConfirm(reply) : null;
  if (confirmable !== null) return confirmable;
  const ofList = command.says.to === 'ask' && command.says.by !== 'know';
  if ((command.says.to === 'self' || command.says.to === 'order' || ofList) && request.lists.length > 0)
    return opened(reply, formOf(parsed));
  if (request.lists.length + request.outside.length === 0) return notAMember(reply);
  const chosen = await chooseEmbargo(tx, request, parsed);
  if (chosen.type === 'asked') {
    const [first] = await refusals(reply, command.says, chosen.several);
    if (first !== undefined) return refused(reply, parsed, first.reason);
    return chosen.several.length > 1
      ? opened(reply, formOf(parsed, 'needed'))
      : answered(reply, chosen.nodes, 'which-embargo', chosen.several);
  }
  const refusal = command.says.to === 'embargo' ? await mayNotSay(tx, request, chosen.list, chosen.embargo.id, command.says.type) : null;
  if (refusal !== null) return refused(reply, parsed, refusal.reason);
  const intent = asIfFilled(parsed, understanding(request));
  const anyway = intent?.to === 'embargo' ? await wouldRefuse(tx, request, chosen.list, chosen.embargo.id, intent.command) : null;
  if (anyway !== null) return refused(reply, parsed, anyway.reason);
  if (namesAnother(command) && request.embargoes.every(({ id }) => id === chosen.embargo.id))
    return answered(reply, [line(`You have access to no other embargo, and `, code(command.words), ' takes two.')], 'no-other');
  const words = codename === null ? withCodename(parsed.words, command.words, chosen.embargo.codename) : parsed.words;
  const there = await textsThere(reply, parsed, chosen);
  const form = formOf({ ...parsed, words, texts: { ...there, ...parsed.texts } });
  return opened(
    reply,
    Object.keys(there).length === 0 ? form : asking(form, Object.keys(there), parsed.texts),
    formAbout(command, chosen.embargo),
  );
}

/** What is changed by its form is in it: a draft that is edited. */
async function textsThere(
  { tx, request }: Reply,
  { command, texts }: Extract<Parsed, { type: 'ask' }>,
  { list, embargo: { id } }: { readonly list: List; readonly embargo: Listed },
): Promise<Readonly<Record<string, string>>> {
  const kind = textKinds.find((each) => each === texts.kind);
  if (command.says.to !== 'embargo' || command.says.type !== 'write-text' || kind === undefined) return {};
  const embargo = await loadEmbargo(tx, id);
  return embargo === null ? {} : { text: textToEdit({ embargo, list: listFor(embargo, list, request.now), now: request.now }, kind) };
}

/** What was said already goes along with the command: only what the form was opened to change is asked. */
const asking = (form: Form, names: readonly string[], said: Readonly<Record<string, string>>): Form => ({
  ...form,
  words: [form.words, ...Object.entries(said).map(([name, text]) => `${name}=${word(text)}`)].join(' '),
  fields: form.fields.filter((field) => names.includes(field.name)),
});

const namesAnother = ({ args }: Command): boolean =>
  Object.values(args).some((arg) => arg.type === 'text' && arg.pick === 'embargo' && arg.required);

/** A button names a distributor by its id: in the form that asks for the rest people read what it is called. */
function byName(asked: Extract<Parsed, { type: 'ask' }>, lists: readonly List[]): Extract<Parsed, { type: 'ask' }> {
  const shown = Object.entries(asked.command.args).flatMap(([field, arg]) => {
    const id = own(asked.texts, field);
    const picks = arg.type === 'text' && arg.pick === 'distributor' && id !== undefined;
    const found = picks ? lists.flatMap(distributorsOf).find((each) => each.id === id) : undefined;
    return found === undefined ? [] : [[field, found.name] as const];
  });
  return { ...asked, texts: { ...asked.texts, ...Object.fromEntries(shown) } };
}

/** Why a command would be refused on each of these embargoes; empty when it would not be on one of them. */
async function refusals({ tx, request }: Reply, says: Says, several: readonly Listed[]): Promise<Refusal[]> {
  const found: Refusal[] = [];
  for (const { id, list: of } of several) {
    const list = [...request.lists, ...request.outside].find((each) => each.id === of);
    const refusal = says.to === 'embargo' && list !== undefined ? await mayNotSay(tx, request, list, id, says.type) : null;
    if (refusal === null) return [];
    found.push(refusal);
  }
  return found;
}

/** Why a command to a list, or a new embargo on it, would be refused whatever is filled in. */
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
