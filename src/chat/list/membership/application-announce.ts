// What happened to an application, said: to the applicant, to the list that is asked about it, to its coordinators.
import { nameOf } from '../../../domain/list/list.ts';
import { missing } from '../../../domain/list/membership/application.ts';
import { countOf } from '../../../domain/list/membership/ballot.ts';
import { obstacleTo } from '../../../domain/list/membership/decide-application.ts';
import type { MembershipFact } from '../../../domain/list/membership/facts.ts';
import type { Application } from '../../../domain/list/membership/membership.ts';
import { vouchersNamed } from '../../../domain/list/membership/voucher.ts';
import type { DistributorId } from '../../../domain/values/ids.ts';
import { own } from '../../../domain/values/records.ts';
import { ofList, personal } from '../../message/address.ts';
import { actions, type Inline, instant, line, type Node, someone } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { personLabel, voterName } from '../../message/view.ts';
import { looksLike, slug } from '../../values/names.ts';
import { answered, type ListEventContext } from '../event-context.ts';
import {
  acceptanceNodes,
  ballotAsked,
  ballotNodes,
  countedNodes,
  decisionActions,
  questionNodes,
  rejectedNodes,
  submittedNodes,
  toApplicant,
  toListCoordinators,
  toListRooms,
  welcomeNodes,
  wholeNodes,
} from './applications.ts';

/** What is told of, and the application as it is after it. */
export type ApplicationContext = ListEventContext & { readonly application: Application };

type FactOf<Type extends MembershipFact['type']> = Extract<MembershipFact, { type: Type }>;

/** As `answered`, with more than a line. */
const answeredWith = ({ to }: ListEventContext, nodes: readonly Node[]): Outgoing[] => (to === null ? [] : [personal(to, nodes)]);

export function applicationStarted(context: ApplicationContext): Outgoing[] {
  const { list, application } = context;
  const begun = `Application ${application.number}: ${application.organisation} to ${list.name}.`;
  // What came along with it is told right after.
  if (Object.keys(application.evidence).length > 0) return answeredWith(context, [line(begun)]);
  return answeredWith(context, [
    line(`${begun} I'll ask you about each criterion of its policy. Type your answers here, one by one or all in one message.`),
    ...questionNodes(list, application),
  ]);
}

/** Of several answers in one message it is told once, with the last. */
export function evidenceGiven(_: FactOf<'evidence-given'>, context: ApplicationContext): Outgoing[] {
  const { list, before, application } = context;
  const { number, organisation, submittedAt } = application;
  const earlier = before?.membership?.applications[number]?.evidence ?? {};
  const answers = Object.keys(application.evidence).filter((key) => own(earlier, key) !== own(application.evidence, key));
  const [only, ...more] = answers;
  if (submittedAt === null) {
    const whole = only !== undefined && more.length > 0 && missing(list, application).length > 0;
    return answeredWith(context, [...(whole ? wholeNodes(list, application) : []), ...questionNodes(list, application)]);
  }
  // Nobody vouches for what was said before, unawares.
  const named = answers.join(', ');
  return [
    ...answered(context, answers.length === 0 ? "That's already your answer. Nothing changed." : `Saved your answer to ${named}.`),
    ...(answers.length === 0
      ? []
      : toListCoordinators(list, null, [
          line(`${organisation} changed its answer to ${named} (application ${number}).`),
          actions({ label: 'Show it', words: `application ${number}` }),
        ])),
    ...vouchersAsked(context),
  ];
}

/** Whom the application names as its voucher, where they are on the list: they alone are asked, each once. */
function vouchersAsked({ list, before, application }: ApplicationContext): Outgoing[] {
  const { number, organisation, asked = [] } = application;
  const earlier = before?.membership?.applications[number]?.asked ?? [];
  const now = asked.filter((person) => !earlier.includes(person));
  return now.map((person) =>
    ofList(list, { person, room: null }, [
      line(`${organisation} applies to join ${list.name} and names you as its voucher (application ${number}). Do you vouch for it?`),
      actions({ label: `Vouch for ${organisation}`, words: `vouch ${number}` }, { label: 'Show it', words: `application ${number}` }),
    ]),
  );
}

