// Whether the people of ADMINS and the rooms of the lists are fit, as Slack has them now. Pure.
import { type Diagnosis, fault, fine } from '../../../chat/diagnosis.ts';
import { faultsOf, type RoomFault } from '../../../domain/list/room-audit.ts';
import type { SlackFindings, SlackSetup } from './doctor.ts';

const personFaults: Readonly<Record<string, readonly [text: string, next: string]>> = {
  gone: ['their account is deactivated.', 'remove them from ADMINS, and name someone else.'],
  app: ["that's an app, not a person.", 'name a person in ADMINS.'],
  user_not_found: ["Slack doesn't know them.", 'copy the id again: Profile, Copy member ID.'],
};

/** Whether those who may found lists are there. */
export function diagnosePeople({ workspaces }: SlackFindings, { admins }: SlackSetup): Diagnosis[] {
  const all = workspaces.flatMap(({ people }) => people);
  // Somebody of an organisation is known in those of its workspaces alone that they are in.
  const found = admins.flatMap((admin) => {
    const answers = all.filter(({ person }) => person === admin);
    return (answers.find(({ asked }) => asked.ok) ?? answers[0]) || [];
  });
  const elsewhere = admins.filter((admin) => allAnswered(workspaces) && !found.some(({ person }) => person === admin));
  const faults = found.flatMap(({ person, asked }) => {
    const word = personFaults[asked.ok ? asked.value : asked.code];
    if (word === undefined) return asked.ok || asked.code === 'missing_scope' ? [] : [unread(`admin ${person}`, asked.code)];
    return [fault(`admin ${person}`, ...word)];
  });
  const strangers = elsewhere.map((admin) =>
    fault(`admin ${admin}`, "the bot isn't installed in their workspace.", 'use the id of a workspace where it is, as slack:T…/U….'),
  );
  const here = found.filter(({ asked }) => asked.ok && asked.value === 'here').length;
  return [...(here === 0 || faults.length > 0 ? [] : [fine('admins', `${here} of ADMINS, all active at Slack.`)]), ...faults, ...strangers];
}

/** What Slack can tell of a room. */
const roomAdvice: Readonly<Partial<Record<RoomFault, readonly [text: string, next: string]>>> = {
  public: ["it isn't private.", 'make it private, or adopt another room and send `room leave` in this one.'],
  'shared-externally': [
    "it's shared with another organization that no coordinator named.",
    'stop sharing it, or have a coordinator send `room trust`.',
  ],
  archived: ["it's archived.", 'unarchive it, or adopt another one.'],
  'bot-is-not-in-it': ["the bot isn't in it.", 'invite it there: /invite @embargo'],
};

/** Whether the rooms of the lists are fit, as they are now. */
export function diagnoseRooms({ workspaces }: SlackFindings, setup: SlackSetup): Diagnosis[] {
  const found = workspaces.flatMap(({ rooms: asked }) => asked);
  const lost = setup.rooms.filter(({ room }) => allAnswered(workspaces) && !found.some((each) => each.room === room));
  const lines = found.flatMap(({ room, asked }) => {
    if (!asked.ok) return [unread(`room ${room}`, asked.code)];
    const named = setup.rooms.find((each) => each.room === room)?.teams ?? [];
    const faults = faultsOf(asked.value, named).flatMap((each) => {
      const advice = roomAdvice[each];
      return advice === undefined ? [] : [fault(`room ${room}`, ...advice)];
    });
    return faults.length > 0 ? faults : [fine(`room ${room}`, "it's private, and the bot is in it.")];
  });
  const away = lost.map(({ room }) =>
    fault(`room ${room}`, "the bot isn't installed in its workspace.", 'install it there again, or send `room leave` for it.'),
  );
  return [...lines, ...away];
}

const unread = (about: string, code: string): Diagnosis =>
  fault(about, `Slack didn't answer (${code}).`, 'fix the problems above, then run this again.');

// Who belongs to a workspace that did not answer is not said to be nowhere.
const allAnswered = (workspaces: SlackFindings['workspaces']): boolean =>
  workspaces.length > 0 && workspaces.every(({ identity }) => identity.ok);
