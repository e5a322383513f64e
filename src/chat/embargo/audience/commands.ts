// What is typed of who an embargo is for.
import { type Command, command } from '../../grammar/command.ts';
import { may, needs } from '../../grammar/shared-args.ts';

const who = { type: 'audience', label: 'Who', hint: 'Organizations and people, with commas between', ...needs, place: 'rest' } as const;
const at = { type: 'instant', label: 'From when', hint: 'Such as 2026-12-14 09:00 UTC; now without it', ...may, place: 'named' } as const;

export const audienceCommands: readonly Command[] = [
  command('widen-audience', {
    words: 'audience add',
    help: 'Give organizations or people access to an embargo that is not for the whole list, now or from a time on.',
    example: 'audience add Nova, Harbour OS at="2026-12-14 09:00 UTC"',
    args: { who, at },
    intent: ({ who, at }) => ({ type: 'widen-audience', who, at: at?.at ?? null }),
  }),
  command('widen-audience', {
    words: 'audience all',
    help: 'Give the whole list access to an embargo, now or from a time on.',
    example: 'audience all at="2026-12-20 09:00 UTC"',
    args: { at },
    intent: ({ at }) => ({ type: 'widen-audience', who: 'everyone', at: at?.at ?? null }),
  }),
  command('narrow-audience', {
    words: 'audience remove',
    help: 'Take back who was to get access, before their time. After that: `revoke`.',
    example: 'audience remove Nova',
    args: { who },
    intent: ({ who }) => ({ type: 'narrow-audience', who }),
  }),
];
