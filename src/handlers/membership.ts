// Commands about a list's policy, distributors, applications and people: what they need before they can be decided, and answers to questions.

import type { Query, UnreadCommand } from '../chat/grammar/intent.ts';
import { type PolicyField, policyFields } from '../chat/grammar/policy-fields.ts';
import { applicationAnswer, applicationsAnswer, leftOutNodes, ownApplicationNodes } from '../chat/list/membership/applications.ts';
import { distributorAnswer, removalMeaning } from '../chat/list/membership/standing.ts';
import { differencesAnswer, historyAnswer, policyAnswer, policyVersions } from '../chat/list/policy.ts';
import { readPolicyFile } from '../chat/list/policy-file.ts';
import { ofList, personal } from '../chat/message/address.ts';
import { code, line, type Node } from '../chat/message/message.ts';
import { slug } from '../chat/values/names.ts';
import { quoted } from '../chat/values/quoting.ts';
import type { Db } from '../db/connection/client.ts';
import { listStream, readFacts } from '../db/facts.ts';
import { hashOf } from '../db/identities.ts';
import { listsAppliedTo, loadList } from '../db/lists.ts';
import type { ListCommand } from '../domain/list/commands.ts';
import { findDistributor, unknownOrganization } from '../domain/list/distributor.ts';
import type { ListFact } from '../domain/list/facts.ts';
import type { List } from '../domain/list/list.ts';
import { joinedWithBackup } from '../domain/list/membership/accept-policy.ts';
import { applicationOf, openApplications } from '../domain/list/membership/application.ts';
import { profileOf } from '../domain/list/membership/decide.ts';
import { wholeFrom } from '../domain/list/membership/hand-in.ts';
import type { Application } from '../domain/list/membership/membership.ts';
import type { WholeApplication } from '../domain/list/membership/whole-application.ts';
import { policyOf } from '../domain/policy/presets.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { KnownCommand } from '../domain/second-approval.ts';
import type { ListId, PersonId } from '../domain/values/ids.ts';
import { refuse } from '../domain/values/refusal.ts';
import type { Engine } from '../engine.ts';
import { listMeant, type Request } from '../inbound/request.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { drawCode, shownCode } from './codes.ts';
import { readKeyBlock } from './pgp.ts';
import { policyHash } from './policy-hash.ts';
import type { Reply } from './reply.ts';

/** The list that an applicant's words are about, who is on none: the one they name, or the one where their application is. */
export async function listOfApplicant(tx: Db, { heard }: Request, named: string | null): Promise<ListId | null> {
  if (named !== null) return (await loadList(tx, slug(named) as ListId))?.id ?? null;
  const ids = await listsAppliedTo(tx, heard.by);
  const found: { readonly id: ListId; readonly rank: number }[] = [];
  for (const id of ids) {
    const list = await loadList(tx, id);
    if (list !== null) found.push({ id, rank: rankOf(applicationOf(list, heard.by) ?? joinedWithBackup(list, heard.by), heard.by) });
  }
  return found.sort((one, other) => other.rank - one.rank)[0]?.id ?? null;
}

/** Which of several is meant: one of their own before one that names them, and the one begun last; where none is open, any. */
function rankOf(application: Application | null, person: PersonId): number {
  if (application === null) return 0;
  return application.applicant === person ? application.startedAt : 1;
}

/** As the domain knows the command: with files, keys and codes read. `list`: as it stands. `secret`: the code of a test of an alias. */
export async function readCommand(
  { heard, now }: Request,
  here: Exclude<UnreadCommand, { type: 'remove-distributor' | 'leave-list' }>,
  { list, name, secret }: { readonly list: List; readonly name: (person: PersonId) => string | null; readonly secret: string },
): Promise<KnownCommand | Refusal> {
  switch (here.type) {
    case 'use-policy':
      return { type: 'draft-policy', rules: policyOf(here.preset), preset: here.preset };
    case 'adopt-policy':
      return { type: 'adopt-policy', hash: here.hash ?? (list.draft === undefined ? '' : policyHash(list.draft.rules)) };
    case 'edit-policy': {
      const base = (list.draft ?? list.policy).rules;
      const field: PolicyField = policyFields[here.rule];
      const read = field.read(here.text, base);
      if (!read.ok) return refuse({ code: 'bad-field', problem: read.problem });
      return { type: 'draft-policy', rules: versioned(list, read.value), preset: null };
    }
    case 'import-policy': {
      const file = readPolicyFile(here.text);
      if (!file.ok) return refuse({ code: 'bad-policy-file', where: file.where, problem: file.problem });
      return { type: 'draft-policy', rules: versioned(list, file.policy), preset: null };
    }
    case 'add-key': {
      const distributor = here.distributor ?? list.members[heard.by]?.distributor ?? null;
      if (distributor === null) return refuse({ code: 'whose-key' });
      const key = await readKeyBlock(here.text, now);
      return 'reason' in key ? key : { type: 'add-key', distributor, key };
    }
    case 'test-alias':
      return { type: 'test-alias', distributor: here.distributor, hash: hashOf(secret) };
    case 'answer-alias':
      return { type: 'answer-alias', hash: hashOf(here.code.replaceAll(/[\s-]/g, '').toUpperCase()) };
    case 'apply': {
      const called = name(heard.by);
      return called === null
        ? refuse({ code: 'needs-name' })
        : { type: 'apply', organisation: here.organisation, entity: here.entity, name: called, ...answersIn(here) };
    }
    case 'name-backup': {
      const called = here.name ?? name(here.person);
      return called === null ? refuse({ code: 'needs-name' }) : { type: 'name-backup', person: here.person, name: called };
    }
    default:
      return here satisfies never;
  }
}

