// What Slack says to Block Kit that it does not take.
import { limits } from '../../../src/platforms/slack/limits.ts';
import { array, type Json, object } from '../../../src/platforms/slack/payload.ts';

// Beyond this Slack answers msg_blocks_too_long (bolt-js issue 2509); the bot keeps well under it.
const totalCharactersMax = 13_200;

/** The error word for a message's blocks; null when they are fit. */
export function messageFault(blocks: readonly unknown[]): string | null {
  if (blocks.length > limits.blocksPerMessage) return 'invalid_blocks';
  if (characters(blocks) > totalCharactersMax) return 'msg_blocks_too_long';
  return blocks.every((block) => messageBlocks.has(String(object(block).type)) && fits(object(block))) && actionIdsDiffer(blocks)
    ? null
    : 'invalid_blocks';
}

/** The error word for a modal; null when it is fit. */
export function viewFault(view: Json): string | null {
  const blocks = array(view.blocks);
  const asks = blocks.some((block) => object(block).type === 'input');
  const fit =
    view.type === 'modal' &&
    isPlain(view.title, limits.modalTitle) &&
    // A modal without inputs has nothing to submit.
    (view.submit === undefined ? !asks : isPlain(view.submit, limits.modalSubmit)) &&
    (view.close === undefined || isPlain(view.close, limits.modalSubmit)) &&
    String(view.private_metadata ?? '').length <= limits.privateMetadata &&
    String(view.callback_id ?? '').length <= limits.callbackId &&
    String(view.external_id ?? '').length <= limits.callbackId &&
    blocks.length <= limits.blocksPerModal &&
    new Set(blocks.map((block) => object(block).block_id)).size === blocks.length &&
    blocks.every((block) => modalBlocks.has(String(object(block).type)) && fits(object(block)));
  return fit ? null : 'invalid_arguments';
}

/** The error word for an App Home; null when it is fit. */
export function homeFault(view: Json): string | null {
  const blocks = array(view.blocks);
  const fit =
    view.type === 'home' &&
    (view.private_metadata === undefined || String(view.private_metadata).length <= limits.privateMetadata) &&
    (view.callback_id === undefined || String(view.callback_id).length <= limits.callbackId) &&
    blocks.length <= blocksPerHome &&
    blocks.every((block) => messageBlocks.has(String(object(block).type)) && fits(object(block))) &&
    actionIdsDiffer(blocks);
  return fit ? null : 'invalid_arguments';
}

// https://docs.slack.dev/reference/views/home-tab-views
const blocksPerHome = 100;
const messageBlocks = new Set(['header', 'rich_text', 'actions', 'section', 'divider', 'context']);
const modalBlocks = new Set(['header', 'rich_text', 'section', 'input', 'divider', 'context']);

function fits(block: Json): boolean {
  if (block.block_id !== undefined && String(block.block_id).length > limits.blockId) return false;
  switch (block.type) {
    case 'header':
      return isPlain(block.text, limits.headerText);
    case 'section':
      return isPlain(block.text, limits.blockText);
    case 'divider':
      return true;
    case 'context':
      return array(block.elements).length > 0 && array(block.elements).every((element) => isPlain(element, limits.contextText));
    case 'rich_text':
      return array(block.elements).length > 0 && array(block.elements).every((part) => richFits(object(part)));
    case 'actions':
      return isCount(block.elements, limits.actionsPerBlock) && array(block.elements).every((button) => buttonFits(object(button)));
    case 'input':
      return (
        isPlain(block.label, limits.inputLabel) &&
        (block.hint === undefined || isPlain(block.hint, limits.inputHint)) &&
        inputFits(object(block.element))
      );
    default:
      return false;
  }
}

function richFits(part: Json): boolean {
  if (part.type === 'rich_text_list')
    return array(part.elements).length > 0 && array(part.elements).every((item) => richFits(object(item)));
  return (
    (part.type === 'rich_text_section' || part.type === 'rich_text_preformatted') &&
    array(part.elements).length > 0 &&
    array(part.elements).every((inline) => inlineFits(object(inline)))
  );
}

function inlineFits(inline: Json): boolean {
  if (inline.type === 'text') return isText(inline.text, limits.blockText);
  if (inline.type === 'link') return isText(inline.url, limits.linkUrl);
  if (inline.type === 'user') return /^[UW][A-Z0-9]+$/.test(String(inline.user_id));
  return inline.type === 'date' && Number.isInteger(inline.timestamp) && isText(inline.format, limits.blockText);
}

function buttonFits(button: Json): boolean {
  const value = button.value === undefined || isText(button.value, limits.buttonValue);
  const style = button.style === undefined || button.style === 'primary' || button.style === 'danger';
  return button.type === 'button' && isPlain(button.text, limits.buttonText) && isText(button.action_id, limits.actionId) && value && style;
}

/** https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
const checkboxesMax = 10;

function inputFits(element: Json): boolean {
  if (!isText(element.action_id, limits.actionId)) return false;
  if (element.type === 'plain_text_input') {
    const max = Number(element.max_length);
    return max >= 1 && max <= limits.inputText && (element.initial_value === undefined || isText(element.initial_value, max));
  }
  if (element.type === 'users_select') return element.initial_user === undefined || /^[UW][A-Z0-9]+$/.test(String(element.initial_user));
  if (element.type === 'datetimepicker') return element.initial_date_time === undefined || isSeconds(element.initial_date_time);
  if (element.type === 'checkboxes') {
    const boxes = [...array(element.options), ...array(element.initial_options)];
    return isCount(array(element.options), checkboxesMax) && boxes.every((option) => optionFits(object(option)));
  }
  if (element.type === 'external_select') {
    const least = element.min_query_length === undefined || Number(element.min_query_length) >= 0;
    return least && (element.initial_option === undefined || optionFits(object(element.initial_option)));
  }
  const groups = array(element.option_groups).flatMap((group) => [array(object(group).options)]);
  const lists = element.options === undefined ? groups : [array(element.options)];
  const options = lists.every((list) => isCount(list, limits.optionsPerSelect) && list.every((option) => optionFits(object(option))));
  return element.type === 'static_select' && isCount(lists, limits.optionGroupsPerSelect) && options;
}

/** What an app offers in an external select: the error word, or null when Slack shows it. */
export function optionsFault(answer: Json): string | null {
  const options = array(answer.options);
  const fit =
    Array.isArray(answer.options) && options.length <= limits.optionsPerSelect && options.every((option) => optionFits(object(option)));
  return fit ? null : 'invalid_options';
}

// Ten digits: https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element
const isSeconds = (value: unknown): boolean => Number.isInteger(value) && /^\d{10}$/.test(String(value));
const optionFits = (option: Json): boolean => isPlain(option.text, limits.optionText) && isText(option.value, limits.optionValue);
const isCount = (value: unknown, max: number): boolean => array(value).length > 0 && array(value).length <= max;
const isText = (value: unknown, max: number): boolean => typeof value === 'string' && value.length > 0 && value.length <= max;
const isPlain = (value: unknown, max: number): boolean => object(value).type === 'plain_text' && isText(object(value).text, max);

function actionIdsDiffer(blocks: readonly unknown[]): boolean {
  const ids = blocks.flatMap((block) =>
    object(block).type === 'actions' ? array(object(block).elements).map((button) => object(button).action_id) : [],
  );
  return new Set(ids).size === ids.length;
}

function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((total, inner) => total + characters(inner), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (total, [key, inner]) => total + (key === 'text' && typeof inner === 'string' ? inner.length : characters(inner)),
    0,
  );
}
