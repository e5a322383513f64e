// Which proposed date is meant, as people type it: by its number, or by the date itself.
import type { ProposalOn } from '../../domain/embargo/commands.ts';
import { type InstantContext, stretchesOf } from './instant.ts';
import { bad, good, type Read } from './text.ts';

export type NamedProposal = { readonly number: number } | { readonly number: null; readonly on: NonNullable<ProposalOn['on']> };

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const nth = '\\d{1,2}(?:st|nd|rd|th)?';
const day = `(?:\\d{4}-\\d{1,2}-\\d{1,2}|${month} ${nth}|${nth} (?:of )?${month})(?:,? \\d{4}(?![\\d:]))?`;
const hour = '(?:,? (?:at )?\\d{1,2}(?::\\d\\d ?(?:[ap]m)?| ?[ap]m)(?: ?(?:utc|gmt|z|[a-z]+/[a-z_/]+))?)?';
const weekday = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?';
const named = '(?:(?:next |this )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|today|tonight|tomorrow)';
const dateLead = new RegExp(`^(?:on |the )?(?:${weekday}${day}|${named})${hour}(?=$|[\\s,:;.])`, 'i');
const numberLead =
  /^(?:(?:proposal |number |no\.? ?|#)(\d{1,4})|(\d{1,4})(?= *$|[:,;.)]|\s+(?:is|too|because|since|as|for|it|its|we|our|this|that|the|not|no|does|would)\b))/i;
/** Whether a text begins with a day, with or without its hour. */
export const beginsWithDate = (text: string): boolean => dateLead.test(text);

/** How long something is, or how many: no number of a proposal. */
const amount = /^\d{1,4}\s*(?:h|d|w|hours?|days?|weeks?|months?|working|business|of|more|or|to|and|out)\b/i;

/**
 * What a line begins with, where that names a proposal, and how long it is with what parts it from the rest. Of a number that could begin the rest as well
 * the whole is given, which `readProposal` asks about.
 */
export function leadingProposal(line: string): { readonly text: string; readonly length: number } | null {
  const number = numberLead.exec(line);
  const found = number?.[0] ?? dateLead.exec(line)?.[0];
  if (found !== undefined) {
    const parting = /^[\s:,;.)]*/.exec(line.slice(found.length))?.[0] ?? '';
    return { text: number?.[1] ?? number?.[2] ?? found, length: found.length + parting.length };
  }
  return /^\d{1,4}\s+\S/.test(line) && !amount.test(line) ? { text: line, length: 0 } : null;
}

/** A proposal by its number or its date; a day, or an hour without its zone, is read in UTC and in the reader's own zone. */
export function readProposal(text: string, context: InstantContext): Read<NamedProposal> {
  const typed = text.trim().replace(/^(?:proposal|number|no\.?|#) ?(?=\d)/i, '');
  if (/^\d{1,4}$/.test(typed)) return good({ number: Number(typed) });
  const unsure = /^(\d{1,4})\s+\D/.exec(typed);
  const on = stretchesOf(typed.replace(/^(?:on |the )+/i, ''), context);
  if (on.length > 0) return good({ number: null, on });
  if (unsure !== null)
    return bad(
      `Is ${unsure[1]} the proposal, or the start of a reason? Write \`${unsure[1]}:\` for the proposal, or put the reason in quotes.`,
    );
  return bad('Expected the number of a proposal or its date, such as `2` or `dec 10`. `status` shows both.');
}