const answersIn = ({ answers: text, public: isOpen }: Extract<UnreadCommand, { type: 'apply' }>) =>
  text === null ? {} : { answers: { criterion: null, text, public: isOpen } };

/** Other terms are another version: by it people accepted them. */
function versioned(list: List, rules: List['policy']['rules']): List['policy']['rules'] {
  const same = JSON.stringify(rules.terms) === JSON.stringify(list.policy.rules.terms);
  return { ...rules, termsVersion: same ? list.policy.rules.termsVersion : `${list.id}-${list.policy.version + 1}` };
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A code that nobody can guess: eight letters that are not taken for each other. */
export function aliasCode(engine: Engine): string {
  return drawCode(engine, letters, 8);
}

/** The mail that a coordinator sends, with the code that must come back. To them alone, once. */
export async function sayAliasMail(
  tx: Db,
  engine: Engine,
  { to, now }: Request,
  list: List,
  { typed, secret }: { readonly typed: string; readonly secret: string },
): Promise<void> {
  const distributor = findDistributor(list, typed);
  if (distributor === null) return;
  const nodes: Node[] = [
    line(
      `Send this mail to ${profileOf(distributor).alias ?? ''}. Attach a zip file with any text in it: some mailboxes reject them, as patches would be.`,
    ),
    line(code(`Subject: ${list.name}: is this address read?`)),
    line(
      code(
        `This address is the security contact of ${distributor.name} on ${list.name}. If you read this, send the list's bot: org answer ${shownCode(secret)}. If the attachment is missing, tell the list.`,
      ),
    ),
    line("The code works until it comes back or you ask for another. After a week of silence I'll tell you and the contacts."),
  ];
  await enqueue(tx, engine, [ofList(list, to, nodes)], { list, embargo: null }, now);
}

/** The same command with the whole application in it, where an applicant says one: read once, since it may be as long as people write. */
export function withWhole<Command extends ListCommand>({ heard }: Request, list: List | null, said: Command): Command {
  if (list === null) return said;
  if (said.type === 'apply') {
    const { answers } = said;
    return answers === undefined ? said : { ...said, answers: { ...answers, whole: wholeFrom(list, { evidence: {} }, answers) } };
  }
  const application = said.type === 'give-evidence' ? applicationOf(list, heard.by) : null;
  return said.type !== 'give-evidence' || application === null ? said : { ...said, whole: wholeFrom(list, application, said) };
}

/** The whole application that `withWhole` has read in a command; null: none. */
export function wholeIn(command: ListCommand): WholeApplication | null {
  if (command.type === 'apply') return command.answers?.whole ?? null;
  return command.type === 'give-evidence' ? (command.whole ?? null) : null;
}

/** What of a whole application is in none of its answers, to its applicant. */
export async function sayLeftOut(tx: Db, engine: Engine, { to, now }: Request, { left }: WholeApplication): Promise<void> {
  const nodes = leftOutNodes(left);
  if (nodes.length > 0) await enqueue(tx, engine, [personal(to, nodes)], { list: null, embargo: null }, now);
}

/** Of the draft, where there is one. */
export function draftHash({ draft }: List): string | null {
  return draft === undefined ? null : policyHash(draft.rules);
}

/** What a draft would change, where it was not read first. */
export function draftShown({ to }: Request, list: List, here: Extract<UnreadCommand, { type: 'adopt-policy' }>) {
  return here.hash === null ? differencesAnswer(list, to, null, draftHash(list)) : null;
}

/** What a removal means, where it was not shown yet. */
export function removalShown({ to }: Request, list: List, here: Extract<UnreadCommand, { type: 'remove-distributor' }>) {
  const distributor = findDistributor(list, here.distributor);
  if (here.sure || distributor === null) return null;
  const key = here.ground.type === 'criterion' ? here.ground.key : here.ground.type;
  return removalMeaning(list, to, distributor, `org remove ${distributor.id} for=${key} sure=yes ${quoted(here.because)}`);
}

type MembershipQuery = Extract<
  Query,
  { type: 'policy' | 'policy-diff' | 'policy-history' | 'distributor' | 'own-application' | 'applications' | 'application' }
>;

/** Answers a question about a list's policy, distributors or applications; a refusal is given back to be said. */
export async function answerMembership(reply: Reply, query: MembershipQuery): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { to, now } = request;
  if (query.type === 'own-application') return ownApplication(reply);
  if (query.type === 'policy' && request.lists.length === 0) return policyToApplicant(reply, query.json);
  const list = listMeant(request);
  if (list?.members[to.person] === undefined) return refuse({ code: 'room-not-adopted' });
  const answer = await answerTo(tx, request, list, query);
  if ('reason' in answer) return answer;
  await enqueue(tx, engine, [answer], { list, embargo: null }, now);
  return null;
}

