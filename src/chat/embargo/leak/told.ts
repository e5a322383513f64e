// What is told as a case goes on: how bad it is to everyone, what it is to who may read it, what is to be done to who is to do it.

import { roster } from '../../../domain/embargo/consent.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { isFalseAlarm, leakRows, openSteps } from '../../../domain/embargo/leak/case.ts';
import { leakOf } from '../../../domain/embargo/leak/cases.ts';
import { nameOf, roomsOf } from '../../../domain/list/list.ts';
import { faultsOf } from '../../../domain/list/room-audit.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { platformOf } from '../../../domain/values/ids.ts';
import { toPerson, toRooms, toThreads } from '../../message/address.ts';
import { classLeak, closeLeak, leakTitles, reopenLeak, showBundle, showLeak, stepDone, stepTitle } from '../../message/leak-words.ts';
import { actions, bullets, type Inline, line, type Node, soon } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { decisionActions, type View } from '../../message/view.ts';
import { by, type EventContext, reply, tell, toOtherCoordinators } from '../event-context.ts';

type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

/**
 * Those of the list on the embargo whom no room reaches: there is none on their platform that may hear of it. Coordinators are told by themselves, as is who is
 * on it from outside.
 */
export function unreached({ embargo, list }: View): PersonId[] {
  const heard = new Set(
    roomsOf(list)
      .filter(({ audit, teams = [] }) => faultsOf(audit, teams).length === 0)
      .map(({ room }) => platformOf(room)),
  );
  return roster(embargo, list)
    .filter(
      ({ member, consent }) =>
        consent !== 'declined' && !['coordinator', 'outsider'].includes(member.role) && !heard.has(platformOf(member.person)),
    )
    .map(({ member }) => member.person);
}

/** What a coordinator judged it to be: its severity to everyone, the next steps to coordinators. */
export function leakClassed(fact: FactOf<'leak-classed'>, context: EventContext): Outgoing[] {
  if (fact.class === 'false-alarm') return falseAlarm(fact, context);
  const { embargo, list } = context;
  const { codename, ended } = embargo;
  const { severity, disclose } = leakRows[fact.class];
  const leak = leakOf(embargo, fact.leak);
  const steps = leak === undefined ? [] : openSteps(leak);
  const next = [
    ...(disclose && ended === null ? [line('Disclosing now is advised.')] : []),
    ...(steps.length === 0
      ? []
      : [
          line('Next:'),
          bullets(
            steps.map((step): Inline[] => [
              `${step.number} ${stepTitle(step)}${step.owner === null ? '' : `: ${nameOf(list, step.owner)}`}`,
              ...(step.due === null ? [] : [', by ', soon(step.due)]),
            ]),
          ),
        ]),
    actions(
      ...(disclose && ended === null ? [...decisionActions(codename).slice(0, 2), showBundle(codename)] : []),
      showLeak(codename, fact.leak),
    ),
  ];
  return [
    ...reply(context, `Leak ${fact.leak}: ${leakTitles[fact.class]}, severity ${severity}.`, next),
    ...toOtherCoordinators(context, tell, [line(`${by(context)} assessed leak ${fact.leak}: severity ${severity}.`), ...next]),
    ...toThreads(list, embargo, tell, [line(`${by(context)} assessed leak ${fact.leak}: severity ${severity}.`)]),
  ];
}

const noLeak = '✅ False alarm';
// What undoes an alarm is as loud as it was, and no secret to who has not acknowledged.
const calm = { kind: 'dates', urgency: 'leak', topic: 'no-leak', title: noLeak } as const;

/** Nothing got out: to everybody who was alarmed, and who reported it. */
function falseAlarm(fact: FactOf<'leak-classed'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const said = (more: readonly Node[] = []) => [
    line(
      `${by(context)} found that leak ${fact.leak} is none. `,
      embargo.ended === null ? 'The embargo goes on as before; the terms apply.' : 'Nothing else changes.',
    ),
    ...more,
  ];
  const reporters = (leakOf(embargo, fact.leak)?.reports ?? []).map((report) => report.by);
  const others = [...new Set([...unreached(context), ...reporters])].filter(
    (person) => person !== context.by?.person && list.members[person]?.role !== 'coordinator',
  );
  return [
    ...reply(context, `Leak ${fact.leak} is closed as a false alarm. I told everyone who was alarmed.`),
    ...toOtherCoordinators(
      context,
      calm,
      said([
        line("If that's wrong, reopen it: coordinators are asked to decide again."),
        actions(showLeak(embargo.codename, fact.leak), reopenLeak(embargo.codename, fact.leak)),
      ]),
    ),
    ...toRooms(list, embargo, { ...calm, kind: 'metadata' }, said()),
    ...others.map((person) => toPerson(person, context, calm, said())),
  ];
}

