// What may happen to a list: rooms, distributors, people.

import { type PersonId, platformOf } from '../values/ids.ts';
import { natural } from '../values/order.ts';
import { refuse } from '../values/refusal.ts';
import { type ListCommand, listAuthority } from './commands.ts';
import { entityOf, findDistributor, unknownOrganization } from './distributor.ts';
import type { ListFact } from './facts.ts';
import { coordinatorsOf, distributorOf, distributorsOf, type List, membersOf, nameOf } from './list.ts';
import { acceptPolicy } from './membership/accept-policy.ts';
import { declareConflict, openBallot, vote } from './membership/ballot.ts';
import { apply } from './membership/begin-application.ts';
import { isMembershipCommand, type MembershipCommand } from './membership/commands.ts';
import {
  addKey,
  adoptPolicy,
  answerAlias,
  answerHandover,
  beAway,
  beBack,
  draftPolicy,
  dropKey,
  type MembershipContext,
  offerHandover,
  recertify,
  removeDistributor,
  secondContact,
  setProfile,
  setStanding,
  testAlias,
} from './membership/decide.ts';
import { decideApplication, nameBackup, withdraw } from './membership/decide-application.ts';
import { answerDuty, assignDuty, claimDuty, dropDuty, offerDuty, rotateDuties } from './membership/duties.ts';
import { giveEvidence, submit } from './membership/hand-in.ts';
import { answerStrike, giveStrike, withdrawStrike } from './membership/strikes.ts';
import { vouch } from './membership/voucher.ts';
import type { ListDecision, ListRefusal } from './refusal.ts';
import { isReportCommand } from './reports/commands.ts';
import { decideReport } from './reports/decide.ts';
import { isTeam, look, unnamedTeams } from './room.ts';
import { faultsOf } from './room-audit.ts';

/** `admin`: the speaker is named in the environment. `name`: what the platform calls the speaker. */
export type ListContext = MembershipContext & {
  readonly name: string;
  readonly admin: boolean;
};

/** What somebody's command makes happen to a list (null: it does not exist yet), or why it does not. */
export function decideList(list: List | null, command: ListCommand, context: ListContext): ListDecision<ListFact> {
  const refusal = refuseOnList(list, command.type, context);
  if (refusal !== null) return refusal;
  if (command.type === 'adopt-room') return adoptRoom(list, command, context);
  if (list === null) return refuse({ code: 'room-not-adopted' });
  if (isMembershipCommand(command)) return decideMembership(list, command, context);
  if (isReportCommand(command)) return decideReport(list, command, context);
  switch (command.type) {
    case 'leave-room':
      return list.rooms[command.room] === undefined ? refuse({ code: 'room-not-adopted' }) : [{ type: 'room-left', room: command.room }];
    case 'make-room':
      return makeRoom(list, command);
    case 'invite-missing':
      return list.rooms[command.room] === undefined
        ? refuse({ code: 'room-not-adopted' })
        : command.people.length === 0
          ? []
          : [{ type: 'people-invited', room: command.room, people: command.people }];
    case 'audit-room':
    case 'mend-room':
      return list.rooms[command.room] === undefined ? refuse({ code: 'room-not-adopted' }) : look(list, command.room, command.audit);
    case 'trust-team':
    case 'distrust-team':
      return nameTeam(list, command);
    case 'report-devices':
      return [];
    case 'accept-identity':
      return acceptIdentity(list, command, context);
    case 'set-room-keys':
      return setKeys(list, command);
    case 'add-distributor':
      return addDistributor(list, command, context);
    case 'rename-distributor':
      return renameDistributor(list, command, context);
    case 'set-releases':
      return setReleases(list, command, context);
    case 'add-person':
      return addPerson(list, command, context);
    case 'remove-person':
      return removePerson(list, command.person);
    case 'leave-list':
      return removePerson(list, context.by, { because: 'left' });
    case 'choose-zone':
      return [{ type: 'zone-chosen', person: context.by, zone: command.zone }];
    default:
      return command satisfies never;
  }
}

