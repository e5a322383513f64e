// Applications, said: to the applicant what is asked of them, to the list what is asked of it.

import { coordinatorsOf, type List, membersOf, nameOf, roomsOf } from '../../../domain/list/list.ts';
import { applicationsOf, asked, missing, unanswered } from '../../../domain/list/membership/application.ts';
import { ballotVoter, choiceOf, countOf, electorate } from '../../../domain/list/membership/ballot.ts';
import {
  type Application,
  type ApplicationPhase,
  applicationPhase,
  type Counted,
  sameEntity,
} from '../../../domain/list/membership/membership.ts';
import type { TextKey } from '../../../domain/policy/policy.ts';
import { own } from '../../../domain/values/records.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { ofList, personal, type Speaker } from '../../message/address.ts';
import {
  type Action,
  actions,
  bullets,
  code,
  field,
  fields,
  heading,
  type Inline,
  instant,
  line,
  type Node,
  someone,
} from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { voterName } from '../../message/view.ts';
import { formatUtc } from '../../values/instant.ts';
import { quoted } from '../../values/quoting.ts';

/** A text of the policy with its blanks filled in. */
export function filled(list: List, key: TextKey, blanks: { organisation: string; reason?: string; until?: Instant | null }): string {
  const until = blanks.until === undefined || blanks.until === null ? 'a time that you agree on' : formatUtc(blanks.until);
  const values: Readonly<Record<string, string>> = {
    list: list.name,
    organization: blanks.organisation,
    // As policies spelled it that are in use.
    organisation: blanks.organisation,
    reason: sentence(blanks.reason ?? ''),
    until,
  };
  return list.policy.rules.texts[key].replaceAll(/\{(list|organi[sz]ation|reason|until)\}/g, (_, blank: string) => values[blank] ?? '');
}

/** People's words as a sentence: what follows is another one. */
export const sentence = (text: string): string => (text === '' || /[.!?…]$/.test(text.trim()) ? text : `${text.trim()}.`);

export const phaseWords: Readonly<Record<ApplicationPhase, string>> = {
  drafting: 'not submitted yet',
  voucher: 'waiting for someone on the list to vouch',
  discussion: 'vouched for, under discussion',
  ballot: 'voting is open',
  decision: 'waiting for a coordinator to decide',
  acceptance: 'accepted; the applicant has to accept the policy',
  closed: 'closed',
};

const closedWords: Readonly<Record<NonNullable<Application['closed']>['how'], string>> = {
  joined: 'on the list',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  lapsed: 'expired: no activity',
};

export function standingOf(application: Application, now: Instant): string {
  return application.closed === null ? phaseWords[applicationPhase(application, now)] : closedWords[application.closed.how];
}

/** The next criterion that has to be answered, as a question with the button that answers it; once each is, the whole, to be handed in. */
export function questionNodes(list: List, application: Application): Node[] {
  const all = asked(list);
  const next = missing(list, application)[0];
  const criterion = list.policy.rules.criteria.find(({ key }) => key === next);
  if (criterion === undefined) return application.submittedAt === null ? wholeNodes(list, application) : [];
  const number = all.indexOf(criterion.key) + 1;
  return [
    line(`Criterion ${number} of ${all.length}, ${criterion.key}: ${criterion.text}`),
    line('How do you qualify? Include links anyone can check.'),
    actions({ label: 'Answer…', words: `apply answer criterion=${criterion.key}`, style: 'primary' }),
  ];
}

/** The application as it would be handed in: each answer, what has none, and a button for each and for the whole. */
export function wholeNodes(list: List, application: Application): Node[] {
  const { criteria } = list.policy.rules;
  const left = unanswered(list, application);
  const lacking = missing(list, application);
  const answers = criteria.flatMap(({ key }): Inline[][] => {
    const answer = own(application.evidence, key);
    return answer === undefined ? [] : [[`${key}: ${answer}`]];
  });
  const without = left.map((key) => (lacking.includes(key) ? key : `${key} (not required)`));
  const correct = criteria.map(({ key }): Action => {
    const label = left.includes(key) ? `Answer ${key}…` : `Change ${key}…`;
    return { label, words: `apply answer criterion=${key}` };
  });
  const handIn: readonly Action[] = lacking.length > 0 ? [] : [{ label: 'Submit it', words: 'apply submit', style: 'primary' }];
  return [
    line(`Your application to ${list.name}, not submitted yet:`),
    bullets(answers),
    ...(without.length === 0 ? [] : [line(`No answer yet: ${without.join(', ')}.`)]),
    actions(...handIn, ...correct),
  ];
}

/** What of a message is in no answer, to its author. */
export function leftOutNodes(left: readonly string[]): Node[] {
  if (left.length === 0) return [];
  return [
    line("Not in any answer, because it's under no criterion of this list, or under one answered above:"),
    bullets(left.map((part) => [code(part.length > leftShown ? `${part.slice(0, leftShown)}…` : part)])),
  ];
}

const leftShown = 120;

/** To the applicant alone: they are on no list. */
export function toApplicant({ applicant }: Application, nodes: readonly Node[]): Outgoing {
  return personal({ person: applicant, room: null }, nodes);
}

