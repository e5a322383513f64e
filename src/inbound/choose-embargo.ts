// Which embargo is meant: the one that is named, or the only one that it can be. With several, the codename is asked for.
import { inOrder } from '../chat/embargo/rows.ts';
import { unaliased } from '../chat/find-command.ts';
import { actions, code, line, type Node } from '../chat/message/message.ts';
import type { View } from '../chat/message/view.ts';
import type { Parsed } from '../chat/parse.ts';
import type { Db } from '../db/connection/client.ts';
import { loadEmbargoes } from '../db/embargoes.ts';
import { type Behind, embargoesAtHand, endedLast, everyEmbargo, type Listed } from '../db/lookup/embargoes.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import { authority } from '../domain/embargo/commands.ts';
import { consentOf, memberOf } from '../domain/embargo/consent.ts';
import { couldMean } from '../domain/embargo/meant.ts';
import type { List } from '../domain/list/list.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { embargoCalled } from './known-embargoes.ts';
import type { Request } from './request.ts';

export type Chosen =
  | { readonly type: 'chosen'; readonly embargo: Listed; readonly list: List }
  /** `several`: those that it could be, in the order in which they are offered. */
  | { readonly type: 'asked'; readonly nodes: readonly Node[]; readonly several: readonly Listed[] };

/** The embargo that understood words are about, or what to ask instead. */
export async function chooseEmbargo(tx: Db, request: Request, parsed: Extract<Parsed, { type: 'intent' | 'ask' }>): Promise<Chosen> {
  const named = parsed.codename === null ? null : await embargoCalled(tx, request, parsed.codename);
  const possible = named === null ? await meantOnes(tx, request, parsed) : [named];
  const [only] = possible;
  const list = [...request.lists, ...request.outside].find((each) => each.id === only?.list);
  if (only === undefined || list === undefined) return { type: 'asked', nodes: nothingKnown(request), several: [] };
  if (possible.length === 1) return { type: 'chosen', embargo: only, list };
  return { type: 'asked', nodes: whichOne(request, parsed, possible), several: possible };
}

/** The running ones; the ended ones for what is said of ended ones; those too where nothing runs. */
function possibleOnes({ embargoes }: Request, parsed: Extract<Parsed, { type: 'intent' | 'ask' }>): readonly Listed[] {
  const { says } = parsed.command;
  const ofEnded = says.to === 'embargo' && authority[says.type].phase === 'ended';
  const fitting = embargoes.filter((embargo) => embargo.over === ofEnded);
  return fitting.length > 0 ? fitting : embargoes.slice(-1);
}

/** Of several, those that the words could be about, where there are such; in the order of every list of embargoes. */
async function meantOnes(tx: Db, request: Request, parsed: Extract<Parsed, { type: 'intent' | 'ask' }>): Promise<readonly Listed[]> {
  const possible = possibleOnes(request, parsed);
  if (possible.length < 2) return possible;
  const { says } = parsed.command;
  const views = inOrder(await known(tx, possible, [...request.lists, ...request.outside], request.heard.by, request.now));
  const fitting = views.filter(({ embargo, list, now }) => {
    const by = memberOf(list, request.heard.by);
    return says.to !== 'embargo' || (by !== null && couldMean(says.type, embargo, { by, now }));
  });
  const order = (fitting.length > 0 ? fitting : views).map(({ embargo }) => embargo.id);
  return order.flatMap((id) => possible.find((each) => each.id === id) ?? []);
}

function nothingKnown({ here, heard }: Request): Node[] {
  if (heard.room !== null && here === null)
    return [line('This room belongs to no list. Someone named in ADMINS adopts it with ', code('room adopt oci'), '.')];
  return [line('You have access to no embargo here. A coordinator opens one with ', code('create'), " in the list's room.")];
}

function whichOne({ heard }: Request, { command }: Parsed & { command: { words: string } }, possible: readonly Listed[]): Node[] {
  const { said: what } = heard;
  const typed = what.type === 'words' ? what.text : what.type === 'home' ? '' : what.words;
  const said = command.words.split(' ').length;
  const rest = unaliased(typed.trim())
    .replace(new RegExp(`^(?:\\S+\\s*){${said}}`), ' ')
    .trimEnd();
  const choices = possible.slice(0, choicesMax).map(({ codename }) => ({ label: codename, words: `${command.words} ${codename}${rest}` }));
  const more =
    possible.length > choicesMax
      ? [line('There are more. Name one in the command, such as ', code(`${command.words} ${possible.at(-1)?.codename}`), '.')]
      : [];
  return [line('Which embargo?'), actions(...choices), ...more];
}

const choicesMax = 20;

/** The embargoes that a speaker may know of, whole. `all`: those too that are over and done with. */
export async function knownViews(tx: Db, { embargoes, lists, outside, heard, now }: Request, all: boolean): Promise<View[]> {
  const theirs = [...lists, ...outside];
  const listed = all ? await everyEmbargo(tx, theirs, heard.by) : embargoes.filter(isLive);
  return known(tx, listed, theirs, heard.by, now);
}

/** `next`: behind which the next page begins; null: there is nothing older. */
export type EndedPage = { readonly views: readonly View[]; readonly next: string | null };

/** What has ended on a list, and nothing is owed of it: a page of what the speaker may know of, whole, the newest first. `behind` null: the first page. */
export async function endedViews(tx: Db, { heard: { by }, now }: Request, list: List, behind: Behind | null): Promise<EndedPage> {
  for (let from = behind; ; ) {
    const listed = await endedLast(tx, list, by, pageMax + 1, from);
    const views = await known(tx, listed.slice(0, pageMax), [list], by, now);
    const [more, last] = [listed.length > pageMax, listed[pageMax - 1]];
    if (!more || last?.endedAt == null) return { views, next: null };
    // Nobody learns the name of one that they may not know of: not from a button either.
    const shown = views.at(-1);
    if (shown !== undefined) return { views, next: shown.embargo.codename };
    from = { endedAt: last.endedAt, codename: last.codename };
  }
}

const pageMax = 20;

/** The embargoes of these lists that a person may know of, whole, without those that are over and done with. */
export async function viewsOf(db: Db, lists: readonly List[], person: PersonId, now: Instant): Promise<View[]> {
  const listed = await embargoesAtHand(db, lists, person);
  return known(db, listed.filter(isLive), lists, person, now);
}

const isLive = ({ over, owing }: Listed) => !over || owing;

async function known(db: Db, listed: readonly Listed[], lists: readonly List[], person: PersonId, now: Instant): Promise<View[]> {
  const views: View[] = [];
  for (const embargo of await loadEmbargoes(
    db,
    listed.map(({ id }) => id),
  )) {
    const whole = lists.find(({ id }) => id === embargo.list);
    const list = whole === undefined ? undefined : listFor(embargo, whole, now);
    if (list !== undefined && consentOf(embargo, memberOf(list, person)) !== 'none') views.push({ embargo, list, now });
  }
  return views;
}
