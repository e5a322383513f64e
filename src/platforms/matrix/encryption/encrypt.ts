// What is said in a room, encrypted for who may read it: their signed devices get its key first.
import {
  CollectStrategy,
  EncryptionSettings,
  HistoryVisibility,
  type OlmMachine,
  RoomId,
  UserId,
} from '@matrix-org/matrix-sdk-crypto-wasm';
import { type Json, object } from '../payload.ts';
import type { Known } from './decrypt.ts';
import type { Identities } from './identities.ts';
import type { Requests } from './requests.ts';

/** What is to be said. `loose`: devices that their owners have not signed may read it, too. */
export type Plain = {
  readonly room: string;
  readonly members: readonly string[];
  readonly visibility: string;
  readonly loose: boolean;
  readonly type: string;
  readonly content: Json;
};

/** `withheld`: of these members, those whose identity is another one than the one they are known by. They get no key. */
export type Encrypted = { readonly content: Json; readonly withheld: readonly string[] };

type Options = Pick<Known, 'knownOf'> & {
  readonly identities: Pick<Identities, 'masterKey'>;
  readonly machine: OlmMachine;
  readonly requests: Pick<Requests, 'carry'>;
  readonly keep: () => Promise<void>;
  readonly flush: () => Promise<void>;
};

// A week and a hundred messages, as clients do: https://spec.matrix.org/latest/client-server-api/#mroomencryption
const rotationUs = 7n * 24n * 3600n * 1_000_000n;
const rotationMessages = 100n;

/** Encrypting by one machine. Everything is kept before anything leaves. */
export function encryptorOf(options: Options): (plain: Plain) => Promise<Encrypted> {
  const { machine, requests, keep, flush } = options;
  const { carry } = requests;
  // Keys from before the start may have been used after the last time that they were kept.
  const renewed = new Set<string>();
  return async ({ room, members, visibility, loose, type, content }) => {
    if (!renewed.has(room)) await machine.invalidateGroupSession(new RoomId(room));
    renewed.add(room);
    await machine.updateTrackedUsers(members.map((member) => new UserId(member)));
    await flush();
    const { readers, withheld } = await apart(options, members);
    // The machine begins another session where one of those is not among them who have the key of the present one.
    const users = () => readers.map((reader) => new UserId(reader));
    const claim = await machine.getMissingSessions(users());
    if (claim) {
      await keep();
      await carry(claim);
    }
    const shares = await machine.shareRoomKey(new RoomId(room), users(), settings(visibility, loose));
    const encrypted = await machine.encryptRoomEvent(new RoomId(room), type, JSON.stringify(content));
    await keep();
    await Promise.all(shares.map(carry));
    return { content: object(JSON.parse(encrypted)), withheld };
  };
}

/** Members by whether they may have the key. Who had an identity and has none any more gets no key either, though that may be said of a server's fault. */
async function apart({ knownOf, identities }: Options, members: readonly string[]) {
  const known = await knownOf(members);
  const readers: string[] = [];
  const withheld: string[] = [];
  for (const member of members) {
    const pinned = known.get(member);
    const present = pinned === undefined ? null : await identities.masterKey(member);
    if (pinned === undefined || present === pinned) readers.push(member);
    else if (present !== null) withheld.push(member);
  }
  return { readers, withheld };
}

function settings(visibility: string, loose: boolean): EncryptionSettings {
  const made = new EncryptionSettings();
  made.rotationPeriod = rotationUs;
  made.rotationPeriodMessages = rotationMessages;
  made.historyVisibility = visibility === 'joined' ? HistoryVisibility.Joined : HistoryVisibility.Invited;
  // A user's signed devices only (MSC4153): https://spec.matrix.org/latest/client-server-api/#recommended-client-behaviour
  made.sharingStrategy = loose ? CollectStrategy.allDevices() : CollectStrategy.identityBasedStrategy();
  return made;
}