/** Who is not named in the environment, and has not the role that a command needs. */
export function refuseOnList(
  list: List | null,
  type: ListCommand['type'],
  { by, admin }: Pick<ListContext, 'by' | 'admin'>,
): ListRefusal | null {
  const needed = listAuthority[type];
  const role = list?.members[by]?.role;
  // A list that has lost its last coordinator can be helped from outside alone.
  if (type === 'add-person' && admin && list !== null && coordinatorsOf(list).length === 0) return null;
  // Whoever runs the bot may found a list; which rooms it has from then on is its coordinators' business.
  if (needed === 'anybody') return null;
  if (needed === 'admin') {
    if (list === null ? admin : role === 'coordinator') return null;
    return list !== null && admin && role === undefined
      ? refuse({ code: 'needs-coordinator-account', list: list.name })
      : refuse({ code: 'needs-admin' });
  }
  if (role === undefined) return refuse({ code: 'not-on-the-list' });
  return needed === 'member' || needed.includes(role) ? null : refuse({ code: 'needs-role', roles: needed });
}

function decideMembership(list: List, command: MembershipCommand, context: ListContext): ListDecision<ListFact> {
  switch (command.type) {
    case 'draft-policy':
      return draftPolicy(list, command, context);
    case 'discard-policy':
      return list.draft === undefined ? refuse({ code: 'no-draft' }) : [{ type: 'policy-discarded' }];
    case 'adopt-policy':
      return adoptPolicy(list, command, context);
    case 'set-profile':
      return setProfile(list, command, context);
    case 'add-key':
      return addKey(list, command, context);
    case 'drop-key':
      return dropKey(list, command, context);
    case 'test-alias':
      return testAlias(list, command, context);
    case 'answer-alias':
      return answerAlias(list, command, context);
    case 'apply':
      return apply(list, command, context);
    case 'give-evidence':
      return giveEvidence(list, command, context);
    case 'submit-application':
      return submit(list, context);
    case 'withdraw-application':
      return withdraw(list, context);
    case 'vouch':
      return vouch(list, command, context);
    case 'declare-conflict':
      return declareConflict(list, command, context);
    case 'open-ballot':
      return openBallot(list, command, context);
    case 'vote':
      return vote(list, command, context);
    case 'decide-application':
      return decideApplication(list, command, context);
    case 'name-backup':
      return nameBackup(list, command, context);
    case 'accept-policy':
      return acceptPolicy(list, command, context);
    case 'recertify':
      return recertify(list, command, context);
    case 'set-standing':
      return setStanding(list, command, context);
    case 'give-strike':
      return giveStrike(list, command, context);
    case 'answer-strike':
      return answerStrike(list, command, context);
    case 'withdraw-strike':
      return withdrawStrike(list, command, context);
    case 'remove-distributor':
      return removeDistributor(list, command, context);
    case 'offer-handover':
      return offerHandover(list, command, context);
    case 'answer-handover':
      return answerHandover(list, command, context);
    case 'claim-duty':
      return claimDuty(list, command, context);
    case 'drop-duty':
      return dropDuty(list, command, context);
    case 'assign-duty':
      return assignDuty(list, command);
    case 'rotate-duty':
      return rotateDuties(list, command);
    case 'offer-duty':
      return offerDuty(list, command, context);
    case 'answer-duty':
      return answerDuty(list, command, context);
    case 'be-away':
      return beAway(list, command, context);
    case 'be-back':
      return beBack(list, context);
    default:
      return command satisfies never;
  }
}

