// Where a file stands in the patch revisions of an embargo: by its hash, or by its name with another hash.
import type { Embargo, Patch, PatchFile } from './embargo.ts';
import { currentPatches } from './patches.ts';

/** same: the revision has exactly this file (`file` may be called otherwise there). other: it has one of that name, which hashes to something else. */
export type FoundFile = { readonly type: 'same' | 'other'; readonly patch: Patch; readonly file: PatchFile; readonly current: boolean };

/** The revision that a file is of: a current one where there is one, else the newest. Null where nothing has its hash or its name. */
export function findFile(embargo: Pick<Embargo, 'patches'>, { name, sha256 }: PatchFile): FoundFile | null {
  const current = currentPatches(embargo);
  const others = Object.values<Patch>(embargo.patches).filter((patch) => !current.includes(patch));
  // What counts now goes last, as the newest of its kind does.
  const inOrder = [...others, ...current];
  const found = (type: FoundFile['type'], fits: (file: PatchFile) => boolean): FoundFile | null => {
    const patch = inOrder.findLast(({ files }) => files.some(fits));
    const file = patch?.files.find(fits);
    return patch === undefined || file === undefined ? null : { type, patch, file, current: current.includes(patch) };
  };
  return found('same', (file) => file.sha256 === sha256) ?? found('other', (file) => file.name === name);
}
