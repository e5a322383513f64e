// A message as Matrix posts it: plain text, and the same in HTML that holds nothing but what was meant.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
  type Message,
  note,
  someone,
  strong,
} from '../../../src/chat/message/message.ts';
import { waysToAnswer } from '../../../src/chat/message/questions.ts';
import { personId } from '../../../src/domain/values/ids.ts';
import { contentOf, editOf, inThread, pageOfLines, renderPages } from '../../../src/platforms/matrix/render.ts';

const message = (...nodes: Message['nodes']): Message => ({ push: '', nodes });
const how = { zone: null, repeated: false };
const bob = personId('matrix:@bob:example.org') ?? ('' as never);

/** HTML as a client shows it: the way back. */
function shown(html: string): string {
  return html
    .replaceAll(/<\/li><li>|<ul><li>/g, '\n- ')
    .replaceAll('</li></ul>', '\n')
    .replaceAll('<br>', '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

describe('a message', () => {
  const nodes = [
    heading('upbeat-tortoise'),
    line('Answer ', strong('now'), ': ', code('date accept'), ' or see ', link('https://example.org/a?b=1&c=2'), '.'),
    fields(field('Date', instant(Date.parse('2024-01-31T20:00Z'))), field('By', someone(bob))),
    bullets([['one'], ['two <b>bold</b>']]),
    note('only a remark'),
    actions({ label: 'Accept', words: 'date accept' }, { label: 'Reject…', words: 'date reject' }),
  ];

  test('says the same in text and in HTML', () => {
    const [page] = renderPages(message(...nodes), { zone: 'Asia/Tokyo', repeated: false });
    expect(page?.body.split('\n')).toEqual([
      'upbeat-tortoise',
      'Answer now: `date accept` or see https://example.org/a?b=1&c=2.',
      'Date: Wed, Jan 31, 2024, 20:00 UTC (Thu, Feb 1, 5:00 AM your time)',
      'By: @bob:example.org',
      '- one',
      '- two <b>bold</b>',
      '(only a remark)',
      '[1] Accept  [2] Reject…',
    ]);
    // In HTML each choice has a line of its own.
    expect(shown(page?.html ?? '')).toBe(page?.body.replaceAll('`', '').replaceAll('  [', '\n['));
    expect(page?.html).toContain('<a href="https://matrix.to/#/%40bob%3Aexample.org">@bob:example.org</a>');
    expect(page?.choices).toEqual([
      { label: 'Accept', words: 'date accept' },
      { label: 'Reject…', words: 'date reject' },
    ]);
  });

  test('holds no markup but its own, whatever people typed', () => {
    const nasty = `<script>alert("x")</script> <a href='https://evil.example'>me</a> & \u202Eback`;
    const [page] = renderPages(
      message(heading(nasty), line(nasty, code(nasty), link(`javascript:alert(1)`), link('https://x.example/"onload=1'))),
      how,
    );
    expect(page?.html).not.toMatch(/<script|<a href='|javascript:alert\(1\)"|\u202E/);
    expect((page?.html.match(/<a href="[^"]*"/g) ?? []).every((each) => each.startsWith('<a href="https://x.example/&quot;'))).toBe(true);
  });

  test('of any length is cut into pages that fit, loses nothing, and keeps the numbers of its choices', () => {
    const many = Array.from({ length: 900 }, (_, index) => line(`line ${index} <${'&'.repeat(20)}>`));
    const buttons = [actions({ label: 'First', words: 'a' }), ...many, actions({ label: 'Last', words: 'b' })];
    const pages = renderPages(message(...buttons), how);
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page.body.split('\n')[0]).toBe(`page ${index + 1} of ${pages.length}`);
      expect(Buffer.byteLength(JSON.stringify(page.body) + JSON.stringify(page.html))).toBeLessThan(20_000);
      // An edit says it twice, and encryption makes it larger by a third: https://spec.matrix.org/latest/client-server-api/#size-limits
      expect((Buffer.byteLength(JSON.stringify(editOf(page, '$event'))) * 4) / 3).toBeLessThan(65_536);
    }
    const lines = pages.flatMap(({ body }) => body.split('\n').slice(1));
    expect(lines.filter((each) => each.startsWith('line '))).toHaveLength(many.length);
    expect(pages.flatMap(({ choices, first }) => choices.map(({ label }, index) => `[${first + index}] ${label}`))).toEqual([
      '[1] First',
      '[2] Last',
    ]);
    expect(lines.at(-1)).toBe('[2] Last');
  });

  test('that may have been said before says so in front', () => {
    const [page] = renderPages(message(line('x')), { zone: null, repeated: true });
    expect(page?.body).toBe('Possibly repeated: the connection broke while this was being sent.\nx');
  });

  test('of any words at all fits, and its HTML is what its text says', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 8 }), (texts) => {
        for (const page of renderPages(message(...texts.map((each) => line(each))), how)) {
          expect(page.html).not.toMatch(/<(?!\/?(?:br|strong|em|code|ul|li|a)\b)/);
          expect(shown(page.html).replaceAll(/\s+/g, ' ')).toBe(page.body.trim().replaceAll(/\s+/g, ' '));
        }
      }),
    );
  });
});

test("in a form's questions what one has to type is code, and what somebody typed is theirs letter by letter", () => {
  const page = pageOfLines([`(${waysToAnswer})`, 'Title: `rm -rf` <b>']);
  expect(page.body).toBe(`(${waysToAnswer})\nTitle: \`rm -rf\` <b>`);
  expect(page.html).toBe(
    '(<code>back</code> goes back, <code>skip</code> skips, <code>cancel</code> closes the form, <code>?</code> explains.)<br>Title: `rm -rf` &lt;b&gt;',
  );
});

test('an event calls nobody, an edit names what it takes the place of, and a thread is kept', () => {
  const page = pageOfLines(['a', 'b']);
  expect(contentOf(page)).toEqual({
    msgtype: 'm.text',
    body: 'a\nb',
    format: 'org.matrix.custom.html',
    formatted_body: 'a<br>b',
    'm.mentions': {},
  });
  expect(editOf(page, '$old')).toMatchObject({
    body: '* a\nb',
    'm.mentions': {},
    'm.new_content': contentOf(page),
    'm.relates_to': { rel_type: 'm.replace', event_id: '$old' },
  });
  expect(inThread(contentOf(page), '$root', '$last')['m.relates_to']).toEqual({
    rel_type: 'm.thread',
    event_id: '$root',
    is_falling_back: true,
    'm.in_reply_to': { event_id: '$last' },
  });
});