function adoptRoom(list: List | null, command: Extract<ListCommand, { type: 'adopt-room' }>, context: ListContext): ListDecision<ListFact> {
  const { room, audit, name, policy, teams } = command;
  if (list?.rooms[room] !== undefined) return refuse({ code: 'room-adopted-already', list: list.name });
  const on = platformOf(room);
  const team = teams.find((each) => !isTeam(each, on));
  if (team !== undefined) return refuse({ code: 'no-team', team, on });
  const faults = faultsOf(audit, teams);
  if (faults.length > 0) return refuse({ code: 'room-has-faults', faults, teams: unnamedTeams({ audit, teams }), list: name, on });
  const adopted: ListFact[] = [
    { type: 'room-adopted', room, audit },
    ...teams.map((named): ListFact => ({ type: 'team-trusted', room, team: named })),
  ];
  if (list !== null) return adopted;
  // Who founds the list runs it, until they name others.
  const member = { person: context.by, name: context.name, role: 'coordinator', distributor: null, zone: null } as const;
  return [{ type: 'list-founded', list: command.list, name, policy }, { type: 'person-added', member }, ...adopted];
}

/** A room that the bot made is adopted as others are: only if it is fit. */
function makeRoom(list: List, { room, audit }: Extract<ListCommand, { type: 'make-room' }>): ListDecision<ListFact> {
  if (list.rooms[room] !== undefined) return refuse({ code: 'room-adopted-already', list: list.name });
  const { faults } = audit;
  if (faults.length > 0)
    return refuse({ code: 'room-has-faults', faults, teams: unnamedTeams({ audit, teams: [] }), list: list.name, on: platformOf(room) });
  return [
    { type: 'room-made', room },
    { type: 'room-adopted', room, audit },
  ];
}

/** Whoever speaks with a new identity must not be the one who says that it is theirs. */
function acceptIdentity(
  list: List,
  { person, account }: Extract<ListCommand, { type: 'accept-identity' }>,
  { by }: ListContext,
): ListDecision<ListFact> {
  if (person === by) return refuse({ code: 'own-identity' });
  if (list.members[person] === undefined) return refuse({ code: 'not-on-the-list' });
  return account === null ? refuse({ code: 'no-identity', name: nameOf(list, person) }) : [{ type: 'identity-accepted', person, account }];
}

/** Only where people have devices of their own, which read by keys. */
function setKeys(list: List, { room, keys }: Extract<ListCommand, { type: 'set-room-keys' }>): ListDecision<ListFact> {
  const held = list.rooms[room];
  if (held === undefined) return refuse({ code: 'room-not-adopted' });
  if (platformOf(room) !== 'matrix') return refuse({ code: 'no-room-keys', on: platformOf(room) });
  return (held.keys ?? 'signed') === keys ? refuse({ code: 'room-keys-already', keys }) : [{ type: 'room-keys-set', room, keys }];
}

function nameTeam(list: List, { type, room, team }: Extract<ListCommand, { team: string }>): ListDecision<ListFact> {
  const held = list.rooms[room];
  if (held === undefined) return refuse({ code: 'room-not-adopted' });
  if (!isTeam(team, platformOf(room))) return refuse({ code: 'no-team', team, on: platformOf(room) });
  const named = held.teams.includes(team);
  if (type === 'trust-team') return named ? refuse({ code: 'team-named-already', team }) : [{ type: 'team-trusted', room, team }];
  return named ? [{ type: 'team-distrusted', room, team }] : refuse({ code: 'team-not-named', team });
}

function addDistributor(
  list: List,
  command: Extract<ListCommand, { type: 'add-distributor' }>,
  { looksLike }: ListContext,
): ListDecision<ListFact> {
  const { distributor, name, releases } = command;
  if (distributorOf(list, distributor) !== undefined) return refuse({ code: 'distributor-known', name });
  const twin = distributorsOf(list).find((each) => looksLike(each.name, name) || looksLike(each.id, name));
  if (twin !== undefined) return refuse({ code: 'looks-like', name, other: twin.name });
  return [{ type: 'distributor-added', distributor, name, releases: inOrder(releases) }];
}

/** Releases as they are listed wherever they are shown: 4, 10, 11. */
const inOrder = (releases: readonly string[]): string[] => [...releases].sort(natural);

