// Every no of an embargo, in words.

import type { ConsentState } from '../../domain/embargo/consent.ts';
import type { EmbargoReason } from '../../domain/embargo/refusal.ts';
import type { ListReason } from '../../domain/list/refusal.ts';
import { type DateProblem, isRefusal } from '../../domain/policy/dates.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import { type Action, actions, bullets, code, type Inline, instant, line, type Node, soon, verbatim } from '../message/message.ts';
import type { RefusalWords, Refused } from '../message/refused.ts';
import { clockTitles, discloseAction, endTitles, names, removalWords } from '../message/view.ts';
import { formatSoon, formatUtc, typedUtc } from '../values/instant.ts';
import { lengthText } from '../values/lengths.ts';
import { clock } from '../values/quiet.ts';
import { word } from '../values/quoting.ts';
import { readReviewAnswers } from '../values/review/answers.ts';
import { exceptionRefusals } from './exceptions/refusals.ts';
import { leakRefusals } from './leak/refusals.ts';
import { theText } from './public/texts.ts';
import { findingRefusals } from './review/finding-refusals.ts';
import { severalReadings } from './review/readings.ts';
import { patchRefusals } from './review/refusals.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export const embargoRefusals: RefusalWords<Exclude<EmbargoReason, ListReason>> = {
  ...findingRefusals,
  ...leakRefusals,
  ...exceptionRefusals,
  'duty-taken-on-already': ({ number }, { button }) => [
    line(`Your organization already took on duty ${number}. Nothing changed. Once it's done:`),
    button(`Report duty ${number} done…`, 'duty done', String(number)),
  ],
  'duty-done-already': ({ number, distributor, at }) => [
    line(`${distributor} reported duty ${number} done on `, instant(at), '. To add to it: ', code('note'), '.'),
  ],
  'duty-of-others': ({ number, distributor, free }) => [
    line(
      `Duty ${number} is ${distributor}'s here. `,
      ...(free
        ? ['To be its backup, who can take it over: ', code(`duty claim ${number} backup`)]
        : ['To add what you found: ', code('note')]),
      '.',
    ),
  ],
  'needs-consent': (reason, { words, button }) =>
    consentNodes(reason.state, deciding.has(words) ? 'Read and acknowledge…' : 'Show the terms', button),
  'embargo-over': (reason) => [
    line('This embargo ended ', instant(reason.at), ` (${endTitles[reason.reason]}). `, code('status'), " shows what's left to do."),
  ],
  'not-over-yet': (_, { codename, words }) => [
    words === 'reopen'
      ? line(
          `${codename ?? 'This embargo'} hasn't ended, so there's nothing to reopen. Nothing changed. To propose another date: `,
          code('date propose'),
          '.',
        )
      : line("You can link what's published once this embargo has ended: ", code('disclose'), ' at its date, or ', code('end'), '.'),
  ],
  'already-acknowledged': () => [line('You already acknowledged these terms. Nothing changed.')],
  'already-let-in': (reason) => [line(`${reason.name} already has access to this embargo. `, code('who'), " shows everyone's status.")],
  'date-problems': (reason, tools) => dateNodes(reason, tools),
  'answers-need-longer': ({ until }) => [
    line(
      'The policy gives people until ',
      instant(until),
      ' to respond to this date. Nothing changed. Leave out the time to respond, or give more.',
    ),
  ],
  'date-is-agreed-already': () => [line("That's already the agreed date. Nothing changed.")],
  'date-is-proposed-already': (reason, { button }) => [
    line(`That date is already proposed (proposal ${reason.number}).`),
    button('Accept it', 'date accept', String(reason.number)),
  ],
  'public-state-has-changed': () => [
    line(
      'Someone reported this as public or exploited, so you can only agree on an earlier date: ',
      code('date propose today 20:00 UTC'),
      '. For a later one, a coordinator has to use ',
      code('keep'),
      ' first.',
    ),
  ],
  'no-open-proposal': ({ inForce }) => [
    inForce === undefined
      ? line('No proposed date is open. Propose one: ', code('date propose 2026-12-03 14:00 UTC'), '.')
      : line('No proposed date is open. The agreed date is ', soon(inForce), '. Propose another: ', code('date propose'), '.'),
  ],
  'unknown-proposal': (reason, { button }) => [
    line(`There's no proposal ${reason.number}. The open one is proposal ${reason.first}.`),
    button('Show the dates', 'status'),
  ],
  'proposal-closed': (reason, { words }) => [line(...closedText(reason, words))],
  'answered-meanwhile': ({ number, by }) => [
    line(
      `${by} answered proposal ${number} meanwhile, so it can't be replaced. Nothing changed. To withdraw it: `,
      code(`date withdraw ${number}`),
      '.',
    ),
  ],
  'nothing-to-withdraw': () => [line('You have no open proposal to withdraw. To propose a date: ', code('date propose'), '.')],
  'which-to-withdraw': (reason, { button }) => [
    line(`You have ${reason.numbers.length} open proposals. Which one do you want to withdraw?`),
    ...reason.numbers.map((number) => button(`Withdraw proposal ${number}`, 'date withdraw', String(number))),
  ],
  'not-your-proposal': (reason, { button }) => [
    line(`Only ${reason.by}, who made proposal ${reason.number}, can withdraw it. You can reject it, or propose another date.`),
    button('Show the dates', 'status'),
  ],
  'earlier-proposal-first': (reason) => [
    line(`Proposal ${reason.first} asks for an earlier date, so respond to it first, then to proposal ${reason.number}.`),
  ],
  'already-there': (reason) => [line(`${reason.name} is already there. Nothing changed. `, code('details'), " shows what's known.")],
  'not-there': (reason, { words }) => [
    line(
      `This embargo has no ${reason.name}. It has ${reason.there.length === 0 ? 'none' : reason.there.join(', ')}: `,
      code('details'),
      " shows what's known.",
    ),
    ...reason.there
      .filter((name) => words.endsWith(' remove') && name.toLowerCase().startsWith(reason.name.toLowerCase()))
      .map((name) => line('If you mean ', verbatim(name), ': ', code(`${words} ${word(name)}`), '.')),
  ],
  'last-component': () => [line('An embargo needs at least one component. Add the right one first: ', code('component add'), '.')],
  'which-vulnerability': (reason) => [
    line(
      `There are ${reason.ids.length} vulnerabilities: ${reason.ids.join(', ')}. Name one: `,
      code(`cve set ${reason.ids[0] ?? ''} versions="< 1.2.8"`),
      '.',
    ),
  ],
  'which-record': ({ ids, said }, { button }) => [
    line('This embargo has several CVE ids. Which one do you mean?'),
    ...ids.map((id) =>
      'link' in said ? button(id, 'link', `cve ${id} ${said.link}`) : button(id, 'link none', `cve ${id} ${word(said.because)}`),
    ),
  ],
  'same-embargo': () => [line("That's this embargo. Name the other one: ", code('sibling add calm-otter brisk-wren'), '.')],
  'acknowledge-other': (reason) => [
    line(`Acknowledge the terms of ${reason.codename} first: only people who can read both see what they have in common.`),
    actions({ label: `Show the terms of ${reason.codename}`, words: `terms ${reason.codename}` }),
  ],
  'linked-already': (reason) => [line(`It's already linked with ${reason.codename}. Nothing changed. `, code('details'), ' shows it.')],
  'not-linked': (reason) => [line(`It isn't linked with ${reason.codename}. Nothing changed. `, code('details'), ' shows its links.')],
  'merge-itself': () => [
    line("An embargo can't be merged into itself. Name the one to keep, then the duplicate: ", code('merge calm-otter brisk-wren'), '.'),
  ],
  'other-over': (reason) => [
    line(`${reason.codename} ended `, instant(reason.at), '. Nothing changed.'),
    actions({ label: `Show ${reason.codename}`, words: `status ${reason.codename}` }),
  ],
  'merge-widens': ({ codename, names: readers }) => [
    line(
      `${codename} is for some of the list, and ${names(readers)} would read it here. Add them first (`,
      code('audience add'),
      '), or merge the other way round.',
    ),
  ],
  'other-undecided': (reason) => [
    line(`Someone reported ${reason.codename} as public or exploited. Decide on that first, then merge it. Nothing changed.`),
    actions({ label: `Show the report on ${reason.codename}`, words: `details ${reason.codename}` }),
  ],
  'split-already': (reason) => [
    line(`This finding already has its own embargo: ${reason.codename}. Nothing changed.`),
    actions({ label: `Show ${reason.codename}`, words: `status ${reason.codename}` }),
  ],
  'which-to-answer': ({ verdict, dates }, { button }) => [
    line('Several proposed dates are open. Which one do you mean?'),
    ...dates.map(({ number, at }) =>
      verdict === 'accept'
        ? button(`Accept ${formatSoon(at)}`, 'date accept', String(number))
        : button(`Reject ${formatSoon(at)}…`, 'date reject', `number=${number}`),
    ),
  ],
  'which-proposal': ({ found, dates }, { words, button }) => [
    line(
      found === 0
        ? 'No proposed date is on that day. Which one do you mean?'
        : 'Several proposed dates are on that day. Which one do you mean?',
    ),
    ...dates.map(({ number, at }) => {
      const labelled = onProposal[words];
      return labelled === undefined ? button('Show the dates', 'status') : button(labelled(formatSoon(at)), words, `number=${number}`);
    }),
  ],
  'no-vote': ({ voters }) => [
    line(
      voters === 'coordinators'
        ? 'Coordinators decide on this date. Tell them in the room what you think.'
        : 'Only representatives vote on dates, one vote per organization. Tell them in the room what you think.',
    ),
  ],
  'answers-still-due': ({ at, by }, { button }) => [
    line('Too early to decide: people can respond to ', soon(at), ' until ', soon(by), '. No one can decide for others before that.'),
    button('Show the dates', 'status'),
  ],
  'silence-decides-nothing': ({ silence }) => [
    line(
      silence === 'people'
        ? "The policy doesn't let coordinators decide for people who didn't respond. To give them more time: "
        : "The policy doesn't count silence as consent. Coordinators can decide on the date (",
      ...(silence === 'people' ? [code('date wait 2d'), '.'] : [code('date decide'), '), or give more time (', code('date wait 2d'), ').']),
    ),
  ],
  'date-was-rejected': ({ number }) => [
    line(`Someone rejected proposal ${number}, so silence doesn't count as consent. Coordinators can decide: `, code('date decide'), '.'),
  ],
  'no-later-deadline': ({ by, date: at }) => [
    line('Give a time after ', soon(by), ', at the latest the date itself, ', soon(at), ': ', code('date wait 2d'), '.'),
  ],
  'extension-needs-reason': () => [
    line('An extension needs a reason: ', code('date extend 2026-12-24 14:00 UTC reason="a fix for a regression is being tested"'), '.'),
  ],
  'no-extension': () => [line("This list's policy allows no extension. For a date within it: ", code('date propose'), '.')],
  'beyond-ceiling': ({ ceiling }) => [
    line("This list's policy ends every embargo by ", soon(ceiling), '. For an earlier date: ', code('date extend'), '.'),
  ],
  'undated-needs-reason': () => [
    line('No date is agreed, so add the reason for disclosing without one: ', code('disclose undated no date could be agreed'), '.'),
  ],
  'answered-already': (reason) => [
    line(`${reason.by} already ${reason.verdict === 'accept' ? 'accepted' : 'rejected'} this date. Nothing changed.`),
  ],
  'no-date-agreed': () => [
    line("You can't disclose yet: no disclosure date is agreed. To end the embargo for another reason: ", code('end'), '.'),
  ],
  'too-early': (reason) => [
    line(
      'Too early: embargoed until ',
      soon(reason.date),
      '. For an earlier date: ',
      code('date propose'),
      ". If it's already public: ",
      code('end public'),
      '.',
    ),
  ],
  'needs-a-coordinator-too': ({ from }) => [
    line('One of the two confirmations has to come from a coordinator. Ask one to confirm.'),
    ...(from === null ? [] : [line('If no coordinator responds by ', soon(from), ', two representatives of different organizations can.')]),
  ],
  'needs-another-distributor': ({ name }) => [
    line(
      `Someone from ${name} already confirmed, and without a coordinator it takes two organizations. Ask a representative of another one.`,
    ),
  ],
  'public-since-stated': ({ at, by }, { codename }) => [
    line(
      `Not confirmed yet: ${by} says it has been public since `,
      instant(at),
      '. Confirm that, or give another time: ',
      code(`disclose at="${typedUtc(at)}"`),
      '.',
    ),
    actions(discloseAction(codename ?? '', at)),
  ],
  'public-already': (_, { button }) => [
    line("It's public, so it can't become secret again."),
    line(
      'To follow it up: ',
      code('patch publish'),
      ', ',
      code('link post'),
      ', ',
      code('link erratum'),
      '. For something new: ',
      code('create'),
      '.',
    ),
    button("Show what's left to do", 'status'),
  ],
  'reopened-too-late': ({ at }) => [line('The time to reopen it ended ', instant(at), '. Open a new one: ', code('create'), '.')],
  'instant-to-come': ({ at }) => [line("That's in the future: ", instant(at), '. Give the time it happened. Nothing changed.')],
  'before-it-began': ({ at, begins }) => [
    line("That's before this embargo was opened: ", instant(at), '. It was opened ', instant(begins), '. Nothing changed.'),
  ],
  'ask-by-report': () => [
    line(
      'Only a coordinator can end it for that reason. Report it, and they decide within the hour: ',
      code('report public'),
      ' or ',
      code('report attacks'),
      '.',
    ),
  ],
  'no-patch': () => [line("There's no patch to review yet. A coordinator publishes one with ", code('patch publish'), '.')],
  'same-patch': (reason) => [
    line(
      `These are already the files of patch revision ${reason.number}. Nothing changed, and no review became stale. To add a branch, name only that one.`,
    ),
  ],
  'ships-nothing': () => [
    line("You have no releases on the list, so there's nothing to test. A coordinator sets them with ", code('org releases'), '.'),
  ],
  'unknown-release': (reason) => [line(`Your organization doesn't ship ${reason.release}. It ships: ${reason.releases.join(', ')}.`)],
  'which-release': (reason, { codename, words }) => [
    line('Which release are you testing?'),
    actions(
      ...reason.releases.map((release) => {
        // Who asked for one step at a time gets no form of all of them.
        const says = words === 'review steps' ? words : 'review';
        return { label: release, words: `${says} ${codename === null ? '' : `${codename} `}${release}` };
      }),
    ),
  ],
  'no-open-review': (_, { button }) => [
    line('You have no open review. Start one, or answer all steps at once:'),
    button('Start the review', 'review'),
    button('All steps pass…', 'review pass all'),
  ],
  ...patchRefusals,
  'step-answered-already': (_, { button }) => [
    line("You already answered that step, or it isn't asked any more. Nothing changed."),
    button('Show my place', 'review steps'),
  ],
  'first-step': () => [line('This is the first step.')],
  'needs-note': () => [line('To pass this step, add a note.')],
  'steps-changed': ({ added, gone }) => {
    const what = [
      ...(added.length === 0 ? [] : [`new: ${added.join(', ')}`]),
      ...(gone.length === 0 ? [] : [`no longer asked: ${gone.join(', ')}`]),
    ];
    const which = what.length === 0 ? '; they come in another order' : `; ${what.join('; ')}`;
    return [
      line(
        `Nothing changed yet: other steps are asked than when you opened the form${which}. Your answers are filled in under the new numbers; check them and send again.`,
      ),
    ];
  },
  'review-lacks': ({ notes, readyBy }) => [
    ...(notes.length === 0
      ? []
      : [
          line(
            `A note is missing for ${notes.map(([place, title]) => `${place} ${title}`).join(', ')}. One note covers all of them: `,
            code('review pass all: applies to 5.14, built on x86_64'),
            '.',
          ),
        ]),
    ...(readyBy
      ? [line('When will your fixed packages be ready? For example: ', code('review answer ready 2026-12-03 14:00 UTC'), '.')]
      : []),
  ],
  'answers-unclear': ({ said }) => [
    line(
      `Not recorded yet: ${said.map((each) => `"${each.slice(0, 80)}"`).join(', ')} could be an answer or a note. Separate answers with semicolons: `,
      code('review 1-4 pass; 5 fail: it hangs'),
      '. Put other remarks in the notes.',
    ),
  ],
  'unknown-step': (reason) => [
    line(
      `There's no step ${String(reason.step).slice(0, 20)}. Nothing changed. Steps: ${reason.steps.map((title, index) => `${index + 1} ${title}`).join(', ')}.`,
    ),
  ],
  'nothing-tested': () => [
    line(
      'You tested no step, so "no issues found" doesn\'t fit. Choose the outcome: ',
      code('review outcome not-affected'),
      ', or ',
      code('review outcome not-tested'),
      ' and why.',
    ),
  ],
  'release-of-another': (reason) => [
    line(
      `${reason.release} belongs to ${reason.of}, so only its own people can review it. Nothing changed. `,
      code('reviews'),
      ` shows their reviews; you test ${reason.own}'s.`,
    ),
  ],
  'nothing-to-copy': (reason, { button }) => [
    line(
      reason.stale === null
        ? `You haven't finished a review of ${reason.release}, so there is nothing to copy.`
        : `Your review of ${reason.release} is of patch revision ${reason.stale}, which was replaced, so it isn't copied.`,
    ),
    button(`Test on ${reason.release}…`, 'review', reason.release),
  ],
  'nothing-to-correct': (reason, { button }) =>
    reason.of === null
      ? [
          line(`You haven't finished a review of ${reason.release}, so there is nothing to correct.`),
          button(`Test on ${reason.release}…`, 'review', reason.release),
        ]
      : [
          line(`The review of ${reason.release} isn't yours, so you can't correct it. Add your own.`),
          button(`Test on ${reason.release}…`, 'review', reason.release),
        ],
  'several-readings': (reason, { codename }) => severalReadings(reason, codename),
  'steps-left': (reason, { button }) => [
    line(
      `${reason.left === 1 ? 'One step is' : `${reason.left} steps are`} not answered yet, so "no issues found" doesn't fit yet. Answer the rest, or choose another outcome.`,
    ),
    button('Go on', 'review steps'),
  ],
  'steps-failed': (reason, { words }) => [
    line(
      `"No issues found" doesn't fit: ${reason.titles.join(', ')} failed. Answer the step again, or give the outcome that fits: `,
      code(
        words === 'review outcome'
          ? 'review outcome new-bug'
          : `${words === 'review correct' ? words : 'review'} 7.1 new bug, 5 fail: a crash`,
      ),
      '.',
    ),
  ],
  'reviewed-already': ({ release }, { again, button }) => [
    line(`You already finished your review of ${release} for this patch revision. I'll ask again when there's a new one.`),
    ...correction(release, again?.rest ?? '', button),
  ],
  'needs-because': () => [line('Add the reason after the command.')],
  'already-reported': () => [line('Someone already reported this, and coordinators know. Nothing changed.')],
  'retrospective-owed': (_, { button }) => [
    line("A leak was reported, so the list holds a retrospective: the policy asks for it. It's done once it's linked, or kept here."),
    button('Show the retrospective', 'retro'),
  ],
  'nobody-to-let-in': ({ called, names }) => [
    line(
      `No one organization or person on the list is called “${called}”. Organizations: ${names.join(', ') || 'none'}. Name people with an @; `,
      code('members'),
      ' shows everyone.',
    ),
  ],
  'audience-is-everyone': () => [line("It's for the whole list already. To end someone's access: ", code('revoke'), '.')],
  'wave-is-past': ({ at }) => [
    line(formatUtc(at), ' is past. To give them access now, leave out the time: ', code('audience add Nova'), '.'),
  ],
  'wave-came': ({ name }) => [
    line(`${name} has access already, and nobody forgets what they have read. To end someone's access: `, code('revoke'), '.'),
  ],
  'not-in-the-audience': ({ name }) => [line(`${name} isn't to get access. Who is: `, code('audience'), '.')],
  'left-the-list': ({ name }) => [
    line(`${name} was on the list and left it. To give them access, add them again: `, code('people add'), '.'),
  ],
  'outsider-needs-reason': ({ name }) => [
    line(
      `${name} isn't on the list. Say why they need to know, and you vouch for them: `,
      code('invite @bob writes the upstream fix'),
      '.',
    ),
  ],
  'owner-outside': ({ name }) => [
    line(`${name} isn't on the list, so they can't see what you'd ask of them. Name someone who is. Nothing changed.`),
  ],
  'no-access': ({ name }) => [line(`${name} has no access to it. Who has: `, code('who'), '.')],
  'coordinators-stay': ({ name }) => [
    line(
      `${name} coordinates the list, and coordinators see its embargoes. To change that: `,
      code('people add @bob representative Nova'),
      '.',
    ),
  ],
  'no-retrospective': ({ ended }) => [
    line(
      ended
        ? 'It ended without going public and without a leak, so there is no retrospective. To add to the record: '
        : "The retrospective opens with a leak, or once it's public. Until then, add to the record: ",
      code('note'),
      '.',
    ),
  ],
  'nothing-said': (_, { button }) => [
    line('Answer at least one of the three questions.'),
    button('Answer three questions…', 'retro answer'),
  ],
  'nothing-to-keep': (_, { button }) => [
    line('Nobody has answered the questions or named an action yet, so there is nothing to keep.'),
    button('Answer three questions…', 'retro answer'),
  ],
  'declined-once': () => [line('You said so already. It takes a second coordinator who agrees.')],
  'due-is-past': ({ at }) => [
    line('That is past: ', instant(at), '. Give a later time, such as ', code('retro action by="14 days" mirror the fork'), '.'),
  ],
  'too-many-actions': ({ most }) => [line(`${most} actions are the most. Add it to one that is there: `, code('note'), '.')],
  'unknown-action': ({ number, open }, { button }) => [
    line(`There is no action ${number}. ${open.length === 0 ? 'None is open.' : `Open: ${open.join(', ')}.`}`),
    button('Show the retrospective', 'retro'),
  ],
  'action-ended-already': ({ number, at }) => [
    line(`Action ${number} was ended already, `, instant(at), '. To add to it: ', code('note'), '.'),
  ],
  'action-of-another': ({ number, owner }) => [line(`Action ${number} is ${owner}'s. They, who added it, or a coordinator can end it.`)],
  'needs-link': () => [line("Add its https:// address. I'll keep asking until it's linked.")],
  'no-such-link': ({ links }) =>
    links.length === 0
      ? [line('Nothing is linked that you could take back. Nothing changed. ', code('details'), " shows what's linked.")]
      : [line("That isn't linked, so nothing changed. To take back what is:"), bullets(links.map((held) => [code(removalWords(held))]))],
  'which-link': ({ links }) => [line('Several are linked. Which one?'), bullets(links.map((held) => [code(removalWords(held))]))],
  'text-written-already': ({ kind }) => [line(`That's ${theText(kind)} already. Nothing changed.`)],
  'text-not-written': ({ kind }) => [line(`There are no edits of ${theText(kind)} to drop. Nothing changed.`)],
  'text-approved-already': ({ kind }) => [line(`You already approved ${theText(kind)}. Nothing changed.`)],
  'published-already': () => [line("That's already recorded. Nothing changed.")],
  'whose-packages': (reason, { words }) => {
    const names = reason.names.join(', ');
    return words === 'link'
      ? [
          line(
            `Whose packages are these? On the list: ${names}. `,
            code(`link packages distributor=${word(reason.names[0] ?? '…')} https://example.org/packages`),
            '.',
          ),
        ]
      : [
          line(
            `Whose packages aren't coming? Still open: ${names}. `,
            code('link none packages distributor=… they no longer ship it'),
            '.',
          ),
        ];
  },
  'links-by-coordinators': ({ clock }) => [
    line(
      `Only coordinators link ${clockTitles[clock]}. Ask one of them. You can link the public post, `,
      code('link post https://example.org/advisory'),
      ", and your organization's fixed packages, ",
      code('link packages https://example.org/packages'),
      '.',
    ),
  ],
  'nothing-owed': () => [line("It ended without going public, so there's nothing to publish.")],
  'nothing-to-snooze': () => [line('You have no reminders to snooze here.')],
  'nobody-called': ({ called, several }) => [
    line(
      `${several ? 'More than one is' : 'Nobody on the list is'} called “${called}”. Name one person or organization, such as `,
      code('remind @bob'),
      ' or ',
      code('remind "Seven Linux"'),
      '; or everyone: ',
      code('remind all'),
      '.',
    ),
  ],
  'nobody-to-remind': ({ name, again }) => [
    again === null
      ? line(
          `${name ?? 'Nobody'} has ${name === null ? 'anything' : 'nothing'} to do here, so I reminded no one. To see what's open elsewhere: `,
          code('todo all'),
        )
      : line(
          `${name ?? 'Everybody'} got a reminder within the last hour. `,
          code(name === null ? 'remind all' : 'remind'),
          ' works again at ',
          soon(again),
          '.',
        ),
  ],
  'snooze-is-past': () => [line("That's in the past. Give a later time, such as ", code('snooze 4h'), '.')],
  'clock-in-the-future': () => [
    line("That's in the future. Once you've told the other list, give that time: ", code('told linux-distros 2026-11-20 10:00 UTC'), '.'),
  ],
  'bound-already': (reason) => [
    line(
      `Already recorded: ${policyOf(reason.policy).title} was told `,
      instant(reason.since),
      '. Nothing changed. To correct it, give the right time. To undo it: ',
      code(`told remove ${reason.policy}`),
      '.',
    ),
  ],
  'not-told': (reason) => [
    line(
      `${policyOf(reason.policy).title} isn't recorded as told. To record it: `,
      code(`told ${reason.policy} 2026-11-20 10:00 UTC`),
      '.',
    ),
  ],
};

