import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newKey, open, openFormer, parseKeyring, SealError, type SealErrorKind, seal, sealedWith, stepOf } from '../../src/db/seal.ts';
import { sealedAsBefore } from '../setup/former.ts';

const title = 'Heap overflow in the parser — für alle 🔒';
const context = 'embargoes.about';
const bytes = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const ring = parseKeyring(`spring:${bytes(1)}`);

function kindOf(action: () => unknown): SealErrorKind | 'none' {
  try {
    action();
    return 'none';
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    expect(inspect(error)).not.toContain('Heap');
    return error.kind;
  }
}

describe('what is kept of an embargo', () => {
  test('is sealed under the name of its key, and opens to the same text', () => {
    const sealed = seal(ring, title, context);
    expect({ opened: open(ring, sealed, context), key: sealedWith(sealed), form: /^v2\.spring\.[\w-]+$/.test(sealed) }).toEqual({
      opened: title,
      key: 'spring',
      form: true,
    });
  });

  test('looks different each time it is sealed, so that equal titles cannot be found', () => {
    expect(seal(ring, title, context)).not.toBe(seal(ring, title, context));
  });

  test('may be empty', () => {
    expect(open(ring, seal(ring, '', context), context)).toBe('');
  });

  test('does not open as the text of another column', () => {
    const sealed = seal(ring, title, context);
    expect(kindOf(() => open(ring, sealed, 'leaks.note'))).toBe('damaged');
  });

  const row = { embargo: 'e1', number: 1, at: 5, to: { type: 'room', room: 'r1' } };
  test.each([
    ['another embargo’s', { ...row, embargo: 'e2' }],
    ['another number', { ...row, number: 2 }],
    ['a number as a text', { ...row, number: '1' }],
    ['another instant', { ...row, at: 6 }],
    ['another room', { ...row, to: { type: 'room', room: 'r2' } }],
    ['a row with more to it', { ...row, by: 'ada' }],
    ['a row with less to it', { embargo: 'e1', number: 1, at: 5 }],
    ['nothing', {}],
  ])('does not open for another row: %s', (_, other) => {
    const sealed = seal(ring, title, context, row);
    expect(kindOf(() => open(ring, sealed, context, other))).toBe('damaged');
  });

  test('opens for its own row, whatever order its values come in, and whether nothing is null or absent', () => {
    const sealed = seal(ring, title, context, { ...row, card: null });
    const same = { to: { room: 'r1', type: 'room' }, at: 5, number: 1, embargo: 'e1', list: undefined };
    expect(open(ring, sealed, context, same)).toBe(title);
  });

  test('is any JSON value, and comes back as that', () => {
    for (const value of [null, true, 0, [], { title: 'x', nested: [1, null, ' spaces '] }, '  '])
      expect(open(ring, seal(ring, value, context), context)).toEqual(value);
  });

  test('does not open as what an earlier version sealed for any row, nor that as it', () => {
    const former = sealedAsBefore(ring, title, context);
    expect([
      openFormer(ring, former, context),
      kindOf(() => open(ring, former, context)),
      kindOf(() => openFormer(ring, seal(ring, title, context), context)),
    ]).toEqual([title, 'former', 'former']);
  });

  test('is of few lengths, so that none tells what was said', () => {
    const lengthOf = (length: number) => seal(ring, 'x'.repeat(length), context).length;
    expect(new Set(Array.from({ length: 511 }, (_, length) => lengthOf(length))).size).toBe(1);
    expect(new Set([0, 1, 510, 511, 1022, 1023, 4094, 4095, 8190].map(lengthOf)).size).toBe(5);
    expect([1, 512, 513, 2_048, 2_049, 4_096, 4_097, 9_000].map(stepOf)).toEqual([512, 512, 1_024, 2_048, 4_096, 4_096, 8_192, 12_288]);
  });

  test('does not open when a single character was changed, wherever it is', () => {
    const sealed = seal(ring, 'x', context);
    const start = 'v2.spring.'.length;
    const kinds = [...sealed.slice(start)].map((character, index) => {
      const at = start + index;
      const other = character === 'A' ? 'B' : 'A';
      return kindOf(() => open(ring, sealed.slice(0, at) + other + sealed.slice(at + 1), context));
    });
    expect(new Set(kinds)).toEqual(new Set(['damaged']));
  });

  test('does not open when it was cut', () => {
    const sealed = seal(ring, title, context);
    expect([sealed.slice(0, -1), sealed.slice(0, -8), 'v2.spring.AAAA'].map((cut) => kindOf(() => open(ring, cut, context)))).toEqual([
      'damaged',
      'damaged',
      'damaged',
    ]);
  });

  test('is refused when it was never sealed, rather than shown', () => {
    const plain = [title, '', 'v3.spring.AAAA', 'v2..AAAA', 'v2.spring.'];
    expect(plain.map((text) => kindOf(() => open(ring, text, context)))).toEqual(plain.map(() => 'not-sealed'));
    expect(kindOf(() => sealedWith(title))).toBe('not-sealed');
  });
});

