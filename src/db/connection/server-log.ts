// What of the bot's statements reaches the server's own log. What is sensitive is sealed before it is a parameter of one; who is on which list, and when
// something is due, is nobody's business there either.
import { sql } from 'drizzle-orm';
import type { Db } from './client.ts';

/**
 * Keeps the values of this connection's statements out of the server's log, as far as its user may say so: those of statements that fail may be kept out by
 * anybody, all others, and the rows that PostgreSQL quotes in errors, by a superuser alone.
 */
export const quietStatement = `select set_config('log_parameter_max_length_on_error', '0', false),
  case when current_setting('is_superuser') = 'on' then set_config('log_parameter_max_length', '0', false) end,
  case when current_setting('is_superuser') = 'on' then set_config('log_error_verbosity', 'terse', false) end`;

/** The server's settings by which it writes values of this user's statements down; empty where it writes none. For a connection that was made quiet. */
export async function loggedValues(db: Db): Promise<string[]> {
  const setting = (name: string) => sql<string>`current_setting(${name})`;
  const [row] = await db
    .select({
      length: setting('log_parameter_max_length'),
      statement: setting('log_statement'),
      duration: setting('log_min_duration_statement'),
      sample: setting('log_min_duration_sample'),
    })
    .from(sql`(select 1) as one`);
  if (row === undefined || row.length === '0') return [];
  return [
    ...(row.statement === 'all' || row.statement === 'mod' ? [`log_statement=${row.statement}`] : []),
    ...(row.duration === '-1' ? [] : [`log_min_duration_statement=${row.duration}`]),
    ...(row.sample === '-1' ? [] : [`log_min_duration_sample=${row.sample}`]),
  ];
}
