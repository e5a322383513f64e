// The card: one post per embargo and room, edited in place and pinned. It names the embargo by its codename and nothing of its content.
import { roster, withAccess } from '../../domain/embargo/consent.ts';
import { quorumFor } from '../../domain/embargo/date/quorum.ts';
import { decidingQuorum } from '../../domain/embargo/date/silence.ts';
import { tally } from '../../domain/embargo/date/voting.ts';
import { type Link, openProposals, type Proposal, type Published, phaseOf } from '../../domain/embargo/embargo.ts';
import { leaksToDecide } from '../../domain/embargo/leak/cases.ts';
import { currentPatches } from '../../domain/embargo/patches.ts';
import { todos } from '../../domain/embargo/todos.ts';
import { distributorName, nameOf } from '../../domain/list/list.ts';
import { reportsOn } from '../../domain/list/reports/reports.ts';
import type { ClockKey } from '../../domain/policy/policy.ts';
import type { DistributorId } from '../../domain/values/ids.ts';
import {
  actions,
  divider,
  field,
  fields,
  heading,
  type Inline,
  instant,
  type Line,
  line,
  type Message,
  type Node,
  soon,
  strong,
} from '../message/message.ts';
import { counted, dateFields, endTitles, many, names, publishedTitle, type View, voterName } from '../message/view.ts';
import { beforeDisclosure, contactActions } from './before-disclosure.ts';
import { urgentNodes } from './consent.ts';
import { silence } from './end/ending.ts';
import { reviewMatrix } from './review/review-matrix.ts';

/** Where an embargo is in its life, for people. */
export const phaseWords = {
  none: 'no date is proposed',
  proposed: 'a date is proposed',
  active: 'the date is agreed',
  revising: 'the date is agreed, a revision is proposed',
  ended: 'ended',
} as const;

/** The key under which a card is found again in a room. */
export function cardKey(codename: string, room: string): string {
  return `card:${codename}:${room}`;
}

/** The whole card. */
export function card(view: View): Message {
  const { embargo } = view;
  const nodes = embargo.ended === null ? running(view) : ended(view);
  return { push: `${embargo.codename}: status`, nodes: [heading(embargo.codename), ...nodes] };
}

/** What is left of it for those who may hear no more: codename and dates. */
export function lesserCard(view: View): Message {
  const { embargo, now } = view;
  const nodes: Node[] =
    embargo.ended === null
      ? [...urgentNodes(view), fields(...dateFields(view))]
      : [line('It ended ', ...counted(embargo.ended.at, now), '.')];
  return { push: `${embargo.codename}: status`, nodes: [heading(embargo.codename), ...nodes] };
}

/** What it is at, when it ends, what is still to do, and by how many people; each part in a screen of its own, so that none pushes another off. */
function running(view: View): Node[] {
  const { embargo, now } = view;
  return [
    ...urgentNodes(view),
    fields(field('Status', phaseWords[phaseOf(embargo, now)]), ...dateFields(view), ...answered(view)),
    ...world(view),
    divider,
    ...beforeDisclosure(view),
    divider,
    fields(...acknowledged(view)),
    ...reviewMatrix(view),
    actions(...buttons(view)),
  ];
}

function buttons({ embargo, list }: View) {
  const { codename } = embargo;
  return [
    { label: 'My to-dos', words: 'todo' },
    { label: 'Acknowledge…', words: `terms ${codename}` },
    ...(currentPatches(embargo).length === 0 ? [] : [{ label: 'Test the patch…', words: `review ${codename}` }]),
    { label: 'Details', words: `details ${codename}` },
    ...(roster(embargo, list).length > namedMax ? [{ label: 'Who?', words: `who ${codename}` }] : []),
    ...contactActions({ list }),
  ];
}

/** By number; by name where they are few. Who has not acknowledged is named in the checklist. */
function acknowledged({ embargo, list }: View): { label: string; value: Line }[] {
  const people = roster(embargo, list);
  const those = (states: readonly string[]) => people.filter(({ consent }) => states.includes(consent)).map(({ member }) => member.name);
  const few = people.length <= namedMax;
  const others = [
    { label: 'Asked to acknowledge again', people: those(['asked']) },
    { label: 'Has to acknowledge again', people: those(['lapsed']) },
    { label: 'Declined', people: those(['declined']) },
  ].filter((group) => group.people.length > 0);
  return [
    field('Acknowledged', `${those(['signed', 'asked']).length} of ${people.length}`),
    ...others.map((group) => field(group.label, few ? names(group.people) : many(group.people.length, 'person', 'people'))),
  ];
}

// More names than these take more than two lines of a phone; the rest is a button away.
const namedMax = 10;

/** The names of a few; how many they are otherwise. */
const namedOr = (all: readonly string[], one: string, more: string): string =>
  all.length > namedMax ? many(all.length, one, more) : names(all);

