// The questions of a form where there is no window to fill in: one after the other, to one person alone.
import type { PersonId } from '../../domain/values/ids.ts';
import { answer } from '../message/address.ts';
import { line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { withWays } from '../message/questions.ts';

export const questionPush = 'Embargo bot: the next question of your form';

/** What is asked next, or said of an answer, at the account `as` at which `person` fills in the form. */
export function formQuestion({ person, as }: { readonly person: PersonId; readonly as: PersonId }, lines: readonly string[]): Outgoing {
  const message = { push: questionPush, nodes: lines.map((each) => line(...withWays(each))) };
  return answer({ person, room: null, as }, null, { kind: 'personal', urgency: 'answer' }, message);
}
