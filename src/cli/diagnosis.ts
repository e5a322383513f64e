// What is wrong with the database and with what comes in, and what to do about it. Pure.
import { clockDiagnosis, type Diagnosis, fault, fine } from '../chat/diagnosis.ts';
import { distance, formatUtc } from '../chat/values/instant.ts';
import { type FolderFault, others } from '../db/connection/folder.ts';
import type { RoomId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';

export type SlackRoom = { readonly room: RoomId; readonly teams: readonly string[] };

/** away: not to be had, `why` is for people to read. in-use: another process has the folder. none: not made yet. unusable: the folder cannot be one. `waiting`: migrations; negative when it is newer than the bot. */
export type DatabaseFindings =
  | { readonly state: 'away'; readonly why: string }
  | { readonly state: 'in-use'; readonly pid: number | null }
  | { readonly state: 'none'; readonly folder: string }
  | { readonly state: 'unusable'; readonly fault: FolderFault }
  | {
      readonly state: 'open';
      readonly kind: 'postgres' | 'embedded';
      readonly waiting: number;
      readonly key: 'right' | 'wrong' | 'unmarked' | 'former';
      /** How far its clock is ahead of this machine's, in milliseconds. */
      readonly aheadMs: number;
      /** The server's settings by which it writes values down in its own log. */
      readonly logged: readonly string[];
      /** When something was last heard from Slack. */
      readonly heard: Instant | null;
      readonly rooms: readonly SlackRoom[];
    };

export function diagnoseDatabase(findings: DatabaseFindings): Diagnosis[] {
  switch (findings.state) {
    case 'away':
      return [fault('database', findings.why, '')];
    case 'in-use': {
      const who = findings.pid === null ? 'another process' : `the process ${findings.pid}`;
      return [fine('database', `${who} has it open, most likely the running bot. Stop it to check what's in the database.`)];
    }
    case 'none':
      return [fine('database', `there's none in ${findings.folder} yet; the first start creates it.`)];
    case 'unusable':
      return [fault('DATA_DIR', findings.fault.why, findings.fault.next)];
    case 'open':
      return [
        tables(findings),
        key(findings),
        ...serverLog(findings),
        ...(findings.kind === 'postgres' ? [clockDiagnosis("the database's", findings.aheadMs)] : []),
      ];
    default:
      return findings satisfies never;
  }
}

const othersWrite = 0o022;

/** Who but its owner may look into the folder of the embedded database; `mode`: its permissions, null where there is no folder. */
export function diagnoseFolder(folder: string, mode: number | null): Diagnosis[] {
  if (mode === null || (mode & others) === 0) return [];
  const text = `other users of this machine can ${(mode & othersWrite) === 0 ? 'look into' : 'change'} ${folder} (${mode.toString(8)}).`;
  return [fault('DATA_DIR', text, `chmod 700 ${folder}`)];
}

/** Who but its owner may read the file of settings, which has the key and the tokens; `mode`: its permissions, null where there is none. */
export function diagnoseEnvFile(mode: number | null): Diagnosis[] {
  if (mode === null || (mode & others) === 0) return [];
  const text = `other users of this machine can ${(mode & othersWrite) === 0 ? 'read' : 'change'} .env (${mode.toString(8)}), which has the key and the tokens.`;
  return [fault('settings', text, 'chmod 600 .env')];
}

function tables({ waiting }: Extract<DatabaseFindings, { state: 'open' }>): Diagnosis {
  if (waiting === 0) return fine('database', 'it answers, and its tables are up to date.');
  if (waiting > 0) return fine('database', `it answers; the next start of the bot updates its tables (${waiting} to do).`);
  return fault('database', 'a newer version of the bot made its tables.', 'run that version or a newer one.');
}

function serverLog({ logged }: Extract<DatabaseFindings, { state: 'open' }>): Diagnosis[] {
  if (logged.length === 0) return [];
  const text = `the server writes the values of the bot's statements to its log (${logged.join(', ')}): ids, dates and who is on which list.`;
  return [fault('database', text, 'as a superuser: alter role … set log_parameter_max_length = 0, for the user in DATABASE_URL.')];
}

function key({ key: fit }: Extract<DatabaseFindings, { state: 'open' }>): Diagnosis {
  if (fit === 'right') return fine('key', 'it opens the sealed data.');
  if (fit === 'former') return fine('key', 'it opens the sealed data; the next start of the bot reseals it for this version.');
  if (fit === 'unmarked') return fine('key', 'the database has no sealed data yet.');
  return fault(
    'key',
    "EMBARGO_KEY isn't the key of this database.",
    'set the key the database was made with; after a rotation, both. Without it, nobody can read the sealed data.',
  );
}

/** Whether Slack's events come in, as far as the database tells. */
export function diagnoseEvents(findings: DatabaseFindings, now: Instant): Diagnosis[] {
  if (findings.state !== 'open') return [];
  if (findings.heard !== null) {
    return [fine('events', `the last one from Slack came in at ${formatUtc(findings.heard)}, ${distance(now, findings.heard)}.`)];
  }
  const look =
    'With the bot running, send `/embargo help`. If you get no answer, check Socket Mode (or the addresses), Slash Commands and Event Subscriptions of the app, or set SLACK_CONFIG_TOKEN and run this again.';
  return [fine('events', `none from Slack yet. ${look}`)];
}
