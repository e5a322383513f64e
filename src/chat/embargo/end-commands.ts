// What is said as an embargo comes to its end, and after it.
import { type ClockKey, clockKeys } from '../../domain/policy/policy.ts';
import { type Command, command, define } from '../grammar/command.ts';
import { may, needs, prose, text } from '../grammar/shared-args.ts';

export const endingCommands: readonly Command[] = [
  command('report-public-state', {
    words: 'report',
    aliases: ['world'],
    confirm: 'always',
    help: 'Tell that the vulnerability is public, that an exploit is public, or that attacks are seen.',
    example: 'report public a blog post describes it',
    args: {
      what: {
        type: 'choice',
        options: ['public', 'exploit', 'attacks'],
        label: 'What happened',
        hint: 'What is known',
        ...needs,
        place: 'one',
      },
      how: { ...prose('Where and how', 'What you saw, with links'), ...needs, place: 'rest' },
      sure: { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false },
    },
    intent: ({ what, how }) => ({ type: 'report-public-state', what, how }),
  }),
  define({
    words: 'report leak',
    aliases: ['leak'],
    help: 'Report that something got out, or may have. Coordinators are told at once.',
    example: 'report leak https://example.org/post the codename and the date are in it',
    says: { to: 'leak' },
    args: {
      where: { ...text('Where', 'A link or a place, or to whom it was told', 300), ...needs, place: 'one' },
      what: { ...prose('What', 'Exactly what got out, and to whom, as far as you know'), ...needs, place: 'rest' },
    },
    intent: ({ where, what }) => ({ to: 'leak', where, what }),
  }),
  define({
    words: 'leaks',
    help: 'Show the latest leak reports that named no embargo.',
    example: 'leaks',
    says: { to: 'ask', by: 'coordinator' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'leaks' } }),
  }),
  command('hold', {
    words: 'keep',
    aliases: ['hold'],
    help: 'Decide that the embargo goes on in spite of what was reported.',
    example: 'keep the post describes another bug',
    args: { reason: { ...prose('Reason', 'Why it goes on'), ...needs, place: 'rest' } },
    intent: ({ reason }) => ({ type: 'hold', reason }),
  }),
  command('disclose', {
    words: 'disclose',
    confirm: 'unless-named',
    help: 'At the disclosure date: confirm that it is disclosed. Two different people must, one of them a coordinator.',
    example: 'disclose',
    args: {},
    intent: () => ({ type: 'disclose' }),
  }),
  command('disclose', {
    words: 'disclose undated',
    help: 'Where no date can be agreed: confirm that it is disclosed without one, with the reason. Two people must, one of them a coordinator.',
    example: 'disclose undated nobody answered the last proposal',
    args: { because: { ...prose('Reason', 'Why no date was agreed'), ...needs, place: 'rest' } },
    intent: ({ because }) => ({ type: 'disclose', because }),
  }),
  define({
    words: 'end',
    help: 'End an embargo before its date.',
    example: 'end withdrawn the report was a mistake',
    says: { to: 'embargo', type: 'end' },
    args: {
      reason: {
        type: 'choice',
        options: ['public', 'exploited', 'withdrawn'],
        label: 'Reason',
        hint: 'Why it ends',
        ...needs,
        place: 'one',
      },
      because: { ...prose('Because', 'What happened; needed when withdrawn'), ...may, place: 'rest' },
      sure: { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false },
    },
    intent: ({ reason, because, sure }) =>
      sure === null ? { to: 'confirm', reason, because } : { to: 'embargo', command: { type: 'end', reason, because } },
  }),
  command('publish', {
    words: 'published',
    help: 'After the end: record the public post, the CVE record, the exploit, the retrospective, your packages.',
    example: 'published post https://www.openwall.com/lists/oss-security/2024/01/31/6',
    args: {
      what: { type: 'choice', options: clockKeys, label: 'What', hint: 'What is out', ...needs, place: 'one' },
      id: { type: 'cve', label: 'CVE id', hint: 'Of a CVE record, where there are several', ...may, place: 'one' },
      link: {
        type: 'link',
        label: 'Link',
        hint: 'Its address, https://…, or `none` where there is nothing to publish',
        ...needs,
        place: 'rest',
      },
    },
    intent: ({ what, id, link }) => ({ type: 'publish', clock: what as ClockKey, link, ...(id === null ? {} : { id }) }),
  }),
];
