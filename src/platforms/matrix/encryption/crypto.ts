// End-to-end encryption: the machine of matrix-rust-sdk, in WebAssembly, with its store in the database. One thing at a time goes through it, and what
// it did is kept before anything leaves that was made with it: keys that were used once must not be used again after a restart.
import {
  CollectStrategy,
  DecryptionErrorCode,
  DecryptionSettings,
  DeviceId,
  DeviceLists,
  EncryptionSettings,
  HistoryVisibility,
  initAsync,
  type KeysClaimRequest,
  type KeysQueryRequest,
  type KeysUploadRequest,
  MegolmDecryptionError,
  OlmMachine,
  RequestType,
  RoomId,
  type RoomMessageRequest,
  type SignatureUploadRequest,
  type ToDeviceRequest,
  TrustRequirement,
  UserId,
} from '@matrix-org/matrix-sdk-crypto-wasm';
import type { UntrustedReason } from '../../../domain/list/trust.ts';
import { type Api, part } from '../api.ts';
import { inTurns } from '../one-at-a-time.ts';
import { type Json, object, string } from '../payload.ts';
import { type CryptoRecord, type CryptoStore, type Kept, openCryptoStore, type Structure } from './crypto-store.ts';
import { verdictOn } from './trust.ts';

export type CryptoOptions = {
  readonly api: Api;
  readonly user: string;
  readonly device: string;
  /** Tells this machine's store from others in the same process. */
  readonly name: string;
  /** The store as it was kept; null for a device that is new. */
  readonly kept: Kept | null;
  /** Keeps what changed; throws where it must not be used any more. */
  readonly save: (changes: readonly CryptoRecord[], structure?: Structure) => Promise<void>;
  /** The identity by which a user is known; null when they are met for the first time, and then `meet` is told. */
  readonly known: (user: string) => Promise<string | null>;
  readonly meet: (user: string, masterKey: string) => Promise<void>;
};

/** What became of an encrypted event. `content` and `kind` are what was encrypted, in an event of that type. */
export type Read =
  | {
      readonly type: 'read';
      readonly kind: string;
      readonly content: Json;
      readonly device: string | null;
      readonly distrust: UntrustedReason | null;
    }
  /** `lost`: it will never be readable; else its key may still come. */
  | { readonly type: 'unreadable'; readonly lost: boolean };

/** Of a sync's answer, what the machine needs. */
export type SyncPart = {
  readonly toDevice: readonly unknown[];
  readonly changed: readonly string[];
  readonly left: readonly string[];
  readonly keyCounts: Readonly<Record<string, number>>;
  readonly fallbackKeys: readonly string[] | null;
};

export type Crypto = {
  readonly machine: OlmMachine;
  readonly cryptoStore: CryptoStore;
  /** Takes in what a sync brought. Nothing of it is kept: that is for the caller, together with the sync's token. */
  receive(sync: SyncPart): Promise<void>;
  /** Sends what the machine wants sent: its keys, and questions about those of others. */
  flush(): Promise<void>;
  /** An event's content, encrypted for these users' signed devices, who get the key first. Everything is kept before anything leaves. */
  encrypt(event: {
    room: string;
    members: readonly string[];
    visibility: string;
    loose: boolean;
    type: string;
    content: Json;
  }): Promise<Json>;
  /** Throws only where the homeserver or the database does not answer. */
  decrypt(room: string, event: Json): Promise<Read>;
  /** Asks for somebody's keys afresh; resolves to the key of their identity, null when they have none. */
  identity(user: string): Promise<string | null>;
  /** Somebody's devices, by id, with whether their owner signed them. */
  devices(user: string): Promise<readonly { readonly id: string; readonly name: string | null; readonly signed: boolean }[]>;
  /** Whether what is known of somebody's devices is what their homeserver says: false where it did not answer when it was last asked. */
  answeredFor(user: string): boolean;
  /** Work with the machine, in its turn; what it did is kept afterwards. */
  work<T>(step: (machine: OlmMachine) => Promise<T>): Promise<T>;
  /** Sends one request of the machine and tells it the answer. */
  carry(request: MachineRequest): Promise<void>;
  close(): Promise<void>;
};

