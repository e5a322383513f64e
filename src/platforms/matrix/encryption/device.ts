// The bot's device: found or made, its machine opened on what was kept, and signed. What was lost or is out of date is never gone on with: keys that were
// used once would be used again. A new device takes its place where a password is there to make one.

import type { Trouble } from '../../../domain/list/trust.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { SendFailure } from '../../platform.ts';
import { type Api, part } from '../api.ts';
import type { Account, Device, MatrixStore, Saved } from '../matrix-store.ts';
import { integer, object } from '../payload.ts';
import { bare, personOf } from '../rooms/state.ts';
import { type Access, loggedOut, logIn, whoAmI } from '../session.ts';
import { type Crypto, openCrypto } from './crypto.ts';
import { ensureSigned } from './signing.ts';

export type DeviceOptions = {
  readonly access: Access;
  readonly recoveryKey: string | null;
  readonly api: Api;
  readonly store: MatrixStore;
  readonly account: Account;
  readonly save: (saved: Saved) => Promise<void>;
  /** From now on the homeserver is asked by this token. */
  readonly use: (token: string | null) => void;
  readonly now: () => Instant;
  readonly newId: () => string;
  readonly newSecret: (bytes: number) => Uint8Array;
  /** Tells the people who run the bot. */
  readonly trouble: (code: Trouble) => Promise<void>;
};

export type Ready = { readonly device: Device; readonly crypto: Crypto; readonly since: string | null };

/** Where the homeserver keeps which holder of the account was the last: a database that was put back from a backup does not know of later ones. */
const holderField = 'org.embargo-bot.holder';

/** The device, ready to hear and to speak. Throws SendFailure where it cannot be made ready; people were told why. */
export async function readyDevice(options: DeviceOptions): Promise<Ready> {
  const { account, access } = options;
  const known = await knownDevice(options);
  const fault = known === null ? null : await faultOf(options, known);
  if (known !== null && fault === null) return opened(options, known, account.since);
  if (fault !== null) await options.trouble(fault);
  if (access.password === null) throw new SendFailure('gone', fault ?? 'no-device');
  const keys = known === null ? null : await identityKeys(options, known);
  const { device } = await logIn(access, null, { madeAt: options.now() });
  await options.save({ device, since: null, unread: [] });
  options.use(device.token);
  if (fault !== null) await options.trouble('device-replaced');
  return opened(options, device, null, keys);
}

async function knownDevice({ access, account, api, now, save, trouble }: DeviceOptions): Promise<Device | null> {
  if (access.token === null) return account.device;
  const { user, device: id } = await whoAmI(api);
  if (user !== access.user) {
    await trouble('logged-out');
    throw new SendFailure('gone', 'token-of-somebody-else');
  }
  if (account.device?.id === id) return account.device;
  const device: Device = { id, token: null, refresh: null, madeAt: now(), recoveryKey: null };
  // What another device knew is of no use to this one.
  await save({ device, since: null, unread: [] });
  return device;
}

/** What is wrong with what was kept of a device; null where it can go on. */
async function faultOf(
  { api, store, account, access }: DeviceOptions,
  device: Device,
): Promise<'keys-lost' | 'keys-outdated' | 'logged-out' | null> {
  const holders = await accountData(api, access.user, holderField).catch((error: unknown) => {
    // The homeserver removed the device, and what it had of its keys: to log in under its name would bring nothing back.
    if (loggedOut(error) === 'logged-out') return null;
    throw error;
  });
  if (holders === null) return 'logged-out';
  const { epoch } = object(object(holders)[device.id]);
  const records = await store.records(access.user, device.id);
  if (records.length === 0) return (await hasKeys(api, access.user, device.id)) ? 'keys-lost' : null;
  return (integer(epoch) ?? 0) >= account.epoch ? 'keys-outdated' : null;
}

async function hasKeys(api: Api, user: string, device: string): Promise<boolean> {
  const { device_keys } = object(await api.request('POST', 'v3/keys/query', { body: { device_keys: { [user]: [device] } } }));
  return object(object(device_keys)[user])[device] !== undefined;
}

async function accountData(api: Api, user: string, type: string): Promise<unknown> {
  try {
    return await api.request('GET', `v3/user/${part(user)}/account_data/${part(type)}`);
  } catch (error) {
    if (error instanceof SendFailure && error.code === 'M_NOT_FOUND') return {};
    throw error;
  }
}

async function opened(options: DeviceOptions, device: Device, since: string | null, keys: IdentityKeys | null = null): Promise<Ready> {
  const { api, access, account, save, trouble, newSecret, recoveryKey } = options;
  const crypto = await machineOf(options, device);
  try {
    if (keys !== null) {
      // The machine takes private keys for an identity only that it has seen.
      await crypto.flush();
      await crypto.identity(access.user);
      await crypto.work((machine) => machine.importCrossSigningKeys(keys.master, keys.selfSigning, keys.userSigning));
    }
    let current = device;
    const offer = async (key: string) => {
      current = { ...current, recoveryKey: key };
      await save({ device: current });
    };
    const signing = { api, crypto, user: access.user, device: device.id, password: access.password, recoveryKey, newSecret, offer };
    const signed = await ensureSigned(signing);
    if (signed !== 'signed') {
      await trouble(signed);
      throw new SendFailure('gone', signed);
    }
    await api.request('PUT', `v3/user/${part(access.user)}/account_data/${part(holderField)}`, {
      body: { [device.id]: { epoch: account.epoch } },
    });
    return { device: current, crypto, since };
  } catch (error) {
    await crypto.close();
    throw error;
  }
}

async function machineOf({ api, access, account, store, save, now, newId }: DeviceOptions, device: Device): Promise<Crypto> {
  const { user } = access;
  const records = await store.records(user, device.id);
  const { structure } = account;
  return openCrypto({
    api,
    user,
    device: device.id,
    name: newId(),
    kept: structure === null || records.length === 0 ? null : { structure, records },
    save: (changes, anew) => save({ records: { device: device.id, changes }, ...(anew === undefined ? {} : { structure: anew }) }),
    known: async (of) => {
      const person = personOf(of);
      return person === null ? null : store.identity(person);
    },
    meet: async (of, key) => {
      const person = personOf(of);
      if (person !== null) await store.keepIdentity(person, key, now());
    },
    knownOf: async (users) => {
      const known = await store.identities(users.flatMap((of) => personOf(of) ?? []));
      return new Map([...known].map(([person, key]) => [bare(person), key]));
    },
    readOnce: (message, place) => store.readOnce(message, place, now()),
  });
}

type IdentityKeys = {
  readonly master: string | undefined;
  readonly selfSigning: string | undefined;
  readonly userSigning: string | undefined;
};

/** The bot's own identity is as good as ever where only its device is out of date. */
async function identityKeys(options: DeviceOptions, device: Device): Promise<IdentityKeys | null> {
  if ((await options.store.records(options.access.user, device.id)).length === 0 || options.account.structure === null) return null;
  const crypto = await machineOf({ ...options, save: async () => undefined }, device);
  const exported = await crypto.work((machine) => machine.exportCrossSigningKeys());
  await crypto.close();
  return exported === undefined
    ? null
    : { master: exported.masterKey, selfSigning: exported.self_signing_key, userSigning: exported.userSigningKey };
}
