// What is kept. Instants are timestamptz and epoch milliseconds in code; whatever says something about a vulnerability, or is in people's own words, is
// sealed (docs/threat-model.md says of each column why it is or is not). State has tables that an operator can read, and that nobody but the bot can write
// so that it counts: facts stand beside them, append-only, and integrity/ holds them together.
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Incoming } from '../chat/message/heard.ts';
import type { Body, Destination } from '../chat/message/outgoing.ts';
import type { Kind } from '../domain/audience.ts';
import type { About, SingleAbout } from '../domain/embargo/about/about.ts';
import type { Answer, Consent, Embargo, Ending, Finding, Patch, PublicReport, PublicStateKey, Review } from '../domain/embargo/embargo.ts';
import type { Draft } from '../domain/list/list.ts';
import type { Membership, Profile } from '../domain/list/membership/membership.ts';
import type { Reports } from '../domain/list/reports/report.ts';
import type { Role } from '../domain/list/roles.ts';
import type { RoomAudit } from '../domain/list/room-audit.ts';
import type { Voter } from '../domain/list/voters.ts';
import type { Outcome } from '../domain/policy/checklist.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { PolicyKey } from '../domain/policy/presets.ts';
import type { DistributorId, EmbargoId, ListId, PersonId, RoomId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { instant, sealed } from './columns.ts';

const listRef = () => text('list_id').$type<ListId>().notNull();
const embargoRef = () => text('embargo_id').$type<EmbargoId>().notNull();

/** Of a row that was written before there were proofs: it proves nothing, until the start has brought it up to date. */
const unproven = sql`''`;

/** `rules` null: those of the preset `policy`, as they are. What is in `membership`, `draft` and `reports` is people's own words. */
export const lists = pgTable(
  'lists',
  {
    id: text('id').$type<ListId>().primaryKey(),
    name: text('name').notNull(),
    policy: text('policy').$type<PolicyKey>().notNull(),
    policyVersion: integer('policy_version').notNull().default(1),
    rules: jsonb('rules').$type<Policy>(),
    draft: sealed<Draft>('draft'),
    membership: sealed<Membership>('membership'),
    /** Vulnerabilities that were reported from outside. */
    reports: sealed<Reports>('reports'),
    /** When the clock is next needed. */
    nextDueAt: instant('next_due_at'),
  },
  (table) => [index('lists_due').on(table.nextDueAt).where(sql`next_due_at is not null`)],
);

/** Who has an application open, on no list yet: to find the list again that their words are about. */
export const applicants = pgTable('applicants', { person: text('person').$type<PersonId>().notNull(), list: listRef() }, (table) => [
  primaryKey({ columns: [table.person, table.list] }),
]);

/** Whose reports from outside a list has: to find the list again that their words are about. */
export const reporters = pgTable('reporters', { person: text('person').$type<PersonId>().notNull(), list: listRef() }, (table) => [
  primaryKey({ columns: [table.person, table.list] }),
]);

/** Who was let in on an embargo of a list from outside: to find the list again that their words are about. */
export const guests = pgTable('guests', { person: text('person').$type<PersonId>().notNull(), list: listRef() }, (table) => [
  primaryKey({ columns: [table.person, table.list] }),
]);

/** A room belongs to one list. */
export const rooms = pgTable(
  'rooms',
  {
    room: text('room').$type<RoomId>().primaryKey(),
    list: listRef(),
    audit: sealed<RoomAudit>('audit').notNull(),
    adoptedAt: instant('adopted_at').notNull(),
    teams: jsonb('teams').$type<readonly string[]>().notNull().default([]),
    keys: text('keys').$type<'all'>(),
    /** When it is to be looked at again, whatever happens. */
    checkAt: instant('check_at').notNull().default(sql`now()`),
    /** When its coordinators were last told who is in it and not on the list. */
    auditedAt: instant('audited_at').notNull().default(sql`now()`),
  },
  (table) => [index('rooms_of_list').on(table.list), index('rooms_to_check').on(table.checkAt)],
);

export const distributors = pgTable(
  'distributors',
  {
    list: listRef(),
    id: text('id').$type<DistributorId>().notNull(),
    name: text('name').notNull(),
    releases: jsonb('releases').$type<readonly string[]>().notNull(),
    profile: sealed<Profile>('profile'),
  },
  (table) => [primaryKey({ columns: [table.list, table.id] })],
);

export const members = pgTable(
  'members',
  {
    list: listRef(),
    person: text('person').$type<PersonId>().notNull(),
    name: sealed<string>('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    distributor: text('distributor_id').$type<DistributorId>(),
    since: instant('since').notNull(),
    zone: text('zone'),
    handover: text('handover').$type<PersonId>(),
    away: jsonb('away').$type<{ readonly since: number; readonly until: number; readonly standIn: PersonId | null }>(),
    terms: text('terms'),
  },
  (table) => [primaryKey({ columns: [table.list, table.person] }), index('members_by_person').on(table.person)],
);

/** A codename is never used again: rows stay when what they say is purged. */
export const embargoes = pgTable(
  'embargoes',
  {
    id: text('id').$type<EmbargoId>().primaryKey(),
    list: listRef(),
    codename: text('codename').notNull().unique(),
    about: sealed<About | SingleAbout>('about').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').$type<PersonId>().notNull(),
    agreed: jsonb('agreed').$type<Embargo['agreed']>(),
    publicState: sealed<Partial<Record<PublicStateKey, PublicReport>>>('public_state').notNull(),
    decisionDue: instant('decision_due'),
    disclosing: jsonb('disclosing').$type<Embargo['disclosing']>(),
    ended: sealed<Ending>('ended'),
    endedAt: instant('ended_at'),
    published: sealed<Embargo['published']>('published').notNull(),
    leaks: sealed<NonNullable<Embargo['leaks']>>('leaks'),
    /** The branches that releases are built from. */
    builds: sealed<NonNullable<Embargo['builds']>>('builds'),
    /** What was asked to be allowed besides the policy, in people's own words. */
    exceptions: sealed<NonNullable<Embargo['exceptions']>>('exceptions'),
    /** Texts for people, as they were written by hand, and who approved them. */
    texts: sealed<NonNullable<Embargo['texts']>>('texts'),
    /** Who of the list it is for, in waves, and who is on it from outside. */
    audience: sealed<NonNullable<Embargo['audience']>>('audience'),
    /** What people said looking back, and what is to be done. */
    retrospective: sealed<NonNullable<Embargo['retrospective']>>('retrospective'),
    reminded: jsonb('reminded').$type<Embargo['reminded']>().notNull(),
    snoozes: jsonb('snoozes').$type<Embargo['snoozes']>().notNull(),
    nudges: jsonb('nudges').$type<NonNullable<Embargo['nudges']>>(),
    /** Which duties of the list were taken on here. */
    duties: jsonb('duties').$type<NonNullable<Embargo['duties']>>(),
    bound: jsonb('bound').$type<NonNullable<Embargo['bound']>>(),
    termsChanged: integer('terms_changed'),
    purgedAt: instant('purged_at'),
    reopenedAt: instant('reopened_at'),
    /** When the clock is next needed. The tick reads this index and nothing else: it costs what is due, not what exists. */
    nextDueAt: instant('next_due_at'),
  },
  (table) => [
    index('embargoes_due').on(table.nextDueAt).where(sql`next_due_at is not null`),
    // What people ask for each time is what runs, or is owed still: few of all that there ever were.
    index('embargoes_live').on(table.list, table.createdAt).where(sql`ended_at is null or next_due_at is not null`),
    index('embargoes_ended').on(table.list, table.endedAt, table.codename).where(sql`ended_at is not null`),
    // What says whether somebody kept up.
    index('embargoes_telling')
      .on(table.list, table.endedAt)
      .where(sql`ended_at is not null and (agreed is not null or duties is not null or next_due_at is not null)`),
  ],
);

export const proposals = pgTable(
  'proposals',
  {
    embargo: embargoRef(),
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    zone: text('zone').notNull(),
    by: text('by').$type<PersonId>().notNull(),
    proposedAt: instant('proposed_at').notNull(),
    answerBy: instant('answer_by').notNull(),
    reason: sealed<string>('reason'),
    state: text('state').$type<'open' | 'agreed' | 'replaced' | 'rejected' | 'withdrawn' | 'closed'>().notNull(),
    extension: boolean('extension'),
    replaces: integer('replaces'),
    answers: sealed<Record<Voter, Answer>>('answers').notNull(),
  },
  (table) => [primaryKey({ columns: [table.embargo, table.number] })],
);

export const consents = pgTable(
  'consents',
  {
    embargo: embargoRef(),
    person: text('person').$type<PersonId>().notNull(),
    state: text('state').$type<Consent['state']>().notNull(),
    at: instant('at').notNull(),
    by: text('by').$type<PersonId>(),
    seen: integer('seen'),
    terms: integer('terms'),
  },
  (table) => [primaryKey({ columns: [table.embargo, table.person] }), index('consents_by_person').on(table.person)],
);

export const patches = pgTable(
  'patches',
  {
    embargo: embargoRef(),
    number: integer('number').notNull(),
    content: sealed<Pick<Patch, 'label' | 'url' | 'files' | 'branches' | 'withdrawn'>>('content').notNull(),
    by: text('by').$type<PersonId>().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.embargo, table.number] })],
);

