// From the command to a bot that answers, on PostgreSQL; and what it holds of memory when nothing happens.
import { readFileSync } from 'node:fs';
import { startServer } from './child.ts';
import { type Figure, quantile } from './figures.ts';

const startsMs = 2_000;
const idleMb = 200;
const starts = 3;

/** Starts the bot some times over a database that has its tables already. Linux only: memory is read from /proc. */
export async function starting(apiUrl: string, url: string): Promise<Figure[]> {
  const took: number[] = [];
  const held: number[] = [];
  for (let round = 0; round <= starts; round += 1) {
    const before = performance.now();
    const server = await startServer('test/bench/bot-server.ts', [apiUrl, url]);
    // The first start makes the tables.
    if (round > 0) took.push(performance.now() - before);
    if (round > 0) held.push(residentMb(server.pid));
    await server.stop();
  }
  const ms = quantile(took, 0.5);
  const mb = quantile(held, 0.5);
  return [
    {
      name: 'starting to ready on PostgreSQL',
      value: `${Math.round(ms)} ms`,
      met: ms <= startsMs,
      goal: `under ${startsMs} ms on an idle machine`,
    },
    { name: 'idle memory', value: `${Math.round(mb)} MB`, met: mb <= idleMb, goal: `under ${idleMb} MB` },
  ];
}

function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb ?? Number.NaN) / 1024;
}
