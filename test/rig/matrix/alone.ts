// The platform alone on a real homeserver, without the rest of the bot: what it hands in is written down, as an inbox would have it.
import type { Change, Heard, Incoming } from '../../../src/chat/message/heard.ts';
import { line } from '../../../src/chat/message/message.ts';
import type { Db } from '../../../src/db/connection/client.ts';
import { type RoomId, roomId } from '../../../src/domain/values/ids.ts';
import type { MatrixOptions } from '../../../src/platforms/matrix/platform.ts';
import type { Destination } from '../../../src/platforms/platform.ts';
import { openTestDatabase } from '../../setup/database.ts';
import { type Connection, connectMatrix } from './bot.ts';
import { type Person, person } from './people.ts';
import { type Account, call, type Homeserver, homeserver, newPrefix, register } from './server.ts';

export type Alone = Connection & {
  readonly account: Account;
  /** Everything that was handed in, each key once. */
  readonly incoming: readonly Incoming[];
  /** Resolves to what `look` gives as soon as that is not null; it is asked again whenever something happens. Rejects with what was waited for. */
  until<Found>(look: () => Found | null, what: string): Promise<Found>;
  /** Says a line. The same row is the same message. Resolves to the id of its event. */
  say(to: Destination, text: string, row: string): Promise<string>;
};

export type AloneOptions = {
  readonly server: Pick<Homeserver, 'url'>;
  readonly account: Account;
  readonly db: Db;
  readonly more?: Partial<MatrixOptions>;
};

const waitMsMax = 30_000;
const lookEveryMs = 50;

/** Starts the platform; that it hears is waited for with `ready`. */
export async function alone({ server, account, db, more = {} }: AloneOptions): Promise<Alone> {
  const incoming: Incoming[] = [];
  const connection = connectMatrix(
    { db, server: { ...server, secret: '' }, account, now: Date.now, check: () => null, choices: async () => [] },
    { isQuestion: () => true, ...more },
  );
  const { platform } = connection;
  await platform.start(async (heard) => {
    if (incoming.some(({ key }) => key === heard.key)) return 'repeated';
    incoming.push(heard);
    return 'stored';
  });
  return {
    ...connection,
    account,
    incoming,
    until: (look, what) => until(look, () => `the bot was waited for ${what}; it handed in ${JSON.stringify(incoming)}`),
    say: async (to, text, row) => {
      const [page] = platform.pages({ push: 'something new', nodes: [line(text)] }, { zone: null, repeated: false });
      const ref = await platform.post({ rowId: row, index: 0, to, page, replaces: null, pin: false });
      return (ref ?? '').split('/').at(-1) ?? '';
    },
  };
}

/** The platform alone on a database of its own, once it hears, and ada; `through`: how it reaches the homeserver. `ends` is told what there is to end. */
export async function aloneWithAda(
  ends: (() => Promise<unknown> | unknown)[],
  through: Pick<Homeserver, 'url'> = homeserver(),
): Promise<{ readonly bot: Alone; readonly ada: Person }> {
  const prefix = newPrefix();
  const database = await openTestDatabase('embedded');
  ends.push(() => database.drop());
  const account = await register(homeserver(), { name: `${prefix}-bot` });
  const ada = await person(homeserver(), { name: `${prefix}-ada`, displayName: 'ada' });
  ends.push(() => ada.stop());
  const bot = await alone({ server: through, account, db: database.db });
  ends.push(() => bot.platform.stop());
  await bot.ready();
  return { bot, ada };
}

function until<Found>(look: () => Found | null, what: () => string): Promise<Found> {
  return new Promise((resolve, reject) => {
    const end = Date.now() + waitMsMax;
    const again = setInterval(() => {
      const found = look();
      if (found === null && Date.now() < end) return;
      clearInterval(again);
      if (found === null) reject(new Error(what()));
      else resolve(found);
    }, lookEveryMs);
  });
}

/** What was said to the bot, in order. */
export const saidIn = (incoming: readonly Incoming[]): string[] =>
  incoming.flatMap((each) => ('said' in each && each.said.type === 'words' ? [each.said.text] : []));

export const heardIn = (incoming: readonly Incoming[]): Heard[] => incoming.flatMap((each) => ('said' in each ? [each] : []));

/** The changes of a type, in order. */
export function changesIn<Type extends Change['type']>(incoming: readonly Incoming[], type: Type): Extract<Change, { type: Type }>[] {
  const is = (change: Change): change is Extract<Change, { type: Type }> => change.type === type;
  return incoming.flatMap((each) => ('change' in each && is(each.change) ? [each.change] : []));
}

/** A room as a list's should be, with these people and the bot in it, of which everybody knows. Whose account the bot is need not run yet. */
export async function roomOf(server: Pick<Homeserver, 'url'>, account: Account, people: readonly [Person, ...Person[]]): Promise<string> {
  const [founder, ...members] = people;
  const room = await founder.makeRoom({ name: '#oci-private', members });
  await founder.client.invite(room, account.userId);
  await call(server, 'POST', `/_matrix/client/v3/join/${encodeURIComponent(room)}`, { token: account.accessToken, body: {} });
  for (const one of people) await one.until(() => one.joined(room).includes(account.userId) || null, 'the bot to be in the room');
  return room;
}

export const placeOf = (room: string): { readonly type: 'room'; readonly room: RoomId } => {
  const id = roomId(`matrix:${room}`);
  if (id === null) throw new Error(`no room id: ${room}`);
  return { type: 'room', room: id };
};