export const reviews = pgTable(
  'reviews',
  {
    embargo: embargoRef(),
    number: integer('number').notNull(),
    reviewer: text('reviewer').$type<PersonId>().notNull(),
    distributor: text('distributor_id').$type<DistributorId>().notNull(),
    release: sealed<string>('release').notNull(),
    patch: integer('patch').notNull(),
    step: integer('step').notNull(),
    answers: sealed<Review['answers']>('answers').notNull(),
    readyBy: instant('ready_by'),
    startedAt: instant('started_at').notNull(),
    touchedAt: instant('touched_at').notNull(),
    endedAt: instant('ended_at'),
    outcome: sealed<Outcome>('outcome'),
    because: sealed<string>('because'),
    /** The review of another release whose result this is. */
    copied: integer('copied'),
    /** Who had it before its reviewer took it over. */
    handedBy: jsonb('handed_by').$type<readonly PersonId[]>(),
    /** What stood before it was corrected, the oldest first. */
    earlier: sealed<NonNullable<Review['earlier']>>('earlier'),
  },
  (table) => [primaryKey({ columns: [table.embargo, table.number] })],
);

export const findings = pgTable(
  'findings',
  {
    embargo: embargoRef(),
    number: integer('number').notNull(),
    content: sealed<Omit<Finding, 'number' | 'by' | 'at'>>('content').notNull(),
    by: text('by').$type<PersonId>().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.embargo, table.number] })],
);

