// A leak, said: that there is one, to everybody; to those who have to act what they can do, and the way to what is known of it.
// What coordinators are advised to do follows the policy's Embargo Policy: https://github.com/opencontainers/umoci/security/policy
import { coordinatorsAsked } from '../../../domain/embargo/consent.ts';
import type { AlarmKind } from '../../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { alarmsMax, alarmsOf } from '../../../domain/embargo/nudges.ts';
import { coordinatorsOf, type List, nameOf, roomsOf } from '../../../domain/list/list.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import type { LeakSaid } from '../../../domain/values/leak-said.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { ofList, quietPush, type Speaker, titled, toPerson, toRooms, unasked } from '../../message/address.ts';
import { classLeak, showLeak } from '../../message/leak-words.ts';
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
import { formatUtc } from '../../values/instant.ts';
import { alarm, by, type EventContext, reply, tell, toOtherCoordinators } from '../event-context.ts';
import { unreached } from './told.ts';

type Report = LeakSaid & { readonly unnamed?: unknown };

type Fact = Extract<EmbargoFact, { type: 'leak-reported' }>;

const silence = "Don't mention it outside this list, not even to correct it. Coordinators are looking into it.";
const title = '🚨 Leak reported';
const advice: readonly string[] = [
  'Find out exactly what got out and to whom, and record it.',
  "Ask those who have it to take it down and keep it to themselves. Don't say what it's about.",
  "If anyone can read it, it's public, so publish. That's the default.",
  'The person who let it out tells the list what and to whom. A retrospective follows.',
];

/** Of an embargo: what to do to its coordinators, that there is a report to the rooms, and thanks to whoever reported it. */
export function leakReported(fact: Fact, context: EventContext): Outgoing[] {
  const { embargo, list, now } = context;
  const who = fact.unnamed === undefined ? by(context) : 'Someone on this embargo';
  if (fact.again === true) return sameLeak(fact, who, context);
  const number = fact.leak ?? embargo.leaks?.length ?? 1;
  const many = isOneOfMany('leak', context);
  const manner = many ? tell : alarm;
  const { codename } = embargo;
  const due = embargo.decisionDue;
  const request = coordinatorsAsked(embargo, list);
  const everybody = [
    line(strong(silence)),
    fields(
      field('Reported', soon(now)),
      ...(due === null ? [] : [field('Coordinators decide by', ...counted(due, now))]),
      ...(request.length === 0 ? [] : [field('Coordinators', names(request.map(({ name }) => name)))]),
    ),
    line(
      ...(embargo.ended === null ? ['Until they decide, the terms apply. '] : []),
      'If you acknowledged, read the report in ',
      code(`leak show ${number}`),
      '.',
    ),
  ];
  const rooms = many ? [] : toRooms(list, embargo, { ...alarm, topic: 'leak', title }, everybody);
  // Their platform has no room that may hear it.
  const people = many
    ? []
    : unreached(context).map((person) => toPerson(person, context, { ...alarm, kind: 'dates', topic: 'leak', title }, everybody));
  const advised = (acts: readonly Action[], ...last: Action[]) => [
    bullets(advice.map((each) => [each])),
    ...(due === null ? [] : [line('Decide by ', ...counted(due, now), '.')]),
    actions(...acts, ...last),
  ];
  const top = { topic: 'leak', title, list } as const;
  const whole = titled(
    embargo,
    [line(`${who} reported a leak.`), ...advised(decisions(context, true), showLeak(codename, number), classLeak(codename, number))],
    top,
  );
  // A coordinator who has not acknowledged cannot read the report nor end the embargo, but can say what they see.
  const less = titled(
    embargo,
    [
      line('Someone reported a leak. To read the report, acknowledge the terms.'),
      ...advised(decisions(context, false), { label: 'Read and acknowledge…', words: `terms ${codename}`, style: 'primary' }),
    ],
    top,
  );
  const told = request.map((member): Outgoing => {
    const message = unasked({ person: member.person, room: null }, context, manner, whole);
    return { ...message, body: { type: 'message', message: whole, less } };
  });
  return [
    ...told,
    ...rooms,
    ...people,
    ...keeping(fact, context),
    ...reply(context, `${thanks}${whoKnows(fact, list)}`, [addMore(codename)]),
  ];
}

