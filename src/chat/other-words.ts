// What people type in other words than the table's, as the table writes it: questions, addresses, a patch, a field alone.
import { codenameSource, likeCodename, plainCodename, type Token, tokensOf } from './grammar/tokens.ts';
import { quoted, word } from './values/quoting.ts';

type Phrase = { readonly like: RegExp; readonly means: string };

const about = `(?:\\s+(?:of|for|on|about|with)?\\s*(?:it|this|(${codenameSource})))?[\\s?.!]*$`;
const whatIs = "(?:what(?:'?s| is)|show(?: me)?)";
const phrase = (like: string, means: string): Phrase => ({ like: new RegExp(`^${like}`, 'i'), means });

/** Each whole line that is one of these is its command; `$1` is the embargo that it names. */
const phrases: readonly Phrase[] = [
  phrase(
    `(?:and )?(?:${whatIs} (?:there )?(?:waiting on me|next|(?:left )?to do|to be done|open|left)(?: for me)?|what now)[\\s?.!]*$`,
    'todo',
  ),
  phrase('what (?:do|should|must|can) i (?:have to |need to )?(?:do|owe)(?: now| next| here)?[\\s?.!]*$', 'todo'),
  phrase(`${whatIs} (?:the |my |our )?(?:status|state)${about}`, 'status $1'),
  phrase(`(?:how(?:'?s| is)|where(?:'?s| is| are)) (?:it|this|we)(?: going| now)?[\\s?.!]*$`, 'status'),
  phrase(`status (?:of|for|on) (${codenameSource})[\\s?.!]*$`, 'status $1'),
  phrase(
    `when (?:is|does|do|will|can) (?:it|this|the|we|i)?\\s*(?:be |become |go )?(?:disclos\\w*|public|publish\\w*|disclosure|date|deadline|embargo)(?: date| public| end| over)?${about}`,
    'status $1',
  ),
  phrase(`who (?:else )?(?:knows|has access|is in|acknowledged|was told)${about}`, 'who $1'),
  // Which date that is, is asked.
  phrase('date (accept|reject) ((?:both|all|either|any|them)\\b)', '$1 $2'),
  phrase('(?:who am i|what am i (?:here|called))[\\s?.!]*$', 'settings'),
  phrase("who(?:'?s| is) @?[\\w.-]{1,60}(?: [\\w.-]{1,60})?\\s*\\?$", 'members'),
  phrase(`(details|timeline|terms|patch|reviews|retro) (?:of|for|on) (${codenameSource})[\\s?.!]*$`, '$1 $2'),
  phrase('(?:set |change )?(?:my |the )?(?:time ?)?zone(?: to| is)?[\\s:=]+([a-z]+/[a-z/_-]+)\\s*$', 'settings zone $1'),
  phrase(
    'hand(?: ?over)? (?:my |the )?(?:reviews?|tests?)(?: (?:of|on|for) ([^@<>]{1,60}?))?(?: over)? to (<?@\\S+)\\s*$',
    'review handover $2 $1',
  ),
  phrase('link\\s+(<?https?://\\S+)\\s*$', '$1'),
  phrase(
    '(?:publish(?:ed)?\\s+|link\\s+)?(?:the\\s+)?(?:public\\s+)?(post|cve|packages|exploit|erratum)(?:\\s+link)?(?:\\s*:|\\s+is|\\s+at)?\\s+(<?https://\\S+)\\s*$',
    'link $1 $2',
  ),
];

/** A line as the table writes it, where it is one of these questions; else the same line. */
export function asAsked(line: string): string {
  if (line.length > lineMax) return line;
  const typed = line.replace(/[‘’]/g, "'");
  const found = phrases.find(({ like }) => like.test(typed));
  return found === undefined ? line : typed.replace(found.like, found.means).trim();
}

// A question is short; an address may be longer.
const lineMax = 600;

/**
 * `patch publish v1 https://example.org/fix`: an address is the patch's, and what stands in front is its label. Not where they have their names, nor where a
 * hash or a commit stands there. Of a patch with an address, that it is to be published need not be said.
 */