export function leakAdded({ leak }: FactOf<'leak-added'>, context: EventContext): Outgoing[] {
  return [
    ...reply(context, 'Thank you. I added it to your report.'),
    ...toOtherCoordinators(context, tell, [
      line(`There is more on leak ${leak}, from who reported it.`),
      actions(showLeak(context.embargo.codename, leak)),
    ]),
  ];
}

export function leaksJoined({ leak, into }: FactOf<'leaks-joined'>, context: EventContext): Outgoing[] {
  const shown = actions(showLeak(context.embargo.codename, into));
  return [
    ...reply(context, `Leak ${leak} is part of leak ${into} now.`, [shown]),
    ...toOtherCoordinators(context, tell, [line(`${by(context)} joined leak ${leak} to leak ${into}.`), shown]),
    ...toThreads(context.list, context.embargo, tell, [line(`${by(context)} joined leak ${leak} to leak ${into}: they are the same.`)]),
  ];
}

/** That something is to be done: to who is to do it, unless they said so themselves. */
export function leakStepAdded({ leak, number, owner, due }: FactOf<'leak-step-added'>, context: EventContext): Outgoing[] {
  const { embargo, list, by: speaker } = context;
  const until: Inline[] = due === null ? [] : [', due ', soon(due)];
  const asked = toPerson(owner, context, { ...tell, urgency: 'deadline' }, [
    line(`${by(context)} gave you step ${number} to contain leak ${leak}`, ...until, '.'),
    actions(showLeak(embargo.codename, leak), stepDone(embargo.codename, number)),
  ]);
  return [
    ...reply(context, [`Added step ${number} for ${nameOf(list, owner)}`, ...until, '.']),
    ...(owner === speaker?.person ? [] : [asked]),
  ];
}

export function leakStepDone({ leak: number, number: step }: FactOf<'leak-step-done'>, context: EventContext): Outgoing[] {
  const { embargo, list, by: speaker } = context;
  const leak = leakOf(embargo, number);
  const coordinates = speaker !== null && list.members[speaker.person]?.role === 'coordinator';
  const left = leak === undefined ? 0 : openSteps(leak).length;
  const rest = left === 0 ? ` No step of leak ${number} is open.` : ` ${left} of leak ${number} left.`;
  const close = left === 0 && leak?.class !== undefined && leak.end === undefined ? [closeLeak(embargo.codename, number)] : [];
  return [
    ...reply(context, `Step ${step} is done.${coordinates ? rest : ''}`, coordinates && close.length > 0 ? [actions(...close)] : []),
    ...(left > 0
      ? []
      : toOtherCoordinators(context, tell, [
          line(`${by(context)} marked the last step of leak ${number} done.`),
          actions(showLeak(embargo.codename, number), ...close),
        ])),
  ];
}

export function leakClosed({ leak }: FactOf<'leak-closed'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const found = leakOf(embargo, leak);
  const happened = found !== undefined && !isFalseAlarm(found);
  return [
    ...reply(context, `Leak ${leak} is closed. A retrospective follows.`, [
      actions(
        { label: 'Show the retrospective', words: `retro ${embargo.codename}` },
        ...(happened ? [{ label: 'Record a strike…', words: `people strike leak="${embargo.codename} ${leak}"` }] : []),
      ),
    ]),
    ...toThreads(list, embargo, tell, [line(`${by(context)} closed leak ${leak}. What was found: \`leak show ${leak}\`.`)]),
  ];
}

export function leakReopened({ leak }: FactOf<'leak-reopened'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const shown = actions(showLeak(embargo.codename, leak), classLeak(embargo.codename, leak));
  return [
    ...reply(context, `Leak ${leak} is open again.`, [shown]),
    ...toOtherCoordinators(context, tell, [line(`${by(context)} reopened leak ${leak}.`), shown]),
    ...toRooms(list, embargo, tell, [
      line(`${by(context)} reopened leak ${leak}. Don't mention it outside this list. Coordinators are looking into it.`),
    ]),
  ];
}
