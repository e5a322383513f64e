// What somebody wants, once their words are understood.
import type { About } from '../../domain/embargo/about/about.ts';
import type { Called } from '../../domain/embargo/audience/audience.ts';
import type { AskedDate, EmbargoCommand, ReviewReading } from '../../domain/embargo/commands.ts';
import type { EndReason } from '../../domain/embargo/embargo.ts';
import type { ListCommand } from '../../domain/list/commands.ts';
import type { RoomKeys } from '../../domain/list/list.ts';
import type { ReportCommand } from '../../domain/list/reports/commands.ts';
import type { PolicyKey } from '../../domain/policy/presets.ts';
import type { PersonId, PlatformName } from '../../domain/values/ids.ts';
import type { LeakSaid } from '../../domain/values/leak-said.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { DraftKind } from '../../publish/drafts.ts';
import type { QuietHours } from '../values/quiet.ts';
import type { PolicyFieldKey } from './policy-fields.ts';

/** What can be asked about one embargo. */
export type EmbargoQuestion =
  | 'status'
  | 'timeline'
  | 'who'
  | 'audience'
  | 'details'
  | 'terms'
  | 'patch'
  | 'reviews'
  | 'finding'
  | 'pause'
  | 'exceptions'
  | 'retro'
  | 'retro-markdown'
  | 'retro-public'
  | 'draft'
  | 'leak'
  | 'leak-bundle';

/** Asking changes nothing. */
export type Query =
  | { readonly type: 'help'; readonly topic: string | null }
  /** `behind`: the embargo behind which a page of ended ones begins. */
  | { readonly type: 'list'; readonly all: boolean; readonly behind?: string }
  | { readonly type: 'todo'; readonly all: boolean }
  | { readonly type: 'home' }
  | { readonly type: 'calendar' }
  | { readonly type: 'members' }
  | { readonly type: 'duties' }
  | { readonly type: 'policy'; readonly version: number | null; readonly json: boolean }
  | { readonly type: 'policy-diff'; readonly other: PolicyKey | null }
  | { readonly type: 'policy-history' }
  | { readonly type: 'distributor'; readonly name: string }
  | { readonly type: 'own-application' }
  | { readonly type: 'applications' }
  | { readonly type: 'application'; readonly number: number }
  | { readonly type: 'health' }
  /** Reports from outside. `all`: the closed ones too. */
  | { readonly type: 'reports'; readonly all: boolean }
  | { readonly type: 'report'; readonly number: number; readonly list: string | null }
  /** Reports of leaks that named no embargo. */
  | { readonly type: 'leaks' }
  | { readonly type: 'register'; readonly what: 'public' | 'register'; readonly format: 'markdown' | 'json' }
  /** `number`: of the one finding, or leak, that is asked for. `draft`: which one; absent: what there is of them; `files`: all of them, as files. */
  | { readonly type: EmbargoQuestion; readonly number?: number; readonly draft?: DraftKind | 'files' };

/** For which a platform looks at a room first, or does something to it. `room`: its id as typed; null: where it was said, or the only one. */
export type RoomCommand =
  | { readonly type: 'audit-room' }
  | { readonly type: 'mend-room' | 'invite-missing'; readonly room: string | null }
  | { readonly type: 'make-room'; readonly name: string };

/** About people's devices, which their platform is asked for. */
export type DeviceCommand = { readonly type: 'report-devices' } | { readonly type: 'accept-identity'; readonly person: PersonId };

/** Commands whose words are read further than the parser can: with the list at hand, or by a library that takes its time. */
export type UnreadCommand =
  | { readonly type: 'use-policy'; readonly preset: PolicyKey }
  /** `hash` null: what would change is shown first. */
  | { readonly type: 'adopt-policy'; readonly hash: string | null }
  | { readonly type: 'edit-policy'; readonly rule: PolicyFieldKey; readonly text: string }
  | { readonly type: 'import-policy'; readonly text: string }
  /** `distributor` null: the speaker's own. */
  | { readonly type: 'add-key'; readonly distributor: string | null; readonly text: string }
  | { readonly type: 'test-alias'; readonly distributor: string }
  | { readonly type: 'answer-alias'; readonly code: string }
  | {
      readonly type: 'apply';
      readonly list: string;
      readonly organisation: string;
      readonly entity: string;
      readonly answers: string | null;
      readonly public: boolean;
    }
  | { readonly type: 'name-backup'; readonly person: PersonId; readonly name: string | null }
  | (Extract<ListCommand, { type: 'remove-distributor' | 'leave-list' }> & { readonly sure: boolean });

