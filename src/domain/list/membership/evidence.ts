// To which criterion an answer is, where the applicant names it in its first words.

import type { Criterion } from '../../policy/policy.ts';
import { criterionInWords } from './whole-application.ts';

/** An answer, and its criterion: null where none is named; `unknown` where one is that the policy does not have. */
export type NamedEvidence = { readonly criterion: string | 'unknown' | null; readonly text: string };

/** The criterion that a text is nothing but the number or the name of; null: it says more, or names none. */
export function criterionAlone(said: string, criteria: readonly Criterion[]): string | null {
  const [, number, name] = /^(?:criterion\s+|no\.?\s*|#\s*)?(?:(\d{1,2})|([a-z-]{2,30}))\s*[.:?]?$/i.exec(said.trim()) ?? [];
  if (number !== undefined) return criteria[Number(number) - 1]?.key ?? null;
  return criteria.find(({ key }) => key === name?.toLowerCase())?.key ?? null;
}

/**
 * `3. We announce …`, `3) …`, `#3: …`, `criterion 3: …`, by the number that the policy's own list gives it (from 1); `record: …` by its name, `Have an actively
 * monitored security email alias: …` by its first words. Anything else is an answer to whichever is open.
 */
export function readEvidence(said: string, criteria: readonly Criterion[]): NamedEvidence {
  const text = said.replace(/^[>\s*_#]+(?=\S)/, (start) => (start.includes('#') ? '#' : '')).trim();
  const corrected = correctedIn(text, criteria);
  if (corrected !== null) return corrected;
  // Lists number theirs from 0 or from 1: its own words say more than its number.
  const [numbered = ''] = /^(?:criterion\s+|no\.?\s*|#\s*)?\d{1,2}\s*[.):]\s+/i.exec(text) ?? [];
  const copied = numbered === '' ? null : criterionInWords(text.slice(numbered.length), criteria);
  const behindCopied = copied === null ? '' : text.slice(numbered.length + copied.to).trim();
  if (copied !== null && behindCopied !== '') return { criterion: copied.criterion, text: behindCopied };
  const [, number, behindNumber = ''] = /^(?:criterion\s+|no\.?\s*|#\s*)?(\d{1,2})\s*[.):](?:\s+|$)([\s\S]+)$/i.exec(text) ?? [];
  if (number !== undefined) {
    const criterion = criteria[Number(number) - 1];
    return criterion === undefined
      ? { criterion: 'unknown', text }
      : { criterion: criterion.key, text: withoutItsText(behindNumber, criterion) };
  }
  // `3 we announce …`, but not `3 years of it`.
  const [, bare, behindBare = ''] =
    /^#?(\d{1,2})\s+(?!years?\b|months?\b|weeks?\b|days?\b|people\b|users?\b|of\b|to\b|and\b)([a-z][\s\S]+)$/i.exec(text) ?? [];
  const byNumber = bare === undefined ? undefined : criteria[Number(bare) - 1];
  if (byNumber !== undefined) return { criterion: byNumber.key, text: behindBare };
  const [, word = '', behindWord = ''] = /^(\S+)\s+([\s\S]+)$/.exec(text) ?? [];
  const byWord = criteria.find(({ key }) => key === word);
  if (byWord !== undefined) return { criterion: byWord.key, text: behindWord };
  const [, name = '', behindName = ''] = /^([^:\n]{1,200})[:\n]\s*([\s\S]+)$/.exec(text) ?? [];
  const named = criteria.find((criterion) => isNamed(criterion, name));
  return named === undefined ? { criterion: null, text: said } : { criterion: named.key, text: behindName };
}

const correction =
  /^(?:(?:actually|sorry|oops|correction|wait|no)[,:.]*\s+(?:please\s+)?(?:change\s+|correct\s+|update\s+)?|(?:please\s+)?(?:change|correct|update|replace)\s+)(?:the |our |my )?([a-z-]{2,30}|(?:criterion |no\.? ?|#)?\d{1,2})\s*(?:is|to|should be|with|=|:)\s+(\S[\s\S]*)$/i;

/** `actually the alias is …`, `change record to …`: an answer in place of one that was given, never one to whichever is open. */
function correctedIn(text: string, criteria: readonly Criterion[]): NamedEvidence | null {
  const [, name = '', behind = ''] = correction.exec(text) ?? [];
  if (name === '') return null;
  const criterion = criterionAlone(name, criteria);
  // `sorry, this is our mistake` speaks of none.
  if (criterion === null) return /^(?:please\s+)?(?:change|correct|update|replace)\s/i.test(text) ? { criterion: 'unknown', text } : null;
  return { criterion, text: behind };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** By its name, or by its own text or the beginning of that, of which one word would say too little. */
function isNamed({ key, text }: Criterion, name: string): boolean {
  const said = plain(name);
  return said === plain(key) || (said.split(' ').length > 2 && plain(text).startsWith(said));
}

/** An answer behind the criterion's own words, which were copied with it. */
function withoutItsText(answer: string, { text }: Criterion): string {
  const [, first = '', behind = ''] = /^([^\n]+)\n\s*([\s\S]+)$/.exec(answer) ?? [];
  return first !== '' && plain(text).startsWith(plain(first)) ? behind : answer;
}
