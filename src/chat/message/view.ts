// What every message about an embargo is made from, and the turns of phrase that they share.

import { coordinatorsAsked, withAccess } from '../../domain/embargo/consent.ts';
import { quorumFor } from '../../domain/embargo/date/quorum.ts';
import { tally } from '../../domain/embargo/date/voting.ts';
import {
  agreedDate,
  type Embargo,
  type EndReason,
  type LinkHeld,
  type LinkKind,
  limitOf,
  openProposals,
  type Proposal,
  type PublishedKind,
} from '../../domain/embargo/embargo.ts';
import type { Todo } from '../../domain/embargo/todos.ts';
import { distributorName, type List, nameOf } from '../../domain/list/list.ts';
import type { Voter } from '../../domain/list/voters.ts';
import { type FindingKind, outcomes } from '../../domain/policy/checklist.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import { type DistributorId, type PersonId, personId } from '../../domain/values/ids.ts';
import { dayMs, type Instant } from '../../domain/values/time.ts';
import { distance, formatSoon, formatUtc, typedUtc } from '../values/instant.ts';
import { word } from '../values/quoting.ts';
import { dutyAction, dutyTitle } from './duties.ts';
import { exceptionTitles, readException } from './exceptions.ts';
import { classLeak, closeLeak, showBundle, stepDone, stepTitle } from './leak-words.ts';
import { type Action, code, type Inline, instant, soon } from './message.ts';

export type View = { readonly embargo: Embargo; readonly list: List; readonly whole?: List; readonly now: Instant };

/** `Wed, Jan 31, 20:00 UTC, in 6 days 23 h`. */
export function counted(at: Instant, now: Instant): Inline[] {
  return [near(at, now), `, ${distance(now, at)}`];
}

// Within half a year on either side a day of the year is one of two that nobody takes for each other.
const nearMs = 182 * dayMs;
const near = (at: Instant, now: Instant): Inline => (Math.abs(at - now) < nearMs ? soon(at) : instant(at));

/** A distributor's or a coordinator's name. */
export function voterName(list: List, voter: Voter): string {
  const person = personId(voter);
  return person === null ? distributorName(list, voter as DistributorId) : nameOf(list, person);
}

const askedMax = 3;

/** `Questions? Ask ada or grace.`: the coordinators whom somebody can ask; nothing where there are no others. */
export function questionsText({ embargo, list }: Pick<View, 'embargo' | 'list'>, person: PersonId): string | null {
  const others = coordinatorsAsked(embargo, list).filter((member) => member.person !== person);
  const shown = others.slice(0, askedMax).map(({ name }) => name);
  return shown.length === 0 ? null : `Questions? Ask ${shown.join(' or ')}.`;
}

/** The names of those who have not answered a proposed date. */
export function silentOn(asked: Proposal, { embargo, list }: Pick<View, 'embargo' | 'list'>): string[] {
  return tally(asked, withAccess(embargo, list), quorumFor(embargo, asked, list)).silent.map((voter) => voterName(list, voter));
}

/** `bob (Seven Linux)`. */
export function personLabel(list: List, person: PersonId): string {
  const distributor = list.members[person]?.distributor ?? null;
  return distributor === null ? nameOf(list, person) : `${nameOf(list, person)} (${distributorName(list, distributor)})`;
}

/** `1 branch`, `2 branches`. */
export const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

/** A list of names in a sentence; nobody is said as such. */
export function names(all: readonly string[]): string {
  return all.length === 0 ? 'nobody' : all.join(', ');
}

/** What a finding is, in short. */
export const findingTitle = (kind: FindingKind): string => (kind === 'other' ? 'another problem' : outcomes[kind].title);

/** How an embargo ended, in short. */
export const endTitles: Readonly<Record<EndReason, string>> = {
  disclosed: 'disclosed',
  public: 'public',
  exploited: 'exploited',
  withdrawn: 'withdrawn',
  'not-a-vulnerability': 'not a vulnerability',
  duplicate: 'duplicate',
  other: 'for another reason',
};

/** What it is ended as, after "end it". */
export const endsAs: Readonly<Record<EndReason, string>> = {
  disclosed: 'as disclosed',
  public: 'as public',
  exploited: 'as exploited',
  withdrawn: 'as withdrawn',
  'not-a-vulnerability': 'as not a vulnerability',
  duplicate: 'as a duplicate',
  other: 'for another reason',
};

