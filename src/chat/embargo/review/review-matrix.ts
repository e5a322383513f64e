// The review matrix: distributor, release, outcome.

import { type Review, reviewsOf } from '../../../domain/embargo/embargo.ts';
import { currentPatches, isCurrent, patchOf, withdrawnBranches } from '../../../domain/embargo/patches.ts';
import { isWithUs } from '../../../domain/embargo/review.ts';
import { type Distributor, distributorsOf } from '../../../domain/list/list.ts';
import { outcomes } from '../../../domain/policy/checklist.ts';
import { bullets, code, line, type Node, strong } from '../../message/message.ts';
import type { View } from '../../message/view.ts';
import { copiedFrom } from './checklist-walk.ts';
import { revisions, staleMark } from './patches.ts';

// More rows than this nobody reads on a phone: then they are counted.
const rowsMax = 10;

type Cell = { readonly release: string; readonly parts: readonly Part[] };
type Part = { readonly state: string; readonly by: string | null };

/** A row for each release that is shipped, or where they are many how many are in each state; nothing while there is no patch to review. */
export function reviewMatrix(view: View): Node[] {
  const patches = currentPatches(view.embargo);
  const shipping = distributorsOf(view.list).filter((distributor) => distributor.releases.length > 0);
  if (patches.length === 0 || shipping.length === 0) return [];
  const cells = shipping.flatMap((distributor) =>
    distributor.releases.map((release): Cell => {
      return { release: `${distributor.name} ${release}`, parts: partsOf(view, distributor, release, patches.length > 1) };
    }),
  );
  const title = `Reviews of patch ${revisions(patches)}`;
  if (cells.length <= rowsMax) return [line(strong(title)), bullets(cells.map(({ release, parts }) => [`${release}: ${shown(parts)}`]))];
  const counts = new Map<string, number>();
  for (const { parts } of cells) {
    const state = parts.map((part) => part.state).join('; ');
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const sums = [...counts].sort(([, one], [, other]) => other - one).map(([state, count]) => `${count} ${state}`);
  return [line(strong(`${title}: `), sums.join(', '), '. ', code('reviews'), ' shows each.')];
}

const shown = (parts: readonly Part[]): string => parts.map(({ state, by }) => (by === null ? state : `${state} (${by})`)).join('; ');

/** The outcomes for a release: of what is current for it if there are any, else the stale one, and who is at it. `several`: of which revision is said. */
function partsOf({ embargo, list }: View, distributor: Distributor, release: string, several: boolean): Part[] {
  const all = reviewsOf(embargo)
    .filter((review) => review.distributor === distributor.id && review.release === release)
    .sort((a, b) => b.patch - a.patch || (b.end?.at ?? 0) - (a.end?.at ?? 0));
  const by = (review: Review) => list.members[review.reviewer]?.name ?? 'someone who left';
  const done = all.filter((review) => review.end !== null);
  const ended = done.filter((review) => isCurrent(embargo, review));
  const of = ({ patch }: Review) => (several ? ` for revision ${patch}` : '');
  // Who tested it after all has said more since.
  const current = ended.filter(
    ({ end, reviewer }) =>
      end?.outcome !== 'not-tested' || ended.every((each) => each.reviewer !== reviewer || each.end?.outcome === 'not-tested'),
  );
  if (current.length > 0)
    return current.map((review) => ({ state: `${outcomeTitle(review)}${of(review)}`, by: `${by(review)}${copiedFrom(review, embargo)}` }));
  const begun = all.find((review) => review.end === null && isCurrent(embargo, review) && isWithUs(embargo, list, review));
  const testing = begun === undefined ? [] : [{ state: `testing${several ? ` revision ${begun.patch}` : ''}`, by: by(begun) }];
  const [last] = done;
  const stale =
    last === undefined
      ? []
      : [
          {
            state: `${outcomeTitle(last)} for revision ${last.patch}${staleMark(embargo, last)}`,
            by: null,
          },
        ];
  const parts = [...testing, ...stale];
  if (parts.length > 0) return parts;
  const patch = patchOf(embargo, distributor.id, release);
  if (patch === 'none') return [{ state: 'no patch for its branch', by: null }];
  const more = patch === 'which' ? ' yet (branch not said yet)' : ` of revision ${patch.number} yet`;
  const asked = several || (patch === 'which' && withdrawnBranches(embargo).length > 0);
  return [{ state: `no review${asked ? more : ' yet'}`, by: null }];
}

function outcomeTitle(review: Review): string {
  return review.end === null ? 'testing' : outcomes[review.end.outcome].title;
}
