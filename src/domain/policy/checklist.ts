// The patch-testing checklist: what a review walks through, one step at a time, and how it may end.
// After linux-distros' technical duties 3 to 5, Kubernetes' and Envoy's practice.

export type StepKey =
  | 'fetch'
  | 'apply'
  | 'build'
  | 'reproducer'
  | 'tests'
  | 'completeness'
  | 'additional'
  | 'regressions'
  | 'backports'
  | 'packages';

/** `noteOnPass` says what a pass must be accompanied by; null: a note is welcome, not owed. A fail always says what failed. */
export type Step = {
  readonly key: StepKey;
  readonly title: string;
  readonly ask: string;
  readonly noteOnPass: null | 'text' | 'instant';
  /** What is asked instead, of one architecture. */
  readonly perArchitecture?: string;
  /** The rest cannot be tested where it failed: the outcome with which a review may end there. */
  readonly stops?: Outcome;
};

/** Steps that a policy may have asked for each architecture. */
export const architectureSteps = ['build', 'reproducer', 'tests'] as const satisfies readonly StepKey[];

/** Under which the answer to a step is kept: of one that is asked for each architecture, with that behind it. */
export type AnswerKey = StepKey | `${(typeof architectureSteps)[number]}@${string}`;

/**
 * A step as a review asks it, `on` an architecture or as a whole. `at`: the place where a walk stands that is asked it: that of the step in the whole checklist,
 * and a hundred for each architecture before.
 */
export type AskedStep = Omit<Step, 'key'> & { readonly key: AnswerKey; readonly step: StepKey; readonly at: number; readonly on?: string };

/** The step at which a review stands, by the review's number. */
export type StandsAt = Pick<AskedStep, 'key' | 'at' | 'on'> & { readonly review: number };

export const checklist: readonly Step[] = [
  {
    key: 'fetch',
    title: 'Patch fetched, hash checked',
    ask: 'Fetch the patch from its address. Does the SHA-256 of each file match?',
    noteOnPass: null,
    stops: 'not-tested',
  },
  {
    key: 'apply',
    title: 'Patch applies',
    ask: 'Does it apply to your source: cleanly, with fuzz, or with changes? Name the base version or commit.',
    noteOnPass: 'text',
    stops: 'does-not-apply',
  },
  {
    key: 'build',
    title: 'Builds',
    ask: 'Does the package build? Name the architectures.',
    perArchitecture: 'Does the package build?',
    noteOnPass: 'text',
    stops: 'does-not-build',
  },
  {
    key: 'reproducer',
    title: 'Reproducer',
    ask: 'Did the reproducer work before the patch, and does it fail with it?',
    noteOnPass: null,
  },
  {
    key: 'tests',
    title: 'Tests',
    ask: 'Do the unit and integration tests pass, those of the patch included?',
    noteOnPass: null,
  },
  {
    key: 'completeness',
    title: 'Completeness and variants',
    ask: 'Does the fix cover the whole issue? Say where and how you looked for variants, in the same software and in other software, even if you found none.',
    noteOnPass: 'text',
  },
  {
    key: 'additional',
    title: 'Additional issues',
    ask: 'Is the code around it free of further issues that you noticed?',
    noteOnPass: null,
  },
  {
    key: 'regressions',
    title: 'Newly introduced bugs',
    ask: 'Is the patch free of new bugs: behaviour, performance, compatibility?',
    noteOnPass: null,
  },
  {
    key: 'backports',
    title: 'Backports',
    ask: 'Are the backports for this release done, if it needs any?',
    noteOnPass: null,
  },
  {
    key: 'packages',
    title: 'Packages ready by',
    ask: 'When will your fixed packages be ready? Such as tomorrow, Dec 9, or 2026-12-03 14:00 UTC.',
    noteOnPass: 'instant',
  },
];

export const stepKeys: readonly StepKey[] = checklist.map(({ key }) => key);

/** The steps that a policy asks for, in the order of the checklist. */
export function stepsOf({ checklist: keys }: { readonly checklist: readonly StepKey[] }): Step[] {
  return checklist.filter(({ key }) => keys.includes(key));
}

const nextArchitecture = 100;
/** For more architectures nothing is asked by itself: the form would have no end. */
export const architecturesMax = 12;

