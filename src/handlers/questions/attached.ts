// Files that somebody sent to the bot alone: hashed, compared with the patch revisions that they may read, and put into the patch that they publish by it.

import { commands } from '../../chat/commands.ts';
import {
  filesText,
  foundNodes,
  hashed,
  hashNodes,
  keptNodes,
  keyNotReadNodes,
  notPublishedNodes,
  notReadNodes,
  publishNodes,
  sameNameNodes,
  shownName,
  strangeNodes,
  tooManyNodes,
  whoseKeyNodes,
  whyNotPublished,
} from '../../chat/embargo/review/attached.ts';
import type { Texts } from '../../chat/grammar/arg-texts.ts';
import { secretKeyNodes } from '../../chat/list/membership/refusals.ts';
import { answer, naming, personal, quietPush } from '../../chat/message/address.ts';
import type { Node } from '../../chat/message/message.ts';
import type { Outgoing } from '../../chat/message/outgoing.ts';
import type { View } from '../../chat/message/view.ts';
import { complete, type Parsed, saidAgain } from '../../chat/parse.ts';
import { readFiles } from '../../chat/values/patch-files.ts';
import { countHeard } from '../../db/inbox.ts';
import { consentOf, isIn, memberOf } from '../../domain/embargo/consent.ts';
import { refuseUnauthorised } from '../../domain/embargo/decide.ts';
import type { PatchFile } from '../../domain/embargo/embargo.ts';
import { distributorsOf, type List } from '../../domain/list/list.ts';
import { profileOf } from '../../domain/list/membership/decide.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { dayMs } from '../../domain/values/time.ts';
import { attachedMax, type Examined } from '../../inbound/attached.ts';
import { errandDone, type Lookups } from '../../inbound/lookups.ts';
import { understanding } from '../../inbound/request.ts';
import { viewsWithFile } from '../../inbound/views.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { SendFailure } from '../../platforms/platform.ts';
import { readKeyBlock } from '../pgp.ts';
import { answered, notAMember, type Reply, refused, smallTalk } from '../reply.ts';

/**
 * What is to be done about words that came with files: the same words, those of a patch with the files in it, or (an outcome) nothing more. What was sent is
 * fetched for members alone, and only where the words are about it: a report does not wait for a screenshot. Throws NeedsLookup.
 */
export async function withFiles(reply: Reply, parsed: Parsed, lookups: Lookups): Promise<Parsed | string> {
  const { tx, request } = reply;
  const { heard, lists, from, now } = request;
  const files = heard.files ?? [];
  if (files.length === 0 || heard.room !== null) return parsed;
  const keyOf = lists.length === 0 ? null : namedKey(reply, parsed);
  if (keyOf !== null) return withKey(reply, keyOf, lookups);
  const publishes = (parsed.type === 'ask' || parsed.type === 'intent') && parsed.command.words === 'patch publish';
  const alone = parsed.type === 'menu' || (parsed.type === 'unknown-command' && !/\bleak/i.test(wordsIn(reply)));
  if (lists.length === 0) {
    if (!alone) return parsed;
    const told = (await countHeard(tx, from, smallTalk, now - dayMs)) > 0;
    if (!told) await notAMember(reply);
    return smallTalk;
  }
  if (!publishes && !alone) {
    await answered(reply, notReadNodes, 'files');
    return parsed;
  }
  if (files.length > attachedMax.files) return answered(reply, tooManyNodes(files.length, attachedMax), 'files');
  const sent = files.map((file, place) => ({ ...file, name: shownName(file.name, place) }));
  const twice = sent.find(({ name }, place) => sent.findIndex((other) => other.name === name) !== place);
  if (twice !== undefined) return answered(reply, sameNameNodes(twice.name), 'files');
  const blocks = keysOf(lists).flatMap(({ block }) => block ?? []);
  const done = errandDone(lookups, { type: 'examine', by: from, files: sent, keys: blocks });
  const examined: Examined =
    done instanceof SendFailure ? { files: sent.map(({ name }) => ({ name, problem: 'unreadable' })), signatures: [] } : done;
  if (examined.files.some((file) => 'problem' in file && file.problem === 'secret-key'))
    return answered(reply, secretKeyNodes, 'secret-key');
  await tell(reply, examined, !publishes);
  return publishes ? publishing(reply, parsed, examined) : 'files';
}

/** Whose key it is that is sent, with `org key …`, or with `key` by somebody of a distributor; '' where that is not said. Null: no key is. */
function namedKey(reply: Reply, parsed: Parsed): string | null {
  const { lists, heard } = reply.request;
  const asked = parsed.type === 'ask' || parsed.type === 'wrong' || parsed.type === 'intent';
  const command = asked && parsed.command.words === 'org key';
  if (!command && !/^(?:(?:our|my|the|new|pgp|public)\s+)*key[.:]?$/i.test(wordsIn(reply).trim())) return null;
  const [own, ...others] = lists.flatMap((list) => {
    const of = list.members[heard.by]?.distributor ?? null;
    return of === null ? [] : [of];
  });
  const named = command && parsed.type !== 'wrong' ? parsed.texts.name : undefined;
  return named ?? (own !== undefined && others.length === 0 ? own : '');
}

