// The bot as it is run, on Slack and on Matrix over one PostgreSQL, by that server's own clock: what only forms and codes to type could show broken.
import { afterEach, expect, inject, test } from 'vitest';
import { peopleNamed } from '../rig/matrix/cast.ts';
import type { Person } from '../rig/matrix/people.ts';
import { newPrefix, register } from '../rig/matrix/server.ts';
import { slackRig } from '../rig/slack/rig.ts';
import { describeSynapseOnPostgres } from '../setup/needs.ts';
import { openLiveDatabase } from './database.ts';
import { roomWithBot, talkOf } from './matrix.ts';
import { startLiveSlack } from './slack.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const about = ['A leak of file descriptors', 'runc', '< 1.1.12', 'A malicious image reads the host'];

describeSynapseOnPostgres('the bot on both platforms', () => {
  test('opens embargoes by form, keeps quiet hours and links accounts, here and there, with no error in its log', async () => {
    const server = inject('homeserver');
    if (server === null) throw new Error('no homeserver');
    const [account, people] = await Promise.all([register(server, { name: `${newPrefix()}-bot` }), peopleNamed(server, ['ada'])]);
    cleanups.push(() => people.map((one: Person) => one.stop()));
    const [person] = people;
    if (person === undefined) throw new Error('nobody');
    const database = await openLiveDatabase('postgres');
    cleanups.push(() => database.drop());
    const matrix = { MATRIX_HOMESERVER: server.url, MATRIX_USER: account.userId, MATRIX_PASSWORD: account.password };
    const admins = `slack:T1/U001,matrix:${person.userId}`;
    const live = await startLiveSlack({ database, mode: 'http', startsAt: Date.parse('2026-03-02T09:00Z'), admins, env: matrix });
    const { bot } = live;
    cleanups.push(live.close, bot.stop);
    const well = () => expect(bot.wrong()).toEqual([]);
    const slack = slackRig({ ...live, settle: bot.settle, people: { ada: { user: 'U001' }, bob: { user: 'U002' } }, rooms: {} });
    const said = async (by: string, ...lines: string[]): Promise<string> => {
      const shown: string[] = [];
      for (const line of lines) shown.push(...(await slack.say(by, null, line)));
      well();
      return shown.join('\n');
    };

    await said('ada', '/embargo room adopt oci', '/embargo org add Nova 24', '/embargo people add @bob representative Nova');
    expect(await said('ada', '/embargo create', ...about, '', '', '', '2026-03-10 14:00 UTC')).toContain(' is open.');
    expect(await said('bob', '/embargo quiet', '22:00-07:00')).toContain('Your quiet hours are 22:00-07:00');
    const code = /`(account link \S+)`/.exec(await said('ada', '/embargo account link'))?.[1] ?? '';

    const ada = talkOf(person, account.userId, well, bot.tail);
    const direct = await ada.direct();
    await ada.ask(direct, code, /Both are mine/);
    await ada.ask(direct, '1', /one person with/);
    const room = await roomWithBot(person, account.userId, '#oci-matrix');
    // Whoever runs the homeserver could have said it: her other account is asked.
    await ada.ask(room, '!embargo room adopt oci', /needs a second approval/);
    await bot.settle();
    await slack.say('ada', { type: 'direct' }, '1');
    await ada.hear(/is now a room of oci/);
    // Neither is a room made before she has confirmed it there.
    await ada.ask(direct, 'room make oci-two', /needs a second approval: to open a new room oci-two of oci/);
    await bot.settle();
    await slack.say('ada', { type: 'direct' }, '1');
    await ada.hear(/Created oci-two: encrypted/);
    await ada.ask(direct, 'quiet', /hours/i);
    await ada.ask(direct, '22:00-07:00', /`send` sends it/);
    await ada.ask(direct, 'send', /Your quiet hours are 22:00-07:00/);
    await ada.ask(direct, 'create', /Title/);
    for (const [index, answer] of about.entries())
      await ada.ask(direct, answer, [/component/i, /versions/i, /xploitab/i, /everity/][index] ?? /./);
    await ada.ask(direct, 'skip', /CVE/);
    await ada.ask(direct, 'skip', /[Rr]eporter/);
    await ada.ask(direct, 'skip', /Disclosure date/);
    await ada.ask(direct, '2026-03-11 14:00 UTC', /`send` sends it/);
    await ada.ask(direct, 'send', / is open\.|anyway/);
    await bot.settle();
    well();
    expect(await bot.stop()).toBe(0);
  }, 900_000);
});
