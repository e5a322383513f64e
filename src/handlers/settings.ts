// What people say of themselves: which accounts are theirs, and how they want to be reached.
import type { SelfCommand } from '../chat/grammar/intent.ts';
import { code, line } from '../chat/message/message.ts';
import { preferenceNodes, quietNodes, reachNodes } from '../chat/people/people.ts';
import { type QuietHours, quietUntil } from '../chat/values/quiet.ts';
import { savePreferences } from '../db/people.ts';
import type { Refusal } from '../domain/refusal.ts';
import { type PersonId, type PlatformName, platformOf } from '../domain/values/ids.ts';
import { refuse } from '../domain/values/refusal.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { routeOf } from '../outbound/route.ts';
import { giveCode, typedCode, unlink } from './link-accounts.ts';
import { answered, type Reply } from './reply.ts';

/** Carries out what somebody says of themselves; a refusal is given back to be said. Throws NeedsLookup. */
export async function runSelf(reply: Reply, command: SelfCommand, lookups: Lookups): Promise<Refusal | null> {
  switch (command.type) {
    case 'link':
      return command.code === null ? giveCode(reply) : typedCode(reply, { ...command, code: command.code }, lookups);
    case 'unlink':
      return unlink(reply, command.id);
    case 'preferences':
      await answered(reply, preferenceNodes(await routeOf(reply.tx, reply.request.self.person), reply.request.from), 'preferences');
      return null;
    case 'quiet':
      return chooseQuiet(reply, command.quiet);
    case 'reach':
      return chooseReach(reply, command.where);
    default:
      return command satisfies never;
  }
}

async function chooseQuiet(reply: Reply, quiet: QuietHours | null): Promise<Refusal | null> {
  const { tx, request } = reply;
  await savePreferences(tx, request.self.person, { quiet });
  await refreshHomes(tx, [request.self.person], request.now);
  const { zone } = await routeOf(tx, request.self.person);
  const ends = quiet === null ? null : quietUntil(request.now, quiet, zone ?? 'UTC');
  await answered(reply, quietNodes(quiet, zone, ends), 'quiet');
  return null;
}

async function chooseReach(reply: Reply, where: PersonId | PlatformName): Promise<Refusal | null> {
  const { tx, request } = reply;
  const { ids } = await routeOf(tx, request.self.person);
  const [only, ...more] = ids.filter(({ id }) => id === where || platformOf(id) === where);
  if (only === undefined || more.length > 0) return refuse({ code: 'unreachable', where, ids: ids.map(({ id }) => id) });
  await savePreferences(tx, request.self.person, { reach: only.id });
  await refreshHomes(tx, [request.self.person], request.now);
  await answered(reply, reachNodes(only, request.from), 'reach');
  return null;
}

/** What somebody hears whose account was closed and has come back, whatever they say. */
export function silenced(reply: Reply): Promise<string> {
  const said = line(
    "This account was closed, so it speaks for nobody here. If it's yours again, send ",
    code('account link'),
    ' from another account of yours and type the code here, or ask a coordinator to add you again.',
  );
  return answered(reply, [said], 'silenced');
}
