// Whether what could be read may be believed. The machine tells how a message stands; what follows from it is decided here. Pure.
import { ShieldStateCode } from '@matrix-org/matrix-sdk-crypto-wasm';
import type { UntrustedReason } from '../../../domain/list/trust.ts';

/**
 * How the machine sees the sender of a message, and the key of their identity: the one that the bot knows them by (null: never met) and the one that
 * they have now (null: none).
 */
export type Sender = {
  readonly shield: ShieldStateCode | undefined;
  readonly known: string | null;
  readonly present: string | null;
};

/** Why a message is not to be believed; null when it is. `shield` is the lax state: the bot verifies nobody by hand. Whatever else the machine is not sure of is not believed. */
export function verdictOn({ shield, known, present }: Sender): UntrustedReason | null {
  const distrust = shieldVerdict(shield);
  if (distrust !== null) return distrust;
  if (present === null) return 'unsigned-device';
  return known === null || known === present ? null : 'identity-changed';
}

function shieldVerdict(shield: ShieldStateCode | undefined): UntrustedReason | null {
  switch (shield) {
    case undefined:
      return null;
    case ShieldStateCode.UnknownDevice:
    // The key came by another way than from its owner's device.
    case ShieldStateCode.AuthenticityNotGuaranteed:
      return 'unknown-device';
    case ShieldStateCode.UnsignedDevice:
    // Said by the strict state only, of unsigned devices as well.
    case ShieldStateCode.UnverifiedIdentity:
      return 'unsigned-device';
    case ShieldStateCode.MismatchedSender:
      return 'forged-sender';
    case ShieldStateCode.VerificationViolation:
      return 'identity-changed';
    default:
      return shield satisfies never;
  }
}
