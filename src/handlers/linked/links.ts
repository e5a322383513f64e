// Commands that name two embargoes, or make a second one. Two are locked in the order of their ids, whoever names which first.
import type { Db } from '../../db/connection/client.ts';
import { loadEmbargo, lockEmbargo } from '../../db/embargoes.ts';
import { onTheOther } from '../../domain/embargo/about/links.ts';
import { endedByMerge } from '../../domain/embargo/about/merge.ts';
import type { EmbargoCommand } from '../../domain/embargo/commands.ts';
import type { Context } from '../../domain/embargo/context.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { splitFacts } from '../../domain/split.ts';
import type { EmbargoId } from '../../domain/values/ids.ts';
import { embargoCalled } from '../../inbound/known-embargoes.ts';
import type { Request } from '../../inbound/request.ts';

/** The embargo of an order, and the other that the order names; that one is null where the speaker may know of none that is called so. */
export type Named = { readonly before: Embargo | null; readonly other?: Embargo | null };

/** Both, locked: what is decided of them holds until it is written down. */
export function lockNamed(tx: Db, request: Request, id: EmbargoId, command: EmbargoCommand): Promise<Named> {
  return named(tx, request, id, command, (each) => lockEmbargo(tx, each));
}

/** Both, to be looked at. */
export function loadNamed(tx: Db, request: Request, id: EmbargoId, command: EmbargoCommand): Promise<Named> {
  return named(tx, request, id, command, (each) => loadEmbargo(tx, each));
}

async function named(
  tx: Db,
  request: Request,
  id: EmbargoId,
  command: EmbargoCommand,
  take: (id: EmbargoId) => Promise<Embargo | null>,
): Promise<Named> {
  if (!('other' in command)) return { before: await take(id) };
  const second = (await embargoCalled(tx, request, command.other))?.id ?? null;
  const held = new Map<EmbargoId, Embargo | null>();
  for (const each of [...new Set(second === null ? [id] : [id, second])].sort()) held.set(each, await take(each));
  return { before: held.get(id) ?? null, other: second === null ? null : (held.get(second) ?? null) };
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
  // Who ended it is told with it: the two are two orders' worth of news.
  const over = command.type === 'merge' && other !== null ? endedByMerge(before, other, context.by.person) : [];
  const made = command.type === 'split' ? splitFacts(before, command, context) : [];
  return [
    ...(mirrored.length === 0 ? [] : [{ before: other, facts: mirrored }]),
    ...(over.length === 0 ? [] : [{ before: other, facts: over }]),
    ...(made.length === 0 ? [] : [{ before: null, facts: made }]),
  ];
}
