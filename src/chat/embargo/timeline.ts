// Each fact in a few words, for the timeline. Never a title; people's words apart, because those are details.

import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { type List, nameOf } from '../../domain/list/list.ts';
import { outcomes } from '../../domain/policy/checklist.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import type { Happened } from '../../domain/values/happened.ts';
import { platformOf } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { personLabel, publishedTitle, voterName } from '../message/view.ts';
import { platformTitles } from '../people/accounts.ts';
import { formatUtc } from '../values/instant.ts';

/** What happened, without anybody's words; null for what only the bot itself needs to remember. */
export function timelineText(fact: EmbargoFact, list: List): string | null {
  const { confirmed } = fact;
  const text = textOf(fact, list);
  if (text === null || confirmed === undefined) return text;
  return `${text} (confirmed by ${nameOf(list, confirmed.person)} on ${platformTitles[platformOf(confirmed.account)]})`;
}

function textOf(fact: EmbargoFact, list: List): string | null {
  switch (fact.type) {
    case 'embargo-created':
      return 'opened the embargo';
    case 'amended':
      return `changed ${Object.keys(fact.changes).join(', ')}`;
    case 'person-admitted':
      return `let ${nameOf(list, fact.person)} in`;
    case 'terms-acknowledged':
      return `acknowledged the terms (${fact.terms})`;
    case 'terms-declined':
      return 'declined the terms';
    case 'date-proposed':
      return `proposed ${formatUtc(fact.at)} (proposal ${fact.number})`;
    case 'date-answered':
      return `${fact.verdict === 'accept' ? 'accepted' : 'rejected'} proposal ${fact.number} for ${voterName(list, fact.voter)}`;
    case 'date-agreed':
      return `with this, proposal ${fact.number} was agreed`;
    case 'date-rejected':
      return `with this, proposal ${fact.number} was rejected`;
    case 'patch-published':
      return `gave out patch revision ${fact.number}`;
    case 'review-started':
      return `began to review revision ${fact.patch} on ${fact.release}`;
    case 'review-finished':
      return `ended review ${fact.review}: ${outcomes[fact.outcome].title}`;
    case 'world-changed':
      return `reported: ${fact.what}`;
    case 'embargo-held':
      return 'decided that the embargo goes on';
    case 'disclosure-pressed':
      return 'confirmed the disclosure';
    case 'embargo-ended':
      return `ended the embargo: ${fact.reason}`;
    case 'published':
      return `linked ${publishedTitle(fact, list)}`;
    case 'reminded':
      return fact.people.length === 0 ? null : `reminded ${fact.people.map((person) => nameOf(list, person)).join(', ')}`;
    case 'noted':
      return 'added a note';
    case 'policy-bound':
      return `had the rules of ${policyOf(fact.policy).title} bind too, from ${formatUtc(fact.since)}`;
    case 'embargo-purged':
      return 'purged what was said of it: its time of keeping is over';
    case 'rules-changed':
      return `changed the rules of the list (version ${fact.version})${fact.terms ? ', and its terms' : ''}`;
    case 'leak-reported':
      return 'reported a leak';
    case 'step-answered':
    case 'review-moved':
    case 'snoozed':
    case 'snooze-ended':
      return null;
    default:
      return fact satisfies never;
  }
}

/** What somebody wrote of it, for those who may read details; null where nothing is shown but what happened. */
export function timelineWords(fact: EmbargoFact, list: List): string | null {
  if (fact.type === 'leak-reported') return `${fact.what} (${fact.where})`;
  if (fact.type === 'embargo-held') return fact.reason;
  if (fact.type !== 'noted') return null;
  const { text, source, saidAt, author } = fact;
  const origin = [author === null ? null : nameOf(list, author), saidAt === null ? null : formatUtc(saidAt), source].filter(
    (part) => part !== null,
  );
  return origin.length === 0 ? text : `${text} (${origin.join(', ')})`;
}

const newsMax = 3;

/** The last things that happened after somebody saw a message, in short; null when nothing did. Reminders are no news. */
export function newsSince(facts: readonly Happened<EmbargoFact>[], seen: Instant, list: List): string | null {
  const told = facts
    .filter(({ at, fact }) => at > seen && fact.type !== 'reminded')
    .flatMap(({ fact, by }) => {
      const text = timelineText(fact, list);
      return text === null ? [] : [`${by === 'clock' ? 'the clock' : personLabel(list, by)}: ${text}`];
    });
  return told.length === 0 ? null : `Since then: ${told.slice(-newsMax).join('; ')}.`;
}
