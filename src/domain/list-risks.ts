// Which orders to a list wait for a second approval while one of its embargoes runs: one row for each fact, with its reason. A fact without a row does
// not compile.
import type { ListFact } from './list/facts.ts';
import { type List, type Member, membersOf } from './list/list.ts';
import type { ProfileChanges } from './list/membership/membership.ts';
import { harmless, onlyWork, type Risk, type Rule, risky, unordered } from './second-approval.ts';

/** `facts`: all that the order would make happen. */
type Known = { readonly before: List; readonly facts: readonly ListFact[] };

type FactType = ListFact['type'];
type FactOf<Type extends FactType> = Extract<ListFact, { type: Type }>;

const applicants = "The applicant's own, who is on no list: members read it, vouch and vote.";
const voted = 'Who joins by an application was voted on, and a coordinator decided on it.';
const clock = 'By the clock.';
const reported = 'A report from outside: nobody but coordinators reads it, and nothing becomes public by it.';
const own = "An organization's own word about itself, which coordinators read.";

/** How each fact of a list stands to the second approval. */
export const listRules: { readonly [Type in FactType]: Rule<FactOf<Type>, Known> } = {
  'list-founded': harmless('There was no list before.'),
  'room-adopted': risky('adding', 'Whoever is in the room reads along.'),
  'room-made': risky('adding', 'Whoever is invited to the room reads along.'),
  'people-invited': harmless('Only people of the list, and only to a room of the list.'),
  'room-left': risky('removing', 'Nobody there is told anything any more.'),
  'room-audited': harmless('How the platform shows the room, whoever asks. The bot only ever makes a room stricter.'),
  'room-moved': unordered('By the platform.'),
  'team-trusted': risky('adding', 'Another organization reads along.'),
  'team-distrusted': harmless('Fewer read along, and it can be undone.'),
  'room-keys-set': {
    waits: ({ keys }) => (keys === 'all' ? 'adding' : null),
    because: 'Whoever runs a homeserver can add a device to each account there. Back to signed devices, fewer read along.',
  },
  'distributor-added': harmless('An organization without people reads nothing and has no vote; each of its people is added separately.'),
  'distributor-renamed': {
    waits: ({ distributor }, { before }) => (membersOf(before).some((member) => member.distributor === distributor) ? 'changing' : null),
    because:
      'Waits once it has people, who are trusted by its name, and whose vote is that of the legal entity by that name. Before, it is a slip.',
  },
  'releases-set': harmless('What its reviewers are asked to test, and nothing else.'),
  'person-added': {
    waits: ({ member }, { before, facts }) => (isVotedIn(facts) ? null : riskOfRole(before.members[member.person], member)),
    because: `Waits for somebody new and for a role that may do more or takes a coordinator away. Another name gives nobody anything, and a reviewer is let in to each embargo separately. ${voted}`,
  },
  'person-removed': {
    waits: ({ because }) => (because === 'left' ? null : 'removing'),
    because:
      'Who is off the list can neither object nor be asked. Somebody who leaves by themselves is told of it, and can be added again.',
  },
  'person-evicted': unordered('By the bot, once somebody is off the list.'),
  'identity-linked': harmless(
    'Guarded by itself: everybody concerned is told, and for a day the account confirms nothing, and what it orders waits.',
  ),
  'identity-unlinked': harmless('Guarded by itself: an account that no server can forge is taken off only from there.'),
  'terms-accepted': harmless("A person's own yes: who may know of an embargo was decided before."),
  'zone-chosen': harmless("A person's own clock."),
  'leak-reported': harmless('An alarm that waits is none.'),
  'command-distrusted': unordered('By the platform.'),
  'identity-accepted': risky('adding', 'Whoever has the new identity reads and speaks as its person.'),
  'policy-drafted': harmless('A draft: nothing is in force.'),
  'policy-discarded': harmless('A draft: nothing was in force.'),
  'policy-set': risky('changing', 'Limits, quorum and terms are other ones for everybody.'),
  'profile-changed': {
    waits: ({ changes }, { facts }) => (!isVotedIn(facts) && weighty.some((field) => field in changes) ? 'changing' : null),
    because: `Waits for the legal entity, whose vote is one; for the alias; and for the contacts. What it ships and where it works gives nobody anything. ${voted}`,
  },
  'key-added': risky('changing', 'Patches may be encrypted to it.'),
  'key-dropped': harmless('Nothing more is encrypted to it, and it can be added again.'),
  'key-expiry-warned': unordered(clock),
  'alias-tested': harmless('A question to the alias, by a mail that a coordinator sends.'),
  'alias-answered': harmless('The code proves that the alias is read.'),
  'alias-silent': unordered(clock),
  'application-started': harmless(applicants),
  'evidence-given': harmless(applicants),
  'application-submitted': harmless(applicants),
  'application-closed': harmless(applicants),
  vouched: harmless('Opens a discussion: the list votes after it.'),
  'conflict-declared': harmless("Takes a voter's own vote away, and no other."),
  'ballot-opened': harmless('Asks everybody, and decides nothing.'),
  'vote-cast': harmless('One voice of a secret ballot.'),
  'ballot-reminded': unordered(clock),
  'ballot-counted': harmless('The count of a ballot that is over.'),
  'application-decided': harmless('Bound to the ballot: what was not carried cannot be accepted.'),
  'backup-named': harmless(applicants),
  'policy-accepted': harmless(voted),
  'organisation-joined': harmless(voted),
  'recertification-asked': unordered(clock),
  'recertification-reminded': unordered(clock),
  'criterion-confirmed': harmless(own),
  recertified: harmless(own),
  'standing-set': harmless('A warning or a probation takes no right away, and can be taken back.'),
  'probation-over': unordered(clock),
  'strike-given': risky('changing', 'Enough of them are a reason to remove an organization.'),
  'strike-answered': harmless("A person's own words."),
  'strike-withdrawn': harmless('The person and the other coordinators are told, and it can be given again.'),
  'distributor-removed': risky('removing', 'Who is off the list can neither object nor be asked.'),
  'handover-offered': {
    waits: ({ from }, { before }) => (before.members[from]?.role === 'coordinator' ? 'adding' : null),
    because: "Waits for a coordinator's role. A representative's stays in the organization.",
  },
  'handover-declined': harmless('Everybody keeps the role that they have.'),
  'handover-accepted': { waits: riskOfHandover, because: 'Waits where whoever accepts may do more than before.' },
  'duty-assigned': onlyWork,
  'duties-rotated': onlyWork,
  'duty-offered': onlyWork,
  'duty-offer-ended': onlyWork,
  'away-set': harmless('Who stands in is on the list, and is reminded instead. It changes who is asked to confirm only after a day.'),
  'away-ended': harmless("A person's own reminders."),
  'report-received': harmless(reported),
  'report-talked': harmless(reported),
  'report-closed': harmless('Its reporter is told why, and it can be opened again.'),
  'report-linked': harmless('Its reporter sees the status and the dates of the embargo, and nothing else.'),
  'report-reopened': harmless('It waits for coordinators again.'),
  'report-credited': harmless("The reporter's own word, which coordinators may follow."),
  'report-date-answered': harmless('Shown to who decides, and no vote.'),
  'reports-reminded': unordered(clock),
  'report-forgotten': unordered(clock),
};

