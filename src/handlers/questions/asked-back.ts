// Bare words, asked back with what they could be about: the date that is open, the test that is waiting, what a link is.
import {
  type AnswerableDate,
  answerAction,
  type BareWords,
  confirmAsked,
  linkAsked,
  nothingAsked,
  smallTalkNodes,
  termsFirst,
  verdictAsked,
  worksAsked,
} from '../../chat/asked-back.ts';
import { type OpenTodo, todosOn } from '../../chat/embargo/menu.ts';
import type { Action } from '../../chat/message/message.ts';
import { clockTitles, todoActions, type View } from '../../chat/message/view.ts';
import { type Parsed, parse } from '../../chat/parse.ts';
import { word } from '../../chat/values/quoting.ts';
import { lastOffered } from '../../db/inbox.ts';
import { type Embargo, openProposals, type PublishedKind, type Verdict } from '../../domain/embargo/embargo.ts';
import type { Todo } from '../../domain/embargo/todos.ts';
import { understanding } from '../../inbound/request.ts';
import { knownViews } from '../../inbound/views.ts';
import { mayNotSay, wouldRefuse } from '../embargo.ts';
import { answered, type Reply } from '../reply.ts';
import { askWish } from './asked-wish.ts';
import { freshMs, offer, saidYes } from './said-yes.ts';

/** Answers words that are no command and could be meant as one. Resolves to an outcome, or to what they mean; null: there is nothing that they could be about. */
export async function askedBack(reply: Reply, bare: BareWords, said: string): Promise<Parsed | string | null> {
  const { tx, request } = reply;
  switch (bare.type) {
    case 'verdict':
      return askWhichDate(reply, bare);
    case 'works':
      return askWhatWorks(reply, said);
    case 'link':
      return askWhatLink(reply, bare.url);
    case 'small-talk': {
      // `ok great` to a question that was just shown may be meant as its yes: it is asked again.
      const meant = bare.thanks ? null : await saidYes(reply, 'nearly');
      return typeof meant === 'string' ? meant : answered(reply, smallTalkNodes(bare.thanks), 'small-talk-heard');
    }
    case 'no': {
      const asked = await lastOffered(tx, request.from, request.now - freshMs);
      const waits = asked === null && (await answerable(reply)).length > 0;
      return waits ? askWhichDate(reply, { verdict: 'reject', reason: null }) : answered(reply, smallTalkNodes(false), 'small-talk-heard');
    }
    case 'move':
    case 'public':
      return (
        (await askWish(reply, bare)) ??
        (bare.type === 'move' ? askForTerms(reply) : bare.url === null ? null : askWhatLink(reply, bare.url))
      );
    default:
      return bare satisfies never;
  }
}

/** To a yes where nothing was asked: the date that waits for an answer is shown. It takes its button, or a second yes to it by its name. */
export async function nothingToSayYesTo(reply: Reply): Promise<string> {
  const dates = await answerable(reply);
  if (dates.length === 0) return answered(reply, nothingAsked, 'nothing-asked');
  return answered(reply, verdictAsked(dates.slice(0, datesMax), 'accept', null), 'shown-first', embargoesOf(dates));
}

type Answerable = AnswerableDate & { readonly embargo: Embargo };

async function askWhichDate(
  reply: Reply,
  { verdict, reason }: Pick<Extract<BareWords, { type: 'verdict' }>, 'verdict' | 'reason'>,
): Promise<Parsed | string | null> {
  const dates = (await answerable(reply)).slice(0, datesMax);
  const [only, ...others] = dates;
  if (only === undefined) return (await askForTerms(reply)) ?? (await whyNot(reply, verdict));
  const outcome = await answered(reply, verdictAsked(dates, verdict, reason), 'shown-first', embargoesOf(dates));
  if (others.length === 0 && verdict === 'accept')
    await offer(reply.tx, reply.request, answerAction(only, 'accept', null, ''), only.embargo);
  return outcome;
}

const embargoesOf = (dates: readonly Answerable[]): Embargo[] => [...new Set(dates.map(({ embargo }) => embargo))];

/** What the speaker has to do, of these kinds. */
async function owedOf({ tx, request }: Reply, types: readonly Todo['type'][]): Promise<OpenTodo[]> {
  return todosOn(await knownViews(tx, request, 'live'), request.heard.by).filter(({ todo }) => types.includes(todo.type));
}

/** Whose terms are to be acknowledged before anything of it can be answered; null where nobody waits for that. */
async function askForTerms(reply: Reply): Promise<string | null> {
  const owed = await owedOf(reply, ['acknowledge']);
  const [first, ...others] = owed;
  if (first === undefined) return null;
  const { embargo } = first.view;
  const nodes = termsFirst(embargo.codename, todoActions(first.todo, embargo.codename));
  return others.length > 0 ? null : answered(reply, nodes, 'terms-first', [embargo]);
}

/** Why a date that is open is not for the speaker to answer, as the whole command would be refused; null where none is open, or several. */
async function whyNot({ tx, request }: Reply, verdict: Verdict): Promise<Parsed | null> {
  const open = (await knownViews(tx, request, 'live')).flatMap(({ embargo, now }) =>
    openProposals(embargo, now).map(({ number }) => ({ embargo, number })),
  );
  const [only, ...others] = open;
  if (only === undefined || others.length > 0) return null;
  const reason = verdict === 'reject' ? ' …' : '';
  return parse(`date ${verdict} ${only.embargo.codename} ${only.number}${reason}`, understanding(request));
}

