// Who applies and is on no list yet says a command in other words, which are no answer to a criterion; or all that they have to say with the command.
import { readApplication } from '../../../domain/list/membership/whole-application.ts';
import type { Criterion } from '../../../domain/policy/policy.ts';

const theirWords: readonly (readonly [like: RegExp, words: string])[] = [
  [/^(?:please )?(?:submit|send|hand)(?: (?:it|this|that|my|the|our|application|in|now))+$/i, 'apply submit'],
  [/^(?:please )?(?:(?:withdraw|cancel|retract|delete)(?: (?:it|this|that|my|the|our|application|now))+)$/i, 'apply withdraw'],
  [/^(?:skip|next|later|back|show (?:it|my application|me my application))$/i, 'apply status'],
];

/** The command that an applicant says in other words; null where they say none. */
export function asTheirs(said: string): string | null {
  const typed = said.trim().replace(/[\s.!]+$/, '');
  return theirWords.find(([like]) => like.test(typed))?.[1] ?? null;
}

/** `apply oci "Quay Linux"` with answers on the lines behind it, or numbered from 0 or 1 in the same line; null where none stand there. */
export function withAnswers(said: string): { readonly command: string; readonly answers: string } | null {
  const [, command = '', answers = ''] = /^([^\n]*)\n([\s\S]*)$/.exec(said.trim()) ?? inOneLine(said.trim());
  const isApply = /^(?:[/!]\S+ +)?apply[ \t]+\S/i.test(command);
  return isApply && answers.trim() !== '' && !/^\s*(?:[/!]\S+\s+)?apply\s/i.test(answers) ? { command, answers: answers.trim() } : null;
}

function inOneLine(said: string): [string, string, string] {
  const at = said.search(/\s[01][.)]\s/);
  return at < 0 ? [said, said, ''] : [said, said.slice(0, at), said.slice(at)];
}

/** Whether a text is a whole application, by the criteria of one of these policies; by its numbers alone only where it says that it applies. */
export function isApplication(said: string, policies: readonly (readonly Criterion[])[]): boolean {
  const byNumber = /\b(?:apply|applying|application|membership|join)\b/i.test(said);
  return policies.some((criteria) => readApplication(said, criteria, { least: namedMin, byNumber }) !== null);
}

// Two may stand in anything that people write.
const namedMin = 3;

/** Of lists the one that a text names; null: none, or several. */
export function listNamed<List extends { readonly id: string; readonly name: string }>(said: string, lists: readonly List[]): List | null {
  const words = new Set(said.toLowerCase().split(/[^\p{L}\p{N}-]+/u));
  const [only, ...more] = lists.filter(({ id, name }) => words.has(id.toLowerCase()) || words.has(name.toLowerCase()));
  return more.length > 0 ? null : (only ?? null);
}
