// PGlite sends a query to its PostgreSQL in five messages, and has it parsed and planned anew each time. Here each text is parsed once, and each call is
// one message: a small query takes a sixth of the time.
import { type PGlite, parse, protocol, type QueryOptions, type Results, type Transaction, types } from '@electric-sql/pglite';

const { serialize } = protocol;

// PostgreSQL keeps some ten kilobytes for each.
const keptMax = 300;

// What a statement gives may be another thing after these.
const changesTables = /^\s*(?:alter|create|drop)\b/i;

/** Makes a PGlite keep its statements, inside of transactions and outside of them; it is the same one that is given back. */
export function keepStatements(lite: PGlite): PGlite {
  const names = new Map<string, string>();
  let made = 0;

  const send = (...parts: readonly Uint8Array[]) => lite.execProtocol(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false });
  const forget = async (text: string, name: string) => {
    names.delete(text);
    await send(serialize.close({ type: 'S', name }));
  };
  const forgetMost = async (most: number) => {
    if (names.size <= most) return;
    for (const [text, name] of [...names].slice(0, names.size - most)) await forget(text, name);
  };

  async function run<Row>(text: string, params: readonly unknown[] = [], options?: QueryOptions): Promise<Results<Row>> {
    const known = names.get(text);
    const name = known ?? `kept${++made}`;
    const call = [
      serialize.bind({ statement: name, values: params.map(textOf) }),
      serialize.describe({ type: 'P', name: '' }),
      serialize.execute({}),
    ];
    try {
      const { messages } = await (known === undefined ? send(serialize.parse({ name, text }), ...call) : send(...call));
      // The one that was used last goes last.
      names.delete(text);
      names.set(text, name);
      await forgetMost(changesTables.test(text) ? 0 : keptMax);
      return parse.parseResults(messages, lite.parsers, options)[0] as Results<Row>;
    } catch (error) {
      // Whether it is there depends on where it failed.
      await forget(text, name);
      throw error;
    }
  }

  const transaction = lite.transaction.bind(lite);
  return Object.assign(lite, {
    query: <Row>(text: string, params?: unknown[], options?: QueryOptions): Promise<Results<Row>> =>
      lite._runExclusiveTransaction(() =>
        lite.runExclusive(async () => {
          const results = await run<Row>(text, params, options);
          await lite.syncToFs();
          return results;
        }),
      ),
    transaction: <Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> =>
      transaction((tx) =>
        work(
          Object.assign(tx, {
            query: <Row>(text: string, params?: unknown[], options?: QueryOptions): Promise<Results<Row>> => {
              if (tx.closed) throw new Error('The transaction is over');
              return lite.runExclusive(() => run<Row>(text, params, options));
            },
          }),
        ),
      ),
  });
}

/** A value as PostgreSQL reads it from a text. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return types.arraySerializer(value, undefined, 0);
  return value instanceof Date ? value.toISOString() : String(value);
}
