// What the Matrix platform keeps, kept in the database: the platform knows no database, and the database no platform.
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { databaseAway } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import {
  choicesAt,
  deviceOf,
  directWith,
  forgetChoices,
  holdAccount,
  identitiesOf,
  identityOf,
  keepChoices,
  keepDirect,
  keepIdentity,
  letGoAccount,
  personOfDirect,
  readOnce,
  recordsOf,
  saveAccount,
  takeAccount,
} from '../db/matrix.ts';
import { clockOf } from '../domain/values/time.ts';
import { neverTaken } from '../errors.ts';
import { type Account, type Device, type MatrixStore, NotHeld } from '../platforms/matrix/matrix-store.ts';

/** `holder` names this process among others that hold the account in turn. */
export function matrixStoreOver(db: Db, holder: string, read: () => number): MatrixStore {
  const now = clockOf(read);
  return {
    passes: (error) => databaseAway(error) || (error instanceof DrizzleQueryError && !neverTaken(error)),
    take: async (user, leaseMs) => {
      const taken = await takeAccount(db, user, holder, leaseMs);
      // Only ever what was kept by `save`, and sealed or told by the machine.
      return taken === null ? null : ({ ...taken, unread: taken.unread ?? [] } as Account);
    },
    hold: (user, epoch, leaseMs) => holdAccount(db, user, epoch, leaseMs),
    letGo: (user, epoch) => letGoAccount(db, user, epoch),
    save: async (user, epoch, saved) => {
      if (!(await saveAccount(db, user, epoch, saved, now()))) throw new NotHeld();
    },
    device: async (user) => (await deviceOf(db, user)) as Device | null, // as above
    records: (user, device) => recordsOf(db, user, device, now()),
    direct: (person) => directWith(db, person),
    keepDirect: (person, room) => keepDirect(db, person, { room }),
    keepTalk: (person, talk) => keepDirect(db, person, { talk }),
    directOf: (room) => personOfDirect(db, room),
    choices: (at) => choicesAt(db, at),
    keepChoices: (event, kept) => keepChoices(db, event, kept),
    forgetChoices: (event) => forgetChoices(db, event),
    identity: (person) => identityOf(db, person),
    identities: (people) => identitiesOf(db, people),
    readOnce: (message, place, at) => readOnce(db, message, place, at),
    keepIdentity: (person, masterKey, at, anew) => keepIdentity(db, person, masterKey, at, anew),
  };
}
