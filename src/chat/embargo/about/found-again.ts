// Somebody else found it too: what one found, others can find. The date is put to the list anew, which coordinators do.
import { agreedDate, type Embargo } from '../../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { coordinatorsOf } from '../../../domain/list/list.ts';
import { type Action, actions, code, type Inline, line, soon } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { formatUtc } from '../../values/instant.ts';
import { by, type EventContext, reply, tell, toCoordinators, toSignatories } from '../event-context.ts';
import { reporterWords } from './about.ts';

/** To coordinators with the question of the date; to everybody else who has acknowledged that it was found again; by whom stands in the details. */
export function foundAgain(context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const said = `${by(context)} recorded that someone else found it too, independently.`;
  const agreed = agreedDate(embargo);
  const force: Inline[] = agreed === null ? ['No date is agreed yet.'] : ['The agreed date: ', soon(agreed.at), '.'];
  const asked = toCoordinators(context, tell, [line(`${said} Others may find it too. `, ...force), actions(...answers(embargo))]);
  const coordinators = new Set(coordinatorsOf(list).map(({ person }) => person));
  const others = toSignatories(context, [
    line(`${said} The terms still apply. I asked the coordinators about the date.`),
    actions({ label: 'Details', words: `details ${embargo.codename}` }),
  ]).filter(({ to }) => to.type !== 'person' || !coordinators.has(to.person));
  return [...reply(context, ['Recorded. ', code('details'), ' shows it. I asked the coordinators about the date.']), ...asked, ...others];
}

/** The date that is kept is named on the button. */
function answers(embargo: Embargo): Action[] {
  const { codename } = embargo;
  const agreed = agreedDate(embargo);
  const none = agreed === null && Object.keys(embargo.proposals).length === 0;
  const propose = { label: none ? 'Propose a date…' : 'Propose an earlier date…', words: `date propose ${codename}` };
  const details = { label: 'Show who found it', words: `details ${codename}` };
  return [...(agreed === null ? [] : [{ label: `Keep ${formatUtc(agreed.at)}…`, words: `keep ${codename}` }]), propose, details];
}

/** Who it was, and what was written of it, for the timeline. */
export function foundAgainWords({ reporter, note }: Extract<EmbargoFact, { type: 'found-again' }>): string {
  return note === null ? reporterWords(reporter) : `${reporterWords(reporter)}: ${note}`;
}
