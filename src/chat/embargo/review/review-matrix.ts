// The review matrix: distributor, release, outcome.

import { currentPatch, type Review, reviewsOf } from '../../../domain/embargo/embargo.ts';
import { type Distributor, distributorsOf } from '../../../domain/list/list.ts';
import { outcomes } from '../../../domain/policy/checklist.ts';
import { bullets, type Inline, line, type Node, strong } from '../../message/message.ts';
import type { View } from '../../message/view.ts';
import { copiedFrom } from './checklist-walk.ts';

// More rows than this nobody reads on a phone: then what is the same stands together.
const rowsMax = 30;
const inRowMax = 20;

type Cell = { readonly release: string; readonly parts: readonly Part[] };
type Part = { readonly state: string; readonly by: string | null };

/** A row for each release that is shipped, or where they are many for each state; nothing while there is no patch to review. */
export function reviewMatrix(view: View): Node[] {
  const patch = currentPatch(view.embargo);
  const shipping = distributorsOf(view.list).filter((distributor) => distributor.releases.length > 0);
  if (patch === null || shipping.length === 0) return [];
  const cells = shipping.flatMap((distributor) =>
    distributor.releases.map((release): Cell => {
      return { release: `${distributor.name} ${release}`, parts: partsOf(view, distributor, release, patch.number) };
    }),
  );
  const title = `Reviews of patch revision ${patch.number}`;
  if (cells.length <= rowsMax) return [line(strong(title)), bullets(cells.map(({ release, parts }) => [`${release}: ${shown(parts)}`]))];
  const groups = [...grouped(cells)].sort(([, one], [, other]) => other.length - one.length);
  const sums = groups.map(([state, items]) => `${items.length} ${state}`).join(', ');
  const rows = groups.flatMap(([state, items]) => chunks(items).map((some): Inline[] => [strong(state), `: ${some.join(', ')}`]));
  return [line(strong(`${title}: `), sums), bullets(rows)];
}

/** As many as make a paragraph, which no platform has to cut within a name. */
function chunks(items: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(items.length / inRowMax) }, (_, index) => items.slice(index * inRowMax, (index + 1) * inRowMax));
}

const shown = (parts: readonly Part[]): string => parts.map(({ state, by }) => (by === null ? state : `${state} (${by})`)).join('; ');

function grouped(cells: readonly Cell[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { release, parts } of cells) {
    const state = parts.map((part) => part.state).join('; ');
    const people = parts.flatMap(({ by }) => by ?? []);
    const item = people.length === 0 ? release : `${release} (${people.join(', ')})`;
    groups.set(state, [...(groups.get(state) ?? []), item]);
  }
  return groups;
}

/** The outcomes for a release: of the current revision if there are any, else the stale one, and who is at it. */
function partsOf({ embargo, list }: View, distributor: Distributor, release: string, patch: number): Part[] {
  const all = reviewsOf(embargo)
    .filter((review) => review.distributor === distributor.id && review.release === release)
    .sort((a, b) => b.patch - a.patch || (b.end?.at ?? 0) - (a.end?.at ?? 0));
  const by = (review: Review) => list.members[review.reviewer]?.name ?? 'somebody who has left';
  const done = all.filter((review) => review.end !== null);
  const ended = done.filter((review) => review.patch === patch);
  // Who tested it after all has said more since.
  const current = ended.filter(
    ({ end, reviewer }) =>
      end?.outcome !== 'not-tested' || ended.every((each) => each.reviewer !== reviewer || each.end?.outcome === 'not-tested'),
  );
  if (current.length > 0)
    return current.map((review) => ({ state: outcomeTitle(review), by: `${by(review)}${copiedFrom(review, embargo)}` }));
  const begun = all.find((review) => review.end === null && review.patch === patch);
  const testing = begun === undefined ? [] : [{ state: 'testing', by: by(begun) }];
  const stale = done[0] === undefined ? [] : [{ state: `${outcomeTitle(done[0])} for revision ${done[0].patch} (stale)`, by: null }];
  const parts = [...testing, ...stale];
  return parts.length === 0 ? [{ state: 'no review yet', by: null }] : parts;
}

function outcomeTitle(review: Review): string {
  return review.end === null ? 'testing' : outcomes[review.end.outcome].title;
}
