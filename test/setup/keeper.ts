// A second platform on which the bot does more to rooms than speak in them: in memory, and every deed remembered.
import { mendable } from '../../src/domain/list/room.ts';
import type { RoomAudit } from '../../src/domain/list/room-audit.ts';
import { type PersonId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import { type FailureKind, type Lacking, type RoomAdmin, SendFailure } from '../../src/platforms/platform.ts';
import { type RecordingPlatform, recordingPlatform } from './world.ts';

export type KeptPlatform = RecordingPlatform & {
  /** What the keeper did, in order. */
  readonly deeds: string[];
  /** How a room is from now on. */
  becomes(room: RoomId, audit: Partial<RoomAudit>): void;
  /** The keeper has less power in a room than mending it takes. */
  lacks(room: RoomId, power: Lacking): void;
  /** Whom nobody can invite, and the platform's word for why. */
  refuses(person: PersonId, code: string): void;
  /** The keeper may do nothing of this kind from now on. */
  forbids(deed: 'mend' | 'make' | 'invite' | 'answer' | 'follow', code: string, kind?: FailureKind): void;
};

/** A Matrix whose rooms are on example.org. */
export function keptPlatform(): KeptPlatform {
  const deeds: string[] = [];
  const audits = new Map<RoomId, RoomAudit>();
  const made = new Map<string, RoomId>();
  const refused = new Map<PersonId, string>();
  const lacking = new Map<RoomId, Lacking>();
  const forbidden = new Map<string, SendFailure>();
  const audit = (room: RoomId): RoomAudit => audits.get(room) ?? { name: room, faults: [], people: [] };
  const done = (deed: string, what: string) => {
    const failure = forbidden.get(deed);
    if (failure !== undefined) throw failure;
    deeds.push(`${deed} ${what}`);
  };
  const roomAdmin: RoomAdmin = {
    home: 'example.org',
    mend: async (room) => {
      done('mend', room);
      const lacks = lacking.get(room) ?? null;
      if (lacks === null) becomes(room, { faults: audit(room).faults.filter((fault) => !mendable.has(fault)) });
      return lacks;
    },
    make: async ({ key, name, people, runs }) => {
      done('make', `${name}: ${people.join(' ')}; ${runs.join(' ')}`);
      const room = made.get(key) ?? roomId(`matrix:!made${made.size + 1}`) ?? ('' as never);
      made.set(key, room);
      becomes(room, { name });
      return room;
    },
    invite: async (room, people) => {
      done('invite', `${room}: ${people.join(' ')}`);
      const there = audit(room).people ?? [];
      becomes(room, { people: [...new Set([...there, ...people.filter((person) => !refused.has(person))])] });
      return people.flatMap((person) => {
        const code = refused.get(person);
        return code === undefined ? [] : [{ person, code }];
      });
    },
    answer: async (room, { accept, reason }) => done('answer', `${room}: ${accept ? 'yes' : reason}`),
    follow: async (room, by, reasons) => {
      const alone = (audit(room).people ?? []).every((person) => person === by);
      const verdict = !alone ? 'not-alone' : audit(room).faults.length > 0 ? 'not-private' : 'followed';
      done('follow', `${room}: ${verdict === 'followed' ? by : reasons[verdict]}`);
      return verdict;
    },
  };
  const platform = recordingPlatform({ name: 'matrix', roomAdmin });
  function becomes(room: RoomId, change: Partial<RoomAudit>): void {
    const now = { ...audit(room), ...change };
    audits.set(room, now);
    platform.faults(room, now.faults);
    platform.shows(room, now);
  }
  return {
    ...platform,
    deeds,
    becomes,
    lacks: (room, power) => void lacking.set(room, power),
    refuses: (person, code) => void refused.set(person, code),
    forbids: (deed, code, kind = 'gone') => void forbidden.set(deed, new SendFailure(kind, code)),
  };
}
