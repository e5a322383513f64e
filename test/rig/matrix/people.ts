// People with encrypted clients of their own, on a real homeserver.

import { type ICreateRoomOpts, KnownMembership, type MatrixClient, type Preset, RoomEvent } from 'matrix-js-sdk';
import { type CryptoApi, OnlySignedDevicesIsolationMode } from 'matrix-js-sdk/lib/crypto-api/index.js';
import { type Json, object } from '../../../src/platforms/matrix/payload.ts';
import { type Mouth, mouthOf } from './say.ts';
import { quietClient } from './sdk.ts';
import { type Eyes, eyesOf } from './seen.ts';
import { type Account, type Homeserver, register } from './server.ts';

export type Invitation = { readonly roomId: string; readonly by: string; readonly direct: boolean };

export type Person = Account &
  Eyes &
  Mouth & {
    readonly name: string;
    /** For what no function here does. */
    readonly client: MatrixClient;
    /** What they were invited to so far, in order. */
    readonly invitations: readonly Invitation[];
    /** A room that is as a list's room should be, unless asked otherwise. Resolves when all members are in it and know of each other. */
    makeRoom(wish?: RoomWish): Promise<string>;
    /** An encrypted room for two, as Element begins one. Resolves at once: whether they come in is theirs. */
    beginDirect(userId: string): Promise<string>;
    join(roomId: string): Promise<void>;
    leave(roomId: string): Promise<void>;
    /** Begins a new cross-signing identity, as somebody does who lost the old one. */
    resetIdentity(): Promise<void>;
    /** Their client is gone; so are its keys, since they are in memory. */
    stop(): void;
  };

/** `set`: whatever createRoom takes, over what is made of the rest. */
export type RoomWish = {
  readonly name?: string;
  readonly encrypted?: boolean;
  readonly history?: 'joined' | 'invited' | 'shared' | 'world_readable';
  readonly members?: readonly Person[];
  readonly set?: Json;
};

/**
 * `account`: one that is there, for another device of somebody's. `crossSigned`: whether they sign their own device. `follows`: whether they accept every
 * invitation. `strict`: whether they give keys to, and read, nothing but cross-signed devices, as Element does.
 */
export type PersonWish = {
  readonly name: string;
  readonly displayName?: string;
  readonly account?: Account;
  readonly crossSigned?: boolean;
  readonly follows?: boolean;
  readonly strict?: boolean;
};

/** Somebody new, with a started client that has synced. */
export async function person(server: Homeserver, wish: PersonWish): Promise<Person> {
  const account = wish.account ?? (await register(server, { name: wish.name, displayName: wish.displayName ?? wish.name }));
  const client = await quietClient(server, account);
  const crypto = cryptoOf(client);
  if (wish.strict ?? true) crypto.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
  if (wish.crossSigned ?? wish.account === undefined) await signOwn(crypto, account, false);
  const eyes = eyesOf(client, wish.displayName ?? wish.name);
  const invitations = follow(client, wish.follows ?? true);
  await client.startClient({ initialSyncLimit: 100 });
  await eyes.until(() => (client.isInitialSyncComplete() ? true : null), 'the first sync');
  return {
    ...account,
    ...eyes,
    ...mouthOf(client, server, account),
    ...movesOf(client, eyes),
    name: wish.displayName ?? wish.name,
    client,
    invitations,
    resetIdentity: () => signOwn(crypto, account, true),
    stop: () => client.stopClient(),
  };
}

/** Somebody new who has a signed device and never looks: what is said is encrypted for them all the same. */
export async function bystander(server: Homeserver, wish: { readonly name: string; readonly admin?: boolean }): Promise<Account> {
  const account = await register(server, wish);
  const client = await quietClient(server, account);
  await signOwn(cryptoOf(client), account, false);
  client.stopClient();
  return account;
}

