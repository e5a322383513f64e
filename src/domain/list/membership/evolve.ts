// What a fact about a list's policy, distributors, applications and people makes of the list.
import type { PersonId } from '../../values/ids.ts';
import { eachOf } from '../../values/records.ts';
import type { Instant } from '../../values/time.ts';
import { withoutHandover, withoutTerms, withoutVote } from '../leaving.ts';
import { type Distributor, distributorOf, type List, type Member } from '../list.ts';
import { begun } from './application.ts';
import { withDutiesAsked, withDuty, withoutDuties } from './duties.ts';
import type { MembershipFact, OfApplication, OfDistributor } from './facts.ts';
import { type Application, type Membership, newProfile, noMembership, type PgpKey, type Profile } from './membership.ts';
import { strikesAfter } from './strikes.ts';

/** The list after a fact. Throws when the record is broken. */
export function evolveMembership(list: List, fact: MembershipFact, at: Instant): List {
  switch (fact.type) {
    case 'policy-drafted':
      return { ...list, draft: { preset: fact.preset, rules: fact.rules, by: fact.by, at } };
    case 'policy-discarded':
      return withoutDraft(list);
    case 'policy-set':
      return withDutiesAsked({
        ...withoutDraft(list),
        policy: { version: fact.version, preset: fact.preset, rules: fact.rules },
        members: eachOf(list.members, (member) => (member.terms === fact.rules.termsVersion ? member : withoutTerms(member))),
      });
    case 'profile-changed':
      return changed(list, fact, at, (profile) => {
        // Another address is another mailbox: that the old one was read says nothing of it.
        const moved = fact.changes.alias !== undefined && fact.changes.alias !== profile.alias;
        return { ...profile, ...fact.changes, ...(moved ? { aliasTest: null } : {}) };
      });
    case 'key-added':
      return changed(list, fact, at, (profile) => ({ ...profile, keys: [...others(profile, fact.key.fingerprint), fact.key] }));
    case 'key-dropped':
      return changed(list, fact, at, (profile) => ({ ...profile, keys: others(profile, fact.fingerprint) }));
    case 'key-expiry-warned':
      return changed(list, fact, at, (profile) => ({
        ...profile,
        keys: profile.keys.map((key) => (key.fingerprint === fact.fingerprint ? { ...key, warnedMs: fact.beforeMs } : key)),
      }));
    case 'alias-tested':
      return changed(list, fact, at, (profile) => ({ ...profile, aliasTest: { hash: fact.hash, sentAt: at, by: fact.by, backAt: null } }));
    case 'alias-answered':
      return changed(list, fact, at, (profile) => ({
        ...profile,
        aliasTest: profile.aliasTest === null ? null : { ...profile.aliasTest, backAt: at },
      }));
    case 'alias-silent':
      return changed(list, fact, at, (profile) => ({
        ...profile,
        aliasTest: profile.aliasTest === null ? null : { ...profile.aliasTest, hash: '' },
      }));
    case 'recertification-asked':
      return changed(list, fact, at, (profile) => ({
        ...profile,
        recertification: { askedAt: at, dueAt: fact.dueAt, confirmed: {}, askedMs: 0 },
      }));
    case 'recertification-reminded':
      return recertifying(list, fact, at, (asked) => ({ ...asked, askedMs: fact.afterMs }));
    case 'criterion-confirmed':
      return recertifying(list, fact, at, (asked) => ({
        ...asked,
        confirmed: { ...asked.confirmed, [fact.criterion]: { by: fact.by, at, note: fact.note } },
      }));
    case 'recertified':
      return changed(list, fact, at, (profile) => ({
        ...profile,
        reviewedAt: at,
        recertification: null,
        evidence: { ...profile.evidence, ...notesOf(profile) },
      }));
    case 'standing-set':
      return changed(list, fact, at, (profile) => ({ ...profile, standing: fact.standing === null ? null : { ...fact.standing, at } }));
    case 'probation-over':
      return changed(list, fact, at, (profile) => ({
        ...profile,
        standing: profile.standing === null ? null : { ...profile.standing, until: null },
      }));
    case 'strike-given':
    case 'strike-answered':
    case 'strike-withdrawn':
      return changed(list, fact, at, (profile) => ({ ...profile, strikes: strikesAfter(profile.strikes, fact, at) }));
    case 'distributor-removed': {
      const entity = distributorOf(list, fact.distributor)?.profile?.entity ?? fact.name;
      const { [fact.distributor]: _, ...distributors } = list.distributors;
      const membership = list.membership ?? noMembership;
      const { name, because, people = [] } = fact;
      // Who was never on the list may join it at any time.
      const gone = fact.ground.type === 'mistake' ? [] : [{ distributor: fact.distributor, name, entity, at, because, people }];
      const former = [...membership.former, ...gone];
      // Who was named as its backup and has not come yet was named by those who are gone.
      const isIts = ({ organisation, closed }: Application) => closed?.how === 'joined' && organisation === fact.name;
      const applications = eachOf(membership.applications, (each) =>
        withoutVote(isIts(each) ? { ...each, backup: null } : each, fact.distributor),
      );
      return withoutDuties({ ...list, distributors, membership: { ...membership, applications, former } }, fact.distributor, at);
    }
    case 'handover-offered':
      return withMember(list, fact.from, (member) => ({ ...member, handover: fact.to }));
    case 'handover-declined':
      return withMember(list, fact.from, withoutHandover);
    case 'handover-accepted':
      return handedOver(list, fact, at);
    case 'duty-assigned':
    case 'duties-rotated':
    case 'duty-offered':
    case 'duty-offer-ended':
      return withDuty(list, fact, at);
    case 'away-set':
      return withMember(list, fact.person, (member) => ({ ...member, away: { since: at, until: fact.until, standIn: fact.standIn } }));
    case 'away-ended':
      return withMember(list, fact.person, ({ away: _, ...member }) => member);
    case 'application-started':
    case 'evidence-given':
    case 'application-submitted':
    case 'application-closed':
    case 'vouched':
    case 'conflict-declared':
    case 'ballot-opened':
    case 'vote-cast':
    case 'ballot-reminded':
    case 'ballot-counted':
    case 'application-decided':
    case 'backup-named':
    case 'policy-accepted':
    case 'organisation-joined':
      return applied(list, fact, at);
    default:
      return fact satisfies never;
  }
}

