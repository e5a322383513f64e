// The rig shows of Slack what the terminal shows of itself: without that, one transcript for both would prove nothing.
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
} from '../../src/chat/message/message.ts';
import { renderLines } from '../../src/chat/message/plain.ts';
import { renderPages } from '../../src/platforms/slack/outbound/render.ts';
import { linesOf } from './slack/text.ts';

const words = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((text) => /\S/.test(text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')));
const at = fc.integer({ min: 0, max: 4_000_000_000_000 });
const anyInline: fc.Arbitrary<Inline> = fc.oneof(words, words.map(strong), words.map(code), fc.webUrl().map(link), at.map(instant));
const anyLine = fc.array(anyInline, { minLength: 1, maxLength: 4 });
const anyNode: fc.Arbitrary<Node> = fc.oneof(
  words.map((text) => heading(text.trim())),
  anyLine.map((inlines) => line(...inlines)),
  anyLine.map((inlines) => note(...inlines)),
  fc.array(anyLine, { minLength: 1, maxLength: 3 }).map(bullets),
  fc.array(fc.record({ label: words, value: anyLine }), { minLength: 1, maxLength: 3 }).map((rows) => fields(...rows)),
  fc.array(fc.record({ label: words.map((text) => text.trim()), words }), { minLength: 1, maxLength: 3 }).map((all) => actions(...all)),
);

test.each([null, 'UTC', 'Europe/Berlin', 'Asia/Kolkata'])(
  'a message reads the same in Slack and on the terminal, to a reader in zone %s',
  (zone) => {
    fc.assert(
      fc.property(fc.array(anyNode, { maxLength: 8 }), fc.boolean(), (nodes, repeated) => {
        const message = { push: 'x', nodes };
        const pages = renderPages(message, { repeated });
        expect(pages.flatMap(({ blocks }) => linesOf(blocks, zone))).toEqual(renderLines(message, { zone, repeated }));
      }),
    );
  },
);
