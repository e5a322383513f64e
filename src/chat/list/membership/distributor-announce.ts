// What happened to an organisation on a list, said: to its contacts, to the coordinators, and where it is removed to everybody.
import { type Distributor, nameOf } from '../../../domain/list/list.ts';
import { profileOf } from '../../../domain/list/membership/decide.ts';
import type { MembershipFact } from '../../../domain/list/membership/facts.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { personal } from '../../message/address.ts';
import { actions, code, instant, line, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { lengthText } from '../../values/lengths.ts';
import { quoted } from '../../values/quoting.ts';
import { answered, type ListEventContext } from '../event-context.ts';
import { filled, toListCoordinators, toListRooms } from './applications.ts';
import { grouped, heldNodes, keyLine, recertifyNodes, toContacts, toSpeakers } from './standing.ts';

/** What is told of: the distributor as it is after it, if it is still there, and what it was called before. */
export type DistributorContext = ListEventContext & { readonly distributor: Distributor | undefined; readonly name: string };

type FactOf<Type extends MembershipFact['type']> = Extract<MembershipFact, { type: Type }>;

export function profileChanged({ changes }: FactOf<'profile-changed'>, context: DistributorContext): Outgoing[] {
  const { distributor, name } = context;
  return answered(
    context,
    `Recorded for ${distributor?.name ?? name}: ${Object.keys(changes).join(', ')}. `,
    code(`org show ${quoted(name)}`),
    ' shows all of it.',
  );
}

export function keyAdded({ key }: FactOf<'key-added'>, context: DistributorContext): Outgoing[] {
  const compare = '. Compare the fingerprint with theirs another way.';
  return answered(context, `Added the key of ${context.name}: `, ...keyLine(key), compare);
}

export function keyExpiryWarned(fact: FactOf<'key-expiry-warned'>, { list, to, now, distributor, name }: DistributorContext): Outgoing[] {
  const keys = distributor === undefined ? [] : profileOf(distributor).keys;
  const key = keys.find(({ fingerprint }) => fingerprint === fact.fingerprint);
  if (distributor === undefined || key === undefined || key.expiresAt === null) return [];
  const over = fact.beforeMs === 0;
  const nodes = [
    line(`The PGP key of ${name} `, code(grouped(key.fingerprint)), over ? ' has expired: ' : ' expires ', instant(key.expiresAt), '.'),
    line('Extend it or make another, and add it: ', code(`org key ${quoted(name)}`), '.'),
  ];
  return [...toContacts(list, distributor, 'both', nodes, now), ...(over ? toListCoordinators(list, to, nodes) : [])];
}

export function aliasAnswered(context: DistributorContext): Outgoing[] {
  const { list, to, name } = context;
  return [
    ...answered(context, `Right code: someone reads the alias of ${name}.`),
    ...toListCoordinators(list, to, [line(`The code sent to the alias of ${name} came back: someone reads it.`)]),
  ];
}

export function aliasSilent(
  { distributor: id }: FactOf<'alias-silent'>,
  { list, to, now, distributor, name }: DistributorContext,
): Outgoing[] {
  const said = line(`The code sent to the security alias of ${name} hasn't come back within a week.`);
  const asked = line('Does anyone still read it? Enter the code from the mail: ', code('org answer'), ', or have a new one sent.');
  return [
    ...(distributor === undefined ? [] : toContacts(list, distributor, 'both', [said, asked], now)),
    ...toListCoordinators(list, to, [said, actions({ label: 'Send another', words: `org test ${id}` })]),
  ];
}

export function recertificationAsked({ list, now, distributor }: DistributorContext): Outgoing[] {
  if (distributor === undefined) return [];
  const often = lengthText(list.policy.rules.membership.recertifyEveryMs);
  const nodes = recertifyNodes(list, distributor, `Members of ${list.name} confirm the criteria every ${often}.`);
  return toSpeakers(list, distributor, 'primary', nodes, now);
}

/** The primary again at first, then the backup too, then the coordinators. */
export function recertificationReminded(
  { afterMs }: FactOf<'recertification-reminded'>,
  { list, to, now, distributor }: DistributorContext,
): Outgoing[] {
  if (distributor === undefined) return [];
  const { recertifyWithinMs } = list.policy.rules.membership;
  const over = afterMs >= recertifyWithinMs;
  const who = afterMs * 2 > recertifyWithinMs ? 'both' : 'primary';
  const opening = over ? 'This is overdue.' : 'This is still waiting on you.';
  const asked = toSpeakers(list, distributor, who, recertifyNodes(list, distributor, opening), now);
  const { name } = distributor;
  const told = toListCoordinators(list, to, [
    line(`${name} hasn't confirmed its criteria in time.`),
    actions({ label: 'Show how it keeps up', words: 'members health' }, { label: 'Warn it…', words: `org warn ${distributor.id}` }),
  ]);
  return over ? [...asked, ...told] : asked;
}

export function recertified(context: DistributorContext): Outgoing[] {
  const { list, to, name } = context;
  return [
    ...answered(context, `${name} is confirmed for the next ${lengthText(list.policy.rules.membership.recertifyEveryMs)}. Thank you.`),
    ...toListCoordinators(list, to, [line(`${name} confirmed its criteria again.`)]),
  ];
}

export function standingSet({ standing }: FactOf<'standing-set'>, context: DistributorContext): Outgoing[] {
  const { list, to, now, distributor } = context;
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
    ...answered(context, `Done. I told the contacts of ${name}.`),
    ...toContacts(list, distributor, 'both', [line(text)], now),
    ...toListCoordinators(list, to, [line(`${to === null ? 'The clock' : nameOf(list, to.person)} told ${name}: “${text}”`)]),
  ];
}