describe('the keys of an installation', () => {
  const both = parseKeyring(` autumn:${bytes(2)} , spring:${bytes(1)}\n`);

  test('are exchanged without losing what the old one sealed', () => {
    const old = seal(ring, title, context);
    expect({ old: open(both, old, context), now: sealedWith(seal(both, title, context)) }).toEqual({ old: title, now: 'autumn' });
  });

  test('name the one that is missing when a text was sealed with another', () => {
    const sealed = seal(both, title, context);
    expect(kindOf(() => open(ring, sealed, context))).toBe('unknown-key');
    expect(() => open(ring, sealed, context)).toThrow(
      'embargoes.about is sealed with the key "autumn", which EMBARGO_KEY doesn\'t have. Add it there',
    );
  });

  test('do not open a text of another key of the same name', () => {
    const sealed = seal(parseKeyring(`spring:${bytes(9)}`), title, context);
    expect(kindOf(() => open(ring, sealed, context))).toBe('damaged');
  });

  test('do not show themselves when the ring is printed', () => {
    const shown = inspect(both, { depth: 9, showHidden: true }) + JSON.stringify(both);
    expect([bytes(1), bytes(2), Buffer.alloc(32, 2).toString('hex')].filter((secret) => shown.includes(secret))).toEqual([]);
  });

  test('are made at random, and each is a ring by itself', () => {
    const [first, second] = [newKey(), newKey()];
    expect(first).not.toBe(second);
    expect(parseKeyring(newKey('winter-2026')).sealing).toBe('winter-2026');
    expect(parseKeyring(`${first},${second}`).keys.size).toBe(2);
    expect(() => newKey('Winter 2026')).toThrow("A key's id is 1 to 16 of a-z, 0-9 and -");
  });

  const short = Buffer.alloc(31, 3).toString('base64');
  const long = Buffer.alloc(33, 3).toString('base64');
  test.each([
    ['nothing', '  ', 'EMBARGO_KEY is empty.'],
    ['a key without an id', bytes(3), "EMBARGO_KEY: entry 1 isn't of the form id:key."],
    ['an id without a key', 'spring:', "EMBARGO_KEY: entry 1 isn't of the form id:key."],
    ['a second entry that is empty', `spring:${bytes(3)},`, "EMBARGO_KEY: entry 2 isn't of the form id:key."],
    ['an id of 17 characters', `${'a'.repeat(17)}:${bytes(3)}`, 'EMBARGO_KEY: entry 1 has an id that is not 1 to 16 of a-z, 0-9 and -.'],
    ['a key of 31 bytes', `spring:${short}`, 'EMBARGO_KEY: entry 1 has a key that is not the base64 of 32 bytes.'],
    ['a key of 33 bytes', `a:${bytes(1)},b:${long}`, 'EMBARGO_KEY: entry 2 has a key that is not the base64 of 32 bytes.'],
    ['one id twice', `a:${bytes(1)},a:${bytes(2)}`, 'EMBARGO_KEY: entry 2 has the same id as an earlier one.'],
  ])('are refused when they are %s, saying which and how to make one, but not what it was', (_what, text, message) => {
    expect(() => parseKeyring(text)).toThrow(new Error(`${message} Make one with: npm run embargo -- key new`));
  });
});
