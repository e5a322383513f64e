// Block Kit as HTML, near enough to Slack to see how a message reads. Every block and element that the bot sends is known, any other is a mistake.
import type { types } from '@slack/bolt';
import { escapeMarkup } from '../../src/platforms/slack/text.ts';

/** Where the reader of the pictures lives. */
export const readersZone = 'America/Los_Angeles';

/** A post as somebody sees it in a channel. */
export function slackPost(blocks: readonly types.KnownBlock[]): string {
  return `<div class="post"><div class="avatar">e</div><div class="body"><b>embargo</b> <span class="app">APP</span>${blocks.map(block).join('')}</div></div>`;
}

/** A form as somebody sees it in front of a channel. */
export function slackModal(view: types.ModalView): string {
  const foot = `<footer><span class="button">${escapeMarkup(view.close?.text ?? '')}</span><span class="button primary">${escapeMarkup(view.submit?.text ?? '')}</span></footer>`;
  return `<div class="modal"><h2>${escapeMarkup(view.title.text)}</h2>${view.blocks.map((each) => block(each as types.KnownBlock)).join('')}${foot}</div>`;
}

function block(each: types.KnownBlock): string {
  switch (each.type) {
    case 'header':
      return `<h3>${escapeMarkup(each.text.text)}</h3>`;
    case 'divider':
      return '<hr>';
    case 'section':
      return `<p>${escapeMarkup(each.text?.text ?? '')}</p>`;
    case 'context':
      return `<p class="context">${each.elements.map((part) => ('text' in part ? escapeMarkup(part.text) : '')).join(' ')}</p>`;
    case 'rich_text':
      return each.elements.map(rich).join('');
    case 'actions':
      return `<p class="actions">${each.elements.map(control).join('')}</p>`;
    case 'input': {
      const optional = each.optional === true ? ' <span class="hint">(optional)</span>' : '';
      const hint = each.hint === undefined ? '' : `<div class="hint">${escapeMarkup(each.hint.text)}</div>`;
      return `<div class="field"><label>${escapeMarkup(each.label.text)}${optional}</label>${control(each.element)}${hint}</div>`;
    }
    default:
      throw new Error(`no picture of a block of the type ${each.type}`);
  }
}

function rich(part: types.RichTextBlockElement): string {
  switch (part.type) {
    case 'rich_text_section':
      return `<p>${part.elements.map(inline).join('')}</p>`;
    case 'rich_text_preformatted':
      return `<pre>${part.elements.map(inline).join('')}</pre>`;
    case 'rich_text_list':
      return `<ul>${part.elements.map(({ elements }) => `<li>${elements.map(inline).join('')}</li>`).join('')}</ul>`;
    default:
      throw new Error(`no picture of a part of the type ${part.type}`);
  }
}

function inline(element: types.RichTextElement): string {
  switch (element.type) {
    case 'text': {
      const { bold, italic, code } = element.style ?? {};
      const text = escapeMarkup(element.text).replaceAll('\n', '<br>');
      const marks = [...(bold === true ? ['b'] : []), ...(italic === true ? ['i'] : []), ...(code === true ? ['code'] : [])];
      return marks.reduce((inner, mark) => `<${mark}>${inner}</${mark}>`, text);
    }
    case 'link':
      return `<a>${escapeMarkup(element.text ?? element.url)}</a>`;
    case 'user':
      return `<span class="mention">@${escapeMarkup(element.user_id)}</span>`;
    case 'date':
      return escapeMarkup(
        new Date(element.timestamp * 1000).toLocaleString('en-US', {
          timeZone: readersZone,
          dateStyle: 'medium',
          timeStyle: 'short',
        }),
      );
    default:
      throw new Error(`no picture of an element of the type ${element.type}`);
  }
}

type Control = types.ActionsBlockElement | types.InputBlockElement;

function control(element: Control): string {
  switch (element.type) {
    case 'button':
      return `<span class="button ${element.style ?? ''}">${escapeMarkup(element.text.text)}</span>`;
    case 'plain_text_input': {
      const shown = element.initial_value ?? '';
      const instead = `<i>${escapeMarkup(element.placeholder?.text ?? '')}</i>`;
      return `<div class="input${element.multiline === true ? ' long' : ''}">${shown === '' ? instead : escapeMarkup(shown)}</div>`;
    }
    case 'static_select':
    case 'external_select':
    case 'users_select':
      return `<div class="input select">${escapeMarkup(('initial_option' in element ? element.initial_option?.text.text : undefined) ?? element.placeholder?.text ?? 'Select an option')}</div>`;
    case 'datetimepicker':
      return '<div class="input select">Select date and time</div>';
    default:
      throw new Error(`no picture of a control of the type ${element.type}`);
  }
}
