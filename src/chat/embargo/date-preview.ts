// A date, shown to its author before anybody else sees it: where it was reckoned from the present, or could take the place of another of theirs.
import type { Embargo, Proposal } from '../../domain/embargo/embargo.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Texts } from '../grammar/arg-texts.ts';
import { type Reading, splitAnyway, withNames } from '../grammar/args.ts';
import type { Command } from '../grammar/command.ts';
import { answer, type Speaker, titled } from '../message/address.ts';
import { type Action, actions, type Inline, instant, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { distance, formatUtc, isFullInstant, typedUtc, weekdayAt } from '../values/instant.ts';
import { word } from '../values/quoting.ts';

/** A command as it was said, with everybody in its texts by name: a button is pressed without what the platform knew of them. */
export type Typed = { readonly command: Command; readonly texts: Texts };

/** What was understood, to be said again by a button. `names`: of the people that it mentions. */
export function typedBy({ command, texts }: Typed, names: NonNullable<Reading['names']>): Typed {
  return { command, texts: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, withNames(text, { names })])) };
}

/** What would be proposed. `answerBy`: until when answers are due; null: it is asked for already. `codename` null: of an embargo that is yet to be opened. */
export type Dated = {
  readonly at: Instant;
  readonly answerBy: Instant | null;
  readonly codename: string | null;
  readonly now: Instant;
};

/** Whether a command is shown to its author first, because its date means another instant tomorrow. */
export function showsDateFirst({ command, texts }: Typed): boolean {
  return command.confirm === 'unless-full' && !isFullInstant(texts.date ?? '');
}

/** The date as everybody will see it, to be proposed or changed. */
export function dateShown(typed: Typed, dated: Dated): Node[] {
  const still = dated.codename === null ? 'No embargo is open yet; only you see this.' : 'Not proposed yet; only you see this.';
  return [asSeen(dated), line(still), actions({ ...yesTo(typed, dated), style: 'primary' }, change(typed, dated))];
}

/** What a yes to a date says that is shown to its author alone. */
export const yesTo = (typed: Typed, dated: Dated): Action => ({ label: `Propose ${formatUtc(dated.at)}`, words: sayAgain(typed, dated) });

/** What is asked of the author of a date, before it is proposed. `old`: another of theirs that it could take the place of. */
export function confirmDate(embargo: Embargo, to: Speaker, typed: Typed, dated: Dated, old: Proposal | null): Outgoing {
  const nodes = old === null ? dateShown(typed, dated) : replaceAsked(typed, dated, old);
  return answer(to, embargo, { kind: 'dates', urgency: 'answer' }, titled(embargo, nodes));
}

/** Whether a date is to take the place of `old`, which is its author's own and not answered by anybody else. */
function replaceAsked(typed: Typed, dated: Dated, old: Proposal): Node[] {
  const date = formatUtc(dated.at);
  return [
    line(`Replace proposal ${old.number} (`, instant(old.at), ')? No one else has answered it.'),
    asSeen(dated),
    actions(
      { label: `Replace proposal ${old.number} with ${date}`, words: sayAgain(typed, dated, `replace=${old.number}`), style: 'primary' },
      { label: `Propose ${date} beside it`, words: sayAgain(typed, dated, 'beside=yes') },
      change(typed, dated),
    ),
  ];
}

function asSeen({ at, answerBy, now }: Dated): Node {
  const respond: Inline[] = answerBy === null ? [] : ['; respond by ', instant(answerBy)];
  return line(instant(at), `: ${distance(now, at)}, a ${weekdayAt(at)}`, ...respond, '.');
}

/** The whole command with the instant in full. */
function sayAgain(typed: Typed, { at, codename }: Dated, choice: string | null = null): string {
  const anyway = splitAnyway(typed.texts.date ?? '').anyway ? ' anyway' : '';
  return spoken(typed, codename, `${typedUtc(at)}${anyway}`, choice);
}

/** The form with everything else filled in. */
function change(typed: Typed, { codename }: Dated): Action {
  return { label: 'Change…', words: spoken(typed, codename, null, null) };
}

/** A command once more, with a date in place of its own; `date` null: without one. */
export function spoken({ command, texts }: Typed, codename: string | null, date: string | null, choice: string | null): string {
  const others = Object.entries(texts).filter(([name]) => name !== 'date');
  const named = command.args.date?.place === 'named';
  const dated = date === null ? [] : [named ? `date=${word(date)}` : date];
  return [
    command.words,
    ...(codename === null ? [] : [codename]),
    ...dated,
    ...others.map(([name, text]) => `${name}=${word(text)}`),
    ...(choice === null ? [] : [choice]),
  ].join(' ');
}
