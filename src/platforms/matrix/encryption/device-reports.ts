// What is known of people's devices, and whose changed identity counts from now on.
import type { DeviceReport } from '../../../domain/list/trust.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import type { Clock } from '../../../domain/values/time.ts';
import { type Devices, SendFailure } from '../../platform.ts';
import type { MatrixStore } from '../matrix-store.ts';
import { bare } from '../rooms/state.ts';
import type { Crypto } from './crypto.ts';

type Identities = Pick<MatrixStore, 'identity' | 'keepIdentity'>;
/** `crypto` throws SendFailure `elsewhere` where another replica has to be asked. */
type Options = { readonly crypto: () => Pick<Crypto, 'identity' | 'devices'>; readonly store: Identities; readonly now: Clock };

/** Reports by the machine of this device. */
export function devicesOf({ crypto: asked, store, now }: Options): Devices {
  return {
    report: async (people) => {
      const crypto = asked();
      const reports: DeviceReport[] = [];
      for (const person of people) reports.push(await reportOn(crypto, store, person));
      return reports;
    },
    accept: async (person) => {
      const crypto = asked();
      const key = await crypto.identity(bare(person));
      if (key === null) throw new SendFailure('gone', 'no-identity');
      await store.keepIdentity(person, key, now(), true);
      return reportOn(crypto, store, person);
    },
  };
}

async function reportOn(crypto: ReturnType<Options['crypto']>, store: Identities, person: PersonId): Promise<DeviceReport> {
  const present = await crypto.identity(bare(person));
  const known = await store.identity(person);
  const devices = await crypto.devices(bare(person));
  const identity = present === null ? 'none' : known === null ? 'not-met' : known === present ? 'same' : 'changed';
  const shutOut = devices.filter(({ signed }) => !signed).map(({ id, name }) => (name === null ? id : `${name} (${id})`));
  return { person, identity, devices: devices.length, shutOut };
}
