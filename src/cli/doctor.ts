// `doctor`: looks at everything that the bot stands on, and changes nothing.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnosis, diagnosisLine, fault, fine, verdictLine } from '../chat/diagnosis.ts';
import { type Config, checkEnvironment, type Environment, type Misspelt, readEnvironment } from '../config.ts';
import { useKeyring } from '../db/columns.ts';
import type { Database, Db } from '../db/connection/client.ts';
import { lookAtFolder } from '../db/connection/folder.ts';
import { FolderInUse } from '../db/connection/folder-lock.ts';
import { keyInFolder } from '../db/connection/key-file.ts';
import { migrationsWaiting } from '../db/connection/migrations.ts';
import { openDatabase } from '../db/connection/open.ts';
import { loggedValues } from '../db/connection/server-log.ts';
import { lastHeard } from '../db/inbox.ts';
import { allInstallations } from '../db/installations.ts';
import { roomsOn } from '../db/lists.ts';
import { heldUntil } from '../db/matrix.ts';
import { parseKeyring } from '../db/seal.ts';
import { keyFit } from '../db/settings.ts';
import { platformOf } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Device } from '../platforms/matrix/matrix-store.ts';
import { diagnoseMatrix, type MatrixKept } from '../platforms/matrix/setup/diagnosis.ts';
import { tokensOf } from '../platforms/slack/installations.ts';
import { diagnoseSlack } from '../platforms/slack/setup/diagnosis.ts';
import { askSlack, type SlackSetup, type Workspace } from '../platforms/slack/setup/doctor.ts';
import { type DatabaseFindings, diagnoseDatabase, diagnoseEnvFile, diagnoseEvents, diagnoseFolder } from './diagnosis.ts';
import { print } from './exit.ts';
import { matrixStoreOver } from './matrix-store.ts';
import { loadSettings } from './settings.ts';

export type DoctorTools = {
  readonly now: () => Instant;
  readonly misspelt?: readonly Misspelt[];
  /** The permissions of the file of settings; null where there is none. */
  readonly envMode?: number | null;
  /** For tests: where Slack's Web API is, whatever the settings say. */
  readonly apiUrl?: string;
};

/** One line for each thing that was looked at, in the order in which it is to be mended. Throws nothing that a setting can be the reason for. */
export async function examine(given: Environment, tools: DoctorTools): Promise<Diagnosis[]> {
  const checked = checkEnvironment(given);
  const misspelt = (tools.misspelt ?? []).map(({ said }) => fault('settings', said, ''));
  if (!checked.ok) return [...misspelt, ...checked.problems.map((problem) => fault('settings', `${problem}.`, ''))];
  const { config } = checked;
  const looked = await lookAtDatabase(config, tools.now);
  return [
    ...(misspelt.length > 0 ? misspelt : [fine('settings', 'complete.')]),
    ...diagnoseEnvFile(tools.envMode ?? null),
    ...folderOf(config),
    ...diagnoseDatabase(looked.database),
    ...(await onSlack(given, config, looked, tools)),
    ...(await onMatrix(config, looked)),
  ];
}

function folderOf({ database }: Config): Diagnosis[] {
  if (database.type !== 'embedded') return [];
  const found = lookAtFolder(database.folder);
  return found.state === 'usable' ? diagnoseFolder(database.folder, found.mode) : [];
}

async function onSlack(given: Environment, config: Config, { database, installed }: Looked, tools: DoctorTools): Promise<Diagnosis[]> {
  const { slack } = config;
  if (slack === null)
    return [fine('slack', `no token is set: the bot runs ${config.matrix === null ? 'in the terminal' : 'on Matrix only'}.`)];
  const rooms = database.state === 'open' ? database.rooms : [];
  const { access, command, transport } = slack;
  const workspaces: readonly Workspace[] =
    access.type === 'token' ? [{ by: 'token', owner: null, token: access.botToken }] : (installed ?? []);
  const findings = await askSlack({
    workspaces,
    appToken: transport.mode === 'socket' ? transport.appToken : null,
    configToken: given.SLACK_CONFIG_TOKEN ?? null,
    listens: transport.mode === 'http' || access.type === 'oauth' ? transport : null,
    people: [...config.admins],
    rooms: rooms.map(({ room }) => room),
    apiUrl: slack.apiUrl,
    ...tools,
  });
  const admins = [...config.admins].filter((admin) => platformOf(admin) === 'slack');
  const installs = access.type === 'token' ? 'token' : installed === null ? 'oauth-unread' : 'oauth';
  const setup: SlackSetup = { command, mode: transport.mode, installs, admins, rooms };
  return [...diagnoseSlack(findings, setup), ...diagnoseEvents(database, tools.now())];
}

