// What is said as an embargo comes to its end, and after it.
import type { PublishedKind } from '../../../domain/embargo/embargo.ts';
import { type ClockKey, clockKeys } from '../../../domain/policy/policy.ts';
import { type Command, command, define } from '../../grammar/command.ts';
import { may, needs, prose, text } from '../../grammar/shared-args.ts';

/** When something of the past happened. */
const past = (label: string) =>
  ({ type: 'instant', past: true, label, hint: 'Such as 2026-12-03 14:00 UTC, where it was before now', ...may, place: 'named' }) as const;

/** A button carries it: the findings that were named before it is disclosed in spite of them. */
const despite = { type: 'numbers', label: 'In spite of', hint: '', ...may, place: 'named', ask: false } as const;

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

/** A link, a domain, a room, somebody, or several words in quotes: any other word begins what is told. */
const aPlace = /^(?:https?:\/\/|<https?:|[#@]\S|\S+\s|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/:,]|$))/i;

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
    asks: ['what', 'where', 'noticed'],
    args: {
      where: { ...text('To whom, or where', 'Who knows it now: people, a link, a place', 300), ...may, place: 'one', like: aPlace },
      what: { ...prose('What got out', 'Exactly, as far as you know'), ...needs, place: 'rest' },
      noticed: { type: 'instant', past: true, label: 'When you noticed', hint: 'Such as today 14:00 UTC', ...may, place: 'named' },
    },
    intent: ({ where, what, noticed }) => ({
      to: 'leak',
      where: where?.replace(/[,:]+$/, '') ?? null,
      what,
      ...(noticed === null ? {} : { noticed: noticed.at }),
    }),
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
    help: 'At the disclosure date: confirm that it is disclosed. Two different people must, one of them a coordinator; without one, where none answers.',
    example: 'disclose',
    args: {
      at: past('Public since'),
      sure: { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false },
      despite,
    },
    intent: ({ at, despite }) => ({ type: 'disclose', ...(at === null ? {} : { at: at.at }), ...(despite === null ? {} : { despite }) }),
  }),
  command('disclose', {
    words: 'disclose undated',
    help: 'Where no date can be agreed: confirm that it is disclosed without one, with the reason. Two people must, one of them a coordinator.',
    example: 'disclose undated nobody answered the last proposal',
    args: { because: { ...prose('Reason', 'Why no date was agreed'), ...needs, place: 'rest' }, despite },
    intent: ({ because, despite }) => ({ type: 'disclose', because, ...(despite === null ? {} : { despite }) }),
  }),
  define({
    words: 'end',
    help: 'End an embargo before its date. Representatives ask coordinators to, where nothing of it is public.',
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
      because: { ...prose('Because', 'What happened; needed unless it is public or exploited'), ...may, place: 'rest' },
      at: past('Public since'),
      sure: { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false },
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
    help: 'Take up an embargo again that ended without being public. Everybody is asked for the terms anew.',
    example: 'reopen new evidence: it can be reached from outside',
    args: { reason: { ...prose('Reason', 'What is known now'), ...needs, place: 'rest' } },
    intent: ({ reason }) => ({ type: 'reopen', reason }),
  }),
  command('publish', {
    words: 'published',
    help: 'After the end: record the public post, the CVE record, the exploit, the retrospective, your packages, an erratum. Several are kept side by side.',
    example: 'published post https://www.openwall.com/lists/oss-security/2024/01/31/6',
    args: {
      what: { type: 'choice', options: [...clockKeys, 'erratum'], label: 'What', hint: 'What is out', ...needs, place: 'one' },
      id: { type: 'cve', label: 'CVE id', hint: 'Of a CVE record, where there are several', ...may, place: 'one' },
      link: {
        type: 'link',
        label: 'Link to it',
        hint: 'Where everybody can read it, such as https://www.cve.org/CVERecord?id=CVE-2026-1234; or `none` where there is nothing to publish.',
        ...needs,
        place: 'rest',
      },
      at: past('Published'),
    },
    intent: ({ what, id, link, at }) => ({
      type: 'publish',
      clock: what as PublishedKind,
      link,
      ...(id === null ? {} : { id }),
      ...(at === null ? {} : { at: at.at }),
    }),
  }),
  command('close-link', {
    words: 'published none',
    aliases: ['not coming'],
    help: 'After the end: close what is still asked for and is not coming, with the reason. Nobody is reminded of it any more.',
    example: 'published none packages distributor="Seven Linux" they no longer ship it',
    args: {
      what: { type: 'choice', options: clockKeys, label: 'What', hint: 'What is not coming', ...needs, place: 'one' },
      id: { type: 'cve', label: 'CVE id', hint: 'Of a CVE record, where there are several', ...may, place: 'one', ask: false },
      because: { ...prose('Reason', 'Why it is not coming'), ...needs, place: 'rest' },
      distributor: { ...text('Whose', 'The organization whose packages they are', 100), pick: 'distributor', ...may, place: 'named' },
    },
    intent: ({ what, id, because, distributor }) => ({ type: 'close-link', clock: what as ClockKey, id, because, distributor }),
  }),
  command('deployed', {
    words: 'deployed',
    help: 'Record that your organization ran the fix before disclosure, and since when. Coordinators name whose.',
    example: 'deployed 2026-11-30 10:00 UTC',
    args: {
      at: { type: 'instant', past: true, label: 'Since', hint: 'Such as 2026-11-30 10:00 UTC', ...needs, place: 'rest' },
      by: { ...text('Whose', 'The organization, if it is not yours', 100), pick: 'distributor', ...may, place: 'named' },
    },
    intent: ({ at, by }) => ({ type: 'deployed', at: at.at, distributor: by }),
  }),
  command('heads-up', {
    words: 'heads-up',
    help: 'Record a public heads-up that was given before the end, with its link.',
    example: 'heads-up https://example.org/announce/1 at="2026-11-30 10:00 UTC"',
    args: {
      link: { type: 'url', label: 'Link', hint: 'Its address, https://…', ...needs, place: 'one' },
      at: past('Given'),
    },
    intent: ({ link, at }) => ({ type: 'heads-up', link, at: at?.at ?? null }),
  }),
];
