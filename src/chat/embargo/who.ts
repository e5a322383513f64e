// Who knows of an embargo: since when, let in by whom, and whose access was ended.
import { type ConsentState, roster } from '../../domain/embargo/consent.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { nameOf } from '../../domain/list/list.ts';
import type { Happened } from '../../domain/values/happened.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { bullets, type Inline, line, type Node, note, soon } from '../message/message.ts';
import { many, personLabel, type View } from '../message/view.ts';

const consentWords: Readonly<Record<ConsentState, string>> = {
  none: 'has no need to know',
  invited: "hasn't acknowledged",
  signed: 'has acknowledged',
  asked: 'acknowledged an earlier date',
  lapsed: 'has to acknowledge again',
  declined: 'declined',
};

// From so many people on it is worth a line.
const crowdFrom = 10;
// CERT/CC's guide reckons that each party keeps a secret with 99.9 %: of a hundred, one list in ten leaks.
const keepsIt = 0.999;

/** Everybody who knows of it, how many that are, and who did. `facts`: its record. */
export function whoNodes({ embargo, list }: View, facts: readonly Happened<EmbargoFact>[]): Node[] {
  const knew = roster(embargo, list);
  const signed = new Map(facts.flatMap(({ fact, by, at }) => (fact.type === 'terms-acknowledged' ? [[by, at] as const] : [])));
  const invited = letIn(facts);
  const rows = knew.map(({ member, consent }): Inline[] => {
    const since = consent === 'signed' || consent === 'asked' ? signed.get(member.person) : undefined;
    const by = invited.get(member.person)?.by;
    return [
      `${personLabel(list, member.person)}, ${member.role === 'outsider' ? 'from outside the list' : member.role}: ${consentWords[consent]}`,
      ...(since === undefined ? [] : [' on ', soon(since)]),
      ...(by === undefined || by === 'clock' ? [] : [`, invited by ${nameOf(list, by)}`]),
    ];
  });
  const gone = Object.entries(embargo.consents).flatMap(([person, consent]): Inline[][] =>
    consent.state === 'revoked' && !knew.some(({ member }) => member.person === person)
      ? [[`${nameOf(list, person as PersonId)}: access ended by ${nameOf(list, consent.by)} on `, soon(consent.at)]]
      : [],
  );
  const risk = Math.round((1 - keepsIt ** knew.length) * 100);
  return [
    line(`${many(knew.length, 'person knows', 'people know')} of it:`),
    bullets(rows),
    ...(gone.length === 0 ? [] : [line('No longer:'), bullets(gone)]),
    ...(knew.length < crowdFrom
      ? []
      : [
          note(
            `By CERT/CC's rule of thumb, ${knew.length} people give a chance of about ${risk} % that it gets out. Invite only who is needed.`,
          ),
        ]),
  ];
}

/** Who was let in by name, each with the last time that they were. */
export const letIn = (facts: readonly Happened<EmbargoFact>[]): ReadonlyMap<PersonId, Happened<EmbargoFact>> =>
  new Map(
    facts.flatMap((each) =>
      each.fact.type === 'person-admitted' || each.fact.type === 'outsider-invited' ? [[each.fact.person, each] as const] : [],
    ),
  );
