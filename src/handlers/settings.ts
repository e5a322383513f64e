// What people say of themselves: which accounts are theirs, and how they want to be reached.
import type { SelfCommand } from '../chat/grammar/intent.ts';
import { code, line } from '../chat/message/message.ts';
import { preferenceNodes, quietNodes, reachNodes } from '../chat/people/people.ts';
import { type QuietHours, quietUntil } from '../chat/values/quiet.ts';
import { savePreferences } from '../db/people.ts';
import type { Refusal } from '../domain/refusal.ts';
import { type PersonId, type PlatformName, platformOf } from '../domain/values/ids.ts';
import { refuse } from '../domain/values/refusal.ts';
import type { Outside } from '../inbound/lookups.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { reachOf } from '../outbound/route.ts';
import { giveCode, typedCode, unlink } from './link-accounts.ts';
import { answered, type Turn } from './reply.ts';

/** Carries out what somebody says of themselves; a refusal is given back to be said. Throws NeedsOutside. */
export async function runSelf(turn: Turn, command: SelfCommand, outside: Outside): Promise<Refusal | null> {
  switch (command.type) {
    case 'link':
      return command.code === null ? giveCode(turn) : typedCode(turn, { ...command, code: command.code }, outside);
    case 'unlink':
      return unlink(turn, command.id);
    case 'preferences':
      await answered(turn, preferenceNodes(await reachOf(turn.tx, turn.hearing.self.person), turn.hearing.from), 'preferences');
      return null;
    case 'quiet':
      return chooseQuiet(turn, command.quiet);
    case 'reach':
      return chooseReach(turn, command.where);
    default:
      return command satisfies never;
  }
}

async function chooseQuiet(turn: Turn, quiet: QuietHours | null): Promise<Refusal | null> {
  const { tx, hearing } = turn;
  await savePreferences(tx, hearing.self.person, { quiet });
  await refreshHomes(tx, [hearing.self.person], hearing.now);
  const { zone } = await reachOf(tx, hearing.self.person);
  const ends = quiet === null ? null : quietUntil(hearing.now, quiet, zone ?? 'UTC');
  await answered(turn, quietNodes(quiet, zone, ends), 'quiet');
  return null;
}

async function chooseReach(turn: Turn, where: PersonId | PlatformName): Promise<Refusal | null> {
  const { tx, hearing } = turn;
  const { ids } = await reachOf(tx, hearing.self.person);
  const [only, ...more] = ids.filter(({ id }) => id === where || platformOf(id) === where);
  if (only === undefined || more.length > 0) return refuse({ code: 'unreachable', where, ids: ids.map(({ id }) => id) });
  await savePreferences(tx, hearing.self.person, { reach: only.id });
  await refreshHomes(tx, [hearing.self.person], hearing.now);
  await answered(turn, reachNodes(only, hearing.from), 'reach');
  return null;
}

/** What somebody hears whose account was closed and has come back, whatever they say. */
export function silenced(turn: Turn): Promise<string> {
  const said = line(
    'This account was closed, so it speaks for nobody here. If it is yours again, say ',
    code('link'),
    ' on another account of yours and type the code here, or ask a coordinator to add you anew.',
  );
  return answered(turn, [said], 'silenced');
}
