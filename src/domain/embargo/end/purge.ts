// What is left of an embargo once its time of keeping is over: its codename, its instants, who agreed to what; nothing that was said of it.
import type { List } from '../../list/list.ts';
import { eachOf } from '../../values/records.ts';
import type { Instant } from '../../values/time.ts';
import { nothingKnown } from '../about/about.ts';
import type { Answer, Embargo, Finding, Link, Patch, Proposal, PublicReport, Published, Review } from '../embargo.ts';
import { withoutWords as silent } from '../exceptions/after.ts';
import { withoutWords as leaksWithoutWords } from '../leak/case.ts';
import { unwritten } from './public-texts.ts';
import { withoutWords } from './retrospective.ts';

/** When what was said of an embargo is purged, by the policy of its list; null while it runs, and once it was. */
export function purgeAt({ ended, purgedAt }: Embargo, { policy }: List): Instant | null {
  return ended === null || purgedAt !== undefined ? null : ended.at + policy.rules.retentionMs;
}

/** What was linked is public; why nothing will be is somebody's words. */
const reasonless = ({ because: _, ...link }: Link): Link => link;

/** The embargo without anybody's words, titles, addresses and hashes of patches. */
export function purged(embargo: Embargo, at: Instant): Embargo {
  const { builds: _, ...kept } = embargo;
  const { proposals, patches, reviews, findings, publicState, ended, published } = embargo;
  return {
    ...kept,
    about: nothingKnown,
    proposals: eachOf(proposals, (proposal: Proposal) => ({
      ...proposal,
      reason: null,
      answers: eachOf(proposal.answers, (answer: Answer) => ({ ...answer, reason: null })),
    })),
    patches: eachOf(patches, (patch: Patch) => ({
      ...patch,
      label: '',
      url: '',
      files: [],
      branches: [],
      ...(patch.withdrawn === undefined ? {} : { withdrawn: { ...patch.withdrawn, because: '' } }),
    })),
    reviews: eachOf(reviews, (review: Review) => ({
      ...review,
      answers: {},
      end: review.end === null ? null : { ...review.end, because: null },
      ...(review.earlier === undefined
        ? {}
        : { earlier: review.earlier.map((each) => ({ ...each, answers: {}, end: { ...each.end, because: null } })) }),
    })),
    findings: eachOf(findings, (finding: Finding) => ({ ...finding, branch: null, text: null, because: null })),
    publicState: eachOf<string, PublicReport>(publicState, (fact: PublicReport) => ({ ...fact, how: '' })),
    ended: ended === null ? null : { ...ended, because: null },
    published: eachOf<string, Published>(published, ({ also, ...first }: Published) => ({
      ...reasonless(first),
      ...(also === undefined ? {} : { also: also.map(reasonless) }),
    })),
    ...(embargo.leaks === undefined ? {} : { leaks: leaksWithoutWords(embargo.leaks) }),
    ...(embargo.retrospective === undefined ? {} : { retrospective: withoutWords(embargo.retrospective) }),
    ...(embargo.exceptions === undefined ? {} : { exceptions: silent(embargo.exceptions) }),
    ...(embargo.texts === undefined ? {} : { texts: unwritten(embargo.texts) }),
    ...(embargo.audience === undefined ? {} : { audience: { ...embargo.audience, outsiders: {} } }),
    purgedAt: at,
  };
}
