// One CVE record is owed for each CVE id; where none is known, one for the embargo.
import { refuse } from '../../values/refusal.ts';
import { type ConsentState, isIn } from '../consent.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoRefusal } from '../refusal.ts';
import { cveIdsOf } from './about.ts';

/** The CVE ids whose records are not linked yet; null: of an embargo without any id, whose one record is not linked. */
export function recordsOwed({ about, published }: Embargo): readonly (string | null)[] {
  const ids = cveIdsOf(about);
  // A link from when there was one record for each embargo is that of the first id.
  const [first = null, ...others] = ids;
  const owed = published.cve === undefined && (first === null || published[`cve:${first}`] === undefined) ? [first] : [];
  return [...owed, ...others.filter((id) => published[`cve:${id}`] === undefined)];
}

/** Whose CVE record somebody links: the id that they name; null: the only one that there is. Ids are named to who has acknowledged. */
export function recordMeant({ about }: Embargo, id: string | null, consent: ConsentState): string | null | EmbargoRefusal {
  const ids = cveIdsOf(about);
  if (id === null && ids.length < 2) return null;
  if (!isIn(consent)) return refuse({ code: 'needs-consent', state: consent });
  if (id === null) return refuse({ code: 'which-record', ids });
  return ids.includes(id) ? id : refuse({ code: 'not-there', name: id, there: ids });
}
