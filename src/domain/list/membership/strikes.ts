// Strikes: a person's judgement that somebody broke the policy, perhaps in a leak. Who is meant answers it, it can be withdrawn, and so many of them as the
// policy says are a reason to remove an organization, which people decide.
import type { PersonId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import { type Distributor, distributorOf, type List } from '../list.ts';
import type { ListDecision, ListRefusal } from '../refusal.ts';
import type { Of } from './commands.ts';
import type { MembershipFact } from './facts.ts';
import { newProfile, type Profile, type Strike } from './membership.ts';

/** A strike under its number among those of its organization, which stays when others are withdrawn. */
export type Numbered = Strike & { readonly number: number };

type Speaker = { readonly by: PersonId };

/** All of an organization. */
export const numbered = ({ strikes }: Profile): Numbered[] => strikes.map((strike, index) => ({ ...strike, number: index + 1 }));

/** Those that count. */
export const strikesStanding = (profile: Profile): Numbered[] => numbered(profile).filter(({ withdrawn }) => withdrawn === undefined);

export function giveStrike(list: List, { person, because, leak }: Of<'give-strike'>, { by }: Speaker): ListDecision<MembershipFact> {
  const member = list.members[person];
  if (member === undefined) return refuse({ code: 'not-on-the-list' });
  if (person === by) return refuse({ code: 'own-strike' });
  if (member.distributor === null) return refuse({ code: 'coordinator-strike' });
  return [{ type: 'strike-given', distributor: member.distributor, person, because, by, ...(leak === undefined ? {} : { leak }) }];
}

/** What somebody says to theirs; said again, it replaces what they said before. */
export function answerStrike(list: List, { number, text }: Of<'answer-strike'>, { by }: Speaker): ListDecision<MembershipFact> {
  const found = strikeOf(list, by, number, ({ answer }) => answer === undefined);
  return 'reason' in found ? found : [{ type: 'strike-answered', distributor: found.distributor.id, number: found.strike.number, text }];
}

/** Takes one back: nobody does that for their own organization. */
export function withdrawStrike(
  list: List,
  { person, number, because }: Of<'withdraw-strike'>,
  { by }: Speaker,
): ListDecision<MembershipFact> {
  const found = strikeOf(list, person, number, () => true);
  if ('reason' in found) return found;
  const { distributor, strike } = found;
  if (list.members[by]?.distributor === distributor.id) return refuse({ code: 'own-distributor' });
  return [{ type: 'strike-withdrawn', distributor: distributor.id, number: strike.number, because, by }];
}

/** The one that is meant of somebody's, where `number` null: the only one, or the only one that is likely. */
function strikeOf(
  list: List,
  person: PersonId,
  number: number | null,
  likely: (strike: Strike) => boolean,
): { readonly distributor: Distributor; readonly strike: Numbered } | ListRefusal {
  const { distributor: id = null } = list.members[person] ?? {};
  const distributor = id === null ? undefined : distributorOf(list, id);
  const theirs =
    distributor === undefined ? [] : strikesStanding(distributor.profile ?? newProfile(0)).filter((strike) => strike.person === person);
  const among =
    number === null ? (theirs.length > 1 ? theirs.filter(likely) : theirs) : theirs.filter((strike) => strike.number === number);
  const [strike, ...others] = among;
  if (distributor !== undefined && strike !== undefined && others.length === 0) return { distributor, strike };
  return refuse({ code: 'which-strike', numbers: theirs.map((each) => each.number) });
}

/** The strikes of an organization after a fact about one of them. */
export function strikesAfter(
  strikes: readonly Strike[],
  fact: Extract<MembershipFact, { type: 'strike-given' | 'strike-answered' | 'strike-withdrawn' }>,
  at: number,
): readonly Strike[] {
  if (fact.type === 'strike-given') {
    const { type: _, distributor: __, ...strike } = fact;
    return [...strikes, { ...strike, at }];
  }
  const said =
    fact.type === 'strike-answered' ? { answer: { text: fact.text, at } } : { withdrawn: { because: fact.because, by: fact.by, at } };
  return strikes.map((strike, index) => (index + 1 === fact.number ? { ...strike, ...said } : strike));
}
