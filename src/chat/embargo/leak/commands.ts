// What is said of a leak: that there is one, what it is, what is done about it.
import { type LeakClass, leakClasses } from '../../../domain/embargo/leak/case.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { ask, type Command, command, define } from '../../grammar/command.ts';
import { may, needs, prose, text } from '../../grammar/shared-args.ts';

/** A link, a domain, a room, somebody, or several words in quotes: any other word begins what is told. */
const aPlace = /^(?:https?:\/\/|<https?:|[#@]\S|\S+\s|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/:,]|$))/i;

const which = { type: 'number', label: 'Leak', hint: 'Its number: `leak show` shows it', ...may, place: 'one', ask: false } as const;
const noticed = {
  type: 'instant',
  past: true,
  label: 'When you noticed',
  hint: 'Such as today 14:00 UTC',
  ...may,
  place: 'named',
} as const;
const how = { ...prose('How it got out', 'As far as you know'), ...may, place: 'named' } as const;
const taken = { ...prose('Steps taken', 'What you have done about it'), ...may, place: 'named' } as const;
const link = { ...text('Link', 'Where it can be seen', 300), ...may, place: 'named' } as const;
const where = { ...text('To whom, or where', 'Who knows it now: people, a link, a place', 300), ...may } as const;

/** What people write for a class. */
const classPhrases: Readonly<Record<string, LeakClass>> = {
  'technical detail': 'technical-detail',
  'technical details': 'technical-detail',
  details: 'technical-detail',
  fix: 'patch',
  poc: 'exploit',
  attacks: 'exploitation',
  exploited: 'exploitation',
  'independent discovery': 'independent-discovery',
  'false alarm': 'false-alarm',
  'a false alarm': 'false-alarm',
  'no leak': 'false-alarm',
  'not a leak': 'false-alarm',
};

type Details = {
  readonly noticed: { readonly at: Instant } | null;
  readonly how: string | null;
  readonly taken: string | null;
  readonly link: string | null;
};

/** What was said besides, without what was not. */
const besides = ({ noticed: at, how: cause, taken: done, link: seen }: Details) => ({
  ...(at === null ? {} : { noticed: at.at }),
  ...(cause === null ? {} : { how: cause }),
  ...(done === null ? {} : { taken: done }),
  ...(seen === null ? {} : { link: seen }),
});

export const leakCommands: readonly Command[] = [
  define({
    words: 'report leak',
    aliases: ['leak'],
    help: 'Report that something leaked, or may have. Coordinators hear at once. With `unnamed=yes` only one of them learns who reported it.',
    example: 'report leak https://example.org/post the codename and the date are in it',
    says: { to: 'leak' },
    asks: ['what', 'where', 'noticed'],
    args: {
      where: { ...where, place: 'one', like: aPlace },
      what: { ...prose('What leaked', 'Exactly, as far as you know'), ...needs, place: 'rest' },
      unnamed: {
        type: 'choice',
        options: ['no', 'yes'],
        label: 'Stay unnamed',
        hint: 'yes: only one coordinator learns who reported it',
        ...may,
        place: 'named',
        ask: false,
      },
      noticed,
      how: { ...how, ask: false },
      taken: { ...taken, ask: false },
      link: { ...link, ask: false },
    },
    intent: ({ where: place, what, unnamed, ...said }) => ({
      ...{ to: 'leak', where: place?.replace(/[,:]+$/, '') ?? null, what, ...besides(said) },
      ...(unnamed === 'yes' ? { unnamed: true } : {}),
    }),
  }),
  define({
    words: 'leaks',
    help: 'Show the latest leak reports that name no embargo.',
    example: 'leaks',
    says: { to: 'ask', by: 'coordinator' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'leaks' } }),
  }),
  define({
    words: 'leak show',
    help: 'Show what leaked, to whom, and what is done about it.',
    example: 'leak show 1',
    says: { to: 'ask', by: 'know' },
    args: { leak: which },
    intent: ({ leak }) => ({ to: 'ask', query: { type: 'leak', ...(leak === null ? {} : { number: leak }) } }),
  }),
  command('add-to-leak', {
    words: 'leak add',
    asksIfBare: true,
    help: 'Add to your report of a leak: how it got out, when you noticed, what you did.',
    example: 'leak add how="a link in a public tracker" taken="asked them to delete it"',
    args: {
      leak: which,
      how,
      noticed,
      taken,
      link,
      where: { ...where, place: 'named' },
    },
    intent: ({ leak, where: place, ...said }) => ({
      type: 'add-to-leak',
      leak,
      ...besides(said),
      ...(place === null ? {} : { where: place }),
    }),
  }),
  command('class-leak', {
    words: 'leak class',
    aliases: ['leak assess'],
    help: 'Say what leaked. What to do about it, and by when, follows. A false alarm ends it, and everyone who was alarmed is told.',
    example: 'leak class technical-detail the report itself is on a forum',
    args: {
      leak: which,
      class: {
        type: 'choice',
        options: leakClasses,
        phrases: classPhrases,
        label: 'What leaked',
        hint: 'The worst of it',
        ...needs,
        place: 'one',
      },
      note: { ...prose('Why', 'What you saw'), ...may, place: 'rest' },
    },
    intent: ({ leak, class: is, note }) => ({ type: 'class-leak', leak, class: is as LeakClass, note }),
  }),
  command('join-leaks', {
    words: 'leak join',
    help: 'Say that two leaks are the same: the first joins the second.',
    example: 'leak join 2 1',
    args: {
      leak: { ...which, ...needs },
      into: { ...which, ...needs, label: 'Joins' },
    },
    intent: ({ leak, into }) => ({ type: 'join-leaks', leak, into }),
  }),
  command('add-leak-step', {
    words: 'leak step',
    help: 'Add a step to contain a leak, with who does it and by when. I remind them.',
    example: 'leak step @carol by=2h ask the forum to take the post down',
    args: {
      who: { type: 'person', label: 'Who', hint: '@name; you, if nobody', ...may, place: 'one' },
      what: { ...prose('What', 'What is to be done'), ...needs, place: 'rest' },
      by: { type: 'until', label: 'By', hint: 'Such as 2h, or 2026-12-03 14:00 UTC', ...may, place: 'named' },
      leak: { ...which, place: 'named' },
    },
    intent: ({ who, what, by, leak }) => ({ type: 'add-leak-step', leak, owner: who, due: by, text: what }),
  }),
  command('end-leak-step', {
    words: 'leak step done',
    help: 'Mark a step done, with what came of it.',
    example: 'leak step done 2 the post is gone',
    args: {
      number: { type: 'number', label: 'Step', hint: 'Its number', ...needs, place: 'one' },
      note: { ...prose('Note', 'What came of it'), ...may, place: 'rest' },
    },
    intent: ({ number, note }) => ({ type: 'end-leak-step', number, note }),
  }),
  command('close-leak', {
    words: 'leak close',
    help: 'Close a leak with what you found.',
    example: 'leak close 1 a draft was shared with the whole company',
    args: { leak: which, finding: { ...prose('Finding', 'What got out, to whom, and how'), ...needs, place: 'rest' } },
    intent: ({ leak, finding }) => ({ type: 'close-leak', leak, finding }),
  }),
  command('reopen-leak', {
    words: 'leak reopen',
    help: 'Reopen a leak that was closed, with the reason.',
    example: 'leak reopen 1 a second copy turned up',
    args: { leak: which, because: { ...prose('Reason', 'What you know now'), ...needs, place: 'rest' } },
    intent: ({ leak, because }) => ({ type: 'reopen-leak', leak, because }),
  }),
  ask('leak-bundle', 'Show what there is to publish at once: the public post as it stands, and what it lacks.', 'leak bundle'),
];
