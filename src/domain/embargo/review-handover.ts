// An unfinished review, handed to a colleague of the same organization who goes on with it.

import type { Member } from '../list/list.ts';
import { refuse } from '../values/refusal.ts';
import type { EmbargoCommand } from './commands.ts';
import { consentOf, isIn, memberOf } from './consent.ts';
import type { Context } from './context.ts';
import { type Embargo, type Review, reviewsOf } from './embargo.ts';
import type { CannotTake, EmbargoDecision, EmbargoRefusal } from './refusal.ts';
import { isOwn, openReviews, refuseStale } from './review.ts';

type HandOver = Extract<EmbargoCommand, { type: 'hand-review' }>;

/** Gives one's own review to a colleague who may read what it is about. */
export function handReview(embargo: Embargo, { person, release }: HandOver, context: Context): EmbargoDecision {
  const { list } = context;
  const review = ownReview(embargo, release, context);
  if ('type' in review) return review;
  const colleague = memberOf(list, person);
  if (colleague === null) return refuse({ code: 'not-on-the-list' });
  const cannot = cannotTake(embargo, review, colleague, context);
  if (cannot !== null) return refuse({ code: 'cannot-take-review', name: colleague.name, release: review.release, cannot });
  return [{ type: 'review-handed', review: review.number, to: person }];
}

/** The unfinished review that somebody means: the one of the release that they name, or the only one. */
function ownReview(embargo: Embargo, release: string | null, { by, list }: Context): Review | EmbargoRefusal {
  const isMeant = (review: Review) => release === null || review.release.toLowerCase() === release.toLowerCase();
  const open = openReviews(embargo, by);
  const [meant, ...others] = open.filter(isMeant);
  if (meant !== undefined && others.length === 0) return meant;
  const mine = reviewsOf(embargo).filter((review) => isOwn(review, by));
  const last = mine.filter(isMeant).at(-1);
  if (meant === undefined && last !== undefined && (release !== null || open.length === 0))
    return last.end === null ? refuseStale(embargo, last, list) : refuse({ code: 'reviewed-already', release: last.release });
  return open.length === 0
    ? refuse({ code: 'no-open-review' })
    : refuse({ code: 'which-review', releases: open.map((each) => each.release) });
}

function cannotTake(
  embargo: Embargo,
  review: Review,
  { person, distributor, away }: Member,
  { by, list, now }: Context,
): CannotTake | null {
  if (person === by.person) return { why: 'self' };
  if (distributor !== review.distributor) return { why: 'organization' };
  if (!isIn(consentOf(embargo, memberOf(list, person)))) return { why: 'terms' };
  if (away !== undefined && away.until > now) return { why: 'away', until: away.until };
  const own = reviewsOf(embargo).some(
    (each) =>
      each.reviewer === person && each.release === review.release && each.patch === review.patch && each.distributor === distributor,
  );
  return own ? { why: 'own' } : null;
}
