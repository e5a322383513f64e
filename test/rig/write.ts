// Plays a script and prints its transcript: how a new story is written. `node --import tsx test/rig/write.ts script.txt`
// A story in the folder slack/ is played on Slack, any other in the terminal.
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { withOwnDatabase } from './own-database.ts';
import { playOnSlack, playOnTerminal } from './play.ts';

const file = resolve(process.argv[2] ?? '');
const script = readFileSync(file, 'utf8').trimEnd();
const onSlack = basename(dirname(file)) === 'slack';
const played = await withOwnDatabase((db) =>
  onSlack ? playOnSlack(script, db, 'http', { forms: 'checked when sent' }) : playOnTerminal(script, db),
);
process.stdout.write(`${played.trimEnd()}\n`);
