// A room is adopted knowingly: who is in it and on no list, and who reads along from elsewhere, is said first; and what a founder should know next.

import type { HereCommand } from '../../chat/grammar/intent.ts';
import { confirmAdoption, confirmFounding, confirmTrust } from '../../chat/list/room-answers.ts';
import { personal, type Speaker } from '../../chat/message/address.ts';
import type { Outgoing } from '../../chat/message/outgoing.ts';
import { linkAdviceNodes } from '../../chat/people/people.ts';
import { quoted } from '../../chat/values/quoting.ts';
import type { Db } from '../../db/connection/client.ts';
import { canonicalIds } from '../../db/identities.ts';
import type { ListCommand } from '../../domain/list/commands.ts';
import type { List } from '../../domain/list/list.ts';
import { knownThere, strangersAmong } from '../../domain/list/room.ts';
import { bareId, type PersonId, platformOf } from '../../domain/values/ids.ts';
import type { Engine } from '../../engine.ts';
import type { Lookups } from '../../inbound/lookups.ts';
import { profileOf } from '../../inbound/profiles.ts';
import type { Request } from '../../inbound/request.ts';
import { platformName } from '../resolve.ts';

type Typed = Extract<HereCommand, { type: 'adopt-room' }>;
type Adoption = Extract<ListCommand, { type: 'adopt-room' }>;

/** What adopting a room means, with the button that does it; null where there is nothing to show, or it was shown. `list` null: it is founded by this. */
export async function adoptionFirst(
  tx: Db,
  { heard, to }: { readonly heard: Request['heard']; readonly to: Speaker },
  here: Typed,
  command: Adoption,
  list: List | null,
): Promise<Outgoing | null> {
  if (here.sure) return null;
  const { audit, teams, room } = command;
  const strangers = await strangersIn(tx, command, list, heard.by);
  const trusted = { on: platformOf(room), name: audit.name, teams };
  if (strangers.length > 0)
    return confirmAdoption(to, { ...trusted, list: list?.name ?? here.name, isNew: list === null, strangers }, adoptWords(here, teams));
  if (teams.length > 0) return confirmTrust(to, trusted, adoptWords(here, teams));
  // No list is ever called otherwise: where its name ends, and under which policy it is, is shown before.
  return list === null && /\s/.test(here.name)
    ? confirmFounding(to, { name: audit.name, list: here.name, policy: command.policy }, adoptWords(here, teams))
    : null;
}

/** Who is in the room and on no list, by the ids that its platform knows them by. Of a list that is being founded: everybody but its founder. */
async function strangersIn(tx: Db, { audit }: Adoption, list: List | null, founder: PersonId): Promise<readonly PersonId[]> {
  const { people = [] } = audit;
  const linked = await canonicalIds(tx, people);
  if (list !== null) return strangersAmong(list, people, knownThere(list, audit, linked));
  return people.filter((person) => (linked.get(person) ?? person) !== founder);
}

function adoptWords({ name, policy }: Typed, teams: readonly string[]): string {
  const along = teams.length === 0 ? '' : ` teams=${teams.join(',')}`;
  return `room adopt list=${quoted(name)} policy=${policy}${along} sure=yes`;
}

/** What a founder is called on their list: as their platform shows them, asked for where what they said did not tell. Throws NeedsLookup. */
export async function founderName(tx: Db, engine: Engine, { heard, now }: Request, lookups: Lookups): Promise<string> {
  const { by } = heard;
  return platformName(heard, by) ?? (await profileOf(tx, engine, lookups, by, now))?.name ?? bareId(by);
}

/** To a founder, once: ADMINS names accounts on other platforms, which are other people until they are linked. Nothing where there is none. */
export async function linkAdvice(tx: Db, { admins, platforms }: Engine, { self, from, to }: Request): Promise<Outgoing[]> {
  const linked = new Set(self.ids.map(platformOf));
  const elsewhere = [...admins].filter((id) => {
    const on = platformOf(id);
    return on !== platformOf(from) && platforms[on] !== undefined && !linked.has(on);
  });
  const known = await canonicalIds(tx, elsewhere);
  const open = elsewhere.filter((id) => known.get(id) === id);
  return open.length === 0 ? [] : [personal(to, linkAdviceNodes(open))];
}
