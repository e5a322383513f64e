// What a decision needs to know from a platform. It is asked outside the transaction, which is then begun again.
import type { Profile } from './chat/heard.ts';
import type { RoomAudit } from './domain/audience.ts';
import { type PersonId, platformOf, type RoomId } from './domain/ids.ts';
import type { Engine } from './engine.ts';

/** What was asked so far, for the event that is being acted on. */
export type Outside = { readonly rooms: ReadonlyMap<RoomId, RoomAudit>; readonly people: ReadonlyMap<PersonId, Profile | null> };

export type Wanted = { readonly room: RoomId } | { readonly person: PersonId };

/** Thrown when something has to be asked of a platform first. */
export class NeedsOutside extends Error {
  override readonly name = 'NeedsOutside';
  readonly wanted: Wanted;

  constructor(wanted: Wanted) {
    super('a platform has to be asked first');
    this.wanted = wanted;
  }
}

/** The room as its platform saw it a moment ago. Throws NeedsOutside when that was not asked yet. */
export function roomNow({ rooms }: Outside, room: RoomId): RoomAudit {
  const audit = rooms.get(room);
  if (audit === undefined) throw new NeedsOutside({ room });
  return audit;
}

/** What the platform knows of somebody; null where it does not tell. Throws NeedsOutside when that was not asked yet. */
export function profileNow({ people }: Outside, person: PersonId): Profile | null {
  const profile = people.get(person);
  if (profile === undefined) throw new NeedsOutside({ person });
  return profile;
}

/** What is asked for the event in hand, and forgotten with it. */
export function openOutside(engine: Engine): Outside & { ask(wanted: Wanted): Promise<void>; clear(): void } {
  const rooms = new Map<RoomId, RoomAudit>();
  const people = new Map<PersonId, Profile | null>();
  return {
    rooms,
    people,
    ask: async (wanted) => {
      if ('room' in wanted) rooms.set(wanted.room, await platformFor(engine, wanted.room).inspect(wanted.room, { people: true }));
      else people.set(wanted.person, await platformFor(engine, wanted.person).profile(wanted.person));
    },
    clear: () => {
      rooms.clear();
      people.clear();
    },
  };
}

function platformFor({ platforms }: Engine, id: PersonId | RoomId) {
  const platform = platforms[platformOf(id)];
  if (platform === undefined) throw new Error('a platform that does not speak here');
  return platform;
}
