// The device report: whose devices read along and whose do not, and what they should do about it.

import { coordinatorsOf, type List, nameOf } from '../../domain/list/list.ts';
import type { DeviceReport } from '../../domain/list/trust.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { ofList, personal, type Speaker } from '../message/address.ts';
import { bullets, code, heading, type Inline, line, type Node, someone } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
/** One account of a member, who is named as the list knows them, and how its devices stand; `report` null: the platform did not tell. */
export type Reported = { readonly person: PersonId; readonly account: PersonId; readonly report: Omit<DeviceReport, 'person'> | null };

/** The whole report, for coordinators. */
export function reportNodes(list: List, reports: readonly Reported[]): Node[] {
  if (reports.length === 0) return [line('Nothing to report: nobody on this list uses a platform whose devices have their own keys.')];
  const items = reports.flatMap((reported) => {
    const several = reports.filter(({ person }) => person === reported.person).length > 1;
    const name = nameOf(list, reported.person);
    return itemsOn(several ? [name, ' (', someone(reported.account), ')'] : [name], reported.report);
  });
  if (items.length === 0)
    return [line(`Everyone's devices are fine: I checked ${reports.length} ${reports.length === 1 ? 'account' : 'accounts'}.`)];
  return [heading('Devices'), bullets(items), line('Everyone else is fine, or has no account there.')];
}

function itemsOn(who: readonly Inline[], report: Reported['report']): Inline[][] {
  if (report === null) return [[...who, ": the platform didn't answer about their devices. Try again later: ", code('devices'), '.']];
  const { identity, devices, shutOut } = report;
  if (identity === 'none')
    return [
      [
        ...who,
        ` has no identity (cross-signing keys): none of their ${devices === 1 ? 'devices' : `${devices} devices`} can read what I say, and I don't act on what they say there. They set it up in their client's encryption settings.`,
      ],
    ];
  return [
    ...(identity === 'changed'
      ? [
          [
            ...who,
            " has a different identity than when I first met them, so I accept and share nothing there. Ask them another way whether it's theirs; then: ",
            code('devices accept'),
            ' with their name.',
          ],
        ]
      : []),
    ...(shutOut.length > 0
      ? [
          [
            ...who,
            ` has unverified devices that can't read what I say: ${shutOut.join(', ')}. They verify each from another device, or sign it out.`,
          ],
        ]
      : []),
    ...(identity === 'not-met'
      ? [[...who, " hasn't written to me there yet, so I don't know their identity. They send ", code('help'), ' to me there.']]
      : []),
  ];
}

/** To who put somebody on a list: they cannot read what is said to them yet. `account`: the one that it is about. */
export function cannotReadNodes(list: List, person: PersonId, account: PersonId): Node[] {
  return [
    line(
      `${nameOf(list, person)} (`,
      someone(account),
      `), on the list ${list.name}, can't read anything I send there yet: none of their sessions is verified.`,
    ),
    line(
      "I told them so, without any content. Ask them another way to set up verification in their Matrix client's encryption settings. Everyone's devices: ",
      code('devices'),
      '.',
    ),
  ];
}

/** To who is in a room of a list and can read nothing that is posted there. */
export function unreadRoomNodes(name: string): Node[] {
  return [
    line(`I posted in ${name}, and none of your sessions can read it. Verify one, then send `, code('home'), ' to see what is waiting.'),
  ];
}

/**
 * What somebody reads in clear who can read nothing else: how that comes, and what to do. It says nothing of any list or embargo, since whoever runs a
 * homeserver reads it too.
 */
export const onlyVerified =
  "I have something for you, but I encrypt for verified sessions only, and you have none. Set up verification in your client under Settings, Encryption, then send me `home` here. Until then you can't read what I send, and I don't act on what you write.";

/**
 * What somebody reads in clear whose identity is another one than before, and who gets no keys until it is known to be theirs. It says nothing of any list
 * or embargo, as above.
 */
export const identityUnknown =
  "I have something for you, but your identity (cross-signing keys) isn't the one I first knew you by, so I'm holding it back. A coordinator has to confirm that the new one is yours: contact one some other way than here.";

export type Acceptance = {
  readonly person: PersonId;
  /** Whose identities count from now on. */
  readonly accounts: readonly PersonId[];
  /** Who says so, where they spoke. */
  readonly by: Speaker;
  /** An account of the person's on another platform. */
  readonly besides: PersonId | null;
};

/**
 * That a coordinator has said that somebody's identity is theirs: to that coordinator; to the other ones, so that nobody does it unseen; and to whom
 * it is about, also where it is not the account in question that reads it.
 */
export function acceptedMessages(list: List, { person, accounts, by, besides }: Acceptance): Outgoing[] {
  const [name, speaker] = [nameOf(list, person), nameOf(list, by.person)];
  const which = accounts.flatMap((account, index): Inline[] => (index === 0 ? [someone(account)] : [', ', someone(account)]));
  const others = coordinatorsOf(list).filter((each) => each.person !== by.person && each.person !== person);
  const theirs = [
    line(`${speaker} confirmed that the current identity of `, ...which, ' is yours. I accept what you say there again.'),
    line("If you didn't make a new one, tell a coordinator at once."),
  ];
  return [
    ofList(list, by, [line(`Confirmed: the current identity of ${name} (`, ...which, ') is theirs. I accept what they say there again.')]),
    ...others.map(
      (other): Outgoing => ({
        ...ofList(list, { person: other.person, room: null }, [
          line(
            `${speaker} confirmed that the new identity of ${name} (`,
            ...which,
            `) is theirs. I accept what they say there again. If you doubt it, ask ${name} another way.`,
          ),
        ]),
        urgency: 'deadline',
      }),
    ),
    ...[...accounts, ...(besides === null ? [] : [besides])].map((as) => personal({ person, room: null, as }, theirs)),
  ];
}
