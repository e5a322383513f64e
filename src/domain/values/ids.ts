// Names of things. The platform stands in front of a person and of a room, so that an answer finds its way without a look-up.

declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type PersonId = Id<'person'>;
export type RoomId = Id<'room'>;
export type ListId = Id<'list'>;
export type DistributorId = Id<'distributor'>;
export type EmbargoId = Id<'embargo'>;

export const platformNames = ['slack', 'matrix', 'terminal'] as const;
export type PlatformName = (typeof platformNames)[number];

// None ends in punctuation: what stands behind an id in a sentence is no part of it. slack:T024/U0123 or slack:E024/U0123 (a Grid organisation), matrix:@ada:example.org, terminal:ada or terminal:ada@slack
const personPattern =
  /^(slack:[TE][A-Z0-9]+\/[UW][A-Z0-9]+|matrix:@[^\s:]+:(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d{1,5})?|terminal:[a-z0-9](?:[a-z0-9@._-]*[a-z0-9])?)$/;
// slack:T024/C0123, matrix:!abc:example.org (or without a server: room version 12), terminal:#oci-private
const roomPattern = /^(slack:[TE][A-Z0-9]+\/[CG][A-Z0-9]+|matrix:![^\s]+|terminal:#[a-z0-9][a-z0-9._-]*)$/;

/** The text as a person's id; null when it is not one. */
export function personId(text: string): PersonId | null {
  return personPattern.test(text) ? (text as PersonId) : null;
}

/** The text as a room's id; null when it is not one. */
export function roomId(text: string): RoomId | null {
  return roomPattern.test(text) ? (text as RoomId) : null;
}

/** The workspace or organisation that an id belongs to, as far as the id says: `slack:T024`, `terminal`; null where a platform has none. */
export function workspaceOf(id: PersonId | RoomId): string | null {
  const platform = platformOf(id);
  if (platform === 'matrix') return null;
  return platform === 'slack' ? id.slice(0, id.indexOf('/')) : platform;
}

/** The platform that a person or a room lives on. */
export function platformOf(id: PersonId | RoomId): PlatformName {
  return id.slice(0, id.indexOf(':')) as PlatformName;
}

/** An id as its own platform shows it, where no name is known: `@ada:example.org`; on Slack the member id, `U0123`. */
export function bareId(id: PersonId): string {
  return platformOf(id) === 'slack' ? id.slice(id.indexOf('/') + 1) : id.slice(id.indexOf(':') + 1);
}
