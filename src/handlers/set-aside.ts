// An event that ended the process, twice, while it was acted on: it is not carried out, and those who can do something about it hear of it.

import { personal, speakerOf } from '../chat/message/address.ts';
import { setAsideAlarm, setAsideNodes } from '../chat/set-aside.ts';
import type { Db } from '../db/connection/client.ts';
import { canonicalIds, personBehind } from '../db/identities.ts';
import type { Waiting } from '../db/inbox.ts';
import { allCoordinators, loadListsOfPerson } from '../db/lists.ts';
import { coordinatorsOf } from '../domain/list/list.ts';
import type { Engine } from '../engine.ts';
import { enqueue } from '../outbound/enqueue.ts';

/** Tells its author, the coordinators of their lists (of all lists, where they are on none), and whoever runs the bot. Resolves to an outcome for the log. */
export async function setAside(tx: Db, engine: Engine, { seq, heard }: Waiting): Promise<string> {
  const now = engine.now();
  const author = 'change' in heard ? null : await personBehind(tx, heard.by);
  const lists = author === null ? [] : await loadListsOfPerson(tx, author);
  const admins = (await canonicalIds(tx, [...engine.admins])).values();
  const coordinators =
    lists.length === 0 ? await allCoordinators(tx) : lists.flatMap((list) => coordinatorsOf(list).map(({ person }) => person));
  const told = [...new Set([...coordinators, ...admins])].filter((person) => person !== author);
  const sorry = 'change' in heard ? [] : [personal(speakerOf(heard), setAsideNodes(seq))];
  await enqueue(tx, engine, [...sorry, ...told.map((person) => setAsideAlarm(person, author, seq))], { list: null, embargo: null }, now);
  return 'set-aside';
}
