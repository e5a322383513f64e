// Somebody invited the bot into a room. Coordinators and those who run it are followed, and whoever is on no list into a room for the two of them: they
// may want to apply. Others are declined, and told of.

import {
  backNodes,
  declined,
  helpNodes,
  invitationAlarms,
  joinedNodes,
  notJoinedNodes,
  tooManyAlarms,
  unfitForTwo,
} from '../../chat/list/invited.ts';
import { personal } from '../../chat/message/address.ts';
import type { Change } from '../../chat/message/heard.ts';
import type { Node } from '../../chat/message/message.ts';
import type { Outgoing } from '../../chat/message/outgoing.ts';
import type { Db } from '../../db/connection/client.ts';
import { canonicalIds, personOf } from '../../db/identities.ts';
import { outcomesSince } from '../../db/inbox.ts';
import { allCoordinators, coordinates, listOfRoom, listsOfPerson, lockList } from '../../db/lists.ts';
import { limitReached, strangersRooms } from '../../domain/list/strangers.ts';
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import { errandDone, type Lookups, roomNow } from '../../inbound/lookups.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { SendFailure } from '../../platforms/platform.ts';
import { writeLook } from './room-guard.ts';

type Invitation = Extract<Change, { type: 'invited' }>;
type Inviter = { readonly person: PersonId; readonly may: boolean; readonly member: boolean };

/** Answers an invitation. Resolves to an outcome for the log. Throws NeedsLookup. */
export async function invited(tx: Db, engine: Engine, invitation: Invitation, lookups: Lookups): Promise<string> {
  const inviter = await inviterOf(tx, engine, invitation.by);
  if (inviter.may) return follow(tx, engine, invitation, inviter, lookups);
  if (invitation.direct && !inviter.member) return followStranger(tx, engine, invitation, inviter.person, lookups);
  // Whoever is on a list speaks with the bot in a room of its making, where nobody else reads.
  const known = invitation.direct && inviter.member;
  errandDone(lookups, { type: 'answer', room: invitation.room, accept: false, reason: known ? declined.direct : declined.stranger });
  if (known) {
    await tell(tx, engine, inviter.person, invitation.by, helpNodes);
    return 'declined-to-write';
  }
  await alarm(tx, engine, (people, now) => invitationAlarms(people, invitation.by, now));
  return 'declined';
}

/** The log's word for it, with whom: so they are counted. */
const followedWord = 'followed: ';

/** Somebody on no list wants to speak with the bot alone. */
async function followStranger(tx: Db, engine: Engine, { room, by }: Invitation, person: PersonId, lookups: Lookups): Promise<string> {
  const followed = await outcomesSince(tx, followedWord, engine.now() - strangersRooms.withinMs);
  const limit = limitReached(by, followed as PersonId[]); // only ever what this function gave
  if (limit !== null) {
    errandDone(lookups, { type: 'answer', room, accept: false, reason: declined.busy });
    if (limit === 'inAll') await alarm(tx, engine, (people, now) => tooManyAlarms(people, strangersRooms.inAll, now));
    return `declined: ${limit}`;
  }
  const done = errandDone(lookups, { type: 'follow', room, by, reasons: unfitForTwo });
  if (done instanceof SendFailure) return 'invitation-gone';
  if (done === 'followed') {
    await tell(tx, engine, person, by, helpNodes);
    return `${followedWord}${by}`;
  }
  if (done === 'not-alone') await alarm(tx, engine, (people, now) => invitationAlarms(people, by, now));
  return `declined: ${done}`;
}

/** To who runs the lists, else to who runs the bot. */
async function alarm(tx: Db, engine: Engine, said: (people: readonly PersonId[], now: Instant) => Outgoing[]): Promise<void> {
  const coordinators = await allCoordinators(tx);
  const now = engine.now();
  await enqueue(tx, engine, said(coordinators.length > 0 ? coordinators : [...engine.admins], now), nothing, now);
}

/** Who an id speaks for; a closed account speaks for nobody. */
async function inviterOf(tx: Db, { admins }: Engine, by: PersonId): Promise<Inviter> {
  const person = (await canonicalIds(tx, [by])).get(by) ?? by;
  const { ids } = await personOf(tx, person);
  if (!ids.includes(by)) return { person, may: false, member: false };
  const may = ids.some((id) => admins.has(id)) || (await coordinates(tx, person));
  return { person, may, member: (await listsOfPerson(tx, person)).length > 0 };
}

async function follow(tx: Db, engine: Engine, { room, by, direct }: Invitation, { person }: Inviter, lookups: Lookups): Promise<string> {
  const answer = errandDone(lookups, { type: 'answer', room, accept: true, reason: '' });
  if (answer instanceof SendFailure) {
    await tell(tx, engine, person, by, notJoinedNodes(answer.code));
    return 'invitation-gone';
  }
  if (direct) {
    await tell(tx, engine, person, by, helpNodes);
    return 'joined';
  }
  const audit = roomNow(lookups, room);
  const back = await lookedAt(tx, engine, room, lookups);
  await tell(tx, engine, person, by, back ? backNodes(audit.name) : joinedNodes(audit, room));
  return 'joined';
}

/** The platform could not answer an invitation, and it was given up: who may invite the bot does not wait for it in vain. */
export async function tellNotJoined(tx: Db, engine: Engine, { by }: Invitation): Promise<void> {
  const { person, may } = await inviterOf(tx, engine, by);
  if (may) await tell(tx, engine, person, by, notJoinedNodes('no answer'));
}

/** Whether the room is a list's already; what is seen of it is written down then. */
async function lookedAt(tx: Db, engine: Engine, room: RoomId, lookups: Lookups): Promise<boolean> {
  const id = await listOfRoom(tx, room);
  const list = id === null ? null : await lockList(tx, id);
  if (list?.rooms[room] === undefined) return false;
  await writeLook(tx, engine, list, { room, audit: roomNow(lookups, room), who: null });
  return true;
}

const nothing = { list: null, embargo: null };

/** At the account from which they invited. */
async function tell(tx: Db, engine: Engine, person: PersonId, by: PersonId, nodes: readonly Node[]): Promise<void> {
  const as = by === person ? {} : { as: by };
  await enqueue(tx, engine, [personal({ person, room: null, ...as }, nodes)], nothing, engine.now());
}
