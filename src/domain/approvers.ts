// From which accounts an order can be confirmed: from where the server that could have forged it has no say, where there is somebody there.
import { ownerOf } from './list/room.ts';
import { type PersonId, platformOf } from './values/ids.ts';

/**
 * An account that can be reached, of somebody who may confirm an order. settled: it has been theirs for longer than `settledMs`. away: they said
 * as long ago that they are not there.
 */
export type Candidate = { readonly person: PersonId; readonly account: PersonId; readonly settled: boolean; readonly away: boolean };

/** Who gave an order: the account that they gave it from, and all that are theirs. */
export type Giver = { readonly person: PersonId; readonly from: PersonId; readonly ids: readonly PersonId[] };

/** `beyond`: each of them is out of reach of whoever could have forged the order. `elsewhere`: and others, who are not, do not count. */
export type Approvers = { readonly accounts: readonly Candidate[]; readonly beyond: boolean; readonly elsewhere: boolean };

/**
 * The accounts that count, of those that could. Whoever runs a server speaks as everybody on it, and could have linked an account of their own
 * elsewhere with one on it: so the giver's servers all count as one hand, or where that leaves nobody, the one that the order came from. Where that
 * leaves nobody either, everybody counts. Whoever gave it confirms it only from an account that no server could forge.
 */
export function approversOf(candidates: readonly Candidate[], giver: Giver, isForgeable: (account: PersonId) => boolean): Approvers {
  const accounts = candidates.filter(({ person, account, settled }) => person !== giver.person || (settled && !isForgeable(account)));
  for (const theirs of [[giver.from, ...giver.ids], [giver.from]]) {
    const servers = new Set(theirs.filter(isForgeable).map(serverOf));
    const beyond = accounts.filter(({ account, settled }) => settled && !(isForgeable(account) && servers.has(serverOf(account))));
    // Whoever is away confirms if they see it, but an order must not wait for nobody else.
    if (servers.size > 0 && beyond.some(({ away }) => !away))
      return { accounts: beyond, beyond: true, elsewhere: beyond.length < accounts.length };
  }
  return { accounts, beyond: false, elsewhere: false };
}

/** The people whom a server that could have forged an order could speak for too: their yes to it is no other person's. */
export function oneHandOf(
  ways: readonly Pick<Candidate, 'person' | 'account'>[],
  { person: giver, from, ids }: Giver,
  isForgeable: (account: PersonId) => boolean,
): ReadonlySet<PersonId> {
  const servers = new Set([from, ...ids].filter(isForgeable).map(serverOf));
  const within = ways.filter(({ account }) => isForgeable(account) && servers.has(serverOf(account)));
  return new Set([giver, ...within.map(({ person }) => person)]);
}

/** Who could speak in the name of everybody there: the homeserver, or the workspace. */
const serverOf = (account: PersonId): string => `${platformOf(account)}:${ownerOf(account)}`;
