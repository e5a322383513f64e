// Exceptions, said: that one is asked for, what became of it, and the page of all of them.
import { withAccess } from '../../../domain/embargo/consent.ts';
import { agreedDate, type Exception } from '../../../domain/embargo/embargo.ts';
import { type ExceptionState, exceptionsOf, mayEnd, stateOf } from '../../../domain/embargo/exceptions/exceptions.ts';
import { approvals, saidBy, voiceOf } from '../../../domain/embargo/exceptions/voices.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { todos } from '../../../domain/embargo/todos.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { dayMs } from '../../../domain/values/time.ts';
import { toPerson, toRooms, toThreads } from '../../message/address.ts';
import {
  answerException,
  askException,
  endException,
  exceptionNamed,
  exceptionTitles,
  forWhom,
  readException,
  readExceptions,
  withdrawException,
} from '../../message/exceptions.ts';
import { type Action, actions, bullets, type Inline, line, type Node, soon } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { counted, names, personLabel, type View, voterName } from '../../message/view.ts';
import { askedAgain } from '../consent.ts';
import { by, type EventContext, reply, tell, toOtherCoordinators } from '../event-context.ts';
import { permissionNodes } from './permissions.ts';

type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

/** What is allowed, and every exception: how it stands, in the words of who asked, with the buttons that the reader may press. */
export function exceptionNodes(view: View, reader: PersonId): Node[] {
  const { embargo } = view;
  const { all } = exceptionsOf(embargo);
  const rows = all.map((each) => row(each, view));
  const ways = all.flatMap((each) => waysOf(each, view, reader));
  const ask = embargo.ended === null && !isReviewer(view, reader) ? [askException(embargo.codename)] : [];
  return [
    ...permissionNodes(view, 'signed'),
    ...(rows.length === 0 ? [line('Nobody has asked for an exception.')] : [line('Exceptions:'), bullets(rows)]),
    actions(...ways, ...ask),
  ];
}

/** Reviewers ask their representative. */
const isReviewer = ({ list }: View, reader: PersonId): boolean => list.members[reader]?.role === 'reviewer';

const stateWords: Readonly<Record<ExceptionState, string>> = {
  open: 'waiting for approval',
  allowed: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed: not approved in time',
  over: 'over',
  ended: 'ended early',
};

function row(exception: Exception, view: View): Inline[] {
  const { embargo, list, now } = view;
  const { number, kind, what, whom, because, end } = exception;
  const state = stateOf(exception, now);
  const why = end?.because === undefined ? '' : ` (${end.because})`;
  const limit: Inline[] =
    state === 'open'
      ? ['; respond by ', ...counted(exception.answerBy, now), '; until ', soon(exception.until), `. ${approvalText(exception, view)}`]
      : state === 'allowed'
        ? [' until ', ...counted(exception.until, now), '.']
        : ['.'];
  const words =
    embargo.purgedAt === undefined ? ` What: ${what}. With: ${whom}. Why: ${because}. Asked by ${personLabel(list, exception.by)}.` : '';
  return [
    `${number}. ${exceptionTitles[kind]}, for ${forWhom(exception, list)}: ${stateWords[state]}${why}`,
    ...limit,
    words,
    ...reasons(exception, view),
  ];
}

/** Who has approved so far, and what it takes. */
function approvalText(exception: Exception, { embargo, list }: View): string {
  const { accepted, rejected, needed, coordinators } = approvals(exception, withAccess(embargo, list));
  const voices = (voters: typeof accepted) => names(voters.map((voter) => voterName(list, voter)));
  // Nobody approves what they asked for themselves.
  const own = needed > 0 && accepted.length >= needed ? ' Someone other than who asked has to approve it too.' : '';
  const against = rejected.length === 0 ? '' : ` Rejected by ${voices(rejected)}.`;
  const quick = coordinators === null ? '' : `, or ${coordinators.accepted} of ${coordinators.needed} other coordinators`;
  return `Approved by ${accepted.length} of ${needed} needed${accepted.length === 0 ? '' : ` (${voices(accepted)})`}${quick}.${own}${against}`;
}

function reasons({ answers }: Exception, { list }: View): Inline[] {
  return Object.values(answers).flatMap(({ reason, by: who }) => (reason === null ? [] : [` ${personLabel(list, who)}: ${reason}.`]));
}

function waysOf(exception: Exception, { embargo, list, now }: View, reader: PersonId): Action[] {
  const { number } = exception;
  const { codename } = embargo;
  const member = list.members[reader];
  if (member === undefined) return [];
  const state = stateOf(exception, now);
  if (state === 'allowed') return mayEnd(exception, member) ? [endException(number, codename)] : [];
  if (state !== 'open') return [];
  const on = withAccess(embargo, list);
  const voter = voiceOf(member, on, exception);
  const own = exception.by === reader ? [withdrawException(number, codename)] : [];
  return voter !== null && saidBy(voter, exception, on)?.by !== reader ? [...answerException(number, codename), ...own] : own;
}

/** The exception that a fact is about, as it stands now. */
const ofFact = ({ embargo }: View, number: number): Exception | undefined => exceptionsOf(embargo).all[number - 1];

