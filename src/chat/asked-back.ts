// What is asked back where somebody's words are no command: of which date they say yes or no, what a link is, what works now.
import type { Verdict } from '../domain/embargo/embargo.ts';
import type { Instant } from '../domain/values/time.ts';
import { type Wish, wishIn } from './embargo/asked-move.ts';
import { type Action, actions, code, line, type Node, soon } from './message/message.ts';
import { formatSoon } from './values/instant.ts';

/** A date that somebody can answer. */
export type AnswerableDate = { readonly codename: string; readonly number: number; readonly at: Instant };

export type BareWords =
  | { readonly type: 'verdict'; readonly verdict: Verdict; readonly reason: string | null }
  | { readonly type: 'works' }
  | { readonly type: 'link'; readonly url: string }
  /** `thanks`: no word of it could be a yes. */
  | { readonly type: 'small-talk'; readonly thanks: boolean }
  | { readonly type: 'no' }
  | Wish;

// Of several dates each is answered by its own button.
const whichDate = 'it|this|that|the date|that date|(?:both|all|either|any)(?: (?:of them|(?:the )?dates?|proposals?))?|them(?: both| all)?';
const accepting = new RegExp(
  `^(?:(?:date|(?:i|we)(?:'d| would| can| both)?) )?(?:accept(?:ed)?|approved?|agreed?|\\+1)(?: (?:with |to )?(?:${whichDate}))?[\\s.!]*$`,
  'i',
);
const rejecting = new RegExp(
  `^(?:(?:date|(?:i|we)(?: would| have to)?) )?(?:reject(?:ed)?|disagree|-1)(?: (?:${whichDate}))?(?:[\\s.!]*$|(?:[:,–-]|\\s+because)\\s*(\\S.{0,500})$)`,
  'is',
);
const dateWorks = /^(?:the |that |this )date (?:works|is fine|is ok(?:ay)?|is good)(?: for (?:us|me))?[\s.!]*$/i;
const works =
  /^(?:(?:it|this|that|all|everything|the (?:patch|fix|update|patched \S{1,40})|v\d+|patch v?\d+) )?(?:works?|working|fixed|tested|passes|passed|resolved|(?:looks|is) (?:good|fine|fixed))(?: (?:now|again|for (?:us|me)|fine|here|to me|on \S{1,40}))*[\s.!]*$/i;
const aLink = /^(?:link\s+)?<?(https?:\/\/[^\s|<>]{4,500})(?:\|[^>\n]{0,500})?>?$/i;
const thanking = 'thanks?|thank you|thx|ty|cheers|merci|danke|🙏|❤️|🎉|:pray:|:tada:';
const nodding =
  'ok(?:ay)?|cool|great|perfect|nice|awesome|good|alright|all right|sure|got it|will do|understood|noted|roger|sounds good|i see|makes sense|👍\\p{Emoji_Modifier}?|👌|✅|:\\+1:|:ok_hand:|:white_check_mark:';
