// What is asked of who says, in a sentence, that the date should move or that it is public: which of what they could mean, and nothing changes by it.
import type { Instant } from '../../domain/values/time.ts';
import { type Action, actions, line, type Node, soon } from '../message/message.ts';
import { formatSoon, typedUtc } from '../values/instant.ts';

/** `date`: to when it should move, as they wrote it; null: they do not say. */
export type Wish = { readonly type: 'move'; readonly date: string | null } | { readonly type: 'public'; readonly url: string | null };

const it = '(?:it|this|that|(?:the|our) (?:disclosure )?(?:date|disclosure|embargo))';
const some = '(?:an?|one|two|three|four|five|a few|some|another|\\d{1,2})';
const needsTime = new RegExp(
  `^(?:we|i)(?:'d| would| will|'ll)? (?:all )?need (?:${some} (?:more |other |extra )?(?:days?|weeks?)|(?:some |a bit |a little )?more time)(?: more| longer)?(?:,? please)?[\\s.!]*$`,
  'i',
);
const move = new RegExp(
  `^(?:please )?(?:(?:can|could|may|should|shall) (?:we|you|i) )?(?:please )?(?:move|push|postpone|delay|shift|change|reschedule) ${it}(?: back| out)?(?: (?:to|until|till|by|for) (\\S.{0,80}?))?(?:,? please)?[\\s?.!]*$`,
  'i',
);
const isPublic =
  /^(?:ok(?:ay)?,? )?(?:(?:it|this|that)(?:'?s| is| has gone| went| became)|the (?:bug|issue|vulnerability|embargo) is)(?: (?:now|already))? public(?: (?:now|already|here|at))*[\s,.:!]*(?:<?(https:\/\/[^\s|<>]{4,500}?)(?:\|[^>\n]{0,200})?>?)?[\s.!]*$/i;

/** What a sentence wishes; null: neither. */
export function wishIn(text: string): Wish | null {
  if (text.length > wishMax) return null;
  const [wholeMove, date = null] = move.exec(text) ?? [];
  if (wholeMove !== undefined || needsTime.test(text)) return { type: 'move', date };
  const [wholePublic, url = null] = isPublic.exec(text) ?? [];
  return wholePublic === undefined ? null : { type: 'public', url };
}

const wishMax = 800;

/** Asks whether that date is to be proposed; `at` null: for one. */
export function moveAsked(codename: string, at: Instant | null): Node[] {
  const another: Action = { label: 'Propose a date…', words: `date propose ${codename}` };
  if (at === null)
    return [line(`Do you want another date for ${codename}? Nothing changed yet.`), actions({ ...another, style: 'primary' })];
  const propose: Action = { label: `Propose ${formatSoon(at)}`, words: `date propose ${codename} ${typedUtc(at)}`, style: 'primary' };
  return [
    line('Propose ', soon(at), ` for ${codename}? Nothing changed yet.`),
    actions(propose, { ...another, label: 'Propose another date…' }),
  ];
}

/** Asks who made it public: each reading has its own next step. */
export function publicAsked(codename: string, url: string | null): Node[] {
  const where = url === null ? '' : ` ${url}`;
  return [
    line(`Who made ${codename} public? Nothing changed yet.`),
    actions(
      { label: "Someone published it: report it's public", words: `report ${codename} public${where}` },
      { label: 'Something leaked: report a leak', words: `report leak ${codename}${where} It is public.` },
      { label: 'We published it: confirm the disclosure', words: `disclose ${codename}` },
    ),
  ];
}
