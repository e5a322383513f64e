// Whose answer to a date counts, and when it is agreed. Silence is silence: it is neither yes nor no. A person, a distributor and a legal entity count once.
import type { List } from '../../list/list.ts';
import { isSameVoter, type Voter, votersOf } from '../../list/voters.ts';
import type { Quorum } from '../../policy/policy.ts';
import type { PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import type { Answer, Proposal } from '../embargo.ts';

export type Tally = {
  readonly voters: readonly Voter[];
  readonly needed: number;
  readonly accepted: readonly Voter[];
  readonly rejected: readonly Voter[];
  readonly silent: readonly Voter[];
  readonly verdict: 'open' | 'agreed' | 'rejected';
};

/**
 * The answers to a proposal that count. Not those of whoever has left the list since, not even once they are on it again; and of one person's, who
 * spoke for one distributor and then for another, the last.
 */
export function answersTo({ answers }: Pick<Proposal, 'answers'>, list: List, quorum: Quorum): ReadonlyMap<Voter, Answer> {
  const said = Object.entries<Answer>(answers).filter(([key, { at }]) => at >= thereSince(list, key));
  const given = votersOf(list, quorum).flatMap((voter) => {
    const [last] = said.filter(([key]) => isSameVoter(list, key, voter)).sort(([, a], [, b]) => b.at - a.at);
    return last === undefined ? [] : [{ voter, answer: last[1] }];
  });
  const outspoken = given.filter(({ answer }, index) =>
    given.some(
      (other, at) => other.answer.by === answer.by && (other.answer.at > answer.at || (other.answer.at === answer.at && at > index)),
    ),
  );
  return new Map(given.filter((each) => !outspoken.includes(each)).map(({ voter, answer }) => [voter, answer]));
}

/** Since when what a voter says counts: since a coordinator is one; since a distributor was last removed. */
function thereSince(list: List, voter: string): Instant {
  const member = Object.hasOwn(list.members, voter) ? list.members[voter as PersonId] : undefined;
  const removals = (list.membership?.former ?? []).filter(({ distributor }) => distributor === voter).map(({ at }) => at);
  return member?.since ?? Math.max(0, ...removals);
}

/** How a proposal stands. */
export function tally(proposal: Pick<Proposal, 'answers'>, list: List, quorum: Quorum): Tally {
  const voters = votersOf(list, quorum);
  const answers = answersTo(proposal, list, quorum);
  const said = (verdict: 'accept' | 'reject') => voters.filter((voter) => answers.get(voter)?.verdict === verdict);
  const accepted = said('accept');
  const rejected = said('reject');
  const silent = voters.filter((voter) => !answers.has(voter));
  const needed = neededOf(voters.length, quorum);
  const possible = accepted.length + silent.length >= needed;
  const verdict = accepted.length >= needed && needed > 0 ? 'agreed' : possible ? 'open' : 'rejected';
  return { voters, needed, accepted, rejected, silent, verdict };
}

function neededOf(voters: number, quorum: Quorum): number {
  if (quorum.type === 'distributors') return Math.floor(voters * quorum.moreThanShare) + 1;
  return Math.min(quorum.count, voters);
}
