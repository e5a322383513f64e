// `doctor`: looks at everything that the bot stands on, and changes nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnosis, fault, fine } from './chat/diagnosis.ts';
import { type Config, checkEnvironment, type Environment, type SlackConfig } from './config.ts';
import { type Database, openDatabase } from './db/client.ts';
import { useKeyring } from './db/columns.ts';
import { FolderInUse } from './db/folder-lock.ts';
import { lastHeard } from './db/inbox.ts';
import { keyInFolder } from './db/key-file.ts';
import { roomsOn } from './db/lists.ts';
import { migrationsWaiting } from './db/migrations.ts';
import { parseKeyring } from './db/seal.ts';
import { keyFit } from './db/settings.ts';
import { type DatabaseFindings, diagnoseDatabase, diagnoseEvents, type SlackRoom } from './diagnosis.ts';
import { platformOf } from './domain/ids.ts';
import type { Instant } from './domain/time.ts';
import { diagnoseSlack } from './platforms/slack/diagnosis.ts';
import { askSlack, type SlackFindings } from './platforms/slack/doctor.ts';

export type DoctorTools = {
  readonly now: () => Instant;
  /** For tests: where Slack's Web API is. */
  readonly apiUrl?: string;
};

/** One line for each thing that was looked at, in the order in which it is to be mended. Throws nothing that a setting can be the reason for. */
export async function examine(given: Environment, tools: DoctorTools): Promise<Diagnosis[]> {
  const checked = checkEnvironment(given);
  if (!checked.ok) return checked.problems.map((problem) => fault('settings', `${problem}.`, ''));
  const { config } = checked;
  const database = await lookAtDatabase(config, tools.now);
  const settings = fine('settings', 'they are complete.');
  const { slack } = config;
  if (slack === null) {
    return [settings, ...diagnoseDatabase(database), fine('slack', 'no token is given: the bot speaks in the terminal.')];
  }
  const rooms = database.state === 'open' ? database.rooms : [];
  const findings = await lookAtSlack(slack, config, rooms, given.SLACK_CONFIG_TOKEN ?? null, tools);
  const admins = [...config.admins].filter((admin) => platformOf(admin) === 'slack');
  const setup = { command: slack.command, mode: slack.transport.mode, oauth: false, admins, rooms };
  return [settings, ...diagnoseDatabase(database), ...diagnoseSlack(findings, setup), ...diagnoseEvents(database, tools.now())];
}

function lookAtSlack(
  slack: SlackConfig,
  { admins }: Config,
  rooms: readonly SlackRoom[],
  configToken: string | null,
  { now, apiUrl }: DoctorTools,
): Promise<SlackFindings> {
  return askSlack({
    workspaces: slack.access.type === 'token' ? [{ by: 'token', owner: null, token: slack.access.botToken }] : [],
    appToken: slack.transport.mode === 'socket' ? slack.transport.appToken : null,
    configToken,
    people: [...admins],
    rooms: rooms.map(({ room }) => room),
    now,
    apiUrl,
  });
}

async function lookAtDatabase(config: Config, now: () => Instant): Promise<DatabaseFindings> {
  const { database: where } = config;
  // Opening a folder would make a database, and a key, where there is none.
  if (where.type === 'embedded' && !existsSync(join(where.folder, 'PG_VERSION'))) return { state: 'none', folder: where.folder };
  try {
    useKeyring(parseKeyring(config.key ?? (where.type === 'embedded' ? keyInFolder(where.folder).text : '')));
    const database = await openDatabase(where, { log: () => undefined, migrate: false });
    return await lookInside(database, now).finally(() => database.close());
  } catch (error) {
    if (error instanceof FolderInUse) return { state: 'in-use', pid: error.pid };
    return { state: 'away', why: error instanceof Error ? error.message : 'it cannot be opened.' };
  }
}

async function lookInside({ db, kind, now: theirs }: Database, now: () => Instant): Promise<DatabaseFindings> {
  const waiting = await migrationsWaiting(db);
  const before = now();
  const aheadMs = (await theirs()) - (before + now()) / 2;
  // What is in tables that are not ours yet, or not any more, cannot be read.
  if (waiting !== 0) return { state: 'open', kind, waiting, key: 'unmarked', aheadMs, heard: null, rooms: [] };
  const [key, heard, rooms] = [await keyFit(db), await lastHeard(db, 'slack'), await roomsOn(db, 'slack')];
  return { state: 'open', kind, waiting, key, aheadMs, heard, rooms };
}
