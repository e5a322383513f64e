// What came in, the same from every platform. JSON-safe, because it is kept in the inbox before it is acknowledged.

import type { NoSuchChoice, Trouble, Untaken, UntrustedReason } from '../../domain/list/trust.ts';
import { type ListId, type PersonId, type PlatformName, platformOf, type RoomId } from '../../domain/values/ids.ts';
import { eachOf } from '../../domain/values/records.ts';
import { hourMs, type Instant } from '../../domain/values/time.ts';

export type Said =
  /** A typed command without its prefix, or the words of a pressed button. Persons stand in it as ids (`slack:T1/U2`). */
  | { readonly type: 'words'; readonly text: string }
  /** A completed form: the words of `Form.words`, and what was typed into each field. */
  | { readonly type: 'form'; readonly words: string; readonly values: Readonly<Record<string, string>> }
  /** A form is asked for, with some of its fields filled in already (a shortcut). It is opened even if nothing is missing. */
  | { readonly type: 'begin'; readonly words: string; readonly values: Readonly<Record<string, string>> }
  /** They look at their personal page (Slack's App Home). */
  | { readonly type: 'home' };

/** Every text in what was said. */
export function wordsOf(said: Said): string[] {
  switch (said.type) {
    case 'words':
      return [said.text];
    case 'form':
    case 'begin':
      return [said.words, ...Object.values(said.values)];
    case 'home':
      return [];
    default:
      return said satisfies never;
  }
}

/** The same, each text of it changed. */
export function eachWord(said: Said, change: (text: string) => string): Said {
  switch (said.type) {
    case 'words':
      return { ...said, text: change(said.text) };
    case 'form':
    case 'begin':
      return { ...said, words: change(said.words), values: eachOf(said.values, change) };
    case 'home':
      return said;
    default:
      return said satisfies never;
  }
}

/**
 * A file that somebody sent to the bot alone. `bytes`: how many its sender says there are. `at`: by what its platform finds it. Nothing that is in it stands
 * here: it is fetched when it is acted on, and kept nowhere.
 */
export type SentFile = { readonly name: string; readonly bytes: number | null; readonly at: Readonly<Record<string, string>> };

/** Somebody said something. */
export type Heard = {
  /** Unique for ever: the platform's name and its own id of the event, so that a retry or a replay is recognised. */
  readonly key: string;
  readonly at: Instant;
  readonly by: PersonId;
  /** null in a direct message. */
  readonly room: RoomId | null;
  /** What lets the platform open a form as an answer (Slack's trigger_id, good for 3 seconds); null where it needs none. */
  readonly trigger: string | null;
  readonly said: Said;
  /** Display names of the speaker and of the persons mentioned, as the platform knows them. */
  readonly names: Readonly<Record<PersonId, string>>;
  /** When the message was last written whose button was pressed: what happened since, they had not seen. */
  readonly seen?: Instant | null;
  /** The thread that it was said in, where it was in one: the answer goes there. */
  readonly thread?: string;
  /** It was said so long ago, while the bot was away, that it is not carried out any more. */
  readonly late?: true;
  /**
   * The key of what they said before and correct by this. Of a form, what all tries to send it have in common: the first corrects nothing, and
   * keys of tries are this and a colon and more.
   */
  readonly corrects?: string;
  /** What they sent with it; in a room nobody looks at it. */
  readonly files?: readonly SentFile[];
};

/** What a platform knows of somebody. `gone`: their account is closed. `app`: it is no human being. */
export type Profile = {
  readonly person: PersonId;
  readonly name: string | null;
  readonly zone: string | null;
  readonly gone: boolean;
  readonly app: boolean;
};

