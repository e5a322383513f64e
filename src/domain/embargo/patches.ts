// Patch revisions side by side: which one each branch is tested with, what a new one makes stale, and what changed in it.
import type { List } from '../list/list.ts';
import { distributorsOf } from '../list/list.ts';
import type { DistributorId } from '../values/ids.ts';
import { refuse } from '../values/refusal.ts';
import type { EmbargoCommand } from './commands.ts';
import { type Embargo, type Patch, type PatchFile, type Review, reviewsOf } from './embargo.ts';
import { madePublic } from './end/owed.ts';
import type { EmbargoDecision } from './refusal.ts';

type Patches = Pick<Embargo, 'patches'>;

/** A branch, and the patch revision that is current for it. `branch` null: whatever is named nowhere. */
export type Line = { readonly branch: string | null; readonly patch: Patch };

/** What somebody types for the branches that no revision names. */
export const otherBranches = 'other';

const patchesOf = ({ patches }: Patches): Patch[] => Object.values<Patch>(patches);

/**
 * The branches that there are now, each with its revision. A branch is tested with the newest revision that names it or is for all branches, and was not
 * withdrawn. So a revision for one branch replaces what was there for that branch alone; a revision for all replaces everything, and stays current for what is
 * named nowhere until another one for all comes.
 */
export function linesOf(embargo: Patches): Line[] {
  const there = patchesOf(embargo).filter(({ withdrawn }) => withdrawn === undefined);
  const forAll = there.findLast(({ branches }) => branches.length === 0);
  const later = there.filter(({ number }) => number > (forAll?.number ?? 0));
  const named = new Map(later.flatMap((patch) => patch.branches.map((branch) => [branch, patch] as const)));
  return [...[...named].map(([branch, patch]) => ({ branch, patch })), ...(forAll === undefined ? [] : [{ branch: null, patch: forAll }])];
}

/** The revisions that are current for a branch, the oldest first. */
export function currentPatches(embargo: Patches): Patch[] {
  return [...new Set(linesOf(embargo).map(({ patch }) => patch))].sort((a, b) => a.number - b.number);
}

/** The revision that a branch is tested with; null where there is none for it. */
export function patchFor(embargo: Patches, branch: string): Patch | null {
  const lines = linesOf(embargo);
  return (lines.find((line) => line.branch === branch) ?? lines.find((line) => line.branch === null))?.patch ?? null;
}

/** The branch that a release is built from, as its people said, or as the only branch of what they tested it with says; null where nobody said. */
export function branchOf(embargo: Embargo, distributor: DistributorId, release: string): string | null {
  const said = embargo.builds?.[distributor] ?? {};
  if (Object.hasOwn(said, release)) return said[release] ?? null;
  const [only, ...others] =
    reviewsOf(embargo)
      .filter((review) => review.distributor === distributor && review.release === release)
      .map((review) => embargo.patches[review.patch]?.branches ?? [])
      .findLast((branches) => branches.length === 1) ?? [];
  return only === undefined || others.length > 0 ? null : only;
}

/** What a release is tested with: the revision of its branch, or the only one that there is. `which`: its branch has to be said first. `none`: nothing is current for its branch. */
export function patchOf(embargo: Embargo, distributor: DistributorId, release: string): Patch | 'which' | 'none' {
  const branch = branchOf(embargo, distributor, release);
  const [line, ...others] = linesOf(embargo);
  if (branch !== null) return patchFor(embargo, branch) ?? 'none';
  if (line === undefined) return 'none';
  return others.length === 0 && withdrawnBranches(embargo).length === 0 ? line.patch : 'which';
}

/** Branches that nothing is current for since a revision for them was withdrawn. One whose files came again under other names was named wrong. */
export function withdrawnBranches(embargo: Patches): string[] {
  const all = patchesOf(embargo);
  const cameAgain = ({ number, files }: Patch) =>
    all.some(
      (each) =>
        each.number > number &&
        each.withdrawn === undefined &&
        files.every(({ sha256 }) => each.files.some((file) => file.sha256 === sha256)),
    );
  const named = all.filter((patch) => patch.withdrawn !== undefined && !cameAgain(patch)).flatMap(({ branches }) => branches);
  return [...new Set(named)].filter((branch) => patchFor(embargo, branch) === null);
}

