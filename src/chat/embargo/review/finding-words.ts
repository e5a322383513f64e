// What people say of a finding behind its number, as the table of commands writes it: `finding 2 not an issue because …`.

const said: readonly (readonly [RegExp, string])[] = [
  [/^(?:is )?(?:not an? (?:issue|bug|problem)|no (?:issue|bug|problem)|invalid|false positive)\b/i, 'finding dismiss'],
  [/^(?:i |we |i'll |we'll )?(?:will )?(?:be fixed|fix(?: it)?(?!ed|es))\b/i, 'finding will-fix'],
  [/^(?:is )?not fixed\b/i, 'finding reopen'],
  [/^(?:is )?fixed\b/i, 'finding fixed'],
  [/^(?:is )?confirm(?:ed)?(?: fixed)?\b/i, 'finding confirm'],
  [/^reopen\b/i, 'finding reopen'],
  [/^(?:own embargo|split(?: off)?)\b/i, 'split'],
];

/** `finding 2 not an issue because …` as `finding dismiss 2 …`; any other line as it is. */
export function asFinding(line: string): string {
  const [, named = '', number, rest = ''] = /^findings?\s+((?:[a-z]+-[a-z]+\s+)?)#?(\d{1,4})[:,]?\s+(\S[\s\S]*)$/i.exec(line) ?? [];
  if (number === undefined) return line;
  const meant = said.find(([begins]) => begins.test(rest));
  if (meant === undefined) return line;
  const [begins, words] = meant;
  const more = rest.replace(begins, '').replace(/^[\s,:.]+/, '');
  return words === 'split' ? `split ${named}finding=${number} ${more}`.trim() : `${words} ${named}${number} ${more}`.trim();
}
