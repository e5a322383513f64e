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
    what: 'my session was ended, or its token is not taken any more',
    next: [
      'Whoever runs me gives a new token (MATRIX_ACCESS_TOKEN) or the password (MATRIX_PASSWORD), and starts me again. If nobody meant to end it, somebody else may have the account: look at its sessions.',
      ...doctor,
    ],
  },
  'soft-logged-out': {
    what: 'my token has run out, and I cannot renew it',
    next: ['Whoever runs me gives a new token (MATRIX_ACCESS_TOKEN) or the password (MATRIX_PASSWORD), and starts me again.', ...doctor],
  },
  'keys-lost': {
    what: 'the keys of my session are not in the database any more',
    next: ['With MATRIX_PASSWORD I make a new session by myself. With a token, whoever runs me gives one of a new session.', ...doctor],
  },
  'keys-outdated': {
    what: 'the keys in the database are older than those that I used last: it was put back from a backup',
    next: [
      'I do not use them again. With MATRIX_PASSWORD I make a new session by myself; with a token, whoever runs me gives one of a new session.',
      ...doctor,
    ],
  },
  'device-replaced': {
    what: 'I have a new session there, in the place of one whose keys were lost or out of date',
    next: ['It is signed by my own identity, as before. If nobody put a database back, look at the sessions of my account.'],
  },
  'identity-foreign': {
    what: 'my account has an identity (cross-signing keys) that I do not have',
    next: ['Whoever runs me gives its recovery key (MATRIX_RECOVERY_KEY). I never put a second identity over a first.', ...doctor],
  },
  'wrong-recovery-key': {
    what: 'the recovery key that I was given is not that of my identity',
    next: ['Whoever runs me checks MATRIX_RECOVERY_KEY. Nothing was changed.', ...doctor],
  },
  'password-needed': {
    what: 'the homeserver asks for my password before it takes my identity',
    next: ['Whoever runs me gives MATRIX_PASSWORD instead of a token, once.', ...doctor],
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
  const silent = trouble === 'device-replaced' ? '' : " I hear and say nothing there until that's fixed.";
  const day = Math.floor(now / dayMs);
  return [...accounts].map(([person, as]) => ({
    ...personal({ person, room: null, as }, [line(strong(`On ${platformWords[platform]} ${what}.`), silent), line(...next)]),
    urgency: 'leak',
    card: { key: `alarm:trouble:${platform}:${trouble}:${day}:${person}`, pin: false },
  }));
}
