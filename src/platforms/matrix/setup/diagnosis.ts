// What is wrong with an account on Matrix, and what to do about it. Pure: a table of checks over what the homeserver answered and the database knows.
import { type Diagnosis, type Fault, fault, fine, passing } from '../../../chat/diagnosis.ts';
import { faultText, remedy } from '../../../chat/list/room.ts';
import { line } from '../../../chat/message/message.ts';
import { nodeLines } from '../../../chat/message/plain.ts';
import { formatUtc } from '../../../chat/values/instant.ts';
import { faultsOf } from '../../../domain/list/room-audit.ts';
import type { RoomId } from '../../../domain/values/ids.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { type Asked, type MatrixFindings, serverOf, type WayIn } from './doctor.ts';

export type WaySetup = {
  /** `@embargo:example.org` */
  readonly user: string;
  /** What the settings give to get in by. */
  readonly by: 'token' | 'password';
  /** What the database knows of the account; null where it could not be read. */
  readonly kept: MatrixKept | null;
};

export type MatrixSetup = WaySetup & {
  /** Whether the settings give a recovery key. */
  readonly recoveryKey: boolean;
};

export type MatrixKept = {
  /** Whether the bot has a device there. */
  readonly device: boolean;
  /** Whether a recovery key waits to be shown. */
  readonly keyWaits: boolean;
  /** Until when a running bot holds the account; null when none does. */
  readonly heldUntil: Instant | null;
  /** The rooms of all lists that are on Matrix, with the far homeservers that their coordinators named. */
  readonly rooms: readonly { readonly room: RoomId; readonly teams: readonly string[] }[];
};

type Check = (findings: MatrixFindings, setup: MatrixSetup) => readonly Diagnosis[];

const ways: readonly ((findings: WayIn, setup: WaySetup) => readonly Diagnosis[])[] = [homeserver, name, password, session];
const checks: readonly Check[] = [...ways, identity, recoveryKey, account, people, rooms];

/** Everything that was looked at on Matrix, in the order in which it is to be mended. */
export function diagnoseMatrix(findings: MatrixFindings, setup: MatrixSetup): Diagnosis[] {
  return checks.flatMap((check) => check(findings, setup));
}

/** What keeps the bot from getting in; null when nothing does. */
export function wayInFault(findings: WayIn, setup: WaySetup): Fault | null {
  const faults = ways.flatMap((check) => check(findings, setup)).filter((each) => each.state === 'fault');
  return faults[0] ?? null;
}

// A proxy that has nobody behind it, or what the system says of a way that leads nowhere: a homeserver's own words begin with M_.
const unreached = (code: string): boolean => /^http_5|^no_answer$|^(?!M_)[A-Z0-9_]+$/.test(code);
const tooMany = 'M_LIMIT_EXCEEDED';

function homeserver({ homeserver }: WayIn): Diagnosis[] {
  if (homeserver.ok) return [fine('homeserver', 'it answers.')];
  const { code } = homeserver;
  if (code === tooMany) return [passing('homeserver', `it wants it slower (${code}).`, 'wait a minute, and run this again.')];
  if (unreached(code)) {
    const next = 'look whether this machine reaches the address in MATRIX_HOMESERVER (network, proxy, DNS, certificate).';
    return [passing('homeserver', `it was not reached (${code}).`, next)];
  }
  const next = 'give the address that clients use; it stands in https://SERVER/.well-known/matrix/client, under m.homeserver.';
  return [fault('homeserver', `what answers at MATRIX_HOMESERVER is no homeserver (${code}).`, next)];
}

const newToken = 'put the token of a new device of the bot into MATRIX_ACCESS_TOKEN (`mas-cli manage issue-compatibility-token`)';
const newWayIn = `${newToken}, or give MATRIX_PASSWORD instead.`;

function name({ name }: WayIn, { user }: WaySetup): Diagnosis[] {
  const server = serverOf(user);
  if (name === null || name === server) return [];
  const text = `the homeserver at MATRIX_HOMESERVER is ${name}, and MATRIX_USER is an account of ${server}.`;
  return [fault('account', text, `correct MATRIX_USER, or give the address of ${server}.`)];
}

function password({ passwords, login }: WayIn, { user }: WaySetup): Diagnosis[] {
  if (passwords === null) return [];
  if (!passwords.ok) return [unread('password', passwords.code)];
  if (!passwords.value)
    return [fault('password', 'the homeserver takes no logins by password.', `take MATRIX_PASSWORD out, and ${newToken}.`)];
  if (login === null) return [];
  if (!login.ok) return [loginRefused(login.code, user)];
  if (login.value === user) return [fine('password', 'the homeserver accepts it.')];
  return [fault('account', `the password is of ${login.value}, and MATRIX_USER is ${user}.`, 'correct MATRIX_USER.')];
}

