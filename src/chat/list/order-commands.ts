// What is said to an order that waits for a second approval.
import { type Command, define } from '../grammar/command.ts';
import { needs, text } from '../grammar/shared-args.ts';

const id = { ...text('Order', 'What the message about it shows, such as k3m7q2xd', 20), ...needs, place: 'one' } as const;

export const orderCommands: readonly Command[] = [
  define({
    words: 'confirm',
    help: 'Confirm an order that waits for a second person: only if you know that it was them who gave it.',
    example: 'confirm k3m7q2xd',
    says: { to: 'order' },
    args: { id },
    intent: ({ id }) => ({ to: 'order', press: 'confirm', id: id.toLowerCase() }),
  }),
  define({
    words: 'refuse',
    help: 'Refuse an order that waits for a second person, or take back your own.',
    example: 'refuse k3m7q2xd',
    says: { to: 'order' },
    args: { id },
    intent: ({ id }) => ({ to: 'order', press: 'refuse', id: id.toLowerCase() }),
  }),
];
