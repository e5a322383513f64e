// Every no, in words: what happened, why, and what to do next. No refusal says more than its reader may know.
import type { ConsentState } from '../domain/embargo/consent.ts';
import { isTeam, mendable } from '../domain/list/room.ts';
import { type DateProblem, isRefusal } from '../domain/policy/dates.ts';
import type { Reason } from '../domain/refusal.ts';
import { bareId, type PlatformName } from '../domain/values/ids.ts';
import { membershipRefusals } from './list/membership/refusals.ts';
import { faultText } from './list/room.ts';
import { type Action, actions, bullets, code, type Inline, instant, line, type Message, type Node, someone } from './message/message.ts';
import { accountLabel, unlinkButtons } from './people/accounts.ts';
import { formatUtc } from './values/instant.ts';
import { lengthText } from './values/lengths.ts';
import { clock } from './values/quiet.ts';

/** What a refusal is about: the codename makes its buttons unmistakable. `words` is the command that was refused. */
export type Refused = { readonly codename: string | null; readonly words: string };

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const quietPush = 'Embargo bot: an answer for you';

/** A refusal as a message for the one who asked. */
export function refusalMessage(reason: Reason, refused: Refused): Message {
  return { push: quietPush, nodes: nodesOf(reason, refused) };
}

/** A refusal in one line of plain text, for beside a form's field. */
export function refusalText(reason: Reason, refused: Refused): string {
  const plain = (inline: Inline): string => {
    if (typeof inline === 'string') return inline;
    if (inline.type === 'instant') return formatUtc(inline.at);
    if (inline.type === 'person') return bareId(inline.person);
    return inline.type === 'link' ? inline.url : inline.text;
  };
  const texts = nodesOf(reason, refused).flatMap((node) => {
    if (node.type === 'line') return [node.line.map(plain).join('')];
    return node.type === 'list' ? node.items.map((item) => item.map(plain).join('')) : [];
  });
  return texts.join(' ');
}

type Tools = Refused & { readonly button: (label: string, command: string, argument?: string) => Node };

