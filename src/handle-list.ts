// Commands to a list: rooms, distributors, people.
import { announceList } from './chat/announce-list.ts';
import type { Heard } from './chat/heard.ts';
import type { HereCommand } from './chat/intent.ts';
import { readText } from './chat/text.ts';
import type { Db } from './db/client.ts';
import { lockEnded, lockRunning, saveEmbargo } from './db/embargoes.ts';
import { appendFacts, listStream } from './db/facts.ts';
import { listOfRoom, loadList, lockList, saveList } from './db/lists.ts';
import type { ListCommand } from './domain/commands.ts';
import { decideList, refuseOnList } from './domain/decide-list.ts';
import type { DistributorId, ListId, PersonId } from './domain/ids.ts';
import { evolveList, type List, type ListFact, membersOf } from './domain/list.ts';
import { isRefused, type Refusal, refuse } from './domain/refusal.ts';
import { nextLook } from './domain/reminders.ts';
import { dayMs } from './domain/time.ts';
import type { Engine } from './engine.ts';
import { type Hearing, listMeant } from './hearing.ts';
import { refreshHomes } from './home.ts';
import { type Outside, roomNow } from './outside.ts';
import { say } from './say.ts';

/** Carries a command to a list out; a refusal is given back to be said. Throws NeedsOutside. */
export async function runList(tx: Db, engine: Engine, hearing: Hearing, here: HereCommand, outside: Outside): Promise<Refusal | null> {
  const { heard, now } = hearing;
  const command = await located(tx, engine, hearing, here, outside);
  if ('reason' in command && command.type === 'refusal') return command;
  const id = command.type === 'adopt-room' ? command.list : (listMeant(hearing)?.id ?? null);
  if (id === null) return refuse({ code: 'room-not-adopted' });
  const before = await lockList(tx, id);
  const name = before?.members[heard.by]?.name ?? platformName(heard, heard.by) ?? heard.by;
  const decision = decideList(before, command, { by: heard.by, name, admin: engine.admins.has(heard.by) });
  if (isRefused(decision)) return decision;
  const after = decision.reduce<List | null>((list, fact) => evolveList(list, fact, now), before);
  if (after === null) throw new Error('a decision about a list left none');
  await record(tx, engine, hearing, { before, after, facts: decision });
  return null;
}

/** For how long after its end an embargo can still gain debts: the longest of the clocks, and as long again. */
const afterEndMs = 20 * dayMs;

type Change = { readonly before: List | null; readonly after: List; readonly facts: readonly ListFact[] };

async function record(tx: Db, engine: Engine, hearing: Hearing, { before, after, facts }: Change): Promise<void> {
  const { now, to } = hearing;
  await saveList(tx, before, after);
  await appendFacts(
    tx,
    listStream(after.id),
    facts.map((fact) => ({ fact, at: now, by: to.person })),
  );
  const running = await lockRunning(tx, after.id);
  // Somebody new may owe what nobody owed, also on embargoes that have ended.
  for (const ended of await lockEnded(tx, after.id, now - afterEndMs)) await saveEmbargo(tx, ended, ended, nextLook(ended, after, now));
  const { answers, about } = announceList(facts, { list: after, before, running, now, to });
  await say(tx, engine, answers, { list: after, embargo: null }, now);
  for (const { embargo, messages } of about) await say(tx, engine, messages, { list: after, embargo }, now);
  const people = [...membersOf(after), ...(before === null ? [] : membersOf(before))].map(({ person }) => person);
  await refreshHomes(tx, [...new Set(people)], now);
}

async function located(tx: Db, engine: Engine, hearing: Hearing, here: HereCommand, outside: Outside): Promise<ListCommand | Refusal> {
  const { heard } = hearing;
  switch (here.type) {
    case 'adopt-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : adopting(tx, engine, hearing, here, outside);
    case 'leave-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : { type: 'leave-room', room: heard.room };
    case 'add-distributor': {
      const id = slug(here.name);
      return id === '' ? refuse({ code: 'no-name' }) : { ...here, distributor: id as DistributorId };
    }
    case 'add-person': {
      const name = here.name ?? listMeant(hearing)?.members[here.person]?.name ?? platformName(heard, here.person);
      return name === null ? refuse({ code: 'needs-name' }) : { ...here, name };
    }
    case 'set-releases':
    case 'remove-person':
    case 'choose-zone':
      return here;
    default:
      return here satisfies never;
  }
}

async function adopting(
  tx: Db,
  engine: Engine,
  { heard, lists }: Hearing,
  here: Extract<HereCommand, { type: 'adopt-room' }>,
  outside: Outside,
): Promise<ListCommand | Refusal> {
  const id = slug(here.name) as ListId;
  const { room, by } = heard;
  if (room === null) return refuse({ code: 'room-not-adopted' });
  if (id === '') return refuse({ code: 'no-name' });
  // Who may not adopt learns nothing of the room, and makes nobody look at it.
  const refusal = refuseOnList(await loadList(tx, id), 'adopt-room', { by, admin: engine.admins.has(by) });
  if (refusal !== null) return refusal;
  const holder = await listOfRoom(tx, room);
  const known = lists.find((list) => list.id === holder)?.name ?? 'another list';
  if (holder !== null && holder !== id) return refuse({ code: 'room-adopted-already', list: known });
  return { type: 'adopt-room', list: id, name: here.name, policy: here.policy, room, audit: roomNow(outside, room) };
}

/** What a platform calls somebody, where it can be shown: a name with unseen characters could pass for another's. */
export function platformName(heard: Heard, person: PersonId): string | null {
  const read = readText(heard.names[person] ?? '', nameLengthMax, 'one');
  return read.ok ? read.value : null;
}

const nameLengthMax = 60;

/** A name as an id: letters and digits of any script, and hyphens. Empty where the name has none. */
function slug(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
