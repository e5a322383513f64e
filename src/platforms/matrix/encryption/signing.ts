// The bot's own identity: the keys by which it vouches for its device, so that others give it their room keys. Made once, at the first login; a second
// identity is never put over a first.
import { DeviceId, UserId } from '@matrix-org/matrix-sdk-crypto-wasm';
import { SendFailure } from '../../platform.ts';
import { type Api, part } from '../api.ts';
import { refusalBehind } from '../failures.ts';
import { object, string } from '../payload.ts';
import type { Crypto } from './crypto.ts';
import { fitsDescription, keyBytes, keyDescription, openSecret, readRecoveryKey, recoveryKeyOf, sealSecret } from './secret-storage.ts';

export type SigningOptions = {
  readonly api: Api;
  readonly crypto: Crypto;
  readonly user: string;
  readonly device: string;
  readonly password: string | null;
  readonly recoveryKey: string | null;
  readonly newSecret: (bytes: number) => Uint8Array;
  /** Keeps a new recovery key until somebody takes it. Called before it is used. */
  readonly offer: (recoveryKey: string) => Promise<void>;
};

/**
 * signed: others may trust this device. identity-foreign: the account has an identity whose keys are not here, and no recovery key was given, or it is
 * not the right one: nothing was changed. password-needed: the homeserver asks for the password to take the new identity.
 */
export type Signed = 'signed' | 'identity-foreign' | 'wrong-recovery-key' | 'password-needed';

const secretNames = ['m.cross_signing.master', 'm.cross_signing.self_signing', 'm.cross_signing.user_signing'] as const;

/** Makes sure that the device is signed by the bot's own identity. Throws SendFailure. */
export async function ensureSigned(options: SigningOptions): Promise<Signed> {
  const { crypto, user } = options;
  await crypto.flush();
  const present = await crypto.identity(user);
  const { hasMaster, hasSelfSigning } = await crypto.work((machine) => machine.crossSigningStatus());
  if (hasMaster && hasSelfSigning && present !== null) return sign(options);
  if (present === null) return found(options);
  return recover(options);
}

/** Signs the device with keys that are here. */
async function sign({ crypto, user, device }: SigningOptions): Promise<Signed> {
  const own = await crypto.work((machine) => machine.getIdentity(new UserId(user)));
  if (own === undefined) return 'identity-foreign';
  const devices = await crypto.devices(user);
  if (devices.some(({ id, signed }) => id === device && signed)) return 'signed';
  const request = await crypto.work(async (machine) => {
    const found = await machine.getDevice(new UserId(user), new DeviceId(device));
    return found?.verify();
  });
  if (request === undefined) return 'identity-foreign';
  await crypto.carry(request);
  await crypto.identity(user);
  return 'signed';
}

/** The account has no identity yet. */
async function found(options: SigningOptions): Promise<Signed> {
  const { api, crypto, user, newSecret, offer } = options;
  // Kept before they are uploaded: an identity whose keys are lost could never be replaced unnoticed.
  const requests = await crypto.work((machine) => machine.bootstrapCrossSigning(false));
  const keys = object(JSON.parse(requests.uploadSigningKeysRequest.body));
  if (!(await uploaded(options, keys))) return 'password-needed';
  await crypto.carry(requests.uploadSignaturesRequest);
  await crypto.identity(user);
  const key = newSecret(keyBytes);
  await offer(recoveryKeyOf(key));
  await storeSecrets({ api, crypto, user, newSecret }, key);
  return 'signed';
}

/** Right after a login the homeserver takes the keys as they are; later it wants the password once more. */
async function uploaded({ api, user, password }: SigningOptions, keys: object): Promise<boolean> {
  const upload = (auth?: object) =>
    api.request('POST', 'v3/keys/device_signing/upload', { body: auth === undefined ? keys : { ...keys, auth } });
  try {
    await upload();
    return true;
  } catch (error) {
    if (refusalBehind(error)?.status !== 401) throw error;
    if (password === null) return false;
    const { session } = object(refusalBehind(error)?.body);
    await upload({ type: 'm.login.password', identifier: { type: 'm.id.user', user }, password, session });
    return true;
  }
}

type Storing = Pick<SigningOptions, 'api' | 'crypto' | 'user' | 'newSecret'>;

async function storeSecrets({ api, crypto, user, newSecret }: Storing, key: Uint8Array): Promise<void> {
  const exported = await crypto.work((machine) => machine.exportCrossSigningKeys());
  const secrets = [exported?.masterKey, exported?.self_signing_key, exported?.userSigningKey];
  const id = Buffer.from(newSecret(12)).toString('base64url');
  const put = (type: string, content: object) => api.request('PUT', `v3/user/${part(user)}/account_data/${part(type)}`, { body: content });
  await put(`m.secret_storage.key.${id}`, keyDescription(key, newSecret(16)));
  for (const [index, name] of secretNames.entries()) {
    const secret = secrets[index];
    if (secret !== undefined) await put(name, { encrypted: { [id]: sealSecret(key, name, secret, newSecret(16)) } });
  }
  await put('m.secret_storage.default_key', { key: id });
}

/** The account has an identity, and its keys are not here: people have to have them. */
async function recover(options: SigningOptions): Promise<Signed> {
  const { api, crypto, user, recoveryKey } = options;
  if (recoveryKey === null) return 'identity-foreign';
  const key = readRecoveryKey(recoveryKey);
  const read = async (type: string) => {
    try {
      return object(await api.request('GET', `v3/user/${part(user)}/account_data/${part(type)}`));
    } catch (error) {
      if (error instanceof SendFailure && error.code === 'M_NOT_FOUND') return {};
      throw error;
    }
  };
  const id = string((await read('m.secret_storage.default_key')).key);
  if (id === null) return 'identity-foreign';
  if (key === null || !fitsDescription(key, await read(`m.secret_storage.key.${id}`))) return 'wrong-recovery-key';
  const [master, selfSigning, userSigning] = await Promise.all(
    secretNames.map(async (name) => openSecret(key, name, object((await read(name)).encrypted)[id])),
  );
  await crypto.work((machine) => machine.importCrossSigningKeys(master, selfSigning, userSigning));
  const status = await crypto.work((machine) => machine.crossSigningStatus());
  return status.hasMaster && status.hasSelfSigning ? sign(options) : 'wrong-recovery-key';
}
