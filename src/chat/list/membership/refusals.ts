// Every no about a list's policy, distributors, applications and people, in words.

import type { MembershipReason } from '../../../domain/list/membership/refusal.ts';
import type { PolicyProblem } from '../../../domain/policy/check.ts';
import type { Reason } from '../../../domain/refusal.ts';
import { claimDuty, handOverDuty, keepDuty, showDuties } from '../../message/duties.ts';
import { actions, bullets, code, instant, line, type Node, someone } from '../../message/message.ts';
import { lengthText } from '../../values/lengths.ts';
import { word } from '../../values/quoting.ts';
import { phaseWords } from './applications.ts';

type Sayings = { readonly [Code in MembershipReason['code']]: (reason: Extract<Reason, { code: Code }>) => Node[] };

const reapply = [
  line('Say it to me alone, in a direct message: what you write about your organisation is for the list, not for this room.'),
];

/** How to make a key short enough to be pasted. */
export const smallerKey =
  "Without other people's signatures most keys are short: gpg --export-options export-minimal --armor --export ADDRESS.";

/** To the person who pasted a secret key, with whatever command. */
export const secretKeyNodes: Node[] = [
  line(
    "That's a secret key. I kept nothing of it and did nothing else with the message, but others may have read it: revoke that key now. ",
    'Then make a new one and add its public block, as ',
    code('gpg --export --armor'),
    ' prints it: ',
    code('distributor key'),
    '.',
  ),
];