/** The steps that a review is asked: those of the policy, some of them once for each architecture of its release. */
export function askedSteps(
  rules: { readonly checklist: readonly StepKey[]; readonly perArchitecture?: readonly StepKey[] },
  architectures: readonly string[],
): AskedStep[] {
  return stepsOf(rules).flatMap((step): AskedStep[] => {
    const index = stepKeys.indexOf(step.key);
    const each = architectureSteps.find((key) => key === step.key && rules.perArchitecture?.includes(key) === true);
    if (each === undefined || architectures.length === 0 || architectures.length > architecturesMax)
      return [{ ...step, step: step.key, at: index }];
    return architectures.map((architecture, place) => ({
      ...step,
      step: step.key,
      on: architecture,
      key: `${each}@${architecture}` as const,
      title: `${step.title} on ${architecture}`,
      ask: `${step.perArchitecture ?? step.ask} (${architecture})`,
      // Which architecture it is stands with the step.
      noteOnPass: null,
      at: index + nextArchitecture * place,
    }));
  });
}

/** The step at which a walk stands: one that is asked, or that was when it came there; undefined at the end. */
export function stepAt(steps: readonly AskedStep[], at: number): AskedStep | undefined {
  const plain = checklist[at % nextArchitecture];
  return steps.find((step) => step.at === at) ?? (plain === undefined ? undefined : { ...plain, step: plain.key, at });
}

const orderOf = (at: number): number => (at < 0 ? at : (at % nextArchitecture) * nextArchitecture + Math.floor(at / nextArchitecture));

/** The place of the first step after (1) or before (-1) a place that is wanted; the length of the checklist, or -1, where there is none. */
export function stepFrom(steps: readonly AskedStep[], from: number, direction: 1 | -1, wanted: (step: AskedStep) => boolean): number {
  const ahead = steps.filter(({ at }) => (direction === 1 ? orderOf(at) > orderOf(from) : orderOf(at) < orderOf(from)));
  const found = direction === 1 ? ahead.find(wanted) : ahead.findLast(wanted);
  return found?.at ?? (direction === 1 ? checklist.length : -1);
}

/** What the step is called under whose key an answer is kept; the key itself where there is none. */
export const stepTitle = (key: string): string => answersIn({ [key as AnswerKey]: true })[0]?.title ?? key;

/** All that was answered, in the order of the checklist, with what each step is called. */
export function answersIn<Answer>(
  answers: Readonly<Partial<Record<AnswerKey, Answer>>>,
): { readonly key: AnswerKey; readonly step: Step; readonly title: string; readonly answer: Answer }[] {
  return checklist.flatMap((step) =>
    Object.entries<Answer | undefined>(answers)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([key, answer]) => {
        const [of, ...behind] = key.split('@');
        if (of !== step.key || answer === undefined) return [];
        return [{ key: key as AnswerKey, step, title: behind.length === 0 ? step.title : `${step.title} on ${behind.join('@')}`, answer }];
      }),
  );
}

export type Outcome =
  | 'no-issues'
  | 'incomplete-fix'
  | 'additional-issue'
  | 'new-bug'
  | 'does-not-apply'
  | 'does-not-build'
  | 'not-affected'
  | 'not-tested';

/**
 * How a review may end. `early`: before every step is answered. `because`: needs a reason in words.
 * `clean`: only when no step failed.
 */
export const outcomes: Readonly<Record<Outcome, { title: string; early: boolean; because: boolean; clean: boolean }>> = {
  'no-issues': { title: 'no issues found', early: false, because: false, clean: true },
  'incomplete-fix': { title: 'incomplete fix', early: true, because: true, clean: false },
  'additional-issue': { title: 'additional issue', early: true, because: true, clean: false },
  'new-bug': { title: 'new bug', early: true, because: true, clean: false },
  'does-not-apply': { title: 'does not apply', early: true, because: true, clean: false },
  'does-not-build': { title: 'does not build', early: true, because: true, clean: false },
  'not-affected': { title: 'not affected', early: true, because: false, clean: false },
  'not-tested': { title: 'not tested', early: true, because: true, clean: false },
};
export const outcomeKeys = Object.keys(outcomes) as Outcome[];

/** Outcomes that coordinators must look at before the patch goes out: each opens a finding. */
export const problems = ['incomplete-fix', 'additional-issue', 'new-bug', 'does-not-apply', 'does-not-build'] as const;

/** What a finding is. other: something that was found outside of a review, and is none of these. */
export type FindingKind = (typeof problems)[number] | 'other';
export const findingKinds: readonly FindingKind[] = [...problems, 'other'];

/** The kind of finding that an outcome is; null where it is none. */
export function problemOf(outcome: Outcome): FindingKind | null {
  return problems.find((problem) => problem === outcome) ?? null;
}
