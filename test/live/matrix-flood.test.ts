// A stranger against the bot as it is run, on a real homeserver: the message that once ended the process at each start, and a flood. Members are answered all
// the while, ahead of what waits; the stranger is told once that it is too much.
import { afterEach, expect, inject, test } from 'vitest';
import { peopleNamed } from '../rig/matrix/cast.ts';
import { type Person, person } from '../rig/matrix/people.ts';
import { newPrefix, register } from '../rig/matrix/server.ts';
import { describeSynapse } from '../setup/needs.ts';
import { openLiveDatabase } from './database.ts';
import { roomWithBot, talkOf } from './matrix.ts';
import { startLive } from './rig.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const floods = 300;
const asksMeanwhile = 5;

describeSynapse('a stranger on a real homeserver', () => {
  test('neither ends the bot nor keeps a member waiting, by a name that multiplies or by a flood', async () => {
    const server = inject('homeserver');
    if (server === null) throw new Error('no homeserver');
    const account = await register(server, { name: `${newPrefix()}-bot` });
    const [ada] = await peopleNamed(server, ['ada']);
    // Each mention of them is read as their name, in which a text that replaces would be the whole message again.
    const mallory = await person(server, { name: `${newPrefix()}-mallory`, displayName: '$`'.repeat(100) });
    if (ada === undefined) throw new Error('nobody');
    cleanups.push(() => [ada, mallory].map((one: Person) => one.stop()));
    const database = await openLiveDatabase('embedded');
    cleanups.push(() => database.drop());
    const matrix = { MATRIX_HOMESERVER: server.url, MATRIX_USER: account.userId, MATRIX_PASSWORD: account.password };
    const start = async () => {
      const started = await startLive({ database, startsAt: Date.now(), env: { ...matrix, ADMINS: `matrix:${ada.userId}` } });
      cleanups.push(started.stop);
      return started;
    };
    let bot = await start();
    const well = () => expect(bot.wrong()).toEqual([]);

    const member = talkOf(ada, account.userId, well, () => bot.tail());
    const room = await roomWithBot(ada, account.userId, '#oci-private');
    await member.ask(room, '!embargo room adopt oci sure=yes', /is now a room of oci/);

    const stranger = talkOf(mallory, account.userId, well, () => bot.tail());
    const direct = await stranger.direct();
    const mentions = Array.from({ length: 200 }, () => mallory.userId);
    await mallory.say(direct, `leak here ${mentions.join(' ')}`, { mentions: [mallory.userId] });
    await stranger.hear(/./);
    await member.ask(room, '!embargo members', /ada/);

    // All of it waits when the bot comes back: a client does not say it faster than the bot answers.
    expect(await bot.stop()).toBe(0);
    const atOnce = 10;
    for (let said = 0; said < floods; said += atOnce) await Promise.all(Array.from({ length: atOnce }, () => mallory.say(direct, 'help')));
    bot = await start();
    const waited: number[] = [];
    for (let asked = 0; asked < asksMeanwhile; asked += 1) {
      const began = performance.now();
      await member.ask(room, '!embargo members', /ada/);
      waited.push(Math.round(performance.now() - began));
    }
    process.stdout.write(`answers to a member during a flood of ${floods}: ${waited.join(', ')} ms\n`);
    await stranger.hear(/more messages than I can queue/);
    await bot.settle();
    const told = (await mallory.said(direct)).filter(
      ({ sender, content }) => sender === account.userId && /more messages than I can queue/.test(String(content.body)),
    );
    expect(told).toHaveLength(1);
    expect(bot.logged.filter(({ event }) => event === 'handled').length).toBeLessThan(floods);
    well();
    expect(await bot.stop()).toBe(0);
  }, 900_000);
});