/** The open dates to which the speaker can say yes or no. */
async function answerable({ tx, request }: Reply): Promise<Answerable[]> {
  const found: Answerable[] = [];
  for (const { embargo, list, now } of await knownViews(tx, request, 'live'))
    for (const { number, at } of openProposals(embargo, now)) {
      const refusals = await Promise.all(
        (['accept', 'reject'] as const).map((verdict) =>
          wouldRefuse(tx, request, list, embargo.id, { type: 'answer-date', number, verdict, reason: verdict === 'reject' ? '…' : null }),
        ),
      );
      if (refusals.includes(null)) found.push({ codename: embargo.codename, number, at, embargo });
    }
  return found;
}

/** `confirm` alone, where somebody is to confirm a disclosure: that is offered, and how a request is approved. Null where nothing of theirs is. */
export async function askWhatToConfirm(reply: Reply): Promise<string | null> {
  const owed = await owedOf(reply, ['disclose']);
  if (owed.length === 0) return null;
  const meant = owed.slice(0, testsMax).flatMap(({ todo, view }) => todoActions(todo, view.embargo.codename).slice(0, 1));
  return answered(
    reply,
    confirmAsked(meant),
    'shown-first',
    owed.map(({ view }) => view.embargo),
  );
}

async function askWhatWorks(reply: Reply, said: string): Promise<string> {
  const owed = await owedOf(reply, ['confirm-finding', 'review']);
  const meant = owed.slice(0, testsMax).flatMap(({ todo, view }) => todoActions(todo, view.embargo.codename));
  const several = new Set(owed.map(({ view }) => view.embargo.codename)).size > 1;
  const shown = several
    ? owed.slice(0, testsMax).flatMap(({ todo, view }) => named(todoActions(todo, view.embargo.codename), view))
    : meant;
  return answered(
    reply,
    worksAsked(shown, said),
    'shown-first',
    owed.map(({ view }) => view.embargo),
  );
}

const named = (of: readonly Action[], { embargo }: View): Action[] =>
  of.map((each) => ({ ...each, label: `${embargo.codename}: ${each.label}` }));

async function askWhatLink(reply: Reply, url: string): Promise<string> {
  const { tx, request } = reply;
  const views = await knownViews(tx, request, 'at-hand');
  const meant: Action[] = [];
  const safe = url.startsWith('https:');
  for (const { embargo, list } of views.filter(({ embargo: { ended } }) => ended !== null).slice(-endedMax))
    for (const clock of kindsOf(url)) {
      const refusal = safe ? await wouldRefuse(tx, request, list, embargo.id, { type: 'publish', clock, link: url }) : null;
      if (safe && refusal === null)
        meant.push({ label: labelOf(clock, embargo, views), words: `link ${embargo.codename} ${clock} ${word(url)}` });
    }
  const running = views.filter(({ embargo: { ended } }) => ended === null);
  const [only, ...others] = running;
  const of = only === undefined || others.length > 0 ? '' : ` ${only.embargo.codename}`;
  const patches = only !== undefined && (await mayNotSay(tx, request, only.list, only.embargo.id, 'publish-patch')) === null;
  const open: Action[] =
    safe && running.length > 0
      ? [
          ...(patches ? [{ label: 'Publish a patch from it…', words: `patch publish${of} url=${word(url)}` }] : []),
          { label: 'Add it to the timeline…', words: `note${of} source=${word(url)}` },
        ]
      : [];
  const leak: Action = { label: 'Report a leak there…', words: `report leak${of} ${url}` };
  return answered(
    reply,
    linkAsked([...meant.slice(0, kindsMax), ...open, leak]),
    'shown-first',
    views.map(({ embargo }) => embargo),
  );
}

function labelOf(clock: PublishedKind, { codename }: Embargo, views: readonly View[]): string {
  const title = clock === 'packages' ? 'our fixed packages' : clockTitles[clock];
  const several = views.filter(({ embargo }) => embargo.ended !== null).length > 1;
  return `Link it as ${title}${several ? ` of ${codename}` : ''}`;
}

/** The likeliest first. */
function kindsOf(url: string): PublishedKind[] {
  const all: PublishedKind[] = ['post', 'cve', 'packages', 'exploit', 'retrospective'];
  const first = likely.find(([like]) => like.test(url))?.[1];
  return first === undefined ? all : [first, ...all.filter((each) => each !== first)];
}

const likely: readonly (readonly [RegExp, PublishedKind])[] = [
  [/\/\/(?:www\.)?(?:cve\.org|nvd\.nist\.gov|cve\.mitre\.org)\//i, 'cve'],
  [/exploit-db|\bpoc\b|exploit/i, 'exploit'],
  [/errata|\/(?:RHSA|DSA|USN|GLSA)-|security\/(?:notices|updates)/i, 'packages'],
];

const datesMax = 6;
const testsMax = 4;
const endedMax = 3;
const kindsMax = 6;
