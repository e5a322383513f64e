// Who is on a list, to be taken elsewhere: organisations for everybody to see, and the whole register for its coordinators. As Markdown, as JSON.
import { onListSince } from '../../../domain/list/distributor.ts';
import { type Distributor, distributorsOf, type List, membersOf, nameOf } from '../../../domain/list/list.ts';
import type { AliasTest, PgpKey } from '../../../domain/list/membership/membership.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { byName } from '../../../domain/values/order.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { ofList, type Speaker } from '../../message/address.ts';
import { line, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import type { Day, PublicMember, RegisterEntry } from './register-entries.ts';
import { publicMarkdown, registerMarkdown } from './register-markdown.ts';

export type RegisterKind = 'public' | 'register';
export type RegisterFormat = 'markdown' | 'json';

/** The organisations of a list by name, and nothing of anybody in them. */
export function publicMembers(list: List): PublicMember[] {
  return inOrder(list).map((distributor) => publicMember(distributor, list));
}

/** Everything that is known of each organisation at an instant, by name. For coordinators alone. */
export function registerOf(list: List, now: Instant): RegisterEntry[] {
  return inOrder(list).map((distributor) => entryOf(distributor, list, now));
}

const inOrder = (list: List): Distributor[] => distributorsOf(list).sort(byName);

function publicMember(distributor: Distributor, list: List): PublicMember {
  const since = onListSince(list, distributor);
  return { name: distributor.name, since: since === null ? null : dayOf(since), ships: distributor.profile?.ships ?? [] };
}

function entryOf(distributor: Distributor, list: List, now: Instant): RegisterEntry {
  const { id, releases, profile } = distributor;
  const contact = (person: PersonId | null = null) => (person === null ? null : nameOf(list, person));
  const standing = profile?.standing ?? null;
  return {
    ...publicMember(distributor, list),
    entity: profile?.entity ?? null,
    releases,
    architectures: profile?.architectures ?? [],
    countries: profile?.countries ?? [],
    alias: aliasOf(profile?.alias ?? null, profile?.aliasTest ?? null),
    keys: (profile?.keys ?? []).map((key) => keyOf(key, now)),
    primary: contact(profile?.primary),
    backup: contact(profile?.backup),
    people: membersOf(list)
      .filter((member) => member.distributor === id)
      .sort(byName)
      .map(({ name, person, role, since }) => ({ name, id: person, role, since: dayOf(since) })),
    reviewed: profile === undefined ? null : dayOf(profile.reviewedAt),
    standing:
      standing === null
        ? null
        : {
            state: standing.state,
            because: standing.because,
            on: dayOf(standing.at),
            until: standing.until === null ? null : dayOf(standing.until),
          },
    strikes: (profile?.strikes ?? []).map(({ person, at, because, by, leak, answer, withdrawn }) => ({
      name: nameOf(list, person),
      on: dayOf(at),
      because,
      by: nameOf(list, by),
      leak: leak === undefined ? null : `${leak.codename} ${leak.number}`,
      answer: answer?.text ?? null,
      withdrawn: withdrawn?.because ?? null,
    })),
  };
}

function aliasOf(address: string | null, test: AliasTest | null): RegisterEntry['alias'] {
  if (address === null) return null;
  const answered = test?.backAt ?? null;
  return { address, tested: test === null ? null : dayOf(test.sentAt), answered: answered === null ? null : dayOf(answered) };
}

function keyOf({ fingerprint, expiresAt }: PgpKey, now: Instant): RegisterEntry['keys'][number] {
  const grouped = fingerprint.match(/.{1,4}/g)?.join(' ') ?? '';
  return { fingerprint: grouped, expires: expiresAt === null ? null : dayOf(expiresAt), expired: expiresAt !== null && expiresAt <= now };
}

const dayOf = (at: Instant): Day => new Date(at).toISOString().slice(0, 10);

/** The text of a list's members or of its register, to be copied. */
export function registerText(list: List, kind: RegisterKind, format: RegisterFormat, now: Instant): string {
  if (kind === 'public') {
    const members = publicMembers(list);
    return format === 'json' ? jsonText({ list: list.name, members }) : publicMarkdown(list.name, members);
  }
  const organisations = registerOf(list, now);
  return format === 'json' ? jsonText({ list: list.name, on: dayOf(now), organisations }) : registerMarkdown(list.name, organisations);
}

// Platforms leave such characters out, or begin a new line at them: what is copied would not be the same, or no JSON.
const lostOnTheWay = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;

function jsonText(value: object): string {
  const escaped = (found: string) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(lostOnTheWay, escaped);
}

const titles: Readonly<Record<RegisterKind, string>> = {
  public: 'The members of this list, organizations only, ready to publish:',
  register: 'The register of this list, for coordinators only: it has people, addresses, warnings and strikes.',
};

/** The text as an answer to the one person who asked for it. */
export function registerAnswer(list: List, kind: RegisterKind, format: RegisterFormat, to: Speaker, now: Instant): Outgoing {
  return ofList(list, to, [line(titles[kind]), ...textNodes(registerText(list, kind, format, now))]);
}

// Platforms cut longer texts wherever that falls (Slack at 3,000 characters, Matrix at 20,000 bytes of everything); in these it is between two lines.
const pieceMax = 2_000;

/** A text of many lines in as many pieces as are shown whole, cut between lines. */
function textNodes(text: string): Node[] {
  const pieces: string[] = [];
  for (const row of text.split('\n')) {
    const last = pieces.at(-1);
    if (last === undefined || last.length + row.length >= pieceMax) pieces.push(row);
    else pieces[pieces.length - 1] = `${last}\n${row}`;
  }
  return pieces.map((piece) => line(piece));
}