function movesOf(client: MatrixClient, eyes: Eyes): Pick<Person, 'makeRoom' | 'beginDirect' | 'join' | 'leave'> {
  const known = async (roomId: string, encrypted: boolean): Promise<void> => {
    await eyes.until(() => (client.getRoom(roomId)?.getMyMembership() === KnownMembership.Join ? true : null), `${roomId} to be joined`);
    if (encrypted) await eyes.until(() => (client.getRoom(roomId)?.hasEncryptionStateEvent() ? true : null), `${roomId} to be encrypted`);
  };
  return {
    makeRoom: async ({ members = [], ...wish } = {}) => {
      const { room_id: roomId } = await client.createRoom(roomOptions({ ...wish, members }));
      await known(roomId, wish.encrypted ?? true);
      const everybody = [client.getSafeUserId(), ...members.map(({ userId }) => userId)].sort();
      // A message that is sent before its sender knows of somebody is not for them to read.
      const complete = (those: Eyes) =>
        those.until(() => (String(those.joined(roomId)) === String(everybody) ? true : null), `everybody to be in ${roomId}`);
      await Promise.all([eyes, ...members].map(complete));
      return roomId;
    },
    beginDirect: async (userId) => {
      const { room_id: roomId } = await client.createRoom({
        ...roomOptions({ history: 'invited' }),
        preset: 'trusted_private_chat' as Preset,
        is_direct: true,
        invite: [userId],
      });
      await known(roomId, true);
      // What is said before the client knows whom it asked in is not for them to read.
      await eyes.until(() => client.getRoom(roomId)?.getMember(userId) ?? null, `${userId} to be asked into ${roomId}`);
      return roomId;
    },
    join: async (roomId) => {
      await client.joinRoom(roomId);
      await known(roomId, false);
    },
    leave: async (roomId) => void (await client.leave(roomId)),
  };
}

function roomOptions({ name, encrypted = true, history = 'joined', members = [], set = {} }: RoomWish): ICreateRoomOpts {
  const encryption = { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } };
  return {
    preset: 'private_chat' as Preset,
    // By itself the homeserver lets anybody in such a room invite others.
    power_level_content_override: { invite: 50 },
    ...(name === undefined ? {} : { name }),
    invite: members.map(({ userId }) => userId),
    initial_state: [
      ...(encrypted ? [encryption] : []),
      { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: history } },
      { type: 'm.room.guest_access', state_key: '', content: { guest_access: 'forbidden' } },
    ],
    ...set,
  };
}

function follow(client: MatrixClient, accepts: boolean): Invitation[] {
  const invitations: Invitation[] = [];
  client.on(RoomEvent.MyMembership, (room, membership) => {
    if (membership !== KnownMembership.Invite) return;
    const event = room.getMember(client.getSafeUserId())?.events.member;
    const direct = object(event?.getContent()).is_direct === true;
    invitations.push({ roomId: room.roomId, by: event?.getSender() ?? '', direct });
    // Whoever is stopped, or not wanted any more, meanwhile does not come in: whoever waits for them says so.
    if (accepts) void client.joinRoom(room.roomId).catch(() => undefined);
  });
  return invitations;
}

async function signOwn(crypto: CryptoApi, { userId, password }: Account, setupNewCrossSigning: boolean): Promise<void> {
  await crypto.bootstrapCrossSigning({
    setupNewCrossSigning,
    authUploadDeviceSigningKeys: async (upload) => {
      // A first identity needs no password, a second does: https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3keysdevice_signingupload
      const session = await upload(null).then(
        () => null,
        (error: unknown) => String(object(error instanceof Error ? Reflect.get(error, 'data') : error).session),
      );
      if (session === null) return;
      await upload({ type: 'm.login.password', identifier: { type: 'm.id.user', user: userId }, password, session });
    },
  });
}

function cryptoOf(client: MatrixClient): CryptoApi {
  const crypto = client.getCrypto();
  if (crypto === undefined) throw new Error('the client has no crypto');
  return crypto;
}
