// A leak is reported: by somebody who knows the embargo, by a member who does not, or by somebody on no list. Each is heard, none learns more.

import { leakOnList, thanks, whoKnows } from '../chat/embargo/leak/report.ts';
import { formOf } from '../chat/forms.ts';
import type { Intent } from '../chat/grammar/intent.ts';
import type { Form } from '../chat/message/form.ts';
import { actions, line, type Node } from '../chat/message/message.ts';
import { addressOf } from '../chat/message/outgoing.ts';
import type { Parsed } from '../chat/parse.ts';
import { word } from '../chat/values/quoting.ts';
import { loadEmbargo } from '../db/embargoes.ts';
import { appendFacts, listStream } from '../db/facts.ts';
import { countHeard } from '../db/inbox.ts';
import { listsOfPerson, listsOfWorkspace, lockList } from '../db/lists.ts';
import type { Listed } from '../db/lookup/embargoes.ts';
import { keeperOf } from '../domain/embargo/leak/orders.ts';
import type { ListFact } from '../domain/list/facts.ts';
import { coordinatorsOf, type List, nameOf } from '../domain/list/list.ts';
import type { Refusal } from '../domain/refusal.ts';
import { bareId, type PersonId, workspaceOf } from '../domain/values/ids.ts';
import type { LeakSaid } from '../domain/values/leak-said.ts';
import { refuse } from '../domain/values/refusal.ts';
import { hourMs } from '../domain/values/time.ts';
import { embargoCalled } from '../inbound/known-embargoes.ts';
import type { Request } from '../inbound/request.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { runEmbargo } from './embargo.ts';
import { answered, formAbout, notAMember, opened, type Reply, withCodename } from './reply.ts';
import { platformName } from './resolve.ts';

// Somebody on no list could fill the coordinators' nights.
const strangersReportsMax = 3;

/** Opens the form for a report. Only who knows of several embargoes is asked which one it is: nobody else learns that there is one. */
export async function askLeak(reply: Reply, parsed: Extract<Parsed, { type: 'ask' }>): Promise<string> {
  const { request } = reply;
  if ((await listsOf(reply)).length === 0) return notAMember(reply);
  const possible = possibleOnes(request);
  const [only] = possible;
  if (parsed.codename !== null || only === undefined) return opened(reply, atOnce(formOf(parsed)));
  if (possible.length > 1) return opened(reply, atOnce(formOf(parsed, 'optional')));
  const words = withCodename(parsed.words, parsed.command.words, only.codename);
  return opened(reply, atOnce(formOf({ ...parsed, words })), formAbout(parsed.command, only));
}

/** A report waits for nothing that may be left out: where questions are asked one by one, only what leaked is. */
export function atOnce(form: Form): Form {
  return { ...form, fields: form.fields.map((field) => (field.required ? field : { ...field, only: 'window' })) };
}

