// A command to a list, by whichever of the ways it is carried out: with a room at hand, with people's devices, or by the list alone.

import type { waitsForPress } from '../../chat/expired.ts';
import type { DeviceCommand, HereCommand } from '../../chat/grammar/intent.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Lookups } from '../../inbound/lookups.ts';
import { runList } from '../list.ts';
import type { Reply } from '../reply.ts';
import { isSaidOfReport, runReport } from '../reports/run.ts';
import { runDevices } from './devices.ts';
import { isOfRoom, runRoom } from './rooms.ts';

/** Carries a command to a list out; a refusal is given back to be said. An outcome: it was answered, and nothing done. Throws NeedsLookup. */
export async function runHere(
  reply: Reply,
  here: HereCommand,
  lookups: Lookups,
): Promise<Refusal | 'shown-first' | typeof waitsForPress | null> {
  if (isOfRoom(here)) return runRoom(reply, here, lookups);
  if (isOfDevices(here)) return runDevices(reply, here, lookups);
  if (isSaidOfReport(here)) return runReport(reply, here);
  return runList(reply.tx, reply.engine, reply.request, here, lookups);
}

const isOfDevices = (here: HereCommand): here is DeviceCommand => here.type === 'report-devices' || here.type === 'accept-identity';
