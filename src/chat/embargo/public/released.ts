// What goes public, handed out once an embargo has ended and is public: as files in the thread of its card, and to the coordinators who publish it, with where
// each goes. Nothing leaves that two people have not approved: without the post, nothing does.
import type { PublicTextKind } from '../../../domain/embargo/embargo.ts';
import { approvedBy } from '../../../domain/embargo/end/public-texts.ts';
import type { Todo } from '../../../domain/embargo/todos.ts';
import { allDrafts, type DraftKind, draftsOf, hashOf } from '../../../publish/drafts.ts';
import type { Draft } from '../../../publish/record.ts';
import { toThreads } from '../../message/address.ts';
import { filesTitle } from '../../message/files.ts';
import { actions, bullets, code, type Inline, line, type MessageFile, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import type { EventContext } from '../event-context.ts';
import { draftTitles, getFiles } from './drafts.ts';
import { filesOf, incomplete } from './files.ts';
import { isPublicText } from './texts.ts';

/** Where each goes, in the order in which it is published. A heads-up and the notices were for before. */
const goesTo: Partial<Readonly<Record<DraftKind, string>>> = {
  post: 'where you announce releases, and oss-security',
  'release-notes': 'the release',
  cve: "your CNA's CVE service, within 24 hours",
  csaf: 'your CSAF feed',
  osv: 'your OSV database',
  ghsa: "the repository's Security tab on GitHub",
  vex: 'beside the CSAF advisory',
};
const kinds = Object.keys(goesTo) as DraftKind[];

/** `nodes`: for who publishes it. `files` empty: the post was not approved. */
export type Released = { readonly nodes: readonly Node[]; readonly files: readonly MessageFile[] };

/** What is handed out of an embargo that has just ended and is public. */
export function released(context: EventContext): Released {
  const { embargo, list, now } = context;
  const { codename } = embargo;
  if (!isApproved('post', context)) {
    const said = line('No files with this: the public post needs two approvals. To read and approve it: ', code('draft post'), '.');
    return { nodes: [said, actions(getFiles(codename))], files: [] };
  }
  const { byKind, checks } = allDrafts(embargo, list, now);
  const handed = kinds.filter((kind) => (kind === 'vex' ? !lacks(byKind.vex) : byKind[kind].length > 0));
  const ready = handed.filter((kind) => !isPublicText(kind) || isApproved(kind, context));
  const { files, left, missing } = filesOf({ codename }, ready, byKind);
  const nodes = [
    line(`Publish what isn't out yet, from ${filesTitle(files)}:`),
    bullets(ready.map((kind): Inline[] => [`${draftTitles[kind].title}: ${goesTo[kind]}`])),
    ...left,
    ...handed
      .filter((kind) => !ready.includes(kind))
      .map((kind) => line(`Not in it: ${draftTitles[kind].title}. Two people approve that first: `, code(`draft ${kind}`), '.')),
    ...incomplete(missing || checks.length > 0),
  ];
  return { nodes, files };
}

/** A document in which nobody says anything lacks what it is for. */
const lacks = (drafts: readonly Draft[]): boolean => drafts.some(({ missing }) => missing.length > 0);

/** As it stands, or as it stood until the end, which only says when that was. */
function isApproved(kind: PublicTextKind, { embargo, before, list, now }: EventContext): boolean {
  return [embargo, before ?? embargo].some((each) => approvedBy(embargo, list, kind, hashOf(draftsOf(kind, each, list, now))).enough);
}

/** In the thread of the card. Nobody there is asked for anything. */
export function releasedInThread({ files }: Released, { list, embargo }: EventContext): Outgoing[] {
  if (files.length === 0) return [];
  const said = [line(`What goes public of ${embargo.codename}, as ${filesTitle(files)}.`)];
  return toThreads(list, embargo, { kind: 'published', urgency: 'answer' }, said).map((each) => withFiles(each, files));
}

/** The same message with what to publish, for somebody who owes that; where they may not hear so much, the message as it was. */
export function withReleased(told: Outgoing, { nodes, files }: Released, owed: readonly Todo[]): Outgoing {
  const { body } = told;
  const publishes = owed.some((todo) => todo.type === 'publish' && (todo.clock === 'post' || todo.clock === 'cve'));
  if (!publishes || body.type !== 'message') return told;
  const message = { ...body.message, nodes: [...body.message.nodes, ...nodes] };
  return withFiles({ ...told, kind: 'published', body: { ...body, message, less: body.message } }, files);
}

function withFiles(told: Outgoing, files: readonly MessageFile[]): Outgoing {
  const { body } = told;
  return body.type !== 'message' || files.length === 0 ? told : { ...told, body: { ...body, message: { ...body.message, files } } };
}
