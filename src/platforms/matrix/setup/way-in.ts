// Before the bot begins on Matrix: whether it gets in at all. What the doctor would say stops the start, or makes it wait.
import { StartFailure } from '../../platform.ts';
import type { MatrixStore } from '../matrix-store.ts';
import type { Access } from '../session.ts';
import { wayInFault } from './diagnosis.ts';
import { askWayIn } from './doctor.ts';

/** Resolves when the bot gets in. Throws StartFailure when it does not; a password is tried where no session is kept that works. */
export async function mustGetIn(access: Access, store: Pick<MatrixStore, 'device'>): Promise<void> {
  const device = await store.device(access.user);
  const findings = await askWayIn(access, device?.token ?? null, 'needed');
  const kept = { device: device !== null, keyWaits: false, heldUntil: null, rooms: [] };
  const fault = wayInFault(findings, { user: access.user, by: access.token === null ? 'password' : 'token', kept });
  if (fault !== null) throw new StartFailure(codeIn(findings), fault);
}

/** The word for a log: what the homeserver said, or the system. */
function codeIn({ homeserver, passwords, login, session }: Awaited<ReturnType<typeof askWayIn>>): string {
  for (const asked of [homeserver, passwords, login, session]) if (asked !== null && !asked.ok) return asked.code;
  return 'other-account';
}