export function asPatch(typed: string): string {
  if (typed.length > patchMax) return typed;
  const line = typed.replace(patchAt, (_, label?: string) => `patch publish ${label === undefined ? '' : `${label} `}`);
  if (!/^patch publish\s/i.test(line)) return line;
  const tokens = tokensOf(line).slice(2);
  const names = tokens.flatMap(({ named }) => named?.name ?? []);
  const bare = names.includes('url') ? -1 : tokens.findIndex(({ text, named }) => named === null && address.test(text));
  const url = isHash(tokens[bare - 1]) ? undefined : tokens[bare];
  // Of the shape of a codename: whose it is, or that it is nobody's, is said by the command.
  const codename = tokens.slice(0, 2).filter(isName).slice(0, 1);
  const others = tokens.filter((token) => !codename.includes(token));
  const end = others.findIndex((token) => token === url || token.named !== null);
  const front = end < 0 ? others : others.slice(0, end);
  const other = names.includes('label') || front.some((token) => isName(token) || isHash(token) || /[\n@]/.test(token.text));
  const label = other ? [] : front;
  if (label.length === 0 && url === undefined) return line;
  const whole = label.map(({ text }) => text).join(' ');
  // `v2, only for the branch main`: what it is for is no part of what it is called.
  const [, called = '', of = ''] = names.includes('branches') ? [] : (forBranches.exec(whole) ?? []);
  const branches = /^(?:all|every\w*)$/i.test(of) ? '' : of;
  const said = branches === '' ? whole : called;
  const more = others.filter((token) => token !== url && !label.includes(token));
  return [
    'patch publish',
    ...codename.map(({ text }) => text),
    ...(said === '' ? [] : [`label=${quoted(said.replace(/[:,]$/, ''))}`]),
    ...(branches === '' ? [] : [`branches=${quoted(branches)}`]),
    ...(url === undefined ? [] : [`url=${word(url.text.replace(/^<|>$/g, ''))}`]),
    // Files stand in a line each.
    ...more.map(({ from, to }, index) => `${line.slice(more[index - 1]?.to ?? from, from).replace(/[^\n]/g, '')}${line.slice(from, to)}`),
  ].join(' ');
}

const forBranches =
  /^(\S.{0,80}?),? (?:only )?for (?:the )?(?:branch(?:es)? )?([\w./-]+(?:(?:, ?| and )[\w./-]+){0,9})(?: branch(?:es)?)?(?: only)?[:,.]?$/i;

const patchAt =
  /^(?:here(?:['’]?s| is) )?(?:(?:the|our|my|a) )?(?:new )?patch:? (?:(?:revision )?(v?\d[\w.]{0,8}(?:,? (?:only )?for (?:\S{1,40} ){0,4}?\S{1,40})?):? )?(?:is )?(?:(?:up|out|ready) )?(?:(?:at|in|on):? )?(?=<?(?:https:\/\/|ssh:\/\/|git@)\S)/i;
const address = /^<?(?:https:\/\/|ssh:\/\/|git@)\S+$/i;
const isHash = (token: Token | undefined): boolean => /\b[0-9a-f]{40,}\b/i.test(token?.text ?? '');
const isName = (token: Token | undefined): boolean => likeCodename(plainCodename(token?.text ?? ''));
const patchMax = 3000;

/** `Cve=CVE-2026-4242`: what begins with a field of an embargo updates it. `fields`: their names. */
export function asUpdate(line: string, fields: readonly string[]): string | null {
  const [, name = ''] = /^(?:--)?([a-z]{3,30})=\S/i.exec(line) ?? /^(cve|severity|versions):\s*\S/i.exec(line) ?? [];
  const field = name.toLowerCase();
  return fields.includes(field) ? `update ${line.replace(/^(?:--)?[a-z]+[=:]\s*/i, `${field}=`)}` : null;
}

/** `org remove Nova for=mistake`: why, is said with it. */
export const asMistake = (line: string): string =>
  line.length > lineMax
    ? line
    : line.replace(
        /^(org remove \S.*?)\s+(?:for=mistake|(?:entered |added )?by mistake)[\s.!]*$/i,
        '$1 for=mistake Nothing else is recorded of it.',
      );

/** `org add Seven Linux: 7.1, 7.2`: a name without quotes ends at its colon. */
export const asNamed = (line: string): string =>
  line.length > lineMax
    ? line
    : line.replace(
        /^(org (?:add|releases))\s+(?!.{0,60}\b(?:releases?|versions?|ships?|supports?):)([^\s:=,;"“”„«»‹›‘'`]+(?:[ \t]+[^\s:=,;"“”„«»‹›‘'`]+)+):\s+(?=\S)/i,
        (_, words: string, name: string) => `${words} ${quoted(name)} `,
      );

/** `people add @bob as representative of Nova`. */
export const asRole = (line: string): string =>
  line.length > lineMax
    ? line
    : line.replace(
        /^(people add \S+) as (?:an? |the |our )?(coordinator|representative|reviewer|rep)\b(?:\s+(?:of|for|at|from)(?=\s))?/i,
        '$1 $2',
      );

/** `org rename Sevn Linux to Seven Linux`: what stands in front of the one `to` is its name until now. */
export function asRename(line: string): string {
  if (!/^org rename\s/i.test(line) || line.length > lineMax) return line;
  const tokens = tokensOf(line).slice(2);
  const [at, ...more] = tokens.flatMap((token, index) =>
    /^(?:to|as|into|→|[-=]>)$/i.test(line.slice(token.from, token.to)) ? [index] : [],
  );
  const texts = (of: readonly Token[]) => of.map(({ text }) => text).join(' ');
  const [old, name] = at === undefined ? ['', ''] : [texts(tokens.slice(0, at)), texts(tokens.slice(at + 1))];
  const named = tokens.some((token) => token.named !== null);
  return more.length > 0 || named || old === '' || name === '' ? line : `org rename old=${quoted(old)} name=${quoted(name)}`;
}
