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

type Options = {
  readonly machine: OlmMachine;
  readonly requests: Pick<Requests, 'carry'>;
  readonly keep: () => Promise<void>;
  readonly flush: () => Promise<void>;
};

// A week and a hundred messages, as clients do: https://spec.matrix.org/latest/client-server-api/#mroomencryption
const rotationUs = 7n * 24n * 3600n * 1_000_000n;
const rotationMessages = 100n;

/** Encrypting by one machine. Everything is kept before anything leaves. */
export function encryptorOf({ machine, requests: { carry }, keep, flush }: Options): (plain: Plain) => Promise<Json> {
  // Keys from before the start may have been used after the last time that they were kept.
  const renewed = new Set<string>();
  return async ({ room, members, visibility, loose, type, content }) => {
    const users = () => members.map((member) => new UserId(member));
    if (!renewed.has(room)) await machine.invalidateGroupSession(new RoomId(room));
    renewed.add(room);
    await machine.updateTrackedUsers(users());
    await flush();
    const claim = await machine.getMissingSessions(users());
    if (claim) {
      await keep();
      await carry(claim);
    }
    const shares = await machine.shareRoomKey(new RoomId(room), users(), settings(visibility, loose));
    const encrypted = await machine.encryptRoomEvent(new RoomId(room), type, JSON.stringify(content));
    await keep();
    await Promise.all(shares.map(carry));
    return object(JSON.parse(encrypted));
  };
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
