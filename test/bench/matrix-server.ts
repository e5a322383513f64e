// What answers on Matrix: our whole bot, its database behind it; and the yardstick, a bare bot of matrix-bot-sdk that answers by itself, unencrypted.
// node --import tsx test/bench/matrix-server.ts bare|postgres|embedded <database url or folder> <what it is to know, as JSON>
import { randomBytes, randomUUID } from 'node:crypto';
import { OlmMachine } from '@matrix-org/matrix-sdk-crypto-wasm';
import { LogLevel, LogService, MatrixClient, MemoryStorageProvider } from 'matrix-bot-sdk';
import { createBot } from '../../src/bot.ts';
import { matrixStoreOver } from '../../src/cli/matrix-store.ts';
import { useKeyring } from '../../src/db/columns.ts';
import type { Db } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { saveEmbargo } from '../../src/db/embargoes.ts';
import { saveList } from '../../src/db/lists.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import { formCheck, questionAsked } from '../../src/inbound/form-check.ts';
import type { MatrixStore, Saved } from '../../src/platforms/matrix/matrix-store.ts';
import { createMatrix } from '../../src/platforms/matrix/platform.ts';
import { ada, embargo, grace, listOf, member, signedBy, start } from '../setup/embargo.ts';

/** The bot's account, the list's one room, and who asks there: three at the most. */
export type Known = {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly token: string;
  readonly room: string;
  readonly askers: readonly string[];
};

/** What one message took: records, bytes and milliseconds of what was kept before it left, and the milliseconds within the machine. */
export type Cost = {
  readonly room: string;
  readonly records: number;
  readonly bytes: number;
  readonly saveMs: number;
  readonly machineMs: number;
};

const [kind = '', place = '', json = ''] = process.argv.slice(2);
const known: Known = JSON.parse(json);
const costs: Cost[] = [];

async function bare(): Promise<void> {
  LogService.setLevel(LogLevel.ERROR);
  const client = new MatrixClient(known.url, known.token, new MemoryStorageProvider());
  client.on('room.message', (room: string, event: { sender: string }) => {
    if (event.sender !== known.user) void client.replyText(room, event, "You're all caught up.");
  });
  await client.start();
}

async function ours(): Promise<void> {
  useKeyring(parseKeyring(newKey()));
  const where = kind === 'postgres' ? ({ type: 'postgres', url: place } as const) : ({ type: 'embedded', folder: place } as const);
  const log = () => undefined;
  const { db } = await openDatabase(where, { log });
  // The embargo's first day: nothing is due in it that nobody asked for.
  const begun = Date.now();
  const now = () => start + (Date.now() - begun);
  await found(db);
  const spent = { records: 0, bytes: 0, saveMs: 0, machineMs: 0 };
  timeMachine((ms) => {
    spent.machineMs += ms;
  });
  let hears = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    hears = resolve;
  });
  const matrix = createMatrix({
    access: { homeserver: known.url, user: known.user, token: null, password: known.password },
    recoveryKey: null,
    store: timed(matrixStoreOver(db, randomUUID(), now), (saved, ms) => {
      const changes = saved.records?.changes ?? [];
      spent.records += changes.length;
      spent.bytes += changes.reduce((sum, { store, key, value }) => sum + store.length + key.length + (value?.length ?? 0), 0);
      spent.saveMs += ms;
    }),
    check: formCheck(now),
    choices: async () => [],
    isQuestion: questionAsked(now),
    now,
    machineNow: Date.now,
    newId: randomUUID,
    newSecret: randomBytes,
    log,
    watch: {
      hears: () => hears(),
      said: ({ room }) => {
        costs.push({ room, ...spent });
        Object.assign(spent, { records: 0, bytes: 0, saveMs: 0, machineMs: 0 });
      },
    },
  });
  await createBot({
    db,
    platforms: { matrix },
    admins: new Set(),
    now,
    random: Math.random,
    newId: randomUUID,
    newSecret: randomBytes,
    log,
  }).start();
  await ready;
}

/** A list with the room, and an embargo of whose people those are who ask: coordinators, whom the bot follows into a room. */
async function found(db: Db): Promise<void> {
  const room = roomId(`matrix:${known.room}`) as RoomId;
  const members = [ada, grace, member('heidi', 'coordinator')].flatMap((each, index) => {
    const user = known.askers[index];
    return user === undefined ? [] : [{ ...each, person: personId(`matrix:${user}`) as PersonId }];
  });
  const adopted = { room, audit: { name: room, faults: [] }, adoptedAt: start, teams: [] };
  await saveList(db, null, { ...listOf({ members }), rooms: { [room]: adopted } });
  const createdBy = members[0]?.person ?? ada.person;
  await saveEmbargo(db, null, embargo({ createdBy, consents: signedBy(...members) }), null);
}

/** Tells what was kept before something left, and how long that took; what a sync brought is kept without encryption, too. */
function timed(keeping: MatrixStore, tell: (saved: Saved, ms: number) => void): MatrixStore {
  return {
    ...keeping,
    save: async (user, epoch, saved) => {
      const begun = performance.now();
      await keeping.save(user, epoch, saved);
      if (saved.since === undefined) tell(saved, performance.now() - begun);
    },
  };
}

const steps = [
  'updateTrackedUsers',
  'outgoingRequests',
  'getMissingSessions',
  'shareRoomKey',
  'encryptRoomEvent',
  'decryptRoomEvent',
] as const;

/** The machine tells nobody how long it works: its methods are wrapped. */
function timeMachine(tell: (ms: number) => void): void {
  for (const name of steps) {
    const step: unknown = Reflect.get(OlmMachine.prototype, name);
    if (typeof step !== 'function') throw new Error(`the machine has no ${name}`);
    Reflect.set(OlmMachine.prototype, name, async function (this: OlmMachine, ...args: unknown[]) {
      const begun = performance.now();
      try {
        return await Reflect.apply(step, this, args);
      } finally {
        tell(performance.now() - begun);
      }
    });
  }
}

await (kind === 'bare' ? bare() : ours());
process.stdout.write('null\n');
process.once('SIGTERM', () => process.stdout.write(`${JSON.stringify(costs)}\n`, () => process.exit(0)));
