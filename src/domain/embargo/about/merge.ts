// Two embargoes that turn out to be about the same: one of them ends as a duplicate, and what is known of it goes on in the other.
import type { PersonId } from '../../values/ids.ts';
import { isRefused, refuse } from '../../values/refusal.ts';
import { listFor } from '../audience/on-embargo.ts';
import { consentOf, memberOf, roster } from '../consent.ts';
import type { Context } from '../context.ts';
import { bindPolicy } from '../date/told.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import type { EmbargoDecision } from '../refusal.ts';
import { type About, type AboutChanges, type Component, idsOf, type Vulnerability } from './about.ts';
import { replaced, same, withVulnerability } from './amend.ts';
import { otherOf } from './links.ts';

/** What happens to the one that goes on: it knows what the other knew, and who knows of the other is let in. */
export function merge(embargo: Embargo, context: Context): EmbargoDecision {
  if (context.other?.id === embargo.id) return refuse({ code: 'merge-itself' });
  const other = otherOf(embargo, context);
  if ('reason' in other) return other;
  const { id, codename, ended, decisionDue } = other;
  if (ended !== null) return refuse({ code: 'other-over', codename, at: ended.at });
  // What was reported of it is decided on there: its end as a duplicate would say that nothing is public.
  if (decisionDue !== null) return refuse({ code: 'other-undecided', codename });
  const changes = carriedOver(embargo.about, other.about);
  return [
    { type: 'merged', link: { embargo: id, codename, as: 'merged-from' } },
    ...(Object.keys(changes).length === 0 ? [] : [{ type: 'amended', changes } as const]),
    ...letIn(embargo, other, context).map((person) => ({ type: 'person-admitted', person }) as const),
    ...limitsOf(embargo, other, context),
  ];
}

/** What happens to the other, once `merge` has said yes. None of its ids is to be rejected: they live on with the one that goes on. */
export function endedByMerge(embargo: Embargo, other: Embargo, by: PersonId): EmbargoFact[] {
  const { id, codename } = embargo;
  const asked = other.disclosing?.reason === 'duplicate' ? other.disclosing.by : by;
  const ids = idsOf(other.about);
  return [
    { type: 'merged', link: { embargo: id, codename, as: 'merged-into', ...(ids.length === 0 ? {} : { ids }) } },
    { type: 'embargo-ended', reason: 'duplicate', by: [...new Set([asked, by])], because: null },
  ];
}

/** Who has a need to know of the other, and not of this one yet. They are invited as anybody is. */
export function letIn(embargo: Embargo, other: Embargo, { list, whole = list, now }: Pick<Context, 'list' | 'whole' | 'now'>): PersonId[] {
  return roster(other, listFor(other, whole, now))
    .filter(({ member }) => member.role !== 'outsider')
    .filter(({ member, consent }) => consent !== 'declined' && consentOf(embargo, memberOf(list, member.person)) === 'none')
    .map(({ member }) => member.person);
}

/** Other lists that were told of the other, and not of this one: their limits go on. */
function limitsOf(embargo: Embargo, { bound = [] }: Embargo, context: Context): readonly EmbargoFact[] {
  const known = new Set(embargo.bound?.map(({ policy }) => policy));
  return bound
    .filter(({ policy }) => !known.has(policy))
    .flatMap(({ policy, since }) => {
      const decision = bindPolicy(embargo, { type: 'bind-policy', policy, since }, context);
      return isRefused(decision) ? [] : decision;
    });
}

/** The other's ids, components and reporters that are not here yet. What is known here is replaced by nothing. */
function carriedOver(about: About, other: About): AboutChanges {
  const { vulnerabilities, numbersGiven } = other.vulnerabilities.reduce((known, each) => withTheirs(known, each, other.title), about);
  const components = other.components.reduce<readonly Component[]>(withComponent, about.components);
  const reporters = [...about.reporters, ...other.reporters.filter(({ name }) => !about.reporters.some((each) => same(each.name, name)))];
  return {
    ...(vulnerabilities === about.vulnerabilities ? {} : { vulnerabilities }),
    ...(numbersGiven === about.numbersGiven ? {} : { numbersGiven }),
    ...(components === about.components ? {} : { components }),
    ...(reporters.length === about.reporters.length ? {} : { reporters }),
  };
}

/** A vulnerability with an id that is here is that one; the first of the others is the one that has no id here, if there is one. */
function withTheirs(about: About, theirs: Vulnerability, title: string): About {
  const missing = theirs.ids.filter((id) => !idsOf(about).includes(id));
  if (missing.length === 0) return about;
  const here = about.vulnerabilities.find(({ ids }) => ids.some((id) => theirs.ids.includes(id)));
  if (here !== undefined) return replaced(about, { ...here, ids: [...here.ids, ...missing] });
  const nameless = about.vulnerabilities.find(({ ids }) => ids.length === 0);
  if (nameless === undefined) {
    const { number: _, ids, ...details } = theirs;
    return withVulnerability(about, ids, { ...details, title: theirs.title ?? title });
  }
  const known = Object.entries(nameless).filter(([, value]) => value !== null);
  return replaced(about, { ...theirs, ...Object.fromEntries(known), number: nameless.number, ids: theirs.ids });
}

function withComponent(components: readonly Component[], theirs: Component): readonly Component[] {
  const here = components.find(({ name }) => same(name, theirs.name));
  if (here === undefined) return [...components, theirs];
  const more = theirs.purls.filter((purl) => !here.purls.includes(purl));
  return more.length === 0 ? components : components.map((each) => (each === here ? { ...here, purls: [...here.purls, ...more] } : each));
}
