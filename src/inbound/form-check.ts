// What platforms ask about a form while somebody waits for it: nothing that is kept is needed to answer.
import { checkForm } from '../chat/parse-form.ts';
import { asksForForm, isQuestion } from '../chat/understand.ts';
import { clockOf } from '../domain/values/time.ts';

/** What is wrong with a form's values, before they are stored. Zones of readers are known later; here dates must name theirs. */
export function formCheck(read: () => number) {
  const now = clockOf(read);
  return (words: string, values: Readonly<Record<string, string>>) => checkForm(words, values, { now: now(), zone: null });
}

/** Whether words will be answered by a form: as `formCheck`, before anything is known of the speaker. */
export function formAsked(read: () => number) {
  const now = clockOf(read);
  return (words: string) => asksForForm(words, { now: now(), zone: null });
}

/** Whether words change nothing, whoever says them. */
export function questionAsked(read: () => number) {
  const now = clockOf(read);
  return (words: string) => isQuestion(words, { now: now(), zone: null, names: {}, people: {} });
}