/** It stays what it was by its id: whose people, votes and records are whose does not change. */
function renameDistributor(
  list: List,
  command: Extract<ListCommand, { type: 'rename-distributor' }>,
  { looksLike }: ListContext,
): ListDecision<ListFact> {
  const { name } = command;
  const distributor = findDistributor(list, command.distributor);
  if (distributor === null) return unknownOrganization(list, command.distributor);
  if (distributor.name === name) return refuse({ code: 'nothing-to-change' });
  const others = distributorsOf(list).filter(({ id }) => id !== distributor.id);
  const twin = others.find((each) => looksLike(each.name, name) || looksLike(each.id, name));
  if (twin !== undefined) return refuse({ code: 'looks-like', name, other: twin.name });
  return [{ type: 'distributor-renamed', distributor: distributor.id, was: distributor.name, name }];
}

function setReleases(list: List, command: Extract<ListCommand, { type: 'set-releases' }>, { by }: ListContext): ListDecision<ListFact> {
  const distributor = findDistributor(list, command.distributor);
  if (distributor === null) return unknownOrganization(list, command.distributor);
  const member = list.members[by];
  if (member?.role !== 'coordinator' && member?.distributor !== distributor.id) return refuse({ code: 'other-distributor' });
  return [{ type: 'releases-set', distributor: distributor.id, releases: inOrder(command.releases) }];
}

function addPerson(
  list: List,
  command: Extract<ListCommand, { type: 'add-person' }>,
  { by, looksLike }: ListContext,
): ListDecision<ListFact> {
  const { person, name, role } = command;
  const known = list.members[person];
  const refusal = refuseAdding(list, command, by);
  if (refusal !== null) return refusal;
  if (coordinatorsOf(list).length === 0 && role !== 'coordinator') return refuse({ code: 'coordinator-first' });
  if (known !== undefined && known.role === 'coordinator' && role !== 'coordinator' && coordinatorsOf(list).length === 1) {
    return refuse({ code: 'last-coordinator' });
  }
  // Names tell people apart in every message: two alike would be an invitation to impersonate.
  const others = membersOf(list).filter((member) => member.person !== person);
  if (others.some((member) => member.name.toLowerCase() === name.toLowerCase())) return refuse({ code: 'name-taken', name });
  const twin = others.find((member) => looksLike(member.name, name));
  if (twin !== undefined) return refuse({ code: 'looks-like', name, other: twin.name });
  const distributor = command.distributor === null ? null : findDistributor(list, command.distributor);
  if (command.distributor !== null && distributor === null) {
    return unknownOrganization(list, command.distributor);
  }
  if (distributor === null && role !== 'coordinator') return refuse({ code: 'needs-distributor' });
  const crowd = distributor === null || role !== 'representative' ? null : secondContact(list, distributor, entityOf(distributor), person);
  if (crowd !== null) return crowd;
  if (known !== undefined && known.role === role && known.distributor === (distributor?.id ?? null) && known.name === name) {
    return refuse({ code: 'person-known', name: known.name });
  }
  return [{ type: 'person-added', member: { person, name, role, distributor: distributor?.id ?? null, zone: known?.zone ?? null } }];
}

/** A representative adds reviewers of their own organization, and changes nobody who is on the list. */
export function refuseAdding(
  list: List,
  { person, role, distributor }: Omit<Extract<ListCommand, { type: 'add-person' }>, 'name'>,
  by: PersonId,
): ListRefusal | null {
  const giver = list.members[by];
  if (giver?.role !== 'representative') return null;
  const own = distributor !== null && findDistributor(list, distributor)?.id === giver.distributor;
  return own && role === 'reviewer' && list.members[person] === undefined ? null : refuse({ code: 'needs-role', roles: ['coordinator'] });
}

function removePerson(list: List, person: PersonId, why: { readonly because?: 'left' } = {}): ListDecision<ListFact> {
  const member = list.members[person];
  if (member === undefined) return refuse({ code: 'not-on-the-list' });
  if (member.role === 'coordinator' && coordinatorsOf(list).length === 1) return refuse({ code: 'last-coordinator' });
  return [{ type: 'person-removed', person, ...why }];
}
