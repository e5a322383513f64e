import { expect, test } from 'vitest';
import {
  actions,
  bullets,
  code,
  field,
  fields,
  heading,
  instant,
  line,
  link,
  type Node,
  note,
  strong,
} from '../../../../src/chat/message/message.ts';
import { renderPages, type SlackPage } from '../../../../src/platforms/slack/outbound/render.ts';
import { linesOf } from '../../../rig/slack/text.ts';

const render = (nodes: readonly Node[], options: { push?: string; repeated?: boolean } = {}): SlackPage[] =>
  renderPages({ push: options.push ?? 'quiet-otter', nodes }, { repeated: options.repeated ?? false });
const blocks = (...nodes: Node[]) => render(nodes)[0]?.blocks;
const shown = (pages: readonly SlackPage[]) => pages.flatMap((page) => linesOf(page.blocks, null));
const text = (words: string) => ({ type: 'text', text: words });
const rich = (elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
const label = (words: string) => ({ type: 'plain_text', text: words, emoji: false });
const at = Date.parse('2024-01-31T20:00Z');

test('a message becomes blocks, node by node', () => {
  const pages = render([
    heading('quiet-otter'),
    line('Active until ', strong('then'), ', see ', link('https://example.org/a?b=1&c'), '.'),
    fields(field('State', 'active'), field('Patch', code('a1b2'))),
    bullets([['one'], [code('two'), ' and more']]),
    note('Nobody else sees this.'),
    actions(
      { label: 'Accept', words: 'date accept quiet-otter', style: 'primary' },
      { label: 'Reject…', words: 'date reject quiet-otter' },
    ),
  ]);
  expect(pages).toEqual([
    {
      text: 'quiet-otter',
      blocks: [
        { type: 'header', text: label('quiet-otter') },
        rich([
          text('Active until '),
          { ...text('then'), style: { bold: true } },
          text(', see '),
          { type: 'link', url: 'https://example.org/a?b=1&c' },
          text('.'),
        ]),
        // One section with line ends: two sections would not be certain to stand one under the other.
        rich([
          ...[{ ...text('State'), style: { bold: true } }, text(': '), text('active'), text('\n')],
          ...[{ ...text('Patch'), style: { bold: true } }, text(': '), { ...text('a1b2'), style: { code: true } }],
        ]),
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [
                { type: 'rich_text_section', elements: [text('one')] },
                { type: 'rich_text_section', elements: [{ ...text('two'), style: { code: true } }, text(' and more')] },
              ],
            },
          ],
        },
        { type: 'context', elements: [label('Nobody else sees this.')] },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'say:1', text: label('Accept'), value: 'date accept quiet-otter', style: 'primary' },
            { type: 'button', action_id: 'say:2', text: label('Reject…'), value: 'date reject quiet-otter' },
          ],
        },
      ],
    },
  ]);
});

test('an instant is said in UTC, and Slack adds the time of each reader', () => {
  const date = { type: 'date', timestamp: 1_706_731_200, format: '{date_short} {time}', fallback: 'Wed, Jan 31, 2024, 20:00 UTC' };
  expect(blocks(line(instant(at)))).toEqual([rich([text('Wed, Jan 31, 2024, 20:00 UTC ('), date, text(' your time)')])]);
});

test('what notifications show is the push text alone, and no markup is read in it', () => {
  expect(render([line('runc escapes')], { push: 'quiet-otter: <!channel> & more' })[0]?.text).toBe(
    'quiet-otter: &lt;!channel&gt; &amp; more',
  );
});

test.each([
  '<!channel> <@U1> @here',
  '*bold* _it_ ~no~',
  '`code` ```pre```',
  ':fire: https://example.org <https://a|b>',
  '> quote & &amp;',
])('the markup in %j is shown letter by letter', (typed) => {
  expect(blocks(line(typed))).toEqual([rich([text(typed)])]);
  expect(blocks(heading(typed))).toEqual([{ type: 'header', text: label(typed) }]);
});

test('control and bidirectional characters never reach Slack', () => {
  const typed = 'a\u0000b\u001b[31mc\u0085d\u202ee\u2066f\u200fg\th';
  const clean = 'ab[31mcdefg h';
  const nodes = [
    heading(typed),
    line(typed, code(typed)),
    fields(field(typed, typed)),
    bullets([[typed]]),
    note(typed),
    actions({ label: typed, words: 'ack' }),
  ];
  const [page] = render(nodes, { push: typed });
  expect(page?.text).toBe(clean);
  expect(shown(page === undefined ? [] : [page])).toEqual([
    clean,
    `${clean}\`${clean}\``,
    `${clean}: ${clean}`,
    `- ${clean}`,
    `(${clean})`,
    `[1] ${clean}`,
  ]);
  // The lookbehind keeps JSON's own escapes out of it.
  expect(JSON.stringify(page)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]|(?<!\\)\\u/u);
});

test('half a character is replaced, and a cut never makes one', () => {
  expect(blocks(line('a\ud83d'))).toEqual([rich([text('a\ufffd')])]);
  expect(blocks(line(`${'x'.repeat(2999)}🦦`))).toEqual([rich([text('x'.repeat(2999))]), rich([text('🦦')])]);
});

test.each(['javascript:alert(1)', 'slack://open', 'file:///etc/passwd', `https://example.org/${'x'.repeat(3000)}`])(
  'an address like %.30s is shown, not linked',
  (url) => {
    expect(JSON.stringify(blocks(line(link(url))))).not.toContain('"link"');
  },
);

test('a line of nothing has no block, and a message of nothing is one page', () => {
  expect(render([line(''), heading(' '), bullets([]), fields(), actions()])).toEqual([{ text: 'quiet-otter', blocks: [] }]);
});
