// What came in, the same from every platform. JSON-safe, because it is kept in the inbox before it is acknowledged.
import type { PersonId, RoomId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

export type Said =
  /** A typed command without its prefix, or the words of a pressed button. Persons stand in it as ids (`slack:T1/U2`). */
  | { readonly type: 'words'; readonly text: string }
  /** A completed form: the words of `Form.words`, and what was typed into each field. */
  | { readonly type: 'form'; readonly words: string; readonly values: Readonly<Record<string, string>> };

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
};

/** What became of it. `kept`: the database is away, it waits in memory and runs later. `full`: it could not even be kept. */
export type Receipt = 'stored' | 'repeated' | 'kept' | 'full';
