// A leak, said: that there is one, to everybody; to those who have to act what they can do, and the way to what is known of it.
// What coordinators are advised to do follows the policy's Embargo Policy: https://github.com/opencontainers/umoci/security/policy
import { coordinatorsAsked } from '../../../domain/embargo/consent.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { alarmsMax, alarmsOf } from '../../../domain/embargo/nudges.ts';
import { coordinatorsOf, type List, roomsOf } from '../../../domain/list/list.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { answer, ofList, quietPush, type Speaker, titled, toRooms } from '../../message/address.ts';
import {
  type Action,
  actions,
  bullets,
  code,
  field,
  fields,
  heading,
  instant,
  line,
  type Node,
  soon,
  strong,
} from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { counted, decisionActions, names, type View } from '../../message/view.ts';
import { alarm, by, type EventContext, reply, tell, toOtherCoordinators } from '../event-context.ts';

type Report = { readonly where: string | null; readonly what: string; readonly noticed?: Instant };

const silence = "Don't mention it outside this list, not even to correct it. Coordinators are looking into it.";
const title = '🚨 Leak reported';
const advice: readonly string[] = [
  'Find out exactly what got out and to whom, and record it.',
  "Ask those who have it to take it down and keep it to themselves. Don't say what it's about.",
  "If anyone can read it, it's public, so publish. That's the default.",
  'The person who let it out tells the list what and to whom. A retrospective follows.',
];

/** Of an embargo: what to do to its coordinators, that there is a report to the rooms, and thanks to whoever reported it. */
export function leakReported(fact: Extract<EmbargoFact, { type: 'leak-reported' }>, context: EventContext): Outgoing[] {
  const { embargo, list, now } = context;
  if (fact.again === true) return sameLeak(context);
  const manner = isOneOfMany(context) ? tell : alarm;
  const { codename } = embargo;
  const due = embargo.decisionDue;
  const request = coordinatorsAsked(embargo, list);
  const rooms = toRooms(list, embargo, { ...alarm, topic: 'leak', title }, [
    line(strong(silence)),
    fields(
      field('Reported', soon(now)),
      ...(due === null ? [] : [field('Coordinators decide by', ...counted(due, now))]),
      ...(request.length === 0 ? [] : [field('Coordinators', names(request.map(({ name }) => name)))]),
    ),
    line(
      ...(embargo.ended === null ? ['Until they decide, the terms apply. '] : []),
      'If you acknowledged, read the report in ',
      code('timeline'),
      '.',
    ),
  ]);
  const advised = (acts: readonly Action[], ...last: Action[]) => [
    bullets(advice.map((each) => [each])),
    ...(due === null ? [] : [line('Decide by ', ...counted(due, now), '.')]),
    actions(...acts, ...last),
  ];
  const whole = titled(
    embargo,
    [
      line(`${by(context)} reported a leak.`),
      ...advised(
        decisions(context, true),
        { label: 'Show the report', words: `timeline ${codename}` },
        { label: 'Record what you found…', words: `note ${codename}` },
      ),
    ],
    'leak',
    title,
  );
  // A coordinator who has not acknowledged cannot read the report nor end the embargo, but can say what they see.
  const less = titled(
    embargo,
    [
      line('Someone reported a leak. To read the report, acknowledge the terms.'),
      ...advised(decisions(context, false), { label: 'Read and acknowledge…', words: `terms ${codename}`, style: 'primary' }),
    ],
    'leak',
    title,
  );
  const told = request.map((member): Outgoing => {
    const message = answer({ person: member.person, room: null }, embargo, manner, whole);
    return { ...message, body: { type: 'message', message: whole, less } };
  });
  return [...told, ...(manner === alarm ? rooms : []), ...reply(context, thanks)];
}

/** Whether somebody has sounded the alarm so often that more of it would only hide what others report. Coordinators read each of them all the same. */
export function isOneOfMany({ embargo, by, now }: EventContext): boolean {
  return by !== null && alarmsOf(embargo, by.person, now) > alarmsMax;
}

/** To coordinators: somebody else saw what they are told of already. */
function sameLeak(context: EventContext): Outgoing[] {
  const { embargo } = context;
  return [
    ...toOtherCoordinators(context, tell, [
      line(`${by(context)} also reported this leak.`),
      actions({ label: 'Show the report', words: `timeline ${embargo.codename}` }),
    ]),
    ...reply(
      context,
      "Thank you. Coordinators already know about this leak; I added what you saw to the record. Don't mention it anywhere else.",
    ),
  ];
}

/** Of no embargo that the one who reports knows of: to the list's coordinators, and to its rooms where a member says so. */
export function leakOnList(list: List, reporter: { readonly name: string; readonly member: boolean }): Outgoing[] {
  const manner = { kind: 'membership', urgency: 'leak', list: list.id, embargo: null, card: null } as const;
  const said = (nodes: readonly Node[]) =>
    ({ type: 'message', message: { push: `${list.name}: urgent: a leak report`, nodes }, less: null }) as const;
  const who = reporter.member ? `${reporter.name} reported a leak` : `Someone on no list, who goes by ${reporter.name}, reported a leak`;
  const whole = [
    heading(`${list.name} ${title}`),
    line(`${who} without naming an embargo.`),
    bullets(advice.map((each) => [each])),
    line(
      "If it's about one of your embargoes: ",
      code('report public'),
      ', ',
      code('end public'),
      ' or ',
      code('note'),
      ', with its codename.',
    ),
    actions({ label: 'Show the report', words: 'leaks' }, { label: 'List', words: 'list' }),
  ];
  const told = coordinatorsOf(list).map(
    ({ person }): Outgoing => ({ to: { type: 'person', person, room: null }, ...manner, body: said(whole) }),
  );
  // Whoever is on no list must not be able to make noise in the rooms.
  const rooms = reporter.member
    ? roomsOf(list).map(
        ({ room }): Outgoing => ({
          to: { type: 'room', room },
          ...manner,
          body: said([heading(`${list.name} ${title}`), line(strong(silence))]),
        }),
      )
    : [];
  return [...told, ...rooms];
}

export const thanks =
  "Thank you. I told the people who need to know. Don't mention it anywhere else. If you learn more, report it the same way.";

/** The last reports of leaks that named no embargo, for a coordinator who asked. */
export function leaksAnswer(list: List, reports: readonly (Report & { readonly at: Instant })[], to: Speaker): Outgoing {
  const shown = reports.slice(-reportsMax).reverse();
  const nodes =
    shown.length === 0
      ? [line('There are no leak reports without an embargo.')]
      : shown.flatMap(({ at, ...report }) => [line('Reported ', instant(at)), ...reportNodes(report)]);
  const answered = ofList(list, to, nodes);
  // People's own words, about nobody knows what.
  const message = { push: quietPush, nodes, quiet: true } as const;
  return { ...answered, body: { type: 'message', message, less: null } };
}

const reportsMax = 10;

function reportNodes({ where, what, noticed }: Report): Node[] {
  return [
    fields(
      field('What', what),
      ...(where === null ? [] : [field('To whom or where', where)]),
      ...(noticed === undefined ? [] : [field('Noticed', instant(noticed))]),
    ),
  ];
}

/** What a coordinator can do about it at once; `read`: after acknowledging the terms. */
function decisions({ embargo }: View, read: boolean): Action[] {
  return embargo.ended === null && read ? decisionActions(embargo.codename) : [];
}