async function answerTo(tx: Db, { to, now }: Request, list: List, query: Exclude<MembershipQuery, { type: 'own-application' }>) {
  switch (query.type) {
    case 'policy': {
      const inForce = { version: list.policy.version, rules: list.policy.rules };
      const versions = query.version === null ? [] : policyVersions(await readFacts<ListFact>(tx, listStream(list.id)));
      const shown = query.version === null ? inForce : versions.find(({ version }) => version === query.version);
      if (shown === undefined) return refuse({ code: 'no-version', version: query.version ?? 0, newest: list.policy.version });
      return policyAnswer(list, to, { ...shown, hash: policyHash(shown.rules) }, query.json);
    }
    case 'policy-diff':
      return differencesAnswer(list, to, query.other, draftHash(list));
    case 'policy-history':
      return historyAnswer(list, to, policyVersions(await readFacts<ListFact>(tx, listStream(list.id))));
    case 'distributor': {
      const distributor = findDistributor(list, query.name);
      if (distributor === null) return unknownOrganization(list, query.name);
      return distributorAnswer(list, to, distributor);
    }
    case 'applications':
      return applicationsAnswer(list, to, now);
    case 'application': {
      const application = list.membership?.applications[query.number];
      // What is not handed in yet is the applicant's own.
      if (application === undefined || application.submittedAt === null)
        return refuse({ code: 'unknown-application', number: query.number, open: openApplications(list).map(({ number }) => number) });
      return applicationAnswer(list, to, application, now);
    }
    default:
      return query satisfies never;
  }
}

/** Whoever is to accept the policy may read all of it: its hash is of the whole. */
async function policyToApplicant({ tx, engine, request }: Reply, json: boolean): Promise<Refusal | null> {
  const { heard, to, now } = request;
  const id = heard.room === null ? await listOfApplicant(tx, request, null) : null;
  const list = id === null ? null : await loadList(tx, id);
  const application = list === null ? null : (applicationOf(list, heard.by) ?? joinedWithBackup(list, heard.by));
  if (list === null || application?.decision?.accepted !== true) return refuse({ code: 'no-application' });
  const { version, rules } = list.policy;
  const answer = policyAnswer(list, to, { version, rules, hash: policyHash(rules) }, json);
  // They are on no list yet, and what is theirs to accept is told to them alone.
  await enqueue(tx, engine, [{ ...answer, kind: 'personal', list: null }], { list: null, embargo: null }, now);
  return null;
}

async function ownApplication({ tx, engine, request }: Reply): Promise<Refusal | null> {
  const { heard, to, now } = request;
  if (heard.room !== null) return refuse({ code: 'apply-in-private' });
  const id = await listOfApplicant(tx, request, null);
  const list = id === null ? null : await loadList(tx, id);
  const application = list === null ? null : applicationOf(list, heard.by);
  if (list === null || application === null) return refuse({ code: 'no-application' });
  const nodes = ownApplicationNodes(list, application, policyHash(list.policy.rules), now, heard.by);
  await enqueue(tx, engine, [personal(to, nodes)], { list: null, embargo: null }, now);
  return null;
}
