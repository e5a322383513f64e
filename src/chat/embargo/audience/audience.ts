// Who an embargo is for, said: waves with their instants, and who is on it from outside.
import type { Outsider, Wave, WaveNamed } from '../../../domain/embargo/audience/audience.ts';
import { isOf, opensUntil } from '../../../domain/embargo/audience/on-embargo.ts';
import { consentOf, memberOf, said } from '../../../domain/embargo/consent.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { distributorName, type List, membersOf, nameOf, roomsOf } from '../../../domain/list/list.ts';
import { faultsIn } from '../../../domain/list/room.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { toPerson, toThreads } from '../../message/address.ts';
import { bullets, code, type Inline, line, type Node, soon } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { names, type View } from '../../message/view.ts';
import { invitation } from '../consent.ts';
import { by, type EventContext, reply, tell } from '../event-context.ts';
import { followers } from './direct.ts';

type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

/** What the organizations and people of a wave are called. */
export function calledOf(list: List, { distributors, people, everyone }: WaveNamed): string {
  if (everyone === true) return 'everyone on the list';
  return names([...distributors.map((each) => distributorName(list, each)), ...people.map((each) => nameOf(list, each))]);
}

/** Who it is for and since when; who is to come is for coordinators. */
export function audienceNodes({ embargo, list, whole = list, now }: View, reader: PersonId): Node[] {
  const { waves, outsiders = {} } = embargo.audience ?? {};
  // Nobody comes after its end.
  const until = opensUntil(embargo, now);
  const all = embargo.ended === null && memberOf(list, reader)?.role === 'coordinator';
  const shown = [...(waves ?? [])].filter(({ at }) => all || at <= until).sort((one, other) => one.at - other.at);
  const rows = shown.map((wave): Inline[] => [
    `${calledOf(whole, wave)}: ${wave.at <= until ? 'since' : 'from'} `,
    soon(wave.at),
    ...(wave.at <= until ? [] : [`, as ${nameOf(whole, wave.by)} said`]),
  ]);
  const outside = Object.entries<Outsider>(outsiders).flatMap(([person, outsider]) =>
    consentOf(embargo, memberOf(list, person as PersonId)) === 'none' ? [] : [outsiderRow(outsider, whole)],
  );
  return [
    ...(waves === undefined
      ? [line('The whole list has access.')]
      : [line('Coordinators have access, and:'), bullets(rows.length === 0 ? [['nobody else yet']] : rows)]),
    ...(outside.length === 0 ? [] : [line('From outside the list:'), bullets(outside)]),
  ];
}

const outsiderRow = ({ name, by, at }: Outsider, list: List): Inline[] => [`${name}: invited by ${nameOf(list, by)} on `, soon(at)];

/** Where it is spoken of, once it is opened for some of the list. */
export function openedFor({ embargo, list }: View): Node[] {
  const [first] = embargo.audience?.waves ?? [];
  if (first === undefined) return [];
  return [
    line(
      `Only ${calledOf(list, first)} and coordinators have access. I post it in none of the list's rooms: they get direct messages. To give others access: `,
      code(`audience add ${embargo.codename}`),
      '.',
    ),
  ];
}

/** To the coordinators who have acknowledged, but for the one who did it. */
function toFollowers(context: EventContext, nodes: readonly Node[]): Outgoing[] {
  const people = followers(context).filter((person) => person !== context.by?.person);
  return people.map((person) => toPerson(person, context, tell, nodes));
}

/** To who let them in, to the other coordinators, and at once to those whose time is now. */
export function widened(fact: FactOf<'audience-widened'>, context: EventContext): Outgoing[] {
  const { embargo, list, whole = list, now } = context;
  const who = calledOf(whole, fact);
  const when: Inline[] = fact.at <= now ? [' now'] : [' on ', soon(fact.at)];
  const rest = ` They accept the date as it stands ${fact.at <= now ? '' : 'then '}before they see anything.`;
  return [
    ...reply(context, [`You gave ${who} access to ${embargo.codename}`, ...when, '.', rest]),
    ...toFollowers(context, [line(`${by(context)} gave ${who} access`, ...when, '.')]),
  ];
}

/** To who took it back, and to the other coordinators: nobody else knew. */
export function narrowed(fact: FactOf<'audience-narrowed'>, context: EventContext): Outgoing[] {
  const who = calledOf(context.whole ?? context.list, fact);
  return [
    ...reply(context, `Taken back: ${who} won't get access. They were told nothing.`),
    ...toFollowers(context, [line(`${by(context)} took back the access of ${who}, before their time.`)]),
  ];
}

/** To those whose time has come the terms, with the date as it stands; to coordinators that it has. Who has acknowledged by then is asked for nothing. */
export function wavesTold({ numbers }: FactOf<'waves-told'>, context: EventContext): Outgoing[] {
  const { embargo, list, whole = list } = context;
  const come = (embargo.audience?.waves ?? []).filter(({ number }) => numbers.includes(number));
  const others = (embargo.audience?.waves ?? []).filter((wave) => wave.told !== undefined && !numbers.includes(wave.number));
  const asked = membersOf(list).filter(
    (member) =>
      member.role !== 'coordinator' &&
      come.some((wave) => isOf(wave, member)) &&
      !others.some((wave) => isOf(wave, member)) &&
      said(embargo.consents, member) === undefined &&
      consentOf(embargo, member) === 'invited',
  );
  const who = come.map((wave) => calledOf(whole, wave)).join('; ');
  return [
    ...asked.map(({ person }) => invitation(context, person, false, true)),
    ...toFollowers(context, [line(`It's time for ${who}: I asked them to acknowledge the terms.`), ...silentRooms(come, list)]),
  ];
}

/** The rooms that are to show it from now on, and cannot: its card goes there once they are safe again. */
function silentRooms(come: readonly Wave[], list: List): Node[] {
  if (!come.some(({ everyone }) => everyone === true)) return [];
  const unfit = roomsOf(list).flatMap((held) => (faultsIn(held).length === 0 ? [] : [held.audit.name || 'a room']));
  return unfit.length === 0
    ? []
    : [line(`I post it in ${names(unfit)} once that's safe again; until then nothing of it is said there. Why: `, code('room audit'), '.')];
}

/** To who is let in from outside, and to the others. */
export function outsiderInvited({ person, name }: FactOf<'outsider-invited'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  return [
    ...reply(
      context,
      `I asked ${name} to acknowledge the terms. Until they do, they see the codename and dates; after that its details, dates and patches, and nothing of the list.`,
    ),
    ...toThreads(list, embargo, tell, [line(`${by(context)} gave ${name}, who isn't on the list, access.`)]),
    invitation(context, person),
  ];
}
