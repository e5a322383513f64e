// What people say of themselves: which accounts are theirs, and how they want to be reached.
import { type Command, define } from '../grammar/command.ts';
import { may, needs, sure, text } from '../grammar/shared-args.ts';

export const peopleCommands: readonly Command[] = [
  define({
    words: 'account link',
    aliases: ['link account', 'link accounts'],
    help: 'Link another account of yours, on another platform or workspace. Gives you a code to type there.',
    example: 'account link',
    says: { to: 'self', by: 'anybody' },
    args: {
      code: { ...text('Code', 'The code from `link` on the other account', 20), ...may, place: 'rest', ask: false },
      sure,
    },
    intent: ({ code, sure }) => ({ to: 'self', command: { type: 'link', code, sure: sure === true } }),
  }),
  define({
    words: 'account unlink',
    aliases: ['unlink account', 'unlink'],
    help: 'Unlink an account from you: this one, or the one you name.',
    example: 'account unlink',
    says: { to: 'self', by: 'anybody' },
    args: { id: { type: 'id', label: 'Account', hint: 'Its id, as `settings` shows it', ...may, place: 'one', ask: false } },
    intent: ({ id }) => ({ to: 'self', command: { type: 'unlink', id } }),
  }),
  define({
    words: 'settings',
    aliases: ['preferences', 'prefs'],
    help: 'Show your time zone, your quiet hours, your accounts, and where reminders go.',
    example: 'settings',
    says: { to: 'self', by: 'member' },
    args: {},
    intent: () => ({ to: 'self', command: { type: 'preferences' } }),
  }),
  define({
    words: 'settings quiet',
    aliases: ['quiet', 'dnd'],
    help: 'Set hours without reminders. Deadlines and leaks still come through.',
    example: 'settings quiet 22:00-07:00',
    says: { to: 'self', by: 'member' },
    args: {
      hours: { type: 'hours', label: 'Quiet hours', hint: 'Such as 22:00-07:00, in your time zone; or off', ...needs, place: 'rest' },
    },
    intent: ({ hours }) => ({ to: 'self', command: { type: 'quiet', quiet: hours === 'off' ? null : hours } }),
  }),
  define({
    words: 'settings notify',
    aliases: ['reach'],
    help: 'Choose which of your accounts gets reminders and news.',
    example: 'settings notify slack',
    says: { to: 'self', by: 'member' },
    args: {
      where: { type: 'account', label: 'Account', hint: 'slack, matrix, or the id of one of your accounts', ...needs, place: 'one' },
    },
    intent: ({ where }) => ({ to: 'self', command: { type: 'reach', where } }),
  }),
];
