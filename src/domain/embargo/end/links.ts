// A link that was wrong, taken back: by who gave it, by whose packages they are, or by a coordinator.

import { findDistributor, unknownOrganization } from '../../list/distributor.ts';
import type { DistributorId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Context } from '../context.ts';
import type { Embargo, Link, LinkHeld, LinkKind, Published } from '../embargo.ts';
import type { EmbargoDecision } from '../refusal.ts';

/** What was linked is owed again where nothing else is linked. Refuses where it could be several, and what is none of the speaker's. */
export function removeLink(
  embargo: Embargo,
  { clock, link, id, distributor: named }: Extract<EmbargoCommand, { type: 'remove-link' }>,
  { by, list }: Context,
): EmbargoDecision {
  const of = named === null ? null : findDistributor(list, named);
  if (named !== null && of === null) return unknownOrganization(list, named);
  const theirs = linksOf(embargo).filter(
    ({ held, given }) =>
      by.role === 'coordinator' || given.by === by.person || (held.distributor !== null && held.distributor === by.distributor),
  );
  const found = theirs
    .map(({ held }) => held)
    .filter((held) => held.clock === clock && (id === null || held.id === id) && (of === null || held.distributor === of.id))
    .filter((held) => link === null || held.link === link);
  const [only, ...more] = found;
  if (only === undefined) return refuse({ code: 'no-such-link', links: theirs.map(({ held }) => held) });
  return more.length > 0 ? refuse({ code: 'which-link', links: found }) : [{ type: 'link-removed', ...only }];
}

function linksOf({ published }: Embargo): { readonly held: LinkHeld; readonly given: Link }[] {
  return Object.entries<Published>(published).flatMap(([key, first]) => {
    const [kind = '', ...rest] = key.split(':');
    // Since when somebody ran the fix is no link.
    if (kind === 'deployed') return [];
    const of = rest.join(':');
    const clock = kind as LinkKind;
    const what = {
      clock,
      distributor: clock === 'packages' ? (of as DistributorId) : null,
      ...(clock === 'cve' && of !== '' ? { id: of } : {}),
    };
    return [first, ...(first.also ?? [])].map((given) => ({ held: { ...what, link: given.link }, given }));
  });
}
