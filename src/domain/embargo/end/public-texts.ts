// Texts for people, as somebody wrote them in place of those that are made from the embargo; and who approved what goes public. Records are made from the
// facts alone: who would change one changes the facts.

import { type List, membersOf, nameOf } from '../../list/list.ts';
import type { PersonId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Context } from '../context.ts';
import { type Embargo, type PublicText, type PublicTextKind, type TextKind, textKinds } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import type { EmbargoDecision } from '../refusal.ts';

/** As for ending an embargo: so many people, one of them a coordinator. */
export const textApprovals = 2;

type Of<Type extends EmbargoCommand['type']> = Extract<EmbargoCommand, { type: Type }>;
type TextFact = Extract<EmbargoFact, { type: `text-${string}` }>;

const none: PublicText = { approvals: [] };

export const textOf = ({ texts = {} }: Pick<Embargo, 'texts'>, kind: TextKind): PublicText => texts[kind] ?? none;

/** In place of the one that is made. */
export function writeText(embargo: Embargo, { kind, text }: Of<'write-text'>): EmbargoDecision {
  return textOf(embargo, kind).written?.text === text
    ? refuse({ code: 'text-written-already', kind })
    : [{ type: 'text-written', kind, text }];
}

/** Back to the one that is made. */
export function makeText(embargo: Embargo, { kind }: Of<'make-text'>): EmbargoDecision {
  return textOf(embargo, kind).written === undefined ? refuse({ code: 'text-not-written', kind }) : [{ type: 'text-made', kind }];
}

/** Exactly the text of this hash: an approval of another one than stands says nothing of it. */
export function approveText(embargo: Embargo, { kind, hash }: Of<'approve-text'>, { by }: Context): EmbargoDecision {
  const mine = textOf(embargo, kind).approvals.find((each) => each.by === by.person);
  return mine?.hash === hash ? refuse({ code: 'text-approved-already', kind }) : [{ type: 'text-approved', kind, hash }];
}

/** Whose approval is of the text with this hash, of those who are still on the list; and whether it is enough. */
export function approvedBy(
  embargo: Pick<Embargo, 'texts'>,
  list: List,
  kind: PublicTextKind,
  hash: string,
): { readonly people: readonly PersonId[]; readonly names: readonly string[]; readonly enough: boolean } {
  const given = textOf(embargo, kind).approvals.filter((each) => each.hash === hash);
  const members = membersOf(list).filter(({ person }) => given.some(({ by }) => by === person));
  const people = given.map(({ by }) => by).filter((by) => members.some(({ person }) => person === by));
  const enough = people.length >= textApprovals && members.some(({ role }) => role === 'coordinator');
  return { people, names: people.map((person) => nameOf(list, person)), enough };
}

/** Who approved what, without anybody's words. */
export function unwritten(texts: NonNullable<Embargo['texts']>): NonNullable<Embargo['texts']> {
  const kept = textKinds.flatMap((kind) => (texts[kind] === undefined ? [] : [[kind, { approvals: texts[kind].approvals }] as const]));
  return Object.fromEntries(kept);
}

/** What there is after a fact about them. */
export function textsAfter(embargo: Embargo, fact: TextFact, by: PersonId, at: Instant): NonNullable<Embargo['texts']> {
  const { written, approvals } = textOf(embargo, fact.kind);
  const kept = written === undefined ? {} : { written };
  const after = (): PublicText => {
    switch (fact.type) {
      case 'text-written':
        return { written: { text: fact.text, by, at }, approvals };
      case 'text-made':
        return { approvals };
      case 'text-approved':
        return { ...kept, approvals: [...approvals.filter((each) => each.by !== by), { by, at, hash: fact.hash }] };
      default:
        return fact satisfies never;
    }
  };
  return { ...embargo.texts, [fact.kind]: after() };
}
