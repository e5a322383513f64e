// Which embargoes an order could be about, where none is named: those on which it could mean anything.

import type { Member } from '../list/list.ts';
import type { Instant } from '../values/time.ts';
import type { EmbargoCommand } from './commands.ts';
import { consentOf } from './consent.ts';
import { agreedDate, type Embargo, openProposals } from './embargo.ts';
import { openReviews } from './review.ts';

type Knows = { readonly by: Member; readonly now: Instant };

/** Orders that can mean few embargoes, and whether one is among them. Any other order can mean each. */
const meanings: Readonly<Partial<Record<EmbargoCommand['type'], (embargo: Embargo, knows: Knows) => boolean>>> = {
  acknowledge: (embargo, { by }) => consentOf(embargo, by) !== 'signed',
  decline: (embargo, { by }) => consentOf(embargo, by) !== 'declined',
  'answer-date': (embargo, { now }) => openProposals(embargo, now).length > 0,
  'withdraw-date': (embargo, { by, now }) => openProposals(embargo, now).some((proposal) => proposal.by === by.person),
  'answer-step': (embargo, { by }) => openReviews(embargo, by).length > 0,
  'hand-review': (embargo, { by }) => openReviews(embargo, by).length > 0,
  'step-back': (embargo, { by }) => openReviews(embargo, by).length > 0,
  'finish-review': (embargo, { by }) => openReviews(embargo, by).length > 0,
  hold: ({ publicState }) => Object.keys(publicState).length > 0,
  disclose: (embargo, { now }) => (agreedDate(embargo)?.at ?? Number.MAX_SAFE_INTEGER) <= now,
};

/** Whether an order without a codename could be about an embargo. */
export function couldMean(type: EmbargoCommand['type'], embargo: Embargo, knows: Knows): boolean {
  return meanings[type]?.(embargo, knows) ?? true;
}
