// Whether a message is believed: by how the encryption machine sees it, and by whose identity signed it.
import { ShieldStateCode } from '@matrix-org/matrix-sdk-crypto-wasm';
import { expect, test } from 'vitest';
import { verdictOn } from '../../../../src/platforms/matrix/encryption/trust.ts';

const signed = { known: 'key', present: 'key' };
test.each([
  ['a signed device of somebody whom the bot knows', { shield: undefined, ...signed }, null],
  ['what the strict state says of unsigned devices too', { shield: ShieldStateCode.UnverifiedIdentity, ...signed }, 'unsigned-device'],
  ['somebody whom the bot meets for the first time', { shield: undefined, known: null, present: 'key' }, null],
  ['a device that is not signed', { shield: ShieldStateCode.UnsignedDevice, ...signed }, 'unsigned-device'],
  ['a device that nobody knows', { shield: ShieldStateCode.UnknownDevice, ...signed }, 'unknown-device'],
  ['a key that came by another way', { shield: ShieldStateCode.AuthenticityNotGuaranteed, ...signed }, 'unknown-device'],
  ['a sender whom the server names and who did not write it', { shield: ShieldStateCode.MismatchedSender, ...signed }, 'forged-sender'],
  [
    'an identity that was verified once and is another one',
    { shield: ShieldStateCode.VerificationViolation, ...signed },
    'identity-changed',
  ],
  ['an identity that is another one than the bot met', { shield: undefined, known: 'key', present: 'another' }, 'identity-changed'],
  ['somebody without an identity', { shield: undefined, known: 'key', present: null }, 'unsigned-device'],
])('%s', (_, sender, verdict) => expect(verdictOn(sender)).toBe(verdict));
