// Which orders to an embargo wait for a second approval: one row for each fact, with its reason. A fact without a row does not compile.
import type { Context } from './embargo/context.ts';
import { quorumFor } from './embargo/date/quorum.ts';
import { decidingQuorum } from './embargo/date/silence.ts';
import { answersTo } from './embargo/date/voting.ts';
import { type Answer, agreedDate, type Embargo } from './embargo/embargo.ts';
import { evolve } from './embargo/evolve.ts';
import { exceptionsOf } from './embargo/exceptions/exceptions.ts';
import type { EmbargoFact } from './embargo/facts.ts';
import { harmless, onlyWork, type Risk, type Rule, risky, unordered } from './second-approval.ts';
import type { PersonId } from './values/ids.ts';

/** `before` null: it is created. `facts`: all that the order would make happen. `hand`: the people who count as one with its giver. */
type Known = {
  readonly before: Embargo | null;
  readonly facts: readonly EmbargoFact[];
  readonly context: Context;
  readonly hand: ReadonlySet<PersonId>;
};

type FactType = EmbargoFact['type'];
type FactOf<Type extends FactType> = Extract<EmbargoFact, { type: Type }>;

const oneTester = "One reviewer's own result: it stands under their name and can be tested again.";

/** How each fact of an embargo stands to the second approval. */
export const embargoRules: { readonly [Type in FactType]: Rule<FactOf<Type>, Known> } = {
  'embargo-created': harmless("Adds a secret of the coordinator's own and shows nobody another."),
  amended: risky('changing', 'Everybody works with what is known of it.'),
  'person-admitted': risky('adding', 'Nobody forgets what they have read.'),
  'outsider-invited': risky('adding', 'Nobody forgets what they have read, and no organization of the list answers for them.'),
  'audience-widened': risky('adding', 'Nobody forgets what they have read.'),
  'audience-narrowed': harmless('Shows nobody anything: who was to be let in can be named again.'),
  'waves-told': unordered('By the clock.'),
  'access-revoked': harmless('What it closes can be given again; while it waited, it would stand open.'),
  'terms-acknowledged': harmless("A person's own yes: it gives nobody a right that they were not given before."),
  'terms-declined': harmless("A person's own no: it can be taken back, and changes who is asked to confirm only after a day."),
  'date-proposed': harmless('Asks: the date in force stays until others agree.'),
  'date-answered': harmless('One of several voices, which can be changed while the proposal is open.'),
  'date-agreed': {
    waits: movesAlone,
    because:
      'Waits where one person alone moves a date in force, later or earlier. A first date moves nothing, and several who agree are several people, unless one server could speak for all of them and somebody elsewhere can be asked.',
  },
  'answer-time-extended': harmless('Asks for longer: the date in force stays.'),
  'date-rejected': harmless('The date in force stays.'),
  'date-withdrawn': harmless("A person's own question, taken back: the date in force stays."),
  'patch-published': risky('changing', 'Reviewers download and run it.'),
  'patch-withdrawn': harmless(
    'Stops people from running it, and asks for more: what is current again was given out with a second approval, its findings are open again, and everybody is told.',
  ),
  'branch-said': harmless(oneTester),
  'review-started': harmless(oneTester),
  'step-answered': harmless(oneTester),
  'steps-answered': harmless(oneTester),
  'review-handed': harmless('Its new reviewer may read all of it already: nothing is said in their name, and it can be handed back.'),
  'review-moved': harmless(oneTester),
  'review-finished': harmless(oneTester),
  'review-corrected': harmless(oneTester),
  'finding-added': harmless('Asks coordinators to look, and ends nothing.'),
  'finding-answered': {
    waits: ({ answer, number }, { before, context }) =>
      answer === 'not-an-issue' && before?.findings[number]?.by !== context.by.person ? 'changing' : null,
    because:
      'Waits where one person says that what another found is no issue: a broken patch could go out by it. Who found it may take it back, and what becomes an embargo of its own is not forgotten.',
  },
  'finding-taken-on': harmless('It goes on standing before the disclosure.'),
  'finding-fixed': harmless('It goes on standing before the disclosure until it is confirmed.'),
  'finding-confirmed': {
    waits: ({ number }, { before, context }) => (before?.findings[number]?.by === context.by.person ? null : 'changing'),
    because: 'Waits where a coordinator confirms in place of who found it: a broken patch could go out by it.',
  },
  'finding-reopened': harmless('It stands before the disclosure again.'),
  'finding-set': harmless('It stands before the disclosure as it did.'),
  'world-changed': harmless('Asks coordinators to decide, and ends nothing.'),
  'embargo-held': harmless('The secret is kept.'),
  'disclosure-pressed': harmless('The first of the two people that a disclosure takes.'),
  'end-asked': harmless('Asks coordinators to decide, and ends nothing.'),
  'coordinator-heard': harmless('Follows from what a coordinator did: representatives wait longer for them.'),
  'embargo-ended': {
    waits: ({ reason }) => (reason === 'disclosed' ? null : 'ending'),
    because: 'What is out cannot be taken back. A disclosure at its date takes two people anyway.',
  },
  'embargo-reopened': risky('changing', 'A date can be set anew, and with it when the secret is out.'),
  'retrospective-answered': harmless('Words in the record, under the name of who wrote them.'),
  'action-added': onlyWork,
  'action-ended': onlyWork,
  'decline-asked': harmless('The first of the two coordinators that it takes.'),
  'exception-asked': harmless('Asks: nothing is allowed until others approve.'),
  'exception-answered': harmless('One of several voices, which can be changed while it is open.'),
  'exception-approved': {
    waits: allowsAlone,
    because: 'Waits where one server could speak for everybody who approves: what is told outside by it, nobody forgets.',
  },
  'exception-rejected': harmless('Nothing is allowed that was not before.'),
  'exception-withdrawn': harmless("A person's own question, taken back."),
  'exception-ended': harmless('Less is allowed than before, and everybody is told.'),
  'exception-over': unordered('By the clock.'),
  'deployed-early': harmless('What somebody did, on record under the name of who says so.'),
  'heads-up-given': harmless('A link to what is public already.'),
  'text-written': harmless('Shown as written by hand, and by whom; nothing of it leaves by the bot.'),
  'text-made': harmless('The text that the bot makes itself.'),
  'text-approved': harmless('One of several voices, and only of the text that was read.'),
  published: harmless('A link to what is public, after the end, or that there is none.'),
  'link-removed': harmless('Nothing becomes public or secret by it, and it can be linked again.'),
  reminded: unordered('By the clock.'),
  'duty-taken': onlyWork,
  'duty-done': harmless("An organization's own report of its work, under its name."),
  'passed-on': unordered('By the clock.'),
  nudged: harmless('Says once more what somebody owes.'),
  snoozed: harmless("A person's own reminders."),
  'snooze-ended': unordered('By the clock.'),
  'policy-bound': risky('changing', 'Other limits count for its date from then on.'),
  'policy-unbound': risky('changing', 'A limit that others go by is gone.'),
  'rules-changed': unordered("Follows from a policy of the list that came into force, which waits by the list's own row."),
  linked: harmless('Who discloses one is told of the other, if they may know of it.'),
  merged: risky('ending', 'One of the two ends by it, and who knows of it is let into the other.'),
  unlinked: risky('changing', 'Nobody is told any more that one gives the other away.'),
  'found-again': risky('changing', 'Everybody works with what is known of it.'),
  'embargo-purged': unordered('By the clock.'),
  noted: harmless('Words in the record, under the name of who wrote them.'),
  'leak-reported': harmless('An alarm that waits is none.'),
  'leak-added': harmless('Words in the record, under the name of who wrote them.'),
  'leak-classed': harmless('Asks for what is to be done, and ends no embargo. A false alarm is told to everybody, and can be reopened.'),
  'leaks-joined': harmless('Loses nothing: reports and steps go on in the other case.'),
  'leak-step-added': onlyWork,
  'leak-step-done': onlyWork,
  'leak-closed': harmless('It can be reopened, and its retrospective stays owed.'),
  'leak-reopened': harmless('Asks to look again.'),
};

