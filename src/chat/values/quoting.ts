// How a text becomes one word of a command, and is read again. `quoted` is the exact inverse of `unquoted`: whatever a name contains, in a command it
// stays one word, and says nothing else.

// Straight quotes hold anything: a quote in them is written \", a backslash \\. The second alternative takes a lone backslash as it is, and leaves no
// text that could be read in two ways.
const straight = String.raw`"(?:[^"\\]|\\["\\]|\\(?!["\\]))*"`;
// Phones put curly quotes around what people type, of whichever language, and sometimes around one end only. Nothing stands for a quote in these.
const curly = '[“”„][^"“”„]*["“”]|"[^"“”„]*[“”]';
// As they are typed in French, German, Russian, …; and single ones, where an apostrophe before a letter ends nothing.
const others = '«[^«»]*»|»[^«»]*«|‹[^‹›]*›|‘(?:[^‘’]|’(?=[A-Za-z]))*’';

/** What is in quotes, as the source of a regular expression. It takes linear time on any text. */
export const quotedSource = `${straight}|${curly}|${others}`;

// Where a value has to begin, these are quotes too; elsewhere they are an apostrophe, or markup.
const afterEquals = "'[^']*'(?=\\s|$)|`[^`]*`";

/** The same behind `name=`. */
export const quotedValueSource = `${quotedSource}|${afterEquals}`;

const whole = new RegExp(`^(?:${quotedSource})$`);

/** A text in quotes, with the quotes and backslashes in it marked. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The text in quotes; anything else as it is. */
export function unquoted(text: string): string {
  if (!whole.test(text)) return text;
  const inside = text.slice(1, -1);
  return text.startsWith('"') && text.endsWith('"') ? inside.replace(/\\(["\\])/g, '$1') : inside;
}

/** A value, or an item of a list, without its quotes of whatever kind. */
export function unquotedValue(text: string): string {
  return /^(['`]).*\1$/s.test(text) ? text.slice(1, -1) : unquoted(text);
}

// Nothing in it that parts words, quotes, names an argument, or ends a sentence.
const bare = /^[\p{L}\p{N}](?:[\p{L}\p{N}._/@#+-]*[\p{L}\p{N}])?$/u;

/** A text as one word: as it is where that is read as such, else in quotes. */
export function word(text: string): string {
  return bare.test(text) ? text : quoted(text);
}