/** Whether a review still says something. `unsaid`: its revision was replaced for some branches, and nobody said of which one its release is. */
export type Standing = 'current' | 'unsaid' | 'stale';

export function standingOf(embargo: Embargo, { patch, distributor, release }: Review): Standing {
  const lines = linesOf(embargo);
  const its = lines.filter((line) => line.patch.number === patch);
  if (its.length === 0) return 'stale';
  const branch = branchOf(embargo, distributor, release);
  if (branch !== null) return patchFor(embargo, branch)?.number === patch ? 'current' : 'stale';
  const branches = embargo.patches[patch]?.branches ?? [];
  const whole = branches.length === 0 ? its.length === lines.length : branches.every((each) => its.some((line) => line.branch === each));
  return whole ? 'current' : 'unsaid';
}

export function isCurrent(embargo: Embargo, review: Review): boolean {
  return standingOf(embargo, review) === 'current';
}

/** The branch that somebody means: by its name, or by the end of it alone (`1.2` for `release-1.2`). */
export function branchNamed(embargo: Embargo, typed: string): string | undefined {
  const said = plainBranch(typed).toLowerCase();
  const known = knownBranches(embargo);
  const ending = known.filter((branch) => branch.toLowerCase().endsWith(said) && /[^a-z0-9]/i.test(branch.at(-said.length - 1) ?? ''));
  return known.find((branch) => branch.toLowerCase() === said) ?? (ending.length === 1 ? ending[0] : undefined);
}

