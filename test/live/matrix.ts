// People on Matrix who speak with a bot in another process: what is known of it is what their own clients show them.
import type { Person } from '../rig/matrix/people.ts';

export type Talk = {
  /** Says something, and resolves with the first of the bot's messages from then on that reads so, to this person, anywhere. */
  ask(room: string, text: string, expected: RegExp): Promise<string>;
  /** Resolves with the next of the bot's messages, since the last thing that was said, that reads so. */
  hear(expected: RegExp): Promise<string>;
  /** The room in which the bot speaks with them alone; they begin one where there is none. */
  direct(): Promise<string>;
};

/** `bot`: its user id. `alive` throws when the bot has gone wrong: then nothing more is waited for. */
export function talkOf(person: Person, bot: string, alive: () => void, tail: () => string): Talk {
  let before = new Set<string>();
  const events = () =>
    person.client
      .getRooms()
      .flatMap((room) => room.getLiveTimeline().getEvents())
      .filter((event) => event.getSender() === bot && !event.isState());
  const found = (expected: RegExp): string | null => {
    alive();
    for (const event of events()) {
      const id = event.getId() ?? '';
      if (before.has(id)) continue;
      const body = person.shown(id) === null ? null : event.getContent().body;
      if (typeof body === 'string' && expected.test(body)) return body;
    }
    return null;
  };
  const hear = (expected: RegExp): Promise<string> =>
    person
      .until(() => found(expected), String(expected), waitMs)
      .catch((error: Error) => {
        const shown = events().map((each) => String(each.getContent().body));
        throw new Error(`${error.message}; it shows:\n${shown.slice(-5).join('\n')}\nand the bot logged:\n${tail()}`);
      });
  const direct = async (): Promise<string> => {
    const mine = (roomId: string) => person.client.getRoom(roomId)?.getMember(bot)?.membership === 'join';
    const asked = person.invitations.findLast(({ by, direct: alone, roomId }) => by === bot && alone && mine(roomId));
    if (asked !== undefined) return asked.roomId;
    const room = await person.beginDirect(bot);
    await person.until(() => (mine(room) ? true : null), 'the bot to come', waitMs);
    return room;
  };
  /** A number answers the message that it names: here the bot's last one in the room. */
  const answering = (room: string) => {
    const id = events()
      .findLast((event) => event.getRoomId() === room)
      ?.getId();
    return id === undefined ? {} : { answers: id };
  };
  return {
    hear,
    direct,
    ask: async (room, text, expected) => {
      before = new Set(events().map((event) => event.getId() ?? ''));
      await person.say(room, text, /^\d+$/.test(text) ? answering(room) : {});
      return hear(expected);
    },
  };
}

const waitMs = 60_000;

/** An encrypted room of somebody's with the bot in it. */
export async function roomWithBot(person: Person, bot: string, name: string): Promise<string> {
  const room = await person.makeRoom({ name });
  await person.client.invite(room, bot);
  await person.until(() => (person.joined(room).includes(bot) ? true : null), `the bot to be in ${name}`, waitMs);
  return room;
}