export type Change =
  /** Something about a room is not as it was: it is to be read afresh. `who` came in (or left). */
  | { readonly type: 'room'; readonly room: RoomId; readonly who: PersonId | null }
  /** The room has another id from now on. */
  | { readonly type: 'room-moved'; readonly from: RoomId; readonly to: RoomId }
  | { readonly type: 'person'; readonly profile: Profile }
  /** The bot was taken off a workspace, or lost its token there. `owner`: the part of an id before the slash (`T024`, `E024`). */
  | { readonly type: 'uninstalled'; readonly owner: string }
  /** Somebody took back what they had said, which has this key. */
  | { readonly type: 'withdrawn'; readonly key: string; readonly by: PersonId }
  /** Something was said to the bot in somebody's name (`room` null: directly) that nobody can vouch for, so that it is not acted on. What it was is not handed on. */
  | {
      readonly type: 'distrusted';
      readonly by: PersonId;
      readonly room: RoomId | null;
      readonly because: UntrustedReason;
      readonly device: string | null;
    }
  /** Somebody said something to the bot (`room` null: directly) in a way that it does not take. What it was is not handed on. */
  | {
      readonly type: 'untaken';
      readonly by: PersonId;
      readonly room: RoomId | null;
      readonly what: Untaken;
      /** Of `no-such-choice`. */
      readonly choice?: NoSuchChoice;
    }
  /** Somebody fills in a form by answering questions: this is asked next, or said of it. */
  | { readonly type: 'form-question'; readonly by: PersonId; readonly lines: readonly string[] }
  /** Nothing that is said to somebody (`room` null: directly) can be read by them: none of their devices has a signature of theirs. */
  | { readonly type: 'unreadable'; readonly by: PersonId; readonly room: RoomId | null }
  /** So much of what somebody said waits that more of it was not taken. `room`: where they said the last of it. */
  | { readonly type: 'too-much'; readonly by: PersonId; readonly room: RoomId | null }
  /** The key of what was said to somebody (`room` null: directly) was withheld from them: their identity is another one than the one the bot knows. */
  | { readonly type: 'withheld'; readonly by: PersonId; readonly room: RoomId | null }
  /** The bot was invited into a room; `direct`: to speak with one person. */
  | { readonly type: 'invited'; readonly room: RoomId; readonly by: PersonId; readonly direct: boolean }
  /** Somebody is off a list: the bot, who puts this in itself, takes these accounts of theirs out of a room of it. `person`: as the list knew them. */
  | {
      readonly type: 'evict';
      readonly list: ListId;
      readonly room: RoomId;
      readonly person: PersonId;
      readonly name: string;
      readonly people: readonly PersonId[];
    }
  /** The bot cannot hear and speak on a platform, or could not as it did before. */
  | { readonly type: 'trouble'; readonly platform: PlatformName; readonly code: Trouble };

/** The platform tells that something changed; nobody said it to the bot. `about` is the id of what changed, and its place in the inbox's order. */
export type PlatformEvent = { readonly key: string; readonly at: Instant; readonly about: string; readonly change: Change };

/** Whatever comes in. */
export type Incoming = Heard | PlatformEvent;

/** Whose event it is, for the order in which events are acted on. */
export function subjectOf(incoming: Incoming): string {
  return 'change' in incoming ? incoming.about : incoming.by;
}

/**
 * What became of it. `kept`: the database is away, it waits in memory and runs later. `full`: it could not even be kept. `unwritable`: it can never be.
 * `not-ours`: it is about nobody here.
 */
export type Receipt = 'stored' | 'repeated' | 'kept' | 'full' | 'unwritable' | 'not-ours';

/** That somebody says more than is taken: told once an hour, whoever notices it. */
export function tooMuchOf(by: PersonId, room: RoomId | null, now: Instant): PlatformEvent {
  return {
    key: `too-much:${by}:${Math.floor(now / hourMs)}`,
    at: now,
    about: `${platformOf(by)}:too-much`,
    change: { type: 'too-much', by, room },
  };
}

/** Which button was pressed: on a message as it stood since an instant, for these words. Null: none was. */
export function pressOf({ said, seen = null }: Heard): string | null {
  return said.type === 'words' && seen !== null ? `${seen} ${said.text}` : null;
}