/** To everybody on the list, in its rooms. */
export function toListRooms(list: List, nodes: readonly Node[]): Outgoing[] {
  return roomsOf(list).map(({ room }) => ({
    to: { type: 'room', room },
    kind: 'membership',
    urgency: 'answer',
    list: list.id,
    embargo: null,
    body: { type: 'message', message: { push: `${list.name}: about its members`, nodes }, less: null },
    card: null,
  }));
}

/** To each coordinator, alone; `but` has just been answered. */
export function toListCoordinators(list: List, but: Speaker | null, nodes: readonly Node[]): Outgoing[] {
  return coordinatorsOf(list)
    .filter(({ person }) => person !== but?.person)
    .map(({ person }) => ofList(list, { person, room: null }, nodes));
}

export function submittedNodes({ number, organisation, entity, backup }: Application): Node[] {
  return [
    line(
      `${organisation}${sameEntity(organisation, entity) ? '' : ` (${entity})`} applies to join the list (application ${number}). Someone from another organization can vouch for it.`,
    ),
    ...secondContact(backup),
    actions({ label: 'Show it', words: `application ${number}` }, { label: 'Vouch for it', words: `vouch ${number}` }),
  ];
}

/** Whom the list lets in besides the applicant, by name and account; nothing where nobody else is named. */
function secondContact(backup: Application['backup']): Node[] {
  return backup === null ? [] : [line(`Its second contact would be ${backup.name}, `, someone(backup.person), '.')];
}

/** To each person who may vote, alone; `again`: to those of whom no vote is in. */
export function ballotAsked(list: List, application: Application, again = false): Outgoing[] {
  const { number, organisation, ballot } = application;
  if (ballot === null) return [];
  const people = membersOf(list).filter((member) => {
    const voter = ballotVoter(list, application, member);
    return voter !== null && (!again || choiceOf(list, voter, ballot) === undefined);
  });
  const choice = (label: string, word: string): Action => ({ label, words: `ballot vote ${number} ${word}` });
  return people.map(({ person }) =>
    ofList(list, { person, room: null }, [
      line(
        `${again ? "You haven't voted yet. " : ''}Should ${organisation} join ${list.name}? Your vote is secret. The ballot closes `,
        instant(ballot.closesAt),
        ', and is counted then.',
      ),
      actions(
        choice('Yes', 'yes'),
        choice('No', 'no'),
        choice('Abstain', 'abstain'),
        { label: 'I have a conflict of interest…', words: `ballot conflict ${number}` },
        { label: 'Show it', words: `application ${number}` },
      ),
    ]),
  );
}

export function ballotNodes(list: List, application: Application): Node[] {
  const { number, organisation, ballot, backup } = application;
  if (ballot === null) return [];
  const voters = electorate(list, application).length;
  return [
    line(
      `The ballot on ${organisation} (application ${number}) is open until `,
      instant(ballot.closesAt),
      `. ${voters} can vote, in a direct message to me. Nobody sees how anyone voted, or the result before the close.`,
    ),
    ...secondContact(backup),
  ];
}

const outcomeWords: Readonly<Record<Counted['outcome'], string>> = {
  carried: 'The ballot passed',
  lost: 'The ballot failed',
  'no-quorum': 'Too few voted',
};

export function countText({ outcome, yes, no, abstain, of }: Counted): string {
  // Of so few, whoever knows who voted would know how.
  if (outcome === 'no-quorum') return `${outcomeWords[outcome]}: ${yes + no + abstain} of ${of} who may.`;
  return `${outcomeWords[outcome]}: ${yes} yes, ${no} no, ${abstain} abstained, of ${of} who can vote.`;
}

/** What a coordinator may decide on it. */
const nextWords: Readonly<Record<Counted['outcome'], string>> = {
  carried: 'Next, a coordinator accepts it, with reasons.',
  lost: 'Next, a coordinator rejects it, with reasons.',
  'no-quorum': 'Next, a coordinator reopens the ballot or rejects it.',
};

export function countedNodes({ number, organisation }: Application, counted: Counted): Node[] {
  return [line(`${organisation}, application ${number}. ${countText(counted)} ${nextWords[counted.outcome]}`)];
}

/** To coordinators, who decide what the vote lets them decide. */
export function decisionActions({ number }: Application, { outcome }: Counted): Node {
  if (outcome === 'carried') return actions({ label: 'Accept it…', words: `org admit ${number}`, style: 'primary' });
  const reject: Action = { label: 'Reject it…', words: `org reject ${number}` };
  return outcome === 'lost' ? actions(reject) : actions({ label: 'Open the ballot again', words: `ballot open ${number}` }, reject);
}

/** The policy that a named person is to accept, with the hash by which it is accepted. */
export function acceptanceNodes(list: List, { organisation }: Application, hash: string): Node[] {
  const { rules, version } = list.policy;
  return [
    line(
      `${list.name} accepted ${organisation}. Before you learn anything, accept its embargo policy (version ${version}, `,
      code(hash.slice(0, 12)),
      '):',
    ),
    bullets(rules.terms.map((clause) => [clause])),
    line('The whole policy: ', code('policy show'), '. The list asks you to contribute:'),
    bullets(rules.duties.map(({ kind, text }) => [`${kind}: ${text}`])),
    actions({ label: 'Accept the policy', words: `apply accept ${hash.slice(0, 12)}`, style: 'primary' }),
  ];
}