/** What a command does to a proposed date, for a button. */
const onProposal: Readonly<Record<string, (date: string) => string>> = {
  'date accept': (date) => `Accept ${date}`,
  'date reject': (date) => `Reject ${date}…`,
  'date withdraw': (date) => `Withdraw ${date}`,
  'date wait': (date) => `Give more time for ${date}…`,
  'date decide': (date) => `Decide on ${date}`,
  'date settle': (date) => `Count silence as consent to ${date}`,
};

// A button that says more could not be pressed on each platform.
const wordsMax = 1500;

/** The way to put a review right, with what was said of it. */
function correction(release: string, said: string, button: (label: string, command: string, argument?: string) => Node): Node[] {
  if (release.includes(', ')) return [line('To correct one: ', code('review correct'), ' and its release.')];
  const rest = said.toLowerCase().startsWith(`${release.toLowerCase()} `) ? said.slice(release.length) : '';
  const repeats = said.length <= wordsMax && rest !== '' && readReviewAnswers(rest, { now: 0, zone: null }).ok;
  return [button(repeats ? `Correct ${release} so` : `Correct ${release}…`, 'review correct', repeats ? said : word(release))];
}

/** Who decides for everybody reads the terms first. */
const deciding: ReadonlySet<string> = new Set(['end', 'hold']);

