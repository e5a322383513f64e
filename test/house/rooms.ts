// The rooms of the house, each with what its files may import besides each other: rooms, files under src, and packages. Of Node, only what is named.
// docs/architecture.md shows the same table, and imports.test.ts holds the sources to it. A room's own files put together what its folders hold: chat/parse.ts may import chat/grammar/, not back.
const shapes = ['chat/message/outgoing.ts', 'chat/message/heard.ts', 'chat/message/form.ts', 'chat/message/message.ts'];
const words = [
  'temporal-polyfill',
  'chrono-node',
  'ae-cvss-calculator',
  'date-holidays',
  'fastest-levenshtein',
  'unhomoglyph',
  'node:module',
];
const kept = ['db/schema.ts', 'db/columns.ts', 'db/seal.ts'];
const working = ['engine.ts', 'log.ts', 'errors.ts', 'domain/', 'chat/', 'db/', 'platforms/platform.ts', 'node:'];

export const rooms: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  'log.ts': ['errors.ts', 'pino'],
  'domain/values/': [],
  'domain/policy/': ['domain/values/'],
  'domain/list/': ['domain/policy/', 'domain/values/'],
  'domain/embargo/': ['domain/list/', 'domain/policy/', 'domain/values/'],
  'domain/': ['domain/'],
  // What goes public, made from the state alone.
  'publish/': ['domain/', 'ae-cvss-calculator', 'node:crypto'],
  'chat/values/': ['domain/', ...words],
  'chat/message/': ['chat/values/', 'domain/'],
  'chat/grammar/': ['chat/message/', 'chat/values/', 'publish/', 'domain/'],
  'chat/people/': ['chat/grammar/', 'chat/message/', 'chat/values/', 'domain/'],
  'chat/list/': ['chat/people/', 'chat/grammar/', 'chat/message/', 'chat/values/', 'domain/', 'zod'],
  'chat/embargo/': [
    'chat/list/',
    'chat/people/',
    'chat/grammar/',
    'chat/message/',
    'chat/values/',
    'publish/',
    'domain/',
    'ical-generator',
  ],
  'chat/': ['chat/', 'domain/', 'fastest-levenshtein'],
  'platforms/platform.ts': ['chat/', 'domain/'],
  'platforms/slack/': ['platforms/platform.ts', 'log.ts', 'chat/', 'domain/', '@slack/', 'node:'],
  'platforms/matrix/': [
    ...['platforms/platform.ts', 'log.ts', 'chat/', 'domain/', 'node:'],
    ...['matrix-bot-sdk', '@matrix-org/matrix-sdk-crypto-wasm', 'fake-indexeddb', 'bs58'],
  ],
  'platforms/terminal/': ['platforms/platform.ts', 'log.ts', 'chat/', 'domain/', 'node:'],
  // What is kept, and how it is sealed: the connection opens with these, and everything else in db/ asks by it. Of chat, the shapes of what is kept alone.
  ...Object.fromEntries(kept.map((file) => [file, [...kept, ...shapes, 'domain/', 'drizzle-orm', 'node:']])),
  'db/connection/': [...kept, 'errors.ts', 'domain/values/', 'drizzle-orm', 'pg', '@electric-sql/', 'node:'],
  'db/': [...kept, ...shapes, 'db/connection/', 'errors.ts', 'domain/', 'drizzle-orm', 'node:'],
  'config.ts': ['db/seal.ts', 'domain/values/', 'platforms/matrix/encryption/secret-storage.ts', 'fastest-levenshtein', 'zod', 'node:'],
  'engine.ts': ['db/connection/', 'domain/values/', 'log.ts', 'platforms/platform.ts'],
  'inbound/': [...working, 'openpgp'],
  'outbound/': ['inbound/', ...working],
  'handlers/': ['inbound/', 'outbound/', ...working, 'openpgp', 'drizzle-orm'],
  'scheduler/': ['handlers/', 'outbound/', ...working, 'node-cron'],
  'bot.ts': ['scheduler/', 'handlers/', 'outbound/', 'inbound/', ...working],
  'cli/': ['bot.ts', 'config.ts', 'scheduler/', 'inbound/', 'platforms/', ...working, 'drizzle-orm'],
  'main.ts': ['cli/', 'config.ts'],
};
