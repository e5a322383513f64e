// The roles on a list, and the groups of them that may do the same.

export const roles = ['coordinator', 'representative', 'reviewer'] as const;

/** The roles that somebody can have on a list. */
export type ListRole = (typeof roles)[number];

/** outsider: on no list, and on one embargo by name. Nobody is stored as one: see `listFor`. */
export type Role = ListRole | 'outsider';

/** Whether somebody speaks for the list or an organization. */
export const isSpeaker = (role: Role): boolean => role === 'coordinator' || role === 'representative';

export const speakers = ['coordinator', 'representative'] as const;

export const testers = ['coordinator', 'representative', 'reviewer'] as const;

export const coordinators = ['coordinator'] as const;
