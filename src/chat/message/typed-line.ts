// One typed line, taken apart: a command with or without its prefix, or the number of a button. Pure.

export type Speech =
  /** `prefixed`: it began with `/embargo` or `!embargo`, so that it is a command even while a form is open. */
  { readonly type: 'words'; readonly text: string; readonly prefixed: boolean } | { readonly type: 'button'; readonly number: number };

const prefix = /^[/!]embargo(?:\s+|$)/i;

/** What a line is, before anybody is looked for in it. */
export function readSpeech(line: string): Speech {
  const text = line.trim();
  const pressed = /^(?:\[(\d{1,4})\]|(\d{1,4}))$/.exec(text);
  if (pressed !== null) return { type: 'button', number: Number(pressed[1] ?? pressed[2]) };
  return { type: 'words', text: text.replace(prefix, ''), prefixed: prefix.test(text) };
}