function closedText(
  { number, state, inForce, replacedBy }: Extract<EmbargoReason, { code: 'proposal-closed' }>,
  words: string,
): [Inline, ...Inline[]] {
  const shows: Inline[] = [code('status'), ' shows the dates.'];
  if (replacedBy === undefined)
    return [
      `Proposal ${number} is closed: ${closedWords[state]}. `,
      ...(inForce === undefined ? [] : ['The agreed date is ', soon(inForce), '. ']),
      ...shows,
    ];
  const [verb, command] =
    words === 'date withdraw'
      ? ['withdraw', 'date withdraw ']
      : words === 'date reject'
        ? ['reject', 'date reject number=']
        : ['accept', 'date accept '];
  return [
    `Proposal ${number} was replaced by proposal ${replacedBy.number} (`,
    soon(replacedBy.at),
    '). ',
    ...(replacedBy.open ? [`To ${verb} that one: `, code(`${command}${replacedBy.number}`), '.'] : shows),
  ];
}

const closedWords = {
  agreed: 'it was agreed',
  replaced: 'a later agreement replaced it',
  rejected: 'it was rejected',
  withdrawn: 'it was withdrawn',
  closed: 'the embargo ended, and was reopened without a date',
  lapsed: 'its date has passed',
};

function consentNodes(state: ConsentState, label: string, button: (label: string, command: string) => Node): Node[] {
  switch (state) {
    case 'none':
      return [line('You have no access to an embargo by that name. ', code('list'), ' shows yours.')];
    case 'lapsed':
      return [line('The date or the terms changed since you acknowledged. Acknowledge them again first.'), button(label, 'terms')];
    case 'invited':
    case 'declined':
    case 'asked':
    case 'signed':
      return [line('Acknowledge the terms of this embargo first.'), button(label, 'terms')];
    default:
      return state satisfies never;
  }
}