/** About a report from outside. `list`: its name, where it was said. `where`: a codename or an address. `proposal` null: the only one that is open. */
export type SaidOfReport = { readonly list: string | null } & (
  | Extract<ReportCommand, { type: 'report-vulnerability' | 'talk-of-report' | 'close-report' | 'reopen-report' | 'credit-report' }>
  | { readonly type: 'know-report'; readonly number: number; readonly where: string }
  | (Omit<Extract<ReportCommand, { type: 'answer-report-date' }>, 'proposal'> & { readonly proposal: number | null })
);

/** A command to a list whose room or id is known only where it was said. */
export type HereCommand =
  | Exclude<
      ListCommand,
      {
        type:
          | ReportCommand['type']
          | 'adopt-room'
          | 'leave-room'
          | 'audit-room'
          | 'mend-room'
          | 'make-room'
          | 'invite-missing'
          | 'trust-team'
          | 'distrust-team'
          | 'set-room-keys'
          | 'report-devices'
          | 'accept-identity'
          | 'add-person'
          | 'add-distributor'
          | 'draft-policy'
          | 'adopt-policy'
          | 'add-key'
          | 'test-alias'
          | 'answer-alias'
          | 'apply'
          | 'name-backup'
          | 'give-strike'
          | 'remove-distributor'
          | 'leave-list';
      }
    >
  | RoomCommand
  | DeviceCommand
  | UnreadCommand
  | SaidOfReport
  /** `sure`: what it means was shown first. */
  | {
      readonly type: 'adopt-room';
      readonly name: string;
      readonly policy: PolicyKey;
      readonly teams: readonly string[];
      readonly sure: boolean;
    }
  | { readonly type: 'leave-room' }
  /** `leak`: its codename and number, as they were typed; null: it is for none. */
  | (Omit<Extract<ListCommand, { type: 'give-strike' }>, 'leak'> & { readonly leak: string | null })
  | { readonly type: 'trust-team'; readonly team: string; readonly sure: boolean }
  | { readonly type: 'distrust-team'; readonly team: string }
  | { readonly type: 'set-room-keys'; readonly keys: RoomKeys; readonly sure: boolean }
  | { readonly type: 'add-distributor'; readonly name: string; readonly releases: readonly string[] }
  | (Omit<Extract<ListCommand, { type: 'add-person' }>, 'name'> & { readonly name: string | null });

/** What somebody says of themselves. `code` null: one is to be given. */
export type SelfCommand =
  | { readonly type: 'link'; readonly code: string | null; readonly sure: boolean }
  | { readonly type: 'unlink'; readonly id: PersonId | null }
  | { readonly type: 'preferences' }
  | { readonly type: 'quiet'; readonly quiet: QuietHours | null }
  | { readonly type: 'reach'; readonly where: PersonId | PlatformName };

export type Intent =
  | { readonly to: 'embargo'; readonly command: EmbargoCommand }
  /** On a review, in people's words; or the form for it. */
  | { readonly to: 'review'; readonly readings: readonly ReviewReading[] }
  /** `report`: of the report from outside that it is opened for. `audience`: for whom it is, where that is not the whole list. */
  | {
      readonly to: 'create';
      readonly about: About;
      readonly date: AskedDate;
      readonly report?: number;
      readonly audience?: readonly Called[];
    }
  | { readonly to: 'list'; readonly command: HereCommand }
  | { readonly to: 'ask'; readonly query: Query }
  /** Said once more on purpose, by a button: what it does is shown first. */
  | {
      readonly to: 'confirm';
      readonly reason: Exclude<EndReason, 'disclosed'>;
      readonly because: string | null;
      readonly at?: Instant;
    }
  | { readonly to: 'self'; readonly command: SelfCommand }
  | { readonly to: 'reopen-form'; readonly id: string }
  /** A press on an order that waits for one. */
  | { readonly to: 'order'; readonly press: 'confirm' | 'refuse'; readonly id: string }
  /** Of the embargo that is named, or of none that the speaker knows. */
  | ({ readonly to: 'leak'; readonly unnamed?: true } & LeakSaid);