/** A branch without what git puts in front of it. */
export function plainBranch(typed: string): string {
  return typed.trim().replace(/^refs\/heads\//, '');
}

/** Every branch that a revision names, or that a release is built from; but those that were named wrong. */
function knownBranches(embargo: Embargo): string[] {
  const named = patchesOf(embargo).flatMap(({ withdrawn, branches }) => (withdrawn === undefined ? branches : []));
  const built = Object.values<Readonly<Record<string, string>>>(embargo.builds ?? {}).flatMap((releases) => Object.values(releases));
  return [...new Set([...named, ...withdrawnBranches(embargo), ...built])].filter((branch) => branch !== otherBranches);
}

/**
 * The branches that nothing is current for while there is something for others: those that releases are built from, and where somebody has not said from
 * which, those whose revision was withdrawn.
 */
export function branchesWithoutPatch(embargo: Embargo, list: List): string[] {
  if (linesOf(embargo).length === 0) return [];
  const built = distributorsOf(list).flatMap(({ id, releases }) => releases.map((release) => branchOf(embargo, id, release)));
  const without = built.filter((branch) => branch !== null && patchFor(embargo, branch) === null);
  return [...new Set([...without, ...(built.includes(null) ? withdrawnBranches(embargo) : [])])].filter((branch) => branch !== null);
}

/** A file of a revision beside those that its branches had before. */
export type FileChange = PatchFile & { readonly change: 'same' | 'changed' | 'new' | 'gone' };

/** What changed since the revisions that one took the place of; null where it took nothing's. A file is gone only where nothing of what had it is current any more. */
export function changesIn(
  embargo: Patches,
  patch: Patch,
): { readonly since: readonly Patch[]; readonly files: readonly FileChange[] } | null {
  const before = {
    patches: Object.fromEntries(patchesOf(embargo).flatMap((each) => (each.number < patch.number ? [[each.number, each]] : []))),
  };
  const after = { patches: { ...before.patches, [patch.number]: patch } };
  const former = patch.branches.length === 0 ? currentPatches(before) : patch.branches.flatMap((branch) => patchFor(before, branch) ?? []);
  const since = [...new Set(former)].sort((a, b) => a.number - b.number);
  if (since.length === 0) return null;
  const left = currentPatches(after);
  const had = since.flatMap(({ files }) => files);
  const files = patch.files.map(
    (file): FileChange => ({
      ...file,
      change: had.some(({ sha256 }) => sha256 === file.sha256) ? 'same' : had.some(({ name }) => name === file.name) ? 'changed' : 'new',
    }),
  );
  const newest = new Map(
    since.filter((each) => !left.includes(each)).flatMap((each) => each.files.map((file) => [file.name, file] as const)),
  );
  const gone = [...newest.values()]
    .filter((file) => !patch.files.some(({ name, sha256 }) => name === file.name || sha256 === file.sha256))
    .map((file): FileChange => ({ ...file, change: 'gone' }));
  return { since, files: [...files, ...gone] };
}

/** What somebody answered of a release for another revision that still helps: some of its files are in this one too, or it was withdrawn. */
export function formerReview(
  embargo: Embargo,
  patch: Patch,
  { reviewer, distributor, release }: Pick<Review, 'reviewer' | 'distributor' | 'release'>,
): Review | null {
  const sums = new Set(patch.files.map(({ sha256 }) => sha256));
  const helps = ({ patch: of, answers }: Review) => {
    const other = embargo.patches[of];
    // That the hashes were right is nothing for another revision.
    if (other === undefined || !Object.keys(answers).some((key) => key !== 'fetch')) return false;
    return other.withdrawn !== undefined || other.files.some(({ sha256 }) => sums.has(sha256));
  };
  return (
    reviewsOf(embargo).findLast(
      (review) =>
        review.reviewer === reviewer &&
        review.distributor === distributor &&
        review.release === release &&
        review.patch !== patch.number &&
        helps(review),
    ) ?? null
  );
}

/** A numbered set of patches. The same files again are no revision: reviews would go stale for nothing. A branch that nobody named before is asked about once. */
export function publishPatch(embargo: Embargo, command: Extract<EmbargoCommand, { type: 'publish-patch' }>): EmbargoDecision {
  const { type: _, sure = false, ...said } = command;
  const { ended } = embargo;
  if (ended !== null && !madePublic(ended.reason)) return refuse({ code: 'embargo-over', reason: ended.reason, at: ended.at });
  const known = knownBranches(embargo);
  const named = said.branches.map(plainBranch).filter((branch) => branch !== '');
  const branches = [...new Set(named.map((branch) => branchNamed(embargo, branch) ?? branch))];
  const strange = branches.filter((branch) => !known.includes(branch));
  // Beside nothing but what was withdrawn, a name is more likely put right than mistyped.
  const without = withdrawnBranches(embargo);
  if (!sure && known.some((branch) => !without.includes(branch)) && strange.length > 0)
    return refuse({ code: 'new-branches', branches: strange, known });
  const number = patchesOf(embargo).length + 1;
  const patch = { number, ...said, branches };
  const changes = changesIn(embargo, { ...patch, by: embargo.createdBy, at: 0 });
  const same = changes?.since.at(-1);
  if (same !== undefined && changes?.files.every(({ change }) => change === 'same'))
    return refuse({ code: 'same-patch', number: same.number });
  const followUp = ended === null ? {} : ({ followUp: true } as const);
  return [{ type: 'patch-published', ...patch, ...followUp }];
}

/** A revision that should not be used any more: its branches have the one before it again, or none. */
export function withdrawPatch(embargo: Embargo, { number, because }: Extract<EmbargoCommand, { type: 'withdraw-patch' }>): EmbargoDecision {
  const { ended } = embargo;
  if (ended !== null && !madePublic(ended.reason)) return refuse({ code: 'embargo-over', reason: ended.reason, at: ended.at });
  const patch = embargo.patches[number];
  if (patch === undefined) return refuse({ code: 'unknown-patch', number, there: patchesOf(embargo).map((each) => each.number) });
  if (patch.withdrawn !== undefined) return refuse({ code: 'withdrawn-already', number, at: patch.withdrawn.at });
  return [{ type: 'patch-withdrawn', number, because }];
}
