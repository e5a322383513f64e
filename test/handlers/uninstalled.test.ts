// Two workspaces share the bot, each with a list of its own; one of them takes the bot off.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSteppedBot, type SteppedBot } from '../../src/bot.ts';
import { allInstallations, changeInstallation, keepInstallation } from '../../src/db/installations.ts';
import { personId } from '../../src/domain/values/ids.ts';
import type { EngineOptions } from '../../src/engine.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { secret } from '../rig/slack/bot.ts';
import { type FakeSlack, startFakeSlack, tokens } from '../rig/slack/fake-slack.ts';
import { addChannel, type Workspace } from '../rig/slack/fake-slack-state.ts';
import { installIn, oauth } from '../rig/slack/install.ts';
import { eventCallback, slashCommand } from '../rig/slack/payloads.ts';
import { linesOf } from '../rig/slack/text.ts';
import { signedPost } from '../rig/slack/transport.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { ragged } from '../setup/ragged.ts';
import { seeded } from '../setup/world.ts';

describe.each(databaseKinds)('one of two workspaces takes the bot off, on %s', (kind) => {
  const start = Date.parse('2024-01-17T09:00Z');
  let now = start;
  let database: TestDatabase;
  let fake: FakeSlack;
  let theirs: Workspace;
  let bot: SteppedBot;
  let url: string;
  let sent = 0;

  beforeEach(async () => {
    now = start;
    database = await openTestDatabase(kind);
    const { db } = database;
    fake = await startFakeSlack({ now: () => now });
    theirs = fake.addWorkspace({ team: 'T2' });
    for (const slack of [fake.slack, theirs]) {
      slack.users.set('U1', { id: 'U1', name: 'ada', tz: null, deleted: false, is_bot: false });
      addChannel(slack, { id: 'C1', name: 'private' }).members.add('U1');
    }
    const installations = {
      all: () => allInstallations(db),
      keep: (kept: Parameters<typeof keepInstallation>[1]) => keepInstallation(db, kept, now),
      change: (owner: string, change: Parameters<typeof changeInstallation>[2]) => changeInstallation(db, owner, change),
    };
    const common = {
      mode: 'http',
      port: 0,
      apiUrl: fake.url,
      signingSecret: secret,
      appToken: tokens.app,
      now: ragged(() => now),
    } as const;
    const spine = { log: () => undefined, check: () => null, choices: async () => [], willAsk: () => false, machineNow: Date.now };
    const slack = createSlack({ ...common, ...oauth(installations), ...spine });
    const admins = new Set(['slack:T1/U1', 'slack:T2/U1'].flatMap((id) => personId(id) ?? []));
    const engine: EngineOptions = {
      db,
      platforms: { slack: { ...slack, paceMs: 0 } },
      admins,
      now: ragged(() => now),
      random: seeded(1),
      newId: randomUUID,
      newSecret: randomBytes,
      log: () => undefined,
    };
    bot = createSteppedBot(engine);
    await bot.start();
    url = `http://127.0.0.1:${slack.port()}/slack/events`;
    for (const each of [fake.slack, theirs]) await installIn(fake, slack.port(), { slack: each, rotates: true });
  });
  afterEach(async () => {
    await bot.stop();
    await fake.close();
    await database.drop();
  });

  const say = async (team: string, text: string) => {
    sent += 1;
    await signedPost(url, secret, slashCommand({ user: 'U1', name: 'ada', team }, 'C1', text, `t.${sent}`));
    await bot.settle();
  };
  const noticed = async (team: string, event: Readonly<Record<string, unknown>>) => {
    sent += 1;
    const { authorizations: _gone, ...envelope } = eventCallback(event, `Ev${sent}`);
    await signedPost(url, secret, { ...envelope, team_id: team, authorizations: [] });
    await bot.settle();
  };
  /** What was said in a workspace, without its first list's founding. */
  const heard = (slack: Workspace) => slack.messages.map(({ channel, only, blocks }) => `${only ?? channel}: ${linesOf(blocks, null)[0]}`);

  test.each([
    ['uninstalled', { type: 'app_uninstalled' }],
    ['revoked', { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT2'] } }],
  ])('%s: its tokens are forgotten, its room is unfit, those who run the bot are told, and the other goes on', async (_how, event) => {
    await say('T1', 'room adopt oci');
    await say('T2', 'room adopt other');
    fake.authority.revoke(theirs);
    const before = [fake.slack.messages.length, theirs.messages.length];
    await noticed('T2', event);
    expect((await allInstallations(database.db)).map(({ owner }) => owner)).toEqual(['T1']);
    expect(heard(fake.slack).slice(before[0])).toEqual([
      "D1: The Slack workspace T2 uninstalled me or revoked my token. I can't reach anyone there until someone installs me again; messages to them wait for a day.",
    ]);
    await say('T1', 'members');
    expect([heard(fake.slack).at(-1)?.startsWith('U1: '), theirs.messages.length]).toEqual([true, before[1]]);
  });

  test('and installs it again: the room is fit again, and hears what waited', async () => {
    await say('T2', 'room adopt other');
    fake.authority.revoke(theirs);
    await noticed('T2', { type: 'app_uninstalled' });
    now += 60_000;
    await installIn(fake, Number(new URL(url).port), { slack: theirs, rotates: true });
    theirs.messages.length = 0;
    await bot.advance(start + 2 * 3_600_000, (at) => {
      now = at;
    });
    expect(heard(theirs).sort()).toEqual(
      [
        "C1: I'm posting here again. I didn't post what happened in the meantime: `status` shows the current state.",
        'D1: #private is safe for embargoes again.',
        "D1: #private is no longer safe for embargoes. I won't post there until that's fixed.",
        "D1: The Slack workspace T2 uninstalled me or revoked my token. I can't reach anyone there until someone installs me again; messages to them wait for a day.",
      ].sort(),
    );
  });

  test('but had installed it again before that was heard: nothing is lost', async () => {
    await say('T2', 'room adopt other');
    now += 1000;
    await keepInstallation(
      database.db,
      { owner: 'T2', enterprise: null, installation: { token: 'xoxb-later', botUser: 'U0BOT2' } },
      now + 1,
    );
    await noticed('T2', { type: 'app_uninstalled' });
    expect((await allInstallations(database.db)).map(({ owner }) => owner)).toEqual(['T1', 'T2']);
  });
});
