// The forms of argument that several commands share.
import type { Arg } from './args.ts';

export const needs = { required: true } as const;
export const may = { required: false } as const;

/** The same arguments, each required, or none. */
export function allOf<const Args extends object, Need extends typeof needs | typeof may>(
  args: Args,
  need: Need,
): { readonly [Name in keyof Args]: Args[Name] & Need } {
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, { ...arg, ...need }])) as {
    [Name in keyof Args]: Args[Name] & Need;
  };
}

/** The same arguments, under one heading of a long form. */
export function grouped<const Args extends object>(group: string, args: Args): { readonly [Name in keyof Args]: Args[Name] } {
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, { ...arg, group }])) as {
    [Name in keyof Args]: Args[Name];
  };
}

/** A text in one line. */
export const text = (label: string, hint: string, maxLength: number) => ({ type: 'text', label, hint, maxLength, lines: 'one' }) as const;

/** What somebody, an organisation or a list is to be called. */
export const nameArg = (label: string, hint: string, maxLength: number) => ({ type: 'name', label, hint, maxLength }) as const;

/** A text of several lines: reasons, descriptions, notes. */
export const prose = (label: string, hint: string) => ({ type: 'text', label, hint, maxLength: 2000, lines: 'many' }) as const;

const dateHint = 'For example 2026-12-03 14:00 UTC, 2026-12-03 15:00 Europe/Berlin, in 10 days at 14:00 UTC';
export const when = { type: 'instant', label: 'Disclosure date', hint: dateHint, place: 'rest' } as const;

export const someone = { type: 'person', label: 'Person', hint: '@name', required: true, place: 'one' } as const satisfies Arg;

/** A button carries it: what the order means was shown. */
export const sure = { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false } as const satisfies Arg;
