import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { botScopes, slackManifest, withoutScope } from '../src/platforms/slack/manifest.ts';

const folder = new URL('../src/platforms/slack/', import.meta.url);
const source = readdirSync(folder)
  .filter((name) => name !== 'manifest.ts')
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');
/** `client.chat.update(` is the Web API's chat.update, `app.command(` is Bolt's. */
const used = new Set([
  ...[...source.matchAll(/client\.([a-z]+\.[a-zA-Z]+)\(/g)].map(([, call]) => call),
  ...[...source.matchAll(/\b(app\.(?:command|action|view|event|shortcut|options|message))\(/g)].map(([, call]) => call),
]);

test('every scope is used by the code, and every call of the code has its scope', () => {
  const declared = [...botScopes.flatMap(({ uses }) => uses), ...withoutScope];
  expect([...used].sort()).toEqual([...declared].sort());
});

test('every scope says in one line why it is asked for', () => {
  expect(botScopes.filter(({ why }) => why === '' || why.includes('\n'))).toEqual([]);
});

test('the manifest asks for no more than that, and reaches the bot by the socket', () => {
  expect(slackManifest({ mode: 'socket' })).toEqual({
    display_information: {
      name: 'embargo-bot',
      description: "Keeps a disclosure list's embargoes: dates, terms, patch testing, reminders, disclosure.",
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'embargo', always_online: true },
      slash_commands: [
        {
          command: '/embargo',
          description: 'Embargoes of this disclosure list',
          usage_hint: 'create | status | ack | date | review | owe | help',
          should_escape: true,
        },
      ],
    },
    oauth_config: { scopes: { bot: ['commands', 'chat:write', 'groups:read', 'im:write', 'app_mentions:read', 'pins:write'] } },
    settings: {
      event_subscriptions: { bot_events: ['app_mention'] },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  });
});

test('over HTTP the manifest names the address for commands, presses and events', () => {
  const request_url = 'https://bot.example.org/slack/events';
  expect(slackManifest({ mode: 'http', url: 'https://bot.example.org', command: '/secrets' })).toMatchObject({
    features: { slash_commands: [{ command: '/secrets', url: request_url }] },
    settings: { event_subscriptions: { request_url }, interactivity: { request_url }, socket_mode_enabled: false },
  });
  expect(() => slackManifest({ mode: 'http' })).toThrow('HTTP mode needs the public address of the bot');
});

test.each(['embargo', '/Embargo', '/', `/${'x'.repeat(32)}`, '/a b'])('%j is no name for a slash command', (command) => {
  expect(() => slackManifest({ mode: 'socket', command })).toThrow('a slash command is');
});
