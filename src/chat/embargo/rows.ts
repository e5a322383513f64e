// Embargoes and what is owed on them, a row each: the same on a personal page and in an answer.
import { agreedDate, openProposals, type Phase, phaseOf, targetDate } from '../../domain/embargo/embargo.ts';
import { natural } from '../../domain/values/order.ts';
import { code, type Inline, instant } from '../message/message.ts';
import { counted, endTitles, todoDue, todoText, type View } from '../message/view.ts';
import type { OpenTodo } from './menu.ts';

/** What is owed, on which embargo, by when. */
export function todoRow({ todo, view }: OpenTodo): Inline[] {
  return [code(view.embargo.codename), `: ${todoText(todo)}`, ...todoDue(todo, view.now)];
}

/** The one that ends, or ended, first comes first; what has no date comes last. */
export function inOrder(views: readonly View[]): View[] {
  const when = ({ embargo, now }: View) => embargo.ended?.at ?? targetDate(embargo, now) ?? Number.MAX_SAFE_INTEGER;
  return [...views].sort((a, b) => when(a) - when(b) || natural(a.embargo.codename, b.embargo.codename));
}

/** Codename, phase and date: what one may know before acknowledging. `phrase` says the phase. */
export function embargoRow({ embargo, now }: View, phrase: (phase: Phase) => string): Inline[] {
  const { codename, ended } = embargo;
  if (ended !== null) return [code(codename), `: ended (${endTitles[ended.reason]}) `, instant(ended.at)];
  const date = agreedDate(embargo) ?? openProposals(embargo, now)[0] ?? null;
  return [code(codename), `: ${phrase(phaseOf(embargo, now))}`, ...(date === null ? [] : ['; ', ...counted(date.at, now)])];
}
