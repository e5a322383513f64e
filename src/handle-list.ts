// Commands to a list: rooms, distributors, people.
import { announceList } from './chat/announce-list.ts';
import type { HereCommand } from './chat/intent.ts';
import type { Db } from './db/client.ts';
import { lockRunning } from './db/embargoes.ts';
import { appendFacts, listStream } from './db/facts.ts';
import { listOfRoom, lockList, saveList } from './db/lists.ts';
import type { RoomAudit } from './domain/audience.ts';
import type { ListCommand } from './domain/commands.ts';
import { decideList } from './domain/decide-list.ts';
import type { DistributorId, ListId, RoomId } from './domain/ids.ts';
import { evolveList, type List, type ListFact } from './domain/list.ts';
import { isRefused, type Refusal, refuse } from './domain/refusal.ts';
import type { Engine } from './engine.ts';
import type { Hearing } from './hearing.ts';
import { say } from './say.ts';

export type Audits = ReadonlyMap<RoomId, RoomAudit>;

/** Thrown when a room has to be read afresh first: that is done outside the transaction, which is then begun again. */
export class NeedsAudit extends Error {
  override readonly name = 'NeedsAudit';
  readonly room: RoomId;

  constructor(room: RoomId) {
    super('a room has to be read first');
    this.room = room;
  }
}

/** Carries a command to a list out; a refusal is given back to be said. */
export async function runList(tx: Db, engine: Engine, hearing: Hearing, here: HereCommand, audits: Audits): Promise<Refusal | null> {
  const { heard, now } = hearing;
  const command = await located(tx, hearing, here, audits);
  if ('reason' in command && command.type === 'refusal') return command;
  const id = command.type === 'adopt-room' ? command.list : await listConcerned(hearing);
  if (id === null) return refuse({ code: 'room-not-adopted' });
  const before = await lockList(tx, id);
  const name = before?.members[heard.by]?.name ?? heard.names[heard.by] ?? heard.by;
  const decision = decideList(before, command, { by: heard.by, name, admin: engine.admins.has(heard.by) });
  if (isRefused(decision)) return decision;
  const after = decision.reduce<List | null>((list, fact) => evolveList(list, fact, now), before);
  if (after === null) throw new Error('a decision about a list left none');
  await record(tx, engine, hearing, { before, after, facts: decision });
  return null;
}

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
  const { answers, about } = announceList(facts, { list: after, before, running, now, to });
  await say(tx, engine, answers, { list: after, embargo: null }, now);
  for (const { embargo, messages } of about) await say(tx, engine, messages, { list: after, embargo }, now);
}

/** The list that a command is to: the room's; for what concerns the speaker alone also their only one. */
async function listConcerned({ here, lists }: Hearing): Promise<ListId | null> {
  return (here ?? (lists.length === 1 ? lists[0] : undefined))?.id ?? null;
}

async function located(tx: Db, hearing: Hearing, here: HereCommand, audits: Audits): Promise<ListCommand | Refusal> {
  const { heard } = hearing;
  switch (here.type) {
    case 'adopt-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : adopting(tx, heard.room, here, audits);
    case 'leave-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : { type: 'leave-room', room: heard.room };
    case 'add-distributor':
      return { ...here, distributor: slug(here.name) as DistributorId };
    case 'add-person': {
      const name = here.name ?? hearing.here?.members[here.person]?.name ?? heard.names[here.person];
      return name === undefined ? refuse({ code: 'needs-name' }) : { ...here, name };
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
  room: RoomId,
  here: Extract<HereCommand, { type: 'adopt-room' }>,
  audits: Audits,
): Promise<ListCommand | Refusal> {
  const list = slug(here.name) as ListId;
  const holder = await listOfRoom(tx, room);
  if (holder !== null && holder !== list) return refuse({ code: 'room-adopted-already', list: holder });
  const audit = audits.get(room);
  if (audit === undefined) throw new NeedsAudit(room);
  return { type: 'adopt-room', list, name: here.name, policy: here.policy, room, audit };
}

/** A name as an id: letters, digits and hyphens. */
function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'unnamed'
  );
}
