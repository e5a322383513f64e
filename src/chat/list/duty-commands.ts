// The duties that organizations carry for the list: who holds them, and what is done of them on an embargo.
import { type Command, command, define } from '../grammar/command.ts';
import { may, needs, prose, text } from '../grammar/shared-args.ts';

const number = { type: 'number', label: 'Duty', hint: 'Its number; `duty` shows them', ...needs, place: 'one' } as const;
const organization = (label: string, hint: string) => ({ ...text(label, hint, 60), pick: 'distributor' }) as const;

export const dutyCommands: readonly Command[] = [
  define({
    words: 'duty',
    aliases: ['duties'],
    help: 'Show the duties of the list, and who carries each.',
    example: 'duty',
    says: { to: 'ask', by: 'member' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'duties' } }),
  }),
  define({
    words: 'duty claim',
    aliases: ['duty accept'],
    help: 'Claim a duty for your organization, as primary or backup, whichever is free; or accept one handed over to you.',
    example: 'duty claim 2',
    says: { to: 'list', type: 'claim-duty' },
    args: {
      number,
      as: { type: 'choice', options: ['primary', 'backup'], label: 'As', hint: 'Empty: whichever is free', ...may, place: 'one' },
    },
    intent: ({ number, as }) => ({ to: 'list', command: { type: 'claim-duty', number, place: as } }),
  }),
  define({
    words: 'duty handover',
    help: 'Ask another organization to take over a duty from yours. It takes effect once they accept.',
    example: 'duty handover 2 "Seven Linux"',
    says: { to: 'list', type: 'offer-duty' },
    args: { number, to: { ...organization('To', 'The organization, in quotes if it has spaces'), ...needs, place: 'one' } },
    intent: ({ number, to }) => ({ to: 'list', command: { type: 'offer-duty', number, distributor: to } }),
  }),
  define({
    words: 'duty decline',
    aliases: ['duty keep'],
    help: 'Decline a duty handed over to you; or, as `duty keep`, cancel your own handover before they accept it.',
    example: 'duty decline 2',
    says: { to: 'list', type: 'answer-duty' },
    args: { number },
    intent: ({ number }) => ({ to: 'list', command: { type: 'answer-duty', number, accept: false } }),
  }),
  define({
    words: 'duty drop',
    help: 'Give up a duty of your organization. Its backup becomes the primary.',
    example: 'duty drop 2',
    says: { to: 'list', type: 'drop-duty' },
    args: { number },
    intent: ({ number }) => ({ to: 'list', command: { type: 'drop-duty', number } }),
  }),
  define({
    words: 'duty assign',
    help: 'Assign a duty to an organization, with another one as its backup.',
    example: 'duty assign 2 "Seven Linux" backup=Nova',
    says: { to: 'list', type: 'assign-duty' },
    args: {
      number,
      primary: { ...organization('Primary', 'The organization, in quotes if it has spaces'), ...needs, place: 'one' },
      backup: { ...organization('Backup', 'Empty: unchanged'), ...may, place: 'named' },
    },
    intent: ({ number, primary, backup }) => ({ to: 'list', command: { type: 'assign-duty', number, primary, backup } }),
  }),
  define({
    words: 'duty rotate',
    help: 'Rotate one duty or all: the backup becomes the primary, and the next organization by name the backup.',
    example: 'duty rotate',
    says: { to: 'list', type: 'rotate-duty' },
    args: { number: { ...number, ...may, ask: false } },
    intent: ({ number }) => ({ to: 'list', command: { type: 'rotate-duty', number } }),
  }),
  command('take-duty', {
    words: 'duty take',
    help: 'Take on a duty for your organization on this embargo; a backup takes it over from the primary.',
    example: 'duty take 2',
    args: { number },
    intent: ({ number }) => ({ type: 'take-duty', number }),
  }),
  command('finish-duty', {
    words: 'duty done',
    help: 'Report a duty done on this embargo and its result, even if you found nothing.',
    example: 'duty done 2 Checked crun and youki: neither is affected.',
    args: { number, note: { ...prose('What was done', 'Even if you found nothing'), ...may, place: 'rest' } },
    intent: ({ number, note }) => ({ type: 'finish-duty', number, note }),
  }),
];
