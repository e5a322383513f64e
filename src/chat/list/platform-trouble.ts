// What is said when the bot cannot hear and speak on a platform, or had to begin anew there: what happened, and what whoever runs it does about it.

import type { Trouble } from '../../domain/list/trust.ts';
import type { PersonId, PlatformName } from '../../domain/values/ids.ts';
import { dayMs, type Instant } from '../../domain/values/time.ts';
import { personal } from '../message/address.ts';
import { code, type Inline, line, strong } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';

const doctor: readonly Inline[] = [' ', code('npm run embargo -- doctor'), ' tells more.'];

const words: Readonly<Record<Trouble, { readonly what: string; readonly next: readonly Inline[] }>> = {
  'logged-out': {
    what: 'my session ended, or its token is no longer valid',
    next: [
      'Operator: set a new MATRIX_ACCESS_TOKEN or MATRIX_PASSWORD, and restart me. If nobody meant to end it, someone else may have the account: check its sessions.',
      ...doctor,
    ],
  },
  'soft-logged-out': {
    what: "my token expired, and I can't renew it",
    next: ['Operator: set a new MATRIX_ACCESS_TOKEN or MATRIX_PASSWORD, and restart me.', ...doctor],
  },
  'keys-lost': {
    what: 'the keys of my session are no longer in the database',
    next: ['With MATRIX_PASSWORD I make a new session myself. With a token, the operator sets one for a new session.', ...doctor],
  },
  'keys-outdated': {
    what: 'the keys in the database are older than the ones I used last: it was restored from a backup',
    next: [
      "I won't use them again. With MATRIX_PASSWORD I make a new session myself; with a token, the operator sets one for a new session.",
      ...doctor,
    ],
  },
  'device-replaced': {
    what: 'I have a new session there, replacing one with lost or outdated keys',
    next: ['My own identity signs it, as before. If nobody restored a database, check the sessions of my account.'],
  },
  'identity-foreign': {
    what: "my account has an identity (cross-signing keys) that I don't have",
    next: ['Operator: set its recovery key (MATRIX_RECOVERY_KEY). I never replace an identity.', ...doctor],
  },
  'wrong-recovery-key': {
    what: "the recovery key isn't the one of my identity",
    next: ['Operator: check MATRIX_RECOVERY_KEY. Nothing changed.', ...doctor],
  },
  'password-needed': {
    what: 'the homeserver wants my password before it accepts my identity',
    next: ['Operator: set MATRIX_PASSWORD instead of a token, once.', ...doctor],
  },
};

const platformWords: Readonly<Record<PlatformName, string>> = { slack: 'Slack', matrix: 'Matrix', terminal: 'the terminal' };

/** To those who have to know, each at the account given, once a day for each trouble. */
export function troubleMessages(
  accounts: ReadonlyMap<PersonId, PersonId>,
  platform: PlatformName,
  trouble: Trouble,
  now: Instant,
): Outgoing[] {
  const { what, next } = words[trouble];
  const silent = trouble === 'device-replaced' ? '' : " I can't hear or say anything there until that's fixed.";
  const day = Math.floor(now / dayMs);
  return [...accounts].map(([person, as]) => ({
    ...personal({ person, room: null, as }, [line(strong(`On ${platformWords[platform]} ${what}.`), silent), line(...next)]),
    urgency: 'leak',
    card: { key: `alarm:trouble:${platform}:${trouble}:${day}:${person}`, pin: false },
  }));
}
