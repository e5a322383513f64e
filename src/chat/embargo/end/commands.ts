// What is said as an embargo comes to its end, and after it.
import { endReasons, type LinkKind, type PublishedKind, quotings } from '../../../domain/embargo/embargo.ts';
import { madePublic } from '../../../domain/embargo/end/owed.ts';
import { type ClockKey, clockKeys } from '../../../domain/policy/policy.ts';
import { ask, type Command, command, define } from '../../grammar/command.ts';
import { may, needs, prose, sure, text } from '../../grammar/shared-args.ts';

/** When something of the past happened. */
const past = (label: string) =>
  ({ type: 'instant', past: true, label, hint: 'Such as 2026-12-03 14:00 UTC, if it was before now', ...may, place: 'named' }) as const;

/** A button carries it: what was shown of the findings before it is disclosed in spite of them. */
const despite = { ...text('In spite of', '', 2000), ...may, place: 'named', ask: false } as const;

/** What is to be done after looking back. */
const action = { type: 'number', label: 'Action', hint: 'Its number', ...needs, place: 'one' } as const;

/** What people write for a reason to end it. */
const endPhrases = {
  'not a vulnerability': 'not-a-vulnerability',
  'no vulnerability': 'not-a-vulnerability',
  'not a vuln': 'not-a-vulnerability',
  notavuln: 'not-a-vulnerability',
  'not a bug': 'not-a-vulnerability',
  nab: 'not-a-vulnerability',
  dup: 'duplicate',
  dupe: 'duplicate',
  'a duplicate': 'duplicate',
  'already public': 'public',
} as const;

/** What people call what is linked. */
const linkPhrases = {
  package: 'packages',
  'fixed packages': 'packages',
  announcement: 'post',
  'public post': 'post',
  'cve record': 'cve',
  errata: 'erratum',
  correction: 'erratum',
  retro: 'retrospective',
  postmortem: 'retrospective',
  'post-mortem': 'retrospective',
} as const;

