import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { slackManifest } from '../../../../src/platforms/slack/setup/manifest.ts';
import { manifestText } from '../../../../src/platforms/slack/setup/manifest-words.ts';
import {
  botScopes,
  byOtherTokens,
  eventsWithoutScope,
  optionalScopes,
  withoutScope,
} from '../../../../src/platforms/slack/setup/scopes.ts';

const folder = new URL('../../../../src/platforms/slack/', import.meta.url);
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\/(manifest|scopes)[^/]*$/.test(name))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');
/** `client.chat.update(` is the Web API's chat.update, `app.command(` is Bolt's. */
const used = new Set([
  ...[...source.matchAll(/client\.((?:[a-z0-9]+\.)+[a-zA-Z]+)\(/g)].map(([, call]) => call ?? ''),
  ...[...source.matchAll(/\b(app\.(?:command|action|view|event|shortcut|options|message))\(/g)].map(([, call]) => call ?? ''),
]);
const scopes = [...botScopes, ...optionalScopes];

describe('the scopes', () => {
  const declared = new Set([...scopes.flatMap(({ uses }) => uses), ...withoutScope, ...Object.keys(byOtherTokens)]);

  test('cover every call and listener of the code', () => {
    expect([...used].filter((call) => !declared.has(call))).toEqual([]);
  });

  test('are all used by the code, and for nothing that is not there any more', () => {
    expect(scopes.filter(({ uses }) => !uses.some((call) => used.has(call))).map(({ scope }) => scope)).toEqual([]);
    expect([...declared].filter((call) => !used.has(call))).toEqual([]);
  });

  test('cover every event that the manifest subscribes to', () => {
    // Who hears an event whose scope is missing hears nothing, and is not told so.
    const declared = [...botScopes.flatMap(({ events }) => events), ...eventsWithoutScope];
    expect([...read(slackManifest({ mode: 'socket' })).settings.event_subscriptions.bot_events].sort()).toEqual(declared.sort());
  });

  test('say in one line each why they are asked for and what they cost', () => {
    expect(scopes.filter(({ why, cost }) => [why, cost].some((text) => !/^[a-z][^\n|]{10,120}$/.test(text)))).toEqual([]);
    expect(new Set(scopes.map(({ scope }) => scope)).size).toBe(scopes.length);
  });
});

// Every field that we write, with the limits of https://docs.slack.dev/reference/app-manifest; a field that is not here is refused.
const text = (max: number) => z.string().min(1).max(max);
const address = (max: number) => z.url({ protocol: /^https$/ }).max(max);
const manifestFields = z.strictObject({
  display_information: z.strictObject({ name: text(35), description: text(140) }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    shortcuts: z
      .array(z.strictObject({ name: text(24), type: z.enum(['message', 'global']), callback_id: text(255), description: text(150) }))
      .min(1)
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          url: address(3000).optional(),
          description: text(2000),
          usage_hint: text(1000),
          should_escape: z.boolean(),
        }),
      )
      .length(1),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(address(2500)).max(1000).optional(),
    scopes: z.strictObject({
      bot: z
        .array(z.string().regex(/^[a-z_]+(:[a-z_.]+)?$/))
        .min(1)
        .max(255),
    }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: address(3500).optional(),
      bot_events: z
        .array(z.string().regex(/^[a-z_.]{1,50}$/))
        .min(1)
        .max(100),
    }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: address(3500).optional(),
      message_menu_options_url: address(3500).optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
const read = (manifest: object) => manifestFields.parse(manifest);

const url = 'https://bot.example.org';
const variants = [
  ['', { mode: 'socket' }],
  ['--history', { mode: 'socket', history: true }],
  ['--evict', { mode: 'socket', evict: true }],
  [url, { mode: 'http', url }],
  [`${url} --history --evict`, { mode: 'http', url, history: true, evict: true }],
  [`${url} --oauth`, { mode: 'http', url, oauth: true }],
  [`${url} --oauth --socket`, { mode: 'socket', url, oauth: true }],
] as const;

describe.each(variants)('the manifest that is asked for with "%s"', (words, options) => {
  const manifest = slackManifest(options);

  test('has no field that Slack would refuse, and none twice', () => {
    const { settings, oauth_config } = read(manifest);
    for (const names of [settings.event_subscriptions.bot_events, oauth_config.scopes.bot]) expect(new Set(names).size).toBe(names.length);
  });

  test('is what is printed, and what the link carries', () => {
    const asked = words.split(' ').filter((word) => word !== '');
    expect(JSON.parse(manifestText(asked, '/embargo'))).toEqual(manifest);
    const link = new URL(manifestText(['--link', ...asked], '/embargo'));
    expect([link.origin, link.pathname, link.searchParams.get('new_app')]).toEqual(['https://api.slack.com', '/apps', '1']);
    expect(JSON.parse(link.searchParams.get('manifest_json') ?? '')).toEqual(manifest);
  });
});

test('the manifest asks for no more than the bot needs, and reaches it by the socket', () => {
  expect(slackManifest({ mode: 'socket' })).toEqual({
    display_information: {
      name: 'embargo-bot',
      description: "Keeps a disclosure list's embargoes: dates, terms, patch testing, reminders, disclosure.",
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'embargo', always_online: true },
      shortcuts: [
        {
          name: 'Add to embargo timeline',
          type: 'message',
          callback_id: 'note',
          description: "Add this message to an embargo's timeline.",
        },
        { name: 'Report a leak…', type: 'global', callback_id: 'leak', description: 'Report that embargoed information got out.' },
      ],
      slash_commands: [
        {
          command: '/embargo',
          description: 'Embargoes of this disclosure list',
          usage_hint: 'create | status | ack | date | review | todo | report | help',
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: [
          'commands',
          'chat:write',
          'groups:read',
          'im:write',
          'app_mentions:read',
          'im:history',
          'files:read',
          'files:write',
          'users:read',
          'pins:write',
        ],
      },
    },
    settings: {
      event_subscriptions: {
        bot_events: [
          'app_mention',
          'message.im',
          'app_home_opened',
          'channel_shared',
          'channel_unshared',
          'channel_id_changed',
          'member_joined_channel',
          'member_left_channel',
          'group_archive',
          'group_unarchive',
          'group_rename',
          'group_deleted',
          'group_left',
          'user_change',
          'app_uninstalled',
          'tokens_revoked',
        ],
      },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  });
});

test('over HTTP the manifest names the address for commands, presses, long lists and events', () => {
  const request_url = 'https://bot.example.org/slack/events';
  expect(slackManifest({ mode: 'http', url, command: '/secrets' })).toMatchObject({
    features: { slash_commands: [{ command: '/secrets', url: request_url }] },
    settings: {
      event_subscriptions: { request_url },
      interactivity: { request_url, message_menu_options_url: request_url },
      socket_mode_enabled: false,
    },
  });
  expect(() => slackManifest({ mode: 'http' })).toThrow('HTTP mode needs the public address of the bot');
});

test('for several workspaces it names the page to come back to, and turns on tokens that expire and whole organisations', () => {
  expect(slackManifest({ mode: 'http', url, oauth: true })).toMatchObject({
    oauth_config: { redirect_urls: ['https://bot.example.org/slack/oauth_redirect'] },
    settings: { org_deploy_enabled: true, token_rotation_enabled: true },
  });
});

test('only with --history does it ask to read what was written in rooms', () => {
  const asked = (words: string[]) => read(JSON.parse(manifestText(words, '/embargo'))).oauth_config.scopes.bot;
  const [without, including] = [asked([]), asked(['--history'])];
  expect(including.filter((scope) => !without.includes(scope))).toEqual(['groups:history']);
  expect(without.filter((scope) => scope.endsWith(':history'))).toEqual(['im:history']);
});

test('only with --evict does it ask to take people out of rooms', () => {
  const asked = (words: string[]) => read(JSON.parse(manifestText(words, '/embargo'))).oauth_config.scopes.bot;
  expect(asked(['--evict']).filter((scope) => !asked([]).includes(scope))).toEqual(['groups:write']);
  expect(asked(['--history'])).not.toContain('groups:write');
});

test.each(['embargo', '/Embargo', '/', `/${'x'.repeat(32)}`, '/a b'])('%j is no name for a slash command', (command) => {
  expect(() => slackManifest({ mode: 'socket', command })).toThrow(
    'a slash command has to be a slash and up to 31 lower-case letters, digits, - or _',
  );
});

test.each([
  [['--histroy'], 'Unknown option --histroy.'],
  [['-h'], 'Unknown option -h.'],
  [['http://bot.example.org'], 'Give an https address without a path, such as https://embargo.example.org.'],
  [['https://bot.example.org/slack/events'], 'Give an https address without a path, such as https://embargo.example.org.'],
  [['https://ada:secret@bot.example.org'], 'Give an https address without a path, such as https://embargo.example.org.'],
  [['bot.example.org'], 'Give an https address without a path, such as https://embargo.example.org.'],
  [[url, url], 'Give one address.'],
  [[url, '--oauth', '--history'], "--oauth and --history don't go together"],
  [[url, '--oauth', '--evict'], "--oauth and --evict don't go together"],
  [['--oauth'], "--oauth needs the bot's public https address"],
])('%j is refused in words', (words, why) => {
  expect(() => manifestText(words, '/embargo')).toThrow(why);
});
