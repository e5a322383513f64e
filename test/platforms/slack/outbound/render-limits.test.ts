import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  actions,
  bullets,
  code,
  fields,
  heading,
  type Inline,
  instant,
  line,
  link,
  type Node,
  note,
  strong,
} from '../../../../src/chat/message/message.ts';
import { limits } from '../../../../src/platforms/slack/limits.ts';
import { renderPages, type SlackPage } from '../../../../src/platforms/slack/outbound/render.ts';
import { messageFault } from '../../../rig/slack/fake-slack-blocks.ts';
import { linesOf } from '../../../rig/slack/text.ts';

const render = (nodes: readonly Node[], options: { push?: string; repeated?: boolean } = {}): SlackPage[] =>
  renderPages({ push: options.push ?? 'quiet-otter', nodes }, { repeated: options.repeated ?? false });
const blocks = (...nodes: Node[]) => render(nodes)[0]?.blocks;
const shown = (pages: readonly SlackPage[]) => pages.flatMap((page) => linesOf(page.blocks, null));
const text = (words: string) => ({ type: 'text', text: words });
const rich = (...sections: object[][]) => ({
  type: 'rich_text',
  elements: sections.map((elements) => ({ type: 'rich_text_section', elements })),
});
const label = (words: string) => ({ type: 'plain_text', text: words, emoji: false });
const at = Date.parse('2024-01-31T20:00Z');

test('a heading of 150 characters is a header, one of 151 a bold line', () => {
  expect(blocks(heading('h'.repeat(150)))).toEqual([{ type: 'header', text: label('h'.repeat(150)) }]);
  expect(blocks(heading('h'.repeat(151)))).toEqual([rich([{ ...text('h'.repeat(151)), style: { bold: true } }])]);
});

test('a text of 3000 characters is one element, one of 3001 goes on in the next block', () => {
  expect(blocks(line('t'.repeat(3000)))).toEqual([rich([text('t'.repeat(3000))])]);
  expect(blocks(line('t'.repeat(3001)))).toEqual([rich([text('t'.repeat(3000))]), rich([text('t')])]);
});

test('fields stand one under the other in one block as long as they fit; what does not goes on in the next', () => {
  const row = (length: number) => ({ label: 'L', value: ['v'.repeat(length - 'L: '.length)] });
  const counts = (...lengths: number[]) => blocks(fields(...lengths.map(row)))?.map((block) => linesOf([block], null).length);
  expect([counts(1499, 1499), counts(1499, 1500), counts(1499, 1499, 1499)]).toEqual([[2], [1, 1], [2, 1]]);
});

test('a label of 75 characters fits a button; a longer one is shortened and stands in full above it', () => {
  const [short] = blocks(actions({ label: 'l'.repeat(75), words: 'ack' })) ?? [];
  expect(short).toEqual({
    type: 'actions',
    elements: [{ type: 'button', action_id: 'say:1', text: label('l'.repeat(75)), value: 'ack' }],
  });
  expect(shown(render([actions({ label: 'l'.repeat(76), words: 'ack' })]))).toEqual([`- ${'l'.repeat(76)}`, `[1] ${'l'.repeat(74)}…`]);
});

test('words of 2000 characters fit a button; longer ones are written out to be typed', () => {
  expect(shown(render([actions({ label: 'Go', words: 'w'.repeat(2000) })]))).toEqual(['[1] Go']);
  expect(shown(render([actions({ label: 'Go', words: 'w'.repeat(2001) })]))).toEqual([`- Go: say "${'w'.repeat(2001)}"`]);
});

test('the bare command is a button without a value', () => {
  expect(blocks(actions({ label: 'Menu', words: '' }))).toEqual([
    { type: 'actions', elements: [{ type: 'button', action_id: 'say:1', text: label('Menu') }] },
  ]);
});

test('25 buttons stand in one block, the 26th in another, and all differ', () => {
  const made = (count: number) => actions(...Array.from({ length: count }, (_, index) => ({ label: `L${index}`, words: `w${index}` })));
  expect(blocks(made(25))?.map(({ type }) => type)).toEqual(['actions']);
  const ids = render([made(26), made(2)]).flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'actions' ? block.elements.map((one) => one.action_id) : [])),
  );
  expect(ids).toEqual(Array.from({ length: 28 }, (_, index) => `say:${index + 1}`));
});

test('48 blocks are one page; the 49th makes two, and both say so', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => line(`line ${index + 1}`));
  expect(render(lines(48)).map(({ blocks }) => blocks.length)).toEqual([48]);
  const two = render(lines(49));
  expect(two.map(({ blocks }) => blocks.length)).toEqual([49, 2]);
  expect(linesOf(two[1]?.blocks ?? [], null)).toEqual(['(page 2 of 2)', 'line 49']);
});

test('a title of 40,000 characters loses none of them', () => {
  const title = Array.from({ length: 5000 }, (_, index) => String(index).padStart(8, '.')).join('');
  const pages = render([heading(title), line('after it')]);
  expect(pages.map(({ blocks }) => messageFault(blocks))).toEqual(pages.map(() => null));
  expect(
    shown(pages)
      .filter((row) => !row.startsWith('(page '))
      .join(''),
  ).toBe(`${title}after it`);
  expect(linesOf(pages[0]?.blocks ?? [], null)[0]).toBe(`(page 1 of ${pages.length})`);
});

test('what may have been said before says so in front, on every page', () => {
  const line1 = 'Possibly repeated: the connection broke while this was being sent.';
  expect(shown(render([line('hello')], { repeated: true }))).toEqual([line1, 'hello']);
  const pages = render(
    Array.from({ length: 60 }, () => line('x')),
    { repeated: true },
  );
  expect(pages.map(({ blocks }) => linesOf(blocks, null).slice(0, 2))).toEqual([
    [line1, '(page 1 of 2)'],
    [line1, '(page 2 of 2)'],
  ]);
  expect(pages.every(({ blocks }) => blocks.length <= limits.blocksPerMessage)).toBe(true);
});

const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  fc.string({ maxLength: 4000, unit: 'binary' }),
  fc.string({ maxLength: 4000 }).map(strong),
  fc.string({ maxLength: 50 }).map(code),
  fc.webUrl().map(link),
  fc.constant(instant(at)),
);
const anyLine = fc.array(anyInline, { maxLength: 4 });
const anyAction = fc.record({ label: fc.string({ maxLength: 200 }), words: fc.string({ maxLength: 2500 }) });
const anyNode: fc.Arbitrary<Node> = fc.oneof(
  fc.string({ maxLength: 300 }).map(heading),
  anyLine.map((words) => line(...words)),
  anyLine.map((words) => note(...words)),
  fc.array(anyLine, { maxLength: 60 }).map(bullets),
  fc.array(fc.record({ label: fc.string({ maxLength: 100 }), value: anyLine }), { maxLength: 30 }).map((rows) => fields(...rows)),
  fc.array(anyAction, { maxLength: 60 }).map((all) => actions(...all)),
);

test('whatever is said, Slack takes every page of it', () => {
  fc.assert(
    fc.property(fc.array(anyNode, { maxLength: 30 }), fc.boolean(), (nodes, repeated) => {
      expect(
        render(nodes, { repeated })
          .map(({ blocks }) => messageFault(blocks))
          .filter((fault) => fault !== null),
      ).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
