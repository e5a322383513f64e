// How much of the runc case reaches each person unasked. A message that is one too many is read like none: who adds one says so here.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const story = readFileSync(new URL('./cases/1-runc-three-at-once.txt', import.meta.url), 'utf8').split('\n');

// The first count, answers to what they typed themselves included, was 18 for two of them, 16 for two and 12: a third is about 6.
const most = 6;

/** What the bot says of the embargo in a direct message to somebody who has not just typed something. An edited message reaches nobody anew. */
function unasked(lines: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  let typing: string | null = null;
  for (const each of lines) {
    const told = /^bot → (\w+): wise-bison/.exec(each)?.[1];
    if (told !== undefined && told !== typing) counts[told] = (counts[told] ?? 0) + 1;
    if (each.startsWith('clock:')) typing = null;
    else if (!each.startsWith('bot ')) typing = /^(\w+)(?: in [^:]+)?: /.exec(each)?.[1] ?? typing;
  }
  return counts;
}

test('in three weeks of three vulnerabilities, three patch sets and a later date, nobody gets more than six messages unasked', () => {
  const counts = unasked(story);
  // dave and yuki do nothing of what waits on them; rita and carol test; bob leaves it to rita.
  expect(counts).toEqual({ ada: 5, grace: 5, bob: 3, carol: 4, dave: 6, rita: 6, yuki: 6 });
  expect(Math.max(...Object.values(counts))).toBeLessThanOrEqual(most);
});

test('what somebody has to act on reaches them all the same', () => {
  const all = story.join('\n');
  const said = (person: string, words: string) =>
    all.split(/\n(?=\S)/).some((each) => each.startsWith(`bot → ${person}: wise-bison`) && each.includes(words));
  for (const person of ['bob', 'carol', 'dave', 'rita', 'yuki']) {
    expect(said(person, 'Please acknowledge its terms'), person).toBe(true);
    expect(said(person, 'Patch revision 1 is ready to test.'), person).toBe(true);
  }
  // Who tested what was replaced hears of what replaced it; who had not begun, that a branch is to be named.
  expect(said('carol', 'Patch revision 2 replaces revision 1')).toBe(true);
  expect(said('rita', 'Patch revision 3 replaces revision 1')).toBe(true);
  for (const person of ['dave', 'yuki']) expect(said(person, 'name the branch of'), person).toBe(true);
  for (const person of ['dave', 'rita', 'yuki']) expect(said(person, 'The disclosure date changed'), person).toBe(true);
});
