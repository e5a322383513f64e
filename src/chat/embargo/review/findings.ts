// Findings, said. That there is one, its number, kind and state are for everybody on the embargo; people's words for who asks for them.

import { splitting } from '../../../domain/embargo/about/links.ts';
import { memberOf } from '../../../domain/embargo/consent.ts';
import type { Finding } from '../../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import {
  type FindingDuty,
  findingDuties,
  findingsOf,
  isLate,
  mayAnswer,
  openFindings,
  patchThatMayFix,
  whereFound,
} from '../../../domain/embargo/findings.ts';
import { failedOpen } from '../../../domain/embargo/review.ts';
import { distributorName, type Member, nameOf } from '../../../domain/list/list.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { toPerson, toThreads } from '../../message/address.ts';
import { type Action, actions, code, instant, line, type Node, strong } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import {
  confirmFinding,
  dismissFinding,
  findingTitle,
  fixedBy,
  personLabel,
  publishFix,
  reopenFinding,
  showFinding,
  takeOnFinding,
  type View,
} from '../../message/view.ts';
import { by, type EventContext, reply, tell, toCoordinators, toOtherCoordinators } from '../event-context.ts';
import { askedToTest } from './patches.ts';

type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

/** The finding that a fact is about; null where there is none. */
const findingIn = ({ embargo }: View, number: number): Finding | null => embargo.findings[number] ?? null;

const splitOff = (number: number, codename: string): Action => ({
  label: `Split off finding ${number}…`,
  words: `split ${codename} finding=${number}`,
});

/** What coordinators may answer. */
const answers = ({ number, kind }: Finding, codename: string): Action[] => [
  takeOnFinding(number, codename),
  dismissFinding(number, codename),
  ...(splitting.has(kind) ? [splitOff(number, codename)] : []),
];

/** What stands before the disclosure: each finding, its state and who is to act, for the card. */
export function openFindingTexts(view: View): string[] {
  const duties = findingDuties(view.embargo, view.list, view.now).filter(({ finding }) => finding.followUp !== true);
  const shown = duties.slice(0, namedMax).map((duty) => dutyText(duty, view));
  const more = duties.length - namedMax;
  return more <= 0 ? shown : [...shown, `${more} more finding${more === 1 ? '' : 's'}`];
}

// More would bury what else stands before the disclosure.
const namedMax = 5;

function dutyText({ finding, does }: FindingDuty, { embargo, list, now }: View): string {
  const { number, owner, fixedIn, by: finder } = finding;
  const place = whereFound(finding, embargo, list);
  const where = place === null ? '' : ` (${place})`;
  switch (does) {
    case 'answer':
      return `finding ${number} open${where}, coordinators`;
    case 'fix':
      return `fix finding ${number}${where}, ${owner === null ? 'coordinators' : nameOf(list, owner)}`;
    case 'confirm':
      return `finding ${number} fixed in v${fixedIn}, not confirmed${where}, ${nameOf(list, finder)}${isLate(embargo, list, finding, now) ? ' or a coordinator' : ''}`;
    default:
      return does satisfies never;
  }
}

/** At the date, what is open all the same, and what can be done about it. */
export function openAtDate({ embargo, list }: View): Node[] {
  const named = [
    ...openFindings(embargo).map(
      ({ number, kind, by: finder }) => `finding ${number} (${findingTitle(kind)}, found by ${nameOf(list, finder)})`,
    ),
    // It may be a finding, but nobody said which.
    ...failedOpen(embargo, list).map(
      ({ reviewer, distributor, release }) =>
        `a failed step without an outcome (${nameOf(list, reviewer)}, ${distributorName(list, distributor)} ${release})`,
    ),
  ];
  if (named.length === 0) return [];
  const all = named.length === 1 ? 'it' : 'them';
  return [
    line(
      strong('Still open: '),
      `${named.join(', ')}. Two people can disclose despite ${all}, or move the date: `,
      code('date propose'),
      '.',
    ),
  ];
}

/** All findings with what was said of them, or one; for who may read details, with the buttons of the reader. */
export function findingNodes(view: View, reader: PersonId, number: number | null): Node[] {
  const { embargo, list } = view;
  const all = findingsOf(embargo);
  const member = memberOf(list, reader);
  const asked = number === null ? all : all.filter((finding) => finding.number === number);
  if (asked.length === 0) {
    const none =
      number === null || all.length === 0
        ? 'There are no findings.'
        : `There's no finding ${number}: the last one is ${all.at(-1)?.number}.`;
    return [line(none, ' A review that finds a problem opens one, or use ', code('finding add'), '.')];
  }
  // Purged details can't be added to, so nothing is offered that would be refused.
  const buttons =
    member === null || embargo.purgedAt !== undefined
      ? []
      : asked.flatMap((finding) => readerActions(finding, view, member, number !== null));
  return [...asked.flatMap((finding) => oneFinding(finding, view)), ...(buttons.length === 0 ? [] : [actions(...buttons)])];
}

