// What is told of something that was said in somebody's name and was not acted on. None of its words: the bot may not even know them.

import { coordinatorsOf, type List, nameOf } from '../../domain/list/list.ts';
import type { NoSuchChoice, Untaken, UntrustedReason } from '../../domain/list/trust.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { dayMs, type Instant } from '../../domain/values/time.ts';
import { personal } from '../message/address.ts';
import { code, type Inline, line, note, someone } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';

/** `person`: as the lists know them; `by`: the account that it came from; `where`: the room's name, null: directly. */
export type Untrusted = {
  readonly person: PersonId;
  readonly by: PersonId;
  readonly where: string | null;
  readonly because: UntrustedReason;
  readonly device: string | null;
  readonly now: Instant;
};

/**
 * To whom it seems to be from: what was not taken, why, and what to do. At the account that it came from, each time; where it may be an attacker's
 * (`attack`), wherever they want to be told, once a day for each reason: whoever forges messages decides how often. `last`: so is this, for a while.
 */
export function untrustedNotice(told: Untrusted, { attack, last }: { readonly attack: boolean; readonly last: boolean }): Outgoing {
  const { person, by } = told;
  const nodes = [line(...notTaken(told)), line(...advice(told))];
  if (attack) return { ...personal({ person, room: null }, nodes), card: onceADay(told, person) };
  return personal({ person, room: null, as: by }, last ? [...nodes, quieter] : nodes);
}

/** `where`: the room's name; null: directly. `choice`: of `no-such-choice`. */
export type NotTakenHere = {
  readonly person: PersonId;
  readonly by: PersonId;
  readonly where: string | null;
  readonly what: Untaken;
  readonly choice: NoSuchChoice | null;
};

/** To who said something in a way that the bot does not take: that it was not taken, and what to do. */
export function untakenNotice({ person, by, where, what, choice }: NotTakenHere, last: boolean): Outgoing {
  const nodes = [line(...notTakenBecause(what, where === null ? '' : ` in ${where}`, choice))];
  return personal({ person, room: null, as: by }, last ? [...nodes, quieter] : nodes);
}

/** Said with the last answer of that kind to one person, for a while. */
const tooMuchAtOnce = "That's a lot at once: for the next few minutes I won't answer each of these.";
const quieter = note(tooMuchAtOnce);

type OtherThanText = Exclude<
  Untaken,
  'number' | 'no-such-choice' | 'old-choice' | 'reaction' | 'unencrypted-reply' | 'elsewhere' | 'failed' | 'verification' | 'call'
>;
const kinds: Readonly<Record<OtherThanText, string>> = {
  image: 'your picture',
  video: 'your video',
  voice: 'your voice message',
  audio: 'your recording',
  file: 'your file',
  location: 'your location',
  sticker: 'your sticker',
  poll: 'your poll',
  emote: 'what you sent with `/me`',
  other: "your message, which is of a kind I don't know",
};

function notTakenBecause(what: Untaken, place: string, choice: NoSuchChoice | null): Inline[] {
  switch (what) {
    case 'number':
      return place === ''
        ? ["I didn't take that number: to change something, reply with it to the message that it answers. Nothing changed."]
        : [`Was the number you posted${place} meant for me? I didn't take it: it may have been an answer to someone else. `, howToChoose];
    case 'no-such-choice':
      return [noSuchChoice(choice)];
    case 'old-choice':
      return ['That message is too old to answer by number. Type the command instead: ', code('help'), ' shows the commands.'];
    case 'reaction':
      return ["Reactions aren't encrypted, so I only answer questions through them. Reply to that message with the number instead."];
    case 'unencrypted-reply':
      return [
        "Your client sends unencrypted which message you're answering, and the server could change that, so I didn't take your choice. ",
        ...['Type the command instead: ', code('help'), ' shows the commands.'],
      ];
    case 'failed':
      return [
        `I couldn't read what you sent${place}: something is wrong on my side. I tried a few times and skipped it. Nothing changed. `,
        'Send it again in other words. If that fails too, tell the operator of this bot.',
      ];
    case 'elsewhere':
      return ["You wrote in another room that we share, so I didn't take it: I listen to you in this one. Send it again here."];
    case 'verification':
      return ["I can't take part in a verification, and don't need to: I know your session by your own signature on it."];
    case 'call':
      return ["I can't take calls. Type what you want, or ", code('help'), '.'];
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return [
        `I only read files sent to me in an encrypted direct message, so I didn't take ${kinds[what]}${place}. Send it to me directly, or type `,
        code('help'),
        '.',
      ];
    case 'voice':
    case 'location':
    case 'sticker':
    case 'poll':
    case 'emote':
    case 'other':
      return [`I can only read text, so I didn't take ${kinds[what]}${place}. Type what you want, or `, code('help'), '.'];
    default:
      return what satisfies never;
  }
}

