// How organisations stand on a list, said: what is known of them, the yearly review, warnings, removal.
import { consentOf } from '../../../domain/embargo/consent.ts';
import type { Embargo } from '../../../domain/embargo/embargo.ts';
import { type Distributor, type List, type Member, membersOf, nameOf } from '../../../domain/list/list.ts';
import { profileOf } from '../../../domain/list/membership/decide.ts';
import type { LeakOf, PgpKey, Profile } from '../../../domain/list/membership/membership.ts';
import { numbered, strikesStanding } from '../../../domain/list/membership/strikes.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { own } from '../../../domain/values/records.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { ofList, type Speaker } from '../../message/address.ts';
import { carriedText } from '../../message/duties.ts';
import {
  type Action,
  actions,
  bullets,
  code,
  field,
  fields,
  heading,
  type Inline,
  instant,
  line,
  type Node,
} from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';

const listed = (values: readonly string[]): string => (values.length === 0 ? 'not known' : values.join(', '));

/** A fingerprint in groups of four, as people compare them. */
export const grouped = (fingerprint: string): string => fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ');

export function keyLine({ fingerprint, expiresAt, user }: Pick<PgpKey, 'fingerprint' | 'expiresAt' | 'user'>): Inline[] {
  return [
    code(grouped(fingerprint)),
    `${user === null ? '' : ` ${user}`}, `,
    ...(expiresAt === null ? ['never expires'] : ['expires ', instant(expiresAt)]),
  ];
}

function aliasWords({ alias, aliasTest }: Profile): Inline[] {
  if (alias === null) return ['not known'];
  if (aliasTest === null) return [`${alias}, never tested`];
  return aliasTest.backAt === null
    ? [`${alias}, code sent `, instant(aliasTest.sentAt)]
    : [`${alias}, code returned `, instant(aliasTest.backAt)];
}

/** Of which leak, for those who may know of each embargo. */
export const ofLeak = (leak: LeakOf | undefined): string => (leak === undefined ? '' : `, for leak ${leak.number} of ${leak.codename}`);

/** How many count, and each; of which leak it is for is coordinators' to read, who know of each embargo. */
function strikesText(list: List, profile: Profile, coordinates: boolean): string {
  const each = numbered(profile).map(({ number, person, because, leak, answer, withdrawn }) => {
    const answered = answer === undefined ? '' : `, answered: ${answer.text}`;
    const over = withdrawn === undefined ? '' : `, withdrawn: ${withdrawn.because}`;
    return `strike ${number} of ${nameOf(list, person)}${coordinates ? ofLeak(leak) : ''}: ${because}${answered}${over}`;
  });
  return `${strikesStanding(profile).length} (${each.join('; ')})`;
}

/** What is known of a distributor, for members. Strikes and standing are for its own people and for coordinators. */
export function distributorAnswer(list: List, to: Speaker, distributor: Distributor): Outgoing {
  const profile = profileOf(distributor);
  const contact = (person: PersonId | null) => (person === null ? 'not named' : nameOf(list, person));
  const people = membersOf(list).filter((member) => member.distributor === distributor.id);
  const me = list.members[to.person];
  const inside = me?.role === 'coordinator' || me?.distributor === distributor.id;
  const carried = carriedText(list, distributor.id);
  const rows = [
    field('Legal entity', profile.entity ?? 'not known'),
    field('Ships', listed(distributor.releases)),
    field('Packages', listed(profile.ships)),
    field('Architectures', listed(profile.architectures)),
    field('Security alias', ...aliasWords(profile)),
    field('Countries', listed(profile.countries)),
    field('Primary contact', contact(profile.primary)),
    field('Backup contact', contact(profile.backup)),
    ...(carried.length === 0 ? [] : [field('Duties', carried.join('; '))]),
    field('People', listed(people.map(({ name, role }) => `${name} (${role})`))),
    ...(profile.joinedAt === 0
      ? []
      : [field('On the list since', instant(profile.joinedAt)), field('Last reviewed', instant(profile.reviewedAt))]),
    ...(inside && profile.standing !== null ? [field('Standing', `${profile.standing.state}: ${profile.standing.because}`)] : []),
    ...(inside && profile.strikes.length > 0 ? [field('Strikes', strikesText(list, profile, me?.role === 'coordinator'))] : []),
  ];
  const keys = profile.keys.length === 0 ? [line('It has no PGP key on file.')] : [bullets(profile.keys.map(keyLine))];
  return ofList(list, to, [heading(distributor.name), fields(...rows), ...keys]);
}

