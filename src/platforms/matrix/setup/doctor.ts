// What a homeserver says of the bot's account, its device, its rooms and people. It asks only, and changes nothing: a login that it tries is over at once.

import type { RoomAudit } from '../../../domain/list/room-audit.ts';
import { type PersonId, platformOf, type RoomId } from '../../../domain/values/ids.ts';
import { SendFailure } from '../../platform.ts';
import { type Api, apiOf, part } from '../api.ts';
import { refusalBehind } from '../failures.ts';
import { array, object, string } from '../payload.ts';
import { profileOf } from '../profile.ts';
import { inspectRoom } from '../rooms/inspect.ts';
import { bare } from '../rooms/state.ts';
import { type Access, tryPassword, whoAmI } from '../session.ts';

/** What was answered, or the code of what went wrong. */
export type Asked<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: string };

/** own: whether the account has an identity (cross-signing keys). signed: whether it vouches for the bot's device. */
export type OwnIdentity = { readonly own: boolean; readonly signed: boolean };

/** What was found of the bot's way in: enough to know whether it can start. */
export type WayIn = {
  /** Whether a homeserver answers at all; where none does, nothing else is asked. */
  readonly homeserver: Asked<null>;
  /** The name that stands behind the colon of its users; null where it does not tell. */
  readonly name: string | null;
  /** Whether it takes logins by password; null where none is given. */
  readonly passwords: Asked<boolean> | null;
  /** Who the password lets in, or why nobody; `unknown-user`: there is no such account. null where it was not tried. */
  readonly login: Asked<string> | null;
  /** Whose token it is; null where there is none to ask with. */
  readonly session: Asked<{ readonly user: string; readonly device: string }> | null;
};

export type MatrixFindings = WayIn & {
  /** null where there is no session to ask with. */
  readonly identity: Asked<OwnIdentity> | null;
  readonly people: readonly { readonly person: PersonId; readonly asked: Asked<'here' | 'unknown'> }[];
  readonly rooms: readonly { readonly room: RoomId; readonly asked: Asked<RoomAudit> }[];
};

export type MatrixQuestions = {
  readonly access: Access;
  /** The token of the device that the database knows; it is asked with where the settings give none. */
  readonly keptToken: string | null;
  readonly people: readonly PersonId[];
  readonly rooms: readonly RoomId[];
};

/** Asks all of it. Never throws: what fails is part of the answer. */
export async function askMatrix(questions: MatrixQuestions): Promise<MatrixFindings> {
  const { access, keptToken } = questions;
  const wayIn = await askWayIn(access, keptToken, 'always');
  const { homeserver, session } = wayIn;
  if (!homeserver.ok) return { ...wayIn, identity: null, people: [], rooms: [] };
  const anybody = apiOf(access.homeserver, null);
  const api = apiOf(access.homeserver, access.token ?? keptToken);
  // With the token of somebody else nothing is looked at: it may be a person's.
  const inside = session?.ok === true && session.value.user === access.user ? session.value : null;
  const identity = inside === null ? null : await asked(() => identityOf(api, inside));
  return { ...wayIn, identity, ...(await askPlaces(inside === null ? anybody : api, inside !== null, questions)) };
}

/**
 * Asks whether the bot gets in. Never throws. `keptToken`: of the device that the database knows. A password is tried `always`, or `needed` alone: where
 * no token lets the bot in already. Neither is shown to a homeserver of another name than the account's.
 */
export async function askWayIn(access: Access, keptToken: string | null, tries: 'always' | 'needed'): Promise<WayIn> {
  const anybody = apiOf(access.homeserver, null);
  const homeserver = await asked(() => answers(anybody));
  if (!homeserver.ok) return { homeserver, name: null, passwords: null, login: null, session: null };
  const name = await nameOf(access.homeserver);
  const passwords = access.password === null ? null : await asked(() => takesPasswords(anybody));
  const token = access.token ?? keptToken;
  const foreign = name !== null && name !== serverOf(access.user);
  const session = token === null || foreign ? null : await asked(() => whoAmI(apiOf(access.homeserver, token)));
  const wanted = passwords?.ok === true && passwords.value && !foreign && (tries === 'always' || session?.ok !== true);
  const login = wanted ? await asked(() => loggingIn(anybody, access)) : null;
  return { homeserver, name, passwords, login, session };
}

export const serverOf = (user: string): string => user.slice(user.indexOf(':') + 1);

/** https://spec.matrix.org/latest/server-server-api/#publishing-keys says the name; what does not serve it there is asked nothing else for it. */
async function nameOf(homeserver: string): Promise<string | null> {
  try {
    const answer = await fetch(`${homeserver}/_matrix/key/v2/server`, { signal: AbortSignal.timeout(nameMsMax) });
    return answer.ok ? string(object(await answer.json()).server_name) : null;
  } catch {
    return null;
  }
}

const nameMsMax = 5_000;

async function loggingIn(anybody: Api, access: Access): Promise<string> {
  try {
    return await tryPassword(access);
  } catch (error) {
    // A homeserver says the same of a wrong password and of an account that is not there.
    if (refusalBehind(error)?.code !== 'M_FORBIDDEN' || (await isThere(anybody, access.user))) throw error;
    throw new SendFailure('gone', 'unknown-user');
  }
}

/** Whether there is such an account, as far as it can be told. */
async function isThere(anybody: Api, user: string): Promise<boolean> {
  try {
    await anybody.request('GET', `v3/profile/${part(user)}`);
    return true;
  } catch (error) {
    return refusalBehind(error)?.status !== 404;
  }
}

async function askPlaces(api: Api, inside: boolean, questions: MatrixQuestions): Promise<Pick<MatrixFindings, 'people' | 'rooms'>> {
  const people: MatrixFindings['people'][number][] = [];
  for (const person of questions.people.filter((id) => platformOf(id) === 'matrix'))
    people.push({ person, asked: await asked(async () => ((await profileOf(api, bare(person))) === null ? 'unknown' : 'here')) });
  const rooms: MatrixFindings['rooms'][number][] = [];
  const botUser = questions.access.user;
  for (const room of inside ? questions.rooms : [])
    rooms.push({ room, asked: await asked(async () => (await inspectRoom(api, room, { people: false, botUser })).audit) });
  return { people, rooms };
}

/** https://spec.matrix.org/latest/client-server-api/#get_matrixclientversions */
async function answers(api: Api): Promise<null> {
  const { versions } = object(await api.request('GET', 'versions'));
  if (array(versions).length === 0) throw new SendFailure('again', 'unreadable_answer');
  return null;
}

async function takesPasswords(api: Api): Promise<boolean> {
  const { flows } = object(await api.request('GET', 'v3/login'));
  return array(flows).some((flow) => object(flow).type === 'm.login.password');
}

/** Whether a signature is there, not whether it is right: that is for those to check who are to believe it. */
async function identityOf(api: Api, { user, device }: { user: string; device: string }): Promise<OwnIdentity> {
  const answer = object(await api.request('POST', 'v3/keys/query', { body: { device_keys: { [user]: [] } } }));
  const signers = Object.keys(object(object(object(answer.self_signing_keys)[user]).keys));
  const keys = object(object(object(answer.device_keys)[user])[device]);
  const signatures = object(object(keys.signatures)[user]);
  const own = object(answer.master_keys)[user] !== undefined && signers.length > 0;
  return { own, signed: own && signers.some((signer) => signatures[signer] !== undefined) };
}

async function asked<Value>(call: () => Promise<Value>): Promise<Asked<Value>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, code: error instanceof SendFailure ? error.code : 'unreadable_answer' };
  }
}
