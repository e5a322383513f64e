// Commands that name two embargoes, or make a second one. Two are locked in the order of their ids, whoever names which first.
import type { Db } from '../../db/connection/client.ts';
import { loadEmbargo, lockEmbargo } from '../../db/embargoes.ts';
import { onTheOther } from '../../domain/embargo/about/links.ts';
import type { EmbargoCommand } from '../../domain/embargo/commands.ts';
import type { Context } from '../../domain/embargo/context.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { splitFacts } from '../../domain/split.ts';
import type { EmbargoId } from '../../domain/values/ids.ts';
import type { Request } from '../../inbound/request.ts';

/** The embargo of an order, locked, and the other that the order names; that one is null where the speaker may know of none that is called so. */
export async function lockNamed(
  tx: Db,
  { embargoes }: Request,
  id: EmbargoId,
  command: EmbargoCommand,
): Promise<{ readonly before: Embargo | null; readonly other?: Embargo | null }> {
  if (command.type !== 'link-siblings' && command.type !== 'unlink') return { before: await lockEmbargo(tx, id) };
  const named = embargoes.find(({ codename }) => codename === command.other)?.id ?? null;
  const held = new Map<EmbargoId, Embargo | null>();
  for (const each of [...new Set(named === null ? [id] : [id, named])].sort()) held.set(each, await lockEmbargo(tx, each));
  return { before: held.get(id) ?? null, other: named === null ? null : (held.get(named) ?? null) };
}

/** The embargoes that one is linked with, or was before, as they are now. */
export async function siblingsOf(tx: Db, after: Embargo, before: Embargo | null = null): Promise<Embargo[]> {
  const found: Embargo[] = [];
  const links = [...after.about.links, ...(before?.about.links ?? [])];
  for (const id of new Set(links.map(({ embargo }) => embargo))) {
    const other = await loadEmbargo(tx, id);
    if (other !== null) found.push(other);
  }
  return found;
}

/** What an order to one embargo makes happen to another: to the one that it names, or to the one that it splits off. */
export function besides(
  before: Embargo,
  command: EmbargoCommand,
  facts: readonly EmbargoFact[],
  context: Context,
): { readonly before: Embargo | null; readonly facts: readonly EmbargoFact[] }[] {
  const { other = null } = context;
  const mirrored = facts.flatMap((fact) => {
    const echo = onTheOther(fact, before);
    return echo === null || other === null || echo.on !== other.id ? [] : [echo.fact];
  });
  const made = command.type === 'split' ? splitFacts(before, command, context) : [];
  return [
    ...(mirrored.length === 0 ? [] : [{ before: other, facts: mirrored }]),
    ...(made.length === 0 ? [] : [{ before: null, facts: made }]),
  ];
}
