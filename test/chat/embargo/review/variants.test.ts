// Where and how reviewers looked for variants, for those who may read details.
import { expect, test } from 'vitest';
import { variantNodes } from '../../../../src/chat/embargo/review/variants.ts';
import type { Review, StepAnswer } from '../../../../src/domain/embargo/embargo.ts';
import type { List } from '../../../../src/domain/list/list.ts';
import { agreedEmbargo, bob, carol, dave, list, patch, patches, review, reviews, seven, start } from '../../../setup/embargo.ts';
import { linesOf } from '../../../setup/said.ts';

const said = (verdict: StepAnswer['verdict'], note: string | null): StepAnswer => ({ verdict, note });
const looked = (completeness: StepAnswer, more: Partial<Review> = {}) => review(1, { answers: { completeness }, ...more });
const title = 'Variants, in the same software and in other software';
const nobody = '- Not checked yet: Seven Linux 7.1, Seven Linux 7.2';

function shown(all: readonly Review[], on: List = list, given = patches(patch(1))): string[] {
  const embargo = agreedEmbargo({ patches: given, reviews: reviews(...all) });
  return linesOf(variantNodes({ embargo, list: on, now: start }));
}

test.each<[string, Review, string]>([
  [
    'where and how, none found',
    looked(said('pass', 'all callers of open; umoci: none found')),
    'checked: all callers of open; umoci: none found',
  ],
  ['one that was found', looked(said('fail', 'the same in umoci')), 'failed: the same in umoci'],
  ['that it does not apply', looked(said('na', null)), 'not applicable'],
  [
    'with the outcome, who answered all steps at once',
    looked(said('pass', null), { end: { at: start, outcome: 'no-issues', because: 'grep, on x86_64' } }),
    'checked: grep, on x86_64',
  ],
  [
    'not what they say of other steps alone',
    looked(said('pass', null), { end: { at: start, outcome: 'no-issues', because: 'built on x86_64' } }),
    'checked: no details given',
  ],
  [
    'not the reason of an outcome that is about something else',
    looked(said('pass', null), { end: { at: start, outcome: 'new-bug', because: 'it crashes' } }),
    'checked: no details given',
  ],
])('%s', (_, of, text) => expect(shown([of])).toEqual([title, `- Nova 24 (bob): ${text}`, nobody]));

test('under the name of who answered it, where the review was handed on', () => {
  expect(shown([looked({ ...said('pass', 'grep'), by: bob.person }, { reviewer: dave.person })])).toContain(
    '- Nova 24 (bob): checked: grep',
  );
});

test('of what is current alone, and of every release', () => {
  const other = review(2, {
    ...{ reviewer: carol.person, distributor: seven.id, release: '7.1', patch: 2 },
    answers: { completeness: said('pass', 'by hand') },
  });
  expect(shown([looked(said('pass', 'grep')), other], list, patches(patch(1), patch(2)))).toEqual([
    title,
    '- Seven Linux 7.1 (carol): checked: by hand',
    '- Not checked yet: Nova 24, Seven Linux 7.2',
  ]);
});

test('not before there is a review, nor where the policy does not ask', () => {
  expect(shown([])).toEqual([]);
  const { policy } = list;
  const short: List = { ...list, policy: { ...policy, rules: { ...policy.rules, checklist: ['fetch', 'build'] } } };
  expect(shown([looked(said('pass', 'grep'))], short)).toEqual([]);
});