function loginRefused(code: string, user: string): Diagnosis {
  const known: Readonly<Record<string, Fault>> = {
    'unknown-user': fault('account', `the homeserver has no account ${user}.`, 'correct MATRIX_USER, or make the account.'),
    M_FORBIDDEN: fault('password', `the homeserver doesn't accept it for ${user} (${code}).`, 'correct MATRIX_PASSWORD.'),
    M_USER_DEACTIVATED: fault('account', `${user} was deactivated (${code}).`, 'name another account as MATRIX_USER.'),
  };
  if (code === tooMany || unreached(code)) return unread('password', code);
  return (
    known[code] ?? fault('password', `the homeserver doesn't let ${user} log in (${code}).`, "look into the homeserver's log for why.")
  );
}

function session({ homeserver, name, session: asked }: WayIn, { user, by, kept }: WaySetup): Diagnosis[] {
  if (!homeserver.ok || (name !== null && name !== serverOf(user))) return [];
  const about = by === 'token' ? 'access token' : 'session';
  if (asked === null)
    return [
      fine(
        about,
        kept === null
          ? 'if there is one, it stands in the database, which was not looked at.'
          : 'there is none yet; the first start logs in.',
      ),
    ];
  if (asked.ok && asked.value.user === user) return [fine(about, `it is of ${user}, device ${asked.value.device}.`)];
  if (asked.ok) {
    const text = `it is of ${asked.value.user}, and MATRIX_USER is ${user}.`;
    return [fault(about, text, 'correct MATRIX_USER, or give a token of that account.')];
  }
  return [sessionRefused(asked.code, about, by)];
}

function sessionRefused(code: string, about: string, by: WaySetup['by']): Diagnosis {
  if (code === 'token-without-device') return fault(about, 'it belongs to no device, and so can hold no keys.', newWayIn);
  if (code !== 'M_UNKNOWN_TOKEN' && code !== 'M_MISSING_TOKEN') return unread(about, code);
  if (by === 'password') return fine(about, `its token is not taken any more (${code}); the next start renews it, or logs in anew.`);
  return fault(about, `the homeserver does not take it (${code}).`, newWayIn);
}

function identity({ identity: asked }: MatrixFindings, { recoveryKey: given }: MatrixSetup): Diagnosis[] {
  if (asked === null) return [];
  if (!asked.ok) return [unread('identity', asked.code)];
  if (!asked.value.own) return [fine('identity', 'the account has none yet; the first start makes it.')];
  if (asked.value.signed) return [fine('identity', "the account has one, and it vouches for the bot's device.")];
  const next = given
    ? 'start the bot, which signs its device with MATRIX_RECOVERY_KEY.'
    : 'give its recovery key as MATRIX_RECOVERY_KEY, and start the bot: it never puts a second identity over a first.';
  return [fault('identity', "the account has one, and it does not vouch for the bot's device: nobody would give it keys.", next)];
}

function recoveryKey(_: MatrixFindings, { kept }: MatrixSetup): Diagnosis[] {
  if (kept?.keyWaits !== true) return [];
  const text = "the one of the bot's identity has not been kept by anybody yet: without it, whoever loses the database loses the account.";
  return [fault('recovery key', text, '`npm run embargo -- matrix recovery-key` shows it, once.')];
}

function account(_: MatrixFindings, { kept }: MatrixSetup): Diagnosis[] {
  if (kept === null || !kept.device) return [];
  if (kept.heldUntil === null) return [fine('account', 'no running bot holds it.')];
  return [fine('account', `a running bot holds it, until ${formatUtc(kept.heldUntil)} and for as long as it says so.`)];
}

function people({ people: all }: MatrixFindings): Diagnosis[] {
  // Some homeservers tell nobody of anybody before there is a session.
  const told = all.filter(({ asked }) => asked.ok || asked.code !== 'M_MISSING_TOKEN');
  const faults = told.flatMap(({ person, asked }) => {
    if (!asked.ok) return [unread(`admin ${person}`, asked.code)];
    if (asked.value === 'here') return [];
    const next = "compare it with what stands in their client's settings, and correct ADMINS.";
    return [fault(`admin ${person}`, 'no homeserver knows them, or it does not tell.', next)];
  });
  if (faults.length > 0 || told.length === 0) return faults;
  return [fine('admins', `${told.length} of ADMINS, all known on Matrix.`)];
}

function rooms({ rooms: all }: MatrixFindings, { kept }: MatrixSetup): Diagnosis[] {
  return all.flatMap(({ room, asked }) => {
    const about = `room ${room}`;
    if (!asked.ok) return [unread(about, asked.code)];
    const named = kept?.rooms.find((each) => each.room === room)?.teams ?? [];
    const unnamed = (asked.value.teams ?? []).filter((team) => !named.includes(team));
    const faults = faultsOf(asked.value, named).map((each) => {
      const next = nodeLines(line(...remedy(each, unnamed, 'matrix')), null, 0).join(' ');
      return fault(about, `${faultText(each, 'matrix')}.`, `${next}.`);
    });
    return faults.length > 0 ? faults : [fine(about, 'it is encrypted and for invited people alone, and the bot is in it.')];
  });
}

const unread = (about: string, code: Extract<Asked<unknown>, { ok: false }>['code']): Diagnosis =>
  passing(about, `the homeserver did not tell (${code}).`, code === tooMany ? 'wait a minute, and run this again.' : 'run this again.');