function dateNodes(
  { problems, better, firm, extensible }: Extract<EmbargoReason, { code: 'date-problems' }>,
  { codename, words, inForm }: Refused,
): Node[] {
  const offers: Action[] =
    codename === null ? [] : better.map((at) => ({ label: formatUtc(at), words: `${words} ${codename} ${typedUtc(at)}` }));
  const instead = better.length === 0 ? [] : [line('Better dates: ', better.map(formatUtc).join('; '), '.')];
  const extend =
    extensible === undefined || codename === null
      ? []
      : [
          line('To extend the embargo beyond the policy, give a reason:'),
          actions({ label: `Extend to ${formatUtc(extensible)}…`, words: `date extend ${codename} ${typedUtc(extensible)}` }),
        ];
  const advice: Inline[] =
    inForm === true
      ? ['This is advice, which you can overrule.']
      : ['This is advice. To propose the date anyway, add ', code('anyway'), ' after it.'];
  const overrule = firm ? [] : [line(...advice)];
  return [
    line("I didn't propose this date:"),
    // Two policies may say the same.
    bullets([...new Set([...problems].sort((a, b) => Number(isRefusal(b)) - Number(isRefusal(a))).map(problemText))].map((text) => [text])),
    ...instead,
    ...overrule,
    ...extend,
    ...(offers.length === 0 ? [] : [actions(...offers)]),
  ];
}

