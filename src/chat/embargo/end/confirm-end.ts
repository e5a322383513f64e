// What ending an embargo does, to whom, before it is done.
import { roster } from '../../../domain/embargo/consent.ts';
import type { EndReason } from '../../../domain/embargo/embargo.ts';
import { debtOf, leavesId, madePublic } from '../../../domain/embargo/end/owed.ts';
import { roomsOf } from '../../../domain/list/list.ts';
import { clockKeys, clocksAfterEnd } from '../../../domain/policy/policy.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { answer, type Speaker, titled } from '../../message/address.ts';
import { actions, code, instant, line, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { clockTitles, endsAs, type View } from '../../message/view.ts';
import { typedUtc } from '../../values/instant.ts';
import { lengthText } from '../../values/lengths.ts';
import { quoted } from '../../values/quoting.ts';
import { mayTell } from './ending.ts';

/** The order to end as it was given. */
export type Ending = { readonly reason: EndReason; readonly because: string | null; readonly at?: Instant };

/** Who is told, what is owed then, and whether it can be taken back; with the button that does it. */
export function confirmEnd(view: View, to: Speaker, { reason, because, at }: Ending): Outgoing {
  const { codename } = view.embargo;
  const since = at === undefined ? '' : ` at="${typedUtc(at)}"`;
  // In quotes, so that nothing in somebody's reason is taken for another argument.
  const words = `end ${codename} ${reason}${since} sure=yes${because === null ? '' : ` because=${quoted(because)}`}`;
  const message = titled(view.embargo, [
    line(
      `This ends ${codename} for everyone, at once, ${endsAs[reason]}.`,
      ...(at === undefined ? [] : [" It's been public since ", instant(at), '.']),
    ),
    line(`Told: ${toldText(view)}. ${mayTell(reason)}`),
    line(`To do after it: ${owedText(view, reason)}.`),
    takenBack(view, reason),
    actions({ label: `End ${codename} ${endsAs[reason]}`, words, style: 'danger' }),
  ]);
  return answer(to, view.embargo, { kind: 'dates', urgency: 'answer' }, message);
}

function toldText({ embargo, list }: View): string {
  const people = roster(embargo, list).filter(({ consent }) => consent !== 'declined').length;
  const rooms = roomsOf(list).length;
  const counted = (count: number, one: string, several: string) => `${count} ${count === 1 ? one : several}`;
  return `${counted(people, 'person', 'people')}, whether they acknowledged or not, and ${counted(rooms, 'room', 'rooms')}`;
}

function owedText({ embargo }: View, reason: EndReason): string {
  const rejectCve = leavesId(reason, embargo.about) ? ({ rejectCve: true } as const) : {};
  const debts = clockKeys.flatMap((clock) => {
    const debt = debtOf({ reason, ...rejectCve }, clock);
    if (debt === 'rejection') return ['the rejection of the reserved CVE id'];
    return debt === 'owed'
      ? [clocksAfterEnd[clock].owedBy === 'distributors' ? "each organization's fixed packages" : clockTitles[clock]]
      : [];
  });
  return debts.length === 0 ? 'nothing' : debts.join(', ');
}

function takenBack({ list }: View, reason: EndReason): Node {
  const { reopenWithinMs, retentionMs } = list.policy.rules;
  // What is purged cannot be taken up again.
  const within = Math.min(reopenWithinMs, retentionMs);
  return madePublic(reason) || within === 0
    ? line("You can't undo this.")
    : line("You can't undo this, except with ", code('reopen'), ` within ${lengthText(within)}.`);
}
