// What of Matrix is kept in the database, as the platform asks for it. The platform knows no database: main.ts gives it these.
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { CryptoRecord, Structure } from './encryption/crypto-store.ts';
import type { MegolmMessage } from './encryption/replays.ts';

/**
 * The session that the bot has on the homeserver. `token` null: the one from the settings. `madeAt`: since when the bot uses it. `recoveryKey`: waits to be
 * shown to whoever runs the bot, once.
 */
export type Device = {
  readonly id: string;
  readonly token: string | null;
  readonly refresh: string | null;
  readonly madeAt: Instant;
  readonly recoveryKey: string | null;
};

/**
 * An event that could not be read yet: its room key may come later. `putOff`: the homeserver did not answer for it. `behind`: it was not looked at, since
 * there was more of its room than is taken in at once.
 */
export type Unread = {
  readonly room: string;
  readonly event: unknown;
  readonly since: Instant;
  readonly putOff?: true;
  readonly behind?: true;
};

/** The account as it is kept. `epoch` tells this holder from the one before. */
export type Account = {
  readonly epoch: number;
  readonly device: Device | null;
  readonly since: string | null;
  readonly structure: Structure | null;
  readonly unread: readonly Unread[];
};

/** What is written together, or not at all. */
export type Saved = {
  readonly device?: Device | null;
  readonly since?: string | null;
  readonly structure?: Structure;
  readonly unread?: readonly Unread[];
  /** Of the encryption machine of this device. */
  readonly records?: { readonly device: string; readonly changes: readonly CryptoRecord[] };
};

/** Thrown when the account is held by another replica by now: nothing was written. */
export class NotHeld extends Error {
  override readonly name = 'NotHeld';

  constructor() {
    super('the account is held by another replica');
  }
}

/** Every function throws when the database is away. */
export type MatrixStore = {
  /** Whether what one of these threw is the database's to mend: it is away, or two were in each other's way. */
  passes(error: unknown): boolean;
  /** Takes the account where nobody holds it, for so long; null when somebody does. */
  take(user: string, leaseMs: number): Promise<Account | null>;
  /** Holds it for so long from now on; false when it was lost. */
  hold(user: string, epoch: number, leaseMs: number): Promise<boolean>;
  /** Lets it go, for another to take at once. */
  letGo(user: string, epoch: number): Promise<void>;
  /** Throws NotHeld. */
  save(user: string, epoch: number, saved: Saved): Promise<void>;
  /** The device that the account has now, whoever holds it. */
  device(user: string): Promise<Device | null>;
  records(user: string, device: string): Promise<readonly CryptoRecord[]>;
  /** The room in which the bot speaks with somebody alone, and where their conversation stands. */
  direct(person: PersonId): Promise<{ readonly room: RoomId | null; readonly talk: unknown }>;
  keepDirect(person: PersonId, room: RoomId): Promise<void>;
  keepTalk(person: PersonId, talk: unknown): Promise<void>;
  /** Whose direct room it is; null when it is nobody's. */
  directOf(room: RoomId): Promise<PersonId | null>;
  /** What can be answered to a message; of a room, what can be answered to the newest. */
  choices(
    at: { readonly event: string } | { readonly room: RoomId },
  ): Promise<{ readonly event: string; readonly choices: unknown } | null>;
  /** `stays`: an edit of what stands higher up in the room, which does not become the newest by it. */
  keepChoices(
    event: string,
    kept: { readonly room: RoomId; readonly choices: unknown; readonly at: Instant; readonly until: Instant; readonly stays?: boolean },
  ): Promise<void>;
  forgetChoices(event: string): Promise<void>;
  /** The identity by which the bot knows somebody; null when it has not met them. */
  identity(person: PersonId): Promise<string | null>;
  /** As `identity`, of several; who was not met is not among them. */
  identities(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>;
  /** Remembers somebody's identity: the first that is met, or with `anew` the present one. */
  keepIdentity(person: PersonId, masterKey: string, at: Instant, anew?: boolean): Promise<void>;
  /** Remembers, for as long as its session can be read, in which event a message was read; false where it was another one. */
  readOnce(message: MegolmMessage, place: string, at: Instant): Promise<boolean>;
};
