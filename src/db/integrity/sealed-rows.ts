// What is sealed, column by column, and the values of its row that it is bound to: its primary key, and whatever says to whom it goes or who said it. Text
// that is copied to another row, or whose row is sent elsewhere, does not open. docs/threat-model.md has the same table, with the reasons.
import type { PgTable } from 'drizzle-orm/pg-core';
import { currentKeyring, type Sealed } from '../columns.ts';
import {
  cards,
  chains,
  distributors,
  embargoes,
  facts,
  findings,
  identities,
  inbox,
  installations,
  linkCodes,
  lists,
  matrixAccounts,
  matrixChoices,
  matrixDirects,
  matrixIdentities,
  matrixRecords,
  members,
  outbox,
  patches,
  pendingOrders,
  profiles,
  proposals,
  reviews,
  rooms,
} from '../schema.ts';
import { type Bound, open, seal } from '../seal.ts';

/** A value as it lies in the database, opened. */
type Opened<Value> = Value extends Sealed<infer Plain> ? Plain : Value;
/** A row whose sealed values are opened. */
export type OpenRow<Row> = { readonly [Name in keyof Row]: Opened<Row[Name]> };
type SealedNames<Row> = { [Name in keyof Row]-?: NonNullable<Row[Name]> extends Sealed<unknown> ? Name : never }[keyof Row];
type Resealed<Value, Lying> = Value extends null | undefined ? Value : NonNullable<Lying>;
/** A row with its sealed values as they are to lie in the database. */
export type SealedRow<Row, Lying> = {
  readonly [Name in keyof Row]: Name extends SealedNames<Lying> ? Resealed<Row[Name], Lying[Name & keyof Lying]> : Row[Name];
};

/**
 * How a value lay in the database before: sealed for its column alone, as a text or as JSON; open; open in the column `outcome`; as the end of a chain that knew
 * less; or not at all, where only a proof stands now.
 */
export type Before = 'text' | 'json' | 'open' | 'open-json' | 'beside' | 'head' | 'nothing';
export type SealedColumn = { readonly label: string; readonly by: readonly string[]; readonly before: Before };

/** What is sealed of one table. `key`: the names of its primary key. */
export type Sealing = {
  readonly table: PgTable;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, SealedColumn>>;
};

type Rows<Lying> = Sealing & {
  /** Seals what is to be written. The row holds what its seals are bound to; throws an Error where it does not. */
  seal<Row extends Partial<OpenRow<Lying>>>(row: Row): SealedRow<Row, Lying>;
  /** Opens what of a row is sealed. Throws a SealError where it does not belong to it. */
  open<Row extends Partial<Lying>>(row: Row): OpenRow<Row>;
};

type Of<Table extends PgTable> = Table['$inferSelect'];
type Names<Table extends PgTable> = keyof Of<Table> & string;
type Spec<Table extends PgTable> = {
  readonly [Name in SealedNames<Of<Table>>]: {
    readonly label: string;
    readonly by: readonly Names<Table>[];
    readonly before: Before;
  };
};

function sealing<Table extends PgTable>(table: Table, key: readonly Names<Table>[], spec: Spec<Table>): Rows<Of<Table>> {
  const columns: Readonly<Record<string, SealedColumn>> = spec;
  const all = Object.entries(columns);
  const each = (row: object, change: (column: SealedColumn, value: unknown) => unknown) => {
    const changed: Record<string, unknown> = { ...row };
    for (const [name, column] of all) {
      const value = changed[name];
      if (value !== null && value !== undefined) changed[name] = change(column, value);
    }
    return changed;
  };
  return {
    table,
    key,
    columns,
    seal: (row) => each(row, (column, value) => seal(currentKeyring(), value, column.label, boundTo(column, row, true))) as never,
    open: (row) =>
      each(row, (column, value) => open(currentKeyring(), value as string, column.label, boundTo(column, row, false))) as never,
  };
}

/** The values of a row that one of its seals is bound to. `whole`: throws an Error where one of them is not given. */
export function boundTo({ label, by }: SealedColumn, row: object, whole: boolean): Bound {
  const values = row as Readonly<Record<string, unknown>>; // read by name alone
  const missing = by.filter((name) => values[name] === undefined);
  if (whole && missing.length > 0) throw new Error(`${label} cannot be sealed without ${missing.join(', ')} of its row`);
  return Object.fromEntries(by.map((name) => [name, values[name]]));
}

const was =
  (before: Before) =>
  <Name extends string>(label: string, ...by: Name[]) => ({ label, by, before });
const [json, text, clear, clearJson, proof] = [was('json'), was('text'), was('open'), was('open-json'), was('nothing')];