// One line for each reason that the domain can give: a new reason without words does not compile.
const sayings: { readonly [Code in Reason['code']]: (reason: Extract<Reason, { code: Code }>, tools: Tools) => Node[] } = {
  ...membershipRefusals,
  'needs-role': (reason, { words }) => [
    line(
      `Only ${reason.roles.map((role) => `${role}s`).join(' and ')} may say `,
      code(words),
      '. Ask one of them: ',
      code('members'),
      " in the list's room shows who they are.",
    ),
  ],
  'needs-admin': () => [
    line(
      'A list is founded by those whom this bot was set up with (its setting ADMINS); further rooms are added to it by its coordinators. Ask one of them.',
    ),
  ],
  'needs-coordinator-account': (reason) => [
    line(
      `Rooms of ${reason.list} are adopted by its coordinators, and this account isn't one. If you coordinate it from another account, link the two: say `,
      code('link'),
      ' here, then type the code to me from that account. Otherwise ask a coordinator.',
    ),
  ],
  'needs-consent': (reason, { button }) => consentNodes(reason.state, button),
  'embargo-over': (reason) => [
    line('This embargo is over: it ended on ', instant(reason.at), ` (${reason.reason}). `, code('status'), ' shows what is still owed.'),
  ],
  'not-over-yet': () => [
    line(
      'This embargo still runs. What was published is recorded once it has ended: ',
      code('disclose'),
      ' at its date, or ',
      code('end'),
      '.',
    ),
  ],
  'already-acknowledged': () => [line('You have acknowledged these terms already. Nothing changed.')],
  'not-on-the-list': () => [line('They are not on this list. A coordinator adds them with ', code('person add'), " in the list's room.")],
  'already-let-in': (reason) => [line(`${reason.name} knows of this embargo already. `, code('who'), ' shows how everybody stands.')],
  'other-distributor': () => [line('You may do this for your own distributor only. For others, ask a coordinator.')],
  'date-problems': (reason, tools) => dateNodes(reason, tools),
  'date-is-agreed-already': () => [line('That is the date that is agreed already. Nothing changed.')],
  'date-is-proposed-already': (reason, { button }) => [
    line(`That date is proposed already (proposal ${reason.number}).`),
    button('Accept it', 'date accept', String(reason.number)),
  ],
  'world-has-changed': () => [
    line(
      'There is nothing left to negotiate: it was reported that this is public or exploited. A coordinator says ',
      code('end'),
      ' or ',
      code('hold'),
      ' first.',
    ),
  ],
  'no-open-proposal': () => [line('No date is waiting for an answer. Propose one: ', code('date propose 2026-12-03 14:00 UTC'), '.')],
  'unknown-proposal': (reason, { button }) => [
    line(`There is no proposal ${reason.number}. The one that waits for an answer is proposal ${reason.first}.`),
    button('Show the dates', 'status'),
  ],
  'proposal-closed': (reason) => [
    line(`Proposal ${reason.number} is closed already: ${closedWords[reason.state]}. `, code('status'), ' shows the dates.'),
  ],
  'earlier-proposal-first': (reason) => [
    line(`Proposal ${reason.first} asks for an earlier date and is answered first; proposal ${reason.number} after it.`),
  ],
  'no-vote': () => [
    line('Distributors agree on dates, each with one voice, through a representative. You are not one; say what you think in the room.'),
  ],
  'answered-already': (reason) => [line(`${reason.by} has given this answer already. Nothing changed.`)],
  'no-date-agreed': () => [
    line('No disclosure date is agreed, so there is nothing to disclose yet. To end the embargo for another reason: ', code('end'), '.'),
  ],
  'too-early': (reason) => [
    line(
      'It is too early: this is held until ',
      instant(reason.date),
      '. For an earlier date, ',
      code('date propose'),
      '; if it is public already, ',
      code('end public'),
      '.',
    ),
  ],
  'needs-another-person': () => [line('You have confirmed already. Somebody else has to confirm too: no one discloses alone.')],
  'needs-a-coordinator-too': () => [line('One of the two who disclose is a coordinator. Ask a coordinator to confirm.')],
  'no-patch': () => [line('There is no patch to review yet. A coordinator gives one out with ', code('patch publish'), '.')],
  'same-patch': (reason) => [line(`These are the files of patch revision ${reason.number}. Nothing changed, and no review became stale.`)],
  'ships-nothing': () => [
    line('No releases of yours are known, so there is nothing to test. A coordinator sets them with ', code('distributor releases'), '.'),
  ],
  'unknown-release': (reason) => [line(`Your distributor does not ship ${reason.release}. It ships: ${reason.releases.join(', ')}.`)],
  'which-release': (reason, { codename }) => [
    line('Which release do you test?'),
    actions(
      ...reason.releases.map((release) => ({ label: release, words: `review ${codename === null ? '' : `${codename} `}${release}` })),
    ),
  ],
  'no-open-review': (_, { button }) => [line('You are in no review. Begin one:'), button('Start the review', 'review')],
  'patch-replaced': (reason, { button }) => [
    line(`Patch revision ${reason.was} was replaced by revision ${reason.now} meanwhile. What you found is kept, but it is stale.`),
    button(`Review revision ${reason.now}`, 'review'),
  ],
  'step-answered-already': (_, { button }) => [
    line('That step was answered already; nothing changed.'),
    button('Show where I am', 'review'),
  ],
  'first-step': () => [line('This is the first step.')],
  'needs-note': () => [line('This step passes only with a note.')],
  'steps-left': (reason, { button }) => [
    line(`${reason.left} of the steps are not answered yet, so "no issues found" cannot be said yet. Go on, or choose another outcome.`),
    button('Go on', 'review'),
  ],
  'steps-failed': (reason) => [
    line(
      `"No issues found" does not fit: failed were ${reason.titles.join(', ')}. Choose the outcome that fits, or go back and answer the step anew.`,
    ),
  ],
  'reviewed-already': (reason) => [
    line(`You have ended your review of ${reason.release} for this patch revision. A new revision will ask you again.`),
  ],
  'needs-because': () => [line('Say why, in words, after the command.')],
  'already-reported': () => [line('This was reported already, and coordinators were told. Nothing changed.')],
  'nothing-to-hold': () => [line('Nothing was reported that would end this embargo. It goes on.')],
  'needs-link': () => [line('The public post is owed to everybody: it is asked for until its address is here.')],
  'published-already': () => [line('This link is recorded already. Nothing changed.')],
  'nothing-owed': () => [line('This embargo was withdrawn: nothing has to be published.')],
  'nothing-to-snooze': () => [line('There is nothing of yours here that may be put off.')],
  'snooze-is-past': () => [line('That is over already. Say until when, such as ', code('snooze 4h'), '.')],
  'nothing-to-change': (_, { words }) => [
    line('Nothing was given, so nothing was changed. What can be given: ', code(`help ${words}`), '.'),
  ],
  'room-has-faults': (reason) => faultNodes(reason),
  'no-team': (reason) => [
    line(
      reason.on === 'matrix'
        ? `${reason.team} is no homeserver: its name is what follows the colon in the ids of its people, such as example.org. `
        : `${reason.team} is no id of a workspace: such an id begins with T, or with E for a whole organisation. `,
      code('room audit'),
      ' shows who reads along.',
    ),
  ],
  'team-named-already': (reason) => [line(`${reason.team} was named already. Nothing changed.`)],
  'team-not-named': (reason) => [line(`${reason.team} was never named here. Nothing changed.`)],
  'room-adopted-already': (reason) => [line(`This room is a room of ${reason.list} already.`)],
  'room-not-adopted': () => [
    line("This room belongs to no list. Say this in a list's room, or make this one ours: ", code('room adopt oci'), '.'),
  ],
  'no-keeper': (reason) => [
    line(
      `On ${platformWords[reason.on]}, rooms are made, changed and filled by people. Make a private room there, invite me, and say `,
      code('room adopt'),
      ' in it; ',
      code('room audit'),
      ' shows what is wrong with it.',
    ),
  ],
  'no-identity': (reason) => [
    line(
      `${reason.name} has no identity that could be accepted: on Matrix, under encryption in the settings of their client, they make one. Nothing changed.`,
    ),
  ],
  'no-room-keys': (reason) => [
    line(`On ${platformWords[reason.on]} no device has keys of its own, so there is nothing to choose. Nothing changed.`),
  ],
  'room-keys-already': (reason) => [
    line(
      reason.keys === 'all'
        ? 'Every device can read along here already. Nothing changed.'
        : 'Only verified devices can read along here already. Nothing changed.',
    ),
  ],
  'no-room-made': (reason) => [
    line(
      `No room was made: the homeserver refuses it (${reason.because}). Whoever runs it can say why. Or make an encrypted room for invited people only, invite me, and say `,
      code('room adopt'),
      ' in it.',
    ),
  ],
  'nobody-missing': (reason) => [line(`Everybody on the list whom I could invite is in ${reason.room}, or invited. Nothing changed.`)],
  'distributor-known': (reason) => [
    line(`${reason.name} is on the list already. Change what it ships with `, code('distributor releases'), '.'),
  ],
  'unknown-distributor': (reason) => [
    line(
      reason.names.length === 0
        ? 'There is no distributor on this list yet. Add one with '
        : `There is no such distributor. There is: ${reason.names.join(', ')}. Add one with `,
      code('distributor add'),
      '.',
    ),
  ],
  'needs-distributor': () => [
    line('Representatives and reviewers belong to a distributor. Name it: ', code('person add @bob representative "Seven Linux"'), '.'),
  ],
  'person-known': (reason) => [line(`${reason.name} is on the list already, in this role. Nothing changed.`)],
  'name-taken': (reason) => [
    line(
      `Somebody else on this list is called ${reason.name}. So that nobody can be taken for another, give a different name: `,
      code('name="…"'),
      '.',
    ),
  ],
  'no-name': () => [line('A name needs letters or digits.')],
  'needs-name': () => [line('I do not know what they are called. Say it: ', code('name=Bob'), '.')],
  'too-many-reports': (reason) => [
    line(
      `You have reported ${reason.most} times within this hour, which is as often as somebody on no list may. Your reports were passed on.`,
    ),
  ],
  'coordinator-first': () => [
    line('This list has no coordinator. Name one first: ', code('person add @bob coordinator'), '. They add everybody else.'),
  ],
  'is-app': (reason) => [
    line(`${reason.name} is an app, not a person: it cannot keep an embargo, and is not added. Name a person: `, code('person add'), '.'),
  ],
  'account-closed': (reason) => [
    line(
      `The account of ${reason.name} is closed, so nothing can be said to them. Add them by an account that they use: `,
      code('person add'),
      '.',
    ),
  ],
  'unknown-code': () => [
    line('That is no code of mine: each is good for ten minutes, and once. Say ', code('link'), ' on your other account for a new one.'),
  ],
  'overheard-code': () => [
    line(
      'Others may have read this code here, so it is none any more. Say ',
      code('link'),
      ' on your other account for a new one, and type it to me alone.',
    ),
  ],
  'too-many-codes': (reason) => [
    line(`You typed ${reason.most} codes that were none. Wait an hour, then say `, code('link'), ' on your other account for a new one.'),
  ],
  'own-code': () => [
    line('This code is your own. Say ', code('link'), ' with it on your other account, the one that is to be linked with this one.'),
  ],
  'both-on-lists': (reason) => [
    line(
      reason.same.length === 0
        ? 'Both accounts are on lists already, so neither can become another id of the other. Have a coordinator take one of them off its list ('
        : `Both accounts are on the list ${reason.same.join(', ')} already: that would be two votes of one person. Have a coordinator take one of them off (`,
      code('person remove'),
      '), then link them.',
    ),
  ],
  'closed-account': () => [
    line('This account was closed, and its person has others. Say ', code('link'), ' on one of those, and type that code here.'),
  ],
  'nothing-linked': () => [line('No other account is linked with yours. ', code('link'), ' links one.')],
  'not-your-id': () => [line('That is not an account of yours. ', code('preferences'), ' shows which are.')],
  'known-by-this-id': (reason) => [
    line('This is the account by which the lists know you; it stays. You can take off:'),
    bullets(reason.others.map((id) => [someone(id)])),
    unlinkButtons(reason.others.map((id) => ({ id, name: null }))),
  ],
  unreachable: (reason) => [
    line(`You have no account, or several, that ${reason.where} could be. Choose one:`),
    actions(...reason.ids.map((id) => ({ label: accountLabel(id), words: `reach ${id}` }))),
  ],
  'last-coordinator': () => [
    line('This is the last coordinator; a list without one could not act. Make somebody else a coordinator first.'),
  ],
};

