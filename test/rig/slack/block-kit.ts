// Block Kit in short, for what is compared whole.
export const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
export const text = (words: string) => ({ type: 'text', text: words });
export const bold = (words: string) => ({ type: 'text', text: words, style: { bold: true } });
export const code = (words: string) => ({ type: 'text', text: words, style: { code: true } });
export const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
export const lineEnd = text('\n');
export const rich = (...elements: unknown[]) => ({ type: 'rich_text', elements });
export const bullets = (...items: string[]) =>
  rich({ type: 'rich_text_list', style: 'bullet', elements: items.map((item) => section(text(item))) });
export const divider = { type: 'divider' };
export const header = (words: string) => ({ type: 'header', text: plain(words) });
/** An instant: in UTC, then as Slack shows it in the reader's own time. */
export const when = (at: number, utc: string) => [
  text(`${utc} (`),
  { type: 'date', timestamp: at / 1000, format: '{date_short} {time}', fallback: utc },
  text(' your time)'),
];
export const button = (number: number, label: string, value: string, style?: string) => ({
  type: 'button',
  action_id: `say:${number}`,
  text: plain(label),
  value,
  ...(style === undefined ? {} : { style }),
});
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const input = (name: string, label: string, hint: string, optional: boolean, maxLength: number, multiline = false) => ({
  type: 'input',
  block_id: name,
  label: plain(label),
  hint: plain(hint),
  optional,
  element: { type: 'plain_text_input', action_id: 'value', multiline, max_length: maxLength },
});