async function onMatrix({ matrix, admins }: Config, { account }: Looked): Promise<Diagnosis[]> {
  if (matrix === null) return [];
  const { access, recoveryKey } = matrix;
  const device = account?.device ?? null;
  const kept = account === null ? null : { ...account, device: device !== null, keyWaits: (device?.recoveryKey ?? null) !== null };
  const rooms = (account?.rooms ?? []).map(({ room }) => room);
  // As in main.ts: what only Matrix needs is not loaded for Slack.
  const { askMatrix } = await import('../platforms/matrix/setup/doctor.ts');
  const findings = await askMatrix({ access, keptToken: device?.token ?? null, people: [...admins], rooms });
  const by = access.token === null ? 'password' : 'token';
  return diagnoseMatrix(findings, { user: access.user, by, recoveryKey: recoveryKey !== null, kept });
}

/** Of the account on Matrix, as the database knows it. */
type KeptAccount = Pick<MatrixKept, 'heldUntil' | 'rooms'> & { readonly device: Device | null };

/** `installed`: where the app was installed by OAuth; `account`: on Matrix. Each null when that could not be read. */
type Looked = {
  readonly database: DatabaseFindings;
  readonly installed: readonly Workspace[] | null;
  readonly account: KeptAccount | null;
};

const nothing: KeptAccount = { device: null, heldUntil: null, rooms: [] };

async function lookAtDatabase(config: Config, now: () => Instant): Promise<Looked> {
  const { database: where } = config;
  const folder = where.type === 'embedded' ? lookAtFolder(where.folder) : null;
  if (folder?.state === 'unusable') return { database: folder, installed: [], account: nothing };
  // Opening a folder would make a database, and a key, where there is none.
  if (where.type === 'embedded' && !existsSync(join(where.folder, 'PG_VERSION')))
    return { database: { state: 'none', folder: where.folder }, installed: [], account: nothing };
  const unread = { installed: null, account: null };
  try {
    useKeyring(parseKeyring(config.key ?? (where.type === 'embedded' ? keyInFolder(where.folder).text : '')));
    const database = await openDatabase(where, { log: () => undefined, migrate: false });
    return await lookInside(database, config.matrix?.access.user ?? null, now).finally(() => database.close());
  } catch (error) {
    if (error instanceof FolderInUse) return { database: { state: 'in-use', pid: error.pid }, ...unread };
    return { database: { state: 'away', why: error instanceof Error ? error.message : "can't open it." }, ...unread };
  }
}

async function lookInside({ db, kind, now: theirs }: Database, matrixUser: string | null, now: () => Instant): Promise<Looked> {
  const waiting = await migrationsWaiting(db);
  const before = now();
  const aheadMs = (await theirs()) - (before + now()) / 2;
  const logged = kind === 'postgres' ? await loggedValues(db) : [];
  // What is in tables that are not ours yet, or not any more, cannot be read.
  if (waiting !== 0) {
    const database: DatabaseFindings = { state: 'open', kind, waiting, key: 'unmarked', aheadMs, logged, heard: null, rooms: [] };
    return { database, installed: null, account: null };
  }
  const [key, heard, rooms] = [await keyFit(db), await lastHeard(db, 'slack'), await roomsOn(db, 'slack')];
  const database: DatabaseFindings = { state: 'open', kind, waiting, key, aheadMs, logged, heard, rooms };
  if (key === 'wrong' || key === 'former') return { database, installed: null, account: null };
  const installed = tokensOf(await allInstallations(db)).map((each) => ({ by: 'oauth', ...each }) as const);
  return { database, installed, account: matrixUser === null ? nothing : await accountIn(db, matrixUser, now) };
}

async function accountIn(db: Db, user: string, now: () => Instant): Promise<KeptAccount> {
  const { device } = matrixStoreOver(db, 'doctor', now);
  return { device: await device(user), heldUntil: await heldUntil(db, user), rooms: await roomsOn(db, 'matrix') };
}

/** Says what is wrong, and what to do about it. Resolves to the process's exit code: 1 where something is. */
export async function doctor(): Promise<number> {
  const misspelt = loadSettings();
  const envMode = existsSync('.env') ? statSync('.env').mode & 0o777 : null;
  const diagnoses = await examine(readEnvironment(process.env), { now: Date.now, misspelt, envMode });
  print([...diagnoses.map(diagnosisLine), verdictLine(diagnoses)].join('\n'));
  return diagnoses.some(({ state }) => state === 'fault') ? 1 : 0;
}
