// Each fact in a few words, for the timeline. Never a title; people's words apart, because those are details.

import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { isTheirs } from '../../domain/embargo/leak/case.ts';
import { leakSteps } from '../../domain/embargo/leak/cases.ts';
import { type List, nameOf } from '../../domain/list/list.ts';
import type { Happened } from '../../domain/values/happened.ts';
import { type PersonId, platformOf } from '../../domain/values/ids.ts';
import { dayMs, type Instant } from '../../domain/values/time.ts';
import { type Inline, instant } from '../message/message.ts';
import { personLabel, type View } from '../message/view.ts';
import { platformTitles } from '../people/accounts.ts';
import { tellingOf } from './telling.ts';

/** What happened, without anybody's words; null for what only the bot itself needs to remember. */
export function timelineText(fact: EmbargoFact, list: List, embargo: Pick<Embargo, 'proposals'>): string | null {
  const { confirmed } = fact;
  const text = tellingOf(fact).timeline?.(fact, list, embargo) ?? null;
  if (text === null || confirmed === undefined) return text;
  return `${text} (confirmed by ${nameOf(list, confirmed.person)} on ${platformTitles[platformOf(confirmed.account)]})`;
}

/** What somebody wrote of it, for those who may read details; null where nothing is shown but what happened. */
export function timelineWords(fact: EmbargoFact, list: List): string | null {
  return tellingOf(fact).words?.(fact, list) ?? null;
}

/** What happened, line by line, as `reader` may know. What the clock reminded people of on one day is one line. */
export function timelineRows(all: readonly Happened<EmbargoFact>[], view: Pick<View, 'embargo' | 'list'>, reader: PersonId): Inline[][] {
  const days = new Set<number>();
  const facts = all.filter(({ fact }) => isFor(fact, view, reader));
  return facts.flatMap((happened) => {
    if (remindedIn(happened).length === 0) return rowsOf(happened, view);
    const day = dayOf(happened);
    if (days.has(day)) return [];
    days.add(day);
    const people = facts.filter((each) => dayOf(each) === day).flatMap(remindedIn);
    const named = [...new Set(people)].map((person) => {
      const times = people.filter((each) => each === person).length;
      return `${nameOf(view.list, person)}${times === 1 ? '' : ` (${times} times)`}`;
    });
    return [[instant(happened.at), ` the clock: reminded ${named.join(', ')}`]];
  });
}

/** Who does what to contain a leak is for coordinators, and for who has to do with a step. */
function isFor(fact: EmbargoFact, { embargo, list }: Pick<View, 'embargo' | 'list'>, reader: PersonId): boolean {
  if (!isStep(fact) || list.members[reader]?.role === 'coordinator') return true;
  return leakSteps(embargo).some(({ step }) => step.number === fact.number && isTheirs(step, reader));
}

const isStep = (fact: EmbargoFact): fact is Extract<EmbargoFact, { type: 'leak-step-added' | 'leak-step-done' }> =>
  fact.type === 'leak-step-added' || fact.type === 'leak-step-done';

const dayOf = ({ at }: { readonly at: Instant }): number => Math.floor(at / dayMs);

function remindedIn({ fact, by }: Happened<EmbargoFact>): readonly PersonId[] {
  return by === 'clock' && (fact.type === 'reminded' || fact.type === 'nudged') ? fact.people : [];
}

function rowsOf({ fact, at, by }: Happened<EmbargoFact>, { embargo, list }: Pick<View, 'embargo' | 'list'>): Inline[][] {
  const text = timelineText(fact, list, embargo);
  const words = timelineWords(fact, list);
  const who = doneBy({ fact, by }, list);
  return text === null ? [] : [[instant(at), ` ${who}: ${text}${words === null ? '' : `: ${words}`}`]];
}

/** Who did it, as everybody may know. */
function doneBy({ fact, by }: Pick<Happened<EmbargoFact>, 'fact' | 'by'>, list: List): string {
  if ((fact.type === 'leak-reported' || fact.type === 'leak-added') && fact.unnamed !== undefined) return 'someone on this embargo';
  return by === 'clock' ? 'the clock' : personLabel(list, by);
}

const newsMax = 3;

/** The last things that happened after somebody saw a message, in short; null when nothing did. Reminders are no news, nor who contains a leak. */
export function newsSince(
  facts: readonly Happened<EmbargoFact>[],
  seen: Instant,
  list: List,
  embargo: Pick<Embargo, 'proposals'>,
): string | null {
  const told = facts
    .filter(({ at, fact }) => at > seen && fact.type !== 'reminded' && fact.type !== 'nudged' && !isStep(fact))
    .flatMap(({ fact, by }) => {
      const text = timelineText(fact, list, embargo);
      return text === null ? [] : [`${doneBy({ fact, by }, list)}: ${text}`];
    });
  return told.length === 0 ? null : `Since then: ${told.slice(-newsMax).join('; ')}.`;
}
