// Whether it can be believed that somebody said something, on platforms whose server could say it in their name.
import type { PersonId } from '../values/ids.ts';

/**
 * Why something is not acted on: it came without encryption; from a device that is not known, or not signed by its owner; the sender that the server
 * names is not who wrote it; its owner's identity is another one than before; it was said before, in another event; it could not be read; it was too
 * long, or no message at all.
 */
export const distrusts = [
  'clear-text',
  'unknown-device',
  'unsigned-device',
  'forged-sender',
  'identity-changed',
  'replayed',
  'unreadable',
  'malformed',
] as const;
export type UntrustedReason = (typeof distrusts)[number];

/**
 * What is said to the bot in a way that it does not take, though it can be believed: by the kind of message; by a number alone that may be meant for
 * others (`number`), that is not there (`no-such-choice`), or is no answer any more (`old-choice`); by a reaction, to more than a question (`reaction`); by a
 * reply that stands beside what is encrypted (`unencrypted-reply`);
 * in a room for two that is not the one in which the bot listens to them (`elsewhere`); by something at which the bot itself failed (`failed`).
 */
export const untakens = [
  'image',
  'video',
  'voice',
  'audio',
  'file',
  'location',
  'sticker',
  'poll',
  'emote',
  'call',
  'verification',
  'other',
  'number',
  'no-such-choice',
  'old-choice',
  'reaction',
  'unencrypted-reply',
  'elsewhere',
  'failed',
] as const;
export type Untaken = (typeof untakens)[number];

/** A number that chose nothing, and what the message offers that it answers; null: none offers anything. */
export type NoSuchChoice = { readonly number: number; readonly offered: { readonly first: number; readonly last: number } | null };

/** What may be an attack on the list, and not somebody's own oversight: its coordinators are told. */
export const grave: ReadonlySet<UntrustedReason> = new Set(['forged-sender', 'identity-changed', 'replayed']);

/**
 * How somebody's devices stand. `identity`: they have none; the bot has not met it yet; it is the one that the bot met first; it is another one since.
 * `shutOut`: the names of devices that get no room keys, because their owner has not signed them.
 */
export type DeviceReport = {
  readonly person: PersonId;
  readonly identity: 'none' | 'not-met' | 'same' | 'changed';
  readonly devices: number;
  readonly shutOut: readonly string[];
};

/** What keeps the bot from hearing and speaking on a platform, or did. */
export type Trouble =
  | 'logged-out'
  | 'soft-logged-out'
  | 'keys-lost'
  | 'keys-outdated'
  | 'device-replaced'
  | 'identity-foreign'
  | 'wrong-recovery-key'
  | 'password-needed';
