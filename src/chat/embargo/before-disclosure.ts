// What stands between now and a good disclosure: each thing with who does it, ticked once it is done, and the one that is next.
import { coordinatorsAsked, owesTerms, roster, signatories } from '../../domain/embargo/consent.ts';
import { answerableProposals } from '../../domain/embargo/date/negotiation.ts';
import { agreedDate, answersDue, openProposals, type Proposal } from '../../domain/embargo/embargo.ts';
import { firstPress } from '../../domain/embargo/end/finishing.ts';
import { currentPatches } from '../../domain/embargo/patches.ts';
import { failedOpen } from '../../domain/embargo/review.ts';
import { branchesWaiting, needsPatch, todos, untested } from '../../domain/embargo/todos.ts';
import { hasContact } from '../../domain/list/distributor.ts';
import { distributorName, distributorsOf, membersOf, nameOf } from '../../domain/list/list.ts';
import type { DistributorId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { type Action, bullets, type Inline, line, type Node, soon, strong } from '../message/message.ts';
import { many, silentOn, type View } from '../message/view.ts';
import { dutiesBefore } from './duties.ts';
import { openFindingTexts } from './review/findings.ts';

/** `next`: what is said of it where it is the next thing to be done; null: nobody can do it now. */
type Step = { readonly done: boolean; readonly text: readonly Inline[]; readonly next: readonly Inline[] | null };

/** The checklist, and one line that says what is next. */
export function beforeDisclosure(view: View): Node[] {
  const steps = [dateStep, acknowledgeStep, patchStep, testStep, outcomeStep, findingStep, dutyStep, contactStep].flatMap(
    (step) => step(view) ?? [],
  );
  const items = steps.map(({ done, text }): Inline[] => [done ? '✓ ' : '☐ ', ...text]);
  return [line(strong('Before disclosure:')), bullets(items), line(strong('Next: '), ...next(view, steps))];
}

function next(view: View, steps: readonly Step[]): readonly Inline[] {
  const { embargo, now } = view;
  const date = agreedDate(embargo)?.at ?? null;
  if (date !== null && date <= now) return ['publish, then confirm it here'];
  const sooner = decisionNext(view) ?? revisionNext(view);
  if (sooner !== null) return sooner;
  const first = steps.find(({ done, next }) => !done && next !== null)?.next ?? null;
  if (first !== null) return first;
  return date === null ? ['agree on a date'] : ['publish at ', soon(date)];
}

/** What is to be decided, which cannot wait for what is due by the date. */
function decisionNext({ embargo, list, now }: View): readonly Inline[] | null {
  const who = some(coordinatorsAsked(embargo, list).map(({ name }) => name));
  const { decisionDue, disclosing } = embargo;
  if (decisionDue !== null) return [`${who} to decide`, ...dueBy(decisionDue, now), ': disclose, or keep the embargo'];
  if (disclosing?.reason !== undefined) return [`${who} to decide: end the embargo or keep it`];
  return firstPress(embargo, list) === null ? null : ['a second person to confirm the disclosure'];
}

/** Coordinators who are to say what another has said already of a date to which others did not respond. */
function decidersOn({ embargo, list, now }: View, { number }: Pick<Proposal, 'number'>): ((on: string) => string) | null {
  const asked = todos(embargo, list, now).flatMap((todo) => (todo.type === 'settle' && todo.proposal === number ? [todo] : []));
  const decided = asked[0]?.decided;
  if (decided === undefined) return null;
  const said = decided.verdict === 'accept' ? 'accepts' : 'rejects';
  return (on) => `${some(asked.map(({ person }) => nameOf(list, person)))} to decide${on} (${decided.by} ${said} it)`;
}

/** Answers to a date that would replace the one that was agreed. */
function revisionNext(view: View): readonly Inline[] | null {
  const { embargo, now } = view;
  if (agreedDate(embargo) === null) return null;
  const asked = answerableProposals(embargo, now)
    .filter((proposal) => silentOn(proposal, view).length > 0)
    .sort((a, b) => answersDue(embargo, a, now) - answersDue(embargo, b, now))[0];
  if (asked === undefined) return null;
  const deciding = decidersOn(view, asked);
  if (deciding !== null) return [deciding(' on the new date')];
  return [`${some(silentOn(asked, view))} to respond on the new date`, ...dueBy(answersDue(embargo, asked, now), now)];
}

const dueBy = (due: Instant, now: Instant): Inline[] => (due > now ? [' by ', soon(due)] : [', which was due ', soon(due)]);

function dateStep(view: View): Step {
  const { embargo, list, now } = view;
  const agreed = agreedDate(embargo);
  if (agreed !== null) return { done: true, text: ['date agreed'], next: null };
  const [asked] = openProposals(embargo, now);
  if (asked === undefined) {
    const text = [`propose a date: ${some(coordinatorsAsked(embargo, list).map(({ name }) => name))}`];
    return { done: false, text, next: text };
  }
  const deciding = decidersOn(view, asked);
  if (deciding !== null) return { done: false, text: [`agree on a date: ${deciding('')}`], next: [deciding(' on the date')] };
  const silent = silentOn(asked, view);
  const who = some(silent);
  const text: Inline[] = silent.length === 0 ? ['agree on a date'] : [`agree on a date: ${who} to respond`];
  const late = dueBy(answersDue(embargo, asked, now), now);
  return { done: false, text, next: silent.length === 0 ? text : [`${who} to respond on the date`, ...late] };
}

function acknowledgeStep({ embargo, list }: View): Step {
  const people = roster(embargo, list).flatMap(({ member, consent }) => (owesTerms(consent) ? [member.name] : []));
  if (people.length === 0) return { done: true, text: ['everybody acknowledged'], next: null };
  const who = some(people);
  return { done: false, text: [`acknowledge: ${who}`], next: [`${who} to acknowledge`] };
}

function patchStep({ embargo, list }: View): Step {
  const waiting = branchesWaiting(embargo, list).length;
  if (!needsPatch(embargo) && waiting === 0) {
    const numbers = currentPatches(embargo).map(({ number }) => `v${number}`);
    return {
      done: true,
      text: [numbers.length === 0 ? 'mitigation known, no patch needed' : `patch ${numbers.join(', ')} published`],
      next: null,
    };
  }
  const what = waiting === 0 ? 'publish a patch' : `publish a patch for ${many(waiting, 'branch', 'branches')}`;
  // Nobody is asked for it before there is a date to have it by.
  if (agreedDate(embargo) === null) return { done: false, text: [`${what}, once a date is agreed`], next: null };
  const who = some(signatories(embargo, list).flatMap(({ role, name }) => (role === 'coordinator' ? [name] : [])));
  return { done: false, text: [`${what}: ${who}`], next: [`${who} to ${what}`] };
}

/** Organizations that have nobody to test are not waited for, and their releases are not called tested. */
function testStep(view: View): Step | null {
  const { embargo, list } = view;
  if (currentPatches(embargo).length === 0) return null;
  const all = distributorsOf(list).flatMap(({ id, name }) =>
    untested(embargo, list, id).map((release) => ({ release: `${name} ${release}`, asked: hasPeople(view, id) })),
  );
  const left = all.flatMap(({ release, asked }) => (asked ? [release] : []));
  const nobodys = all.flatMap(({ release, asked }) => (asked ? [] : [release]));
  const nobody = nobodys.length === 0 ? [] : [`nobody to test on ${some(nobodys)}`];
  if (left.length > 0)
    return { done: false, text: [[`test the patch: ${some(left)}`, ...nobody].join(' · ')], next: [`test the patch on ${some(left)}`] };
  if (nobody.length > 0) return { done: false, text: nobody, next: null };
  return { done: true, text: ['tested on every release'], next: null };
}

/** What failed is no finding before its reviewer says which one. */
function outcomeStep({ embargo, list }: View): Step | null {
  const asked = failedOpen(embargo, list).map(
    ({ reviewer, distributor, release }) => `${nameOf(list, reviewer)} (${distributorName(list, distributor)} ${release})`,
  );
  if (asked.length === 0) return null;
  const theirs = 'give the outcome after a failed step';
  return { done: false, text: [`${theirs}: ${some(asked)}`], next: [`${some(asked)} to ${theirs}`] };
}

const hasPeople = ({ list }: View, distributor: DistributorId): boolean =>
  membersOf(list).some((member) => member.distributor === distributor);

function findingStep(view: View): Step | null {
  const [first, ...others] = openFindingTexts(view);
  return first === undefined ? null : { done: false, text: [[first, ...others].join(' · ')], next: [first] };
}

/** Only what the policy wants done before. */
function dutyStep(view: View): Step | null {
  const { open, any } = dutiesBefore(view);
  const [first] = open;
  if (first === undefined) return any ? { done: true, text: ['duties done'], next: null } : null;
  return { done: false, text: [open.join(' · ')], next: [first] };
}

/** Nobody hears of it for them; nothing else waits for it. */
function contactStep({ list }: View): Step | null {
  const without = withoutContact({ list }).map(({ name }) => name);
  return without.length === 0 ? null : { done: false, text: [`no contact on the list: ${some(without)}`], next: null };
}

const withoutContact = ({ list }: Pick<View, 'list'>) => distributorsOf(list).filter(({ id }) => !hasContact(list, id));

/** To put somebody on the list for an organization that has nobody there. */
export function contactActions(view: Pick<View, 'list'>): Action[] {
  return withoutContact(view)
    .slice(0, 1)
    .map(({ id, name }) => ({ label: `Add a contact of ${name}…`, words: `people add role=representative distributor=${id}` }));
}

const namedMax = 6;

/** Names in a row; many are counted. */
function some(all: readonly string[]): string {
  if (all.length === 0) return 'nobody yet';
  const more = all.length - namedMax;
  return more > 0 ? `${all.slice(0, namedMax).join(', ')} and ${more} more` : all.join(', ');
}