const smallTalk = new RegExp(
  `^(?:(?:${thanking}|${nodding})(?: (?:so much|a lot|very much|everyone|all|bot|you|then|for (?:that|this|the \\w+)))?[\\s,.!:)]*){1,5}$`,
  'iu',
);
const onlyThanks = new RegExp(`^(?:${thanking})`, 'iu');
const no = /^(?:no|nope|nah|no thanks|not yet|don't)[\s.!]*$/i;
const wordsMax = 1100;

/** What such words are; null: none of these. */
export function bareWordsIn(said: string): BareWords | null {
  const text = said
    .trim()
    .replace(/’/g, "'")
    // A slip of the finger is only asked about, as the word itself is.
    .replace(/^(?:accpet|acecpt|acept|accetp|acccept)(?=$|[\s.!])/i, 'accept')
    .replace(/^(?:rejcet|rejetc|reejct|rejct|rejecct)(?=$|[\s.!:,])/i, 'reject');
  if (text.length > wordsMax) return null;
  if (accepting.test(text) || dateWorks.test(text)) return { type: 'verdict', verdict: 'accept', reason: null };
  const [rejected, reason = null] = rejecting.exec(text) ?? [];
  if (rejected !== undefined) return { type: 'verdict', verdict: 'reject', reason };
  if (works.test(text)) return { type: 'works' };
  const [, url] = aLink.exec(text) ?? [];
  if (url !== undefined) return { type: 'link', url };
  if (no.test(text)) return { type: 'no' };
  const wish = wishIn(text);
  if (wish !== null) return wish;
  return smallTalk.test(text) ? { type: 'small-talk', thanks: onlyThanks.test(text) } : null;
}

/** Asks which date is meant, with the date on each button. */
export function verdictAsked(dates: readonly AnswerableDate[], verdict: Verdict, reason: string | null): Node[] {
  const [only, ...others] = dates;
  if (only === undefined) return [];
  const verb = verdict === 'accept' ? 'Accept' : 'Reject';
  if (others.length === 0) {
    const [accept, reject] = [answerAction(only, 'accept', null, ''), answerAction(only, 'reject', reason, '')];
    const meant = verdict === 'accept' ? [accept, reject] : [reject, accept];
    const another = { label: 'Propose another date…', words: `date counter ${only.codename}` };
    return [line(`${verb} `, soon(only.at), ` for ${only.codename}? Nothing changed yet.`), actions(...primary(meant), another)];
  }
  const several = new Set(dates.map(({ codename }) => codename)).size > 1;
  const each = dates.map((date) => answerAction(date, verdict, reason, several ? ` for ${date.codename}` : ` (proposal ${date.number})`));
  return [line(`Which date do you ${verb.toLowerCase()}? Nothing changed yet.`), actions(...each)];
}

const primary = ([first, ...others]: readonly Action[]): Action[] =>
  first === undefined ? [] : [{ ...first, style: 'primary' }, ...others];

/** The button that answers a date. A no without its reason opens the form for it. */
export function answerAction({ codename, number, at }: AnswerableDate, verdict: Verdict, reason: string | null, which: string): Action {
  const date = `${formatSoon(at)}${which}`;
  if (verdict === 'accept') return { label: `Accept ${date}`, words: `date accept ${codename} ${number}` };
  return reason === null
    ? { label: `Reject ${date}…`, words: `date reject ${codename} number=${number}` }
    : { label: `Reject ${date}`, words: `date reject ${codename} ${number} ${reason}` };
}

/** Nothing of an embargo can be answered before its terms. */
export const termsFirst = (codename: string, read: readonly Action[]): Node[] => [
  line(`To answer for ${codename}, acknowledge its terms first. Nothing changed yet.`),
  actions(...read),
];

/** What can be done with a link that was sent alone: a button for each. */
export function linkAsked(meant: readonly Action[]): Node[] {
  return [line('What is this link? Nothing changed yet.'), actions(...meant)];
}

/** What is to be confirmed of somebody's; a request of someone else is named by its id. */
export const confirmAsked = (meant: readonly Action[]): Node[] => [
  line('What do you confirm? Nothing changed yet. To approve a request of someone else, add its id: ', code('confirm k3m7q2xd'), '.'),
  actions(...meant),
];

/** What of somebody's is waiting to be tested or confirmed; or where to say that it works. */
export function worksAsked(meant: readonly Action[], said: string): Node[] {
  if (meant.length > 0) return [line('What works? Nothing changed yet. To record your test or answer:'), actions(...meant)];
  return [line('No test of yours is waiting. To add it to the timeline: ', code(`note ${said.trim().slice(0, 60)}`), '.')];
}

const waiting = [" What's waiting on you: ", code('todo'), '.'] as const;

/** To a yes where nothing was asked. */
export const nothingAsked: readonly Node[] = [line('No question of mine is open, so nothing changed.', ...waiting)];

/** To thanks, and to what people say to end a talk. */
export const smallTalkNodes = (thanks: boolean): Node[] => [line(thanks ? "You're welcome." : 'OK. Nothing changed.', ...waiting)];
