// Modals as people fill them in: one question after the other, selects with what the bot offers, a calendar, and what Slack makes of it when it is sent.
import type { Choice } from '../../../src/chat/message/form.ts';
import { answerQuestion, formErrors, questionLines, questionsOf } from '../../../src/chat/message/questions.ts';
import { type Json, object, string } from '../../../src/platforms/slack/payload.ts';
import { readMentionsOnly } from '../../../src/platforms/terminal/speech.ts';
import { formOpened, posted } from '../../../src/platforms/terminal/story.ts';
import { type OpenForm, type Persona, personaBehind, type Rig, withUsers } from './cast.ts';
import { optionsFault } from './fake-slack-blocks.ts';
import type { FakeView } from './fake-slack-state.ts';
import { closeView, shownView } from './fake-slack-views.ts';
import { formOf, type ModalInput, modalInputs, viewLines } from './modal-text.ts';
import { blockSuggestion, viewSubmission } from './payloads.ts';

/** A modal that was opened, or put in the place of another, as transcript lines. */
export async function formShown(rig: Rig, view: FakeView): Promise<string[]> {
  const persona = personaBehind(rig.cast, view.user);
  const inputs = modalInputs(view.view);
  if (inputs.length === 0) {
    persona.open = null;
    return posted({ room: null, person: `${persona.name} (window)` }, viewLines(view.view));
  }
  const picks: Record<string, readonly Choice[]> = {};
  for (const input of inputs) if (input.type === 'external_select') picks[input.block] = await optionsFor(rig, persona, view, input, '');
  const questions = { ...questionsOf(formOf(view.view)), picks };
  persona.open = { questions, opened: view };
  return [...formOpened(persona.name, questions.form.title, formErrors(questions.form)), ...questionLines(questions)];
}

/** Types into the select that is asked for, and picks the first of what the bot offers then. */
export async function pick(rig: Rig, persona: Persona, typed: string): Promise<string[]> {
  const { open } = persona;
  const asked = open?.questions.asked[open.questions.at]?.name;
  const input = modalInputs(open?.opened.view ?? {}).find(({ block, type }) => block === asked && type === 'external_select');
  if (open === null || input === undefined) throw new Error(`${persona.name} has nothing to pick from`);
  const options = await optionsFor(rig, persona, open.opened, input, typed);
  const [first] = options;
  if (first === undefined) return ['  ! Nothing of that name is offered.'];
  const { questions } = open;
  const offering: OpenForm = { ...open, questions: { ...questions, picks: { ...questions.picks, [input.block]: options } } };
  const lines = options.map(({ label }, index) => `    ${index + 1} ${label}`);
  return [...lines, ...(await answer(rig, persona, offering, first.label))];
}

/** Sends the open form as it stands: what is filled in already, and what was answered so far. */
export async function sendForm(rig: Rig, persona: Persona): Promise<string[]> {
  const { open } = persona;
  if (open === null) throw new Error(`${persona.name} has no form to send`);
  persona.open = null;
  return submit(rig, persona, open, open.questions.values);
}

/** What somebody types while a form is open to them, and what they pick from a calendar. */
export async function answer(rig: Rig, persona: Persona, open: OpenForm, line: string): Promise<string[]> {
  const { text, names } = readMentionsOnly(line);
  const answered = answerQuestion(
    open.questions,
    withUsers(rig.cast, text, names, (user) => `<@${user}>`),
    rig.check ?? (() => null),
  );
  switch (answered.type) {
    case 'asking':
      persona.open = { ...open, questions: answered.questions };
      return [...(answered.problem === null ? [] : [`  ! ${answered.problem}`]), ...questionLines(answered.questions)];
    case 'cancelled':
      persona.open = null;
      closeView(rig.fake.slack, open.opened.id);
      return ['  (closed, nothing sent)'];
    case 'complete':
      persona.open = null;
      return submit(rig, persona, open, answered.values);
    default:
      return answered satisfies never;
  }
}

async function submit(rig: Rig, persona: Persona, open: OpenForm, values: Readonly<Record<string, string>>): Promise<string[]> {
  const { form } = open.questions;
  const inputs = modalInputs(open.opened.view);
  const state: Record<string, Json> = {};
  for (const input of inputs) state[input.block] = { [input.action]: inputState(input, open, values[input.block] ?? null) };
  const body = viewSubmission(persona, shownView(rig.fake.slack, open.opened), state, rig.fake.trigger(persona.user));
  const acknowledged = object(await rig.transport('interactive', body));
  if (acknowledged.response_action !== 'errors') {
    closeView(rig.fake.slack, open.opened.id);
    return [];
  }
  // Slack keeps the modal open, with what was typed and the errors beside the fields.
  const errors = Object.fromEntries(
    Object.entries(object(acknowledged.errors)).map(([block, error]) => {
      const input = inputs.find((one) => one.block === block);
      if (input === undefined) throw new Error(`Slack refuses an error beside ${block}, which the modal does not have`);
      return [input.block, String(error)];
    }),
  );
  const questions = { ...questionsOf({ ...form, values, errors }), picks: open.questions.picks };
  persona.open = { ...open, questions };
  return [...formErrors(questions.form).map((error) => `  ! ${error}`), ...questionLines(questions)];
}

/** What Slack sends of one input of a modal. */
function inputState({ type, block, offers }: ModalInput, open: OpenForm, value: string | null): Json {
  switch (type) {
    case 'users_select':
      return { type, selected_user: /^<@([^>|]+)/.exec(value ?? '')?.[1] ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: value === null ? null : secondsOf(value) };
    case 'checkboxes':
      return { type, selected_options: offers.filter((option) => option.value === value).map(asOption) };
    case 'static_select':
    case 'external_select': {
      const option = [...offers, ...(open.questions.picks[block] ?? [])].find((one) => one.value === value);
      if (value !== null && option === undefined) throw new Error(`${value} was not among what is offered`);
      return { type, selected_option: option === undefined ? null : asOption(option) };
    }
    default:
      return { type, value };
  }
}

const asOption = ({ label, value }: Choice): Json => ({ text: { type: 'plain_text', text: label, emoji: false }, value });

/** What a calendar can say; throws of words that it can't. */
function secondsOf(value: string): number {
  const at = Date.parse(value.replace(' UTC', 'Z').replace(' ', 'T')) / 1000;
  if (Number.isNaN(at)) throw new Error(`${value} can't be picked from a calendar: write it as 2026-12-03 14:00 UTC`);
  return at;
}

/** Asks the bot as Slack does while somebody types into a select. */
async function optionsFor(rig: Rig, persona: Persona, view: FakeView, input: ModalInput, typed: string): Promise<Choice[]> {
  const body = blockSuggestion(persona, shownView(rig.fake.slack, view), input.block, input.action, typed);
  const answered = object(await rig.transport('interactive', body));
  const fault = optionsFault(answered);
  if (fault !== null) throw new Error(fault);
  return (answered.options as Json[]).map(({ text, value }) => ({ label: String(object(text).text), value: string(value) ?? '' }));
}