/** Somebody asks the list. Where there is less than a day to answer, those who can are told directly. */
export function exceptionAsked(fact: FactOf<'exception-asked'>, context: EventContext): Outgoing[] {
  const { embargo, list, now } = context;
  const cut = fact.cut === undefined ? [] : [line('It ends with the disclosure, not ', soon(fact.cut), '.')];
  const until: Inline[] = [' until ', soon(fact.until)];
  const receipt = reply(
    context,
    [`You asked for ${exceptionNamed(fact, list)}`, ...until, '. Nothing is allowed until the list approves it.'],
    [...cut, actions(readExceptions(embargo.codename), withdrawException(fact.number, embargo.codename))],
  );
  // That it is approved says it all.
  if (ofFact(context, fact.number)?.approvedAt !== undefined) return [];
  const nodes = [
    line(`${by(context)} asks the list for ${exceptionNamed(fact, list)}`, ...until, '.'),
    line('Respond by ', soon(fact.answerBy), ". No response doesn't count as approval."),
    actions(readException(fact.number, embargo.codename)),
  ];
  const asked = todos(embargo, list, now).filter((todo) => todo.type === 'answer-exception' && todo.number === fact.number);
  const soonDue = fact.answerBy - now < dayMs;
  const urged = soonDue ? asked.map(({ person }) => toPerson(person, context, { ...tell, urgency: 'deadline' }, nodes)) : [];
  return [...receipt, ...toRooms(list, embargo, tell, nodes), ...urged];
}

/** Who answered, for whom; and to the one who did, what. */
export function exceptionAnswered(fact: FactOf<'exception-answered'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const past = fact.verdict === 'accept' ? 'approved' : 'rejected';
  const voter = voterName(list, fact.voter);
  const person = context.by === null ? '' : (list.members[context.by.person]?.name ?? '');
  const whose = voter === person ? '' : `, for ${voter},`;
  const why = fact.reason === null ? '' : ' with a reason';
  return [
    ...reply(context, `You ${past} exception ${fact.number}${whose === '' ? '' : ` for ${voter}`}.`),
    ...toThreads(list, embargo, tell, [
      line(`${person}${whose} ${past} exception ${fact.number}${why}.`),
      actions(readExceptions(embargo.codename)),
    ]),
  ];
}

/** The decision and its limits, to everybody in the rooms; and to who asked. */
export function exceptionApproved({ number }: FactOf<'exception-approved'>, context: EventContext): Outgoing[] {
  const { embargo, list, now } = context;
  const exception = ofFact(context, number);
  if (exception === undefined) return [];
  const nodes = [
    line(`Approved: ${exceptionNamed(exception, list)}, until `, ...counted(exception.until, now), '. Nothing else is allowed by it.'),
    actions(readException(number, embargo.codename)),
  ];
  return [...toRooms(list, embargo, tell, nodes), ...toAsker(exception, context, nodes)];
}

export function exceptionRejected({ number }: FactOf<'exception-rejected'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const exception = ofFact(context, number);
  if (exception === undefined) return [];
  const nodes = [line(`Rejected: ${exceptionNamed(exception, list)}. It isn't allowed.`), actions(readExceptions(embargo.codename))];
  return [...toThreads(list, embargo, tell, nodes), ...toAsker(exception, context, nodes)];
}

export function exceptionWithdrawn({ number }: FactOf<'exception-withdrawn'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  return [
    ...reply(context, `You withdrew exception ${number}. No one needs to answer it.`),
    ...toThreads(list, embargo, tell, [line(`${by(context)} withdrew exception ${number}. No one needs to answer it.`)]),
  ];
}

/** Less is allowed than before: to everybody, who is asked to acknowledge it. */
export function exceptionEnded({ number }: FactOf<'exception-ended'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const exception = ofFact(context, number);
  if (exception === undefined) return [];
  const said = `${by(context)} ended ${exceptionNamed(exception, list)}. It isn't allowed any more.`;
  return [
    ...reply(context, `You ended exception ${number}. I'm asking everyone to acknowledge that.`),
    ...toRooms(list, embargo, { ...tell, urgency: 'deadline' }, [line(said), actions(readExceptions(embargo.codename))]),
    ...toAsker(exception, context, [line(said), actions(readExceptions(embargo.codename))]),
    ...askedAgain(
      context,
      `Exception ${number} was ended: less is allowed before disclosure than when you acknowledged. Please acknowledge that.`,
      { label: 'Acknowledge that less is allowed', shown: permissionNodes(context, 'signed') },
    ),
  ];
}

/** That one lapsed unanswered, or is over. */
export function exceptionOver({ number, how }: FactOf<'exception-over'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const exception = ofFact(context, number);
  if (exception === undefined) return [];
  // At the disclosure that it is time says more.
  if (how === 'over' && agreedDate(embargo)?.at === exception.until) return [];
  const what = exceptionNamed(exception, list);
  const nodes =
    how === 'lapsed'
      ? [
          line(`Not approved in time: ${what}. It isn't allowed. ${approvalText(exception, context)}`),
          actions(askException(embargo.codename)),
        ]
      : [line(`Over: ${what}. It isn't allowed any more.`), actions(readExceptions(embargo.codename))];
  return [...toThreads(list, embargo, tell, nodes), ...toAsker(exception, context, nodes)];
}

/** To who asked, unless it is they who did it. */
function toAsker({ by: asker }: Exception, context: EventContext, nodes: readonly Node[]): Outgoing[] {
  return asker === context.by?.person ? [] : [toPerson(asker, context, tell, nodes)];
}

/** A distributor ran the fix although nothing allowed it: to coordinators, and to who says so. */
export function deployedUnallowed(who: string, context: EventContext): Outgoing[] {
  const { embargo } = context;
  const { codename } = embargo;
  const report: Action = { label: 'Report a leak…', words: `report leak ${codename}` };
  return [
    ...reply(context, 'Recorded. Neither the policy nor an exception allowed it before disclosure: I told the coordinators.', [
      actions(askException(codename)),
    ]),
    ...toOtherCoordinators(context, { ...tell, urgency: 'deadline' }, [
      line(`${by(context)} recorded that ${who} ran the fix before disclosure. Neither the policy nor an exception allowed it.`),
      actions(readExceptions(codename), report),
    ]),
  ];
}