function oneFinding(finding: Finding, view: View): Node[] {
  const { embargo, list } = view;
  const { number, kind, severity, branch, patch, at, text, followUp } = finding;
  const facts = [
    whereFound(finding, embargo, list),
    patch === null ? null : `patch v${patch}`,
    branch === null ? null : `branch ${branch}`,
    severity === null ? null : `severity ${severity}`,
    followUp === true ? 'a follow-up' : null,
  ].filter((each) => each !== null);
  return [
    line(
      strong(`Finding ${number}: ${findingTitle(kind)}`),
      `${facts.length === 0 ? '' : ` (${facts.join(', ')})`}, found by ${personLabel(list, finding.by)} `,
      instant(at),
    ),
    ...(text === null ? [] : [line(text)]),
    line(stateText(finding, view)),
  ];
}

/** How it stands, with what was said of it. */
function stateText({ state, because, saidBy, owner, fixedIn, by: finder }: Finding, { list }: View): string {
  const who = personLabel(list, saidBy);
  const why = because === null ? '.' : `: ${because}`;
  switch (state) {
    case 'open':
      return because === null ? 'Open, for coordinators to answer.' : `Reopened by ${who} for coordinators to answer${why}`;
    case 'not-an-issue':
      return `Dismissed by ${who}${why}`;
    case 'will-fix':
      return owner === saidBy
        ? `${who} will fix it.`
        : `${owner === null ? 'Somebody' : personLabel(list, owner)} will fix it, says ${who}.`;
    case 'own-embargo':
      return `${who} made it an embargo of its own.`;
    case 'fixed':
      return `Fixed in patch v${fixedIn}, says ${who}. ${personLabel(list, finder)} confirms it.`;
    case 'confirmed':
      return `Fixed in patch v${fixedIn}, confirmed by ${who}.`;
    case 'taken-back':
      return `Taken back by ${who}.`;
    default:
      return state satisfies never;
  }
}

/** What a reader may do about it. What is done with can be reopened where it is asked for by its number. */
function readerActions(finding: Finding, view: View, reader: Member, alone: boolean): Action[] {
  const { embargo, list, now } = view;
  const { number, state } = finding;
  const { codename } = embargo;
  const answering = mayAnswer(finding, reader);
  const coordinator = reader.role === 'coordinator';
  const finder = finding.by === reader.person;
  const newer = patchThatMayFix(embargo, finding);
  switch (state) {
    case 'open':
      if (coordinator) return answers(finding, codename);
      return finder ? [dismissFinding(number, codename, `Take back finding ${number}…`)] : [];
    case 'will-fix':
      if (!answering) return [];
      if (newer !== null) return [fixedBy(number, newer.number, codename)];
      return coordinator ? [publishFix(number, codename)] : [];
    case 'fixed':
      return [
        ...(finder || (coordinator && isLate(embargo, list, finding, now)) ? [confirmFinding(number, finding.fixedIn ?? 0, codename)] : []),
        ...(finder || coordinator ? [reopenFinding(number, codename)] : []),
      ];
    case 'not-an-issue':
    case 'own-embargo':
    case 'confirmed':
    case 'taken-back':
      return alone && (finder || coordinator) ? [reopenFinding(number, codename)] : [];
    default:
      return state satisfies never;
  }
}

/** In the rooms, what became of it. */
function told(text: string, { embargo, list }: EventContext): Outgoing[] {
  return toThreads(list, embargo, tell, [line(text)]);
}

/** To the finder, unless they said so themselves. */
function toFinder(finding: Finding, context: EventContext, nodes: readonly Node[]): Outgoing[] {
  return finding.by === context.by?.person ? [] : [toPerson(finding.by, context, tell, nodes)];
}

/** To each coordinator who neither said it nor found it. */
function toTheOthers(finding: Finding, context: EventContext, nodes: readonly Node[]): Outgoing[] {
  return toOtherCoordinators(context, tell, nodes).filter(({ to }) => to.type !== 'person' || to.person !== finding.by);
}

