// What somebody may pick from in a form: embargoes that they may know of, distributors of the lists that they are on. Deny by default.
import type { Choice, PickFrom } from '../chat/message/form.ts';
import { codenamesIn } from '../chat/parse.ts';
import type { Db } from '../db/connection/client.ts';
import { whoSpeaks } from '../db/identities.ts';
import { listOfRoom, loadList, loadListsOfPerson } from '../db/lists.ts';
import { embargoesAtHand, embargoesHolding, oldestFirst } from '../db/lookup/embargoes.ts';
import { distributorsOf, type List } from '../domain/list/list.ts';
import type { PersonId, RoomId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Choices } from '../platforms/platform.ts';
import { knownOnes } from './known-embargoes.ts';

// As many as a Slack select shows: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
const most = 100;

/** Choices from the database: those that begin as typed first, then those that hold it. In a room only what belongs to its list. */
export function choicesFrom(db: Db, clock: () => Instant): Choices {
  return async ({ by, room, from, typed, words }) => {
    const person = await whoSpeaks(db, by);
    if (person === null) return [];
    // No embargo is the other one of itself.
    const about = new Set(codenamesIn(words));
    const wanted = typed.trim().toLowerCase();
    const offer = { person, from, wanted, now: clock() };
    const all = (await offered(db, await listsHere(db, person, room), offer)).filter(({ value }) => !about.has(value));
    const begins = ({ label }: Choice) => label.toLowerCase().startsWith(wanted);
    const holds = ({ label }: Choice) => label.toLowerCase().includes(wanted);
    return [...all.filter(begins), ...all.filter((choice) => !begins(choice) && holds(choice))].slice(0, most);
  };
}

async function listsHere(db: Db, person: PersonId, room: RoomId | null): Promise<List[]> {
  if (room === null) return loadListsOfPerson(db, person);
  const held = await listOfRoom(db, room);
  const list = held === null ? null : await loadList(db, held);
  return list?.members[person] === undefined ? [] : [list];
}

type Offer = { readonly person: PersonId; readonly from: PickFrom; readonly wanted: string; readonly now: Instant };

async function offered(db: Db, lists: readonly List[], { person, from, wanted, now }: Offer): Promise<Choice[]> {
  switch (from) {
    case 'embargo': {
      // What ended long ago is there for who types some letters of it.
      const holding = wanted === '' ? [] : await embargoesHolding(db, lists, person, wanted, most);
      const listed = oldestFirst([...(await embargoesAtHand(db, lists, person)), ...holding]);
      const known = await knownOnes(db, listed, lists, person, now);
      // The newest first: that is the likeliest one.
      const inOrder = [...known.filter(({ over }) => !over).reverse(), ...known.filter(({ over }) => over).reverse()];
      return inOrder.map(({ codename, over }) => ({ value: codename, label: over ? `${codename} (ended)` : codename }));
    }
    case 'distributor':
      return [...new Set(lists.flatMap(distributorsOf).map(({ name }) => name))].map((name) => ({ value: name, label: name }));
    default:
      return from satisfies never;
  }
}
