// What reviewers answer without a command in front, as the table writes it: `not affected`, `24 ok`, `7.1 is built from main`, `I found a regression: …`.

import type { Reading } from '../../grammar/args.ts';
import { codenameSource } from '../../grammar/tokens.ts';
import { word } from '../../values/quoting.ts';
import { readReviewAnswers } from '../../values/review/answers.ts';

/** `step`: of the step at which somebody stands. `answer`: of a test. `finding`: a problem, with its kind. `line`: without the codename in front. */
export type BareReview = { readonly means: 'step' | 'answer' | 'finding'; readonly codename: string | null; readonly line: string };

const textMax = 2000;
const behindStep = '(?:\\s*[:,;–-]\\s*|\\s+)?';
const steps: readonly (readonly [RegExp, string])[] = [
  [/^(?:(?:go |step )?back|previous(?: step)?|undo(?: (?:that|it))?)[\s.!]*$/i, 'review back'],
  [/^(?:stop|pause|quit|later|stop (?:here|for now))[\s.!]*$/i, 'review stop'],
  [
    new RegExp(`^(?:n/?a|n-a|not applicable|skip(?:ped)?(?: (?:it|this|that)(?: step| one)?)?)(?:$|(?=\\W))${behindStep}`, 'i'),
    'review na',
  ],
  [new RegExp(`^pass(?:es|ed)?(?:$|(?=\\W))${behindStep}`, 'i'), 'review pass'],
  [new RegExp(`^fail(?:s|ed|ure)?(?:$|(?=\\W))${behindStep}`, 'i'), 'review fail'],
];

/** The answer to an open step that a whole line is; null for any other. */
export function stepSaid(said: string): BareReview | null {
  const line = said.trim();
  const found = line.length > textMax ? undefined : steps.find(([like]) => like.test(line));
  const [like, words] = found ?? [];
  // All of them, or those that are named, is said of more than one step.
  if (like === undefined || words === undefined || /^pass(?:es|ed)?\s+(?:all|every|\d)/i.test(line)) return null;
  return { means: 'step', codename: null, line: `${words} ${line.replace(like, '')}`.trim() };
}

const subject =
  "(?:(?:it|this|that|we|i|the (?:patch|fix|update)|patch(?: v?\\d+)?)(?:'s|'re|'m)?(?: (?:is|are|am|was|were))?\\s+)?(?:still )?";
const fails =
  "(?:fail(?:s|ed)? to (?:build|compile|apply)|(?:do(?:es)?|did)(?: not|n't) (?:build|compile|apply)|(?:the )?build (?:fails|failed|breaks|is broken)|ftbfs|(?:the )?tests? (?:fails?|failed|times? out|timed out))";
const outcome = '(?:not affected|unaffected|not vulnerable|no issues?(?: found)?|nothing found|not tested)';
const allOfIt =
  '(?:pass(?:es|ed)? (?:all|every)\\w*|(?:all|everything)(?: steps)? pass(?:es|ed)?|\\d{1,2}(?:\\s*(?:[-–,]|to|and)\\s*\\d{1,2})*\\s+(?:pass|fail|na\\b|n/a))';
const answering = new RegExp(`^${subject}((?:${fails}|${outcome}|${allOfIt})(?=$|\\W).*)$`, 'is');
const good = '(?:ok(?:ay)?|pass(?:es|ed)?|works?|working|good|fine|lgtm|green|done|all good|builds and works)';
const verdict = new RegExp(
  `^(?:${good}(?: (?:now|well|fine|for us))?(?=$|[\\s.!]*$|\\s*[:,;(–-])|${fails}|${outcome}|(?:fails|failed|broken|crashes|does(?:n't| not) (?:work|pass))(?=$|\\W))`,
  'i',
);
const isSaid = /^(?:(?:is|are|was|has|have|looks?|been|tested|it|and|also|as)\s+){0,3}/i;
const builtFrom =
  /^(?:is |was |gets |are )?(?:(?:built|based|branched|forked|taken|cut|derived|made) (?:from|on|off|of)|(?:builds?|comes?) (?:from|off)|tracks|follows)(?: the)?(?: branch)? ([\w./-]{1,60}?)(?: branch)?[\s.!]*$/i;
