// The identities of people, as the machine knows them.
import { type OlmMachine, UserId } from '@matrix-org/matrix-sdk-crypto-wasm';
import { object, string } from '../payload.ts';
import type { Requests } from './requests.ts';

export type Identities = {
  /** Asks for somebody's keys afresh. Throws SendFailure. */
  ask(user: string): Promise<void>;
  /** The key of somebody's identity as the machine knows it; null when they have none. */
  masterKey(user: string): Promise<string | null>;
};

/** Identities by one machine. */
export function identitiesOf(machine: OlmMachine, { carry }: Pick<Requests, 'carry'>): Identities {
  return {
    ask: async (of) => {
      await machine.updateTrackedUsers([new UserId(of)]);
      await carry(machine.queryKeysForUsers([new UserId(of)]));
    },
    masterKey: async (of) => {
      const identity = await machine.getIdentity(new UserId(of));
      return identity === undefined ? null : keyIn(identity.masterKey);
    },
  };
}

/** The public key in a signed key object, which has one. */
function keyIn(json: string): string | null {
  const [key] = Object.values(object(object(JSON.parse(json)).keys));
  return string(key);
}