/** What asks for a second approval in what an order would make of a list; null: nothing. `running`: it has an embargo that has not ended. */
export function riskToList(before: List | null, facts: readonly ListFact[], running: boolean): Risk | null {
  if (before === null || !running) return null;
  const risks = facts.map((fact) => riskOf(fact, { before, facts }));
  return risks.find((risk) => risk !== null) ?? null;
}

/**
 * The same of an order that a platform has its part in, before it is asked: by the types of the facts that it is to make. What hangs on more than the
 * type counts as risky.
 */
export function riskAhead(types: readonly FactType[], running: boolean): Risk | null {
  const risks = types.map((type) => {
    const { waits } = listRules[type];
    return typeof waits === 'function' ? 'changing' : waits;
  });
  return running ? (risks.find((risk) => risk !== null) ?? null) : null;
}

function riskOf<Type extends FactType>(fact: FactOf<Type> & { readonly type: Type }, known: Known): Risk | null {
  const { waits } = listRules[fact.type];
  return typeof waits === 'function' ? waits(fact, known) : waits;
}

/** What says who an organization is, and where what is meant for it goes. */
const weighty: readonly (keyof ProfileChanges)[] = ['entity', 'alias', 'primary', 'backup'];

const isVotedIn = (facts: readonly ListFact[]): boolean => facts.some(({ type }) => type === 'policy-accepted');

/** Whoever accepts a role gets more to know, as if it were given to them. */
function riskOfHandover({ from, to }: FactOf<'handover-accepted'>, { before: { members } }: Known): Risk | null {
  const [giving, taking] = [members[from], members[to]];
  return giving === undefined || taking === undefined
    ? null
    : riskOfRole(taking, { ...taking, role: taking.role === 'coordinator' ? taking.role : giving.role });
}

/** A new name gives nobody anything, and who becomes a reviewer is let in by name afterwards. Somebody new is a party whatever their role. */
function riskOfRole(known: Member | undefined, { role, distributor }: Omit<Member, 'since'>): Risk | null {
  if (known === undefined) return 'adding';
  if (known.role === role && known.distributor === distributor) return null;
  if (known.role === 'coordinator' && role !== 'coordinator') return 'removing';
  return role === 'reviewer' ? null : 'adding';
}
