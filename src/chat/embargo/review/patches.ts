// Patch revisions, said: what each is for, what changed in it, that there is one, and that one was withdrawn.
import { memberOf, signatories } from '../../../domain/embargo/consent.ts';
import { type Embargo, type Patch, type Review, reviewsOf } from '../../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { findingsOf } from '../../../domain/embargo/findings.ts';
import {
  branchesWithoutPatch,
  changesIn,
  currentPatches,
  type FileChange,
  isCurrent,
  linesOf,
  otherBranches,
  patchFor,
  standingOf,
} from '../../../domain/embargo/patches.ts';
import { isOwn } from '../../../domain/embargo/review.ts';
import { todosOf } from '../../../domain/embargo/todos.ts';
import { distributorName, nameOf } from '../../../domain/list/list.ts';
import type { DistributorId, PersonId } from '../../../domain/values/ids.ts';
import { answer, titled, toPerson, toRooms, toThreads } from '../../message/address.ts';
import { type Action, actions, bullets, code, field, fields, type Inline, instant, line, link, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { many, reopenFinding, type View } from '../../message/view.ts';
import { by, type EventContext, tell, todoNodes } from '../event-context.ts';

/** `revision 1`, `revisions 1 and 2`. */
export function revisions(patches: readonly Pick<Patch, 'number'>[]): string {
  const numbers = patches.map(({ number }) => String(number));
  return numbers.length < 2 ? `revision ${numbers.join('')}` : `revisions ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}

/** Behind a result, where it does not count any more, or not yet. */
export function staleMark(embargo: Embargo, review: Review): string {
  return { current: '', unsaid: ' (branch not said yet)', stale: ' (stale)' }[standingOf(embargo, review)];
}

const changeWords = (since: string): Readonly<Record<FileChange['change'], string>> => ({
  same: `same as in ${since}`,
  changed: `changed since ${since}`,
  new: 'new',
  gone: `gone since ${since}`,
});

/** A patch revision as its reviewers need it: where to fetch it, what it must hash to, what changed, and for which branches it is. */
export function patchNodes({ embargo }: View, number: number): Node[] {
  const patch = embargo.patches[number];
  if (patch === undefined) return [];
  const changes = changesIn(embargo, patch);
  const words = changeWords(revisions(changes?.since ?? []));
  const files = changes?.files ?? patch.files.map((file) => ({ ...file, change: null }));
  return [
    fields(
      field('Patch', patch.label),
      field('Address', patch.url.startsWith('https:') ? link(patch.url) : code(patch.url)),
      field('Branches', patch.branches.length === 0 ? 'all' : patch.branches.join(', ')),
      ...stillFor(embargo, patch),
    ),
    bullets(
      files.map(({ sha256, name, change }): Inline[] => [
        ...(change === 'gone' ? [name] : [code(sha256), ` ${name}`]),
        ...(change === null ? [] : [` (${words[change]})`]),
      ]),
    ),
  ];
}

/** For which of its branches it is still current, where that is not all of them. */
function stillFor(embargo: Embargo, { number, branches, withdrawn }: Patch): ReturnType<typeof field>[] {
  const lines = linesOf(embargo);
  const its = lines.filter(({ patch }) => patch.number === number);
  const others = lines.flatMap(({ branch, patch }) => (patch.number === number || branch === null ? [] : [branch]));
  if (withdrawn !== undefined || its.length === 0) return [];
  if (branches.length === 0) return others.length === 0 ? [] : [field('Current for', `all but ${others.join(', ')}`)];
  return its.length === branches.length ? [] : [field('Current for', its.flatMap(({ branch }) => branch ?? []).join(', '))];
}

const branchTitle = (branch: string): string => (branch === otherBranches ? 'branches no revision names' : branch);

/** Every revision that is current, and which were withdrawn, for whoever asks for the patch. */
export function patchesNodes(view: View): Node[] {
  const { embargo, list } = view;
  const current = currentPatches(embargo);
  const without = branchesWithoutPatch(embargo, list);
  const withdrawn = Object.values<Patch>(embargo.patches).flatMap((patch): Inline[][] =>
    patch.withdrawn === undefined
      ? []
      : [
          [
            `Revision ${patch.number} was withdrawn by ${nameOf(list, patch.withdrawn.by)}, `,
            instant(patch.withdrawn.at),
            ...(patch.withdrawn.because === '' ? [] : [`: ${patch.withdrawn.because}`]),
          ],
        ],
  );
  return [
    ...(current.length === 0 ? [line(withdrawn.length === 0 ? "There's no patch yet." : 'No patch is current.')] : []),
    ...current.flatMap(({ number }) => [line(`Patch revision ${number}`), ...patchNodes(view, number)]),
    ...(without.length === 0 ? [] : [line(`No patch yet for: ${without.map(branchTitle).join(', ')}.`)]),
    ...(withdrawn.length === 0 ? [] : [bullets(withdrawn)]),
  ];
}

/** That there is a patch revision, to the rooms; where to get it, to each who owes a review of it. */
export function patchPublished(number: number, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  if (embargo.ended !== null)
    return toThreads(members, embargo, tell, [
      line(`${by(context)} published patch revision ${number}, which follows up on the disclosure. `, code('patch'), ' shows it.'),
    ]);
  const room = toRooms(members, embargo, tell, [
    line(`${by(context)} published patch revision ${number}.${replacedText(number, context)}`),
    actions({ label: `Test patch v${number}…`, words: `review ${embargo.codename}`, style: 'primary' }),
  ]);
  const asked = askedToTest(number, context).map(({ person, tests }) => {
    const nodes = [
      line(openingText(number, context, tests)),
      ...changeLine(embargo, number),
      ...todoNodes(context, person, 'Waiting on you:'),
      actions(
        { label: 'Show the patch', words: `patch ${embargo.codename}` },
        { label: 'Test one step at a time', words: `review steps ${embargo.codename}` },
      ),
    ];
    return toPerson(person, context, { ...tell, topic: 'patch' }, nodes);
  });
  return [...room, ...asked];
}

/**
 * Whom a revision that was published just now asks for something: who owes a test because of it. Of an organization whose release was tested before, who
 * did that; the others see it in the room and in their to-dos. `tests`: it is known that their release takes this one.
 */
export function askedToTest(number: number, context: EventContext): { readonly person: PersonId; readonly tests: boolean }[] {
  const { embargo, list: members, before } = context;
  const replaces = replaced(context, number).since.length > 0;
  return signatories(embargo, members).flatMap((member) => {
    const { person } = member;
    const owed = testsOwed(embargo, person, context).filter(
      ({ patch, release, distributor }) =>
        // What they owe of other revisions they were told with those.
        (patch === number || patch === null) && !testedByAnother(person, distributor, release, context),
    );
    const known = before === null ? [] : testsOwed(before, person, context);
    const begun = (release: string) =>
      reviewsOf(embargo).some((review) => isOwn(review, member) && review.release === release && review.end === null);
    // Who has not begun, and may not be concerned, is asked as before: the room says that one was replaced. That a branch has its first is news.
    const asBefore = (release: string) => replaces && !begun(release);
    const fresh = owed.filter(
      ({ release, patch }) =>
        !known.some((each) => each.release === release && (each.patch === patch || (patch === null && asBefore(release)))),
    );
    return fresh.length === 0 ? [] : [{ person, tests: owed.some(({ patch }) => patch === number) }];
  });
}

function testsOwed(embargo: Embargo, person: PersonId, { list, now }: View) {
  return todosOf(embargo, list, person, now).flatMap((todo) => (todo.type === 'review' ? [todo] : []));
}

/** Whether a release was tested, or begun to be, by colleagues who are there to go on, and not by this person. */
function testedByAnother(
  person: PersonId,
  distributor: DistributorId,
  release: string,
  { before, embargo, list, now }: EventContext,
): boolean {
  const testers = reviewsOf(before ?? embargo)
    .filter((review) => review.distributor === distributor && review.release === release)
    .map(({ reviewer }) => reviewer);
  const here = signatories(embargo, list).filter(
    (member) => member.distributor === distributor && testers.includes(member.person) && (member.away?.until ?? 0) <= now,
  );
  return here.length > 0 && !testers.includes(person);
}

/** Which revisions one took the place of, and those of them that stay current for other branches. */
function replaced({ embargo }: EventContext, number: number): { since: readonly Patch[]; left: readonly Patch[] } {
  const patch = embargo.patches[number];
  const since = patch === undefined ? [] : (changesIn(embargo, patch)?.since ?? []);
  const current = currentPatches(embargo).map((each) => each.number);
  return { since, left: since.filter((each) => current.includes(each.number)) };
}

function replacedText(number: number, context: EventContext): string {
  const { since, left } = replaced(context, number);
  if (since.length === 0) return number === 1 ? '' : " It's for branches without one: no review became stale.";
  if (left.length === 0) return ` Reviews of ${revisions(since)} are stale.`;
  const stale = becameStale(context);
  const tested = stale === 0 ? 'no review became stale' : `${many(stale, 'review is', 'reviews are')} stale`;
  return ` It replaces ${revisions(since)} for some branches: ${tested}.`;
}

/** How many finished reviews say nothing any more. */
function becameStale({ embargo, before }: EventContext): number {
  if (before === null) return 0;
  return reviewsOf(before).filter((review) => review.end !== null && isCurrent(before, review) && standingOf(embargo, review) === 'stale')
    .length;
}

function openingText(number: number, context: EventContext, tests: boolean): string {
  const { since, left } = replaced(context, number);
  if (since.length === 0) return `Patch revision ${number} is ready to test.`;
  if (left.length === 0) return `Patch revision ${number} replaces ${revisions(since)}: please test again.`;
  const what = `Patch revision ${number} replaces ${revisions(since)} for some branches`;
  return tests ? `${what}, yours among them: please test again.` : `${what}. Say which branch yours is built from.`;
}

/** How many files changed: which ones is for those who ask. */
function changeLine(embargo: Embargo, number: number): Node[] {
  const patch = embargo.patches[number];
  const changes = patch === undefined ? null : changesIn(embargo, patch);
  if (changes === null) return [];
  const count = (change: FileChange['change']) => changes.files.filter((file) => file.change === change).length;
  const parts = [
    count('changed') > 0 ? `${many(count('changed'), 'file', 'files')} changed` : null,
    count('new') > 0 ? `${count('new')} new` : null,
    count('same') > 0 ? `${count('same')} the same` : null,
    count('gone') > 0 ? `${count('gone')} gone` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? [] : [line(`Since ${revisions(changes.since)}: ${parts.join(', ')}.`)];
}

/** What was answered as no issue since a revision came, or taken back, perhaps because of it, for who may reopen it. */
function dismissedSince(number: number, person: PersonId, { embargo, list }: EventContext): Node[] {
  const since = embargo.patches[number]?.at ?? 0;
  const coordinates = memberOf(list, person)?.role === 'coordinator';
  const dismissed = findingsOf(embargo).filter(
    (finding) =>
      (finding.state === 'not-an-issue' || finding.state === 'taken-back') &&
      finding.since >= since &&
      (coordinates || finding.by === person),
  );
  if (dismissed.length === 0) return [];
  const named = dismissed.map((finding) => `finding ${finding.number}`).join(', ');
  return [
    line(
      `Dismissed or taken back since revision ${number} came: ${named}. If that was because of the revision, reopen ${dismissed.length === 1 ? 'it' : 'them'}.`,
    ),
    actions(...dismissed.slice(0, 5).map((finding) => reopenFinding(finding.number, embargo.codename))),
  ];
}

/** What is tested once a revision is withdrawn: which revision each of its branches has again, and the branches that have none. */
function afterWithdrawal(
  before: Embargo,
  embargo: Embargo,
  number: number,
): { readonly again: { readonly number: number; readonly branches: string[] }[]; readonly without: string[] } {
  const named = Object.values<Patch>(before.patches).flatMap(({ branches }) => branches);
  const other = linesOf(before).some(({ branch }) => branch === null) ? [otherBranches] : [];
  const its = [...new Set([...named, ...other])].filter((branch) => patchFor(before, branch)?.number === number);
  const now = its.map((branch) => ({ branch, number: patchFor(embargo, branch)?.number ?? null }));
  const numbers = [...new Set(now.flatMap((each) => each.number ?? []))].sort((a, b) => a - b);
  const branchesOf = (wanted: number | null) => now.filter((each) => each.number === wanted).map(({ branch }) => branch);
  return { again: numbers.map((each) => ({ number: each, branches: branchesOf(each) })), without: branchesOf(null) };
}

/** That a revision is not to be used any more, to the rooms and to everybody who has signed, with what is current instead and what they owe. */
export function patchWithdrawn({ number }: Extract<EmbargoFact, { type: 'patch-withdrawn' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members, before, by: speaker } = context;
  const { again, without } = before === null ? { again: [], without: [] } : afterWithdrawal(before, embargo, number);
  const said = [
    `${by(context)} withdrew patch revision ${number}: don't use it.`,
    ...(again.length === 0 ? [] : [`For its branches, ${revisions(again)} ${again.length === 1 ? 'is' : 'are'} current again.`]),
    ...(without.length === 0 ? [] : [again.length === 0 ? 'Its branches have no patch now.' : 'Some branches have no patch now.']),
  ].join(' ');
  const current = again.map((each) => `revision ${each.number} for ${each.branches.map(branchTitle).join(', ')}`);
  const named = [
    ...(again.length === 0 || again.length + without.length < 2 ? [] : [line(`Current now: ${current.join('; ')}.`)]),
    ...(without.length === 0 ? [] : [line(`No patch now for: ${without.map(branchTitle).join(', ')}.`)]),
  ];
  const show: Action = { label: 'Show the reason', words: `timeline ${embargo.codename}` };
  const people = signatories(embargo, members).filter(({ person }) => person !== speaker?.person);
  const own = speaker === null ? [] : dismissedSince(number, speaker.person, context);
  return [
    ...toRooms(members, embargo, tell, [line(said)]),
    ...(own.length === 0 || speaker === null
      ? []
      : [answer(speaker, embargo, { kind: 'detail', urgency: 'answer' }, titled(embargo, own))]),
    ...people.map(({ person }) => {
      const owing = todosOf(embargo, members, person, context.now).length > 0;
      return toPerson(person, context, tell, [
        line(said),
        ...named,
        actions(show),
        ...dismissedSince(number, person, context),
        ...(owing && embargo.ended === null ? todoNodes(context, person, 'Waiting on you:') : []),
      ]);
    }),
  ];
}

/** That a result counts as it is, or that there is nothing to test yet, to the person who said which branch its release is built from. Where a test goes on from there, that is answer enough. */
export function branchSaid(
  { distributor, release, branch }: Extract<EmbargoFact, { type: 'branch-said' }>,
  context: EventContext,
): Outgoing[] {
  const { before, embargo, list: members, by: speaker } = context;
  const done = (before === null ? [] : reviewsOf(before)).findLast(
    (review) =>
      review.reviewer === speaker?.person &&
      review.distributor === distributor &&
      review.release === release &&
      review.end !== null &&
      isCurrent(embargo, review),
  );
  const nothing = patchFor(embargo, branch) === null;
  if (speaker === null || (done === undefined && !nothing)) return [];
  const from = branch === otherBranches ? 'another branch' : branch;
  const counts = nothing
    ? "There's no patch for it yet: I'll tell you when one comes."
    : `Your result for patch v${done?.patch} counts for it.`;
  const said = line(`Recorded: ${distributorName(members, distributor)} ${release} is built from ${from}. ${counts}`);
  return [answer(speaker, embargo, { kind: 'detail', urgency: 'answer' }, titled(embargo, [said]))];
}
