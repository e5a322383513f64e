// What a reporter from outside sees of the embargo that is about their report: where it stands, and its dates. Nothing of what is in it.

import type { Instant } from '../values/time.ts';
import { agreedDate, type Embargo, type EndReason, openProposals } from './embargo.ts';

/** `asked`: the dates that are proposed, by their numbers, with when answers are due. `date`: the one that is agreed. `end`: null while it runs. */
export type ReporterView = {
  readonly date: Instant | null;
  readonly asked: readonly { readonly number: number; readonly at: Instant; readonly answerBy: Instant }[];
  readonly end: EndReason | null;
};

/** An embargo, for a reporter at an instant. */
export function reporterView(embargo: Embargo, now: Instant): ReporterView {
  const end = embargo.ended?.reason ?? null;
  const asked = end === null ? openProposals(embargo, now).map(({ number, at, answerBy }) => ({ number, at, answerBy })) : [];
  return { date: agreedDate(embargo)?.at ?? null, asked, end };
}

const madePublic: ReadonlySet<EndReason> = new Set<EndReason>(['disclosed', 'public', 'exploited']);

/** Whether it is public by its end. */
export const isPublic = ({ end }: ReporterView): boolean => end !== null && madePublic.has(end);
