// Which embargo is meant: the one that is named, or the only one that it can be. With several, the codename is asked for.
import { inOrder } from '../chat/embargo/rows.ts';
import { actions, code, line, type Node } from '../chat/message/message.ts';
import type { Parsed } from '../chat/parse.ts';
import type { Db } from '../db/connection/client.ts';
import type { Listed } from '../db/lookup/embargoes.ts';
import { authority } from '../domain/embargo/commands.ts';
import { memberOf } from '../domain/embargo/consent.ts';
import { couldMean } from '../domain/embargo/meant.ts';
import type { List } from '../domain/list/list.ts';
import { embargoCalled, wholeOnes } from './known-embargoes.ts';
import type { Request } from './request.ts';

export type Chosen =
  | { readonly type: 'chosen'; readonly embargo: Listed; readonly list: List }
  /** `several`: those that it could be, in the order in which they are offered. */
  | { readonly type: 'asked'; readonly nodes: readonly Node[]; readonly several: readonly Listed[] };

/** The embargo that understood words are about, or what to ask instead. */
export async function chooseEmbargo(tx: Db, request: Request, parsed: Extract<Parsed, { type: 'intent' | 'ask' }>): Promise<Chosen> {
  const possible = await possibleFor(tx, request, parsed);
  const [only] = possible;
  const list = [...request.lists, ...request.outside].find((each) => each.id === only?.list);
  if (only === undefined || list === undefined) return { type: 'asked', nodes: nothingKnown(request), several: [] };
  if (possible.length === 1) return { type: 'chosen', embargo: only, list };
  return { type: 'asked', nodes: whichOne(request, parsed, possible), several: possible };
}

async function possibleFor(tx: Db, request: Request, parsed: Extract<Parsed, { type: 'intent' | 'ask' }>): Promise<readonly Listed[]> {
  if (parsed.codename === null) return meantOnes(tx, request, parsed);
  const named = await embargoCalled(tx, request, parsed.codename);
  return named === null ? [] : [named];
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
  const views = inOrder(await wholeOnes(tx, possible, [...request.lists, ...request.outside], request.heard.by, request.now));
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

/** A button says what was understood, of one of them: what was typed in front of the command, or in other words than its own, is not said again. */
function whichOne(
  { heard }: Request,
  { command, behind }: Extract<Parsed, { type: 'intent' | 'ask' }>,
  possible: readonly Listed[],
): Node[] {
  const { said } = heard;
  const pressed = said.type === 'words' || said.type === 'home' ? '' : said.words.slice(command.words.length);
  const rest = (behind ?? pressed).trimEnd();
  const choices = possible.slice(0, choicesMax).map(({ codename }) => ({ label: codename, words: `${command.words} ${codename}${rest}` }));
  const more =
    possible.length > choicesMax
      ? [line('There are more. Name one in the command, such as ', code(`${command.words} ${possible.at(-1)?.codename}`), '.')]
      : [];
  return [line('Which embargo?'), actions(...choices), ...more];
}

const choicesMax = 20;
