// The drafts of what goes public, for those who have acknowledged: which there are and what they lack, and each to be copied.

import { madePublic } from '../../../domain/embargo/end/owed.ts';
import { allDrafts, type DraftKind, draftKinds, draftsOf } from '../../../publish/drafts.ts';
import type { Draft } from '../../../publish/record.ts';
import { type Action, actions, bullets, copied, heading, type Inline, line, type Node, note, strong } from '../../message/message.ts';
import { many, type View } from '../../message/view.ts';

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
        : missing.size === 0
          ? 'complete'
          : `${many(missing.size, 'thing', 'things')} missing`;
    return [`${draftTitles[kind].title}: ${state}`];
  });
  return [
    line('Drafts, made from what this embargo says now:'),
    bullets(rows),
    ...(checks.length === 0 ? [] : [line('Check before you publish:'), bullets(checks.map((each): Inline[] => [each]))]),
    actions(...draftKinds.map((kind) => showDraft(kind, view.embargo.codename))),
  ];
}

const purged = [line("Its details were purged, so there's nothing to draft from.")];

/** The drafts of one kind, to be copied, each with what it lacks. */
export function draftNodes(view: View, kind: DraftKind): Node[] {
  const { embargo, list, now } = view;
  if (embargo.purgedAt !== undefined) return purged;
  const drafts = draftsOf(kind, embargo, list, now);
  if (drafts.length === 0)
    return [line("There's no CVE id yet. Add it: "), actions({ label: 'Add a CVE id…', words: `cve add ${embargo.codename}` })];
  const out = embargo.ended !== null && madePublic(embargo.ended.reason);
  const held = out || !draftTitles[kind].public ? [] : [note('Under embargo: for people on it only, until it is disclosed.')];
  return [heading(draftTitles[kind].title), ...held, ...drafts.flatMap(oneDraft)];
}

function oneDraft({ name, text, missing }: Draft): Node[] {
  return [
    line(strong(name)),
    ...(missing.length === 0 ? [] : [line('Missing:'), bullets([...new Set(missing)].map((each): Inline[] => withCode(each)))]),
    copied(text),
  ];
}

/** What stands between backquotes is a command. */
const withCode = (text: string): Inline[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? ({ type: 'code', text: part } as const) : part));
