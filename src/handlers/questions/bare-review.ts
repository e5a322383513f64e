// Answers to a review that are said without a command, by whom a test is asked of, or who has begun one; and a problem that somebody found.

import { todosOn } from '../../chat/embargo/menu.ts';
import { answerSaid, type BareReview, findingSaid, stepSaid } from '../../chat/embargo/review/bare.ts';
import type { View } from '../../chat/message/view.ts';
import { type Parsed, parse, wordsOf } from '../../chat/parse.ts';
import { consentOf, isIn, memberOf } from '../../domain/embargo/consent.ts';
import { openReviews } from '../../domain/embargo/review.ts';
import { distributorOf } from '../../domain/list/list.ts';
import { understanding } from '../../inbound/request.ts';
import { knownViews } from '../../inbound/views.ts';
import type { Reply } from '../reply.ts';

/** What such words mean; null where they are none, or where no test of the speaker's is waiting. */
export async function bareReview(reply: Reply, parsed: Parsed, said: string): Promise<Parsed | null> {
  const { tx, request } = reply;
  const isBack = parsed.type === 'intent' && parsed.command.words === 'back';
  if (!isBack && parsed.type !== 'unknown-command' && parsed.type !== 'wrong') return null;
  const step = stepSaid(said);
  if (step === null && isBack) return null;
  const views = await knownViews(tx, request, 'live');
  const { by } = request.heard;
  const begun = views.filter(({ embargo, list }) => {
    const member = memberOf(list, by);
    // `back` of somebody who is away says that they are back.
    return member !== null && openReviews(embargo, member).length > 0 && !(isBack && member.away !== undefined);
  });
  if (step !== null && begun.length > 0) return meant(reply, step, begun);
  if (isBack) return null;
  const asked = todosOn(views, by).flatMap(({ todo, view }) => (todo.type === 'review' ? [view] : []));
  const waiting = [...new Set([...begun, ...asked])];
  const answer =
    waiting.length === 0
      ? null
      : answerSaid(
          said,
          waiting.flatMap((view) => releasesOf(view, by)),
          understanding(request),
        );
  if (answer !== null) return meant(reply, answer, waiting);
  const found = findingSaid(said);
  const knowing = found === null ? [] : views.filter(({ embargo, list }) => isIn(consentOf(embargo, memberOf(list, by))));
  return found === null || knowing.length === 0 ? null : shownFirst(meant(reply, found, knowing));
}

function releasesOf({ list }: View, by: Reply['request']['heard']['by']): readonly string[] {
  const member = memberOf(list, by);
  return member?.distributor == null ? [] : (distributorOf(list, member.distributor)?.releases ?? []);
}

/** As it would be typed in full, of the embargo that is named or the only one that it could be of; else it is asked which. */
function meant({ request }: Reply, { codename, line }: BareReview, of: readonly View[]): Parsed {
  const [only, ...others] = of;
  const named = codename ?? (others.length === 0 ? (only?.embargo.codename ?? null) : null);
  const [, command = '', rest = ''] = /^((?:review|finding) (?:back|stop|na|pass|fail|add)\b|review)(.*)$/s.exec(line) ?? [];
  return parse(named === null ? line : `${command} ${named}${rest}`, understanding(request));
}

/** What somebody found is recorded from the form: it may be about something else. */
function shownFirst(parsed: Parsed): Parsed {
  if (parsed.type !== 'intent') return parsed;
  const { command, codename, texts, behind } = parsed;
  return {
    type: 'ask',
    command,
    codename,
    words: wordsOf(command, codename, texts),
    texts,
    problems: {},
    ...(behind === undefined ? {} : { behind }),
  };
}
