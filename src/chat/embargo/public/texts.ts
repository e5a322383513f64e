// What is said of texts that people write in place of those that are made, and of who approved what goes public.

import { type PublicTextKind, publicTextKinds, type TextKind } from '../../../domain/embargo/embargo.ts';
import { approvedBy } from '../../../domain/embargo/end/public-texts.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { type DraftKind, draftsOf, hashOf } from '../../../publish/drafts.ts';
import { toThreads } from '../../message/address.ts';
import { code, line } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { names as namesText, type View } from '../../message/view.ts';
import { by, type EventContext, tell } from '../event-context.ts';

const the: Readonly<Record<TextKind, string>> = {
  notice: 'the notice to the list',
  'day-before': 'the notice of the day before',
  'heads-up': 'the public heads-up',
  post: 'the public post',
  'release-notes': 'the release notes',
};
export const theText = (kind: TextKind): string => the[kind];

export const isPublicText = (kind: DraftKind): kind is PublicTextKind => publicTextKinds.some((each) => each === kind);

type Of<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

const inThread = (context: EventContext, ...said: Parameters<typeof line>): Outgoing[] =>
  toThreads(context.list, context.embargo, tell, [line(...said)]);

export const textWritten = ({ kind }: Of<'text-written'>, context: EventContext): Outgoing[] =>
  inThread(context, `${by(context)} edited ${theText(kind)}: `, code(`draft ${kind}`), ' shows it.');

export const textMade = ({ kind }: Of<'text-made'>, context: EventContext): Outgoing[] =>
  inThread(context, `${by(context)} dropped the edits of ${theText(kind)}: what this embargo says stands there again.`);

export function textApproved({ kind, hash }: Of<'text-approved'>, context: EventContext): Outgoing[] {
  const { embargo, list, now } = context;
  const view = { embargo, list, now };
  if (standing(view, kind) !== hash)
    return inThread(
      context,
      `${by(context)} approved ${theText(kind)} as it was: it has changed since. `,
      code(`draft ${kind}`),
      ' shows it.',
    );
  return inThread(context, `${by(context)} approved ${theText(kind)}. ${approvalText(view, kind, hash)}`);
}

/** The hash of the text that would go public now. */
const standing = ({ embargo, list, now }: View, kind: PublicTextKind): string => hashOf(draftsOf(kind, embargo, list, now));

/** Who approved a text, and what is missing. */
export function approvalText({ embargo, list }: View, kind: PublicTextKind, hash: string): string {
  const { names, enough } = approvedBy(embargo, list, kind, hash);
  if (enough) return `Approved by ${namesText(names)}.`;
  if (names.length === 0) return 'Not approved yet: it takes two people, one of them a coordinator.';
  const missing = names.length === 1 ? 'one more approval needed' : "a coordinator's approval is needed too";
  return `Approved by ${namesText(names)}; ${missing}.`;
}
