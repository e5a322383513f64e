// The drafts of what goes public, for those who have acknowledged: which there are and what they lack, and each to be copied.

import type { TextKind } from '../../../domain/embargo/embargo.ts';
import { madePublic } from '../../../domain/embargo/end/owed.ts';
import { approvedBy } from '../../../domain/embargo/end/public-texts.ts';
import { type List, nameOf } from '../../../domain/list/list.ts';
import { allDrafts, type DraftKind, draftKinds, draftsOf, hashOf, isText, textOfAll } from '../../../publish/drafts.ts';
import type { Draft } from '../../../publish/record.ts';
import { type Action, actions, bullets, copied, heading, type Inline, line, type Node, note, strong } from '../../message/message.ts';
import { many, names as namesText, type View } from '../../message/view.ts';
import { approvalText, isPublicText } from './texts.ts';

/** `public`: it goes public, so nobody may pass it on before the end. */
export const draftTitles: Readonly<Record<DraftKind, { readonly title: string; readonly button: string; readonly public: boolean }>> = {
  notice: { title: 'Notice to the list', button: 'Show the notice', public: false },
  'day-before': { title: 'Notice of the day before', button: 'Show the day-before notice', public: false },
  'heads-up': { title: 'Public heads-up', button: 'Show the heads-up', public: true },
  post: { title: 'Public post', button: 'Show the post', public: true },
  'release-notes': { title: 'Release notes', button: 'Show the release notes', public: true },
  cve: { title: 'CVE records', button: 'Show the CVE records', public: true },
  csaf: { title: 'CSAF advisory', button: 'Show the CSAF advisory', public: true },
  osv: { title: 'OSV records', button: 'Show the OSV records', public: true },
  ghsa: { title: 'GitHub advisory', button: 'Show the GitHub advisory', public: true },
  vex: { title: 'OpenVEX document', button: 'Show the OpenVEX document', public: true },
};

const showDraft = (kind: DraftKind, codename: string): Action => ({ label: draftTitles[kind].button, words: `draft ${kind} ${codename}` });

/** All drafts, each with how much it lacks. */
export function draftsNodes(view: View): Node[] {
  if (view.embargo.purgedAt !== undefined) return purged;
  const { byKind, checks } = allDrafts(view.embargo, view.list, view.now);
  const rows = draftKinds.map((kind): Inline[] => {
    const drafts = byKind[kind];
    const missing = new Set(drafts.flatMap((draft) => draft.missing));
    const state =
      drafts.length === 0
        ? 'none, as there is no CVE id yet'
        : drafts.some(({ by }) => by !== undefined)
          ? 'edited'
          : missing.size === 0
            ? 'complete'
            : `${many(missing.size, 'thing', 'things')} missing`;
    const names = isPublicText(kind) ? approvedBy(view.embargo, view.list, kind, hashOf(drafts)).names : [];
    return [`${draftTitles[kind].title}: ${state}${names.length === 0 ? '' : `, approved by ${namesText(names)}`}`];
  });
  return [
    line('Drafts, made from what this embargo says now:'),
    bullets(rows),
    ...(checks.length === 0 ? [] : [line('Check before you publish:'), bullets(checks.map((each): Inline[] => [each]))]),
    actions(...draftKinds.map((kind) => showDraft(kind, view.embargo.codename)), getFiles(view.embargo.codename)),
  ];
}

export const getFiles = (codename: string): Action => ({ label: 'Get all as files', words: `draft files ${codename}` });

export const purged = [line("Its details were purged, so there's nothing to draft from.")];

/** The drafts of one kind, to be copied, each with what it lacks. */
export function draftNodes(view: View, kind: DraftKind): Node[] {
  const { embargo, list, now } = view;
  if (embargo.purgedAt !== undefined) return purged;
  const drafts = draftsOf(kind, embargo, list, now);
  if (drafts.length === 0)
    return [line("There's no CVE id yet. Add it: "), actions({ label: 'Add a CVE id…', words: `cve add ${embargo.codename}` })];
  const out = embargo.ended !== null && madePublic(embargo.ended.reason);
  const held = out || !draftTitles[kind].public ? [] : [note('Under embargo: for people on it only, until it is disclosed.')];
  return [heading(draftTitles[kind].title), ...held, ...drafts.flatMap((draft) => oneDraft(draft, list)), ...whatToDo(view, kind, drafts)];
}

/** A text can be edited, and one that goes public is approved: by its button, which says exactly which text that is. */
function whatToDo(view: View, kind: DraftKind, drafts: readonly Draft[]): Node[] {
  if (!isText(kind)) return [];
  const { codename } = view.embargo;
  const hash = hashOf(drafts);
  const written = drafts.some(({ by }) => by !== undefined);
  return [
    ...(isPublicText(kind) ? [line(approvalText(view, kind, hash))] : []),
    actions(
      ...(isPublicText(kind) ? [{ label: 'Approve this text', words: `draft approve ${kind} ${codename} hash=${hash}` }] : []),
      { label: 'Edit…', words: `draft edit ${kind} ${codename}` },
      ...(written ? [{ label: 'Drop the edits', words: `draft remake ${kind} ${codename}` }] : []),
    ),
  ];
}

function oneDraft({ name, text, missing, by }: Draft, list: List): Node[] {
  return [
    line(strong(name), ...(by === undefined ? [] : [`, edited by ${nameOf(list, by)}`])),
    ...(missing.length === 0 ? [] : [line('Missing:'), bullets([...new Set(missing)].map((each): Inline[] => withCode(each)))]),
    copied(text),
  ];
}

/** What stands between backquotes is a command. */
const withCode = (text: string): Inline[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? ({ type: 'code', text: part } as const) : part));

/** What the form in which a text is edited begins with: the text as it stands. */
export const textToEdit = ({ embargo, list, now }: View, kind: TextKind): string => textOfAll(draftsOf(kind, embargo, list, now));
