// The review matrix: distributor, release, outcome.
import { outcomes } from '../domain/checklist.ts';
import { currentPatch, type Review, reviewsOf } from '../domain/embargo.ts';
import { type Distributor, distributorsOf } from '../domain/list.ts';
import { bullets, type Inline, line, type Node, strong } from './message.ts';
import type { Scene } from './scene.ts';

/** A row for each release that is shipped; nothing while there is no patch to review. */
export function reviewMatrix(scene: Scene): Node[] {
  const patch = currentPatch(scene.embargo);
  const shipping = distributorsOf(scene.list).filter((distributor) => distributor.releases.length > 0);
  if (patch === null || shipping.length === 0) return [];
  const rows = shipping.flatMap((distributor) =>
    distributor.releases.map((release): Inline[] => [`${distributor.name} ${release}: ${cell(scene, distributor, release, patch.number)}`]),
  );
  return [line(strong(`Reviews of patch revision ${patch.number}`)), bullets(rows)];
}

/** The outcome for a release: of the current revision if there is one, else the stale one, else who is at it. */
function cell({ embargo, list }: Scene, distributor: Distributor, release: string, patch: number): string {
  const all = reviewsOf(embargo)
    .filter((review) => review.distributor === distributor.id && review.release === release)
    .sort((a, b) => b.patch - a.patch || (b.end?.at ?? 0) - (a.end?.at ?? 0));
  const by = (review: Review) => list.members[review.reviewer]?.name ?? 'somebody who has left';
  const done = all.filter((review) => review.end !== null);
  const current = done.filter((review) => review.patch === patch);
  if (current.length > 0) return current.map((review) => `${outcomeTitle(review)} (${by(review)})`).join('; ');
  const begun = all.find((review) => review.end === null && review.patch === patch);
  const testing = begun === undefined ? null : `testing (${by(begun)})`;
  const stale = done[0] === undefined ? null : `${outcomeTitle(done[0])} for revision ${done[0].patch} (stale)`;
  return [testing, stale].filter((part) => part !== null).join('; ') || 'no review yet';
}

function outcomeTitle(review: Review): string {
  return review.end === null ? 'testing' : outcomes[review.end.outcome].title;
}