/** To coordinators: whether the voucher that it names is somebody here. */
function voucherNodes({ list, application }: ApplicationContext): Node[] {
  const found = vouchersNamed(list, application).map(({ person }) => personLabel(list, person));
  if (found.length > 0) return [line(`It names ${found.join(', ')} as its voucher. I asked them.`)];
  const said = own(application.evidence, 'voucher');
  return said === undefined ? [] : [line(`I can't find its voucher on the list: “${said.slice(0, 200)}”`)];
}

/** The list is asked, unless something stands against it: then coordinators alone are told what, and the applicant hears the same as any other. */
export function applicationSubmitted(context: ApplicationContext): Outgoing[] {
  const { list, to, application } = context;
  const obstacle = obstacleNodes(context);
  return [
    toApplicant(application, [
      line(
        "Application submitted. Next, someone from another organization on the list has to vouch for you: ask them. If you named someone I can find, I'll ask them too. Then the list votes.",
      ),
      actions({ label: 'Show its status', words: 'apply status' }),
    ]),
    ...(obstacle.length === 0 ? toListRooms(list, submittedNodes(application)) : []),
    ...toListCoordinators(list, to, [...submittedNodes(application), ...(obstacle.length === 0 ? voucherNodes(context) : obstacle)]),
    ...vouchersAsked(context),
  ];
}

/** What stands against an application, to coordinators; nothing where nothing does. */
function obstacleNodes({ list, now, application }: ApplicationContext): Node[] {
  const refusal = obstacleTo(list, application, { now, looksLike, fresh: (name) => slug(name) as DistributorId });
  if (refusal === null) return [];
  const { reason } = refusal;
  const why: Inline[] =
    reason.code === 'organisation-known'
      ? [`it's ${reason.name}, which is on the list, or has the same name`]
      : reason.code === 'cooling'
        ? ['it can apply again after ', instant(reason.until)]
        : ['it submitted another application before'];
  return [line('Nobody can vouch for it now. Only coordinators see why: ', ...why, '.')];
}

export function applicationClosed(fact: FactOf<'application-closed'>, { list, application }: ApplicationContext): Outgoing[] {
  const { number, organisation, submittedAt } = application;
  const how = fact.how === 'withdrawn' ? 'was withdrawn' : 'has expired: no activity';
  const told = submittedAt === null ? [] : toListRooms(list, [line(`Application ${number} of ${organisation} ${how}.`)]);
  return [toApplicant(application, [line(`Your application to ${list.name} ${how}.`)]), ...told];
}

export function vouchedFor(fact: FactOf<'vouched'>, context: ApplicationContext): Outgoing[] {
  const { list, application } = context;
  const { number, organisation } = application;
  const nodes = [
    line(
      `${personLabel(list, fact.person)} vouches for ${organisation} (application ${number}). Discuss it. Then a coordinator opens the ballot.`,
    ),
  ];
  const ask = actions(
    { label: 'Open the ballot', words: `ballot open ${number}`, style: 'primary' },
    { label: 'Show it', words: `application ${number}` },
  );
  return [
    ...answered(context, `Recorded: you vouch for ${organisation}.`),
    ...toListRooms(list, nodes),
    ...toListCoordinators(list, null, [...nodes, ask]),
    toApplicant(application, [line(`${nameOf(list, fact.person)} vouched for you. Next, the list discusses your application and votes.`)]),
  ];
}

export function conflictDeclared(fact: FactOf<'conflict-declared'>, context: ApplicationContext): Outgoing[] {
  const { list, application } = context;
  return [
    ...answered(context, 'Recorded. You have no vote on this application.'),
    ...toListRooms(list, [
      line(`${voterName(list, fact.voter as never)} has a conflict of interest and won't vote on application ${application.number}.`),
    ]),
  ];
}

export function ballotOpened(fact: FactOf<'ballot-opened'>, context: ApplicationContext): Outgoing[] {
  const { list, application } = context;
  return [
    ...answered(context, 'The ballot is open until ', instant(fact.closesAt), '.'),
    ...toListRooms(list, ballotNodes(list, application)),
    ...ballotAsked(list, application),
  ];
}