// The labels are part of every seal, and keep their names whatever becomes of the columns.
export const listRows = sealing(lists, ['id'], {
  draft: json('lists.draft', 'id'),
  membership: json('lists.membership', 'id'),
  reports: json('lists.reports', 'id'),
});
export const roomRows = sealing(rooms, ['room'], { audit: json('rooms.audit', 'room', 'list') });
export const distributorRows = sealing(distributors, ['list', 'id'], { profile: json('distributors.profile', 'list', 'id') });
/** Bound to their role, so that who is asked for by it alone was given it. */
export const memberRows = sealing(members, ['list', 'person'], {
  name: text('members.name', 'list', 'person', 'role', 'distributor', 'since'),
});
export const embargoRows = sealing(embargoes, ['id'], {
  about: json('embargoes.about', 'id', 'list'),
  publicState: json('embargoes.world', 'id', 'list'),
  ended: json('embargoes.ended', 'id', 'list'),
  published: json('embargoes.published', 'id', 'list'),
  leaks: json('embargoes.leaks', 'id', 'list'),
  exceptions: json('embargoes.exceptions', 'id', 'list'),
  retrospective: json('embargoes.retrospective', 'id', 'list'),
  audience: json('embargoes.audience', 'id', 'list'),
  builds: json('embargoes.builds', 'id', 'list'),
});
export const proposalRows = sealing(proposals, ['embargo', 'number'], {
  reason: text('proposals.reason', 'embargo', 'number'),
  answers: json('proposals.answers', 'embargo', 'number'),
});
export const patchRows = sealing(patches, ['embargo', 'number'], { content: json('patches.content', 'embargo', 'number') });
export const reviewRows = sealing(reviews, ['embargo', 'number'], {
  release: clear('reviews.release', 'embargo', 'number'),
  answers: json('reviews.answers', 'embargo', 'number'),
  outcome: clear('reviews.outcome', 'embargo', 'number'),
  because: text('reviews.because', 'embargo', 'number'),
  earlier: json('reviews.earlier', 'embargo', 'number'),
});
export const findingRows = sealing(findings, ['embargo', 'number'], { content: json('findings.content', 'embargo', 'number') });
/** Bound to its place in the chain: to write a fact takes the key. */
export const factRows = sealing(facts, ['stream', 'seq'], {
  body: text('facts.body', 'stream', 'seq', 'at', 'by', 'type', 'bodyHash', 'hash'),
});
export const chainRows = sealing(chains, ['stream'], { head: was('head')('chains.head', 'stream') });
export const inboxRows = sealing(inbox, ['seq'], {
  heard: json('inbox.heard', 'key', 'by', 'receivedAt'),
  result: was('beside')('inbox.result', 'key', 'by', 'receivedAt'),
  offered: json('inbox.offered', 'key', 'by', 'receivedAt'),
});
export const outboxRows = sealing(outbox, ['id'], {
  body: json('outbox.body', 'id', 'lane', 'kind', 'list', 'embargo', 'destination', 'card', 'pin'),
  refs: clearJson('outbox.refs', 'id', 'lane', 'destination'),
});
export const cardRows = sealing(cards, ['key'], { refs: clearJson('cards.refs', 'key') });
export const identityRows = sealing(identities, ['alias'], { proof: proof('identities.proof', 'alias', 'person', 'since') });
export const linkCodeRows = sealing(linkCodes, ['hash'], { proof: proof('link_codes.proof', 'hash', 'person', 'expiresAt') });
export const pendingRows = sealing(pendingOrders, ['id'], {
  command: json('pending_orders.command', 'id', 'list', 'embargo', 'by', 'from', 'askedAt', 'expiresAt'),
});
export const profileRows = sealing(profiles, ['person'], {
  name: text('profiles.name', 'person'),
  proof: proof('profiles.proof', 'person', 'closedAt'),
});
export const installationRows = sealing(installations, ['owner'], {
  installation: json('installations.installation', 'owner', 'enterprise'),
});
export const accountRows = sealing(matrixAccounts, ['user'], {
  device: json('matrix_accounts.device', 'user'),
  unread: json('matrix_accounts.unread', 'user'),
});
export const recordRows = sealing(matrixRecords, ['user', 'device', 'store', 'key'], {
  value: text('matrix_records.value', 'user', 'device', 'store', 'key'),
});
export const directRows = sealing(matrixDirects, ['person'], {
  proof: proof('matrix_directs.proof', 'person', 'room'),
  talk: json('matrix_directs.talk', 'person'),
});
export const choiceRows = sealing(matrixChoices, ['event'], { choices: json('matrix_choices.choices', 'event', 'room') });
export const matrixIdentityRows = sealing(matrixIdentities, ['person'], {
  masterKey: clear('matrix_identities.master_key', 'person', 'since'),
});

/** Everything that is sealed. */
export const sealings: readonly Sealing[] = [
  ...[
    listRows,
    roomRows,
    distributorRows,
    memberRows,
    embargoRows,
    proposalRows,
    patchRows,
    reviewRows,
    findingRows,
    factRows,
    chainRows,
    inboxRows,
  ],
  ...[outboxRows, cardRows, identityRows, linkCodeRows, pendingRows, profileRows, installationRows, accountRows, recordRows, directRows],
  ...[choiceRows, matrixIdentityRows],
];
