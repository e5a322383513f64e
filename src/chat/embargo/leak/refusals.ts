// The no to what is asked of a leak, in words.
import type { EmbargoReason } from '../../../domain/embargo/refusal.ts';
import { code, instant, line } from '../../message/message.ts';
import type { RefusalWords } from '../../message/refused.ts';

type Reasons = Extract<
  EmbargoReason,
  {
    code:
      | 'not-your-report'
      | 'which-leak'
      | 'leak-closed'
      | 'leak-joined'
      | 'same-leak'
      | 'classed-already'
      | 'class-first'
      | 'too-many-steps'
      | 'unknown-leak-step'
      | 'leak-step-done-already'
      | 'leak-steps-open';
  }
>;

export const leakRefusals: RefusalWords<Reasons> = {
  'not-your-report': () => [
    line("You reported no leak of this embargo, so there's nothing to add to. To report one: ", code('report leak'), '.'),
  ],
  'which-leak': ({ numbers, closed }, { words }) => {
    const [first] = numbers;
    if (first === undefined)
      return [line(`No leak is ${closed ? 'closed' : 'open'} on this embargo. To report one: `, code('report leak'), '.')];
    return [
      line(
        `${closed ? 'Closed' : 'Open'}: leak ${numbers.join(', ')}. Name one: `,
        code(`${words.startsWith('leak ') ? words : 'leak show'} leak=${first}`),
        '.',
      ),
    ];
  },
  'leak-closed': ({ leak, at }, { button }) => [
    line(`Leak ${leak} was closed `, instant(at), '.'),
    button('Reopen it…', 'leak reopen', `leak=${leak}`),
  ],
  'leak-joined': ({ leak, into }, { button }) => [
    line(`Leak ${leak} is part of leak ${into} now.`),
    button(`Show leak ${into}`, 'leak show', String(into)),
  ],
  'same-leak': () => [line('That is one and the same. Name two: ', code('leak join 2 1'), '.')],
  'classed-already': ({ leak }, { button }) => [
    line(`Leak ${leak} is assessed as that already. Nothing changed.`),
    button(`Show leak ${leak}`, 'leak show', String(leak)),
  ],
  'class-first': ({ leak }, { button }) => [
    line('Say first what leaked: a false alarm too.'),
    button(`Assess leak ${leak}…`, 'leak class', `leak=${leak}`),
  ],
  'too-many-steps': ({ most }) => [line(`${most} steps are the most. Add it to the record: `, code('note'), '.')],
  'unknown-leak-step': ({ number, open }, { button }) => [
    line(`You have no step ${number}. ${open.length === 0 ? 'None is open.' : `Open: ${open.join(', ')}.`}`),
    button('Show the leak', 'leak show'),
  ],
  'leak-step-done-already': ({ number, at }) => [
    line(`Step ${number} was done already, `, instant(at), '. To add to it: ', code('note'), '.'),
  ],
  'leak-steps-open': ({ leak, open }, { button }) => [
    line(`Leak ${leak} has open steps: ${open.join(', ')}. Mark them done first: `, code(`leak step done ${open[0] ?? 1}`), '.'),
    button(`Show leak ${leak}`, 'leak show', String(leak)),
  ],
};
