// One leak as a case, shown to who may read details: what was reported, what it is judged to be, whether one may speak of it; to coordinators who does what next.
import { madePublic } from '../../../domain/embargo/end/owed.ts';
import {
  isOpen,
  isTheirs,
  type LeakCase,
  type LeakReport,
  type LeakStep,
  leakRows,
  openSteps,
  stepsOf,
} from '../../../domain/embargo/leak/case.ts';
import { leakOf, openLeaks } from '../../../domain/embargo/leak/cases.ts';
import { type List, nameOf } from '../../../domain/list/list.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { classLeak, closeLeak, leakTitles, reopenLeak, showBundle, showLeak, stepDone, stepTitle } from '../../message/leak-words.ts';
import { type Action, actions, bullets, code, type Inline, instant, line, type Node, soon, strong } from '../../message/message.ts';
import { personLabel, type View } from '../../message/view.ts';

/**
 * A leak by its number, or the only open one; where there are several, which. `reader`: who reported it is shown to whom it may be; steps are shown to
 * coordinators, and to others those that they have to do with.
 */
export function leakNodes({ embargo, list }: View, reader: PersonId, number: number | null): Node[] {
  const { codename, leaks = [] } = embargo;
  const [only, ...more] = openLeaks(embargo).length === 0 ? leaks : openLeaks(embargo);
  const coordinates = list.members[reader]?.role === 'coordinator';
  const leak = number === null ? (more.length === 0 ? only : undefined) : leakOf(embargo, number);
  if (leaks.length === 0) return [line('Nobody reported a leak of this embargo. To report one: ', code('report leak'), '.')];
  if (leak === undefined)
    return [
      line(number === null ? 'Several leaks were reported:' : `There is no leak ${number}. Reported:`),
      bullets(leaks.map((each) => [`${each.number}: ${stateText(each, coordinates)}`])),
      actions(
        ...leaks
          .filter(isOpen)
          .slice(0, 5)
          .map((each) => showLeak(codename, each.number)),
      ),
    ];
  if (leak.joined !== undefined)
    return [line(`Leak ${leak.number} is part of leak ${leak.joined} now.`), actions(showLeak(codename, leak.joined))];
  const steps = stepsOf(leak).filter((step) => coordinates || isTheirs(step, reader));
  return [
    line(strong(`Leak ${leak.number}: ${stateText(leak, coordinates)}`)),
    line(mayTalk(embargo)),
    bullets(leak.reports.map((report) => reportRow(report, list, reader))),
    ...(steps.length === 0 ? [] : [line(coordinates ? 'Steps' : 'Your steps'), bullets(steps.map((step) => stepRow(step, list)))]),
    ...(leak.end === undefined
      ? []
      : [
          line(
            'Closed ',
            instant(leak.end.at),
            ` by ${nameOf(list, leak.end.by)}`,
            leak.end.finding === null ? '.' : `: ${leak.end.finding}`,
          ),
        ]),
    actions(...waysOn(leak, codename, reader, coordinates)),
  ];
}

/** Whether it may be spoken of. */
function mayTalk({ ended }: View['embargo']): string {
  return ended !== null && madePublic(ended.reason)
    ? 'The embargo is public: you may talk about what was published.'
    : "Don't mention it outside this list, not even to correct it.";
}

/** What it is, and how bad; to who decides about it, what is advised. */
function stateText(leak: LeakCase, decides: boolean): string {
  if (leak.joined !== undefined) return `part of leak ${leak.joined}`;
  const closed = leak.end === undefined ? '' : ', closed';
  if (leak.class === undefined) return `not assessed yet${closed}`;
  const { severity, disclose } = leakRows[leak.class.is];
  const rated = severity === 'none' ? '' : `, severity ${severity}`;
  return `${leakTitles[leak.class.is]}${rated}${closed}${disclose && decides && leak.end === undefined ? '. Disclosing now is advised' : ''}`;
}

/** Who reported it, as far as a reader may know. */
export function reportedBy({ by, unnamed }: Pick<LeakReport, 'by' | 'unnamed'>, list: List, reader: PersonId | null): string {
  if (unnamed === undefined) return personLabel(list, by);
  return reader !== null && (reader === by || reader === unnamed)
    ? `${personLabel(list, by)} (unnamed to the others)`
    : 'someone who stays unnamed';
}

function reportRow(report: LeakReport, list: List, reader: PersonId): Inline[] {
  const { at, what, where, noticed, how, taken, link } = report;
  const more = [
    ...(where === null ? [] : [`to whom or where: ${where}`]),
    ...(link === undefined ? [] : [`link: ${link}`]),
    ...(how === undefined ? [] : [`how: ${how}`]),
    ...(taken === undefined ? [] : [`steps taken: ${taken}`]),
  ];
  return [
    ...[instant(at), ` ${reportedBy(report, list, reader)}: ${what}${more.length === 0 ? '' : ` (${more.join('; ')})`}`],
    ...(noticed === undefined ? [] : [', noticed ', instant(noticed)]),
  ];
}

function stepRow({ done, ...step }: LeakStep, list: List): Inline[] {
  const { number, what, text, owner, due } = step;
  const title = what === null ? text : stepTitle(step);
  const whose = owner === null ? 'coordinators' : nameOf(list, owner);
  if (done !== undefined)
    return [`✓ ${number} ${title}: ${nameOf(list, done.by)}, `, instant(done.at), ...(done.note === null ? [] : [`: ${done.note}`])];
  return [`☐ ${number} ${title}: ${whose}`, ...(due === null ? [] : [', by ', soon(due)])];
}

/** What the reader can do about it. */
function waysOn(leak: LeakCase, codename: string, reader: PersonId, coordinates: boolean): Action[] {
  const { number } = leak;
  if (!isOpen(leak)) return coordinates ? [reopenLeak(codename, number)] : [];
  const steps = openSteps(leak);
  const mine = steps.filter(({ owner }) => owner === reader || (owner === null && coordinates));
  return [
    ...(leak.class === undefined && coordinates ? [{ ...classLeak(codename, number), style: 'primary' as const }] : []),
    ...mine.slice(0, 3).map((step) => stepDone(codename, step.number)),
    ...(coordinates ? [{ label: 'Add a step…', words: `leak step ${codename} leak=${number}` }] : []),
    ...(leak.class !== undefined && leakRows[leak.class.is].disclose ? [showBundle(codename)] : []),
    ...(leak.class !== undefined && steps.length === 0 && coordinates ? [closeLeak(codename, number)] : []),
  ];
}