/** Behind an outcome, the finding that it is. */
export function findingBehind(review: number, { embargo }: View): Finding | null {
  return findingsOf(embargo).find(({ reviews, state }) => state !== 'taken-back' && reviews.includes(review)) ?? null;
}

/** To coordinators, that a review found something, and what they may answer. */
export function foundInReview(said: string, finding: Finding, context: EventContext): Outgoing[] {
  const { codename } = context.embargo;
  // What was copied, or corrected in its words alone, is asked once.
  const again = context.before?.findings[finding.number];
  const asks = again === undefined || again.since !== finding.since ? answers(finding, codename) : [];
  const nodes = [
    line(said),
    actions(...asks, showFinding(finding.number, codename), { label: 'Show the review', words: `reviews ${codename}` }),
  ];
  const { owner } = finding;
  const coordinators = toCoordinators(context, tell, nodes);
  // Its owner reads what is said of it now.
  const told = owner === null || owner === context.by?.person || coordinators.some(({ to }) => to.type === 'person' && to.person === owner);
  return told ? coordinators : [...coordinators, toPerson(owner, context, tell, nodes)];
}

/** The findings that a correction took back. */
export function takenBack({ embargo, before }: EventContext): Finding[] {
  return findingsOf(embargo).filter(({ number, state }) => state === 'taken-back' && before?.findings[number]?.state !== state);
}

/** To who corrected their review, what went with it and how it comes back; and to who was to fix it, that they need not. */
export function toldTakenBack(of: string, context: EventContext): Outgoing[] {
  const { embargo, before, by: speaker } = context;
  return takenBack(context).flatMap(({ number, kind }) => {
    const found = `finding ${number} (${findingTitle(kind)})`;
    const reopen = actions(reopenFinding(number, embargo.codename));
    const owner = before?.findings[number]?.owner ?? null;
    return [
      ...(speaker === null
        ? []
        : [
            toPerson(speaker.person, context, tell, [
              line(`With your correction, ${found} was withdrawn. Still there? Reopen it.`),
              reopen,
            ]),
          ]),
      ...(owner === null || owner === speaker?.person
        ? []
        : [toPerson(owner, context, tell, [line(`${by(context)} corrected ${of}: ${found} was withdrawn, so you don't need to fix it.`)])]),
    ];
  });
}

/** Something found outside of a review: to the rooms, and to coordinators what they may answer. */
export function findingAdded({ number, kind, followUp }: FactOf<'finding-added'>, context: EventContext): Outgoing[] {
  const { codename } = context.embargo;
  const finding = findingIn(context, number);
  if (finding === null) return [];
  const said = `${by(context)} opened finding ${number}${followUp === true ? ', a follow-up' : ''}: ${findingTitle(kind)}.`;
  return [
    ...reply(context, [
      `Recorded as finding ${number}: ${findingTitle(kind)}. Coordinators will answer it. `,
      code('finding'),
      ' shows its state.',
    ]),
    ...told(said, context),
    ...toTheOthers(finding, context, [line(said), actions(...answers(finding, codename), showFinding(number, codename))]),
  ];
}

/** That it is dismissed, or another matter: nobody closes a finding without its finder and the other coordinators being told. */
export function findingAnswered({ number, answer }: FactOf<'finding-answered'>, context: EventContext): Outgoing[] {
  const { embargo } = context;
  const { codename } = embargo;
  const finding = findingIn(context, number);
  if (finding === null) return [];
  if (answer === 'own-embargo')
    return [
      ...told(`${by(context)} answered finding ${number}: it's an embargo of its own.`, context),
      ...toFinder(finding, context, [line(`${by(context)} made your finding ${number} an embargo of its own, and you're in it.`)]),
    ];
  const own = finding.by === context.by?.person;
  const ways = actions(showFinding(number, codename), reopenFinding(number, codename));
  const found = `finding ${number} (${findingTitle(finding.kind)})`;
  return [
    ...told(`${by(context)} ${own ? 'took back' : 'dismissed'} finding ${number}, with a reason.`, context),
    ...toFinder(finding, context, [
      // Not an issue, a duplicate, or nothing that will be fixed: which of them is in their words.
      line(`${by(context)} dismissed your ${found}, with a reason. If you disagree, reopen it.`),
      ways,
    ]),
    ...toTheOthers(finding, context, [
      line(`${by(context)} dismissed ${found} of ${personLabel(context.list, finding.by)}, with a reason.`),
      ways,
    ]),
  ];
}

