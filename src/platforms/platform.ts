// What a chat platform must be able to do. Platform words stop here.
import type { Fault } from '../chat/diagnosis.ts';
import type { Lacking } from '../chat/list/room-admin.ts';
import type { Choice, Form, PickFrom } from '../chat/message/form.ts';
import type { Incoming, Profile, Receipt, SentFile } from '../chat/message/heard.ts';
import type { Message } from '../chat/message/message.ts';
import type { Destination } from '../chat/message/outgoing.ts';
import type { RoomAudit } from '../domain/list/room-audit.ts';
import type { DeviceReport } from '../domain/list/trust.ts';
import type { PersonId, PlatformName, RoomId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';

/** Puts an event into the inbox. Never throws; answers within a second and a half even when the database is away. */
export type Receive = (heard: Incoming) => Promise<Receipt>;

/** What somebody may pick from, the likeliest first; `typed` is what they typed so far. `words`: what the form completes, which names what it is about. Empty when they may know of nothing. */
export type Choices = (query: {
  readonly by: PersonId;
  readonly room: RoomId | null;
  readonly from: PickFrom;
  readonly typed: string;
  readonly words: string;
}) => Promise<readonly Choice[]>;

export type { Lacking } from '../chat/list/room-admin.ts';
export type { Destination } from '../chat/message/outgoing.ts';

/** `page` is one of what `pages` gave, the `index`th. `replaces` is an earlier post to edit in place; a platform that cannot posts anew. */
export type Post = {
  readonly rowId: string;
  readonly index: number;
  readonly to: Destination;
  readonly page: unknown;
  readonly replaces: string | null;
  readonly pin: boolean;
  /**
   * It holds what no notification may show, and a platform that notifies with what a post says has to take care: `answer`, somebody asked for it just
   * now and need not find it again; `card`, it stays where it is, and is edited.
   */
  readonly quiet?: 'answer' | 'card';
  /** Only the earlier post is edited: where it is gone, nothing is posted. */
  readonly onlyEdit?: true;
  /**
   * The earlier post in whose thread it goes. `page`: how it reads outside of any, where that post can have no thread any more: then it is posted so, and not
   * lost.
   */
  readonly under?: { readonly ref: string; readonly page: unknown };
  /** Of a room: devices that their owners have not signed may read it, too. */
  readonly loose?: true;
  /** Resolves to why it may not be heard any more, null while it may. Asked again where files went up first, before the call by which they are seen. */
  readonly ended?: () => Promise<string | null>;
};

/** Before anybody could see what a post says, it was not to be heard any more; `code`: why. */
export class NoLonger extends Error {
  override readonly name = 'NoLonger';
  readonly code: string;

  constructor(code: string) {
    super(`no longer: ${code}`);
    this.code = code;
  }
}

/** Throws NoLonger once a post may not be heard any more. */
export async function unlessEnded({ ended }: { readonly ended?: Post['ended'] | undefined }): Promise<void> {
  const code = (await ended?.()) ?? null;
  if (code !== null) throw new NoLonger(code);
}

/**
 * The bytes of a file that somebody sent, as they come in. Throws SendFailure: `gone` with the code `too-big`, `altered` (it is not what its sender sent) or
 * `no-right` (the bot may read no files there), or the platform's own.
 */
export type ReadFile = (
  by: PersonId,
  file: SentFile,
  limits: { readonly bytesMax: number; readonly off: AbortSignal },
) => AsyncIterable<Uint8Array>;

export type Platform = {
  readonly name: PlatformName;
  /** The least time between two posts to one room, in milliseconds. */
  readonly paceMs: number;
  /** Whether this process may post there now. Of several replicas one may, where what is said passes through something that only one can hold. */
  speaks(): boolean;
  /** What the bot may do to rooms besides speaking in them; null where people do it. */
  readonly roomAdmin: RoomAdmin | null;
  /** What is known of people's devices; null where a platform has no such thing. */
  readonly devices: Devices | null;
  /**
   * Takes people out of a room, and takes their invitations back. Who is not in it is left alone, so that it does no harm when it is done twice. Null
   * where it cannot be done at all. Throws SendFailure; `gone` when nobody can be taken out of that room.
   */
  readonly evict: ((room: RoomId, people: readonly PersonId[]) => Promise<Evicted>) | null;
  /** Null where nobody can send the bot a file. */
  readonly readFile: ReadFile | null;
  /** Throws StartFailure, having let go of what it opened: then it may be started again. */
  start(receive: Receive): Promise<void>;
  stop(): Promise<void>;
  /** A room's name and what makes it unfit for secrets, read afresh; with `people`, also who is in it. Throws SendFailure. */
  inspect(room: RoomId, options?: { readonly people: boolean }): Promise<RoomAudit>;
  /** What the platform knows of somebody now; null where it does not tell. Throws SendFailure. */
  profile(person: PersonId): Promise<Profile | null>;
  /** The message cut into as many posts as the platform's limits need, in order; its files are posts after those. Pure. `zone` is the reader's, when one person reads it. `repeated` adds the mark that it may have been said before. `surface` home: a personal page, which is always one. `inRoom`: several people read it in a room. */
  pages(message: Message, options: { zone: string | null; repeated: boolean; surface?: 'post' | 'home'; inRoom?: boolean }): unknown[];
  /** Posts or edits one page; resolves to a reference by which it can be edited later (null: cannot be edited). Throws SendFailure. */
  post(post: Post): Promise<string | null>;
  /**
   * Whether a page was posted already, when nobody knows: its reference, 'no' when it certainly was not, or 'unknown' where the platform does
   * not let the bot look. `since`: not earlier than this. Throws SendFailure.
   */
  find(
    post: Pick<Post, 'rowId' | 'index' | 'to' | 'page' | 'quiet'> & { readonly under?: Pick<NonNullable<Post['under']>, 'ref'> } & {
      readonly since: Instant;
    },
  ): Promise<{ readonly ref: string } | 'no' | 'unknown'>;
  /** Takes back an earlier post of the bot's own. */
  remove(to: Destination, ref: string): Promise<void>;
  /** Opens the form. `row` names the asking: the same one opens the same form. Throws SendFailure `expired` when the trigger is too old, or was used. */
  ask(to: Destination, form: Form, trigger: string | null, row: string): Promise<void>;
};

/** Somebody whom the platform did not invite or take out as it was asked; `code`: its own word for why. */
export type Unmoved = { readonly person: PersonId; readonly code: string };

/** `out`: who was in the room, and is no more; `still`: who is. */
export type Evicted = { readonly out: readonly PersonId[]; readonly still: readonly Unmoved[] };

/** not-alone: others are in it, or invited, or who invited is not; not-private: not encrypted, or others could come in or read it later. */
export type Followed = 'followed' | 'not-alone' | 'not-private';

/** Nothing here does harm when it is done twice. Every function throws SendFailure; `elsewhere` when another replica has to be asked. */
export type RoomAdmin = {
  /** The bot's own team, as `RoomAudit.teams` names teams: whoever is of another one is a far team's. */
  readonly home: string;
  /** Puts right what makes the room unfit, as far as the bot may. Resolves to the power that it lacks for the rest; null where it lacks none. */
  mend(room: RoomId): Promise<Lacking | null>;
  /** Makes a room that is fit, with these people invited; `runs`: who may let people in and take them out there. The same `key` gives the same room. */
  make(room: {
    readonly key: string;
    readonly name: string;
    readonly people: readonly PersonId[];
    readonly runs: readonly PersonId[];
  }): Promise<RoomId>;
  /** Invites people; resolves to those who cannot be, or not now, with the platform's own word for why. */
  invite(room: RoomId, people: readonly PersonId[]): Promise<readonly Unmoved[]>;
  /** Follows an invitation that the bot got, or declines it; `reason` is shown to who invited. */
  answer(room: RoomId, answer: { readonly accept: boolean; readonly reason: string }): Promise<void>;
  /** Follows an invitation to speak with one person alone, who has no other room for that from then on; stays only where it is a room for that. */
  follow(room: RoomId, by: PersonId, reasons: Readonly<Record<Exclude<Followed, 'followed'>, string>>): Promise<Followed>;
};

export type Devices = {
  /** Throws SendFailure; `elsewhere` when another replica has to be asked. */
  report(people: readonly PersonId[]): Promise<readonly DeviceReport[]>;
  /** From now on somebody's present identity is the one that counts. Resolves to how they stand then. Throws SendFailure. */
  accept(person: PersonId): Promise<DeviceReport>;
};

/**
 * again: certainly not delivered, may be tried later; whatever fails for the bot's own access (its token, its rights) is this, since it is nothing
 * against the destination. unsure: may or may not have been delivered. paused: too many requests, nothing to this
 * destination for `afterMs`. expired: the trigger of a form is gone. gone: the destination does not exist for the bot any more, or refuses it for good.
 * elsewhere: another replica can do it, this one cannot.
 */
export type FailureKind = 'again' | 'unsure' | 'paused' | 'expired' | 'gone' | 'elsewhere';

/** The error words that say of a person that their account is closed. */
export const accountClosed: ReadonlySet<string> = new Set(['user_disabled']);

/** Why something was not delivered. `code` is the platform's own error word: safe to log, never a text. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';
  readonly kind: FailureKind;
  readonly code: string;
  readonly afterMs: number;

  constructor(kind: FailureKind, code: string, afterMs = 0) {
    super(`${kind}: ${code}`);
    this.kind = kind;
    this.code = code;
    this.afterMs = afterMs;
  }
}

/** Why a platform could not be started, as the doctor says it. */
export class StartFailure extends SendFailure {
  readonly fault: Fault;

  constructor(code: string, fault: Fault, afterMs = 0) {
    super('again', code, afterMs);
    this.fault = fault;
  }
}
