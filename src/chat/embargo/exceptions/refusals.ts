// The nos about exceptions, in words.
import type { ExceptionState } from '../../../domain/embargo/exceptions/exceptions.ts';
import type { EmbargoReason } from '../../../domain/embargo/refusal.ts';
import { code, line, soon } from '../../message/message.ts';
import type { RefusalWords } from '../../message/refused.ts';

type Code = Extract<EmbargoReason['code'], `${string}exception${string}`>;

const closed: Readonly<Record<ExceptionState, string>> = {
  open: "isn't approved yet. To take it back: ",
  allowed: 'was approved. To end it early: ',
  rejected: 'was rejected. To ask for less: ',
  withdrawn: 'was withdrawn. To ask again: ',
  lapsed: "wasn't approved in time, and no response doesn't count as approval. To ask again: ",
  over: 'is over: its time has passed. To ask again: ',
  ended: 'was ended early. To ask again: ',
};
const next: Readonly<Record<ExceptionState, string>> = {
  open: 'exception withdraw',
  allowed: 'exception end',
  rejected: 'exception ask',
  withdrawn: 'exception ask',
  lapsed: 'exception ask',
  over: 'exception ask',
  ended: 'exception ask',
};

export const exceptionRefusals: RefusalWords<Extract<EmbargoReason, { code: Code }>> = {
  'exception-needs-until': () => [
    line('Until when? No disclosure date is agreed yet, so name an end: ', code('exception ask until="2 days"'), '.'),
  ],
  'exception-is-past': ({ at }) => [
    line('That is past: ', soon(at), '. Give a later end, such as ', code('exception ask until="2 days"'), '.'),
  ],
  'exception-asked-already': ({ number, state }, { button }) => [
    line(
      `This was asked for already: exception ${number} ${state === 'allowed' ? 'is approved' : 'is waiting for approval'}. Nothing changed.`,
    ),
    button('Show exceptions', 'exceptions'),
  ],
  'too-many-exceptions': ({ most, open }, { button }) => [
    line(
      open.length === 0
        ? `${most} exceptions are the most for one embargo.`
        : `You have ${most} waiting (${open.join(', ')}), which is the most. Withdraw one first: `,
      ...(open.length === 0 ? [] : [code(`exception withdraw ${open[0]}`), '.']),
    ),
    button('Show exceptions', 'exceptions'),
  ],
  'no-voice-on-exceptions': ({ voters, own }) => [
    line(
      own
        ? "You can't approve your own request. Others on the list decide."
        : voters === 'distributors'
          ? 'Only representatives of organizations decide on exceptions on this list. To end an approved one: '
          : 'Only coordinators decide on exceptions on this list.',
      ...(own || voters !== 'distributors' ? [] : [code('exception end'), '.']),
    ),
  ],
  'exception-answered-already': ({ number, verdict, by }) => [
    line(
      `${by} already ${verdict === 'accept' ? 'approved' : 'rejected'} exception ${number}, and others haven't decided yet. Nothing changed.`,
    ),
  ],
  'exception-closed': ({ number, state }) => [line(`Exception ${number} ${closed[state]}`, code(next[state]), '.')],
  'exception-of-another': ({ number, by }) => [
    line(
      `${by} asked for exception ${number}: only they can withdraw it, and only they or a coordinator can end it. To vote against it: `,
      code(`exception reject ${number}`),
      '.',
    ),
  ],
  'which-exception': ({ number, asked, open }, { button }) => [
    line(
      asked === 0
        ? 'Nobody has asked for an exception on this embargo.'
        : `${number === null ? 'Which exception?' : `There is no exception ${number}.`} ${open.length === 0 ? 'None of them can be meant.' : `It could be: ${open.join(', ')}.`}`,
    ),
    button('Show exceptions', 'exceptions'),
  ],
};
