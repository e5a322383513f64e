// A policy as one file: JSON that a list reviews, versions and pastes. Read by a schema, so that what is wrong is named by its place.
import { z } from 'zod';
import { architectureSteps, stepKeys } from '../../domain/policy/checklist.ts';
import { aiUses, clockStarts, customerWords, deployments, type Policy, silences } from '../../domain/policy/policy.ts';

const ms = z.int().min(0);
const force = z.enum(['must', 'should']);
const words = (most: number) => z.string().trim().min(1).max(most);
const share = z.number().min(0).max(1);

const quorum = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('distributors'), moreThanShare: share }),
  z.strictObject({ type: z.literal('coordinators'), count: z.int().min(0).max(1000) }),
]);

const schema: z.ZodType<Policy> = z.strictObject({
  title: words(100),
  source: words(400),
  longestMs: ms,
  shortestMs: ms,
  counts: z.enum(['calendar', 'working']),
  exceptionalMs: ms.nullable(),
  preferredMs: z.strictObject({ from: ms, to: ms }).nullable(),
  clockFrom: z.enum(clockStarts),
  weekdaysAvoided: z.strictObject({ days: z.array(z.int().min(0).max(6)).max(7), force }),
  hour: z.strictObject({ minutes: z.int(), force }).nullable(),
  holidayCountries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(60),
  holidayMarginDays: z.int().min(0).max(7),
  quarterEndDaysAvoided: z.int().min(0).max(30),
  quorum,
  exceptionCoordinators: z.int().min(1).max(1000).exactOptional(),
  upstreams: z
    .array(
      z.strictObject({
        repository: words(200),
        modules: z.array(words(200)).max(20).exactOptional(),
        packages: z.array(words(100)).min(1).max(20),
      }),
    )
    .min(1)
    .max(50)
    .exactOptional(),
  earlierCoordinators: z.int().min(1).max(1000),
  extension: quorum.nullable(),
  ceilingMs: ms.nullable(),
  silence: z.enum(silences),
  strict: z.boolean(),
  answerWithinMs: ms,
  acknowledgeWithinMs: ms,
  backupAfterMs: ms,
  reportAnswerMs: ms,
  reporterAsked: z.boolean(),
  ladder: z.strictObject({ beforeMs: z.array(ms).max(20), overdueEveryMs: ms }),
  disclosers: z.enum(['coordinators', 'speakers']),
  finishAfterMs: ms,
  reopenWithinMs: ms,
  retentionMs: ms,
  may: z.strictObject({ deploy: z.enum(deployments), binaries: z.boolean(), customers: z.enum(customerWords) }),
  ai: z.enum(aiUses),
  criteria: z.array(z.strictObject({ key: z.string().regex(/^[a-z][a-z-]{1,19}$/), text: words(400), optional: z.boolean() })).max(20),
  checklist: z.array(z.enum(stepKeys)),
  perArchitecture: z.array(z.enum(architectureSteps)).max(architectureSteps.length).exactOptional(),
  duties: z
    .array(z.strictObject({ kind: z.enum(['technical', 'administrative']), text: words(400), before: z.literal(true).exactOptional() }))
    .max(30),
  texts: z.strictObject({
    welcome: words(4000),
    rejection: words(4000),
    warning: words(4000),
    probation: words(4000),
    removal: words(4000),
  }),
  membership: z.strictObject({
    quorumShare: share,
    moreThanShare: share,
    ballotMs: ms,
    coolingMs: ms,
    recertifyEveryMs: ms,
    recertifyWithinMs: ms,
    strikes: z.int().min(0).max(20),
    singleContact: z.boolean(),
  }),
  termsVersion: words(60),
  terms: z.array(words(600)).max(40),
});

export type PolicyFile =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly where: string; readonly problem: string };

/** The policy in a file's text, or the first place that is wrong and why. Whether the policy makes sense is asked elsewhere. */
export function readPolicyFile(text: string): PolicyFile {
  let value: unknown;
  try {
    // Copied from a chat, each line may come with the marks of code around it.
    value = JSON.parse(text.replace(/^\s*```(?:json)?|```\s*$/g, '').replaceAll(/^`|`$/gm, ''));
  } catch {
    return { ok: false, where: 'the file', problem: "it isn't JSON" };
  }
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, policy: read.data };
  const [issue] = read.error.issues;
  return {
    ok: false,
    where: issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.'),
    problem: issue?.message ?? "it isn't a policy",
  };
}

/** A policy as the file that `readPolicyFile` reads: one rule in a line, so that two versions can be compared line by line. */
export function policyFile(policy: Policy): string[] {
  const rules = Object.entries(policy).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return ['{', ...rules.map((rule, index) => (index === rules.length - 1 ? rule : `${rule},`)), '}'];
}
