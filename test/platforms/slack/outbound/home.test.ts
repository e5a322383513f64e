import { afterEach, beforeEach, expect, test } from 'vitest';
import { actions, bullets, heading, line, type Node } from '../../../../src/chat/message/message.ts';
import type { Destination } from '../../../../src/platforms/platform.ts';
import { limits } from '../../../../src/platforms/slack/limits.ts';
import { renderHome } from '../../../../src/platforms/slack/outbound/render.ts';
import { type Bot, person, startBot } from '../../../rig/slack/bot.ts';
import { linesOf } from '../../../rig/slack/text.ts';

const home = (nodes: readonly Node[]) => renderHome({ push: 'your page', nodes });
const shown = (nodes: readonly Node[]) => linesOf(home(nodes).blocks, null);

test('what fits is shown whole, with its buttons', () => {
  const nodes = [heading('Yours'), bullets([['acknowledge quiet-otter']]), actions({ label: 'Terms', words: 'terms quiet-otter' })];
  expect(shown(nodes)).toEqual(['Yours', '- acknowledge quiet-otter', '[1] Terms']);
});

test('a hundred blocks are shown; of more, what is left off is counted', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => line(`line ${index + 1}`));
  expect([shown(lines(100)).length, shown(lines(100)).at(-1)]).toEqual([100, 'line 100']);
  expect([shown(lines(101)).length, ...shown(lines(101)).slice(-2)]).toEqual([
    100,
    'line 99',
    "(2 more lines don't fit here. `list` and `todo` show everything.)",
  ]);
});

test('beyond what Slack takes in characters the rest is left off too, list rows counted one by one', () => {
  const long = bullets(Array.from({ length: 30 }, () => ['ü'.repeat(2900)]));
  const page = home([long, long, bullets([['one'], ['two']])]);
  const size = Buffer.byteLength(JSON.stringify(page.blocks));
  expect([size > limits.bytesPerHome / 2, size <= 250_000, page.blocks.length]).toEqual([true, true, 34]);
  expect(linesOf(page.blocks, null).at(-1)).toBe("(29 more lines don't fit here. `list` and `todo` show everything.)");
});

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const to: Destination = { type: 'home', person: person('U1'), room: null };
const publish = (nodes: readonly Node[]) => {
  const [page] = bot.slack.pages({ push: '', nodes }, { zone: null, repeated: false, surface: 'home' });
  return bot.slack.post({ rowId: 'row-1', index: 0, to, page, replaces: null, pin: false });
};

test('a personal page is published for one person, holds no metadata, and is written whole each time', async () => {
  expect(await publish([line('one')])).toBeNull();
  await publish([line('two')]);
  const calls = bot.fake.calls.filter(({ method }) => method === 'views.publish').map(({ args }) => args);
  expect(calls[0]).toEqual({
    user_id: 'U1',
    view: {
      type: 'home',
      blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }] }],
    },
  });
  expect(linesOf((bot.fake.slack.homes.get('U1')?.view.blocks as unknown[]) ?? [], null)).toEqual(['two']);
  expect(bot.fake.slack.messages).toEqual([]);
});

test('a page that may or may not have been published is published again', async () => {
  bot.fake.failNext('views.publish', { type: 'lost-after' });
  await expect(publish([line('one')])).rejects.toMatchObject({ kind: 'again' });
});

test('for somebody whom Slack does not know there is no page', async () => {
  bot.fake.failNext('views.publish', { type: 'error', code: 'user_not_found' });
  await expect(publish([line('one')])).rejects.toMatchObject({ kind: 'gone', code: 'user_not_found' });
});
