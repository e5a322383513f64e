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
  if (code === tooMany) return [passing('homeserver', `it's rate limiting (${code}).`, 'wait a minute, then run this again.')];
  if (unreached(code)) {
    const next = 'check that this machine can reach the address in MATRIX_HOMESERVER (network, proxy, DNS, certificate).';
    return [passing('homeserver', `can't reach it (${code}).`, next)];
  }
  const next = 'set it to the address clients use: see https://SERVER/.well-known/matrix/client, under m.homeserver.';
  return [fault('homeserver', `MATRIX_HOMESERVER isn't a homeserver (${code}).`, next)];
}

const newToken = 'set MATRIX_ACCESS_TOKEN to the token of a new device of the bot (`mas-cli manage issue-compatibility-token`)';
const newWayIn = `${newToken}, or set MATRIX_PASSWORD instead.`;

function name({ name }: WayIn, { user }: WaySetup): Diagnosis[] {
  const server = serverOf(user);
  if (name === null || name === server) return [];
  const text = `MATRIX_HOMESERVER is ${name}, but MATRIX_USER is an account of ${server}.`;
  return [fault('account', text, `correct MATRIX_USER, or set the address of ${server}.`)];
}

function password({ passwords, login }: WayIn, { user }: WaySetup): Diagnosis[] {
  if (passwords === null) return [];
  if (!passwords.ok) return [unread('password', passwords.code)];
  if (!passwords.value)
    return [fault('password', "the homeserver doesn't allow password logins.", `remove MATRIX_PASSWORD and ${newToken}.`)];
  if (login === null) return [];
  if (!login.ok) return [loginRefused(login.code, user)];
  if (login.value === user) return [fine('password', 'the homeserver accepts it.')];
  return [fault('account', `the password belongs to ${login.value}, but MATRIX_USER is ${user}.`, 'correct MATRIX_USER.')];
}

function loginRefused(code: string, user: string): Diagnosis {
  const known: Readonly<Record<string, Fault>> = {
    'unknown-user': fault('account', `the homeserver has no account ${user}.`, 'correct MATRIX_USER, or create the account.'),
    M_FORBIDDEN: fault('password', `the homeserver doesn't accept it for ${user} (${code}).`, 'correct MATRIX_PASSWORD.'),
    M_USER_DEACTIVATED: fault('account', `${user} was deactivated (${code}).`, 'set MATRIX_USER to another account.'),
  };
  if (code === tooMany || unreached(code)) return unread('password', code);
  return known[code] ?? fault('password', `the homeserver doesn't let ${user} log in (${code}).`, "check the homeserver's log.");
}

function session({ homeserver, name, session: asked }: WayIn, { user, by, kept }: WaySetup): Diagnosis[] {
  if (!homeserver.ok || (name !== null && name !== serverOf(user))) return [];
  const about = by === 'token' ? 'access token' : 'session';
  if (asked === null)
    return [
      fine(
        about,
        kept === null ? "if there is one, it's in the database, which I couldn't check." : "there's none yet; the first start logs in.",
      ),
    ];
  if (asked.ok && asked.value.user === user) return [fine(about, `it belongs to ${user}, device ${asked.value.device}.`)];
  if (asked.ok) {
    const text = `it belongs to ${asked.value.user}, but MATRIX_USER is ${user}.`;
    return [fault(about, text, 'correct MATRIX_USER, or use a token of that account.')];
  }
  return [sessionRefused(asked.code, about, by)];
}

function sessionRefused(code: string, about: string, by: WaySetup['by']): Diagnosis {
  if (code === 'token-without-device') return fault(about, "it belongs to no device, so it can't hold keys.", newWayIn);
  if (code !== 'M_UNKNOWN_TOKEN' && code !== 'M_MISSING_TOKEN') return unread(about, code);
  if (by === 'password') return fine(about, `its token is no longer valid (${code}); the next start renews it or logs in again.`);
  return fault(about, `the homeserver doesn't accept it (${code}).`, newWayIn);
}

function identity({ identity: asked }: MatrixFindings, { recoveryKey: given }: MatrixSetup): Diagnosis[] {
  if (asked === null) return [];
  if (!asked.ok) return [unread('identity', asked.code)];
  if (!asked.value.own) return [fine('identity', 'the account has none yet; the first start creates it.')];
  if (asked.value.signed) return [fine('identity', "the account has one, and it vouches for the bot's device.")];
  const next = given
    ? 'start the bot: it signs its device with MATRIX_RECOVERY_KEY.'
    : 'set MATRIX_RECOVERY_KEY and start the bot: it never replaces an identity.';
  return [fault('identity', "the account has one, but it doesn't vouch for the bot's device, so nobody would share keys with it.", next)];
}

function recoveryKey(_: MatrixFindings, { kept }: MatrixSetup): Diagnosis[] {
  if (kept?.keyWaits !== true) return [];
  const text = "nobody has saved the one of the bot's identity yet. Without it, losing the database means losing the account.";
  return [fault('recovery key', text, '`npm run embargo -- matrix recovery-key` shows it, once.')];
}

function account(_: MatrixFindings, { kept }: MatrixSetup): Diagnosis[] {
  if (kept === null || !kept.device) return [];
  if (kept.heldUntil === null) return [fine('account', 'no running bot holds it.')];
  return [fine('account', `a running bot holds it, until ${formatUtc(kept.heldUntil)} unless renewed.`)];
}

function people({ people: all }: MatrixFindings): Diagnosis[] {
  // Some homeservers tell nobody of anybody before there is a session.
  const told = all.filter(({ asked }) => asked.ok || asked.code !== 'M_MISSING_TOKEN');
  const faults = told.flatMap(({ person, asked }) => {
    if (!asked.ok) return [unread(`admin ${person}`, asked.code)];
    if (asked.value === 'here') return [];
    const next = "compare it with the id in their client's settings, and correct ADMINS.";
    return [fault(`admin ${person}`, "no homeserver knows them, or it won't say.", next)];
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
    return faults.length > 0 ? faults : [fine(about, "it's encrypted and invite-only, and the bot is in it.")];
  });
}

const unread = (about: string, code: Extract<Asked<unknown>, { ok: false }>['code']): Diagnosis =>
  passing(about, `the homeserver didn't answer (${code}).`, code === tooMany ? 'wait a minute, then run this again.' : 'run this again.');
