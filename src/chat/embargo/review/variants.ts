// Where and how reviewers looked for variants of the issue, and what they found: shown to those who may read details.

import { type Review, reviewsOf } from '../../../domain/embargo/embargo.ts';
import { isCurrent, patchOf } from '../../../domain/embargo/patches.ts';
import { distributorName, distributorsOf, nameOf } from '../../../domain/list/list.ts';
import { bullets, line, type Node, strong } from '../../message/message.ts';
import type { View } from '../../message/view.ts';
import { copiedFrom } from './checklist-walk.ts';

/** A row for each current review that answered it, and the releases on which nobody has; nothing where the policy does not ask. */
export function variantNodes({ embargo, list }: View): Node[] {
  const reviews = reviewsOf(embargo);
  if (reviews.length === 0 || !list.policy.rules.checklist.includes('completeness')) return [];
  const looked = reviews.filter((review) => review.answers.completeness !== undefined && isCurrent(embargo, review));
  const rows = looked.map((review) => {
    const by = nameOf(list, review.answers.completeness?.by ?? review.reviewer);
    return `${distributorName(list, review.distributor)} ${review.release} (${by}${copiedFrom(review, embargo)}): ${lookedText(review)}`;
  });
  const missing = distributorsOf(list).flatMap(({ id, name, releases }) =>
    releases
      .filter((release) => patchOf(embargo, id, release) !== 'none')
      .filter((release) => !looked.some((review) => review.distributor === id && review.release === release))
      .map((release) => `${name} ${release}`),
  );
  const nobody = missing.length === 0 ? [] : [`Not checked yet: ${missing.join(', ')}`];
  return rows.length + nobody.length === 0
    ? []
    : [line(strong('Variants, in the same software and in other software')), bullets([...rows, ...nobody].map((row) => [row]))];
}

// Words of somebody who looked elsewhere too.
const saysLooked =
  /\b(?:look(?:ed|ing)?|search(?:ed)?|grep(?:ped|s)?|check(?:ed)?|audit(?:ed)?|review(?:ed)?|read|found|none|no other|nothing|elsewhere|same|similar|variants?|siblings?|callers?|occurrences?|instances?|forks?|other)\b/i;

function lookedText({ answers: { completeness }, end }: Review): string {
  // Who answers every step at once says with the outcome what they did, which may be of other steps alone.
  const all = end?.outcome === 'no-issues' && end.because !== null && saysLooked.test(end.because) ? end.because : null;
  const said = completeness?.note ?? all;
  if (completeness?.verdict === 'na') return `not applicable${said === null ? '' : `, ${said}`}`;
  if (completeness?.verdict === 'fail') return `failed: ${said ?? 'no reason given'}`;
  // Whether any was found is said in their own words: who passes it may have reported one elsewhere.
  return `checked: ${said ?? 'no details given'}`;
}
