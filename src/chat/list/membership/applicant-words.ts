// Who applies and is on no list yet says a command in other words, which are no answer to a criterion.

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