export function probationOver({ distributor: id }: FactOf<'probation-over'>, { list, name }: DistributorContext): Outgoing[] {
  return toListCoordinators(list, null, [
    line(`The probation of ${name} is over. Has it fixed the problem?`),
    actions(
      { label: 'End it: good standing', words: `org clear ${id}` },
      { label: 'Longer…', words: `org probation ${id}` },
      { label: 'Remove it…', words: `org remove ${id}`, style: 'danger' },
    ),
  ]);
}

/** What is said of it to the list; to each of its people why, what they keep secret, and when they may come back. */
export function distributorRemoved(fact: FactOf<'distributor-removed'>, context: DistributorContext): Outgoing[] {
  const { list, before, to, running, now } = context;
  if (before === null) return [];
  const { criteria, membership } = list.policy.rules;
  const criterion = fact.ground.type === 'criterion' ? fact.ground.key : null;
  const broken = criteria.find(({ key }) => key === criterion);
  const other = fact.ground.type === 'mistake' ? 'it was added by mistake.' : 'it broke the policy repeatedly.';
  const ground = broken === undefined ? other : `it no longer meets a criterion ("${broken.text}").`;
  const text = filled(list, 'removal', { organisation: fact.name, reason: `${ground} ${fact.because}`, until: now + membership.coolingMs });
  const people: PersonId[] = Object.values(before.members).flatMap(({ person, distributor }) =>
    distributor === fact.distributor ? [person] : [],
  );
  const along = people.length === 0 ? 'nobody with it' : `with it ${people.map((person) => nameOf(before, person)).join(', ')}`;
  const nodes: Node[] = [line(`${fact.name} was removed from the list: ${ground} ${fact.because}`)];
  return [
    ...answered(context, `Removed ${fact.name} from ${list.name}, and ${along}.`),
    ...people.map((person) => personal({ person, room: null }, [line(text), ...heldNodes(before, running, person)])),
    ...toListRooms(list, nodes),
    ...toListCoordinators(list, to, nodes),
  ];
}