function nodesOf<Code extends Reason['code']>(reason: Extract<Reason, { code: Code }>, refused: Refused): Node[] {
  const about = (command: string) => (refused.codename === null ? command : `${command} ${refused.codename}`);
  const button = (label: string, command: string, argument?: string): Node =>
    actions({ label, words: argument === undefined ? about(command) : `${about(command)} ${argument}`, style: 'primary' });
  const say: (reason: Extract<Reason, { code: Code }>, tools: Tools) => Node[] = sayings[reason.code as Code];
  return say(reason, { ...refused, button });
}

const closedWords = {
  agreed: 'it was agreed',
  replaced: 'a later agreement replaced it',
  rejected: 'it was rejected',
  lapsed: 'its date has passed',
};

const platformWords: Readonly<Record<PlatformName, string>> = { slack: 'Slack', matrix: 'Matrix', terminal: 'the terminal' };

function faultNodes({ faults, teams, list, on }: Extract<Reason, { code: 'room-has-faults' }>): Node[] {
  const words = faults.map((fault) => `${faultText(fault, on)}${fault === 'bot-is-not-in-it' ? ' (invite it first)' : ''}`);
  const shared = faults.includes('shared-externally') && teams.length > 0 && teams.every((team) => isTeam(team, on));
  const mends = on === 'matrix' && faults.some((fault) => mendable.has(fault));
  const those =
    on === 'matrix'
      ? teams.length === 1
        ? 'this homeserver'
        : 'these homeservers'
      : teams.length === 1
        ? 'this organisation'
        : 'these organisations';
  return [
    line(`This room is not fit: ${words.join(', ')}. Make it private, or make a new private room, and say `, code('room adopt'), ' there.'),
    ...(mends
      ? [line('What I may change here myself, I put right: '), actions({ label: 'Put right what I may', words: 'room mend' })]
      : []),
    ...(shared
      ? [
          line(
            `It is shared with ${teams.join(', ')}. To let ${those} read along, and to see first what that means: `,
            code(`room adopt ${/\s/.test(list) ? `"${list}"` : list} teams=${teams.join(',')}`),
          ),
        ]
      : []),
  ];
}

