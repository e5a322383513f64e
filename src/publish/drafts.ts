// Every draft that an embargo gives: which there are, and how each is made.
import { createHash } from 'node:crypto';
import { type Embargo, type Patch, type TextKind, textKinds } from '../domain/embargo/embargo.ts';
import { textOf } from '../domain/embargo/end/public-texts.ts';
import type { List } from '../domain/list/list.ts';
import type { Instant } from '../domain/values/time.ts';
import { csafDraft } from './csaf.ts';
import { cveDraft } from './cve.ts';
import { ghsaDraft } from './ghsa.ts';
import { lint, lintWritten } from './lint.ts';
import { vexDraft } from './openvex.ts';
import { osvDraft } from './osv.ts';
import { type Publication, publicationOf } from './publication.ts';
import type { Draft } from './record.ts';
import { headsUpDraft, noticeDraft, type PatchOfText, postDraft, releaseNotesDraft } from './texts.ts';

export const draftKinds = ['notice', 'day-before', 'heads-up', 'post', 'release-notes', 'cve', 'csaf', 'osv', 'ghsa', 'vex'] as const;
export type DraftKind = (typeof draftKinds)[number];

type Source = { readonly embargo: Embargo; readonly list: List; readonly publication: Publication };

const makers: Readonly<Record<DraftKind, (source: Source) => readonly Draft[]>> = {
  notice: ({ publication, list }) => [noticeDraft(publication, list.policy.rules.may, false)],
  'day-before': ({ publication, list }) => [noticeDraft(publication, list.policy.rules.may, true)],
  'heads-up': ({ publication }) => [headsUpDraft(publication)],
  post: ({ publication, embargo }) => [postDraft(publication, patchesOf(embargo))],
  'release-notes': ({ publication }) => [releaseNotesDraft(publication)],
  cve: ({ publication }) => publication.issues.filter(({ cve }) => cve !== null).map((issue) => cveDraft(publication, issue)),
  csaf: ({ publication, embargo }) => [csafDraft(publication, embargo.codename)],
  osv: ({ publication }) => publication.issues.map((issue, index) => osvDraft(publication, issue, index + 1)),
  ghsa: ({ publication }) => publication.issues.map((issue) => ghsaDraft(publication, issue)),
  vex: ({ publication }) => [vexDraft(publication)],
};

/**
 * The drafts of one kind, as the embargo stands at `now` (UTC milliseconds): one, or one for each vulnerability; none of CVE records while no CVE id is
 * known. Everything in them is detail until the embargo has ended.
 */
export function draftsOf(kind: DraftKind, embargo: Embargo, list: List, now: Instant): readonly Draft[] {
  return madeOrWritten(kind, { embargo, list, publication: publicationOf(embargo, list, now) });
}

/** Where somebody wrote it by hand, that stands. */
function madeOrWritten(kind: DraftKind, source: Source): readonly Draft[] {
  const made = makers[kind](source);
  const written = isText(kind) ? textOf(source.embargo, kind).written : undefined;
  return written === undefined ? made : made.map((draft) => ({ ...draft, text: written.text, missing: [], by: written.by }));
}

export const isText = (kind: DraftKind): kind is TextKind => textKinds.some((each) => each === kind);

/** Drafts of one kind as one text. */
export const textOfAll = (drafts: readonly Draft[]): string => drafts.map(({ text }) => text).join('\n');

/** What tells one text from another: SHA-256 of it, whole, as who edits could search for two of one shorter. */
export const hashOf = (drafts: readonly Draft[]): string => createHash('sha256').update(textOfAll(drafts)).digest('hex');

/** All of them, with what to look at again before any is published, in words. */
export function allDrafts(
  embargo: Embargo,
  list: List,
  now: Instant,
): { readonly byKind: Readonly<Record<DraftKind, readonly Draft[]>>; readonly checks: readonly string[] } {
  const publication = publicationOf(embargo, list, now);
  const source = { embargo, list, publication };
  const byKind = Object.fromEntries(draftKinds.map((kind) => [kind, madeOrWritten(kind, source)])) as Record<DraftKind, readonly Draft[]>;
  const written = textKinds.flatMap((kind) =>
    byKind[kind].flatMap((draft) => (draft.by === undefined ? [] : lintWritten(kind, draft, publication, embargo))),
  );
  return { byKind, checks: [...lint(publication, embargo.codename), ...written] };
}

/** The newest patch of each branch, none that was withdrawn. */
function patchesOf({ patches }: Embargo): PatchOfText[] {
  const standing = Object.values<Patch>(patches).filter(({ withdrawn }) => withdrawn === undefined);
  const newest = standing.filter(
    (patch) =>
      !standing.some(
        (other) =>
          other.number > patch.number && (other.branches.length === 0 || patch.branches.some((branch) => other.branches.includes(branch))),
      ),
  );
  return newest.map(({ label, files, branches }) => ({ label: branches.length === 0 ? label : branches.join(', '), files }));
}
