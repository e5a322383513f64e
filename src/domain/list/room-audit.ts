import type { PersonId } from '../values/ids.ts';

// Who can read a room, as its platform tells: what makes it unfit for what a list says.

/** What makes a room unfit. A room without faults is proven private. */
export const roomFaults = [
  'public',
  'shared-externally',
  'archived',
  'bot-is-not-in-it',
  // What only Matrix has. open-to-rooms: whoever is in another room may join. upgraded: it goes on in another room.
  'open-to-rooms',
  'unencrypted',
  'history-shared',
  'guests',
  'listed',
  'widgets',
  'bridged',
  'anyone-invites',
  'anyone-changes',
  'upgraded',
] as const;

export type RoomFault = (typeof roomFaults)[number];

/** A room as its platform describes it at one moment. */
export type RoomAudit = {
  readonly name: string;
  readonly faults: readonly RoomFault[];
  /** The other organisations' workspaces that read along, those invited included. */
  readonly teams?: readonly string[];
  /** Who is in it, the bot apart; absent where that was not asked, or the platform does not tell. */
  readonly people?: readonly PersonId[];
};

/** What makes a room unfit where these far teams are named. Teams that the platform does not tell cannot be named: then sharing stays a fault. */
export function faultsOf({ faults, teams = [] }: RoomAudit, named: readonly string[]): RoomFault[] {
  const known = teams.length > 0 && teams.every((team) => named.includes(team));
  return faults.filter((fault) => fault !== 'shared-externally' || !known);
}