/** Writes a report down and tells those who have to act; a refusal is given back to be said. An outcome: there is nobody here to tell. */
export async function reportLeak(
  reply: Reply,
  { codename, elsewhere }: Pick<Parsed & { type: 'intent' }, 'codename' | 'elsewhere'>,
  { to: _, unnamed, ...leak }: Extract<Intent, { to: 'leak' }>,
): Promise<Refusal | string | null> {
  const { tx, engine, request } = reply;
  const embargo = elsewhere === true ? null : await kept(tx, await meant(tx, request, codename));
  const list = [...request.lists, ...request.outside].find((each) => each.id === embargo?.list);
  if (embargo !== null && list !== undefined)
    return runEmbargo(tx, engine, request, list, embargo.id, {
      type: 'report-leak',
      ...leak,
      ...(unnamed === undefined ? {} : { unnamed }),
    });
  const { heard, now, to } = request;
  const ids = await listsOf(reply);
  if (ids.length === 0) return notAMember(reply);
  const told: List[] = [];
  for (const id of ids) {
    const each = await lockList(tx, id);
    if (each !== null) told.push(each);
  }
  const stranger = told.every((each) => each.members[heard.by] === undefined);
  if (stranger && (await countHeard(tx, addressOf({ type: 'person', ...to }), 'report leak', now - hourMs)) >= strangersReportsMax)
    return refuse({ code: 'too-many-reports', most: strangersReportsMax });
  const keepers: { unnamed?: PersonId | null }[] = [];
  for (const each of told) {
    const keeper = unnamed === true ? { unnamed: keeperOf(coordinatorsOf(each), heard.by, ({ terms }) => terms !== undefined) } : {};
    const fact: ListFact = { type: 'leak-reported', ...leak, ...keeper };
    keepers.push(keeper);
    await appendFacts(tx, listStream(each.id), [{ fact, at: now, by: heard.by }]);
    const reporter = stranger
      ? { name: platformName(heard, heard.by) ?? bareId(heard.by), member: false }
      : { name: nameOf(each, heard.by), member: true };
    await enqueue(tx, engine, leakOnList(each, reporter, keeper.unnamed), { list: each, embargo: null }, now);
  }
  const several = codename === null ? possibleOnes(request) : [];
  await answered(
    reply,
    [
      line(thanks, ...new Set(told.map((each, index) => whoKnows(keepers[index] ?? {}, each)))),
      ...(several.length > (elsewhere === true ? 0 : 1)
        ? whichLeaked(several, { ...leak, ...(unnamed === undefined ? {} : { unnamed }) })
        : []),
    ],
    'report leak',
    several,
  );
  return null;
}

/** Asked once coordinators know: of which embargo it is. A button reports it there too. */
function whichLeaked(several: readonly Listed[], { what, where, unnamed }: LeakSaid & { readonly unnamed?: true }): Node[] {
  const said = `${unnamed === true ? 'unnamed=yes ' : ''}what=${word(what)}${where === null ? '' : ` where=${word(where)}`}`;
  if (said.length > saidMax) return [];
  const meant = several
    .slice(0, severalMax)
    .map(({ codename }) => ({ label: `It's from ${codename}`, words: `report leak ${codename} ${said}` }));
  return [line("Do you know which embargo it's from? Coordinators have your report either way."), actions(...meant)];
}

// A longer one could not be pressed on each platform.
const saidMax = 1400;
const severalMax = 10;

/** The lists that a report goes to: the speaker's here, else theirs anywhere, else those that are at home where the speaker is. */
async function listsOf({ tx, request }: Reply): Promise<List['id'][]> {
  const { heard, lists } = request;
  if (lists.length > 0) return lists.map((list) => list.id);
  if (request.outside.length > 0) return request.outside.map((list) => list.id);
  const theirs = await listsOfPerson(tx, heard.by);
  if (theirs.length > 0) return theirs;
  const workspaces = [heard.by, heard.room].flatMap((id) => (id === null ? [] : (workspaceOf(id) ?? [])));
  const found = new Set<List['id']>();
  for (const workspace of new Set(workspaces)) for (const id of await listsOfWorkspace(tx, workspace)) found.add(id);
  return [...found].sort();
}

/** An embargo that was purged keeps nobody's words any more: what is said of it is the list's. */
async function kept(tx: Reply['tx'], embargo: Listed | null): Promise<Listed | null> {
  if (embargo?.over !== true) return embargo;
  return (await loadEmbargo(tx, embargo.id))?.purgedAt === undefined ? embargo : null;
}

async function meant(tx: Reply['tx'], request: Request, codename: string | null): Promise<Listed | null> {
  if (codename !== null) return embargoCalled(tx, request, codename);
  const [only, ...others] = possibleOnes(request);
  return only === undefined || others.length > 0 ? null : only;
}

function possibleOnes({ embargoes }: Request): Listed[] {
  return embargoes.filter((embargo) => !embargo.over);
}
