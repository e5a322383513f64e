// What every part of the timeline is given, and what it remembers in memory.

import type { SentFile } from '../../../chat/message/heard.ts';
import type { Check } from '../../../chat/message/questions.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import type { Clock, Instant } from '../../../domain/values/time.ts';
import type { Receive } from '../../platform.ts';
import type { Crypto } from '../encryption/crypto.ts';
import type { MatrixStore } from '../matrix-store.ts';
import type { Json } from '../payload.ts';
import type { Directs } from '../rooms/direct-rooms.ts';
import type { AsideOptions } from '../set-aside.ts';

export type TimelineOptions = {
  readonly user: string;
  readonly crypto: Pick<Crypto, 'decrypt'>;
  readonly store: Pick<MatrixStore, 'direct' | 'directOf' | 'keepTalk' | 'choices'>;
  readonly directs: Pick<Directs, 'recognized' | 'changed'>;
  readonly receive: Receive;
  /** Where `receive` hands in several together: the way in for one that cannot wait for the others. */
  readonly receiveAlone?: Receive;
  /** What somebody is called; null where that is not known. */
  readonly nameOf: (user: string) => Promise<string | null>;
  readonly check: Check;
  readonly isQuestion: (words: string) => boolean;
  readonly now: Clock;
  /** By this machine's clock, as the homeserver's time stamps are by its own. */
  readonly machineNow: Clock;
  /** Is told of every event that was taken in. */
  readonly heard: (event: string) => void;
  /** What becomes of an event at which the bot fails. */
  readonly aside: AsideOptions;
  /** For so long names are waited for. */
  readonly namesMsMax?: number;
};

/**
 * `floor`: by room, what the bot posted there since anybody else wrote anything but a number that was for it, and when (by this machine's clock) people last
 * wrote to each other. In memory: what is not known does not count. `forBot`: what was for the bot in a room, of the events that are heard just now.
 * `waiting`: by sender, how often in a row and when last the homeserver did not answer for something of theirs: what they say next waits as well.
 * `sent`: the files of the last minutes, since a signature comes in an event of its own.
 */
export type Context = TimelineOptions & {
  readonly floor: Map<string, { readonly posts: Set<string>; readonly talkedAt: Instant | null }>;
  readonly forBot: Set<string>;
  readonly waiting: Map<string, { readonly tries: number; readonly at: Instant }>;
  readonly sent: Map<PersonId, readonly RecentFile[]>;
};

/** A file that somebody sent a while ago, by the event that it came in: where it is, and nothing of it. */
export type RecentFile = { readonly event: string; readonly file: SentFile; readonly at: Instant };

/** `fresh`: as in Told. */
export type Event = { readonly id: string; readonly room: string; readonly sender: string; readonly raw: Json; readonly fresh: boolean };

/** `fresh`: it was not handed in before. */
export type Told = { readonly room: string; readonly raw: Json; readonly since: Instant; readonly fresh: boolean };