export const endingCommands: readonly Command[] = [
  command('report-public-state', {
    words: 'report',
    aliases: ['world'],
    confirm: 'always',
    help: 'Report that the vulnerability is public, an exploit is public, or attacks are happening.',
    example: 'report public a blog post describes it',
    args: {
      what: {
        type: 'choice',
        options: ['public', 'exploit', 'attacks'],
        label: 'What happened',
        hint: 'What you know',
        ...needs,
        place: 'one',
      },
      how: { ...prose('Where and how', 'What you saw, with links'), ...needs, place: 'rest' },
      sure,
    },
    intent: ({ what, how }) => ({ type: 'report-public-state', what, how }),
  }),
  command('hold', {
    words: 'keep',
    aliases: ['hold'],
    help: 'Keep the embargo despite a report.',
    example: 'keep the post describes another bug',
    args: { reason: { ...prose('Reason', 'Why the embargo continues'), ...needs, place: 'rest' } },
    intent: ({ reason }) => ({ type: 'hold', reason }),
  }),
  command('disclose', {
    words: 'disclose',
    confirm: 'unless-named',
    help: "At the disclosure date, confirm that it's disclosed. Takes two people, one of them a coordinator (unless none responds).",
    example: 'disclose',
    args: {
      at: past('Public since'),
      sure,
      despite,
    },
    intent: ({ at, despite }) => ({ type: 'disclose', ...(at === null ? {} : { at: at.at }), ...(despite === null ? {} : { despite }) }),
  }),
  command('disclose', {
    words: 'disclose undated',
    help: "If no date can be agreed, confirm that it's disclosed without one, with the reason. Takes two people, one of them a coordinator.",
    example: 'disclose undated nobody answered the last proposal',
    args: { because: { ...prose('Reason', 'Why no date was agreed'), ...needs, place: 'rest' }, despite },
    intent: ({ because, despite }) => ({ type: 'disclose', because, ...(despite === null ? {} : { despite }) }),
  }),
  define({
    words: 'end',
    help: 'End an embargo before its date. While nothing is public, representatives can only ask coordinators to.',
    example: 'end withdrawn the report was a mistake',
    says: { to: 'embargo', type: 'end' },
    args: {
      reason: {
        type: 'choice',
        options: ['public', 'exploited', 'withdrawn', 'not-a-vulnerability', 'duplicate', 'other'],
        phrases: endPhrases,
        label: 'Reason',
        hint: 'Why it ends',
        ...needs,
        place: 'one',
      },
      because: { ...prose('Because', "What happened; required unless it's public or exploited"), ...may, place: 'rest' },
      at: { ...past('Public since'), unless: { name: 'reason', is: endReasons.filter((reason) => !madePublic(reason)) } },
      sure,
    },
    intent: ({ reason, because, at, sure }) => {
      const since = at === null ? {} : { at: at.at };
      return sure === null
        ? { to: 'confirm', reason, because, ...since }
        : { to: 'embargo', command: { type: 'end', reason, because, ...since } };
    },
  }),
  command('reopen', {
    words: 'reopen',
    help: 'Reopen an embargo that ended without going public. Everyone has to acknowledge the terms again.',
    example: 'reopen new evidence: it can be reached from outside',
    args: { reason: { ...prose('Reason', 'What you know now'), ...needs, place: 'rest' } },
    intent: ({ reason }) => ({ type: 'reopen', reason }),
  }),
  command('publish', {
    words: 'link',
    aliases: ['published'],
    help: 'After the end, link the public post, CVE record, exploit, retrospective, your packages or an erratum. You can link several.',
    example: 'link post https://www.openwall.com/lists/oss-security/2024/01/31/6',
    args: {
      what: {
        type: 'choice',
        options: [...clockKeys, 'erratum'],
        phrases: linkPhrases,
        label: 'What',
        hint: "What's published",
        ...needs,
        place: 'one',
      },
      id: { type: 'cve', label: 'CVE id', hint: 'For a CVE record, if there are several', ...may, place: 'one' },
      link: {
        type: 'link',
        label: 'Link to it',
        hint: "A public address, such as https://www.cve.org/CVERecord?id=CVE-2026-1234, `here` for a retrospective, or `none` if there's nothing to publish",
        ...needs,
        place: 'rest',
      },
      at: past('Published'),
      distributor: {
        ...text('Whose packages', "The organization, if they aren't your own", 100),
        ...{ ...may, pick: 'distributor', place: 'named', ask: false },
      },
    },
    intent: ({ what, id, link, at, distributor }) => ({
      type: 'publish',
      clock: what as PublishedKind,
      link,
      ...(id === null ? {} : { id }),
      ...(at === null ? {} : { at: at.at }),
      ...(distributor === null ? {} : { distributor }),
    }),
  }),
  command('close-link', {
    words: 'link none',
    aliases: ['published none', 'not coming'],
    help: "After the end, close a link that isn't coming, with the reason. Stops the reminders for it.",
    example: 'link none packages distributor="Seven Linux" they no longer ship it',
    args: {
      what: { type: 'choice', options: clockKeys, phrases: linkPhrases, label: 'What', hint: "What isn't coming", ...needs, place: 'one' },
      id: { type: 'cve', label: 'CVE id', hint: 'For a CVE record, if there are several', ...may, place: 'one', ask: false },
      because: { ...prose('Reason', "Why it isn't coming"), ...needs, place: 'rest' },
      distributor: { ...text('Whose', 'The organization whose packages they are', 100), pick: 'distributor', ...may, place: 'named' },
    },
    intent: ({ what, id, because, distributor }) => ({ type: 'close-link', clock: what as ClockKey, id, because, distributor }),
  }),
  command('remove-link', {
    words: 'link remove',
    aliases: ['published remove', 'link withdraw', 'link undo'],
    help: "Take back a link that was wrong, or that something isn't coming. I ask for it again.",
    example: 'link remove post https://www.openwall.com/lists/oss-security/2024/01/31/6',
    args: {
      what: {
        type: 'choice',
        options: [...clockKeys, 'erratum', 'heads-up'],
        phrases: linkPhrases,
        label: 'What',
        hint: 'What was linked',
        ...needs,
        place: 'one',
      },
      id: { type: 'cve', label: 'CVE id', hint: 'For a CVE record, if there are several', ...may, place: 'one' },
      link: { type: 'link', label: 'Which link', hint: 'If several are linked', ...may, place: 'rest' },
      distributor: { ...text('Whose', 'The organization whose packages they are', 100), pick: 'distributor', ...may, place: 'named' },
    },
    intent: ({ what, id, link, distributor }) => ({ type: 'remove-link', clock: what as LinkKind, link, id, distributor }),
  }),
  ask('retro', 'Show the retrospective: dates, who knew, findings, what people say, actions.', 'retro', [
    'retrospective',
    'postmortem',
    'post-mortem',
  ]),
  command('answer-retrospective', {
    words: 'retro answer',
    asksIfBare: true,
    help: 'Say what went well, what went badly, and where we were lucky. Answer again to change it.',
    example: 'retro answer well="the date held" badly="the second patch came late"',
    args: {
      well: { ...prose('What went well', 'As much as you like'), ...may, place: 'named' },
      badly: { ...prose('What went badly', 'What happened, not who'), ...may, place: 'named' },
      luck: { ...prose('Where we were lucky', 'What would have gone wrong otherwise'), ...may, place: 'named' },
      quoted: {
        type: 'choice',
        options: quotings,
        phrases: { yes: 'named', 'with my name': 'named', 'without my name': 'unnamed' },
        label: 'In the public version',
        hint: 'May it have your answers? no, unnamed, or named',
        ...may,
        place: 'named',
      },
    },
    intent: ({ well, badly, luck, quoted }) => ({ type: 'answer-retrospective', well, badly, luck, quoted }),
  }),
  command('add-action', {
    words: 'retro action',
    help: 'Add something to do, with who does it and by when. I remind them.',
    example: 'retro action @carol by="30 days" mirror the private fork on a second host',
    args: {
      who: { type: 'person', label: 'Who', hint: '@name; you, if nobody', ...may, place: 'one' },
      what: { ...prose('What', 'What is to be done'), ...needs, place: 'rest' },
      by: { type: 'until', label: 'By', hint: 'Such as 14 days, or 2026-12-03 14:00 UTC', ...needs, place: 'named' },
    },
    intent: ({ who, what, by }) => ({ type: 'add-action', owner: who, due: by, text: what }),
  }),
  command('end-action', {
    words: 'retro done',
    help: 'Mark an action done, with what came of it.',
    example: 'retro done 2 the mirror is up',
    args: {
      number: action,
      note: { ...prose('Note', 'What came of it'), ...may, place: 'rest' },
    },
    intent: ({ number, note }) => ({ type: 'end-action', number, done: true, note }),
  }),
  command('end-action', {
    words: 'retro drop',
    help: 'Drop an action, with the reason.',
    example: 'retro drop 2 the host was retired',
    args: {
      number: action,
      note: { ...prose('Reason', "Why it isn't needed"), ...needs, place: 'rest' },
    },
    intent: ({ number, note }) => ({ type: 'end-action', number, done: false, note }),
  }),
  ask('retro-markdown', 'Show the retrospective as Markdown, for people on the embargo.', 'retro markdown'),
  ask('retro-public', 'Show the version for everyone: names and words only of those who agreed.', 'retro public'),
  command('deployed', {
    words: 'deployed',
    help: 'Record since when your organization has run the fix, if before disclosure. Coordinators name the organization.',
    example: 'deployed 2026-11-30 10:00 UTC',
    args: {
      at: { type: 'instant', past: true, label: 'Since', hint: 'Such as 2026-11-30 10:00 UTC', ...needs, place: 'rest' },
      by: { ...text('Whose', "The organization, if it isn't yours", 100), pick: 'distributor', ...may, place: 'named' },
    },
    intent: ({ at, by }) => ({ type: 'deployed', at: at.at, distributor: by }),
  }),
  command('heads-up', {
    words: 'heads-up',
    aliases: ['headsup'],
    help: 'Record a public heads-up given before the end, with its link.',
    example: 'heads-up https://example.org/announce/1 at="2026-11-30 10:00 UTC"',
    args: {
      link: { type: 'url', label: 'Link', hint: 'Its address, https://…', ...needs, place: 'one' },
      at: past('Given'),
    },
    intent: ({ link, at }) => ({ type: 'heads-up', link, at: at?.at ?? null }),
  }),
];