export type MachineRequest =
  | KeysUploadRequest
  | KeysQueryRequest
  | KeysClaimRequest
  | ToDeviceRequest
  | SignatureUploadRequest
  | RoomMessageRequest
  | { readonly type: RequestType.KeysBackup };

// A week and a hundred messages, as clients do: https://spec.matrix.org/latest/client-server-api/#mroomencryption
const rotationUs = 7n * 24n * 3600n * 1_000_000n;
const rotationMessages = 100n;
/** Everything is read, and what cannot be believed is refused by name: a machine that refused to read it could not say why. */
const reading = () => new DecryptionSettings(TrustRequirement.Untrusted);

/** Opens the machine of a device. Throws when its store cannot be read. */
export async function openCrypto(options: CryptoOptions): Promise<Crypto> {
  const { api, user, device, name, kept, save, known, meet } = options;
  await initAsync();
  const cryptoStore = await openCryptoStore(name, kept);
  const machine = await OlmMachine.initialize(new UserId(user), new DeviceId(device), name);
  // Forwarded keys come from whoever has them; what they open cannot be vouched for.
  machine.roomKeyRequestsEnabled = false;
  machine.roomKeyForwardingEnabled = false;
  const turns = inTurns();
  // Keys from before the start may have been used after the last time that they were kept.
  const renewed = new Set<string>();
  // In memory: of whom the machine got no answer it asks again after a restart.
  const unanswered = new Set<string>();
  const structure = await cryptoStore.structure();
  await keep(structure.version === kept?.structure.version ? undefined : structure);

  async function keep(changed?: Structure): Promise<void> {
    const records = await cryptoStore.changes();
    if (records.length === 0 && changed === undefined) return;
    await save(records, changed).catch((error: unknown) => {
      cryptoStore.again(records);
      throw error;
    });
  }

  async function carry(request: MachineRequest): Promise<void> {
    const answer = await sent(api, request);
    if (request.type === RequestType.KeysQuery) {
      const { users, failed } = answersTo(request as KeysQueryRequest, answer);
      for (const of of users) unanswered[failed(of) ? 'add' : 'delete'](of);
    }
    if ('id' in request && request.id !== undefined)
      await machine.markRequestAsSent(request.id, request.type, JSON.stringify(answer ?? {}));
  }

  async function flush(): Promise<void> {
    const requests = (await machine.outgoingRequests()) as MachineRequest[];
    if (requests.length === 0) return;
    await keep();
    for (const request of requests) await carry(request);
    await keep();
  }

  async function encrypt({ room, members, visibility, loose, type, content }: Parameters<Crypto['encrypt']>[0]): Promise<Json> {
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
  }

  async function decrypt(room: string, event: Json): Promise<Read> {
    const text = JSON.stringify(event);
    const sender = string(event.sender) ?? '';
    try {
      const { event: clear, senderDevice } = await machine.decryptRoomEvent(text, new RoomId(room), reading());
      const { type, content } = object(JSON.parse(clear));
      const device = senderDevice?.toString() ?? null;
      return { type: 'read', kind: string(type) ?? '', content: object(content), device, distrust: await believed(room, text, sender) };
    } catch (error) {
      if (error instanceof MegolmDecryptionError) return unreadable(error);
      throw error;
    }
  }

  async function believed(room: string, event: string, sender: string): Promise<UntrustedReason | null> {
    const look = async () => {
      const info = await machine.getRoomEventEncryptionInfo(event, new RoomId(room));
      // The strict state has one word for a device without a signature and for a signed one of somebody whom nobody verified by hand.
      return { shield: info.shieldState(false).code, present: await masterKey(sender), known: await known(sender) };
    };
    let seen = await look();
    if (verdictOn(seen) !== null) {
      // The bot may not have heard of the device yet, or of its signature.
      await ask(sender);
      seen = await look();
    }
    const distrust = verdictOn(seen);
    if (distrust === null && seen.known === null && seen.present !== null) await meet(sender, seen.present);
    return distrust;
  }

  async function ask(of: string): Promise<void> {
    await machine.updateTrackedUsers([new UserId(of)]);
    await carry(machine.queryKeysForUsers([new UserId(of)]));
  }

  async function masterKey(of: string): Promise<string | null> {
    const identity = await machine.getIdentity(new UserId(of));
    return identity === undefined ? null : keyIn(identity.masterKey);
  }

  return {
    machine,
    cryptoStore,
    receive: ({ toDevice, changed, left, keyCounts, fallbackKeys }) =>
      turns(async () => {
        const lists = new DeviceLists(
          changed.flatMap((each) => userId(each) ?? []),
          left.flatMap((each) => userId(each) ?? []),
        );
        const unused = fallbackKeys === null ? undefined : new Set(fallbackKeys);
        await machine.receiveSyncChanges(JSON.stringify(toDevice), lists, new Map(Object.entries(keyCounts)), unused, reading());
      }),
    flush: () => turns(flush),
    encrypt: (event) => turns(() => encrypt(event)),
    decrypt: (room, event) => turns(() => decrypt(room, event)),
    identity: (of) =>
      turns(async () => {
        await ask(of);
        return masterKey(of);
      }),
    devices: (of) =>
      turns(async () => {
        const found = await machine.getUserDevices(new UserId(of));
        return found.devices().map((each) => ({
          id: each.deviceId.toString(),
          name: each.displayName ?? null,
          signed: each.isCrossSignedByOwner(),
        }));
      }),
    answeredFor: (of) => !unanswered.has(of),
    work: (step) =>
      turns(async () => {
        const result = await step(machine);
        await keep();
        return result;
      }),
    carry,
    close: () =>
      turns(async () => {
        machine.close();
        cryptoStore.drop();
      }),
  };
}

