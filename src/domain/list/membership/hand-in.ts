// What an applicant says to the criteria, one by one or all at once, and that it is handed in.

import { own } from '../../values/records.ts';
import { refuse } from '../../values/refusal.ts';
import type { List } from '../list.ts';
import type { ListDecision } from '../refusal.ts';
import { applicationOf, asked, inPhase, missing, ownApplication, unanswered } from './application.ts';
import type { Answers, Of } from './commands.ts';
import type { MembershipContext } from './decide.ts';
import { criterionAlone, readEvidence } from './evidence.ts';
import type { MembershipFact } from './facts.ts';
import type { Application } from './membership.ts';
import { tellsVulnerability } from './told-vulnerability.ts';
import { toBeAsked } from './voucher.ts';
import { readApplication, type WholeApplication } from './whole-application.ts';

/**
 * To a criterion, or the next one; or to each that a whole application has an answer to. Nothing is handed in by it: that is seen first. An answer may be
 * given anew until somebody has vouched.
 */
export function giveEvidence(list: List, said: Of<'give-evidence'>, context: MembershipContext): ListDecision<MembershipFact> {
  if (context.inRoom) return refuse({ code: 'apply-in-private' });
  const application = applicationOf(list, context.by);
  if (application === null || application.applicant !== context.by) return refuse({ code: 'no-application' });
  return inPhase(application, ['drafting', 'voucher'], context.now) ?? evidenceOf(list, application, said, context);
}

/** What is said to the criteria of an application of one's own, that may still be changed. */
export function evidenceOf(list: List, application: Application, said: Answers, context: MembershipContext): ListDecision<MembershipFact> {
  // What everybody reads who votes must tell nobody of a vulnerability that coordinators do not know of.
  if (said.public !== true && tellsVulnerability(said.text)) return refuse({ code: 'tells-vulnerability', list: list.id });
  const given = (criterion: string, text: string): MembershipFact => {
    const named = { ...application, evidence: { ...application.evidence, [criterion]: text } };
    const asks = application.submittedAt === null || criterion !== 'voucher' ? [] : toBeAsked(list, named, context);
    return { type: 'evidence-given', application: application.number, criterion, text, ...(asks.length === 0 ? {} : { asks }) };
  };
  const whole = said.whole === undefined ? wholeFrom(list, application, said) : said.whole;
  if (whole !== null && whole.answers.length > 0) return whole.answers.map(({ criterion, text }) => given(criterion, text));
  const { criteria } = list.policy.rules;
  const alone = said.criterion === null ? criterionAlone(said.text, criteria) : null;
  if (alone !== null) {
    const number = asked(list).indexOf(alone) + 1;
    const text = criteria.find(({ key }) => key === alone)?.text ?? '';
    return refuse({ code: 'criterion-alone', criterion: alone, number, text, answer: own(application.evidence, alone) ?? null });
  }
  const { criterion, text } = said.criterion === null ? readEvidence(said.text, criteria) : said;
  const key = criterion ?? missing(list, application)[0] ?? unanswered(list, application)[0];
  if (key === undefined) return refuse({ code: 'which-criterion', keys: asked(list), submitted: application.submittedAt !== null });
  if (!asked(list).includes(key)) return refuse({ code: 'unknown-criterion', keys: asked(list) });
  return [given(key, text)];
}

/** A whole application, where that was said; null where it is an answer. By numbers alone only where nothing was answered yet: answers have lists. */
export function wholeFrom(list: List, { evidence }: Pick<Application, 'evidence'>, { criterion, text }: Answers): WholeApplication | null {
  const byNumber = criterion === null && Object.keys(evidence).length === 0;
  return readApplication(text, list.policy.rules.criteria, { least: criterion === null ? 2 : 3, byNumber });
}

/** By the applicant, once they have seen the whole, and each criterion has its answer that is required. */
export function submit(list: List, context: MembershipContext): ListDecision<MembershipFact> {
  const { by, now, inRoom } = context;
  if (inRoom) return refuse({ code: 'apply-in-private' });
  const application = ownApplication(list, by);
  if (application === null) return refuse({ code: 'no-application' });
  const refusal = inPhase(application, ['drafting'], now);
  if (refusal !== null) return refusal;
  const left = missing(list, application);
  const lacking = list.policy.rules.criteria.filter(({ key }) => left.includes(key)).map(({ key, text }) => ({ key, text }));
  if (lacking.length > 0) return refuse({ code: 'unanswered', missing: lacking });
  const asks = toBeAsked(list, application, context);
  return [{ type: 'application-submitted', application: application.number, ...(asks.length === 0 ? {} : { asks }) }];
}