export const clockTitles: Readonly<Record<PublishedKind, string>> = {
  post: 'the public post',
  cve: 'the CVE record',
  exploit: 'the exploit',
  retrospective: 'the retrospective',
  packages: 'your fixed packages',
  erratum: 'an erratum',
};

/** What was, or is to be, published: a distributor's packages with its name, a CVE record with its id, which is public with it. */
export function publishedTitle(
  { distributor, ...what }: { clock: PublishedKind; distributor: DistributorId | null; id?: string; left?: number; rejects?: true },
  list: List,
): string {
  return titleOf(what, distributor === null ? null : distributorName(list, distributor));
}

/** The same of any link, a public heads-up too. */
export function linkTitle(
  { clock, ...what }: { readonly clock: LinkKind; readonly distributor: DistributorId | null; readonly id?: string },
  list: List,
): string {
  return clock === 'heads-up' ? 'the public heads-up' : publishedTitle({ clock, ...what }, list);
}

/** What takes a link back. */
export function removalWords({ clock, distributor, id, link }: LinkHeld): string {
  const of = distributor === null ? '' : ` distributor=${word(distributor)}`;
  return `link remove ${clock} ${id === undefined ? '' : `${id} `}${link}${of}`;
}

/** The same, with the distributor's name. */
function titleOf(
  { clock, id, left, rejects }: { clock: PublishedKind; id?: string; left?: number; rejects?: true },
  distributor: string | null,
): string {
  // An id of what is not public is named to nobody.
  if (rejects === true) return left === undefined ? 'the rejection of the CVE id' : `the rejection of ${left} CVE ids`;
  if (id !== undefined) return `the CVE record of ${id}`;
  if (left !== undefined) return `${left} CVE records`;
  return distributor === null ? clockTitles[clock] : `the fixed packages of ${distributor}`;
}

/** What is owed, in words that say nothing of what the embargo is about. */
export function todoText(todo: Todo): string {
  switch (todo.type) {
    case 'acknowledge':
      return 'acknowledge the terms';
    case 'answer':
      return `answer ${formatSoon(todo.at)} (proposal ${todo.proposal})`;
    case 'settle':
      if (todo.decided !== undefined) {
        const said = todo.decided.verdict === 'accept' ? 'accepted' : 'rejected';
        return `decide on ${formatSoon(todo.at)} (proposal ${todo.proposal}): ${todo.decided.by} ${said} it, another coordinator has to decide too`;
      }
      return `decide on ${formatSoon(todo.at)} (proposal ${todo.proposal}): not everyone responded in time`;
    case 'review':
      if (todo.failed === true) return `give the outcome for patch v${todo.patch} on ${todo.release}: a step failed`;
      return todo.patch === null
        ? `name the branch of ${todo.release}, and test its patch`
        : `test patch v${todo.patch} on ${todo.release}`;
    case 'patch':
      return todo.left === undefined ? 'publish a patch' : `publish a patch for ${many(todo.left, 'branch', 'branches')}`;
    case 'answer-finding':
      return `answer finding ${todo.finding} (${findingTitle(todo.kind)})`;
    case 'fix-finding':
      return `fix finding ${todo.finding} (${findingTitle(todo.kind)})`;
    case 'confirm-finding':
      return `confirm whether patch v${todo.patch} fixes finding ${todo.finding} (${findingTitle(todo.kind)})`;
    case 'duty': {
      const title = dutyTitle(todo);
      if (todo.taken) return `report ${title} done`;
      return todo.backup ? `take over ${title}: its primary is silent` : `take on ${title}`;
    }
    case 'disclose':
      return 'confirm the disclosure';
    case 'propose':
      return 'propose a disclosure date: none is agreed or proposed';
    case 'keep-limit':
      return `move the date to before the limit of ${policyOf(todo.policy).title}, or disclose`;
    case 'undated':
      return 'ask for an extension or disclose without a date: the policy allows no later date';
    case 'decide':
      return `${todo.unread === true ? 'acknowledge the terms, then ' : ''}decide: disclose now, agree on an hour today, or keep the embargo`;
    case 'answer-end':
      return `${todo.unread === true ? 'acknowledge the terms, then ' : ''}decide: end the embargo ${endsAs[todo.reason]}, or keep it`;
    case 'answer-exception':
      return `answer exception ${todo.number} (${exceptionTitles[todo.kind]})`;
    case 'action':
      return `do action ${todo.number} of the retrospective`;
    case 'class-leak':
      return `assess leak ${todo.leak}: say what got out`;
    case 'leak-step':
      return `leak ${todo.leak}: ${stepTitle(todo)}`;
    case 'close-leak':
      return `close leak ${todo.leak} with what was found`;
    case 'close':
      return `link ${titleOf(todo, todo.name)}, or close it as not coming`;
    case 'publish':
      if (todo.clock === 'retrospective') return 'hold the retrospective';
      if (todo.rejects === true) return todo.left === undefined ? 'reject the reserved CVE id' : `reject ${todo.left} reserved CVE ids`;
      return `link ${todo.left === undefined ? clockTitles[todo.clock] : `${todo.left} CVE records`}${todo.clock === 'exploit' ? ', or say that there is none' : ''}`;
    default:
      return todo satisfies never;
  }
}