function consentNodes(state: ConsentState, button: (label: string, command: string) => Node): Node[] {
  switch (state) {
    case 'none':
      return [line('There is no such embargo that you may know of.')];
    case 'lapsed':
      return [
        line('The date or the terms have changed since you acknowledged. Acknowledge them anew first.'),
        button('Show the terms', 'terms'),
      ];
    case 'invited':
    case 'declined':
    case 'signed':
      return [line('Acknowledge the terms of this embargo first.'), button('Show the terms', 'terms')];
    default:
      return state satisfies never;
  }
}

function dateNodes({ problems, better, firm }: Extract<Reason, { code: 'date-problems' }>, { codename, words }: Refused): Node[] {
  const offers: Action[] =
    codename === null ? [] : better.map((at) => ({ label: formatUtc(at), words: `${words} ${codename} ${formatUtc(at).slice(4)}` }));
  const instead = better.length === 0 ? [] : [line('Better dates: ', better.map(formatUtc).join('; '), '.')];
  const overrule = firm ? [] : [line('This is advice: to propose the date all the same, write ', code('anyway'), ' after it.')];
  return [
    line('This date was not proposed:'),
    // Two policies may say the same.
    bullets([...new Set([...problems].sort((a, b) => Number(isRefusal(b)) - Number(isRefusal(a))).map(problemText))].map((text) => [text])),
    ...instead,
    ...overrule,
    ...(offers.length === 0 ? [] : [actions(...offers)]),
  ];
}