export const membershipRefusals: Sayings = {
  'policy-problems': (reason) => [
    line('These rules cannot be kept, and were not drafted:'),
    bullets(reason.problems.map((problem) => [policyProblemText(problem)])),
    line('Fix these with ', code('policy edit'), '.'),
  ],
  'policy-unchanged': () => [line('These are the rules already. Nothing changed.')],
  'no-draft': () => [
    line('There is no draft. Begin one: ', code('policy edit'), ', ', code('policy use'), ' or ', code('policy import'), '.'),
  ],
  'needs-second-reader': () => [
    line('You wrote this draft: another coordinator reads it, and says ', code('policy adopt'), '. Two people stand behind the rules.'),
  ],
  'draft-changed': () => [
    line('The draft is another one than you have read: it was changed since. Nothing changed. Read it anew:'),
    actions({ label: 'What would change', words: 'policy diff' }),
  ],
  'bad-policy-file': (reason) => [
    line(`The file cannot be read: at ${reason.where}, ${reason.problem}. `, code('policy show json'), ' gives one that can.'),
  ],
  'bad-field': (reason) => [line(`${reason.problem} `, code('policy show'), ' shows the rules as they are.')],
  'no-version': (reason) => [line(`There is no version ${reason.version}. The newest is ${reason.newest}: `, code('policy history'), '.')],
  'not-a-contact': (reason) => [
    line(`${reason.name} is not of ${reason.distributor}. A contact is one of its people on the list: `, code('person add'), '.'),
  ],
  'no-key': () => [
    line('That is no PGP key. Give the whole public block, as ', code('gpg --export --armor'), ' prints it. Nothing changed.'),
  ],
  'key-damaged': () => [
    line(
      'This block is damaged: something in it is missing or was changed on the way. Copy it whole, as ',
      code('gpg --export --armor'),
      ' prints it, or attach it as a file with the words ',
      code('distributor key'),
      `. ${smallerKey}`,
    ),
  ],
  'several-keys': (reason) => [
    line(
      `There are ${reason.keys.length} keys in that: ${reason.keys.slice(0, 9).join(', ')}. None was added. Add them one by one, each as `,
      code('gpg --export --armor'),
      ' prints it with the fingerprint of that key behind.',
    ),
  ],
  'secret-key': () => secretKeyNodes,
  'key-expired': (reason) => [
    line('This key has expired: ', instant(reason.at), '. Prolong it, or make another, and give it to me: ', code('distributor key'), '.'),
  ],
  'key-revoked': () => [line('This key is revoked: nobody may use it any more. Give another: ', code('distributor key'), '.')],
  'key-weak': (reason) => [line(`This key is not taken: ${reason.why}. Give another: `, code('distributor key'), '.')],
  'key-known': () => [line('This key is here already, with the same expiry. Nothing changed.')],
  'key-not-there': () => [
    line(
      'None of their keys, or more than one, ends in these digits; eight are the least. ',
      code('distributor show'),
      ' shows their keys.',
    ),
  ],
  'no-alias': () => [
    line('No security alias is known of it. Set it: ', code('distributor set "Seven Linux" alias=security@seven.example'), '.'),
  ],
  'no-alias-test': () => [
    line('No code was sent to your alias, or it came back already. A coordinator sends one with ', code('distributor test'), '.'),
  ],
  'wrong-alias-code': () => [
    line(
      'That is not the code of the last mail to your alias. Look at the newest one, or have another sent: ',
      code('distributor test'),
      '.',
    ),
  ],
  'alias-asker': () => [
    line('You asked for this test and were shown the code: somebody else of the organisation has to read it in the mail. Nothing changed.'),
  ],
  'no-such-list': (reason) => [
    line(
      `There is no list called ${reason.typed} that takes applications here. Ask its coordinators for its name. For example: `,
      code('member apply oci "Seven Linux"'),
      '.',
    ),
  ],
  'apply-in-private': () => [...reapply, actions({ label: 'Help', words: 'help member apply' })],
  'on-the-list': (reason) => [line(`They are on ${reason.name} already. Ask its coordinators to add you: `, code('person add'), '.')],
  'organisation-known': (reason) => [
    line(
      reason.organisation === reason.name
        ? `${reason.name} is on the list already. Add the applicant to it: `
        : `${reason.organisation} is ${reason.name}, which is on the list already, or is called like it. Add the applicant to it: `,
      code('person add'),
      ', or reject the application: ',
      code('member reject'),
      '.',
    ),
  ],
  'applied-already': (reason) => [
    line(`You have an application open (${reason.number}). Go on with it, or take it back first:`),
    actions({ label: 'How does it stand?', words: 'member status' }, { label: 'Take it back', words: 'member withdraw' }),
  ],
  'entity-applied': (reason) => [
    line(`${reason.organisation} has handed in an application already: each organisation has one. Ask whoever made it. Nothing changed.`),
  ],
  cooling: (reason) => [
    line('After the last decision, this organisation may apply again after ', instant(reason.until), '. Nothing changed.'),
  ],
  'too-many-applications': () => [line('So many applications are open that no more are taken now. Try again later. Nothing changed.')],
  'no-application': () => [line('You have no application open. Begin one: ', code('member apply oci "Seven Linux"'), '.')],
  'unknown-application': (reason) => [
    line(
      `There is no application ${reason.number}. ${reason.open.length === 0 ? 'None is open' : `Open are: ${reason.open.join(', ')}`}: `,
      code('member applications'),
      '.',
    ),
  ],
  'wrong-phase': (reason) => [
    line(
      `That is not what application ${reason.number} waits for. Where it stands: ${phaseWords[reason.phase]}. `,
      code(`member show ${reason.number}`),
      ', or of your own ',
      code('member status'),
      ', shows it.',
    ),
  ],
  'unknown-criterion': (reason) => [
    line(
      reason.keys.length === 0
        ? 'There is no criterion left to answer. Nothing changed.'
        : `There is no such criterion here. There is: ${reason.keys.join(', ')}. Nothing changed.`,
    ),
  ],
  'criterion-alone': (reason) => [
    line(`Criterion ${reason.number}, ${reason.criterion}: ${reason.text}`),
    line(reason.answer === null ? 'You have not answered it yet.' : `Your answer so far: “${reason.answer}”`),
    actions({ label: reason.answer === null ? 'Answer…' : 'Change…', words: `member evidence criterion=${reason.criterion}` }),
  ],
  'which-criterion': (reason) => [
    line('Every criterion has an answer. Nothing changed. To change one, name it first: ', code('record: …'), '.'),
    actions(
      ...(reason.submitted ? [] : [{ label: 'Hand it in', words: 'member submit', style: 'primary' as const }]),
      ...reason.keys.map((key) => ({ label: `Change ${key}…`, words: `member evidence criterion=${key}` })),
    ),
  ],
  unanswered: (reason) => [
    line('Not handed in yet: these need an answer first.'),
    bullets(reason.missing.map(({ key, text }) => [`${key}: ${text}`])),
    actions(...reason.missing.map(({ key }) => ({ label: `Answer ${key}…`, words: `member evidence criterion=${key}` }))),
  ],
  'vouches-for-self': () => [
    line(
      'Nobody vouches for themself. The policy asks for somebody already on the list, of another organisation. ask one of them to say ',
      code('member vouch'),
      '.',
    ),
  ],
  'vouches-for-own': () => [
    line(
      'You are of the same legal entity as the applicant. The policy asks for a voucher of another organisation: ask one of its people to say ',
      code('member vouch'),
      '.',
    ),
  ],
  'vouched-already': (reason) => [line(`${reason.by} has vouched already; one is enough. Nothing changed.`)],
  'in-conflict': () => [line('You have declared a conflict of interest, so you have no vote on this application. Nothing changed.')],
  'conflict-known': () => [line('You already declared this conflict of interest. Nothing changed.')],
  'nobody-may-vote': () => [
    line('Nobody could vote: no organisation without a conflict has a representative. Add one first: ', code('person add'), '.'),
  ],
  'ballot-in-a-room': () => [
    line(
      'A ballot is secret: say it to me alone, in a direct message. What you wrote here does not count: ',
      code('member vote'),
      ' there does.',
    ),
  ],
  'ballot-closed': (reason) => [line('The ballot closed ', instant(reason.at), '. Votes after it do not count. Nothing changed.')],
  'ballot-open': (reason) => [
    line(
      'The ballot is open until ',
      instant(reason.closesAt),
      ', and is counted then, whoever has voted: ',
      code(`member show ${reason.number}`),
      '.',
    ),
  ],
  'no-ballot-vote': () => [
    line(
      'Distributors vote, each once, through a representative, and those in conflict do not. You have no vote on this. Nothing changed.',
    ),
  ],
  'voted-already': () => [line('Your organisation has voted. A vote is not changed or taken back: nobody could find it. Nothing changed.')],
  'not-carried': (reason) => [
    line(
      reason.outcome === 'lost'
        ? 'The list voted against it, so it cannot be accepted. Reject it, with the reasons: '
        : 'Too few have voted, so it cannot be accepted. Open the ballot again: ',
      code(reason.outcome === 'lost' ? 'member reject' : 'member ballot'),
      '.',
    ),
  ],
  carried: () => [line('The list voted for it, so it cannot be rejected. Accept it, with the reasons: ', code('member admit'), '.')],
  'other-policy': (reason) => [
    line('That is not the hash of the policy in force: it may have changed since it was shown to you. Read it again, and accept that one:'),
    actions({ label: 'Show it', words: 'member status' }, { label: `Accept ${reason.hash}`, words: `member accept ${reason.hash}` }),
  ],
  'accepted-already': () => [line('You have accepted the policy already. Nothing changed.')],
  'nothing-to-recertify': () => [line('Nothing is asked of your organisation at the moment. You are told when it is. Nothing changed.')],
  'own-distributor': () => [line('You are of this organisation yourself: another coordinator decides about it. Nothing changed.')],
  'entity-is-coordinators': () => [
    line(
      'Whose an organisation is decides who votes and who vouches: once it is known, only a coordinator changes it. Ask one. Nothing changed.',
    ),
  ],
  'same-contact': () => [line('The backup is somebody else than the primary contact: one of them may be away. Nothing changed.')],
  'key-elsewhere': (reason) => [
    line(`This key is kept for ${reason.name} already. Whose is it? Take it away there first: `, code('distributor unkey'), '.'),
  ],
  'standing-already': () => [line('That is how it stands already, in these words. Nothing changed.')],
  'on-probation': () => [
    line(
      'It is on probation, which is more than a warning: end that first (',
      code('member clear'),
      '), or prolong it: ',
      code('member probation'),
      '.',
    ),
  ],
  'no-duty': ({ number, last }) => [
    line(
      last === 0
        ? 'The policy asks for no duties. Coordinators add them: '
        : `There is no duty ${number}; they are numbered 1 to ${last}. To see them: `,
      code(last === 0 ? 'policy edit duties' : 'duty'),
      '.',
    ),
  ],
  'duty-without-organization': ({ number }) => [
    line("Only organizations carry duties, and you're not with one. To assign it to one: ", code(`duty assign ${number}`), '.'),
  ],
  'duty-held-already': ({ number, place }) => [
    line(`Your organization is the ${place} for duty ${number} already. Nothing changed.`),
    actions(handOverDuty(number)),
  ],
  'duty-taken': ({ number, primary, backup, own: mine }) =>
    backup === null
      ? [
          line(`${primary ?? 'Nobody'} is the primary for duty ${number}. The backup's place is free:`),
          actions({ label: `Claim duty ${number} as backup`, words: `duty claim ${number} backup`, style: 'primary' }),
        ]
      : [
          line(
            `Duty ${number} has ${primary ?? 'nobody'} as primary and ${backup} as backup. Somebody of theirs can hand their place over to you: `,
            code(`duty handover ${number} ${word(mine)}`),
            '.',
          ),
        ],
  'duty-needs-primary': ({ number }) => [
    line(`Nobody carries duty ${number} yet, so there's nobody to be the backup of. To be its primary:`),
    actions(claimDuty(number)),
  ],
  'duty-not-yours': ({ number }) => [
    line(`Your organization doesn't carry duty ${number}. Nothing changed. To see who carries it:`),
    actions(showDuties),
  ],
  'same-duty-holder': ({ number, name }) => [
    line(`${name} can't be its own backup. Name another organization: `, code(`duty assign ${number} ${word(name)} backup=…`), '.'),
  ],
  'duty-unchanged': ({ number }) => [line(`Duty ${number} is carried by them already. Nothing changed.`), actions(showDuties)],
  'rotation-needs-two': () => [
    line('A rotation needs two organizations with a representative on the list. To add one: ', code('person add'), '.'),
  ],
  'duty-offered-already': ({ number, name, own }) =>
    own
      ? [line(`${name} was asked already and hasn't answered. To ask somebody else, take it back first:`), actions(keepDuty(number))]
      : [line(`The other organization that carries duty ${number} has asked ${name} to take it over. Once that's answered, ask again.`)],
  'duty-to-yourself': ({ number }) => [
    line('A duty is handed over to another organization. To give it up: ', code(`duty drop ${number}`), '.'),
  ],
  'no-duty-offer': ({ number }) => [
    line(`No hand-over of duty ${number} waits for your organization. Nothing changed. To see who carries it:`),
    actions(showDuties),
  ],
  'no-one-for-duty': ({ name }) => [
    line(`${name} has no representative on the list who could do it. To add one: `, code('person add'), '.'),
  ],
  'backup-known': (reason) => [line(`${reason.name} is your second contact already. Nothing changed.`)],
  'probation-is-past': () => [
    line('That is over already. Say until when, such as ', code('member probation "Seven Linux" until="60 days"'), '.'),
  ],
  'own-strike': () => [line('Nobody writes down a strike against themself: a coordinator of another organisation does. Nothing changed.')],
  'coordinator-strike': () => [
    line('They speak for no organisation, so there is none to strike. Talk to them, or hand over: ', code('person handover'), '.'),
  ],
  'too-few-strikes': (reason) => [
    line(
      `The policy lets an organisation be removed with ${reason.needed} strikes; it has ${reason.strikes}. A criterion that it no longer meets is another reason: `,
      code('for=alias'),
      '.',
    ),
  ],
  'good-standing': () => [line('It is in good standing already. Nothing changed.')],
  'holds-last-coordinator': (reason) => [
    line(
      `${reason.name} is of this organisation, and the last coordinator: the list could not act. Make somebody else a coordinator first: `,
      code('person add'),
      '.',
    ),
  ],
  'one-contact': (reason) => [
    line(
      `The policy allows one contact for each legal entity, and ${reason.name} is that of ${reason.entity}. They can hand over to somebody else: `,
      code('person handover'),
      '.',
    ),
  ],
  'no-handover': () => [line('Nobody offers you their role. Whoever wants to says ', code('person handover'), '.')],
  'handover-same': (reason) => [line(`${reason.name} has this role already, or is you. Nothing changed.`)],
  'other-entity': (reason) => [
    line(
      `${reason.name} is of another organisation. A representative is followed, and stood in for, by one of their own. Nothing changed.`,
    ),
  ],
  'away-is-past': () => [line('That is over already. Say until when, such as ', code('away until="14 days"'), '.')],
  'stand-in-is-self': () => [line('Name somebody else than yourself. Nothing changed.')],
  'stand-in-away': (reason) => [
    line(someone(reason.person), ' is away themself until ', instant(reason.until), '. Name somebody else: ', code('away'), '.'),
  ],
  'not-away': () => [line('You are not away. Nothing changed.')],
};

