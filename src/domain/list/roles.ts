// The roles on a list, and the groups of them that may do the same.

export const roles = ['coordinator', 'representative', 'reviewer'] as const;

export type Role = (typeof roles)[number];

export const speakers = ['coordinator', 'representative'] as const;

export const testers = ['coordinator', 'representative', 'reviewer'] as const;

export const coordinators = ['coordinator'] as const;
