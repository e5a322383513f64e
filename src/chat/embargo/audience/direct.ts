// What is said to people where others have rooms: of an embargo that is for some of the list, and to who is on it from outside.
import { consentOf, coordinatorsAsked, isIn, roster } from '../../../domain/embargo/consent.ts';
import { agreedDate } from '../../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { nowhere, toPerson } from '../../message/address.ts';
import { code, type Inline, line } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { counted, type View } from '../../message/view.ts';
import type { EventContext } from '../event-context.ts';

/** The same messages, with each for the rooms that an embargo does not have sent to those on the list who are on it, and are told nothing of it otherwise. */
export function direct(said: readonly Outgoing[], context: EventContext): Outgoing[] {
  const told = toldBy(said);
  return said.flatMap((each) => {
    if (each.to.type !== 'room' || each.to.room !== nowhere) return [each];
    const speaker = context.by?.person;
    // What goes under a card asks nobody for anything: those who run the list follow it.
    const people = each.to.under === 'card' ? followers(context) : hearers(each, context);
    return people
      .filter((person) => !told.has(person) && !(each.to.type === 'room' && each.to.under === 'card' && person === speaker))
      .map((person): Outgoing => ({ ...each, to: { type: 'person', person, room: null } }));
  });
}

const toldBy = (said: readonly Outgoing[]): ReadonlySet<PersonId> =>
  new Set(said.flatMap(({ to }) => (to.type === 'person' ? [to.person] : [])));

/** The coordinators who have acknowledged. */
export const followers = ({ embargo, list }: View): PersonId[] =>
  coordinatorsAsked(embargo, list).flatMap((member) => (isIn(consentOf(embargo, member)) ? [member.person] : []));

/** Who has acknowledged; of dates and terms everybody who has not declined. */
function hearers({ kind }: Outgoing, { embargo, list }: View): PersonId[] {
  const early = kind === 'dates' || kind === 'terms';
  return roster(embargo, list)
    .filter(({ member }) => member.role !== 'outsider')
    .flatMap(({ member, consent }) => (isIn(consent) || (early && consent !== 'declined') ? [member.person] : []));
}

/** What those from outside are told of a fact, who hear nothing of what is said of the list; `said`: to whom something is said of it anyway. */
export function outsidersTold(facts: readonly EmbargoFact[], said: readonly Outgoing[], context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const told = toldBy(said);
  const outsiders = roster(embargo, list).filter(
    ({ member, consent }) => member.role === 'outsider' && isIn(consent) && !told.has(member.person),
  );
  return facts.flatMap((fact) => {
    const words = wordsFor(fact, context);
    if (words.length === 0) return [];
    return outsiders.map(({ member }) => toPerson(member.person, context, { kind: 'dates', urgency: 'deadline' }, [line(...words)]));
  });
}

type FactType = EmbargoFact['type'];
type Words = { readonly [Type in FactType]?: (fact: Extract<EmbargoFact, { type: Type }>, view: View) => Inline[] };

/** What concerns their part. Of an end they are told with everybody. */
const outsidersHear: Words = {
  'date-agreed': (_, { embargo, now }) => {
    const date = agreedDate(embargo);
    return date === null ? [] : ['The disclosure date is agreed: ', ...counted(date.at, now), '.'];
  },
  'patch-published': ({ number }) => [`There's a new patch, revision ${number}: `, code('patch'), ' shows it.'],
  'patch-withdrawn': ({ number }) => [`Patch revision ${number} was withdrawn: don't use it.`],
  'leak-reported': () => ['Something of it may have leaked. Say nothing about it, and report what you see: ', code('report leak'), '.'],
  'leak-classed': (fact) =>
    fact.class === 'false-alarm' ? ['Nothing leaked after all: it was a false alarm. The terms still apply.'] : [],
};

function wordsFor<Type extends FactType>(fact: Extract<EmbargoFact, { type: Type }> & { readonly type: Type }, view: View): Inline[] {
  return outsidersHear[fact.type]?.(fact, view) ?? [];
}
