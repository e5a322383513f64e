// What is told of each fact about a list's policy, applications, distributors and people, in one table. A new fact without its row does not compile.
import { distributorName, distributorOf } from '../../../domain/list/list.ts';
import type { MembershipFact, OfApplication, OfDistributor } from '../../../domain/list/membership/facts.ts';
import { policyDifferences } from '../../grammar/policy-fields.ts';
import { bullets, line } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { personLabel } from '../../message/view.ts';
import { answered, type ListEventContext } from '../event-context.ts';
import { changeItems, policyDrafted } from '../policy.ts';
import {
  type ApplicationContext,
  applicationClosed,
  applicationDecided,
  applicationStarted,
  applicationSubmitted,
  backupNamed,
  ballotCounted,
  ballotOpened,
  conflictDeclared,
  evidenceGiven,
  organisationJoined,
  policyAccepted,
  voteCast,
  vouchedFor,
} from './application-announce.ts';
import { ballotAsked, toListCoordinators, toListRooms } from './applications.ts';
import {
  aliasAnswered,
  aliasSilent,
  type DistributorContext,
  distributorRemoved,
  keyAdded,
  keyExpiryWarned,
  probationOver,
  profileChanged,
  recertificationAsked,
  recertificationReminded,
  recertified,
  standingSet,
} from './distributor-announce.ts';
import { dutiesRotated, dutyAssigned, dutyOfferEnded, dutyOffered, uncarried } from './duties.ts';
import { awaySet, handoverAccepted, handoverDeclined, handoverOffered } from './role-announce.ts';
import { grouped } from './standing.ts';
import { strikeAnswered, strikeGiven, strikeWithdrawn } from './strikes.ts';

type FactType = MembershipFact['type'];
type FactOf<Type extends FactType> = Extract<MembershipFact, { type: Type }>;

/** What is said of a fact: back to the one who did it, and to whom it concerns. */
type Telling<Fact> = (fact: Fact, context: ListEventContext) => Outgoing[];

const tellings: { readonly [Type in FactType]: Telling<FactOf<Type>> } = {
  'policy-drafted': (_, { list, to, before }) => policyDrafted(list, to, before?.draft === undefined),
  'policy-discarded': (_, context) => [
    ...answered(context, 'Draft discarded. The policy stays as it was.'),
    ...toListCoordinators(context.list, context.to, [line(`${whoDidIt(context)} discarded the policy draft.`)]),
  ],
  'policy-set': policySet,

  'application-started': ofApplication((_, context) => applicationStarted(context)),
  'evidence-given': ofApplication(evidenceGiven),
  'application-submitted': ofApplication((_, context) => applicationSubmitted(context)),
  'application-closed': ofApplication(applicationClosed),
  vouched: ofApplication(vouchedFor),
  'conflict-declared': ofApplication(conflictDeclared),
  'ballot-opened': ofApplication(ballotOpened),
  'vote-cast': ofApplication(voteCast),
  'ballot-reminded': ofApplication((_, { list, application }) => ballotAsked(list, application, true)),
  'ballot-counted': ofApplication(ballotCounted),
  'application-decided': ofApplication((_, context) => applicationDecided(context)),
  'backup-named': ofApplication(backupNamed),
  'policy-accepted': ofApplication(policyAccepted),
  'organisation-joined': ofApplication((_, context) => organisationJoined(context)),

  'profile-changed': ofDistributor(profileChanged),
  'key-added': ofDistributor(keyAdded),
  'key-dropped': ofDistributor((fact, context) => answered(context, `Removed the key ${grouped(fact.fingerprint)} of ${context.name}.`)),
  'key-expiry-warned': ofDistributor(keyExpiryWarned),
  // The code is answered where it is made: it stands in no fact.
  'alias-tested': () => [],
  'alias-answered': ofDistributor((_, context) => aliasAnswered(context)),
  'alias-silent': ofDistributor(aliasSilent),
  'recertification-asked': ofDistributor((_, context) => recertificationAsked(context)),
  'recertification-reminded': ofDistributor(recertificationReminded),
  'criterion-confirmed': ofDistributor((fact, context) => answered(context, `Confirmed ${fact.criterion} for ${context.name}.`)),
  recertified: ofDistributor((_, context) => recertified(context)),
  'standing-set': ofDistributor(standingSet),
  'probation-over': ofDistributor(probationOver),
  'strike-given': ofDistributor(strikeGiven),
  'strike-answered': ofDistributor(strikeAnswered),
  'strike-withdrawn': ofDistributor(strikeWithdrawn),
  'distributor-removed': ofDistributor(distributorRemoved),

  'handover-offered': handoverOffered,
  'handover-declined': handoverDeclined,
  'handover-accepted': handoverAccepted,
  'duty-assigned': dutyAssigned,
  'duties-rotated': dutiesRotated,
  'duty-offered': dutyOffered,
  'duty-offer-ended': dutyOfferEnded,
  'away-set': awaySet,
  'away-ended': (_, context) => answered(context, 'Welcome back. Your reminders go to you again.'),
};

/** Everything that is said of one such fact. */
export function membershipMessages<Type extends FactType>(fact: FactOf<Type>, context: ListEventContext): Outgoing[] {
  const telling: { readonly [Each in FactType]: Telling<FactOf<Each>> } = tellings;
  return telling[fact.type](fact, context);
}

/** Of an application that is not there nothing is said. */
function ofApplication<Fact extends OfApplication>(tell: (fact: Fact, context: ApplicationContext) => Outgoing[]): Telling<Fact> {
  return (fact, context) => {
    const application = context.list.membership?.applications[fact.application];
    return application === undefined ? [] : tell(fact, { ...context, application });
  };
}

function ofDistributor<Fact extends OfDistributor>(tell: (fact: Fact, context: DistributorContext) => Outgoing[]): Telling<Fact> {
  return (fact, context) => {
    const { list, before } = context;
    const name = distributorName(before ?? list, fact.distributor);
    return tell(fact, { ...context, distributor: distributorOf(list, fact.distributor), name });
  };
}

function policySet(fact: FactOf<'policy-set'>, context: ListEventContext): Outgoing[] {
  const { list, before, to } = context;
  const changes = changeItems(policyDifferences(before?.policy.rules ?? fact.rules, fact.rules));
  const nodes = [
    line(`${whoDidIt(context)} put version ${fact.version} of the policy of ${list.name} in force:`),
    bullets(changes),
    ...uncarried(before, list),
  ];
  return [
    ...answered(context, `Version ${fact.version} of the policy is in force.`),
    ...toListRooms(list, nodes),
    ...toListCoordinators(list, to, nodes),
  ];
}

const whoDidIt = ({ list, to }: ListEventContext): string => (to === null ? 'The clock' : personLabel(list, to.person));
