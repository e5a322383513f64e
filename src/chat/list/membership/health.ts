// How the distributors of a list keep up, for its coordinators: the worst first, with what to do next. Of an embargo nothing but its codename.

import type { HealthReason, healthReport } from '../../../domain/health.ts';
import { type Distributor, type List, nameOf } from '../../../domain/list/list.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { ofList, type Speaker } from '../../message/address.ts';
import { type Action, actions, bullets, code, heading, type Inline, instant, line, note, someone, strong } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { many } from '../../message/view.ts';

type Report = ReturnType<typeof healthReport>;

// More would be a wall of buttons; the rows above name everybody.
const buttonedMax = 5;

/** The health of every distributor, a row each, in the order of the report. For coordinators: who asks has been looked at. */
export function healthAnswer(list: List, report: Report, to: Speaker): Outgoing {
  const title = heading(`Health of ${list.name}`);
  if (report.length === 0)
    return ofList(list, to, [title, line('There are no organizations on this list. ', code('org add'), ' adds one.')]);
  const rows = report.map(({ distributor, health: { score, reasons }, carried }): Inline[] => [
    strong(distributor.name),
    `: ${score} of 100. `,
    ...(reasons.length === 0 ? ['No problems.'] : reasons.flatMap((reason, index) => reasonText(reason, list, index))),
    ...(carried === 0 ? [] : [` ${many(carried, 'duty', 'duties')} done within a year.`]),
  ]);
  const amiss = report.filter(({ health }) => health.reasons.length > 0).slice(0, buttonedMax);
  const buttons = amiss.flatMap(({ distributor, health }) => buttonsFor(distributor, health.reasons));
  return ofList(list, to, [
    title,
    bullets(rows),
    note('Each reason shows the points it costs. The score decides nothing: people decide on warnings, probation and removal.'),
    ...(buttons.length === 0 ? [] : [actions(...buttons)]),
  ]);
}

function reasonText(reason: HealthReason, list: List, index: number): Inline[] {
  const { said, next } = wordsOf(reason, list);
  return [index === 0 ? '' : ' ', ...said, ` (${reason.points} points): `, ...next, '.'];
}

/** What is amiss, as a sentence without its end, and what a coordinator does about it. */
function wordsOf(reason: HealthReason, list: List): { readonly said: readonly Inline[]; readonly next: readonly Inline[] } {
  switch (reason.type) {
    case 'no-contact':
      return { said: ['It has no representative'], next: ['ask its alias for one, then ', code('people add')] };
    case 'contact-gone':
      return {
        said: [...people(reason.people, list), ` ${reason.people.length === 1 ? 'has' : 'have'} left, or the account is closed`],
        next: ['ask it for someone else, then ', code('people add')],
      };
    case 'no-backup':
      return { said: ['It has no backup contact'], next: ['ask it to name one'] };
    case 'inactive':
      return {
        said:
          reason.since === null
            ? ['None of its people has ever done anything here']
            : ['None of its people has done anything here since ', instant(reason.since)],
        next: ['ask its contacts whether they still want to be on the list'],
      };
    case 'unacknowledged':
      return { said: ["It didn't respond to the date: ", ...codes(reason.codenames)], next: ['ask its contacts why'] };
    case 'unreviewed':
      return {
        said: ["It didn't review a release: ", ...codes(reason.codenames)],
        next: ['ask for its results, even if it found nothing'],
      };
    case 'duty-undone':
      return {
        said: ["It didn't report a duty done: ", ...codes(reason.codenames)],
        next: ['ask it, or ', code('duty assign'), ' it to others'],
      };
    case 'unpublished':
      return { said: ["It hasn't linked its fixed packages: ", ...codes(reason.codenames)], next: ['ask it to send ', code('link')] };
    case 'no-alias':
      return { said: ['It has no security alias'], next: ['ask it for the address that its security team reads'] };
    case 'alias-untested':
      return { said: ['Its alias has never been tested'], next: ['test it'] };
    case 'alias-silent':
      return {
        said: ['Its alias never returned the code of ', instant(reason.sentAt)],
        next: ['test it again, or ask for another address'],
      };
    case 'no-usable-key':
      return {
        said: [reason.expired === 0 ? 'It has no PGP key' : 'All its PGP keys have expired'],
        next: ['ask it for a valid one'],
      };
    case 'key-expired':
      return {
        said: ['Expired keys: ', ...codes(reason.fingerprints.map((fingerprint) => fingerprint.slice(-16)))],
        next: ['ask it to extend or remove them'],
      };
    case 'recertification-overdue':
      return {
        said: ["It hasn't confirmed that it meets the criteria, due ", instant(reason.dueAt)],
        next: ['ask its contacts, or decide on it'],
      };
    case 'warned':
      return { said: ['It got a warning on ', instant(reason.at)], next: ['check whether it fixed what the warning was about'] };
    case 'probation':
      return {
        said: reason.until === null ? ["It's on probation"] : ["It's on probation until ", instant(reason.until)],
        next: ["decide once that's over"],
      };
    case 'strikes':
      return {
        said: [`It has ${reason.count} ${reason.count === 1 ? 'strike' : 'strikes'}`],
        next: [`with ${list.policy.rules.membership.strikes} or more, it can be removed`],
      };
    default:
      return reason satisfies never;
  }
}

const codes = (texts: readonly string[]): Inline[] => texts.flatMap((text, index) => (index === 0 ? [code(text)] : [', ', code(text)]));

function people(all: readonly PersonId[], list: List): Inline[] {
  const shown = (person: PersonId): Inline => (list.members[person] === undefined ? someone(person) : nameOf(list, person));
  return all.flatMap((person, index) => (index === 0 ? [shown(person)] : [', ', shown(person)]));
}

/** A warning for who has none yet; a test where the alias is in doubt. */
function buttonsFor(distributor: Distributor, reasons: readonly HealthReason[]): Action[] {
  const standing = reasons.some(({ type }) => type === 'warned' || type === 'probation');
  const doubted = reasons.some(({ type }) => type === 'alias-untested' || type === 'alias-silent');
  return [
    ...(standing ? [] : [{ label: `Warn ${distributor.name}…`, words: `org warn ${distributor.id}` }]),
    ...(doubted ? [{ label: `Test the alias of ${distributor.name}`, words: `org test ${distributor.id}` }] : []),
  ];
}
