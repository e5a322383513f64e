// What is typed of what goes public.

import { publicTextKinds, textKinds } from '../../../domain/embargo/embargo.ts';
import type { DraftKind } from '../../../publish/drafts.ts';
import { ask, type Command, command, define } from '../../grammar/command.ts';
import { may, needs, text } from '../../grammar/shared-args.ts';

const draft = (kind: DraftKind, help: string, aliases: readonly string[] = []): Command =>
  ask('draft', help, `draft ${kind}`, aliases, kind);

/** What people call them. */
const phrases = { 'release notes': 'release-notes', 'day before': 'day-before', headsup: 'heads-up', advisory: 'post' } as const;
const which = { type: 'choice', options: textKinds, phrases, label: 'Which', hint: textKinds.join(', '), ...needs, place: 'one' } as const;

/** The text that is there fills its form. */
const edit = command('write-text', {
  words: 'draft edit',
  aliases: ['draft write', 'draft change'],
  help: 'Edit a draft: your text stands in place of the one that is made from the embargo.',
  example: 'draft edit release-notes Fixes CVE-2026-31337, a race in masked paths.',
  args: {
    kind: which,
    text: { type: 'text', label: 'Text', hint: 'The whole text', maxLength: 8000, lines: 'many', ...needs, place: 'rest' },
  },
  intent: ({ kind, text }) => ({ type: 'write-text', kind, text }),
});

const remake = command('make-text', {
  words: 'draft remake',
  aliases: ['draft reset'],
  help: 'Drop what was edited of a draft: it is made from the embargo again.',
  example: 'draft remake post',
  args: { kind: which },
  intent: ({ kind }) => ({ type: 'make-text', kind }),
});

/** Nobody approves what they have not read: without the hash, which the button below the text carries, the text is shown. */
const approve = define({
  words: 'draft approve',
  help: 'Approve a text that goes public, as it is shown. It takes two people, one of them a coordinator.',
  example: 'draft approve post',
  says: { to: 'embargo', type: 'approve-text' },
  args: {
    kind: { ...which, options: publicTextKinds, hint: publicTextKinds.join(', ') },
    hash: { ...text('Hash', '', 64), ...may, place: 'named', ask: false },
  },
  intent: ({ kind, hash }) =>
    hash === null ? { to: 'ask', query: { type: 'draft', draft: kind } } : { to: 'embargo', command: { type: 'approve-text', kind, hash } },
});

export const publicCommands: readonly Command[] = [
  ask('draft', "Show the drafts of what goes public, and what they're missing.", 'draft', ['drafts']),
  draft('post', 'Show the draft of the public post.', ['draft advisory', 'draft announcement']),
  draft('notice', 'Show the notice to the list: the date, and what is allowed before it.'),
  draft('day-before', 'Show the notice to send the day before.', ['draft 24h', 'draft final notice']),
  draft('heads-up', 'Show the public heads-up that a security release comes, which says nothing of what it fixes.', ['draft headsup']),
  draft('release-notes', 'Show what release notes say of it.', ['draft release notes', 'draft changelog']),
  draft('cve', 'Show the CVE records, as a CNA submits them.', ['draft cves', 'draft cve json']),
  draft('csaf', 'Show the CSAF 2.0 security advisory.'),
  draft('osv', 'Show the OSV records.'),
  draft('ghsa', 'Show the fields of a GitHub security advisory.', ['draft github']),
  draft('vex', 'Show the OpenVEX document of organizations that are not affected.', ['draft openvex']),
  ask('draft', 'Get all texts and records as files, in your direct messages.', 'draft files', ['drafts files', 'draft download'], 'files'),
  edit,
  remake,
  approve,
];