/** One chain of facts for each list and each embargo. `body` may be purged; `hash` stays and still proves the chain. */
export const facts = pgTable(
  'facts',
  {
    stream: text('stream').notNull(),
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    by: text('by').notNull(),
    type: text('type').notNull(),
    body: sealed<string>('body'),
    bodyHash: text('body_hash').notNull(),
    hash: text('hash').notNull(),
  },
  // When somebody last did something is asked of each person.
  (table) => [primaryKey({ columns: [table.stream, table.seq] }), index('facts_by').on(table.by, table.at)],
);

/**
 * Where a chain ends: its newest fact; the digest of the rows that it has led to, null where they were never written; and which orders it has had facts of
 * lately, by a short digest and when they came in. What came in by `since` is too old to tell.
 */
export type Head = {
  readonly seq: number;
  readonly hash: string;
  readonly state: string | null;
  readonly orders: { readonly since: Instant; readonly had: readonly (readonly [digest: string, receivedAt: Instant])[] };
};

/** Where each chain ends. Sealed: to cut off a tail needs the key, or an older head kept from a backup. */
export const chains = pgTable('chains', {
  stream: text('stream').primaryKey(),
  head: sealed<Head>('head').notNull(),
});

/**
 * A yes to it says these words, as a button does with that label, in that place. `asked`: which message of the outbox asks; `stands`: how things stood of which
 * it asks. Or it was a yes, and said these words.
 */
export type Offered =
  | {
      readonly type: 'offers';
      readonly room: RoomId | null;
      readonly words: string;
      readonly label: string;
      readonly asked: number;
      readonly stands: string;
    }
  | { readonly type: 'took'; readonly words: string };