export function voteCast(fact: FactOf<'vote-cast'>, context: ApplicationContext): Outgoing[] {
  const voter = voterName(context.list, fact.voter as never);
  return answered(context, `Voted for ${voter}. Nobody sees it; I count it when the ballot closes.`);
}

export function ballotCounted({ counted }: FactOf<'ballot-counted'>, { list, application }: ApplicationContext): Outgoing[] {
  const nodes = countedNodes(application, counted);
  return [...toListRooms(list, nodes), ...toListCoordinators(list, null, [...nodes, decisionActions(application, counted)])];
}

export function applicationDecided(context: ApplicationContext): Outgoing[] {
  const { list, application, now, policyHash = '' } = context;
  const { number, organisation, decision, applicant, backup } = application;
  if (decision === null) return [];
  const word = decision.accepted ? 'accepted' : 'rejected';
  const counted = countOf(list, application, now);
  const named = [applicant, ...(backup === null ? [] : [backup.person])];
  const told = decision.accepted
    ? named.map((person) => personal({ person, room: null }, acceptanceNodes(list, application, policyHash)))
    : [toApplicant(application, rejectedNodes(list, application))];
  return [
    ...answered(context, `Application ${number} ${word}. I told ${application.name}.`),
    ...toListRooms(list, [
      line(`Application ${number} of ${organisation} was ${word}${counted === null ? '' : ', as the list voted'}: ${decision.because}`),
    ]),
    ...told,
  ];
}

/** Whom an applicant names is told by nobody but them, until the list has accepted the application; the list is told whom it lets in. */
export function backupNamed(fact: FactOf<'backup-named'>, context: ApplicationContext): Outgoing[] {
  const { list, application } = context;
  const { number, organisation, submittedAt } = application;
  const nodes = [
    line(
      `${organisation} (application ${number}) names a second contact: ${fact.name}, `,
      someone(fact.person),
      '. The list votes on both.',
    ),
  ];
  const asked = submittedAt === null || obstacleNodes(context).length > 0 ? [] : toListRooms(list, nodes);
  return [
    ...answered(
      context,
      `${fact.name} is the second contact of ${organisation}. Tell them: once the list accepts the application, I'll ask them to accept the policy.`,
    ),
    ...asked,
    ...(submittedAt === null ? [] : toListCoordinators(list, null, nodes)),
  ];
}

export function policyAccepted(fact: FactOf<'policy-accepted'>, context: ApplicationContext): Outgoing[] {
  const { list, application } = context;
  const { applicant, closed, name, organisation } = application;
  const waits = closed === null && fact.person !== applicant ? [line(`Once ${name} accepts too, you're on the list.`)] : [];
  const later = closed?.how === 'joined' && fact.person !== applicant && list.members[fact.person] !== undefined;
  const joined = [line(`${nameOf(list, fact.person)} is now on the list, for ${organisation}.`)];
  return [
    ...answeredWith(context, [
      line(`Recorded, with its hash: you accepted version ${fact.version} of the policy of ${list.name}.`),
      ...waits,
    ]),
    ...(later
      ? [
          personal({ person: fact.person, room: null }, welcomeNodes(list, organisation)),
          ...toListRooms(list, joined),
          ...toListCoordinators(list, null, joined),
        ]
      : []),
  ];
}

/** Each person who comes is named, to the rooms and to coordinators. */
export function organisationJoined({ list, application }: ApplicationContext): Outgoing[] {
  const { applicant, name, organisation, backup } = application;
  const called = list.members[applicant]?.name ?? name;
  const second =
    backup === null || list.members[backup.person] === undefined ? '' : `, with ${nameOf(list, backup.person)} as second contact`;
  return [
    toApplicant(application, welcomeNodes(list, organisation)),
    ...(second === '' || backup === null ? [] : [personal({ person: backup.person, room: null }, welcomeNodes(list, organisation))]),
    ...toListRooms(list, [line(`${organisation} joined the list, through ${called}${second}.`)]),
    ...toListCoordinators(list, null, [
      line(`${organisation} accepted the policy and joined the list, through ${called}${second}.`),
      actions({ label: 'Invite them to the rooms', words: 'room invite' }),
    ]),
  ];
}