/** Who is to fix it. */
export function findingTakenOn({ number, owner }: FactOf<'finding-taken-on'>, context: EventContext): Outgoing[] {
  const { embargo, list, by: speaker } = context;
  const finding = findingIn(context, number);
  if (finding === null) return [];
  const own = owner === speaker?.person;
  const will = own ? `${by(context)} will fix` : `${by(context)} asked ${personLabel(list, owner)} to fix`;
  const ways = actions(showFinding(number, embargo.codename));
  return [
    ...told(`${will} finding ${number}.`, context),
    ...(owner === finding.by
      ? []
      : toFinder(finding, context, [line(`${will} your finding ${number} (${findingTitle(finding.kind)}).`), ways])),
    ...(own
      ? []
      : [
          toPerson(owner, context, tell, [
            line(`${by(context)} asked you to fix finding ${number} (${findingTitle(finding.kind)}).`),
            ways,
          ]),
        ]),
  ];
}

/** What fixes it, to its finder with the question whether it does. */
export function findingFixed({ number, patch }: FactOf<'finding-fixed'>, context: EventContext): Outgoing[] {
  const { codename } = context.embargo;
  const finding = findingIn(context, number);
  if (finding === null) return [];
  const said = told(`${by(context)} says that patch v${patch} fixes finding ${number}.`, context);
  // Who is asked to test it, because it came just now, is asked for that too.
  const isNew = context.before?.patches[patch] === undefined;
  if (isNew && askedToTest(patch, context).some(({ person }) => person === finding.by)) return said;
  return [
    ...said,
    ...toFinder(finding, context, [
      line(
        `${by(context)} says that patch v${patch} fixes your finding ${number} (${findingTitle(finding.kind)}). Test it, and confirm or reopen it.`,
      ),
      actions(confirmFinding(number, patch, codename), reopenFinding(number, codename), {
        label: 'Show the patch',
        words: `patch ${codename}`,
      }),
    ]),
  ];
}

/** That it is fixed: by the finder, or in their place, of which they and the other coordinators are told. */
export function findingConfirmed({ number }: FactOf<'finding-confirmed'>, context: EventContext): Outgoing[] {
  const { codename } = context.embargo;
  const finding = findingIn(context, number);
  if (finding === null) return [];
  const own = finding.by === context.by?.person;
  const finder = personLabel(context.list, finding.by);
  const said = `${by(context)} confirmed${own ? '' : `, in place of ${finder},`} that patch v${finding.fixedIn} fixes finding ${number}.`;
  const ways = actions(showFinding(number, codename), reopenFinding(number, codename));
  return [
    ...told(said, context),
    ...(own
      ? []
      : [
          ...toFinder(finding, context, [line(`${said} If it doesn't, reopen it.`), ways]),
          ...toTheOthers(finding, context, [line(said), ways]),
        ]),
  ];
}

/** That it stands before the disclosure again, to whoever said that it does not, and to coordinators. */
export function findingReopened({ number }: FactOf<'finding-reopened'>, context: EventContext): Outgoing[] {
  const { embargo, by: speaker, before } = context;
  const { codename } = embargo;
  const finding = findingIn(context, number);
  if (finding === null) return [];
  const said = `${by(context)} reopened finding ${number} (${findingTitle(finding.kind)}), with a reason.`;
  const nodes = [line(said), actions(...answers(finding, codename), showFinding(number, codename))];
  const asked = toTheOthers(finding, context, nodes);
  const owner = before?.findings[number]?.owner ?? null;
  const known = owner === null || owner === speaker?.person || asked.some(({ to }) => to.type === 'person' && to.person === owner);
  const seen = [line(said), actions(showFinding(number, codename))];
  return [
    ...told(`${by(context)} reopened finding ${number}.`, context),
    ...asked,
    ...toFinder(finding, context, seen),
    ...(known || owner === null || owner === finding.by ? [] : [toPerson(owner, context, tell, seen)]),
  ];
}

/** What of a finding was given or corrected. */
export function setFields({ severity, branch }: Pick<FactOf<'finding-set'>, 'severity' | 'branch'>): string {
  return [severity === undefined ? [] : 'severity', branch === undefined ? [] : 'branch'].flat().join(' and ');
}

/** How bad it is, or where: which is for who asks. */
export function findingSet({ number, ...said }: FactOf<'finding-set'>, context: EventContext): Outgoing[] {
  const finding = findingIn(context, number);
  if (finding === null) return [];
  const set = `${by(context)} set the ${setFields(said)} of`;
  return [
    ...told(`${set} finding ${number}.`, context),
    ...toFinder(finding, context, [line(`${set} your finding ${number}.`), actions(showFinding(number, context.embargo.codename))]),
  ];
}
