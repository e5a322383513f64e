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

/**
 * Whose CVE record somebody links, or says not to come: the id that they name, or the only one that is left; null: the only one that there is. Ids are named to who has acknowledged.
 */
export function recordMeant(embargo: Embargo, id: string | null, said: Said, consent: ConsentState): string | null | EmbargoRefusal {
  const ids = cveIdsOf(embargo.about);
  if (id === null && ids.length < 2) return null;
  if (!isIn(consent)) return refuse({ code: 'needs-consent', state: consent });
  const left = recordsOwed(embargo).filter((each) => each !== null);
  const named = id ?? idIn(said, ids) ?? (left.length === 1 ? (left[0] ?? null) : null);
  if (named === null) return refuse({ code: 'which-record', ids: left.length === 0 ? ids : left, said });
  return ids.includes(named) ? named : refuse({ code: 'not-there', name: named, there: ids });
}

type Said = Extract<EmbargoRefusal['reason'], { code: 'which-record' }>['said'];

/** The one id that a record's own address names. */
function idIn(said: Said, ids: readonly string[]): string | null {
  const [only = null, ...more] = 'link' in said ? ids.filter((id) => new RegExp(`\\b${id}\\b`, 'i').test(said.link)) : [];
  return more.length === 0 ? only : null;
}
