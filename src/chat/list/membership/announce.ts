// What happened to a list's policy, distributors, applications and people, said to whom it concerns.

import { type Distributor, distributorName, nameOf } from '../../../domain/list/list.ts';
import { countOf } from '../../../domain/list/membership/ballot.ts';
import { profileOf } from '../../../domain/list/membership/decide.ts';
import type { MembershipFact } from '../../../domain/list/membership/facts.ts';
import type { Application } from '../../../domain/list/membership/membership.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { policyDifferences } from '../../grammar/policy-fields.ts';
import { ofList, personal } from '../../message/address.ts';
import { actions, bullets, code, type Inline, instant, line, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { personLabel, voterName } from '../../message/view.ts';
import { lengthText } from '../../values/lengths.ts';
import type { ListEventContext } from '../event-context.ts';
import { changeItems, policyDrafted } from '../policy.ts';
import {
  acceptanceNodes,
  ballotAsked,
  ballotNodes,
  countedNodes,
  decisionActions,
  filled,
  questionNodes,
  rejectedNodes,
  sentence,
  submittedNodes,
  toApplicant,
  toListCoordinators,
  toListRooms,
  welcomeNodes,
} from './applications.ts';
import { grouped, heldNodes, keyLine, recertifyNodes, toContacts, toSpeakers } from './standing.ts';

/** Everything that is said of one such fact. */
export function membershipMessages(fact: MembershipFact, context: ListEventContext): Outgoing[] {
  const { list, to } = context;
  const answered = (...said: Inline[]) => (to === null ? [] : [personal(to, [line(...said)])]);
  const by = to === null ? 'The clock' : personLabel(list, to.person);
  if ('application' in fact) return ofApplication(fact, context);
  if ('distributor' in fact) return ofDistributor(fact, context);
  switch (fact.type) {
    case 'policy-drafted':
      return policyDrafted(list, to, context.before?.draft === undefined);
    case 'policy-discarded':
      return [
        ...answered('The draft is dropped. The rules stay as they were.'),
        ...toListCoordinators(list, to, [line(`${by} dropped the draft of other rules.`)]),
      ];
    case 'policy-set': {
      const changes = changeItems(policyDifferences(context.before?.policy.rules ?? fact.rules, fact.rules));
      const nodes = [line(`Version ${fact.version} of the rules of ${list.name} is in force, by ${by}:`), bullets(changes)];
      return [
        ...answered(`Version ${fact.version} of the rules is in force.`),
        ...toListRooms(list, nodes),
        ...toListCoordinators(list, to, nodes),
      ];
    }
    case 'handover-offered':
      return [
        ...answered(
          `${nameOf(list, fact.to)} is asked. It stays yours until they accept.${list.members[fact.from]?.distributor === null ? ' You then leave the list: you are of no distributor.' : ''}`,
        ),
        ofList(list, { person: fact.to, room: null }, [
          line(
            `${personLabel(list, fact.from)} offers you their role on ${list.name}: ${list.members[fact.from]?.role ?? ''}. It counts once you accept.`,
          ),
          actions({ label: 'I take it over', words: 'person accept', style: 'primary' }, { label: 'No', words: 'person decline' }),
        ]),
      ];
    case 'handover-declined':
      return [
        ...answered('You have declined. Nothing changed.'),
        personal({ person: fact.from, room: null }, [line(`${nameOf(list, fact.to)} has declined to take over. Your role stays yours.`)]),
      ];
    case 'handover-accepted': {
      const nodes = [
        line(
          `${personLabel(list, fact.to)} has taken over from ${nameOf(context.before ?? list, fact.from)}, as ${list.members[fact.to]?.role ?? ''}.`,
        ),
      ];
      return [
        ...answered(`You are ${list.members[fact.to]?.role ?? ''} now.`),
        personal({ person: fact.from, room: null }, [
          line(
            `${nameOf(list, fact.to)} has taken over from you.${list.members[fact.from] === undefined ? ` You are no longer on the list ${list.name}. What you learned there stays secret until it is public.` : ''}`,
          ),
        ]),
        ...toListRooms(list, nodes),
        ...toListCoordinators(list, to, nodes),
      ];
    }
    case 'away-set': {
      const standIn =
        fact.standIn === null
          ? ''
          : ` ${nameOf(list, fact.standIn)} is told for you meanwhile; of an embargo only where they have been let in themselves.`;
      const told =
        fact.standIn === null
          ? []
          : [
              ofList(list, { person: fact.standIn, room: null }, [
                line(
                  `${personLabel(list, fact.person)} is away until `,
                  instant(fact.until),
                  '. You stand in: you are reminded for them too, of embargoes only where you have been let in yourself.',
                ),
              ]),
            ];
      return [...answered('You are away until ', instant(fact.until), `.${standIn} `, code('back'), ' ends it earlier.'), ...told];
    }
    case 'away-ended':
      return answered('Welcome back. You are reminded yourself again.');
    default:
      return fact satisfies never;
  }
}

function ofApplication(fact: Extract<MembershipFact, { application: number }>, context: ListEventContext): Outgoing[] {
  const { list, to, policyHash = '' } = context;
  const application = list.membership?.applications[fact.application];
  if (application === undefined) return [];
  const { number, organisation } = application;
  const answered = (nodes: readonly Node[]) => (to === null ? [] : [personal(to, nodes)]);
  switch (fact.type) {
    case 'application-started':
      return answered([
        line(`Application ${number}: ${organisation} to ${list.name}. I ask you about each criterion of its policy.`),
        ...questionNodes(list, application),
      ]);
    case 'evidence-given':
      return application.submittedAt === null
        ? answered(questionNodes(list, application))
        : [
            ...answered([line(`Your answer to ${fact.criterion} is kept.`)]),
            // Nobody vouches for what was said before, unawares. With the answer that hands it in, the whole is told.
            ...(context.before?.membership?.applications[number]?.submittedAt == null
              ? []
              : toListCoordinators(list, null, [
                  line(`${organisation} has answered ${fact.criterion} anew (application ${number}).`),
                  actions({ label: 'Show it', words: `member show ${number}` }),
                ])),
          ];
    case 'application-submitted':
      return [
        toApplicant(application, [
          line(
            'Your application is handed in. Now somebody already on the list, of another organisation, vouches for you: ask them. Then the list votes.',
          ),
          actions({ label: 'How does it stand?', words: 'member status' }),
        ]),
        ...toListRooms(list, submittedNodes(application)),
        ...toListCoordinators(list, to, submittedNodes(application)),
      ];
    case 'application-closed': {
      const how = fact.how === 'withdrawn' ? 'is taken back' : 'has lapsed: nobody went on with it';
      const told = application.submittedAt === null ? [] : toListRooms(list, [line(`Application ${number} of ${organisation} ${how}.`)]);
      return [toApplicant(application, [line(`Your application to ${list.name} ${how}.`)]), ...told];
    }
    case 'vouched': {
      const nodes = [
        line(
          `${personLabel(list, fact.person)} vouches for ${organisation} (application ${number}). Discuss it; then a coordinator opens the ballot.`,
        ),
      ];
      const ask = actions(
        { label: 'Open the ballot', words: `member ballot ${number}`, style: 'primary' },
        { label: 'Show it', words: `member show ${number}` },
      );
      return [
        ...answered([line(`You vouch for ${organisation}. It is written down.`)]),
        ...toListRooms(list, nodes),
        ...toListCoordinators(list, null, [...nodes, ask]),
        toApplicant(application, [line(`${nameOf(list, fact.person)} vouches for you. The list discusses your application, and votes.`)]),
      ];
    }
    case 'conflict-declared':
      return [
        ...answered([line('It is written down. You have no vote on this application.')]),
        ...toListRooms(list, [
          line(`${voterName(list, fact.voter as never)} has a conflict of interest and does not vote on application ${number}.`),
        ]),
      ];
    case 'ballot-opened':
      return [
        ...answered([line('The ballot is open until ', instant(fact.closesAt), '.')]),
        ...toListRooms(list, ballotNodes(list, application)),
        ...ballotAsked(list, application),
      ];
    case 'vote-cast':
      return answered([
        line(`The vote of ${voterName(list, fact.voter as never)} is in. Nobody sees it; it is counted when the ballot closes.`),
      ]);
    case 'ballot-reminded':
      return ballotAsked(list, application, true);
    case 'ballot-counted': {
      const nodes = countedNodes(application, fact.counted);
      return [...toListRooms(list, nodes), ...toListCoordinators(list, null, [...nodes, decisionActions(application, fact.counted)])];
    }
    case 'application-decided':
      return decided(application, context);
    case 'backup-named':
      // Whom an applicant names is told by nobody but them, until the list has accepted the application.
      return [
        ...answered([
          line(
            `${fact.name} is the second contact of ${organisation}. Tell them: they are asked to accept the policy once the application is accepted.`,
          ),
        ]),
        ...(application.decision?.accepted === true
          ? [personal({ person: fact.person, room: null }, acceptanceNodes(list, application, policyHash))]
          : []),
      ];
    case 'policy-accepted': {
      const later =
        application.closed?.how === 'joined' && fact.person !== application.applicant && list.members[fact.person] !== undefined;
      const waits =
        application.closed === null && fact.person !== application.applicant
          ? [line(`Once ${application.name} has accepted too, you are on the list.`)]
          : [];
      return [
        ...answered([
          line(`You have accepted version ${fact.version} of the policy of ${list.name}. It is written down, with its hash.`),
          ...waits,
        ]),
        ...(later
          ? [
              personal({ person: fact.person, room: null }, welcomeNodes(list, organisation)),
              ...toListRooms(list, [line(`${nameOf(list, fact.person)} is on the list now, for ${organisation}.`)]),
            ]
          : []),
      ];
    }
    case 'organisation-joined':
      return [
        toApplicant(application, welcomeNodes(list, organisation)),
        ...toListRooms(list, [line(`${organisation} is on the list now, through ${application.name}.`)]),
        ...toListCoordinators(list, null, [
          line(`${organisation} has accepted the policy and is on the list, through ${application.name}.`),
          actions({ label: 'Invite them into the rooms', words: 'room invite' }),
        ]),
      ];
    default:
      return fact satisfies never;
  }
}

function decided(application: Application, { list, to, policyHash = '', now }: ListEventContext): Outgoing[] {
  const { number, organisation, decision, applicant, backup } = application;
  if (decision === null) return [];
  const word = decision.accepted ? 'accepted' : 'rejected';
  const counted = countOf(list, application, now);
  const named = [applicant, ...(backup === null ? [] : [backup.person])];
  const told = decision.accepted
    ? named.map((person) => personal({ person, room: null }, acceptanceNodes(list, application, policyHash)))
    : [toApplicant(application, rejectedNodes(list, application))];
  return [
    ...(to === null ? [] : [personal(to, [line(`Application ${number} is ${word}. ${application.name} is told.`)])]),
    ...toListRooms(list, [
      line(`Application ${number} of ${organisation} is ${word}${counted === null ? '' : ', as the list voted'}: ${decision.because}`),
    ]),
    ...told,
  ];
}

function ofDistributor(
  fact: Exclude<Extract<MembershipFact, { distributor: string }>, { application: number }>,
  context: ListEventContext,
): Outgoing[] {
  const { list, to, before, now } = context;
  const name = distributorName(before ?? list, fact.distributor);
  const answered = (...said: Inline[]) => (to === null ? [] : [personal(to, [line(...said)])]);
  const distributor = list.distributors[fact.distributor];
  const contacts = (who: 'primary' | 'both', nodes: readonly Node[]) =>
    distributor === undefined ? [] : toContacts(list, distributor, who, nodes, now);
  switch (fact.type) {
    case 'profile-changed':
      return answered(
        `It is written down for ${distributorName(list, fact.distributor)}: ${Object.keys(fact.changes).join(', ')}. `,
        code(`distributor show "${name}"`),
        ' shows all of it.',
      );
    case 'key-added':
      return answered(`The key of ${name} is kept: `, ...keyLine(fact.key), '. Compare the fingerprint with theirs by another way.');
    case 'key-dropped':
      return answered(`The key ${grouped(fact.fingerprint)} of ${name} is taken away.`);
    case 'key-expiry-warned':
      return keyWarned(fact, context, name);
    case 'alias-tested':
      // The code is answered where it is made: it stands in no fact.
      return [];
    case 'alias-answered':
      return [
        ...answered(`That is the code. The alias of ${name} is read.`),
        ...toListCoordinators(list, to, [line(`The code that was sent to the alias of ${name} came back: it is read.`)]),
      ];
    case 'alias-silent': {
      const nodes = [line(`The code that was sent to the security alias of ${name} has not come back within a week.`)];
      return [
        ...contacts('both', [
          ...nodes,
          line('Is the alias still read? Say the code of the mail: ', code('distributor answer'), ', or have a new one sent.'),
        ]),
        ...toListCoordinators(list, to, [...nodes, actions({ label: 'Send another', words: `distributor test "${name}"` })]),
      ];
    }
    case 'recertification-asked': {
      const often = lengthText(list.policy.rules.membership.recertifyEveryMs);
      const nodes = (of: Distributor) => recertifyNodes(list, of, `The criteria of ${list.name} are confirmed every ${often}.`);
      return distributor === undefined ? [] : toSpeakers(list, distributor, 'primary', nodes(distributor), context.now);
    }
    case 'recertification-reminded':
      return recertifyReminded(fact.afterMs, context, distributor);
    case 'criterion-confirmed':
      return answered(`${fact.criterion} is confirmed for ${name}.`);
    case 'recertified':
      return [
        ...answered(`${name} is confirmed for the coming ${lengthText(list.policy.rules.membership.recertifyEveryMs)}. Thank you.`),
        ...toListCoordinators(list, to, [line(`${name} has confirmed its criteria anew.`)]),
      ];
    case 'standing-set':
      return standingSet(fact, context, distributor);
    case 'probation-over':
      return toListCoordinators(list, null, [
        line(`The probation of ${name} is over. Is what was amiss put right?`),
        actions(
          { label: 'It is: good standing', words: `member clear "${name}"` },
          { label: 'Longer…', words: `member probation "${name}"` },
          { label: 'Remove it…', words: `member remove "${name}"`, style: 'danger' },
        ),
      ]);
    case 'strike-given': {
      const count = distributor === undefined ? 0 : profileOf(distributor).strikes.length;
      const { strikes } = list.policy.rules.membership;
      const may =
        count >= strikes
          ? [actions({ label: 'Remove it for its strikes…', words: `member remove "${name}" for=strikes`, style: 'danger' })]
          : [];
      return [
        ...(to === null
          ? []
          : [
              personal(to, [
                line(
                  `Written down: ${nameOf(list, fact.person)} of ${name}, strike ${count} of ${strikes}. What follows is for people to decide.`,
                ),
                ...may,
              ]),
            ]),
        personal({ person: fact.person, room: null }, [
          line(
            `A coordinator of ${list.name} wrote down that you broke its policy: ${sentence(fact.because)} With ${strikes} of these an organisation may be removed; ${name} has ${count}.`,
          ),
        ]),
        ...toListCoordinators(list, to, [
          line(`${nameOf(list, fact.by)} wrote down a strike: ${personLabel(list, fact.person)}, ${count} of ${strikes}: ${fact.because}`),
          ...may,
        ]),
      ];
    }
    case 'distributor-removed':
      return removed(fact, context);
    default:
      return fact satisfies never;
  }
}

function keyWarned(
  fact: Extract<MembershipFact, { type: 'key-expiry-warned' }>,
  { list, to, now }: ListEventContext,
  name: string,
): Outgoing[] {
  const distributor = list.distributors[fact.distributor];
  const key =
    distributor === undefined ? undefined : profileOf(distributor).keys.find(({ fingerprint }) => fingerprint === fact.fingerprint);
  if (distributor === undefined || key === undefined || key.expiresAt === null) return [];
  const over = fact.beforeMs === 0;
  const nodes = [
    line(`The PGP key of ${name} `, code(grouped(key.fingerprint)), over ? ' has expired: ' : ' expires ', instant(key.expiresAt), '.'),
    line('Prolong it, or make another, and give it to me: ', code(`distributor key "${name}"`), '.'),
  ];
  return [...toContacts(list, distributor, 'both', nodes, now), ...(over ? toListCoordinators(list, to, nodes) : [])];
}

/** The primary again at first, then the backup too, then the coordinators. */
function recertifyReminded(afterMs: number, { list, to, now }: ListEventContext, distributor: Distributor | undefined): Outgoing[] {
  if (distributor === undefined) return [];
  const { recertifyWithinMs } = list.policy.rules.membership;
  const over = afterMs >= recertifyWithinMs;
  const who = afterMs * 2 > recertifyWithinMs ? 'both' : 'primary';
  const asked = toSpeakers(
    list,
    distributor,
    who,
    recertifyNodes(list, distributor, over ? 'This is overdue.' : 'This still waits for your answer.'),
    now,
  );
  const { name } = distributor;
  const told = toListCoordinators(list, to, [
    line(`${name} has not confirmed its criteria in time.`),
    actions({ label: 'How it keeps up', words: 'member health' }, { label: 'Warn it…', words: `member warn "${name}"` }),
  ]);
  return over ? [...asked, ...told] : asked;
}

function standingSet(
  { standing }: Extract<MembershipFact, { type: 'standing-set' }>,
  { list, to, now }: ListEventContext,
  distributor: Distributor | undefined,
): Outgoing[] {
  if (distributor === undefined) return [];
  const { name } = distributor;
  const text =
    standing === null
      ? `${name} is in good standing on ${list.name} again.`
      : filled(list, standing.state === 'warned' ? 'warning' : 'probation', {
          organisation: name,
          reason: standing.because,
          until: standing.until,
        });
  return [
    ...(to === null ? [] : [personal(to, [line(`Done. The contacts of ${name} are told.`)])]),
    ...toContacts(list, distributor, 'both', [line(text)], now),
    ...toListCoordinators(list, to, [
      line(`For your information: ${to === null ? 'the clock' : nameOf(list, to.person)} told ${name}: “${text}”`),
    ]),
  ];
}

/** What is said of it to the list; to each of its people why, what they keep secret, and when they may come back. */
function removed(
  fact: Extract<MembershipFact, { type: 'distributor-removed' }>,
  { list, before, to, running, now }: ListEventContext,
): Outgoing[] {
  if (before === null) return [];
  const { criteria, membership } = list.policy.rules;
  const criterion = fact.ground.type === 'criterion' ? fact.ground.key : null;
  const broken = criteria.find(({ key }) => key === criterion);
  const ground = broken === undefined ? 'it has broken the policy repeatedly.' : `it no longer meets a criterion ("${broken.text}").`;
  const text = filled(list, 'removal', { organisation: fact.name, reason: `${ground} ${fact.because}`, until: now + membership.coolingMs });
  const people: PersonId[] = Object.values(before.members).flatMap(({ person, distributor }) =>
    distributor === fact.distributor ? [person] : [],
  );
  const nodes = [line(`${fact.name} is off the list: ${ground} ${fact.because}`)];
  return [
    ...(to === null
      ? []
      : [
          personal(to, [
            line(
              `${fact.name} is off ${list.name}, and ${people.length === 0 ? 'nobody with it' : `with it ${people.map((person) => nameOf(before, person)).join(', ')}`}.`,
            ),
          ]),
        ]),
    ...people.map((person) => personal({ person, room: null }, [line(text), ...heldNodes(before, running, person)])),
    ...toListRooms(list, nodes),
    ...toListCoordinators(list, to, nodes),
  ];
}
