// A person's calendar: the disclosure dates of the embargoes that they know of, as a file (RFC 5545). Calendars are shared and kept elsewhere, so that it holds
// codenames and instants, and nothing else.
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { consentOf, memberOf } from '../../domain/embargo/consent.ts';
import { agreedDate, type Embargo, openProposals, type Proposal } from '../../domain/embargo/embargo.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { naming, personal, type Speaker } from '../message/address.ts';
import { filesTitle, textFile } from '../message/files.ts';
import { code, line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { many, type View } from '../message/view.ts';

/** An instant in a calendar. `key` and `sequence`: by them what is imported again takes the place of what was there. */
type Entry = {
  readonly key: string;
  readonly sequence: number;
  readonly at: Instant;
  readonly summary: string;
  readonly status: ICalEventStatus;
};

/** What somebody puts in their calendar, in a direct message; where there is no date, that there is none. `views`: those that they may know of. */
export function calendarAnswer(views: readonly View[], to: Speaker, now: Instant): Outgoing {
  const theirs = views.filter((view) => isTheirs(view, to.person));
  const entries = theirs.flatMap(({ embargo }) => entriesOf(embargo, now));
  const dates = entries.filter(({ status }) => status !== ICalEventStatus.CANCELLED).length;
  if (dates === 0) {
    return personal(to, [
      line('Nothing to put in a calendar: no embargo of yours has a date, agreed or proposed. ', code('list'), ' shows them.'),
    ]);
  }
  const instead = ["The calendar couldn't be sent as a file. ", code('list'), ' shows the dates.'];
  const files = [{ ...textFile({ name: 'embargoes.ics', text: calendarText(entries, now), words: 'list' }), instead }];
  const what = `${filesTitle(files)}: ${many(dates, 'date', 'dates')}, with codenames only`;
  const said = line(`Your calendar comes to you directly, as ${what}. After a change, get and import a new one: `, code('calendar'), '.');
  const answered = personal(to, [said]);
  const named = naming(
    answered,
    theirs.map(({ embargo }) => embargo),
  );
  return named.body.type === 'message' ? { ...named, body: { ...named.body, message: { ...named.body.message, files } } } : named;
}

/** Of what runs; who declined asked not to hear of it. */
function isTheirs({ embargo, list }: View, person: PersonId): boolean {
  return embargo.ended === null && consentOf(embargo, memberOf(list, person)) !== 'declined';
}

/** Each date that was asked for, from its proposal to its end: tentative, agreed, or taken back from who imported it before. What is past misleads nobody. */
function entriesOf(embargo: Embargo, now: Instant): Entry[] {
  const { codename } = embargo;
  const agreed = agreedDate(embargo)?.number;
  const open = new Set(openProposals(embargo, now).map(({ number }) => number));
  return Object.values<Proposal>(embargo.proposals).flatMap(({ number, at }): Entry[] => {
    const of = { key: `${codename}.${number}`, at };
    if (number === agreed) return [{ ...of, sequence: 1, summary: `${codename}: disclosure`, status: ICalEventStatus.CONFIRMED }];
    const asked = { ...of, summary: `${codename}: proposed disclosure (proposal ${number})` };
    if (open.has(number)) return [{ ...asked, sequence: 0, status: ICalEventStatus.TENTATIVE }];
    return at <= now ? [] : [{ ...asked, sequence: 2, status: ICalEventStatus.CANCELLED }];
  });
}

/** The calendar as RFC 5545 has it. `now`: when it is made. All instants are UTC. */
function calendarText(entries: readonly Entry[], now: Instant): string {
  const calendar = ical({
    name: 'Embargoes',
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'embargo-bot', product: 'embargoes' },
  });
  for (const { key, sequence, at, summary, status } of entries)
    calendar.createEvent({
      ...{ id: `${key}@embargo-bot`, sequence, start: new Date(at), stamp: new Date(now), summary, status },
      ...{ class: ICalEventClass.PRIVATE, transparency: ICalEventTransparency.TRANSPARENT },
    });
  return calendar.toString();
}