/** By when, behind the same: what others wait to hear is to be responded to. */
export function todoDue({ type, due }: Todo, now: Instant): Inline[] {
  if (due === null) return [];
  if (type !== 'acknowledge') return [', by ', ...counted(due, now)];
  return [due > now ? ', respond by ' : ', due ', ...counted(due, now)];
}

/** The buttons that do what is owed. */
export function todoActions(todo: Todo, codename: string): Action[] {
  switch (todo.type) {
    case 'acknowledge':
      return [{ label: 'Read the terms', words: `terms ${codename}`, style: 'primary' }];
    case 'answer':
      return answerActions(codename, { number: todo.proposal, at: todo.at });
    case 'settle':
      return settleActions(codename, todo);
    case 'review':
      if (todo.failed === true)
        return [{ label: `Finish the test on ${todo.release}`, words: `review steps ${codename} ${todo.release}`, style: 'primary' }];
      return [
        {
          label: todo.patch === null ? `Test on ${todo.release}…` : `Test patch v${todo.patch} on ${todo.release}`,
          words: `review ${codename} ${todo.release}`,
          style: 'primary',
        },
      ];
    case 'patch':
      return [
        { label: 'Publish a patch…', words: `patch publish ${codename}`, style: 'primary' },
        ...(todo.left === undefined ? [] : [{ label: 'Show branches without one', words: `patch ${codename}` }]),
      ];
    case 'answer-finding':
    case 'fix-finding':
    case 'confirm-finding':
      return findingActions(todo, codename);
    case 'duty':
      return [dutyAction(todo, codename)];
    case 'disclose':
      return [discloseAction(codename, todo.since ?? null), { label: 'Show the drafts', words: `draft ${codename}` }];
    case 'propose':
      return [{ label: 'Propose a date…', words: `date propose ${codename}`, style: 'primary' }];
    case 'keep-limit':
      return [{ label: 'Propose an earlier date…', words: `date propose ${codename}`, style: 'primary' }];
    case 'answer-end':
      if (todo.unread === true) return readFirst(codename);
      return [
        { label: `End ${codename} ${endsAs[todo.reason]}`, words: `end ${codename} ${todo.reason}`, style: 'danger' },
        { label: `Keep ${codename}…`, words: `keep ${codename}` },
      ];
    case 'undated':
      return [
        { label: 'Ask for an extension…', words: `date extend ${codename}`, style: 'primary' },
        { label: 'Disclose without a date…', words: `disclose undated ${codename}`, style: 'danger' },
      ];
    case 'decide':
      return todo.unread === true ? readFirst(codename) : decisionActions(codename);
    case 'answer-exception':
      return [readException(todo.number, codename)];
    case 'action':
      return actionButtons(todo.number, codename);
    case 'class-leak':
      return [{ ...classLeak(codename, todo.leak), style: 'primary' }];
    case 'leak-step':
      return [...(todo.what === 'publish' ? [showBundle(codename)] : []), stepDone(codename, todo.number)];
    case 'close-leak':
      return [closeLeak(codename, todo.leak)];
    case 'close': {
      const { clock, distributor } = todo;
      const link: Action = { label: `Link ${clockTitles[clock]}…`, words: `link ${codename} ${clock}`, style: 'primary' };
      const whose = distributor === null ? '' : ` distributor=${distributor}`;
      const close: Action = {
        label: `Close ${titleOf(todo, todo.name)} as not coming…`,
        words: `link none ${codename} ${clock}${whose}`,
      };
      return distributor === null ? [link, close] : [close];
    }
    case 'publish':
      if (todo.clock === 'retrospective') return [{ ...showRetrospective(codename), style: 'primary' }];
      if (todo.rejects === true) return [{ label: 'Record the CVE id as rejected', words: `link ${codename} cve none`, style: 'primary' }];
      return [
        {
          label: `Link ${todo.left === undefined ? clockTitles[todo.clock] : 'a CVE record'}…`,
          words: `link ${codename} ${todo.clock}`,
          style: 'primary',
        },
        ...draftOf(todo.clock, codename),
      ];
    default:
      return todo satisfies never;
  }
}

