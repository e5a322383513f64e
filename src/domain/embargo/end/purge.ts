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

/** What becomes of each part of an embargo: a new one does not compile before that is said. */
const fates: { readonly [Part in keyof Embargo]-?: 'kept' | 'gone' | ((said: NonNullable<Embargo[Part]>) => Embargo[Part]) } = {
  id: 'kept',
  list: 'kept',
  codename: 'kept',
  about: () => nothingKnown,
  createdAt: 'kept',
  createdBy: 'kept',
  proposals: (proposals) => eachOf(proposals, (each: Proposal) => ({ ...each, reason: null, answers: eachOf(each.answers, unreasoned) })),
  agreed: 'kept',
  consents: 'kept',
  patches: (patches) => eachOf(patches, unnamed),
  reviews: (reviews) => eachOf(reviews, unanswered),
  builds: 'gone',
  findings: (findings) => eachOf(findings, (each: Finding) => ({ ...each, branch: null, text: null, because: null })),
  publicState: (publicState) => eachOf<string, PublicReport>(publicState, (report: PublicReport) => ({ ...report, how: '' })),
  decisionDue: 'kept',
  disclosing: () => null,
  ended: (ended) => ({ ...ended, because: null }),
  published: (published) => eachOf<string, Published>(published, unexplained),
  reminded: 'kept',
  snoozes: 'kept',
  bound: 'kept',
  termsChanged: 'kept',
  reopenedAt: 'kept',
  leaks: leaksWithoutWords,
  nudges: 'kept',
  duties: 'kept',
  exceptions: silent,
  retrospective: withoutWords,
  texts: unwritten,
  // Who from outside was told, and why, is somebody's words.
  audience: (audience) => ({ ...audience, outsiders: {} }),
  purgedAt: 'kept',
};

/** The embargo without anybody's words, titles, addresses and hashes of patches. */
export function purged(embargo: Embargo, at: Instant): Embargo {
  return { ...fatesOf(embargo), purgedAt: at };
}

function fatesOf(embargo: Embargo): Embargo {
  const left = Object.entries(fates).flatMap(([part, fate]) => {
    const said = embargo[part as keyof Embargo];
    if (said === undefined || fate === 'gone') return [];
    return [[part, fate === 'kept' || said === null ? said : (fate as (said: unknown) => unknown)(said)]];
  });
  return Object.fromEntries(left) as Embargo;
}

const unreasoned = (answer: Answer): Answer => ({ ...answer, reason: null });

const unnamed = ({ withdrawn, ...patch }: Patch): Patch => ({
  ...{ ...patch, label: '', url: '', files: [], branches: [] },
  ...(withdrawn === undefined ? {} : { withdrawn: { ...withdrawn, because: '' } }),
});

const unanswered = ({ earlier, ...review }: Review): Review => ({
  ...{ ...review, answers: {}, end: review.end === null ? null : { ...review.end, because: null } },
  ...(earlier === undefined ? {} : { earlier: earlier.map((each) => ({ ...each, answers: {}, end: { ...each.end, because: null } })) }),
});

// What was linked is public; why nothing will be is somebody's words.
const reasonless = ({ because: _, ...link }: Link): Link => link;

const unexplained = ({ also, ...first }: Published): Published => ({
  ...reasonless(first),
  ...(also === undefined ? {} : { also: also.map(reasonless) }),
});
