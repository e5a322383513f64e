// The no to what is asked of patch revisions side by side, in words.

import { otherBranches } from '../../../domain/embargo/patches.ts';
import type { EmbargoReason } from '../../../domain/embargo/refusal.ts';
import { actions, code, type Inline, instant, line } from '../../message/message.ts';
import type { RefusalWords } from '../../message/refused.ts';
import { word } from '../../values/quoting.ts';

type Reasons = Extract<
  EmbargoReason,
  {
    code:
      | 'patch-replaced'
      | 'new-branches'
      | 'unknown-patch'
      | 'withdrawn-already'
      | 'which-branch'
      | 'copy-across-branches'
      | 'which-review'
      | 'cannot-take-review';
  }
>;

/** Why somebody cannot go on with a review, and what would help. */
function cannotTake({ name, release, cannot }: Extract<Reasons, { code: 'cannot-take-review' }>): Inline[] {
  switch (cannot.why) {
    case 'self':
      return [`It's your review already. Name a colleague; `, code('who'), ' shows who has acknowledged.'];
    case 'organization':
      return [`${name} isn't of your organization, and a review stays within it. `, code('who'), ' shows who has acknowledged.'];
    case 'terms':
      return [
        `${name} hasn't acknowledged the terms of this embargo, so they can't read the review. Once they have, hand it over again: `,
        code('who'),
        ' shows how everybody stands.',
      ];
    case 'own':
      return [`${name} has a review of ${release} of their own for this patch. Yours stays with you.`];
    case 'away':
      return [`${name} is away until `, instant(cannot.until), '. Name somebody else; ', code('who'), ' shows who has acknowledged.'];
    default:
      return cannot satisfies never;
  }
}

export const patchRefusals: RefusalWords<Reasons> = {
  'patch-replaced': ({ was, now, withdrawn = false, done = false }, { button }) => {
    const what = withdrawn ? 'was withdrawn' : now === null ? 'is not current any more' : `was replaced by revision ${now} meanwhile`;
    const kept = 'What you found is kept, but it is stale.';
    if (now === null)
      return [
        line(`Patch revision ${was} ${what}. ${kept} There is nothing to test for your branch until a new one comes: you will be told.`),
      ];
    if (done)
      return [
        line(`Patch revision ${was} ${what}. Revision ${now} is current for your branch, and your result for it counts.`),
        button('Show the reviews', 'reviews'),
      ];
    const next = withdrawn ? ` Revision ${now} is what your branch is tested with now.` : '';
    return [line(`Patch revision ${was} ${what}.${next} ${kept}`), button(`Review revision ${now}`, 'review')];
  },
  'new-branches': ({ branches, known }) => [
    line(
      `Nobody has named ${branches.join(', ')} yet; so far there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}. Correct it, or send it as it is if the branch is new. To see what each is tested with: `,
      code('patch'),
      '.',
    ),
  ],
  'unknown-patch': ({ number, there }) => [
    line(
      there.length === 0
        ? 'No patch is given out yet, so there is nothing to withdraw.'
        : `There is no patch revision ${number}. So far: ${there.join(', ')}. `,
      ...(there.length === 0 ? [] : [code('patch'), ' shows what is current.']),
    ),
  ],
  'withdrawn-already': ({ number, at }) => [
    line(
      `Patch revision ${number} was withdrawn already, `,
      instant(at),
      '. Nothing changed. To give it out again: ',
      code('patch publish'),
      '.',
    ),
  ],
  'which-branch': ({ release, lines, none }, { again, codename }) => [
    line(
      `${none === null ? '' : `No patch is current for ${none}. If that is its branch, there is nothing to test until one comes. `}Which branch is ${release} built from?`,
    ),
    actions(
      ...lines.map(({ branch, patch }) => ({
        label: `${branch ?? 'Another branch'} (${patch === null ? 'no patch yet' : `patch v${patch}`})`,
        words:
          `${again?.command ?? 'review'} ${codename === null ? '' : `${codename} `}branch=${word(branch ?? otherBranches)}${again === undefined ? '' : ` ${again.rest}`}`.trim(),
      })),
    ),
  ],
  'which-review': ({ releases }) => [
    line(
      `Which review? Unfinished ${releases.length === 1 ? 'is' : 'are'} ${releases.join(', ')}. Name the release: `,
      code(`review handover @bob ${word(releases[0] ?? '')}`),
      '.',
    ),
  ],
  'cannot-take-review': (reason, { button }) => [
    line(...cannotTake(reason)),
    button(`Go on with ${reason.release}`, 'review steps', word(reason.release)),
  ],
  'copy-across-branches': ({ from, to, patch }, { button }) => [
    line(
      `${to} is built from another branch than ${from} and is tested with patch v${patch}, so the result isn't copied. Nothing changed.`,
    ),
    button(`Test on ${to}…`, 'review', word(to)),
  ],
};