/** What is to be published, to be copied. */
function draftOf(clock: Extract<Todo, { type: 'publish' }>['clock'], codename: string): Action[] {
  if (clock === 'post') return [{ label: 'Show the post', words: `draft post ${codename}` }];
  return clock === 'cve' ? [{ label: 'Show the CVE records', words: `draft cve ${codename}` }] : [];
}

/** What happened, what people say of it, and how to add to it. */
export const showRetrospective = (codename: string): Action => ({ label: 'Show the retrospective', words: `retro ${codename}` });
/** The buttons of an action that came of it. */
export const actionButtons = (number: number, codename: string): Action[] => [
  { label: `Mark action ${number} done…`, words: `retro done ${codename} ${number}`, style: 'primary' },
  showRetrospective(codename),
];

/** The buttons of a finding name its number: several may stand in one message. */
const findingAction = (label: string, command: string, number: number, codename: string): Action => ({
  ...{ label, words: `finding ${command}${codename} ${number}` },
});
export const showFinding = (number: number, codename: string): Action => findingAction(`Show finding ${number}`, '', number, codename);
export const takeOnFinding = (number: number, codename: string): Action => ({
  ...findingAction(`Will fix finding ${number}`, 'will-fix ', number, codename),
  style: 'primary',
});
export const dismissFinding = (number: number, codename: string, label = `Finding ${number} isn't an issue…`): Action =>
  findingAction(label, 'dismiss ', number, codename);
export const reopenFinding = (number: number, codename: string): Action =>
  findingAction(`Reopen finding ${number}…`, 'reopen ', number, codename);
export const confirmFinding = (number: number, patch: number, codename: string): Action => ({
  ...{ label: `Confirm finding ${number} is fixed`, words: `finding confirm ${codename} ${number} patch=${patch}`, style: 'primary' },
});
export const publishFix = (number: number, codename: string): Action => ({
  label: `Publish a patch that fixes finding ${number}…`,
  words: `patch publish ${codename} fixes=${number}`,
  style: 'primary',
});

export const fixedBy = (number: number, patch: number, codename: string): Action => ({
  ...{ label: `Patch v${patch} fixes finding ${number}`, words: `finding fixed ${codename} ${number} patch=${patch}`, style: 'primary' },
});

function findingActions(todo: Extract<Todo, { readonly finding: number }>, codename: string): Action[] {
  const { finding } = todo;
  switch (todo.type) {
    case 'answer-finding':
      return [takeOnFinding(finding, codename), dismissFinding(finding, codename), showFinding(finding, codename)];
    case 'fix-finding':
      return [
        ...(typeof todo.by === 'number' ? [fixedBy(finding, todo.by, codename)] : todo.by === null ? [] : [publishFix(finding, codename)]),
        dismissFinding(finding, codename),
        showFinding(finding, codename),
      ];
    case 'confirm-finding':
      return [confirmFinding(finding, todo.patch, codename), reopenFinding(finding, codename)];
    default:
      return todo satisfies never;
  }
}

/** One of the two presses that disclose. `since`: since when it is public, as who pressed first says: it is confirmed with it. */
export function discloseAction(codename: string, since: Instant | null): Action {
  return since === null
    ? { label: `Confirm ${codename} is disclosed`, words: `disclose ${codename}`, style: 'primary' }
    : {
        label: `Confirm ${codename} is public since ${formatUtc(since)}`,
        words: `disclose ${codename} at="${typedUtc(since)}"`,
        style: 'primary',
      };
}

