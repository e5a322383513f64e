// End-to-end encryption: the machine of matrix-rust-sdk, in WebAssembly, with its store in the database. One thing at a time goes through it, and what
// it did is kept before anything leaves that was made with it: keys that were used once must not be used again after a restart.
import { DeviceId, DeviceLists, initAsync, OlmMachine, UserId } from '@matrix-org/matrix-sdk-crypto-wasm';
import type { Api } from '../api.ts';
import { inTurns } from '../one-at-a-time.ts';
import type { Json } from '../payload.ts';
import { type CryptoRecord, type CryptoStore, type Kept, openCryptoStore, type Structure } from './crypto-store.ts';
import { decrypted, type Known, type Read, reading } from './decrypt.ts';
import { encryptorOf, type Plain } from './encrypt.ts';
import { identitiesOf } from './identities.ts';
import { type MachineRequest, type Requests, requestsOf } from './requests.ts';

export type CryptoOptions = Known & {
  readonly api: Api;
  readonly user: string;
  readonly device: string;
  /** Tells this machine's store from others in the same process. */
  readonly name: string;
  /** The store as it was kept; null for a device that is new. */
  readonly kept: Kept | null;
  /** Keeps what changed; throws where it must not be used any more. */
  readonly save: (changes: readonly CryptoRecord[], structure?: Structure) => Promise<void>;
};

/** Of a sync's answer, what the machine needs. */
export type SyncPart = {
  readonly toDevice: readonly unknown[];
  readonly changed: readonly string[];
  readonly left: readonly string[];
  readonly keyCounts: Readonly<Record<string, number>>;
  readonly fallbackKeys: readonly string[] | null;
};

/** `signed`: by their owner. */
export type DeviceKeys = { readonly id: string; readonly name: string | null; readonly signed: boolean };

export type Crypto = Requests & {
  readonly machine: OlmMachine;
  readonly cryptoStore: CryptoStore;
  /** Takes in what a sync brought. Nothing of it is kept: that is for the caller, together with the sync's token. */
  receive(sync: SyncPart): Promise<void>;
  /** Sends what the machine wants sent: its keys, and questions about those of others. */
  flush(): Promise<void>;
  /** An event's content, encrypted for these users' signed devices, who get the key first. Everything is kept before anything leaves. */
  encrypt(plain: Plain): Promise<Json>;
  /** Throws only where the homeserver or the database does not answer. */
  decrypt(room: string, event: Json): Promise<Read>;
  /** Asks for somebody's keys afresh; resolves to the key of their identity, null when they have none. */
  identity(user: string): Promise<string | null>;
  /** Somebody's devices. */
  devices(user: string): Promise<readonly DeviceKeys[]>;
  /** Work with the machine, in its turn; what it did is kept afterwards. */
  work<T>(step: (machine: OlmMachine) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Opens the machine of a device. Throws when its store cannot be read. */
export async function openCrypto(options: CryptoOptions): Promise<Crypto> {
  const { api, user, device, name, kept, known, meet } = options;
  await initAsync();
  const cryptoStore = await openCryptoStore(name, kept);
  const machine = await OlmMachine.initialize(new UserId(user), new DeviceId(device), name);
  // Forwarded keys come from whoever has them; what they open cannot be vouched for.
  machine.roomKeyRequestsEnabled = false;
  machine.roomKeyForwardingEnabled = false;
  const turns = inTurns();
  const keep = keeping(options, cryptoStore);
  const requests = requestsOf(api, machine);
  const identities = identitiesOf(machine, requests);
  const flush = () => flushed(machine, requests, keep);
  const encrypt = encryptorOf({ machine, requests, keep, flush });
  const structure = await cryptoStore.structure();
  await keep(structure.version === kept?.structure.version ? undefined : structure);
  return {
    ...requests,
    machine,
    cryptoStore,
    receive: (sync) => turns(() => received(machine, sync)),
    flush: () => turns(flush),
    encrypt: (plain) => turns(() => encrypt(plain)),
    decrypt: (room, event) => turns(() => decrypted({ machine, identities, known, meet }, room, event)),
    identity: (of) =>
      turns(async () => {
        await identities.ask(of);
        return identities.masterKey(of);
      }),
    devices: (of) => turns(() => devicesOf(machine, of)),
    work: (step) =>
      turns(async () => {
        const result = await step(machine);
        await keep();
        return result;
      }),
    close: () =>
      turns(async () => {
        machine.close();
        cryptoStore.drop();
      }),
  };
}

type Keep = (structure?: Structure) => Promise<void>;

function keeping({ save }: CryptoOptions, cryptoStore: CryptoStore): Keep {
  return async (structure) => {
    const records = await cryptoStore.changes();
    if (records.length === 0 && structure === undefined) return;
    await save(records, structure).catch((error: unknown) => {
      cryptoStore.again(records);
      throw error;
    });
  };
}

async function flushed(machine: OlmMachine, { carry }: Requests, keep: Keep): Promise<void> {
  const requests = (await machine.outgoingRequests()) as MachineRequest[];
  if (requests.length === 0) return;
  await keep();
  for (const request of requests) await carry(request);
  await keep();
}

async function received(machine: OlmMachine, { toDevice, changed, left, keyCounts, fallbackKeys }: SyncPart): Promise<void> {
  const lists = new DeviceLists(
    changed.flatMap((each) => userId(each) ?? []),
    left.flatMap((each) => userId(each) ?? []),
  );
  const unused = fallbackKeys === null ? undefined : new Set(fallbackKeys);
  await machine.receiveSyncChanges(JSON.stringify(toDevice), lists, new Map(Object.entries(keyCounts)), unused, reading());
}

async function devicesOf(machine: OlmMachine, of: string): Promise<DeviceKeys[]> {
  const found = await machine.getUserDevices(new UserId(of));
  return found.devices().map((each) => ({
    id: each.deviceId.toString(),
    name: each.displayName ?? null,
    signed: each.isCrossSignedByOwner(),
  }));
}

function userId(text: string): UserId | null {
  try {
    return new UserId(text);
  } catch {
    return null;
  }
}