/** Sends one of the machine's requests; what each is: https://spec.matrix.org/latest/client-server-api/#end-to-end-encryption */
async function sent(api: Api, request: MachineRequest): Promise<unknown> {
  const { type } = request;
  switch (type) {
    case RequestType.KeysUpload:
      return api.request('POST', 'v3/keys/upload', { body: JSON.parse((request as KeysUploadRequest).body) });
    case RequestType.KeysQuery:
      return api.request('POST', 'v3/keys/query', { body: JSON.parse((request as KeysQueryRequest).body) });
    case RequestType.KeysClaim:
      return api.request('POST', 'v3/keys/claim', { body: JSON.parse((request as KeysClaimRequest).body) });
    case RequestType.SignatureUpload:
      return api.request('POST', 'v3/keys/signatures/upload', { body: JSON.parse((request as SignatureUploadRequest).body) });
    case RequestType.ToDevice: {
      const { event_type, txn_id, body } = request as ToDeviceRequest;
      return api.request('PUT', `v3/sendToDevice/${part(event_type)}/${part(txn_id)}`, { body: JSON.parse(body) });
    }
    // Verification in a room, which the bot does not take part in; and a backup of keys, which it does not make.
    case RequestType.RoomMessage:
    case RequestType.KeysBackup:
      return {};
    default:
      return type satisfies never;
  }
}

/** Whose keys were asked for, and whose homeserver could not be reached: https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3keysquery */
function answersTo({ body }: KeysQueryRequest, answer: unknown) {
  const failures = object(object(answer).failures);
  const users = Object.keys(object(object(JSON.parse(body)).device_keys));
  return { users, failed: (user: string) => Object.hasOwn(failures, user.slice(user.indexOf(':') + 1)) };
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

const mayCome: ReadonlySet<DecryptionErrorCode> = new Set([DecryptionErrorCode.MissingRoomKey, DecryptionErrorCode.UnknownMessageIndex]);

const unreadable = ({ code, maybe_withheld }: MegolmDecryptionError): Read => ({
  type: 'unreadable',
  lost: !mayCome.has(code) || maybe_withheld !== undefined,
});

/** The public key in a signed key object, which has one. */
function keyIn(json: string): string | null {
  const [key] = Object.values(object(object(JSON.parse(json)).keys));
  return string(key);
}

function userId(text: string): UserId | null {
  try {
    return new UserId(text);
  } catch {
    return null;
  }
}
