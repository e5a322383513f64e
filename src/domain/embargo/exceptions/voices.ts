// Whose answer to an exception counts, and what the answers amount to: the list's quorum, as for dates; or a few coordinators, where the policy lets them.
// Nobody approves what they asked for themselves, unless nobody else has a voice.

import { coordinatorsOf, type List, type Member, membersOf } from '../../list/list.ts';
import { isSameVoter, type Voter, voterOf, votersOf } from '../../list/voters.ts';
import { answersTo, tally } from '../date/voting.ts';
import type { Answer, Exception } from '../embargo.ts';

type Asked = Pick<Exception, 'by' | 'answers' | 'distributor'>;

/** What somebody's answer counts as: their distributor's, by the policy's quorum, or a coordinator's own; null: it does not. */
export function voiceOf(member: Member, list: List, { by }: Pick<Exception, 'by'>): Voter | null {
  const { quorum, exceptionCoordinators } = list.policy.rules;
  const alone = exceptionCoordinators !== undefined && member.role === 'coordinator' && member.person !== by;
  return voterOf(member, list, quorum) ?? (alone ? member.person : null);
}

/** What a voice has said so far; undefined: nothing that counts. */
export function saidBy(voter: Voter, exception: Asked, list: List): Answer | undefined {
  return answersTo(exception, list, list.policy.rules.quorum).get(voter) ?? quickAnswers(exception, list).find(({ by }) => by === voter);
}

/** How many voices of the list have approved, and how many it takes; and the same of coordinators, where they can without the list. */
export function approvals(exception: Asked, list: List) {
  const { quorum, exceptionCoordinators } = list.policy.rules;
  const { accepted, rejected, silent, needed } = tally(exception, list, quorum);
  const quick = quickAnswers(exception, list).filter(({ verdict }) => verdict === 'accept').length;
  return {
    accepted,
    rejected,
    silent,
    needed,
    coordinators: exceptionCoordinators === undefined ? null : { accepted: quick, needed: exceptionCoordinators },
  };
}

/** What the answers amount to, by the policy and the list as they are now. */
export function outcomeOf(exception: Asked, list: List): 'approved' | 'rejected' | 'open' {
  const { accepted, silent, needed, coordinators } = approvals(exception, list);
  if (coordinators !== null && coordinators.accepted >= coordinators.needed) return 'approved';
  const own = voiceOfAsker(exception, list);
  const byOthers = accepted.filter((voter) => own === null || !isSameVoter(list, own, voter));
  if (needed > 0 && accepted.length >= needed && (byOthers.length > 0 || votersOf(list, list.policy.rules.quorum).length === 1))
    return 'approved';
  const possible = accepted.length + silent.length >= needed && byOthers.length + silent.length > 0;
  return possible || couldBeQuick(exception, list) ? 'open' : 'rejected';
}

/** The voice of who asked, also where somebody else of their organization uses it, and once they have left: a colleague's yes is not another organization's. */
function voiceOfAsker({ by, distributor }: Asked, list: List): Voter | null {
  const asker = membersOf(list).find(({ person }) => person === by);
  return asker === undefined ? distributor : (voterOf(asker, list, list.policy.rules.quorum) ?? distributor);
}

/** Whether there are coordinators enough who have not said no. */
function couldBeQuick(exception: Asked, list: List): boolean {
  const against = quickAnswers(exception, list).filter(({ verdict }) => verdict === 'reject').length;
  const others = coordinatorsOf(list).filter(({ person }) => person !== exception.by).length;
  const { exceptionCoordinators: needed } = list.policy.rules;
  return needed !== undefined && others - against >= needed;
}

/** The last answers of the coordinators, but for who asked: of who is one since before they answered. */
function quickAnswers({ by, answers }: Asked, list: List): Answer[] {
  const said = Object.values<Answer>(answers);
  return coordinatorsOf(list).flatMap(({ person, since }) => {
    const [last] = said.filter((each) => each.by === person && each.at >= since).sort((one, other) => other.at - one.at);
    return last === undefined || person === by ? [] : [last];
  });
}