function noSuchChoice(choice: NoSuchChoice | null): string {
  if (choice === null || choice.offered === null)
    return `There's no [${choice?.number ?? 'number'}] to choose: I sent no message with choices.`;
  const { number, offered } = choice;
  return `There's no [${number}] to choose: that message has ${offered.first} to ${offered.last}.`;
}

const howToChoose = 'To choose, reply to my message with the number.';

/** To the other coordinators of a list, of what may be an attack on it: once a day for each person and reason. */
export function untrustedAlarms(told: Untrusted, list: List): Outgoing[] {
  const { person } = told;
  const nodes = [line(...suspicion(told, list))];
  return coordinatorsOf(list)
    .filter((each) => each.person !== person)
    .map((each) => ({
      ...personal({ person: each.person, room: null }, nodes),
      ...{ urgency: 'leak', list: list.id, card: onceADay(told, each.person) },
    }));
}

function onceADay({ person, because, now }: Untrusted, reader: PersonId): Outgoing['card'] {
  return { key: `alarm:distrusted:${because}:${person}:${Math.floor(now / dayMs)}:${reader}`, pin: false };
}

const illegible: ReadonlySet<UntrustedReason> = new Set<UntrustedReason>(['unreadable', 'malformed']);

function notTaken({ where, because }: Untrusted): Inline[] {
  const place = where === null ? 'directly' : `in ${where}`;
  if (because === 'replayed') return [`Something you said earlier was sent to me again in your name, ${place}. I didn't act on it.`];
  return because === 'forged-sender'
    ? [`Someone sent me something in your name, ${place}, that you didn't write. I didn't act on it.`]
    : [`I got something from you, ${place}, that I couldn't ${illegible.has(because) ? 'read' : 'trust'}, so I didn't act on it.`];
}

function advice({ because, device }: Untrusted): Inline[] {
  const session: Inline[] = device === null ? ['the session'] : ['the session ', code(device)];
  const verify = ", in your client's settings, from one that is verified already, or with your recovery key. Then send it again.";
  switch (because) {
    case 'clear-text':
      return ["It wasn't encrypted, so the server and its operator could read and change it. Send it in an encrypted room."];
    case 'unsigned-device':
      return ["You haven't verified ", ...session, ' it came from. Verify it', verify];
    case 'unknown-device':
      return ["I don't know ", ...session, ' it came from. Verify it', verify];
    case 'unreadable':
      return ["I couldn't decrypt it. Send it again; if that doesn't help, sign out of the session and in again, and verify the new one."];
    case 'malformed':
      return [
        'It was too long, or not a message I can read. Send it again, shorter and as plain text. Send a long PGP key as a file, with the words ',
        code('org key'),
        '.',
      ];
    case 'forged-sender':
    case 'replayed':
      return ['Your homeserver, or someone with access to your account there, may be behind it. Tell a coordinator another way.'];
    case 'identity-changed':
      return [
        "Your identity (cross-signing keys) isn't the one I first knew you by, so a coordinator has to confirm it's you: ",
        code('devices accept'),
        ". If you didn't reset it yourself, tell a coordinator at once, another way.",
      ];
    default:
      return because satisfies never;
  }
}

function suspicion({ person, by, because }: Untrusted, list: List): Inline[] {
  const name = nameOf(list, person);
  const account: Inline[] = [` (`, someone(by), ')'];
  if (because === 'identity-changed')
    return [
      ...[
        `The identity (cross-signing keys) of ${name}`,
        ...account,
        " isn't the one I first knew. I don't act on what they say there, and share nothing with them there. ",
      ],
      ...['Ask them another way whether they reset it; if they did, send ', code('devices accept'), '.'],
    ];
  const what = because === 'replayed' ? ' that they said earlier' : " that they didn't write";
  return [
    ...[`Someone sent me something in the name of ${name}`, ...account, what, ". I didn't act on it. "],
    'Their homeserver, or someone with access to their account, may be behind it: ask them another way.',
  ];
}