/** Whose rule it is, where several bind. */
const ruler = ({ of }: { readonly of?: string }): string => (of === undefined ? 'The policy' : `The policy of ${of}`);

function problemText(problem: DateProblem): string {
  switch (problem.rule) {
    case 'past':
      return "It's in the past.";
    case 'too-long':
      return `${ruler(problem)} allows ${lengthText(problem.longestMs, problem.working ? 'working day' : 'day')} at most: until ${formatUtc(problem.latest)}.`;
    case 'exceptional':
      return `${ruler(problem)} allows ${lengthText(problem.longestMs)}, until ${formatUtc(problem.latest)}; longer only in exceptional cases.`;
    case 'too-short':
      return `${ruler(problem)} requires at least ${lengthText(problem.shortestMs, problem.working ? 'working day' : 'day')}: from ${formatUtc(problem.earliest)}.`;
    case 'weekday':
      return problem.must
        ? `It's a ${weekdays[problem.weekday]}. ${ruler(problem)} allows no disclosure on that day.`
        : `It's a ${weekdays[problem.weekday]}, when few people are there to respond.`;
    case 'hour':
      return `${ruler(problem)} discloses at ${clock(problem.minutes)} UTC.`;
    case 'holiday':
      return `It's a public holiday (${problem.name}).`;
    case 'quarter-end':
      return "It's at the end of a quarter, when changes are frozen.";
    default:
      return problem satisfies never;
  }
}
