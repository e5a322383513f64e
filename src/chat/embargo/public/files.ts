// The drafts of what goes public as files, for who may see them: their names say whose they are and which, and nothing of what they hold.

import type { Embargo } from '../../../domain/embargo/embargo.ts';
import { madePublic } from '../../../domain/embargo/end/owed.ts';
import { allDrafts, type DraftKind, draftKinds } from '../../../publish/drafts.ts';
import type { Draft } from '../../../publish/record.ts';
import { filesTitle, fitting, textFile } from '../../message/files.ts';
import { code, line, type Message, type MessageFile, type Node, note } from '../../message/message.ts';
import type { View } from '../../message/view.ts';
import { purged } from './drafts.ts';

/** All texts and records of an embargo as files. What is too large for one message is named with the command that shows it. */
export function draftFiles({ embargo, list, now }: View): Pick<Message, 'nodes' | 'files'> {
  if (embargo.purgedAt !== undefined) return { nodes: purged };
  const { codename, ended } = embargo;
  const { byKind, checks } = allDrafts(embargo, list, now);
  const { files, left, missing } = filesOf({ codename }, draftKinds, byKind);
  const held = ended === null || !madePublic(ended.reason);
  const nodes = [
    line(`The texts and records come to you directly, as ${filesTitle(files)}.`),
    ...left,
    ...incomplete(missing || checks.length > 0),
    ...(held ? [note('Under embargo: for people on it only, until it is disclosed.')] : []),
  ];
  return { nodes, files };
}

/** The drafts of these kinds as files of one message. `left`: lines that name what is too large. `missing`: whether any of them lacks something. */
export function filesOf(
  { codename }: Pick<Embargo, 'codename'>,
  kinds: readonly DraftKind[],
  byKind: Readonly<Record<DraftKind, readonly Draft[]>>,
): { readonly files: readonly MessageFile[]; readonly left: readonly Node[]; readonly missing: boolean } {
  const all = kinds.flatMap((kind) =>
    byKind[kind].map(({ text }, index): MessageFile => {
      const type = text.trimStart().startsWith('{') ? 'json' : 'txt';
      const number = byKind[kind].length === 1 ? '' : `-${index + 1}`;
      return textFile({ name: `${codename}-${kind}${number}.${type}`, text, words: `draft ${kind} ${codename}` });
    }),
  );
  const { files, left } = fitting(all);
  const missing = kinds.some((kind) => byKind[kind].some((draft) => draft.missing.length > 0));
  return { files, left: left.map(({ instead }) => line(...instead)), missing };
}

/** How to see what is missing, where something is. */
export const incomplete = (is: boolean): Node[] =>
  is ? [line('Not complete yet: ', code('draft'), " lists what's missing and what to check.")] : [];