const usual = (text: string): string =>
  text
    .replace(/\bnot vulnerable\b/i, 'not affected')
    .replace(/\bcompiles?\b/i, 'build')
    .replace(/^ftbfs/i, 'does not build')
    .replace(/^(?:good|fine|green|done|working|builds and works)\b/i, 'ok');

const stated = new RegExp(`^(?:(${codenameSource})[\\s:,]+)?(\\S[\\s\\S]*)$`, 'i');

/** What is said, and of which embargo; nothing of a question, or of what is too long to be an answer. */
function statedIn(said: string): readonly [codename: string | null, line: string] {
  const typed = said.trim().replace(/[‘’]/g, "'");
  if (typed.length > textMax || /\?\s*$/.test(typed)) return [null, ''];
  const [, codename = null, line = ''] = stated.exec(typed) ?? [];
  return [codename, line];
}

/**
 * The answer about a test that a line is, as `review` takes it; null for any other. `releases`: those that the speaker's organization ships.
 */
export function answerSaid(said: string, releases: readonly string[], reading: Reading): BareReview | null {
  const [codename, line] = statedIn(said);
  const found = ofRelease(line, releases, reading) ?? ofAll(line, releases, reading);
  return found === null ? null : { means: 'answer', codename, line: `review ${found}` };
}

const isRead = (text: string, reading: Reading): boolean => readReviewAnswers(text, reading).ok;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const longestFirst = (releases: readonly string[]): string[] => [...releases].sort((one, other) => other.length - one.length);

/** `24 ok`, `we tested 24: ok`, `7.1 is built from main`. */
function ofRelease(line: string, releases: readonly string[], reading: Reading): string | null {
  for (const release of longestFirst(releases)) {
    const leads = new RegExp(
      `^(?:(?:i |we )?(?:have )?tested |on |for |release )?(${escaped(release)})(?=[\\s:,])[\\s:,–-]+(\\S.*)$`,
      'is',
    );
    const [, name = '', behind] = leads.exec(line) ?? [];
    if (behind === undefined) continue;
    const branch = builtFrom.exec(behind)?.[1];
    if (branch !== undefined) return `${name} branch=${word(branch)}`;
    const rest = usual(behind.replace(isSaid, ''));
    return verdict.test(rest) && (isRead(rest, reading) || /^(?:it )?(?:fail|broken|crash|does)/i.test(rest)) ? `${name} ${rest}` : null;
  }
  return null;
}

/** `not affected`, `fails to build on arm64: …`, `does not apply to 7.1`. */
function ofAll(line: string, releases: readonly string[], reading: Reading): string | null {
  const said = answering.exec(line)?.[1];
  if (said === undefined) return null;
  const text = usual(said);
  for (const release of longestFirst(releases)) {
    const names = new RegExp(`^([^:;.]{3,60}?)\\s+(?:on|for|to|with|in|of)\\s+(${escaped(release)})(?=$|[\\s:,;.!])[.!]*(.*)$`, 'is');
    const [, what = '', name, more = ''] = names.exec(text) ?? [];
    if (name !== undefined && isRead(`${what}${more}`, reading)) return `${name} ${what}${more}`.trim();
  }
  return isRead(text, reading) ? text : null;
}

const finding =
  /^(?:(?:i|we)(?:'ve| have)? )?(?:just |also )?(?:found|see|saw|hit|spotted|noticed|got|have|there(?:'s| is)) (?:an?|another|one|the) (?:new |possible )?(regression|bug|sibling|additional issue|incomplete fix|build failure|problem|issue)(?: (?:with|in|of) (?:the |this )?(?:patch|fix|update|it)(?: v?\d+)?)?(?:\s*[:,;.–-]+\s*|\s+(?=(?:that|where|when|on|in|with)\b)|$)(.*)$/is;

/** A problem that somebody says they found, as `finding add` takes it; null for any other line. */
export function findingSaid(said: string): BareReview | null {
  const [codename, line] = statedIn(said);
  const [, kind = '', what = ''] = finding.exec(line) ?? [];
  if (kind === '') return null;
  const named = /^(?:problem|issue)$/i.test(kind) ? '' : ` kind=${word(kind.toLowerCase())}`;
  return { means: 'finding', codename, line: `finding add${named} ${what}`.trim() };
}
