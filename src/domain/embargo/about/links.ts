// Embargoes that belong together: siblings, of which one gives the other away, and what was split off. Both know of it.
import type { FindingKind } from '../../policy/checklist.ts';
import type { EmbargoId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import type { EmbargoCommand } from '../commands.ts';
import { consentOf, isIn, memberOf } from '../consent.ts';
import type { Context } from '../context.ts';
import { bindingsOf } from '../date/bindings.ts';
import { refuseDate } from '../date/negotiation.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import { findingMeant } from '../finding-orders.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import type { Link } from './about.ts';

type Split = Extract<EmbargoCommand, { type: 'split' }>;

/** The kinds of findings that may be another matter than the patch. */
export const splitting: ReadonlySet<FindingKind> = new Set<FindingKind>(['additional-issue', 'new-bug', 'other']);

/** As the other of the two has it. */
const mirrored = { sibling: 'sibling', 'split-into': 'split-from', 'split-from': 'split-into' } as const;

/** Two embargoes of one list, both of which the speaker has acknowledged, are siblings from now on. */
export function linkSiblings(embargo: Embargo, context: Context): EmbargoDecision {
  const other = otherOf(embargo, context);
  if ('reason' in other) return other;
  // The other would be told of this one, after its own links are gone.
  if (other.purgedAt !== undefined) return refuse({ code: 'embargo-purged', at: other.purgedAt });
  const there = linkTo(embargo, other.id);
  if (there !== undefined) return refuse({ code: 'linked-already', codename: other.codename });
  return [{ type: 'linked', link: { embargo: other.id, codename: other.codename, as: 'sibling' } }];
}

/** They do not belong together, or not any more. */
export function unlink(embargo: Embargo, context: Context): EmbargoDecision {
  const other = otherOf(embargo, context);
  if ('reason' in other) return other;
  return linkTo(embargo, other.id) === undefined
    ? refuse({ code: 'not-linked', codename: other.codename })
    : [{ type: 'unlinked', embargo: other.id }];
}

/** A finding becomes an embargo of its own, once. */
export function split(embargo: Embargo, command: Split, context: Context): EmbargoDecision {
  const { fresh } = context;
  const { finding: number } = command;
  const finding = findingMeant(embargo, number);
  if ('code' in finding) return refuse(finding);
  if (fresh === undefined || !splitting.has(finding.kind)) return refuse({ code: 'nothing-to-split', kind: finding.kind });
  const there = embargo.about.links.find((link) => link.finding === number);
  if (there !== undefined) return refuse({ code: 'split-already', codename: there.codename });
  const refusal = refuseDate(command.date, bindingsOf(null, context), context, embargo.about.urgent);
  return (
    refusal ?? [
      { type: 'linked', link: { embargo: fresh.id, codename: fresh.codename, as: 'split-into', finding: number } },
      { type: 'finding-answered', number, answer: 'own-embargo', because: null },
    ]
  );
}

/** What a fact of one embargo makes happen to the other of two, which is there already; null: nothing. */
export function onTheOther(fact: EmbargoFact, { id, codename }: Embargo): { readonly on: EmbargoId; readonly fact: EmbargoFact } | null {
  if (fact.type === 'unlinked') return { on: fact.embargo, fact: { type: 'unlinked', embargo: id } };
  if (fact.type !== 'linked' || fact.link.as !== 'sibling') return null;
  return { on: fact.link.embargo, fact: { type: 'linked', link: { embargo: id, codename, as: mirrored[fact.link.as] } } };
}

/** The other of two that the speaker named, where they may know what both are about. */
export function otherOf(embargo: Embargo, { other, by, list }: Context): Embargo | EmbargoRefusal {
  if (other === undefined || other === null || other.list !== embargo.list) return refuse({ code: 'needs-consent', state: 'none' });
  if (other.id === embargo.id) return refuse({ code: 'same-embargo' });
  const consent = consentOf(other, memberOf(list, by.person));
  if (consent === 'none') return refuse({ code: 'needs-consent', state: 'none' });
  return isIn(consent) ? other : refuse({ code: 'acknowledge-other', codename: other.codename });
}

const linkTo = ({ about }: Embargo, id: EmbargoId): Link | undefined => about.links.find((link) => link.embargo === id);
