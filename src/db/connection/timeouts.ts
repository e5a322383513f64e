// How long a database server may take for what.

/** How long each thing may take, in milliseconds; 0: for ever. */
export type Timeouts = {
  /** Until a connection stands, or one of the pool is free. */
  readonly connectMs: number;
  /** The server ends a statement that takes longer. */
  readonly statementMs: number;
  /** The server ends a statement that has waited for a lock this long: whoever holds it stands in nobody else's way. */
  readonly lockMs: number;
  /** A server that says nothing for this long stands still: the connection is given up. Longer than a statement may take. */
  readonly silenceMs: number;
  /** A replica that hangs in the middle of a transaction must not hold its rows from the others for ever. */
  readonly idleInTransactionMs: number;
};

/** For a bot that people wait for. */
export const usual: Timeouts = { connectMs: 2_000, statementMs: 15_000, lockMs: 2_000, silenceMs: 20_000, idleInTransactionMs: 30_000 };

/** For what reads everything there is: it may take its time. */
export const patient: Partial<Timeouts> = { statementMs: 0, lockMs: 0, silenceMs: 0, idleInTransactionMs: 0 };