/** The command that adds the key which was sent; or an outcome: why not was said. Nothing of a key that is not taken is kept. */
async function withKey(reply: Reply, name: string, lookups: Lookups): Promise<Parsed | string> {
  const { request } = reply;
  const { from, now } = request;
  const files = request.heard.files ?? [];
  if (name === '') return answered(reply, whoseKeyNodes, 'files');
  if (files.length > attachedMax.files) return answered(reply, tooManyNodes(files.length, attachedMax), 'files');
  const sent = files.map((file, place) => ({ ...file, name: shownName(file.name, place) }));
  const done = errandDone(lookups, { type: 'key-files', by: from, files: sent });
  const read = done instanceof SendFailure ? 'unreadable' : done;
  if (read === 'secret-key') return answered(reply, secretKeyNodes, 'secret-key');
  if (typeof read === 'string') return answered(reply, keyNotReadNodes(read, { ...attachedMax, bytes: attachedMax.keyBytes }), 'files');
  const key = await readKeyBlock(read.text, now);
  const command = commands.find(({ words }) => words === 'org key');
  if (command === undefined) throw new Error('no command takes keys');
  const texts = { name, key: 'reason' in key ? '' : (key.block ?? '') };
  const intent = { to: 'list', command: { type: 'add-key', distributor: name, text: texts.key } } as const;
  const meant = { type: 'intent', command, codename: null, texts, intent } as const;
  return 'reason' in key ? refused(reply, meant, key.reason) : meant;
}

const wordsIn = ({ request }: Reply): string => (request.heard.said.type === 'words' ? request.heard.said.text : '');

function keysOf(lists: readonly List[]) {
  return lists
    .flatMap(distributorsOf)
    .flatMap((distributor) => profileOf(distributor).keys.map((key) => ({ ...key, owner: distributor.name })));
}

/** Says what came of the files. What is said of an embargo goes through the gate as its details do. `offers`: a button publishes them. */
async function tell({ tx, engine, request }: Reply, examined: Examined, offers: boolean): Promise<void> {
  const { heard, lists, to, now } = request;
  const keys = keysOf(lists);
  const ownerOf = (sought: string) => keys.find(({ fingerprint }) => fingerprint.endsWith(sought))?.owner ?? null;
  const hashes = hashNodes(examined, attachedMax, ownerOf);
  const files = hashed(examined);
  const views = await viewsWithFile(
    tx,
    request,
    files.map(({ sha256 }) => sha256),
  );
  const read = views.filter(({ embargo, list }) => isIn(consentOf(embargo, memberOf(list, heard.by))));
  // What is about to be published is in no revision yet.
  const elsewhere = read.map(({ embargo }) => embargo);
  const after = [...(offers ? strangeNodes(files, elsewhere) : []), ...keptNodes(files)];
  const where = offers ? publishable(views, heard.by).map(({ embargo }) => embargo) : [];
  const [sole, ...more] = where;
  const button = sole === undefined ? [] : publishNodes(files, more.length === 0 ? sole.codename : null);
  const found = read.flatMap((view) => {
    const nodes = foundNodes(view.embargo, files);
    return nodes.length === 0 ? [] : [{ view, nodes }];
  });
  const send = (message: Outgoing, { list, embargo }: Pick<View, 'list' | 'embargo'> | { list: null; embargo: null }) =>
    enqueue(tx, engine, [message], { list, embargo }, now);
  const said = (nodes: readonly Node[]) => ({ push: quietPush, nodes });
  const about = ({ view, nodes }: (typeof found)[number], before: readonly Node[], after: readonly Node[]) => {
    const message = said([...before, ...nodes, ...after]);
    const less = before.length === 0 ? null : said(before);
    const whole = answer(to, view.embargo, { kind: 'detail', urgency: 'answer' }, message);
    return send(naming({ ...whole, body: { type: 'message', message, less } }, where), view);
  };
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return about(only, hashes, [...after, ...button]);
  await send(naming(personal(to, [...hashes, ...after, ...button]), where), { list: null, embargo: null });
  for (const each of found) await about(each, [], []);
}

/** The embargoes in which somebody may publish a patch. */
function publishable(views: readonly View[], person: PersonId): readonly View[] {
  return views.filter(({ embargo, list }) => {
    const by = memberOf(list, person);
    return by !== null && embargo.ended === null && refuseUnauthorised(embargo, 'publish-patch', { by, list }) === null;
  });
}

/** The command with the files that were sent in it; where something speaks against that, it is said, with buttons that hold all else that was typed. */
async function publishing(reply: Reply, parsed: Extract<Parsed, { type: 'ask' | 'intent' }>, examined: Examined): Promise<Parsed | string> {
  const { command, codename, texts } = parsed;
  const read = texts.files === undefined ? null : readFiles(texts.files);
  const typed = read?.ok === true ? read.value : [];
  const sent = hashed(examined);
  const others = (named: readonly PatchFile[], but: readonly PatchFile[]) =>
    named.filter(({ name }) => !but.some((file) => file.name === name));
  const files = filesText([...others(typed, sent), ...sent], '; ');
  const why = whyNotPublished(examined, typed) ?? (files === null ? { type: 'name' as const } : null);
  const filled = files === null || files === '' ? texts : { ...texts, files };
  if (why === null) return complete(command, codename, filled, understanding(reply.request), 'typed');
  const { files: _, ...rest } = texts;
  const again = (given: Texts) => {
    const said = saidAgain({ command, texts: given });
    return [said.command, codename, said.rest].filter((part) => part !== null && part !== '').join(' ');
  };
  return answered(reply, notPublishedNodes(why, { sent: why.type === 'other-hash' ? again(filled) : null, other: again(rest) }), 'files');
}
