import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { line } from '../../../src/chat/message/message.ts';
import { personId, roomId } from '../../../src/domain/values/ids.ts';
import { hourMs, minuteMs } from '../../../src/domain/values/time.ts';
import type { Destination } from '../../../src/platforms/platform.ts';
import { botScopes } from '../../../src/platforms/slack/setup/scopes.ts';
import { type Bot, startBot } from '../../rig/slack/bot.ts';
import { addChannel, type Workspace } from '../../rig/slack/fake-slack-state.ts';
import { type InMemory, inMemory, installIn, oauth, openInstall } from '../../rig/slack/install.ts';
import { command, mention, press } from '../../rig/slack/requests.ts';

const start = Date.parse('2024-01-17T09:00Z');
let now = start;
let store: InMemory;
let bot: Bot;

const begun = async (more: Parameters<typeof startBot>[0] = {}) => {
  now = start;
  store = inMemory();
  bot = await startBot({ ...oauth(store), now: () => now, ...more, fake: { now: () => now, ...more.fake } });
};
beforeEach(() => begun());
afterEach(() => bot.stop());

const install = (slack: Workspace, rotates = false) => installIn(bot.fake, bot.slack.port(), { slack, rotates });
/** A workspace with a private channel of the same name and id as the first one's, and ada in it. */
const second = (more: { team?: string; enterprise?: string; everywhere?: boolean } = {}): Workspace => {
  const slack = bot.fake.addWorkspace({ team: 'T2', ...more });
  slack.users.set('U1', { id: 'U1', name: 'ada', tz: null, deleted: false, is_bot: false });
  addChannel(slack, { id: 'C1', name: 'theirs' }).members.add('U1');
  return slack;
};
const room = (id: string): Destination => ({ type: 'room', room: roomId(id) ?? (id as never) });
const direct = (id: string): Destination => ({ type: 'person', person: personId(id) ?? (id as never), room: null });
const post = (to: Destination, text = 'x') => bot.post(to, [line(text)]);
const said = (slack: Workspace) =>
  slack.messages.map(({ channel, blocks }) => [channel, JSON.stringify(blocks).match(/"text":"(\w+)"/)?.[1]]);
const tokenOf = (owner: string) => (store.kept.get(owner)?.installation as { token: string } | undefined)?.token;
const from = (body: Readonly<Record<string, unknown>>, team: string, enterprise: string | null = null) => ({
  ...body,
  ...(body.team_id === undefined ? {} : { team_id: team }),
  ...(body.team === undefined ? {} : { team: { id: team } }),
  ...(body.user === undefined ? {} : { user: { ...(body.user as object), team_id: team } }),
  ...(body.event === undefined ? {} : { event: { ...(body.event as object), team } }),
  ...(body.authorizations === undefined
    ? {}
    : { authorizations: [{ team_id: team, enterprise_id: enterprise, is_enterprise_install: false }] }),
  ...(enterprise === null ? {} : { enterprise_id: enterprise, enterprise: { id: enterprise } }),
});

describe('a workspace that installs the app', () => {
  test('is sent to Slack for the scopes that are used, and no others, and kept with its token', async () => {
    const browser = await openInstall(bot.slack.port());
    const { searchParams, origin } = browser.begun.slack;
    expect([origin, searchParams.get('scope'), searchParams.get('user_scope'), searchParams.get('client_id')]).toEqual([
      'https://slack.com',
      botScopes.map(({ scope }) => scope).join(','),
      null,
      '12.34',
    ]);
    const code = bot.fake.authority.grant({ slack: bot.fake.slack, rotates: false });
    expect(await browser.returned({ code, state: searchParams.get('state') ?? '' })).toMatchObject({ status: 200 });
    expect([...store.kept.values()]).toEqual([
      {
        owner: 'T1',
        enterprise: null,
        installation: {
          token: 'xoxb-T1-2',
          refreshToken: null,
          expiresAt: null,
          scopes: [...bot.fake.slack.scopes],
          botUser: 'U0BOT',
        },
      },
    ]);
    expect(bot.logs.filter((entry) => !JSON.stringify(entry).includes('"bolt"'))).toEqual([{ event: 'slack.installed', owner: 'T1' }]);
  });

  test.each([
    ['a state that is not the bot’s', { state: 'forged' }, undefined, 400],
    ['no state', {}, undefined, 400],
    ['another browser, which has no cookie of it', null, 'none=1', 400],
    ['a code that Slack does not know', { code: 'stolen' }, undefined, 500],
    ['nothing but a refusal', { error: 'access_denied', code: '' }, undefined, 500],
  ])('is not kept with %s', async (_what, change, cookie, status) => {
    const browser = await openInstall(bot.slack.port());
    const state = browser.begun.slack.searchParams.get('state') ?? '';
    const given = {
      code: bot.fake.authority.grant({ slack: bot.fake.slack, rotates: false }),
      ...(change !== null && 'state' in change ? {} : { state }),
    };
    const query = change !== null && Object.keys(change).length === 0 ? { code: given.code } : { ...given, ...change };
    expect(await browser.returned(query, cookie)).toMatchObject({ status });
    expect([store.kept.size, JSON.stringify(bot.logs)]).toEqual([0, expect.not.stringMatching(/xoxb|code-|state=/)]);
  });

  test('is kept in Socket Mode too: its browser comes over HTTP', async () => {
    await bot.stop();
    await begun({ mode: 'socket' });
    await install(bot.fake.slack);
    expect([...store.kept.keys()]).toEqual(['T1']);
    // Slack's requests come by the socket alone.
    expect(await bot.send(command('owe'))).toMatchObject({ status: 404 });
  });

  test('takes the place of its own earlier installation', async () => {
    await install(bot.fake.slack);
    await install(bot.fake.slack);
    expect([store.kept.size, tokenOf('T1')]).toEqual([1, 'xoxb-T1-4']);
  });
});