function applied(list: List, fact: Extract<MembershipFact, OfApplication>, at: Instant): List {
  if (fact.type === 'application-started') {
    return withApplication(list, begun(fact, at));
  }
  const before = list.membership?.applications[fact.application];
  if (before === undefined) throw new Error('a fact about an application that the list does not have');
  const after = withApplication(list, advanced(before, fact, at));
  if (fact.type !== 'organisation-joined') return after;
  return changed(after, fact, at, (profile) => ({
    ...profile,
    entity: before.entity,
    evidence: before.evidence,
    primary: before.applicant,
  }));
}

const asking = ({ asked = [] }: Application, asks: readonly PersonId[] = []): Pick<Application, 'asked'> =>
  asks.length === 0 ? {} : { asked: [...asked, ...asks] };

function advanced(
  application: Application,
  fact: Exclude<Extract<MembershipFact, OfApplication>, { type: 'application-started' }>,
  at: Instant,
): Application {
  switch (fact.type) {
    case 'evidence-given':
      return { ...application, ...asking(application, fact.asks), evidence: { ...application.evidence, [fact.criterion]: fact.text } };
    case 'application-submitted':
      return { ...application, ...asking(application, fact.asks), submittedAt: at };
    case 'application-closed':
      // What was said for it is of use to nobody any more.
      return { ...application, evidence: {}, ballot: null, closed: { at, how: fact.how } };
    case 'vouched':
      return { ...application, voucher: { person: fact.person, distributor: fact.distributor, at } };
    case 'conflict-declared':
      return { ...application, conflicts: { ...application.conflicts, [fact.voter]: { by: fact.by, because: fact.because } } };
    case 'ballot-opened':
      return { ...application, counted: null, ballot: { openedAt: at, closesAt: fact.closesAt, votes: {}, people: [] } };
    case 'vote-cast': {
      const { ballot } = application;
      if (ballot === null) throw new Error('a vote without a ballot');
      const votes = { ...ballot.votes, [fact.voter]: fact.choice ?? 'abstain' };
      return { ...application, ballot: { ...ballot, votes, people: [...ballot.people, fact.person] } };
    }
    case 'ballot-reminded':
      return application.ballot === null ? application : { ...application, ballot: { ...application.ballot, reminded: true } };
    case 'ballot-counted':
      return { ...application, counted: fact.counted, ballot: null };
    case 'application-decided': {
      const { accepted, because, missing } = fact;
      const decided = { ...application, decision: { accepted, because, missing, at } };
      return accepted ? decided : { ...decided, evidence: {}, closed: { at, how: 'rejected' } };
    }
    case 'backup-named':
      return { ...application, backup: { person: fact.person, name: fact.name } };
    case 'policy-accepted': {
      const acceptance = { at, version: fact.version, hash: fact.hash };
      return { ...application, acceptances: { ...application.acceptances, [fact.person]: acceptance } };
    }
    case 'organisation-joined':
      return { ...application, evidence: {}, closed: { at, how: 'joined' } };
    default:
      return fact satisfies never;
  }
}

