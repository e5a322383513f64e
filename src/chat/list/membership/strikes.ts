// Strikes, said: to who is meant, who can answer, and to coordinators, who decide what follows.
import { nameOf } from '../../../domain/list/list.ts';
import { profileOf } from '../../../domain/list/membership/decide.ts';
import type { MembershipFact } from '../../../domain/list/membership/facts.ts';
import { type Numbered, numbered, strikesStanding } from '../../../domain/list/membership/strikes.ts';
import { personal } from '../../message/address.ts';
import { actions, line } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { personLabel } from '../../message/view.ts';
import { answered } from '../event-context.ts';
import { sentence, toListCoordinators } from './applications.ts';
import type { DistributorContext } from './distributor-announce.ts';
import { ofLeak } from './standing.ts';

type FactOf<Type extends MembershipFact['type']> = Extract<MembershipFact, { type: Type }>;

const withdrawing = (person: string, number: number) => ({
  label: `Withdraw strike ${number}…`,
  words: `people strike withdraw ${person} ${number}`,
});

/** The organization's, the one that is meant, and how many count. */
function counted({ distributor, list }: DistributorContext, number?: number): { strike: Numbered | undefined; count: number; of: number } {
  const profile = distributor === undefined ? null : profileOf(distributor);
  const all = profile === null ? [] : numbered(profile);
  const strike = all.find((each) => each.number === (number ?? all.length));
  return { strike, count: profile === null ? 0 : strikesStanding(profile).length, of: list.policy.rules.membership.strikes };
}

export function strikeGiven(
  { person, because, by, leak, distributor: id }: FactOf<'strike-given'>,
  context: DistributorContext,
): Outgoing[] {
  const { list, to, name } = context;
  const { strike, count, of } = counted(context);
  const number = strike?.number ?? count;
  const removal = actions({ label: 'Remove it for its strikes…', words: `org remove ${id} for=strikes`, style: 'danger' });
  const may = count >= of ? [removal] : [];
  const noted = line(`Recorded: ${nameOf(list, person)} of ${name}, strike ${count} of ${of}${ofLeak(leak)}. People decide what follows.`);
  return [
    ...(to === null ? [] : [personal(to, [noted, ...may])]),
    personal({ person, room: null }, [
      line(
        `A coordinator of ${list.name} recorded that you broke its policy${leak === undefined ? '' : ', in a leak'}: ${sentence(because)} With ${of} strikes an organization can be removed; ${name} has ${count}.`,
      ),
      line('What you answer is kept with it.'),
      actions({ label: 'Answer…', words: `people strike answer ${number}` }),
    ]),
    ...toListCoordinators(list, to, [
      line(
        `${list.name}: ${nameOf(list, by)} recorded a strike: ${personLabel(list, person)}, ${count} of ${of}${ofLeak(leak)}: ${because}`,
      ),
      ...may,
    ]),
  ];
}

export function strikeAnswered({ number, text }: FactOf<'strike-answered'>, context: DistributorContext): Outgoing[] {
  const { list, to } = context;
  const { strike } = counted(context, number);
  if (strike === undefined) return [];
  return [
    ...answered(context, `Your answer is kept with strike ${number}. Coordinators were told.`),
    ...toListCoordinators(list, to, [
      line(`${list.name}: ${personLabel(list, strike.person)} answers strike ${number} (${strike.because}${ofLeak(strike.leak)}): ${text}`),
      actions(withdrawing(strike.person, number)),
    ]),
  ];
}

export function strikeWithdrawn({ number, because, by }: FactOf<'strike-withdrawn'>, context: DistributorContext): Outgoing[] {
  const { list, to, name } = context;
  const { strike, count, of } = counted(context, number);
  if (strike === undefined) return [];
  const left = `${name} has ${count} of ${of}.`;
  return [
    ...answered(context, `Withdrew strike ${number} of ${nameOf(list, strike.person)}. I told them. ${left}`),
    personal({ person: strike.person, room: null }, [
      line(`A coordinator of ${list.name} withdrew the strike against you (${strike.because}): ${sentence(because)} ${left}`),
    ]),
    ...toListCoordinators(list, to, [
      line(
        `${list.name}: ${nameOf(list, by)} withdrew strike ${number} of ${personLabel(list, strike.person)}: ${sentence(because)} ${left}`,
      ),
    ]),
  ];
}
