// Two running embargoes of a list that have the same id: by mistake, or because they are one.
import { consentOf, isIn } from '../../../domain/embargo/consent.ts';
import type { Embargo } from '../../../domain/embargo/embargo.ts';
import { membersOf } from '../../../domain/list/list.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { naming, toPerson } from '../../message/address.ts';
import { actions, code, line } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import type { View } from '../../message/view.ts';

/** To those who have acknowledged both: which two. `by` added the id to this one, and so knows of it. The id itself stands in the details. */
export function sameIds(view: View, other: Embargo, by: PersonId): Outgoing[] {
  const { embargo, list } = view;
  const told = membersOf(list).filter(
    (member) => isIn(consentOf(other, member)) && (member.person === by || isIn(consentOf(embargo, member))),
  );
  const { codename } = embargo;
  return told.map(({ person }) => {
    const kind = person === by ? ('dates' as const) : ('metadata' as const);
    const said = toPerson(person, view, { kind, urgency: 'answer' }, [
      line(
        `${codename} and ${other.codename} have the same CVE or GHSA id. If it's a mistake: `,
        code('cve remove'),
        '. If they are the same, a coordinator merges them: ',
        code(`merge ${other.codename} ${codename}`),
        '.',
      ),
      actions(
        { label: `Show ${codename}`, words: `details ${codename}` },
        { label: `Show ${other.codename}`, words: `details ${other.codename}` },
      ),
    ]);
    return naming(said, [other]);
  });
}