function withoutDraft({ draft: _, ...list }: List): List {
  return list;
}

const others = ({ keys }: Profile, fingerprint: string): PgpKey[] => keys.filter((key) => key.fingerprint !== fingerprint);

/** What was said anew of each criterion. */
function notesOf({ recertification }: Profile): Record<string, string> {
  const said = Object.entries(recertification?.confirmed ?? {}).flatMap(([key, { note }]) => (note === null ? [] : [[key, note] as const]));
  return Object.fromEntries(said);
}

function recertifying(
  list: List,
  fact: OfDistributor,
  at: Instant,
  change: (asked: NonNullable<Profile['recertification']>) => Profile['recertification'],
): List {
  return changed(list, fact, at, (profile) => ({
    ...profile,
    recertification: profile.recertification === null ? null : change(profile.recertification),
  }));
}

function changed(list: List, { distributor }: OfDistributor, at: Instant, change: (profile: Profile) => Profile): List {
  const known: Distributor | undefined = distributorOf(list, distributor);
  if (known === undefined) throw new Error('a fact about a distributor that the list does not have');
  return { ...list, distributors: { ...list.distributors, [distributor]: { ...known, profile: change(known.profile ?? newProfile(at)) } } };
}

function withApplication(list: List, application: Application): List {
  const membership: Membership = list.membership ?? noMembership;
  return { ...list, membership: { ...membership, applications: { ...membership.applications, [application.number]: application } } };
}

function withMember(list: List, person: PersonId, change: (member: Member) => Member): List {
  const member = list.members[person];
  if (member === undefined) throw new Error("a fact about someone who isn't on the list");
  return { ...list, members: { ...list.members, [person]: change(member) } };
}

/** Who takes over gets the role and the distributor, and goes on running the list if they do; who handed over stays as a reviewer. */
function handedOver(list: List, { from, to }: Extract<MembershipFact, { type: 'handover-accepted' }>, at: Instant): List {
  const giving = list.members[from];
  const taking = list.members[to];
  if (giving === undefined || taking === undefined) throw new Error("a handover of someone who isn't on the list");
  const given = withoutTerms(withoutHandover(giving));
  const role = taking.role === 'coordinator' ? taking.role : given.role;
  const taken: Member = { ...withoutTerms(taking), role, distributor: taking.distributor ?? given.distributor, since: at };
  const left: Member = { ...given, role: 'reviewer', since: at };
  const members = { ...list.members, [from]: left, [to]: taken };
  const passed = (person: PersonId | null) => (person === from ? to : person);
  const distributors = eachOf(list.distributors, (each) =>
    each.profile === undefined || each.id !== given.distributor
      ? each
      : { ...each, profile: { ...each.profile, primary: passed(each.profile.primary), backup: passed(each.profile.backup) } },
  );
  return { ...list, members, distributors };
}