describe('of two workspaces', () => {
  let theirs: Workspace;
  beforeEach(async () => {
    theirs = second();
    await install(bot.fake.slack);
    await install(theirs);
  });

  test('each hears what is for it, though channels and people have the same ids', async () => {
    await post(room('slack:T1/C1'), 'one');
    await post(room('slack:T2/C1'), 'two');
    await post(direct('slack:T2/U1'), 'three');
    expect([said(bot.fake.slack), said(theirs)]).toEqual([
      [['C1', 'one']],
      [
        ['C1', 'two'],
        ['D1', 'three'],
      ],
    ]);
  });

  test('each is heard as what it is: what comes from one never speaks for the other’s rooms or people', async () => {
    for (const body of [command('owe', 't.1'), press(), mention()]) await bot.send(from(body, 'T2'));
    expect(bot.heard.map(({ by, room: where }) => [by, where])).toEqual([
      ['slack:T2/U1', 'slack:T2/C1'],
      ['slack:T2/U1', 'slack:T2/C1'],
      ['slack:T2/U1', 'slack:T2/C1'],
    ]);
  });

  test('a third, where the app is not installed, is told so, and nothing of it is kept', async () => {
    const answered = await bot.send(from(command('owe'), 'T3'));
    expect(JSON.stringify(answered.body)).toMatch(/not installed/);
    expect(await bot.send(from(mention(), 'T3'))).toMatchObject({ status: 200 });
    expect(bot.heard).toEqual([]);
    await expect(post(room('slack:T3/C1'))).rejects.toMatchObject({ kind: 'again', code: 'not_installed' });
    expect(await bot.slack.inspect(roomId('slack:T3/C1') ?? (null as never))).toEqual({ name: '#C1', faults: ['bot-is-not-in-it'] });
  });

  test('one that takes the bot off hears nothing more, and the other goes on', async () => {
    store.kept.delete('T2');
    await expect(post(room('slack:T2/C1'))).rejects.toMatchObject({ kind: 'again', code: 'not_installed' });
    expect(await post(room('slack:T1/C1'))).toMatch(/^C1\//);
    expect(JSON.stringify((await bot.send(from(command('owe'), 'T2'))).body)).toMatch(/not installed/);
    expect(theirs.messages).toEqual([]);
  });

  test('somebody of a third is reached by the one that knows them as that, and by none that has somebody else of the same id', async () => {
    const far = direct('slack:T3/U1');
    await expect(post(far)).rejects.toMatchObject({ kind: 'again', code: 'not_installed' });
    bot.fake.failNext('users.info', { type: 'answer', answer: { ok: true, user: { id: 'U1', team_id: 'T3' } } });
    expect(await post(far)).toMatch(/^D1\//);
    expect(bot.fake.slack.messages.length + theirs.messages.length).toBe(1);
  });

  test('one whose token was revoked fails for now, and the other goes on', async () => {
    bot.fake.authority.revoke(theirs);
    await expect(post(room('slack:T2/C1'))).rejects.toMatchObject({ kind: 'again', code: 'invalid_auth' });
    expect(await post(room('slack:T1/C1'))).toMatch(/^C1\//);
  });

  test('both are heard and answered while it cannot be read where the app is installed', async () => {
    store.away = true;
    await bot.send(from(command('owe'), 'T2'));
    await post(room('slack:T2/C1'), 'answer');
    expect([bot.heard.map(({ by }) => by), said(theirs)]).toEqual([['slack:T2/U1'], [['C1', 'answer']]]);
  });
});

test('a bot that never learned where the app is installed does not start', async () => {
  const away = { ...inMemory(), all: async () => Promise.reject(new Error('away')) };
  await expect(startBot(oauth(away))).rejects.toMatchObject({ kind: 'again', code: 'installations_unread' });
});

describe('in a Grid organisation', () => {
  test('that installed the app as a whole, rooms and people go by the organisation', async () => {
    const all = second({ team: 'E1', enterprise: 'E1', everywhere: true });
    await install(all);
    await bot.send({ ...from(command('owe'), 'T7', 'E1'), is_enterprise_install: 'true' });
    expect(bot.heard.map(({ by, room: where }) => [by, where])).toEqual([['slack:E1/U1', 'slack:E1/C1']]);
    await post(room('slack:E1/C1'), 'one');
    await post(direct('slack:E1/U1'), 'two');
    expect(said(all)).toEqual([
      ['C1', 'one'],
      ['D1', 'two'],
    ]);
  });

  test('that installed it in single workspaces, a person is reached in the first that knows them', async () => {
    await bot.stop();
    await begun({ fake: { enterprise: 'E1' } });
    const theirs = second({ enterprise: 'E1' });
    theirs.users.set('U5', { id: 'U5', name: 'eve', tz: null, deleted: false, is_bot: false });
    await install(bot.fake.slack);
    await install(theirs);
    expect(await post(direct('slack:E1/U5'), 'hello')).toMatch(/^D5\//);
    expect([said(bot.fake.slack), said(theirs)]).toEqual([[], [['D5', 'hello']]]);
    await expect(post(direct('slack:E1/U9'))).rejects.toMatchObject({ kind: 'gone', code: 'user_not_found' });
    expect((await bot.slack.profile(personId('slack:E1/U5') ?? (null as never)))?.name).toBe('eve');
  });

  test('a personal page is written in each workspace that knows its reader', async () => {
    await bot.stop();
    await begun({ fake: { enterprise: 'E1' } });
    const theirs = second({ enterprise: 'E1' });
    await install(bot.fake.slack);
    await install(theirs);
    const to: Destination = { type: 'home', person: personId('slack:E1/U1') ?? (null as never), room: null };
    const [page] = bot.slack.pages({ push: '', nodes: [line('yours')] }, { zone: null, repeated: false, surface: 'home' });
    const published = () => bot.slack.post({ rowId: 'row-1', index: 0, to, page, replaces: null, pin: false });
    await published();
    expect([bot.fake.slack, theirs].map(({ homes }) => [...homes.keys()])).toEqual([['U1'], ['U1']]);
    bot.fake.failNext('views.publish', { type: 'error', code: 'user_not_found' });
    expect(await published()).toBeNull();
    bot.fake.failNext('views.publish', { type: 'status', status: 429, afterS: 3 });
    await expect(published()).rejects.toMatchObject({ kind: 'paused', afterMs: 3000 });
  });

  test('an edit goes on in the workspace in which the direct message stands', async () => {
    await bot.stop();
    await begun({ fake: { enterprise: 'E1' } });
    const theirs = second({ enterprise: 'E1' });
    theirs.users.set('U5', { id: 'U5', name: 'eve', tz: null, deleted: false, is_bot: false });
    await install(bot.fake.slack);
    await install(theirs);
    const to = direct('slack:E1/U5');
    const ref = await post(to, 'before');
    expect(await bot.post(to, [line('after')], { replaces: ref })).toBe(ref);
    await bot.slack.remove(to, ref ?? '');
    expect(theirs.messages).toEqual([]);
  });
});

describe('a token that runs out after twelve hours', () => {
  const expires = start + 12 * hourMs;
  const renewals = () =>
    bot.fake.calls.filter(({ method, args }) => method === 'oauth.v2.access' && args.grant_type === 'refresh_token').length;
  // Bolt counts the first twelve hours by the time of day.
  const settled = async () => {
    await install(bot.fake.slack, true);
    const kept = store.kept.get('T1');
    store.kept.set('T1', { ...kept, installation: { ...Object(kept?.installation), expiresAt: expires } } as never);
  };

  test('is renewed two hours before, when something is to be said, and not earlier', async () => {
    await settled();
    now = expires - 2 * hourMs - 1;
    await post(room('slack:T1/C1'));
    expect([renewals(), tokenOf('T1')]).toEqual([0, 'xoxb-T1-2']);
    now = expires - 2 * hourMs;
    await post(room('slack:T1/C1'));
    await post(room('slack:T1/C1'));
    expect([renewals(), tokenOf('T1'), bot.fake.slack.messages.length]).toEqual([1, 'xoxb-T1-3', 3]);
    expect(store.kept.get('T1')?.installation).toMatchObject({ expiresAt: now + 12 * hourMs, botUser: 'U0BOT' });
  });

  test('is renewed though it has run out', async () => {
    await settled();
    now = expires + 240 * hourMs;
    expect(await post(room('slack:T1/C1'))).toMatch(/^C1\//);
    expect(renewals()).toBe(1);
  });

  test('and cannot be renewed is used as it is, and renewed at most once a minute, and no token is in the log', async () => {
    await settled();
    now = expires - hourMs;
    bot.fake.failNext('oauth.v2.access', { type: 'status', status: 500 });
    expect(await post(room('slack:T1/C1'))).toMatch(/^C1\//);
    expect(await post(room('slack:T1/C1'))).toMatch(/^C1\//);
    expect([renewals(), tokenOf('T1')]).toEqual([1, 'xoxb-T1-2']);
    expect(bot.logs).toContainEqual({ event: 'slack.token-not-renewed', owner: 'T1', code: 'http_500' });
    now += minuteMs;
    await post(room('slack:T1/C1'));
    expect([renewals(), tokenOf('T1')]).toEqual([2, 'xoxb-T1-3']);
    expect(JSON.stringify(bot.logs)).not.toMatch(/xox[be]-/);
  });

  test('is renewed by another process: what that kept is used', async () => {
    await settled();
    now = expires - hourMs;
    const answer = bot.fake.authority.access({
      client_id: '12.34',
      client_secret: 'the-client-secret',
      grant_type: 'refresh_token',
      refresh_token: 'xoxe-1-2',
    });
    const fresh = { ...Object(store.kept.get('T1')?.installation), token: answer.access_token, expiresAt: now + 12 * hourMs };
    const { change } = store;
    store.change = async (owner, decide) => {
      store.kept.set('T1', { owner: 'T1', enterprise: null, installation: fresh });
      return change(owner, decide);
    };
    await post(room('slack:T1/C1'));
    expect([renewals(), tokenOf('T1')]).toEqual([0, answer.access_token]);
  });
});

describe('every client that the bot makes', () => {
  const never = new Promise<never>(() => undefined);
  const count = (wanted: string) => bot.fake.calls.filter(({ method }) => method === wanted).length;

  test.each(['500', '429'] as const)('asks once and does not try again by itself: %s', async (status) => {
    const theirs = second();
    await install(bot.fake.slack, true);
    await install(theirs);
    const fault = { type: 'status', status: Number(status), afterS: 1 } as const;
    for (const owner of ['T1', 'T2']) {
      const before = count('chat.postMessage');
      bot.fake.failNext('chat.postMessage', fault);
      await expect(post(room(`slack:${owner}/C1`))).rejects.toMatchObject({ name: 'SendFailure' });
      expect(count('chat.postMessage') - before).toBe(1);
    }
    const installs = count('oauth.v2.access');
    bot.fake.failNext('oauth.v2.access', fault);
    await expect(install(theirs)).rejects.toThrow('not installed: 500');
    expect(count('oauth.v2.access') - installs).toBe(1);
  });

  test('has a time limit', async () => {
    await bot.stop();
    await begun({ requestTimeoutMs: 50 });
    await install(bot.fake.slack, true);
    const kept = store.kept.get('T1');
    store.kept.set('T1', { ...kept, installation: { ...Object(kept?.installation), expiresAt: start } } as never);
    bot.fake.failNext('oauth.v2.access', { type: 'held', until: never });
    bot.fake.failNext('chat.postMessage', { type: 'held', until: never });
    await expect(post(room('slack:T1/C1'))).rejects.toMatchObject({ kind: 'unsure', code: 'timeout' });
    expect(bot.logs).toContainEqual({ event: 'slack.token-not-renewed', owner: 'T1', code: 'timeout' });
    bot.fake.failNext('oauth.v2.access', { type: 'held', until: never });
    await expect(install(bot.fake.slack)).rejects.toThrow('not installed: 500');
  });
});