/** What was heard. A row is kept longer than any platform retries, and so recognises what was heard before. */
export const inbox = pgTable(
  'inbox',
  {
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    key: text('key').notNull().unique(),
    /** The id of who said it, or of what changed. */
    by: text('by').notNull(),
    heard: sealed<Incoming>('heard'),
    receivedAt: instant('received_at').notNull(),
    tryAt: instant('try_at').notNull(),
    attempts: smallint('attempts').notNull().default(0),
    /** Who goes first: members before strangers, what cannot wait before what can. See db/inbox.ts. */
    priority: smallint('priority').notNull().default(1),
    /** How much of the same speaker's waited as it came: turns are taken, so that nobody who says much stands before those who say little. */
    turn: integer('turn').notNull().default(0),
    /** How often it was begun and nobody came back from it. */
    begun: smallint('begun').notNull().default(0),
    begunAt: instant('begun_at'),
    doneAt: instant('done_at'),
    /** How it ended, as far as questions are asked about it: what came of it is in `result`. While it waits: that it waits apart. */
    outcome: text('outcome'),
    result: sealed<string>('result'),
    /** What it was answered with, for a yes to say; or what it said as such a yes. */
    offered: sealed<Offered>('offered'),
  },
  (table) => [
    index('inbox_waiting').on(table.priority, table.turn, table.seq).where(sql`done_at is null`),
    index('inbox_waiting_by').on(table.by, table.seq).where(sql`done_at is null`),
    index('inbox_done').on(table.doneAt).where(sql`done_at is not null`),
  ],
);

export type OutboxState = 'queued' | 'sending' | 'sent' | 'withheld' | 'dead' | 'replaced';

/** What is to be said. `refs` are the posts made of it so far, page by page. */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey(),
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    lane: text('lane').notNull(),
    urgency: smallint('urgency').notNull(),
    kind: text('kind').$type<Kind>().notNull(),
    list: text('list_id').$type<ListId>(),
    embargo: text('embargo_id').$type<EmbargoId>(),
    destination: jsonb('destination').$type<Destination>().notNull(),
    body: sealed<Body>('body'),
    card: text('card'),
    pin: boolean('pin').notNull().default(false),
    state: text('state').$type<OutboxState>().notNull().default('queued'),
    queuedAt: instant('queued_at').notNull(),
    notBefore: instant('not_before').notNull(),
    claimedUntil: instant('claimed_until'),
    attempts: smallint('attempts').notNull().default(0),
    repeated: boolean('repeated').notNull().default(false),
    refs: sealed<readonly (string | null)[]>('refs').notNull(),
    code: text('code'),
    sentAt: instant('sent_at'),
  },
  (table) => [
    index('outbox_waiting').on(table.lane, table.urgency, table.seq).where(sql`state = 'queued'`),
    index('outbox_sending').on(table.claimedUntil).where(sql`state = 'sending'`),
    index('outbox_sent').on(table.sentAt).where(sql`state not in ('queued', 'sending')`),
    uniqueIndex('outbox_one_edit_waits').on(table.card).where(sql`state = 'queued' and card is not null`),
  ],
);

/** One row for each place that is posted to: who claims it sends there alone until `freeAt`, which is then moved by the platform's pace. */
export const lanes = pgTable('lanes', { lane: text('lane').primaryKey(), freeAt: instant('free_at').notNull() });

/** The posts that an edited-in-place card consists of. */
export const cards = pgTable('cards', {
  key: text('key').primaryKey(),
  refs: sealed<readonly (string | null)[]>('refs').notNull(),
});

/** A person's other ids: what comes from `alias` was said by `person`. */
export const identities = pgTable(
  'identities',
  {
    alias: text('alias').$type<PersonId>().primaryKey(),
    person: text('person').$type<PersonId>().notNull(),
    since: instant('since').notNull(),
    /** That the bot wrote this row: whom an id stands for is a right. */
    proof: sealed<true>('proof').notNull().default(unproven),
  },
  (table) => [index('identities_of_person').on(table.person)],
);

/** Codes that wait to be typed on another platform. Only a digest of them is kept, that takes the key to make. */
export const linkCodes = pgTable('link_codes', {
  hash: text('hash').primaryKey(),
  person: text('person').$type<PersonId>().notNull(),
  expiresAt: instant('expires_at').notNull(),
  proof: sealed<true>('proof').notNull().default(unproven),
});

