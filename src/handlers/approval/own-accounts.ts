// Somebody's other accounts are told when one of them takes its person out of those who are asked: see chat/own-accounts.ts.

import type { Speaker } from '../../chat/message/address.ts';
import type { Outgoing } from '../../chat/message/outgoing.ts';
import { awayThere, declinedThere } from '../../chat/own-accounts.ts';
import type { Db } from '../../db/connection/client.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import type { List } from '../../domain/list/list.ts';
import type { Engine } from '../../engine.ts';
import type { Request } from '../../inbound/request.ts';
import { enqueue } from '../../outbound/enqueue.ts';

/** Tells the speaker's other accounts that this one declined the terms of an embargo, where it did. */
export async function tellOfDecline(
  tx: Db,
  engine: Engine,
  request: Request,
  facts: readonly EmbargoFact[],
  about: { readonly list: List; readonly embargo: Embargo },
): Promise<void> {
  if (!facts.some(({ type }) => type === 'terms-declined')) return;
  await enqueue(
    tx,
    engine,
    elsewhere(request, (to) => declinedThere(about, to, request.from)),
    about,
    request.now,
  );
}

/** Tells the speaker's other accounts that this one said that they are away, where it did. */
export async function tellOfAway(tx: Db, engine: Engine, request: Request, facts: readonly ListFact[], list: List): Promise<void> {
  const away = facts.find((fact) => fact.type === 'away-set');
  if (away === undefined) return;
  await enqueue(
    tx,
    engine,
    elsewhere(request, (to) => awayThere(list, to, request.from, away.until)),
    { list, embargo: null },
    request.now,
  );
}

function elsewhere({ heard, from, self }: Request, tell: (to: Speaker) => Outgoing): Outgoing[] {
  return self.ids.filter((id) => id !== from).map((as) => tell({ person: heard.by, room: null, as }));
}
