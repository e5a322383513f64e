// A list as far as it is on one embargo at an instant: what reads only this cannot tell, ask or count anybody else.
import { distributorsOf, type List, type Member, membersOf } from '../../list/list.ts';
import type { PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import { said } from '../consent.ts';
import type { Embargo } from '../embargo.ts';
import { isNarrow, type Outsider, type Wave, wavesCome } from './audience.ts';

type Whose = Pick<Embargo, 'id' | 'audience' | 'consents' | 'ended'>;

/** The instant up to which its waves open: none opens after its end. */
export const opensUntil = ({ ended }: Pick<Embargo, 'ended'>, now: Instant): Instant => (ended === null ? now : Math.min(now, ended.at));

/**
 * The people of the list whose wave has come by `now` (UTC), each on it since then, those whom somebody let in by name, all coordinators, and who is on this embargo
 * from outside; their organizations; and no room while only some of the list are on it. The list itself where it is for the whole list.
 */
export function listFor(embargo: Whose, list: List, now: Instant): List {
  const { audience } = embargo;
  if (audience === undefined) return list;
  const until = opensUntil(embargo, now);
  const members = [...onIt(embargo, list, until), ...outsidersOf(embargo, list)];
  const come = wavesCome(audience, until);
  const everyone = audience.waves === undefined || come.some((wave) => wave.everyone === true);
  const organizations = distributorsOf(list).filter(
    ({ id }) =>
      everyone || come.some(({ distributors }) => distributors.includes(id)) || members.some(({ distributor }) => distributor === id),
  );
  return {
    ...list,
    members: Object.fromEntries(members.map((member) => [member.person, member])),
    distributors: Object.fromEntries(organizations.map((each) => [each.id, each])),
    rooms: isNarrow(audience, until) ? {} : list.rooms,
  };
}

function onIt({ id, audience, consents }: Whose, list: List, until: Instant): Member[] {
  const people = membersOf(list).filter(({ role }) => role !== 'outsider');
  if (audience?.waves === undefined) return people;
  const come = wavesCome(audience, until);
  return people.flatMap((member): Member[] => {
    if (member.role === 'coordinator') return [member];
    const since = come.filter((wave) => isOf(wave, member)).map(({ at }) => at);
    const byName = come.some(({ people: named }) => named.includes(member.person)) ? { byName: true as const } : {};
    // People who were let in by name before are on it since then, as they said it.
    if (said(consents, member) !== undefined) return [{ ...member, on: id, ...byName }];
    return since.length === 0 ? [] : [{ ...member, on: id, ...byName, since: Math.max(member.since, Math.min(...since)) }];
  });
}

/** Whether a wave lets a member in. */
export function isOf({ everyone, distributors, people }: Wave, { person, distributor }: Member): boolean {
  return everyone === true || people.includes(person) || (distributor !== null && distributors.includes(distributor));
}

/** Who is on it from outside. People who are on the list, or were, are on the embargo as that or not at all. */
function outsidersOf({ id, audience }: Whose, list: List): Member[] {
  return Object.entries<Outsider>(audience?.outsiders ?? {}).flatMap(([name, { at, ...outsider }]) => {
    const person = name as PersonId;
    const known = list.members[person];
    if ((known !== undefined && known.role !== 'outsider') || list.membership?.left?.[person] !== undefined) return [];
    return [{ person, name: outsider.name, role: 'outsider', distributor: null, since: at, zone: null, on: id }];
  });
}
