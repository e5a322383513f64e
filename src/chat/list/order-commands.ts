// What is said to an order that waits for a second approval.
import { type Command, define } from '../grammar/command.ts';
import { needs, text } from '../grammar/shared-args.ts';

const id = { ...text('Request', 'The id in my message about it, such as k3m7q2xd', 20), ...needs, place: 'one' } as const;

export const orderCommands: readonly Command[] = [
  define({
    words: 'confirm',
    aliases: ['approve order'],
    help: 'Give a second approval, only if you know that the person really asked for it.',
    example: 'confirm k3m7q2xd',
    says: { to: 'order' },
    args: { id },
    intent: ({ id }) => ({ to: 'order', press: 'confirm', id: id.toLowerCase() }),
  }),
  define({
    words: 'refuse',
    aliases: ['reject order'],
    help: 'Refuse a request that needs a second approval, or take back your own.',
    example: 'refuse k3m7q2xd',
    says: { to: 'order' },
    args: { id },
    intent: ({ id }) => ({ to: 'order', press: 'refuse', id: id.toLowerCase() }),
  }),
];