/**
 * Who is told of what concerns an organisation: its primary contact, or whoever speaks for it; with `backup`, that too. Who is away is not relied on.
 * Who has gone over to another organisation since they were named, as contact or as stand-in, is told nothing.
 */
export function contactsOf(list: List, { id, profile }: Distributor, who: 'primary' | 'both', now: Instant): Member[] {
  const theirs = membersOf(list).filter(({ distributor }) => distributor === id);
  const speakers = theirs.filter(({ role }) => role === 'representative');
  const wanted = [profile?.primary ?? null, who === 'both' ? (profile?.backup ?? null) : null];
  const named = wanted.flatMap((contact) => theirs.find(({ person }) => person === contact) ?? []);
  const found = named.length > 0 ? named : speakers;
  const standIns = found.flatMap(({ away }) => {
    const standIn = away === undefined || away.standIn === null || away.until <= now ? undefined : list.members[away.standIn];
    return standIn !== undefined && (standIn.distributor === id || standIn.role === 'coordinator') ? [standIn] : [];
  });
  return [...new Map([...found, ...standIns].map((member) => [member.person, member])).values()];
}

/** To an organisation's contacts, each alone. */
export function toContacts(
  list: List,
  distributor: Distributor,
  who: 'primary' | 'both',
  nodes: readonly Node[],
  now: Instant,
): Outgoing[] {
  return contactsOf(list, distributor, who, now).map(({ person }) => ofList(list, { person, room: null }, nodes));
}

/** The same to those of them who may answer for the organisation: a reviewer who stands in may not. */
export function toSpeakers(
  list: List,
  distributor: Distributor,
  who: 'primary' | 'both',
  nodes: readonly Node[],
  now: Instant,
): Outgoing[] {
  const may = contactsOf(list, distributor, who, now).filter(
    (member) => member.distributor === distributor.id && member.role !== 'reviewer',
  );
  return may.map(({ person }) => ofList(list, { person, room: null }, nodes));
}

/** The yearly question, criterion by criterion. */
export function recertifyNodes(list: List, { name, profile }: Distributor, opening: string): Node[] {
  const asked = profile?.recertification;
  if (asked == null) return [];
  const left = list.policy.rules.criteria.filter(({ key }) => own(asked.confirmed, key) === undefined);
  const buttons = left.slice(0, 4).map(({ key }): Action => ({ label: `${key}: still true`, words: `org recertify ${key}` }));
  return [
    line(opening),
    line(`Does ${name} still meet these? Please answer by `, instant(asked.dueAt), '.'),
    bullets(left.map(({ key, text, optional }) => [`${key}${optional ? ' (not required)' : ''}: ${text}`])),
    actions({ label: 'All still true', words: 'org recertify all', style: 'primary' }, ...buttons),
  ];
}

/** What somebody who leaves has to keep secret: by codename, what they have signed for. */
export function heldNodes(before: List, running: readonly Embargo[], person: PersonId): Node[] {
  const member = before.members[person] ?? null;
  const held = running
    .filter((embargo) => ['signed', 'asked', 'lapsed'].includes(consentOf(embargo, member)))
    .map(({ codename }) => codename);
  return held.length === 0
    ? []
    : [
        line('You accepted the terms of these embargoes. They bind you until the embargoes are public:'),
        bullets(held.map((codename) => [codename])),
      ];
}

/** What a removal means, before it is done. */
export function removalMeaning(list: List, to: Speaker, distributor: Distributor, words: string): Outgoing {
  const people = membersOf(list).filter((member) => member.distributor === distributor.id);
  return ofList(list, to, [
    line(
      `This takes ${distributor.name} off ${list.name}, with ${people.length === 0 ? 'nobody' : people.map(({ name }) => name).join(', ')}. Their access to every embargo and room ends at once. I'll tell them why, and when they can apply again.`,
    ),
    actions({ label: 'Remove them', words, style: 'danger' }),
  ]);
}

/** What leaving means, with the button that does it. */
export function confirmLeave(list: List, to: Speaker): Outgoing {
  return ofList(list, to, [
    line(`Leave the list ${list.name}? Your access to each of its embargoes ends at once, and what you know of them stays secret.`),
    actions({ label: `Leave ${list.name}`, words: 'leave sure=yes', style: 'danger' }),
  ]);
}
