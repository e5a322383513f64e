// Codenames say nothing, and are never mistaken for other words.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betweenMax, codenameAt, codenameCount, isCodename, wordsBetween } from '../../../src/domain/embargo/codename.ts';

const all = Array.from({ length: codenameCount }, (_, index) => codenameAt((index + 0.5) / codenameCount));
const short = [...new Set(all.flatMap((codename) => codename.split('-')))];
const words = [...short, ...wordsBetween];

test('there are enough for a list that opens one a week for a lifetime, each different', () => {
  expect(new Set(all).size).toBe(codenameCount);
  expect(codenameCount).toBeGreaterThan(80 * 52);
});

test('the whole range of chance gives codenames, its ends included', () => {
  expect([codenameAt(0), codenameAt(1 - Number.EPSILON / 2)]).toEqual([all[0], all.at(-1)]);
  fc.assert(fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => isCodename(codenameAt(random))));
});

test('every one of them is two plain words', () => {
  for (const codename of all) expect(codename).toMatch(/^[a-z]{3,10}-[a-z]{3,10}$/);
  expect(all.filter((codename) => !isCodename(codename))).toEqual([]);
});

test('longer ones are twenty times as many with each word, and no part of one is another', () => {
  expect([new Set(words).size, wordsBetween.length]).toEqual([words.length, 20]);
  const some = fc.record({
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    longer: fc.integer({ min: 1, max: betweenMax }),
  });
  fc.assert(
    fc.property(some, ({ random, longer }) => {
      const parts = codenameAt(random, longer).split('-');
      expect([parts.length, isCodename(parts.join('-'))]).toEqual([2 + longer, true]);
      for (let from = 0; from < parts.length; from += 1)
        for (let to = from + 1; to <= parts.length; to += 1)
          if (to - from < parts.length) expect(isCodename(parts.slice(from, to).join('-'))).toBe(false);
    }),
  );
  const ends = Array.from({ length: 20 * codenameCount }, (_, index) => codenameAt((index + 0.5) / (20 * codenameCount), 1));
  expect(new Set(ends).size).toBe(20 * codenameCount);
});

test.each([
  '',
  'otter',
  'calm',
  'calm-',
  '-otter',
  'otter-calm',
  'calm-otter-',
  'calm-otter-2',
  'calm otter',
  'Calm-otter',
  'calm-undefined',
  'calm-calm-otter',
  'calm-meadow',
  'meadow-otter',
  'calm-meadow-meadow-meadow-otter',
  'constructor-otter',
])('%j is none', (text) => expect(isCodename(text)).toBe(false));

// What would tell an outsider where to look: releases of systems, and programs with such a name.
test('none of their words is a release of a system or the name of a program that a list could be about', () => {
  const ubuntu =
    'warty hoary breezy dapper edgy feisty gutsy hardy intrepid jaunty karmic lucid maverick natty oneiric precise quantal raring saucy trusty utopic vivid wily xenial yakkety zesty artful bionic cosmic disco eoan focal groovy hirsute impish jammy kinetic lunar mantic noble oracular plucky questing';
  const debian = 'potato woody sarge etch lenny squeeze wheezy jessie stretch buster bullseye bookworm trixie forky sid';
  const software =
    'apache camel clear dolphin falcon gecko gnome kestrel llama lynx mercury moose penguin puma python ruby samba squid squirrel swan tomcat whale zebra';
  const telling = new Set([ubuntu, debian, software].join(' ').split(' '));
  expect(words.filter((word) => telling.has(word))).toEqual([]);
});
