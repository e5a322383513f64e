// What every no is told from, and the shape of a table of them.
import type { Coded } from '../../domain/values/refusal.ts';
import type { Node } from './message.ts';

/** What a refusal is about: the codename makes its buttons unmistakable. `words` is the command that was refused. */
export type Refused = {
  readonly codename: string | null;
  readonly words: string;
  /** It stands in the form that was sent: what can be done there needs no typing. */
  readonly inForm?: true;
  /** What was said, to be said again with something more between the two. */
  readonly again?: { readonly command: string; readonly rest: string };
};

export type RefusedTools = Refused & { readonly button: (label: string, command: string, argument?: string) => Node };

/** Words for each reason of a union: a new reason without words does not compile. */
export type RefusalWords<Reason extends Coded> = {
  readonly [Code in Reason['code']]: (reason: Extract<Reason, { code: Code }>, tools: RefusedTools) => Node[];
};
