// What a decision needs to know from a platform, or needs done there first. It is asked outside the transaction, which is then begun again.
import type { FileProblem } from '../chat/message/examined.ts';
import type { Profile, SentFile } from '../chat/message/heard.ts';
import type { RoomAudit } from '../domain/list/room-audit.ts';
import type { DeviceReport } from '../domain/list/trust.ts';
import { type PersonId, type PlatformName, platformOf, type RoomId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import {
  type Devices,
  type Evicted,
  type Followed,
  type Lacking,
  type Platform,
  type ReadFile,
  type RoomAdmin,
  SendFailure,
  type Unmoved,
} from '../platforms/platform.ts';
import { type Examined, examine, keyFiles } from './attached.ts';

/** Something that a platform is to do, or to answer; each does no harm when it is done twice. */
export type Errand =
  | { readonly type: 'mend'; readonly room: RoomId }
  | {
      readonly type: 'make';
      readonly on: PlatformName;
      readonly key: string;
      readonly name: string;
      readonly people: readonly PersonId[];
      readonly runs: readonly PersonId[];
    }
  | { readonly type: 'invite'; readonly room: RoomId; readonly people: readonly PersonId[] }
  | { readonly type: 'evict'; readonly room: RoomId; readonly people: readonly PersonId[] }
  | { readonly type: 'answer'; readonly room: RoomId; readonly accept: boolean; readonly reason: string }
  | {
      readonly type: 'follow';
      readonly room: RoomId;
      readonly by: PersonId;
      readonly reasons: Readonly<Record<Exclude<Followed, 'followed'>, string>>;
    }
  | { readonly type: 'devices'; readonly on: PlatformName; readonly people: readonly PersonId[] }
  | { readonly type: 'accept-identity'; readonly person: PersonId }
  | { readonly type: 'key-files'; readonly by: PersonId; readonly files: readonly SentFile[] }
  /** `keys`: public key blocks that signatures may be by. */
  | { readonly type: 'examine'; readonly by: PersonId; readonly files: readonly SentFile[]; readonly keys: readonly string[] };

/** What comes of each. */
export type Result = {
  mend: Lacking | null;
  make: RoomId;
  invite: readonly Unmoved[];
  evict: Evicted;
  answer: null;
  follow: Followed;
  devices: readonly DeviceReport[];
  'accept-identity': DeviceReport;
  'key-files': { readonly text: string } | FileProblem;
  examine: Examined;
};

/** What was asked so far, for the event that is being acted on. `errands`: what came of them, or why nothing did, by what they are in JSON. */
export type Lookups = {
  readonly rooms: ReadonlyMap<RoomId, RoomAudit>;
  readonly people: ReadonlyMap<PersonId, Profile | null>;
  readonly errands: ReadonlyMap<string, unknown>;
};

export type Wanted = { readonly room: RoomId } | { readonly person: PersonId } | { readonly errand: Errand };

/** Thrown when something has to be asked of a platform first. */
export class NeedsLookup extends Error {
  override readonly name = 'NeedsLookup';
  readonly wanted: Wanted;

  constructor(wanted: Wanted) {
    super('a platform has to be asked first');
    this.wanted = wanted;
  }
}

/** The room as its platform saw it a moment ago. Throws NeedsLookup when that was not asked yet. */
export function roomNow({ rooms }: Lookups, room: RoomId): RoomAudit {
  const audit = rooms.get(room);
  if (audit === undefined) throw new NeedsLookup({ room });
  return audit;
}

/** What the platform knows of somebody; null where it does not tell. Throws NeedsLookup when that was not asked yet. */
export function profileNow({ people }: Lookups, person: PersonId): Profile | null {
  const profile = people.get(person);
  if (profile === undefined) throw new NeedsLookup({ person });
  return profile;
}

/** What came of an errand; a SendFailure of kind `gone` where the platform refuses it for good. Throws NeedsLookup when it was not run yet. */
export function errandDone<E extends Errand>({ errands }: Lookups, errand: E): Result[E['type']] | SendFailure {
  const key = JSON.stringify(errand);
  if (!errands.has(key)) throw new NeedsLookup({ errand });
  // Only ever what `carryOut` gave for an errand of this type.
  return errands.get(key) as Result[E['type']] | SendFailure;
}

/** What is asked for the event in hand, and forgotten with it. */
export function openLookups(engine: Engine): Lookups & { ask(wanted: Wanted): Promise<void>; clear(): void } {
  const rooms = new Map<RoomId, RoomAudit>();
  const people = new Map<PersonId, Profile | null>();
  const errands = new Map<string, unknown>();
  return {
    rooms,
    people,
    errands,
    ask: async (wanted) => {
      if ('errand' in wanted) {
        errands.set(JSON.stringify(wanted.errand), await carriedOut(engine, wanted.errand));
        // A room may not be what it was before.
        rooms.clear();
      } else if ('room' in wanted) rooms.set(wanted.room, await platformFor(engine, wanted.room).inspect(wanted.room, { people: true }));
      else people.set(wanted.person, await platformFor(engine, wanted.person).profile(wanted.person));
    },
    clear: () => {
      rooms.clear();
      people.clear();
      errands.clear();
    },
  };
}

async function carriedOut(engine: Engine, errand: Errand): Promise<unknown> {
  try {
    return await carryOut(engine, errand);
  } catch (error) {
    // What is refused for good is an answer too.
    if (error instanceof SendFailure && error.kind === 'gone') return error;
    throw error;
  }
}

async function carryOut(engine: Engine, errand: Errand): Promise<Result[Errand['type']]> {
  switch (errand.type) {
    case 'mend':
      return roomAdminOf(platformFor(engine, errand.room)).mend(errand.room);
    case 'make':
      return roomAdminOf(platformNamed(engine, errand.on)).make(errand);
    case 'invite':
      return roomAdminOf(platformFor(engine, errand.room)).invite(errand.room, errand.people);
    case 'evict':
      return evicted(platformFor(engine, errand.room), errand);
    case 'answer':
      await roomAdminOf(platformFor(engine, errand.room)).answer(errand.room, errand);
      return null;
    case 'follow':
      return roomAdminOf(platformFor(engine, errand.room)).follow(errand.room, errand.by, errand.reasons);
    case 'devices':
      return devicesOf(platformNamed(engine, errand.on)).report(errand.people);
    case 'accept-identity':
      return devicesOf(platformFor(engine, errand.person)).accept(errand.person);
    case 'key-files':
      return keyFiles(readerOf(platformFor(engine, errand.by)), errand);
    case 'examine':
      return examined(platformFor(engine, errand.by), errand, engine.now());
    default:
      return errand satisfies never;
  }
}

function roomAdminOf({ roomAdmin }: Platform): RoomAdmin {
  if (roomAdmin === null) throw new SendFailure('gone', 'not-on-this-platform');
  return roomAdmin;
}

function evicted({ evict }: Platform, { room, people }: Extract<Errand, { type: 'evict' }>): Promise<Evicted> {
  if (evict === null) throw new SendFailure('gone', 'not-on-this-platform');
  return evict(room, people);
}

function examined(platform: Platform, errand: Extract<Errand, { type: 'examine' }>, now: Instant): Promise<Examined> {
  return examine(readerOf(platform), errand, now);
}

function readerOf({ readFile }: Platform): ReadFile {
  if (readFile === null) throw new SendFailure('gone', 'not-on-this-platform');
  return readFile;
}

function devicesOf({ devices }: Platform): Devices {
  if (devices === null) throw new SendFailure('gone', 'not-on-this-platform');
  return devices;
}

function platformFor(engine: Engine, id: PersonId | RoomId): Platform {
  return platformNamed(engine, platformOf(id));
}

function platformNamed({ platforms }: Engine, name: PlatformName): Platform {
  const platform = platforms[name];
  if (platform === undefined) throw new Error('a platform that does not speak here');
  return platform;
}