/** Who has not acknowledged decides after that. */
function readFirst(codename: string): Action[] {
  return [{ label: 'Read and acknowledge…', words: `terms ${codename}`, style: 'primary' }];
}

/** The buttons of a proposal. Each answer names the date that it answers. */
export function answerActions(codename: string, { number, at }: { readonly number: number; readonly at: Instant }): Action[] {
  return [
    { label: `Accept ${formatSoon(at)}`, words: `date accept ${codename} ${number}`, style: 'primary' },
    { label: `Reject ${formatSoon(at)}…`, words: `date reject ${codename} number=${number}` },
    { label: 'Propose another date…', words: `date counter ${codename}` },
  ];
}

/** A coordinator's yes or no for those who did not respond, where another has said theirs. */
function decideActions(codename: string, { proposal, at }: Pick<Extract<Todo, { type: 'settle' }>, 'proposal' | 'at'>): Action[] {
  const words = `date decide ${codename} ${proposal}`;
  return [
    { label: `Accept ${formatSoon(at)} as a coordinator`, words: `${words} verdict=accept`, style: 'primary' },
    { label: `Reject ${formatSoon(at)} as a coordinator`, words: `${words} verdict=reject` },
  ];
}

/** What coordinators may make of silence, by the policy. */
function settleActions(codename: string, { proposal, at, silence, decided }: Extract<Todo, { type: 'settle' }>): Action[] {
  const wait = { label: 'Give more time…', words: `date wait ${codename} number=${proposal}` };
  if (decided !== undefined) return [...decideActions(codename, { proposal, at }), wait];
  const decide = { label: `Decide on ${formatSoon(at)} as coordinators`, words: `date decide ${codename} ${proposal}` };
  const settle = { label: `Count silence as consent to ${formatSoon(at)}`, words: `date settle ${codename} ${proposal}` };
  switch (silence) {
    case 'people':
      return [wait];
    case 'coordinators':
      return [decide, wait];
    case 'lazy-consent':
      return [settle, decide, wait];
    default:
      return silence satisfies never;
  }
}

/** What coordinators choose among once it is public, exploited or leaked. */
export function decisionActions(codename: string): Action[] {
  return [
    { label: 'Disclose now…', words: `end ${codename}`, style: 'danger' },
    { label: 'Propose an hour today…', words: `date today ${codename}` },
    { label: 'Keep the embargo…', words: `keep ${codename}` },
  ];
}

/** Accept, decline: the buttons under the terms. What has ended is declined no more. */
export function termsActions({ codename, ended }: Embargo): Action[] {
  return [
    { label: 'Accept the terms', words: `ack ${codename}`, style: 'primary' },
    ...(ended === null ? [{ label: 'Decline', words: `decline ${codename}` }] : []),
  ];
}

/** The dates, which everybody with a need to know may hear. */
export function dateFields(view: View): { label: string; value: Inline[] }[] {
  const { embargo, now } = view;
  // A date of before the end would read as if it were still to come.
  if (embargo.ended !== null) return [{ label: 'Ended', value: counted(embargo.ended.at, now) }];
  const agreed = agreedDate(embargo);
  const open = openProposals(embargo, now);
  const inForce = agreed === null ? [] : [{ label: 'Disclosure date', value: counted(agreed.at, now) }];
  const asked = open.map((proposal) => ({
    label: agreed === null ? `Proposed date (proposal ${proposal.number})` : `Proposed revision (proposal ${proposal.number})`,
    value: [...counted(proposal.at, now), '; respond by ', soon(proposal.answerBy)],
  }));
  const none = agreed === null && open.length === 0 ? [{ label: 'Disclosure date', value: ['none proposed: ', code('date propose')] }] : [];
  return [...inForce, ...asked, ...none, ...toldFields(view)];
}

/** The other lists that were told, each with when and by whom, and its limit. */
export function toldFields({ embargo, list, now }: View): { label: string; value: Inline[] }[] {
  return (embargo.bound ?? []).map((bound) => {
    const limit = limitOf(bound);
    const by = bound.by === undefined ? '' : `, by ${personLabel(list, bound.by)}`;
    return {
      label: `${policyOf(bound.policy).title} was told`,
      value: [instant(bound.since), by, ...(limit === null ? [] : ['; limit ', ...counted(limit, now)])],
    };
  });
}