/** Orders that are carried out once somebody else, or their speaker from elsewhere, confirms them. What is in `command` is the bot's own. */
export const pendingOrders = pgTable(
  'pending_orders',
  {
    id: text('id').primaryKey(),
    list: listRef(),
    embargo: text('embargo_id').$type<EmbargoId>(),
    by: text('by').$type<PersonId>().notNull(),
    /** The account that it was given from. */
    from: text('from').$type<PersonId>().notNull(),
    command: sealed<unknown>('command').notNull(),
    askedAt: instant('asked_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('pending_orders_by').on(table.by)],
);

/** What a platform told of one of somebody's ids. */
export const profiles = pgTable('profiles', {
  person: text('person').$type<PersonId>().primaryKey(),
  name: sealed<string>('name'),
  zone: text('zone'),
  gone: boolean('gone').notNull(),
  app: boolean('app').notNull(),
  readAt: instant('read_at').notNull(),
  /** Since when the id speaks for nobody, its account having been closed. An account that comes back is not opened by that. */
  closedAt: instant('closed_at'),
  /** That the bot closed it, or left it open. */
  proof: sealed<true>('proof').notNull().default(unproven),
});

/** How somebody wants to be reached. `quiet` is in minutes of the day in their own zone; `reach` is one of their ids. */
export const preferences = pgTable('preferences', {
  person: text('person').$type<PersonId>().primaryKey(),
  quiet: jsonb('quiet').$type<{ readonly from: number; readonly to: number }>(),
  reach: text('reach').$type<PersonId>(),
});

/** Who has looked at their personal page, and so wants it kept up to date. */
export const homes = pgTable('homes', {
  person: text('person').$type<PersonId>().primaryKey(),
  openedAt: instant('opened_at').notNull(),
});

/** Where the bot is installed: a workspace, or a Grid organisation as a whole. Tokens are in `installation`. */
export const installations = pgTable(
  'installations',
  {
    owner: text('owner').primaryKey(),
    enterprise: text('enterprise'),
    installation: sealed<unknown>('installation').notNull(),
    installedAt: instant('installed_at').notNull(),
  },
  (table) => [index('installations_of_enterprise').on(table.enterprise)],
);

/**
 * The bot's own account on Matrix. Of all replicas one holds it: it alone hears and speaks, until `heldUntil` by the database's clock. `epoch` grows with
 * each holder, so that one that lost it unawares can keep nothing any more. `since`: up to where the homeserver's events are in the inbox.
 */
export const matrixAccounts = pgTable('matrix_accounts', {
  user: text('user_id').primaryKey(),
  epoch: integer('epoch').notNull(),
  heldBy: text('held_by'),
  heldUntil: instant('held_until'),
  device: sealed<unknown>('device'),
  since: text('since'),
  structure: jsonb('structure'),
  unread: sealed<readonly unknown[]>('unread'),
});

/** The store of the encryption machine of one device, record by record. */
export const matrixRecords = pgTable(
  'matrix_records',
  {
    user: text('user_id').notNull(),
    device: text('device_id').notNull(),
    store: text('store').notNull(),
    key: text('key').notNull(),
    value: sealed<string>('value').notNull(),
    touchedAt: instant('touched_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.user, table.device, table.store, table.key] })],
);

/** The room in which the bot speaks with somebody alone, and where their conversation stands (a form that is open). */
export const matrixDirects = pgTable('matrix_directs', {
  person: text('person').$type<PersonId>().primaryKey(),
  room: text('room').$type<RoomId>(),
  /** That it is their room. */
  proof: sealed<true>('proof').notNull().default(unproven),
  talk: sealed<unknown>('talk'),
});

/** What can be answered to a message, by number. */
export const matrixChoices = pgTable(
  'matrix_choices',
  {
    event: text('event_id').primaryKey(),
    room: text('room').$type<RoomId>().notNull(),
    choices: sealed<unknown>('choices').notNull(),
    at: instant('at').notNull(),
    until: instant('until').notNull(),
  },
  (table) => [index('matrix_choices_of_room').on(table.room, table.at), index('matrix_choices_until').on(table.until)],
);

/** The identity by which the bot knows somebody: what is signed by another is not believed. */
export const matrixIdentities = pgTable('matrix_identities', {
  person: text('person').$type<PersonId>().primaryKey(),
  masterKey: sealed<string>('master_key').notNull(),
  since: instant('since').notNull(),
});

/**
 * In which event each message of an encrypted session was read, so that it counts in no other. `place`: a digest of room, event and sender. Kept as long
 * as the session is.
 */
export const matrixMessages = pgTable(
  'matrix_messages',
  {
    session: text('session').notNull(),
    index: bigint('message_index', { mode: 'number' }).notNull(),
    place: text('place').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.session, table.index] })],
);

/** Small things of the installation itself, such as where the terminal's clock stands. */
export const settings = pgTable('settings', { key: text('key').primaryKey(), value: jsonb('value').notNull() });
