// Whoever runs a homeserver sends again what somebody said, or says in their place which message it answers. The homeserver is a real one; what it adds
// stands in the answers that reach the bot.

import { like } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { actions } from '../../src/chat/message/message.ts';
import { matrixRecords } from '../../src/db/schema.ts';
import { array, type Json, object, string } from '../../src/platforms/matrix/payload.ts';
import { type Alone, alone, changesIn, placeOf, roomOf, saidIn } from '../rig/matrix/alone.ts';
import { type Person, person } from '../rig/matrix/people.ts';
import { type MatrixProxy, startProxy } from '../rig/matrix/proxy.ts';
import { type Account, homeserver, newPrefix, register } from '../rig/matrix/server.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describeSynapse } from '../setup/needs.ts';

let database: TestDatabase;
let proxy: MatrixProxy;
let account: Account;
let bot: Alone;
let ada: Person;
let room: string;

const syncs = { method: 'GET', path: /\/v3\/sync$/ };
/** The events of the room in a sync's answer, as `change` has them. */
function withTimeline(json: unknown, change: (events: readonly Json[]) => readonly Json[]): unknown {
  const joined = object(object(object(json).rooms).join);
  const here = object(joined[room]);
  const timeline = object(here.timeline);
  const events = change(array(timeline.events).map(object));
  const join = { ...joined, [room]: { ...here, timeline: { ...timeline, events } } };
  return joined[room] === undefined ? json : { ...object(json), rooms: { ...object(object(json).rooms), join } };
}
const encryptedBy = (who: Person) => (event: Json) => event.type === 'm.room.encrypted' && event.sender === who.userId;

describeSynapse('a homeserver that is not honest', () => {
  beforeEach(async () => {
    database = await openTestDatabase('embedded');
    proxy = await startProxy(homeserver().url);
    const prefix = newPrefix();
    account = await register(homeserver(), { name: `${prefix}-bot` });
    ada = await person(homeserver(), { name: `${prefix}-ada`, displayName: 'ada' });
    room = await roomOf(homeserver(), account, [ada]);
    bot = await started();
  }, 180_000);
  afterEach(async () => {
    await bot.platform.stop();
    ada.stop();
    await proxy.stop();
    await database.drop();
  });
  const started = async () => {
    const made = await alone({ server: proxy, account, db: database.db, more: { isQuestion: (words) => words === 'status' } });
    await made.ready();
    return made;
  };
  const heard = (text: string) => bot.until(() => saidIn(bot.incoming).includes(text) || null, `'${text}' to be heard`);
  const distrusted = () => changesIn(bot.incoming, 'distrusted').map(({ because }) => because);

  it('can send again what somebody said, and nothing follows from it, after a restart either', async () => {
    let kept: Json | null = null;
    let times = 0;
    const again = (events: readonly Json[]): readonly Json[] => {
      kept ??= events.find(encryptedBy(ada)) ?? null;
      times += 1;
      return kept === null ? events : [...events, { ...kept, event_id: `$again-${times}` }];
    };
    const lift = proxy.fault(syncs, { type: 'rewrites', as: (json) => withTimeline(json, again) }, Number.POSITIVE_INFINITY);
    proxy.cut();
    await ada.say(room, '!embargo ack');
    await heard('ack');
    await bot.until(() => distrusted().includes('replayed') || null, 'it to be refused');
    await ada.say(room, '!embargo list');
    await heard('list');
    await bot.platform.stop();
    bot = await started();
    await ada.say(room, '!embargo owe');
    await heard('owe');
    await bot.until(() => distrusted().includes('replayed') || null, 'it to be refused again');
    expect(saidIn(bot.incoming)).toEqual(['owe']);
    lift();
    // As long as it can read a session it has to remember what it read of it: that it finds the session is seen here.
    const session = string(object(object(kept).content).session_id) ?? '';
    const records = await database.db
      .select()
      .from(matrixRecords)
      .where(like(matrixRecords.key, `%${session}%`));
    expect(records.map(({ store }) => store)).toContain('inbound_group_sessions3');
  }, 180_000);

  it('cannot say which message a number answers', async () => {
    const choices = actions({ label: 'Status', words: 'status' }, { label: 'Acknowledge', words: 'ack' });
    const [page] = bot.platform.pages({ push: '', nodes: [choices] }, { zone: null, repeated: false });
    const ref = await bot.platform.post({ rowId: 'row', index: 0, to: placeOf(room), page, replaces: null, pin: false });
    const offered = (ref ?? '').split('/').at(-1) ?? '';
    await ada.waitFor(offered);
    const relate = (events: readonly Json[]) =>
      events.map((event) => {
        const relation = { 'm.in_reply_to': { event_id: offered } };
        return encryptedBy(ada)(event) ? { ...event, content: { ...object(event.content), 'm.relates_to': relation } } : event;
      });
    const lift = proxy.fault(syncs, { type: 'rewrites', as: (json) => withTimeline(json, relate) }, Number.POSITIVE_INFINITY);
    proxy.cut();
    await ada.say(room, '2');
    await bot.until(() => changesIn(bot.incoming, 'untaken').length > 0 || null, 'it to be refused');
    expect(changesIn(bot.incoming, 'untaken').map(({ what }) => what)).toEqual(['unencrypted-reply']);
    lift();
    proxy.cut();
    await ada.say(room, '2', { answers: offered });
    await heard('ack');
    expect(saidIn(bot.incoming)).toEqual(['ack']);
  }, 180_000);
});
