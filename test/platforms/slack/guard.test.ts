// What only Slack does to rooms: another id, another name, a bot that is taken out, people of far workspaces. Through the real Bolt app.
import { afterEach, expect, test } from 'vitest';
import { playOnSlack } from '../../rig/play.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
afterEach(() => database.drop());

const beginning = [
  'clock: 2026-03-02T09:00Z',
  'ada in #oci-private: /embargo room adopt oci',
  'ada: /embargo create title="A leak" component=runc versions=all exploitability=local date="2026-03-10 14:00 UTC" mitigation="Mount it read-only"',
];

/** What is said from the first of these lines on, after a beginning that is the same each time. */
async function told(...lines: string[]): Promise<string[]> {
  database = await openTestDatabase('embedded');
  const played = (await playOnSlack([...beginning, ...lines].join('\n'), database.db, 'http')).split('\n');
  return played.slice(played.indexOf(lines[0] ?? ''));
}

test('a channel with another id keeps its card, which is edited where it stands', async () => {
  const [adds, accepts] = ['ada: /embargo people add @grace coordinator', 'grace: /embargo ack'];
  const said = await told('#oci-private is moved', adds, accepts);
  expect(said.slice(0, 3)).toEqual([
    '#oci-private is moved',
    'bot → ada: #oci-private has a new id on its platform. I follow it; nothing else changed.',
    adds,
  ]);
  expect(said.slice(said.indexOf(accepts))).toEqual([
    accepts,
    'bot → grace in #oci-private: wise-bison',
    "  You acknowledged the terms. As a coordinator, you've accepted them for every embargo of oci.",
    '  [1] Details',
    "  You're all caught up here.",
    'bot ✎ #oci-private: wise-bison',
    '  - ✓ everybody acknowledged',
    '  Next: publish at Tue, Mar 10, 14:00 UTC',
    '  Acknowledged: 2 of 2',
  ]);
});

test('a channel that is renamed is told of to the coordinators, and is the same', async () => {
  const [, said, ...rest] = await told('#oci-private is renamed to #talk', 'ada: /embargo room audit');
  expect(said).toBe("bot → ada: #oci-private is now called #talk. It's the same room.");
  expect(rest[1]).toBe('bot → ada in #talk: #talk');
});

test('a bot that is taken out of its channel tells its coordinators, and goes on when it is back; it is no stranger', async () => {
  expect(await told('bot leaves #oci-private', 'ada in direct: room audit', 'bot joins #oci-private')).toEqual([
    'bot leaves #oci-private',
    "bot → ada: #oci-private is no longer safe for embargoes. I won't post there until that's fixed.",
    "  - The bot isn't in it: invite the bot; or send `room adopt` in another room",
    '  [1] Check the room',
    'ada in direct: room audit',
    'bot → ada: #oci-private',
    "  It isn't safe for embargoes, so I don't post in it:",
    "  - The bot isn't in it: invite the bot; or send `room adopt` in another room",
    "  I can't see who is in it right now. When I last looked:",
    '  In it, but not on the list: nobody',
    '  On the list, but not in it: nobody',
    'bot joins #oci-private',
    "bot → #oci-private: I'm posting here again. I didn't post what happened in the meantime: `status` shows the current state.",
    'bot → ada: #oci-private is safe for embargoes again.',
  ]);
});

test('a channel that is made public is found by the hourly look, and warned', async () => {
  const [, , ...said] = await told('publish-room #oci-private', 'clock: +1h');
  expect(said.slice(1, 4)).toEqual([
    "bot → #oci-private: This room is no longer private: it's public now. Don't mention any embargo here.",
    "  I won't post here until that's fixed. The coordinators know.",
    "bot → ada: #oci-private is no longer safe for embargoes. I won't post there until that's fixed.",
  ]);
});