export function rejectedNodes(list: List, application: Application): Node[] {
  const { organisation, decision } = application;
  if (decision === null) return [];
  const until = decision.at + list.policy.rules.membership.coolingMs;
  const missing = list.policy.rules.criteria.filter(({ key }) => decision.missing.includes(key));
  return [
    line(filled(list, 'rejection', { organisation, reason: decision.because, until })),
    ...(missing.length === 0 ? [] : [line('Missing:'), bullets(missing.map(({ text }) => [text]))]),
  ];
}

/** The welcome of the policy, where the rooms are, and what members do. */
export function welcomeNodes(list: List, organisation: string): Node[] {
  const rooms = roomsOf(list).map(({ audit }): Inline[] => [audit.name]);
  return [
    line(filled(list, 'welcome', { organisation })),
    ...(rooms.length === 0 ? [] : [line('Its rooms; a coordinator invites you:'), bullets(rooms)]),
    line(
      'Set what you ship, so I can ask you about it: ',
      code(`org releases ${quoted(organisation)} 7.1 7.2`),
      ', ',
      code(`org set ${quoted(organisation)}`),
      '.',
    ),
    actions({ label: 'Show my to-dos', words: 'todo' }),
  ];
}

/** An application, to a member: its evidence is for the list alone. Votes are not shown while they can change anything. */
export function applicationAnswer(list: List, to: Speaker, application: Application, now: Instant): Outgoing {
  const { number, organisation, entity, name, backup, voucher, conflicts, decision, ballot } = application;
  const counted = countOf(list, application, now);
  const rows = [
    field('Legal entity', entity),
    field('Applicant', name),
    ...(backup === null ? [] : [field('Second contact', backup.name)]),
    field('Stands', standingOf(application, now)),
    field('Vouched for by', voucher === null ? 'nobody yet' : nameOf(list, voucher.person)),
    ...(Object.keys(conflicts).length === 0
      ? []
      : [
          field(
            'Do not vote',
            Object.keys(conflicts)
              .map((voter) => voterName(list, voter as never))
              .join(', '),
          ),
        ]),
    ...(ballot !== null && counted === null ? [field('The ballot closes', instant(ballot.closesAt))] : []),
    ...(counted === null ? [] : [field('Ballot', countText(counted))]),
    ...(decision === null ? [] : [field(decision.accepted ? 'Accepted' : 'Rejected', decision.because)]),
  ];
  const evidence = list.policy.rules.criteria.flatMap(({ key, text }): Inline[][] => {
    const said = own(application.evidence, key);
    return said === undefined ? [] : [[`${text} → ${said}`]];
  });
  return ofList(list, to, [
    heading(`Application ${number}: ${organisation}`),
    fields(...rows),
    ...(evidence.length === 0 ? [] : [bullets(evidence)]),
  ]);
}

export function applicationsAnswer(list: List, to: Speaker, now: Instant): Outgoing {
  const open = applicationsOf(list).filter(({ closed, submittedAt }) => closed === null && submittedAt !== null);
  if (open.length === 0) return ofList(list, to, [line('There are no open applications.')]);
  const rows = open.map((application): Inline[] => [`${application.number}: ${application.organisation}, ${standingOf(application, now)}`]);
  return ofList(list, to, [
    bullets(rows),
    actions(...open.slice(0, 5).map(({ number, organisation }) => ({ label: organisation, words: `application ${number}` }))),
  ]);
}

/** Who types what could be their answer, or a question to somebody, says which. */
export function theirAnswer(criterion: string, text: string): Node[] {
  if (text.length > wordsMax) return [];
  return [actions({ label: `That was my answer to ${criterion}`, words: `apply answer criterion=${criterion} ${text}` })];
}

// Buttons hold little more on some platforms.
export const wordsMax = 500;

export const filesNotRead: Node[] = [line("I don't read files in applications. Paste the text, or link to it.")];

/** Their own, to the applicant; never what others said of it. */
export function ownApplicationNodes(
  list: List,
  application: Application,
  hash: string,
  now: Instant,
  person: Application['applicant'],
): Node[] {
  const phase = applicationPhase(application, now);
  const stands = line(`The application of ${application.organisation} to ${list.name}: ${standingOf(application, now)}.`);
  if (phase === 'drafting' && person === application.applicant) return [stands, ...questionNodes(list, application)];
  if (phase === 'acceptance' && application.acceptances[person] === undefined) return [stands, ...acceptanceNodes(list, application, hash)];
  if (phase === 'voucher' && person === application.applicant)
    return [stands, line('Until someone vouches, you can change an answer. Start with its criterion: ', code('record: …'), '.')];
  return application.ballot !== null && phase === 'ballot'
    ? [stands, line('The list votes until ', instant(application.ballot.closesAt), '.')]
    : [stands];
}
