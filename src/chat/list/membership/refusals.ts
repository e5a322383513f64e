// Every no about a list's policy, distributors, applications and people, in words.

import type { MembershipReason } from '../../../domain/list/membership/refusal.ts';
import type { PolicyProblem } from '../../../domain/policy/check.ts';
import type { Reason } from '../../../domain/refusal.ts';
import { claimDuty, handOverDuty, keepDuty, showDuties } from '../../message/duties.ts';
import { actions, bullets, code, instant, line, type Node, someone } from '../../message/message.ts';
import type { RefusedTools } from '../../message/refused.ts';
import { lengthText } from '../../values/lengths.ts';
import { word } from '../../values/quoting.ts';
import { phaseWords, wordsMax } from './applications.ts';

type Sayings = {
  readonly [Code in MembershipReason['code']]: (reason: Extract<Reason, { code: Code }>, tools: RefusedTools) => Node[];
};

const reapply = [line('Send it to me in a direct message: what you write about your organization is for the list, not for this room.')];

/** How to make a key short enough to be pasted. */
export const smallerKey =
  "Without other people's signatures most keys are short: gpg --export-options export-minimal --armor --export ADDRESS.";

/** To the person who pasted a secret key, with whatever command. */
export const secretKeyNodes: Node[] = [
  line(
    "That's a secret key. I kept none of it and ignored the rest of the message, but others may have read it: revoke that key now. ",
    'Then make a new one and add its public block, as ',
    code('gpg --export --armor'),
    ' prints it: ',
    code('org key'),
    '.',
  ),
];