/**
 * What asks for a second approval in what an order would make of an embargo (`before` null: it is created); null: nothing. `hand`: the people who count
 * as one with its giver, where that is not them alone.
 */
export function riskToEmbargo(
  before: Embargo | null,
  facts: readonly EmbargoFact[],
  context: Context,
  hand: ReadonlySet<PersonId> = new Set([context.by.person]),
): Risk | null {
  const risks = facts.map((fact) => riskOf(fact, { before, facts, context, hand }));
  return risks.find((risk) => risk !== null) ?? null;
}

function riskOf<Type extends FactType>(fact: FactOf<Type> & { readonly type: Type }, known: Known): Risk | null {
  const { waits } = embargoRules[fact.type];
  return typeof waits === 'function' ? waits(fact, known) : waits;
}

/** Another date than the one in force is agreed, and of those on the list nobody but the speaker, or who counts as one with them, asked for it or accepted it. */
function movesAlone({ number }: FactOf<'date-agreed'>, { before, facts, context, hand }: Known): Risk | null {
  const { by, list, now } = context;
  const inForce = before === null ? null : agreedDate(before);
  const after = facts.reduce<Embargo | null>((embargo, fact) => evolve(embargo, { fact, at: now, by: by.person }), before);
  const agreed = after?.proposals[number];
  if (inForce === null || agreed === undefined || agreed.at === inForce.at) return null;
  // Coordinators may have decided where the list was silent.
  const quorums = before === null ? [] : [quorumFor(before, agreed, list), decidingQuorum(list)];
  const answers = quorums.flatMap((quorum) => [...answersTo(agreed, list, quorum).values()]);
  const said = [{ by: agreed.by, at: agreed.proposedAt }, ...answers.filter(({ verdict }) => verdict === 'accept')];
  const people = said.filter((each) => each.at >= (list.members[each.by]?.since ?? Number.POSITIVE_INFINITY)).map((each) => each.by);
  return people.every((person) => hand.has(person)) ? 'moving' : null;
}

/** Everybody who approves an exception, of those on the list, counts as one with the speaker. */
function allowsAlone({ number }: FactOf<'exception-approved'>, { before, facts, context, hand }: Known): Risk | null {
  const { by, now } = context;
  const after = facts.reduce<Embargo | null>((embargo, fact) => evolve(embargo, { fact, at: now, by: by.person }), before);
  const approved = after === null ? undefined : exceptionsOf(after).all[number - 1];
  const said = Object.values<Answer>(approved?.answers ?? {}).filter(({ verdict }) => verdict === 'accept');
  return said.every((each) => hand.has(each.by)) ? 'adding' : null;
}
