// Who is let in to an embargo: by name, in a wave, from outside of the list. Nobody whose wave came is taken off by this: that is what `revoke` is for.
import { findDistributor } from '../../list/distributor.ts';
import { distributorOf, distributorsOf, type List, type Member, membersOf, nameOf } from '../../list/list.ts';
import { bareId, type PersonId } from '../../values/ids.ts';
import { isNo, refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { EmbargoCommand } from '../commands.ts';
import { consentOf, memberOf } from '../consent.ts';
import type { Context } from '../context.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { type Called, type Wave, type WaveNamed, wavesCome } from './audience.ts';

type Order<Type extends EmbargoCommand['type']> = Extract<EmbargoCommand, { type: Type }>;

/** Those of a list who are called so, coordinators aside, who are on every embargo. Refuses what nobody, or more than one, is called. */
export function namedIn(list: List, called: readonly Called[]): WaveNamed | EmbargoRefusal {
  const found: WaveNamed[] = [];
  for (const each of called) {
    const one = oneNamed(list, each);
    if (isNo(one)) return one;
    found.push(one);
  }
  return {
    distributors: [...new Set(found.flatMap(({ distributors }) => distributors))],
    people: [...new Set(found.flatMap(({ people }) => people))],
  };
}

function oneNamed(list: List, each: Called): WaveNamed | EmbargoRefusal {
  if (each.person !== null) {
    const member = memberOf(list, each.person);
    return member === null || member.role === 'outsider'
      ? refuse({ code: 'not-on-the-list' })
      : { distributors: [], people: [member.person] };
  }
  const sought = each.called.toLowerCase();
  const distributor = findDistributor(list, each.called);
  const people = membersOf(list).filter(({ person, name }) => [name, bareId(person)].some((known) => known.toLowerCase() === sought));
  if ((distributor === null ? 0 : 1) + people.length !== 1)
    return refuse({ code: 'nobody-to-let-in', called: each.called, names: distributorsOf(list).map(({ name }) => name) });
  return { distributors: distributor === null ? [] : [distributor.id], people: people.map(({ person }) => person) };
}

/** Lets organizations and people in from an instant on, or everyone; who was to come at another instant comes at this one. */
export function widenAudience(embargo: Embargo, { who, at }: Order<'widen-audience'>, context: Context): EmbargoDecision {
  const { now, list, whole = list } = context;
  const { audience } = embargo;
  if (audience?.waves === undefined) return refuse({ code: 'audience-is-everyone' });
  if (at !== null && at <= now) return refuse({ code: 'wave-is-past', at });
  const named = who === 'everyone' ? everyone : namedIn(whole, who);
  if (isNo(named)) return named;
  const there = comeOf(wavesCome(audience, now), named)[0];
  if (there !== undefined) return refuse({ code: 'already-let-in', name: calledIn(whole, there) });
  return [{ type: 'audience-widened', ...named, at: at ?? now }];
}

/** Takes back who was to be let in, while their time has not come. */
export function narrowAudience(embargo: Embargo, { who }: Order<'narrow-audience'>, context: Context): EmbargoDecision {
  const { now, list, whole = list } = context;
  const { audience } = embargo;
  if (audience?.waves === undefined) return refuse({ code: 'audience-is-everyone' });
  const named = who === 'everyone' ? everyone : namedIn(whole, who);
  if (isNo(named)) return named;
  const come = comeOf(wavesCome(audience, now), named)[0];
  if (come !== undefined) return refuse({ code: 'wave-came', name: calledIn(whole, come) });
  const wanting = ofNamed(named).find((each) => comeOf(audience.waves ?? [], { ...nobody, ...each }).length === 0);
  if (wanting !== undefined) return refuse({ code: 'not-in-the-audience', name: calledIn(whole, wanting) });
  return [{ type: 'audience-narrowed', ...named }];
}

const nobody: WaveNamed = { distributors: [], people: [] };
const everyone: WaveNamed = { ...nobody, everyone: true };

/** Each that is named, alone. */
function ofNamed({ distributors, people, everyone: all }: WaveNamed): WaveNamed[] {
  return [
    ...distributors.map((each) => ({ ...nobody, distributors: [each] })),
    ...people.map((each) => ({ ...nobody, people: [each] })),
    ...(all === true ? [everyone] : []),
  ];
}

/** Of those who are named, each that some waves name. */
function comeOf(waves: readonly Wave[], named: WaveNamed): WaveNamed[] {
  return ofNamed(named).filter(({ distributors, people, everyone: all }) =>
    waves.some(
      (wave) =>
        distributors.some((each) => wave.distributors.includes(each)) ||
        people.some((each) => wave.people.includes(each)) ||
        (all === true && wave.everyone === true),
    ),
  );
}

function calledIn(list: List, { distributors: [organization], people: [person] }: WaveNamed): string {
  if (organization !== undefined) return distributorOf(list, organization)?.name ?? organization;
  return person === undefined ? 'Everyone' : nameOf(list, person);
}

/** What waves are left when some are let in at another instant, or not at all: nobody comes in two that have not come. */
export function without(waves: readonly Wave[], named: WaveNamed, now: Instant): Wave[] {
  return waves.flatMap((wave): Wave[] => {
    if (wave.at <= now) return [wave];
    const { everyone: all, ...kept } = wave;
    const left = {
      ...kept,
      distributors: wave.distributors.filter((each) => !named.distributors.includes(each)),
      people: wave.people.filter((each) => !named.people.includes(each)),
      ...(all === true && named.everyone !== true ? { everyone: all } : {}),
    };
    return left.distributors.length + left.people.length > 0 || left.everyone === true ? [left] : [];
  });
}

/** A representative lets in people of their own distributor; a coordinator anybody on the list, and people from outside, with the reason. */
export function admit(embargo: Embargo, { person, because, name }: Order<'admit'>, context: Context): EmbargoDecision {
  const { by, list, whole = list } = context;
  const member = memberOf(list, person) ?? memberOf(whole, person);
  if (member === null || member.role === 'outsider') return inviteOutsider(embargo, member, { person, because, name }, context);
  if (by.role !== 'coordinator' && member.distributor !== by.distributor) return refuse({ code: 'other-distributor' });
  const consent = consentOf(embargo, member);
  if (consent !== 'none' && consent !== 'declined') return refuse({ code: 'already-let-in', name: member.name });
  return [{ type: 'person-admitted', person, ...(because === undefined ? {} : { because }) }];
}

type Asked = { readonly person: PersonId; readonly because: string | undefined; readonly name: string | undefined };

/** Only coordinators vouch for somebody whom no organization of the list answers for. */
function inviteOutsider(
  embargo: Embargo,
  known: Member | null,
  { person, because, name }: Asked,
  { by, list, whole = list }: Context,
): EmbargoDecision {
  const called = known?.name ?? name;
  if (by.role !== 'coordinator' || called === undefined) return refuse({ code: 'not-on-the-list' });
  const left = whole.membership?.left?.[person];
  if (left !== undefined) return refuse({ code: 'left-the-list', name: left });
  if (because === undefined) return refuse({ code: 'outsider-needs-reason', name: called });
  const consent = consentOf(embargo, known);
  if (consent !== 'none' && consent !== 'declined') return refuse({ code: 'already-let-in', name: called });
  return [{ type: 'outsider-invited', person, name: called, because }];
}
