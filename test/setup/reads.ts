// How much is read: statements that are sent to PostgreSQL, and rows that come back. A count says the same on a busy machine as on an idle one.
import pg from 'pg';

export type Reads = { readonly statements: number; readonly rows: number };

let [statements, rows] = [0, 0];

type Asked = (this: pg.Client, ...args: unknown[]) => unknown;
type Answer = { readonly rows?: readonly unknown[] } | readonly Answer[] | undefined;

const rowsOf = (answer: Answer): number =>
  Array.isArray(answer)
    ? answer.reduce<number>((sum, each) => sum + rowsOf(each), 0)
    : ((answer as { rows?: unknown[] })?.rows?.length ?? 0);

const client = pg.Client.prototype as unknown as { query: Asked };
const { query } = client;
client.query = function asked(...args) {
  statements += 1;
  const last = args.at(-1);
  // A pool asks with a function that is called back.
  if (typeof last === 'function')
    return query.call(this, ...args.slice(0, -1), (error: unknown, answer: Answer) => {
      rows += rowsOf(answer);
      last(error, answer);
    });
  const answer = query.call(this, ...args);
  return answer instanceof Promise
    ? answer.then((found: Answer) => {
        rows += rowsOf(found);
        return found;
      })
    : answer;
};

/** What a piece of work reads from PostgreSQL servers, by all of this process. Nothing else may be at work meanwhile. */
export async function readsOf(work: () => Promise<unknown>): Promise<Reads> {
  [statements, rows] = [0, 0];
  await work();
  return { statements, rows };
}