/** Whose rule it is, where several bind. */
const ruler = ({ of }: { readonly of?: string }): string => (of === undefined ? 'The policy' : `The policy of ${of}`);

function problemText(problem: DateProblem): string {
  switch (problem.rule) {
    case 'past':
      return 'It is in the past.';
    case 'too-long':
      return `${ruler(problem)} allows ${lengthText(problem.longestMs, problem.working ? 'working day' : 'day')} at the most: until ${formatUtc(problem.latest)}.`;
    case 'exceptional':
      return `${ruler(problem)} allows ${lengthText(problem.longestMs)}, until ${formatUtc(problem.latest)}, and more only in exceptional cases.`;
    case 'too-short':
      return `${ruler(problem)} asks for ${lengthText(problem.shortestMs, problem.working ? 'working day' : 'day')} at least: from ${formatUtc(problem.earliest)}.`;
    case 'weekday':
      return problem.must
        ? `It is a ${weekdays[problem.weekday]}. ${ruler(problem)} discloses nothing on it.`
        : `It is a ${weekdays[problem.weekday]}: few people are there to respond.`;
    case 'hour':
      return `${ruler(problem)} discloses at ${clock(problem.minutes)} UTC.`;
    case 'holiday':
      return `It is a public holiday (${problem.name}).`;
    case 'quarter-end':
      return 'It is at the end of a quarter, when changes are frozen.';
    default:
      return problem satisfies never;
  }
}
