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
      return [`It's already your review. Name a colleague; `, code('who'), ' shows who acknowledged.'];
    case 'organization':
      return [`${name} isn't with your organization, and a review has to stay within it. `, code('who'), ' shows who acknowledged.'];
    case 'terms':
      return [
        `${name} hasn't acknowledged the terms of this embargo, so they can't read the review. Once they have, hand it over again: `,
        code('who'),
        " shows everyone's status.",
      ];
    case 'own':
      return [`${name} already has a review of ${release} for this patch, so yours stays with you.`];
    case 'away':
      return [`${name} is away until `, instant(cannot.until), '. Name someone else; ', code('who'), ' shows who acknowledged.'];
    default:
      return cannot satisfies never;
  }
}

export const patchRefusals: RefusalWords<Reasons> = {
  'patch-replaced': ({ was, now, withdrawn = false, done = false }, { button }) => {
    const what = withdrawn ? 'was withdrawn' : now === null ? 'is no longer current' : `was replaced by revision ${now} meanwhile`;
    const kept = 'Your results are saved, but stale.';
    if (now === null)
      return [line(`Patch revision ${was} ${what}. ${kept} There's nothing to test for your branch until a new one comes. I'll tell you.`)];
    if (done)
      return [
        line(`Patch revision ${was} ${what}. Revision ${now} is current for your branch, and your result for it counts.`),
        button('Show the reviews', 'reviews'),
      ];
    const next = withdrawn ? ` Your branch now needs revision ${now}.` : '';
    return [line(`Patch revision ${was} ${what}.${next} ${kept}`), button(`Review revision ${now}`, 'review')];
  },
  'new-branches': ({ branches, known }) => [
    line(
      `Nobody has named ${branches.join(', ')} before; known: ${known.join(', ')}. Correct it, or send it again as it is if the branch is new. To see each branch's patch: `,
      code('patch'),
      '.',
    ),
  ],
  'unknown-patch': ({ number, there }) => [
    line(
      there.length === 0
        ? "There's no patch yet, so there's nothing to withdraw."
        : `There's no patch revision ${number}. So far: ${there.join(', ')}. `,
      ...(there.length === 0 ? [] : [code('patch'), " shows what's current."]),
    ),
  ],
  'withdrawn-already': ({ number, at }) => [
    line(
      `Patch revision ${number} was already withdrawn, `,
      instant(at),
      '. Nothing changed. To publish it again: ',
      code('patch publish'),
      '.',
    ),
  ],
  'which-branch': ({ release, lines, none }, { again, codename }) => [
    line(
      `${none === null ? '' : `No patch is current for ${none}. If that's its branch, there's nothing to test until one comes. `}Which branch is ${release} built from?`,
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
      `Which review? Unfinished: ${releases.join(', ')}. Name the release: `,
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
