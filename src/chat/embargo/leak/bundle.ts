// What there is to publish at once, in one message: the public post as it stands, with what it lacks, and the way to every record as a file.
// Source: publish what exists, acknowledgement and mitigation even without a patch (CERT/CC guide, cards x02 and x11).
import { actions, line, type Node } from '../../message/message.ts';
import type { View } from '../../message/view.ts';
import { draftNodes, getFiles, purged } from '../public/drafts.ts';

/** The post that `draft post` shows, so that what is pasted in a hurry is what was written and approved for it. */
export function bundleNodes(view: View): Node[] {
  const { codename, purgedAt } = view.embargo;
  if (purgedAt !== undefined) return purged;
  return [
    line("What there is to publish now. Don't wait for what's missing, and leave out what isn't known for sure."),
    ...draftNodes(view, 'post'),
    actions(getFiles(codename)),
  ];
}