/** What is wrong with a policy, and what would be right. */
export function policyProblemText(problem: PolicyProblem): string {
  switch (problem.rule) {
    case 'shortest-above-longest':
      return `The shortest embargo (${lengthText(problem.shortestMs)}) is above the longest (${lengthText(problem.longestMs)}): no date would be right.`;
    case 'preferred-outside':
      return 'The preferred length is not between the shortest and the longest.';
    case 'ceiling-below-longest':
      return 'The ceiling is under the longest embargo.';
    case 'exceptional-below-longest':
      return 'The longest with a reason is not above the longest.';
    case 'too-long':
      return `Nothing is held back for longer than ${lengthText(problem.mostMs)}.`;
    case 'not-positive':
      return `${problem.field} has to be more than nothing.`;
    case 'share':
      return problem.field === 'turnout'
        ? 'turnout is from 1% to 100%.'
        : `${problem.field}: a share is from 0% to 99%, or more than all of them would be needed.`;
    case 'quorum-out-of-reach':
      return `${problem.needed} coordinators would have to agree, and the list has ${problem.there}.`;
    case 'no-day-left':
      return 'Every day of the week is forbidden: no date would be right.';
    case 'hour-out-of-reach':
      return 'The hour of disclosure does not come on every allowed day: between the shortest and the longest there is less than a day, or it is no hour of a day.';
    case 'not-whole-days':
      return 'Working days are counted whole: no hours.';
    case 'empty':
      return `${problem.field} says nothing.`;
    case 'twice':
      return `${problem.field} has ${problem.what} twice.`;
    case 'unknown-step':
      return `There is no step of patch testing called ${problem.step}.`;
    case 'recertify-within':
      return 'The criteria would be asked for anew before the time to confirm them is over: recertify has to be longer than recertify-within.';
    case 'backup-too-late':
      return `Backup contacts would be asked after the time to respond is over: backup has to be less than ${lengthText(problem.answerMs)}.`;
    case 'unknown-blank':
      return `${problem.field} has {${problem.blank}}, which is not filled in. There are {list}, {organisation}, {reason} and {until}.`;
    case 'ladder':
      return 'The reminders need one instant before the date at least, and an hour between those after it.';
    case 'terms-version':
      return 'The terms have no version by which they are accepted.';
    default:
      return problem satisfies never;
  }
}