export const membershipRefusals: Sayings = {
  'policy-problems': (reason) => [
    line('Not drafted, because these rules contradict each other:'),
    bullets(reason.problems.map((problem) => [policyProblemText(problem)])),
    line('Fix these with ', code('policy edit'), '.'),
  ],
  'policy-unchanged': () => [line("That's already the policy. Nothing changed.")],
  'no-draft': () => [
    line("There's no draft. Start one: ", code('policy edit'), ', ', code('policy use'), ' or ', code('policy import'), '.'),
  ],
  'needs-second-reader': () => [
    line(
      'You wrote this draft, so another coordinator has to read it and send ',
      code('policy adopt'),
      '. Policy changes take two people.',
    ),
  ],
  'draft-changed': () => [
    line('Someone changed the draft since you read it. Nothing changed. Read it again:'),
    actions({ label: 'Show what would change', words: 'policy diff' }),
  ],
  'bad-policy-file': (reason) => [
    line(`I can't read the file: at ${reason.where}, ${reason.problem}. `, code('policy show json'), ' gives a valid one.'),
  ],
  'bad-field': (reason) => [line(`${reason.problem} `, code('policy show'), ' shows the current policy.')],
  'no-version': (reason) => [line(`There's no version ${reason.version}. The newest is ${reason.newest}: `, code('policy history'), '.')],
  'not-a-contact': (reason) => [
    line(`${reason.name} isn't with ${reason.distributor}. A contact has to be one of its people on the list: `, code('people add'), '.'),
  ],
  'no-key': () => [
    line("That isn't a PGP key. Send the whole public block, as ", code('gpg --export --armor'), ' prints it. Nothing changed.'),
  ],
  'key-damaged': () => [
    line(
      'This block is damaged: something is missing or changed on the way. Copy all of it, as ',
      code('gpg --export --armor'),
      ' prints it, or attach it as a file with the words ',
      code('org key'),
      `. ${smallerKey}`,
    ),
  ],
  'several-keys': (reason) => [
    line(
      `That's ${reason.keys.length} keys: ${reason.keys.slice(0, 9).join(', ')}. I added none. Add them one by one, each as `,
      code('gpg --export --armor'),
      " prints it, followed by that key's fingerprint.",
    ),
  ],
  'secret-key': () => secretKeyNodes,
  'key-expired': (reason) => [
    line('This key expired ', instant(reason.at), '. Extend it or make another, and add it: ', code('org key'), '.'),
  ],
  'key-revoked': () => [line('This key is revoked, so nobody can use it. Add another: ', code('org key'), '.')],
  'key-weak': (reason) => [line(`I can't accept this key: ${reason.why}. Add another: `, code('org key'), '.')],
  'key-known': () => [line('I already have this key, with the same expiry. Nothing changed.')],
  'key-not-there': () => [
    line('No key of theirs, or more than one, ends in these digits; give at least eight. ', code('org show'), ' shows their keys.'),
  ],
  'whose-key': () => [
    line('Whose key is it? Send it again with the name in front: ', code('org key "Seven Linux"'), '. I kept nothing of it.'),
  ],
  'no-alias': () => [line('It has no security alias yet. Set it: ', code('org set "Seven Linux" alias=security@seven.example'), '.')],
  'no-alias-test': () => [
    line('No code is out for your alias, or it already came back. A coordinator sends one with ', code('org test'), '.'),
  ],
  'wrong-alias-code': () => [
    line("That isn't the code in the last mail to your alias. Check the newest one, or have another sent: ", code('org test'), '.'),
  ],
  'alias-asker': () => [
    line('You started this test and saw the code, so someone else from the organization has to read it in the mail. Nothing changed.'),
  ],
  'no-such-list': (reason) => [
    line(
      `No list called ${reason.typed} takes applications here. Ask its coordinators for its name. For example: `,
      code('apply oci "Seven Linux"'),
      '.',
    ),
  ],
  'apply-in-private': () => [...reapply, actions({ label: 'Help', words: 'help apply' })],
  'on-the-list': (reason) => [
    line(`That organization is already on ${reason.name}. Ask its coordinators to add you: `, code('people add'), '.'),
  ],
  'organisation-known': (reason) => [
    line(
      reason.organisation === reason.name
        ? `${reason.name} is already on the list. Add the applicant to it: `
        : `${reason.organisation} is ${reason.name}, which is already on the list, or has the same name. Add the applicant to it: `,
      code('people add'),
      ', or reject the application: ',
      code('org reject'),
      '.',
    ),
  ],
  'applied-already': (reason) => [
    line(`You already have an open application (${reason.number}). Continue it, or withdraw it first:`),
    actions({ label: 'Show its status', words: 'apply status' }, { label: 'Take it back', words: 'apply withdraw' }),
  ],
  'entity-applied': (reason) => [
    line(
      `${reason.organisation} already submitted an application, and each organization has one. Ask the person who made it. Nothing changed.`,
    ),
  ],
  cooling: (reason) => [
    line('Too soon after the last decision: this organization can apply again after ', instant(reason.until), '. Nothing changed.'),
  ],
  'too-many-applications': () => [line('Too many applications are open right now. Try again later. Nothing changed.')],
  'no-application': () => [line('You have no open application. Start one: ', code('apply oci "Seven Linux"'), '.')],
  'unknown-application': (reason) => [
    line(
      `There's no application ${reason.number}. ${reason.open.length === 0 ? 'None is open' : `Open: ${reason.open.join(', ')}`}: `,
      code('applications'),
      '.',
    ),
  ],
  'wrong-phase': (reason) => [
    line(
      `Application ${reason.number} isn't at that step. Status: ${phaseWords[reason.phase]}. `,
      code(`application ${reason.number}`),
      ', or for your own ',
      code('apply status'),
      ', shows it.',
    ),
  ],
  'unknown-criterion': (reason) => [
    line(
      reason.keys.length === 0
        ? "You've answered every criterion. Nothing changed."
        : `No criterion by that name. Use one of: ${reason.keys.join(', ')}. Nothing changed.`,
    ),
  ],
  'criterion-alone': (reason) => [
    line(`Criterion ${reason.number}, ${reason.criterion}: ${reason.text}`),
    line(reason.answer === null ? "You haven't answered it yet." : `Your answer so far: “${reason.answer}”`),
    actions({ label: reason.answer === null ? 'Answer…' : 'Change…', words: `apply answer criterion=${reason.criterion}` }),
  ],
  'tells-vulnerability': ({ list }, { again }) => {
    const anyway = again === undefined ? null : `${again.command} public=yes ${again.rest}`;
    const button = anyway === null || anyway.length > wordsMax ? [] : [{ label: "It's public: keep my answer", words: anyway }];
    return [
      line("That sounds like a vulnerability that isn't public. I kept none of it: everyone who votes reads your answers."),
      line(
        'Only the coordinators read a report. If it is public, or no vulnerability: ',
        code('apply answer public=yes'),
        ' with your answer.',
      ),
      actions({ label: 'Report a vulnerability…', words: `report vulnerability list=${list}`, style: 'primary' }, ...button),
    ];
  },
  'which-criterion': (reason) => [
    line('Every criterion has an answer. Nothing changed. To change one, start with its name: ', code('record: …'), '.'),
    actions(
      ...(reason.submitted ? [] : [{ label: 'Submit it', words: 'apply submit', style: 'primary' as const }]),
      ...reason.keys.map((key) => ({ label: `Change ${key}…`, words: `apply answer criterion=${key}` })),
    ),
  ],
  unanswered: (reason) => [
    line('Not submitted yet. These need an answer first:'),
    bullets(reason.missing.map(({ key, text }) => [`${key}: ${text}`])),
    actions(...reason.missing.map(({ key }) => ({ label: `Answer ${key}…`, words: `apply answer criterion=${key}` }))),
  ],
  'vouches-for-self': () => [
    line(
      "You can't vouch for your own application. The policy wants someone from another organization on the list. Ask one of them to send ",
      code('vouch'),
      '.',
    ),
  ],
  'vouches-for-own': () => [
    line(
      "You're with the same legal entity as the applicant. The policy wants someone from another organization: ask one of them to send ",
      code('vouch'),
      '.',
    ),
  ],
  'vouched-already': (reason) => [line(`${reason.by} already vouched, and one is enough. Nothing changed.`)],
  'in-conflict': () => [line('You declared a conflict of interest, so you have no vote on this application. Nothing changed.')],
  'conflict-known': () => [line('You already declared this conflict of interest. Nothing changed.')],
  'nobody-may-vote': () => [
    line('Nobody could vote: no organization without a conflict has a representative. Add one first: ', code('people add'), '.'),
  ],
  'ballot-in-a-room': () => [
    line("Ballots are secret, so your vote here doesn't count. Send it to me in a direct message: ", code('ballot vote'), ' there does.'),
  ],
  'ballot-closed': (reason) => [line('The ballot closed ', instant(reason.at), ". Later votes don't count. Nothing changed.")],
  'ballot-open': (reason) => [
    line(
      'The ballot is open until ',
      instant(reason.closesAt),
      ', and I count it then, however many have voted: ',
      code(`application ${reason.number}`),
      '.',
    ),
  ],
  'no-ballot-vote': () => [
    line(
      'You have no vote on this: each organization votes once, through a representative, unless it has a conflict of interest. Nothing changed.',
    ),
  ],
  'voted-already': () => [line("Your organization already voted. A secret vote can't be changed or withdrawn. Nothing changed.")],
  'not-carried': (reason) => [
    line(
      reason.outcome === 'lost'
        ? "The list voted against it, so you can't accept it. Reject it, with the reasons: "
        : "Too few voted, so you can't accept it. Open the ballot again: ",
      code(reason.outcome === 'lost' ? 'org reject' : 'ballot open'),
      '.',
    ),
  ],
  carried: () => [line("The list voted for it, so you can't reject it. Accept it, with the reasons: ", code('org admit'), '.')],
  'other-policy': (reason) => [
    line("That isn't the hash of the current policy, which may have changed since you saw it. Read it again and accept that one:"),
    actions({ label: 'Show it', words: 'apply status' }, { label: `Accept ${reason.hash}`, words: `apply accept ${reason.hash}` }),
  ],
  'accepted-already': () => [line('You already accepted the policy. Nothing changed.')],
  'nothing-to-recertify': () => [line("Your organization has nothing to confirm right now. I'll tell you when it does.")],
  'own-distributor': () => [line("You're with this organization, so another coordinator decides about it. Nothing changed.")],
  'entity-is-coordinators': () => [
    line(
      "Only a coordinator can change the legal entity once it's set, because it decides who votes and vouches. Ask one. Nothing changed.",
    ),
  ],
  'same-contact': () => [line('The backup has to be someone other than the primary contact, in case one is away. Nothing changed.')],
  'key-elsewhere': (reason) => [
    line(`${reason.name} already has this key. If it isn't theirs, remove it there first: `, code('org unkey'), '.'),
  ],
  'standing-already': () => [line("It's already so, in these words. Nothing changed.")],
  'on-probation': () => [
    line(
      "It's on probation, which is more than a warning. End that first (",
      code('org clear'),
      '), or extend it: ',
      code('org probation'),
      '.',
    ),
  ],
  'no-duty': ({ number, last }) => [
    line(
      last === 0 ? 'The policy has no duties. Coordinators add them: ' : `There's no duty ${number}; use 1 to ${last}. To see them: `,
      code(last === 0 ? 'policy edit duties' : 'duty'),
      '.',
    ),
  ],
  'duty-without-organization': ({ number }) => [
    line("Only organizations carry duties, and you're not with one. To assign it to one: ", code(`duty assign ${number}`), '.'),
  ],
  'duty-held-already': ({ number, place }) => [
    line(`Your organization is already the ${place} for duty ${number}. Nothing changed.`),
    actions(handOverDuty(number)),
  ],
  'duty-taken': ({ number, primary, backup, own: mine }) =>
    backup === null
      ? [
          line(`${primary ?? 'Nobody'} is the primary for duty ${number}. You can be the backup:`),
          actions({ label: `Claim duty ${number} as backup`, words: `duty claim ${number} backup`, style: 'primary' }),
        ]
      : [
          line(
            `Duty ${number} has ${primary ?? 'nobody'} as primary and ${backup} as backup. One of them can hand it over to you: `,
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
  'duty-unchanged': ({ number }) => [line(`They already carry duty ${number}. Nothing changed.`), actions(showDuties)],
  'rotation-needs-two': () => [
    line('A rotation needs two organizations with a representative on the list. To add one: ', code('people add'), '.'),
  ],
  'duty-offered-already': ({ number, name, own }) =>
    own
      ? [line(`${name} has been asked and hasn't answered. To ask someone else, take it back first:`), actions(keepDuty(number))]
      : [line(`The other organization that carries duty ${number} has asked ${name} to take it over. Once that's answered, ask again.`)],
  'duty-to-yourself': ({ number }) => [
    line('Name another organization: this one already carries it. To give it up: ', code(`duty drop ${number}`), '.'),
  ],
  'no-duty-offer': ({ number }) => [
    line(`Nobody is handing duty ${number} over to your organization. Nothing changed. To see who carries it:`),
    actions(showDuties),
  ],
  'no-one-for-duty': ({ name }) => [
    line(`${name} has no representative on the list who could do it. To add one: `, code('people add'), '.'),
  ],
  'backup-known': (reason) => [line(`${reason.name} is already your second contact. Nothing changed.`)],
  'probation-is-past': () => [
    line("That's in the past. Give a later time, such as ", code('org probation "Seven Linux" until="60 days"'), '.'),
  ],
  'own-strike': () => [line("You can't give yourself a strike. A coordinator from another organization can. Nothing changed.")],
  'coordinator-strike': () => [
    line("They're with no organization, so there's none to strike. Talk to them, or hand over: ", code('people handover'), '.'),
  ],
  'which-strike': ({ numbers }) => [
    line(
      numbers.length === 0
        ? "There's no such strike. Nothing changed. To see the strikes of an organization: "
        : `Which of them: strike ${numbers.join(' or ')}? Give its number. Nothing changed. To see them: `,
      code('org show'),
      '.',
    ),
  ],
  'unknown-leak-of': ({ said }) => [
    line(
      `I know of no leak called ${said}, or only of a false alarm. Name the embargo and the leak's number, such as "quiet-otter 1". Nothing changed.`,
    ),
  ],
  'no-mistake': ({ name: called, has }) => [
    line(
      has === 'people'
        ? `${called} has people on the list, so it can't be removed as a mistake. Remove them first (`
        : `${called} has more recorded on the list than its releases, so it can't be removed as a mistake. To remove it, name a criterion that it no longer meets (`,
      code(has === 'people' ? 'people remove' : 'for=alias'),
      '). Nothing changed.',
    ),
  ],
  'too-few-strikes': (reason) => [
    line(
      `Removal takes ${reason.needed} strikes; it has ${reason.strikes}. Or name a criterion it no longer meets: `,
      code('for=alias'),
      '.',
    ),
  ],
  'good-standing': () => [line("It's already in good standing. Nothing changed.")],
  'holds-last-coordinator': (reason) => [
    line(
      `${reason.name} is with this organization and is the last coordinator, and a list needs one. Make someone else a coordinator first: `,
      code('people add'),
      '.',
    ),
  ],
  'one-contact': (reason) => [
    line(
      `The policy allows one contact per legal entity, and ${reason.name} is the one for ${reason.entity}. They can hand over to someone else: `,
      code('people handover'),
      '.',
    ),
  ],
  'no-handover': () => [line('Nobody is offering you their role. To offer it, they send ', code('people handover'), '.')],
  'handover-same': (reason) => [line(`That's you, or ${reason.name} already has this role. Nothing changed.`)],
  'other-entity': (reason) => [
    line(
      `${reason.name} is with another organization. Only someone from your own organization can follow you or stand in for you. Nothing changed.`,
    ),
  ],
  'away-is-past': () => [line("That's in the past. Give a later time, such as ", code('away until="14 days"'), '.')],
  'stand-in-is-self': () => [line('Name someone other than yourself. Nothing changed.')],
  'stand-in-away': (reason) => [
    line(someone(reason.person), ' is away too, until ', instant(reason.until), '. Name someone else: ', code('away'), '.'),
  ],
  'not-away': () => [line("You aren't marked as away. Nothing changed.")],
};

/** What is wrong with a policy, and what would be right. */
export function policyProblemText(problem: PolicyProblem): string {
  switch (problem.rule) {
    case 'shortest-above-longest':
      return `The shortest embargo (${lengthText(problem.shortestMs)}) is longer than the longest (${lengthText(problem.longestMs)}), so no date would be valid.`;
    case 'preferred-outside':
      return "The preferred length isn't between the shortest and the longest.";
    case 'ceiling-below-longest':
      return 'The ceiling is below the longest embargo.';
    case 'exceptional-below-longest':
      return "The longest with a reason isn't longer than the longest.";
    case 'too-long':
      return `No embargo can be longer than ${lengthText(problem.mostMs)}.`;
    case 'not-positive':
      return `${problem.field} has to be more than zero.`;
    case 'share':
      return problem.field === 'turnout'
        ? 'turnout: use 1% to 100%.'
        : `${problem.field}: use 0% to 99%, because more than that has to agree.`;
    case 'quorum-out-of-reach':
      return `${problem.needed} coordinators would have to agree, but the list has ${problem.there}.`;
    case 'no-day-left':
      return 'Every day of the week is forbidden, so no date would be valid.';
    case 'hour-out-of-reach':
      return "The disclosure hour never falls in the allowed range: shortest and longest are less than a day apart, or it isn't an hour of the day.";
    case 'not-whole-days':
      return 'Use whole working days, no hours.';
    case 'empty':
      return `${problem.field} says nothing.`;
    case 'twice':
      return `${problem.field} has ${problem.what} twice.`;
    case 'unknown-step':
      return `There's no patch testing step called ${problem.step}.`;
    case 'recertify-within':
      return "I'd ask again before the time to confirm is over: recertify has to be longer than recertify-within.";
    case 'backup-too-late':
      return `I'd ask backup contacts after the time to respond is over: backup has to be less than ${lengthText(problem.answerMs)}.`;
    case 'unknown-blank':
      return `${problem.field} has {${problem.blank}}, which I can't fill in. Use {list}, {organization}, {reason} and {until}.`;
    case 'ladder':
      return 'Set at least one reminder before the date, and an hour between those after it.';
    case 'terms-version':
      return 'The terms have no version to accept.';
    default:
      return problem satisfies never;
  }
}