function answered({ embargo, list, now }: View): { label: string; value: Line }[] {
  return openProposals(embargo, now).map((proposal) => {
    const { accepted, rejected, silent, needed } = tally(proposal, withAccess(embargo, list), quorumFor(embargo, proposal, list));
    const voices = (voters: typeof accepted) =>
      namedOr(
        voters.map((voter) => voterName(list, voter)),
        'organization',
        'organizations',
      );
    const quiet = silent.length === 0 ? '' : `; no answer${now > proposal.answerBy ? ' in time' : ' yet'}: ${voices(silent)}`;
    const accepting = accepted.length === 0 || accepted.length > namedMax ? '' : ` (${voices(accepted)})`;
    const value = `${accepted.length} of ${needed} needed accept${accepting}${rejected.length === 0 ? '' : `; rejected: ${voices(rejected)}`}${quiet}`;
    return field(
      `Answers to proposal ${proposal.number}`,
      `${value}${decided(proposal, { embargo, list, now })}${reported(proposal, { embargo, list, now })}`,
    );
  });
}

/** What the reporter from outside says to a date, which is no vote; never who they are. */
function reported({ number }: Proposal, { embargo, list }: View): string {
  const said = reportsOn(list, embargo.id).flatMap(({ dates }) => dates[number] ?? []);
  return said.map(({ verdict }) => `; for the reporter it ${verdict === 'accept' ? 'works' : "doesn't work"}`).join('');
}

/** What coordinators decided of a date to which others did not respond in time; nothing where none has, or where they are those who answer. */
function decided(proposal: Proposal, { embargo, list }: View): string {
  if (quorumFor(embargo, proposal, list).type === 'coordinators') return '';
  const { accepted, rejected, needed } = tally(proposal, list, decidingQuorum(list));
  const those = (voters: typeof accepted) => names(voters.map((voter) => voterName(list, voter)));
  if (accepted.length + rejected.length === 0) return '';
  const against = rejected.length === 0 ? '' : `; rejected: ${those(rejected)}`;
  return `; coordinators: ${accepted.length} of ${needed} needed accept${accepted.length === 0 ? '' : ` (${those(accepted)})`}${against}`;
}

function world({ embargo }: View): Node[] {
  const { publicState, decisionDue: due } = embargo;
  const told = { public: "it's public", exploit: 'an exploit is public', attacks: 'attacks are happening' } as const;
  const states = (Object.keys(told) as (keyof typeof told)[]).filter((key) => publicState[key] !== undefined);
  const leaked = leaksToDecide(embargo).length > 0 ? ['a leak'] : [];
  const reported = [...states.map((key) => told[key]), ...leaked];
  if (reported.length === 0) return [];
  return [line(strong(`Reported: ${reported.join('; ')}. `), 'Coordinators decide', ...(due === null ? [] : [' by ', soon(due)]), '.')];
}

function ended(view: View): Node[] {
  const { embargo, list, now } = view;
  const end = embargo.ended;
  if (end === null) return [];
  const by = names(end.by.map((person) => nameOf(list, person)));
  const owed = todos(embargo, list, now).flatMap((todo) =>
    todo.type === 'publish' || todo.type === 'close' ? [publishedTitle(todo, list)] : [],
  );
  const open = [...new Set(owed)];
  const done = Object.entries<Published>(embargo.published).flatMap(([key, published]) =>
    // Why something is not coming is in people's own words, which are nothing for a card.
    [published, ...(published.also ?? [])].map(({ because, ...each }): Inline[] =>
      linkRow(key, because === undefined ? each : { ...each, link: 'not coming' }, view),
    ),
  );
  const alone = silence(end);
  return [
    fields(
      field('Status', `ended: ${endTitles[end.reason]}, confirmed by ${by}${alone === null ? '' : `; ${alone}`}`),
      field('Ended', instant(end.at)),
      ...(end.publicSince === undefined ? [] : [field('Public since', instant(end.publicSince))]),
    ),
    ...(done.length === 0 ? [] : [{ type: 'list', items: done } satisfies Node]),
    line(strong('Still to do: '), open.length === 0 ? 'nothing' : open.join('; ')),
  ];
}

/** What is on record under a key of what is out: a link, or since when a distributor ran the fix. */
export function linkRow(key: string, { link, since, because }: Link, { embargo, list }: Pick<View, 'embargo' | 'list'>): Inline[] {
  const [kind, of] = key.split(':');
  if (kind === 'deployed' && of !== undefined)
    return [`${distributorName(list, of as DistributorId)} deployed the fix: `, ...(since === undefined ? [] : [instant(since)])];
  const title = kind === 'heads-up' ? 'a public heads-up' : titleOfKey(key, embargo, list);
  return [
    `${title}: `,
    because !== undefined ? `not coming: ${because}` : link === 'here' ? 'kept here' : link,
    ...(since === undefined ? [] : [', ', instant(since)]),
  ];
}

function titleOfKey(key: string, { ended }: View['embargo'], list: View['list']): string {
  const [clock, of] = key.split(':');
  const distributor = clock === 'cve' ? undefined : of;
  const id = clock === 'cve' ? of : undefined;
  return publishedTitle(
    {
      ...(id === undefined ? {} : { id }),
      ...(clock === 'cve' && ended?.rejectCve === true ? ({ rejects: true } as const) : {}),
      clock: clock as ClockKey,
      distributor: distributor === undefined ? null : (distributor as DistributorId),
    },
    list,
  );
}
