// What was encrypted for the bot, read, and whether it may be believed.
import {
  DecryptionErrorCode,
  DecryptionSettings,
  MegolmDecryptionError,
  type OlmMachine,
  RoomId,
  TrustRequirement,
} from '@matrix-org/matrix-sdk-crypto-wasm';
import type { UntrustedReason } from '../../../domain/list/trust.ts';
import { type Json, object, string } from '../payload.ts';
import type { Identities } from './identities.ts';
import { verdictOn } from './trust.ts';

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

/** The identities by which people are known. */
export type Known = {
  /** The identity by which a user is known; null when they are met for the first time, and then `meet` is told. */
  readonly known: (user: string) => Promise<string | null>;
  readonly meet: (user: string, masterKey: string) => Promise<void>;
};

type Options = Known & { readonly machine: OlmMachine; readonly identities: Identities };

/** Everything is read, and what cannot be believed is refused by name: a machine that refused to read it could not say why. */
export const reading = () => new DecryptionSettings(TrustRequirement.Untrusted);

/** Reads an event of a room. Throws only where the homeserver or the database does not answer. */
export async function decrypted(options: Options, room: string, event: Json): Promise<Read> {
  const text = JSON.stringify(event);
  const sender = string(event.sender) ?? '';
  try {
    const { event: clear, senderDevice } = await options.machine.decryptRoomEvent(text, new RoomId(room), reading());
    const { type, content } = object(JSON.parse(clear));
    const device = senderDevice?.toString() ?? null;
    const distrust = await believed(options, room, text, sender);
    return { type: 'read', kind: string(type) ?? '', content: object(content), device, distrust };
  } catch (error) {
    if (error instanceof MegolmDecryptionError) return unreadable(error);
    throw error;
  }
}

async function believed(
  { machine, identities, known, meet }: Options,
  room: string,
  event: string,
  sender: string,
): Promise<UntrustedReason | null> {
  const look = async () => {
    const info = await machine.getRoomEventEncryptionInfo(event, new RoomId(room));
    // The strict state has one word for a device without a signature and for a signed one of somebody whom nobody verified by hand.
    return { shield: info.shieldState(false).code, present: await identities.masterKey(sender), known: await known(sender) };
  };
  let seen = await look();
  if (verdictOn(seen) !== null) {
    // The bot may not have heard of the device yet, or of its signature.
    await identities.ask(sender);
    seen = await look();
  }
  const distrust = verdictOn(seen);
  if (distrust === null && seen.known === null && seen.present !== null) await meet(sender, seen.present);
  return distrust;
}

const mayCome: ReadonlySet<DecryptionErrorCode> = new Set([DecryptionErrorCode.MissingRoomKey, DecryptionErrorCode.UnknownMessageIndex]);

const unreadable = ({ code, maybe_withheld }: MegolmDecryptionError): Read => ({
  type: 'unreadable',
  lost: !mayCome.has(code) || maybe_withheld !== undefined,
});
