// A platform does not let the bot in as it did: its coordinators have to know, by another platform where they have an account there.
import type { Change } from './chat/heard.ts';
import type { Outgoing } from './chat/outgoing.ts';
import { troubleSayings } from './chat/trouble.ts';
import type { Db } from './db/client.ts';
import { personsBehind } from './db/identities.ts';
import { allCoordinators } from './db/lists.ts';
import { cardRefs } from './db/outbox.ts';
import { waysTo } from './db/people.ts';
import { type PersonId, platformOf } from './domain/ids.ts';
import type { Engine } from './engine.ts';
import { say } from './say.ts';

/** Resolves to an outcome for the log. */
export async function troubled(tx: Db, engine: Engine, { platform, code }: Extract<Change, { type: 'trouble' }>): Promise<string> {
  const now = engine.now();
  const admins = await personsBehind(tx, [...engine.admins]);
  const people = [...new Set([...(await allCoordinators(tx)), ...[...engine.admins].map((id) => admins[id] ?? id)])];
  const sayings: Outgoing[] = [];
  for (const saying of troubleSayings(people, platform, code, now))
    if (saying.card === null || (await cardRefs(tx, saying.card.key)).length === 0) sayings.push(saying);
  await say(tx, engine, await elsewhere(tx, engine, sayings, platform), { list: null, embargo: null }, now);
  return `trouble: ${code}`;
}

/** Each to an account of its reader on another platform, where there is one: on the troubled one it would wait for what it is about. */
async function elsewhere(tx: Db, { platforms }: Engine, sayings: readonly Outgoing[], troubledOn: string): Promise<Outgoing[]> {
  const people = sayings.flatMap(({ to }): PersonId[] => (to.type === 'person' ? [to.person] : []));
  const ways = await waysTo(tx, people);
  return sayings.map((saying) => {
    const { to } = saying;
    const other = ways.find(({ person, id, open }) => {
      const on = platformOf(id);
      return to.type === 'person' && person === to.person && open && on !== troubledOn && platforms[on] !== undefined;
    });
    return other === undefined || to.type !== 'person' ? saying : { ...saying, to: { ...to, as: other.id } };
  });
}