/** Who learns their name, to somebody who stays unnamed. */
export function whoKnows({ unnamed }: { readonly unnamed?: PersonId | null }, list: List): string {
  if (unnamed === undefined) return '';
  return unnamed === null ? ' I told nobody who reported it.' : ` Only ${nameOf(list, unnamed)} learns that it was you.`;
}

/** Who reported it, to the only one who may know. */
function keeping({ unnamed }: Fact, context: EventContext): Outgoing[] {
  if (unnamed === undefined || unnamed === null) return [];
  const said = line(`${by(context)} reported the leak, and stays unnamed: you alone know. Ask them what you need to ask.`);
  return [toPerson(unnamed, context, tell, [said])];
}

const addMore = (codename: string): Node => actions({ label: 'Add details…', words: `leak add ${codename}` });

/** What was reported, in one line of the record. */
export function leakWords(what: string, { where, noticed, how, taken, link }: Partial<Omit<LeakSaid, 'what'>>): string {
  const more = [where, link, how, taken, noticed === undefined ? undefined : `noticed ${formatUtc(noticed)}`].filter(
    (each) => each != null,
  );
  if (what === '') return more.join('; ');
  return more.length === 0 ? what : `${what} (${more.join('; ')})`;
}

/**
 * Whether somebody has sounded an alarm of one kind so often that more of it would only hide what others report. Coordinators read each of them all the same,
 * and what a coordinator reports always rings.
 */
export function isOneOfMany(kind: AlarmKind, { embargo, list, by: speaker, now }: EventContext): boolean {
  if (speaker === null || list.members[speaker.person]?.role === 'coordinator') return false;
  return alarmsOf(embargo, kind, speaker.person, now) > alarmsMax;
}

/** To coordinators: somebody else saw what they are told of already. */
function sameLeak(fact: Fact, who: string, context: EventContext): Outgoing[] {
  const { codename } = context.embargo;
  const number = fact.leak ?? 1;
  return [
    ...toOtherCoordinators(context, tell, [line(`${who} also reported leak ${number}.`), actions(showLeak(codename, number))]),
    ...keeping(fact, context),
    ...reply(
      context,
      `Thank you. Coordinators already know about this leak; I added what you saw to the record. Don't mention it anywhere else.${whoKnows(fact, context.list)}`,
      [addMore(codename)],
    ),
  ];
}

/** Of no embargo that the one who reports knows of: to the list's coordinators, and to its rooms where a member says so. */
export function leakOnList(
  list: List,
  reporter: { readonly name: string; readonly member: boolean },
  unnamed?: PersonId | null,
): Outgoing[] {
  const manner = { kind: 'membership', urgency: 'leak', list: list.id, embargo: null, card: null } as const;
  const said = (nodes: readonly Node[]) =>
    ({ type: 'message', message: { push: `${list.name}: urgent: a leak report`, nodes }, less: null }) as const;
  const named = reporter.member ? reporter.name : `Someone on no list, who goes by ${reporter.name},`;
  const who = `${unnamed !== undefined ? `Someone ${reporter.member ? 'on the list' : 'on no list'}` : named} reported a leak`;
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
  const kept: Outgoing[] =
    unnamed === undefined || unnamed === null
      ? []
      : [
          {
            ...{ to: { type: 'person', person: unnamed, room: null }, ...manner, urgency: 'answer' },
            body: said([line(`${named} reported the leak, and stays unnamed: you alone know. Ask them what you need to ask.`)]),
          },
        ];
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
  return [...told, ...rooms, ...kept];
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

function reportNodes({ where, what, noticed, how, taken, link }: Report): Node[] {
  return [
    fields(
      field('What', what),
      ...(where === null ? [] : [field('To whom or where', where)]),
      ...(link === undefined ? [] : [field('Link', link)]),
      ...(how === undefined ? [] : [field('How', how)]),
      ...(taken === undefined ? [] : [field('Steps taken', taken)]),
      ...(noticed === undefined ? [] : [field('Noticed', instant(noticed))]),
    ),
  ];
}

/** What a coordinator can do about it at once; `read`: after acknowledging the terms. */
function decisions({ embargo }: View, read: boolean): Action[] {
  return embargo.ended === null && read ? decisionActions(embargo.codename) : [];
}
