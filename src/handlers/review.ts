// Reviews in one go: which of several meanings somebody's words have, the form for all steps, and what is still to be corrected in it.

import { valuesAgain } from '../chat/embargo/review/form-steps.ts';
import { asksToCorrect } from '../chat/embargo/review/readings.ts';
import { correctionForm, reviewForm, sheetValues, whatFailed } from '../chat/embargo/review/review-form.ts';
import { refusalText } from '../chat/refusals.ts';
import { loadEmbargo } from '../db/embargoes.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import type { EmbargoCommand, ReviewReading } from '../domain/embargo/commands.ts';
import { refuseUnauthorised } from '../domain/embargo/decide.ts';
import { branchAlone, type Named, stepsOfReview, testing } from '../domain/embargo/review.ts';
import { correctable, readingMeant } from '../domain/embargo/review-sheet.ts';
import { stepsAsked } from '../domain/list/distributor.ts';
import { distributorOf, type List } from '../domain/list/list.ts';
import type { Reason, Refusal } from '../domain/refusal.ts';
import type { EmbargoId } from '../domain/values/ids.ts';
import { isRefused, refuse } from '../domain/values/refusal.ts';
import { speakerOn } from '../inbound/request.ts';
import { contextOf, runEmbargo } from './embargo.ts';
import { opened, type Reply } from './reply.ts';

type Sheet = Extract<EmbargoCommand, { type: 'answer-steps' | 'correct-review' }>;
type Ran = Refusal | string | null;

/** What was said of a review in words. Null: it was carried out; else why not, or an outcome: something was asked. */
export async function runReview(reply: Reply, list: List, id: EmbargoId, readings: readonly ReviewReading[]): Promise<Ran> {
  const { tx, engine, request } = reply;
  const embargo = await loadEmbargo(tx, id);
  const on = embargo === null ? list : listFor(embargo, list, request.now);
  const by = speakerOn(on, request);
  if (by === null || embargo === null) return refuse({ code: 'needs-consent', state: 'none' });
  const unfit = refuseUnauthorised(embargo, 'answer-steps', { by, list: on });
  if (unfit !== null) return unfit;
  const meant = readingMeant(readings, embargo, contextOf(list, embargo, by, request.now));
  if ('reason' in meant) return meant;
  switch (meant.means) {
    case 'form': {
      const { release, branch = null, failed } = meant;
      return openForm(reply, list, id, { type: 'answer-steps', release, branch }, {}, {}, failed === true ? { '': whatFailed } : {});
    }
    case 'steps': {
      const { command, words } = meant;
      return runSheet(
        reply,
        list,
        id,
        command,
        sheetValues(command, words[1].replace(/^(?:(?:branch|release)=(?:"[^"]*"|\S+)\s*)*/, ''), list, {
          distributor: by.distributor,
          release: command.release,
        }),
      );
    }
    case 'step': {
      const { verdict, note } = meant;
      return runEmbargo(tx, engine, request, list, id, { type: 'answer-step', at: null, verdict, note, readyBy: null });
    }
    default:
      return meant satisfies never;
  }
}

/** Fields of the form beside which a refusal of it is put: what was typed is kept, and only that is corrected. */
const besideField: Readonly<Partial<Record<Reason['code'], string>>> = {
  'needs-because': 'notes',
  'steps-failed': 'outcome',
  'nothing-tested': 'outcome',
  'steps-left': '',
};

function besideFields(reason: Reason, sent: boolean): Record<string, Reason> | null {
  if (reason.code === 'review-lacks')
    return {
      ...(reason.notes.length === 0 ? {} : { notes: { ...reason, readyBy: false } }),
      ...(reason.readyBy ? { ready: { ...reason, notes: [] } } : {}),
    };
  if (reason.code === 'answers-unclear' || reason.code === 'steps-changed') return { '': reason };
  // What was typed is quicker said again than filled in; what was filled in is kept.
  const field = sent || reason.code === 'needs-because' ? besideField[reason.code] : undefined;
  return field === undefined ? null : { [field]: reason };
}

/** Answers several steps at once; what is missing or does not fit is asked for in the form. `values`: of its fields, as they were said. */
export async function runSheet(
  reply: Reply,
  list: List,
  id: EmbargoId,
  command: Sheet,
  values: Readonly<Record<string, string>>,
): Promise<Ran> {
  if (command.type === 'correct-review' && asksToCorrect(command)) return openForm(reply, list, id, command, {}, {});
  const ran = await runEmbargo(reply.tx, reply.engine, reply.request, list, id, command);
  if (ran === null || typeof ran === 'string') return ran;
  const wrong = besideFields(ran.reason, reply.request.heard.said.type === 'form');
  // By their old numbers, or the places of their architectures, other steps would be answered.
  const again = ran.reason.code === 'steps-changed' ? command : null;
  return wrong === null ? ran : openForm(reply, list, id, command, values, wrong, {}, again);
}

async function openForm(
  reply: Reply,
  list: List,
  id: EmbargoId,
  { type, ...named }: Named & { readonly type: Sheet['type'] },
  values: Readonly<Record<string, string>>,
  wrong: Readonly<Record<string, Reason>>,
  asked: Readonly<Record<string, string>> = {},
  again: Sheet | null = null,
): Promise<Ran> {
  const { tx, request } = reply;
  const embargo = await loadEmbargo(tx, id);
  const on = embargo === null ? list : listFor(embargo, list, request.now);
  const by = speakerOn(on, request);
  if (by === null || embargo === null) return refuse({ code: 'needs-consent', state: 'none' });
  const { now } = request;
  const about = { codename: embargo.codename, words: type === 'answer-steps' ? 'review answer' : 'review correct' };
  const errors = { ...asked, ...Object.fromEntries(Object.entries(wrong).map(([field, reason]) => [field, refusalText(reason, about)])) };
  const context = contextOf(list, embargo, by, now);
  const view = { embargo, list: on, now };
  const of = { kind: 'record', list: embargo.list, embargo: id } as const;
  if (type === 'answer-steps') {
    const meant = testing(embargo, named, context);
    if (!('reason' in meant)) {
      const steps = stepsAsked(on, meant.distributor.id, meant.release);
      const kept = again === null ? values : valuesAgain(again, steps, meant.begun);
      return opened(reply, reviewForm(view, meant, by.person, kept, errors), of);
    }
    const alone = branchAlone(embargo, named, meant, context);
    // There is nothing to fill in: which branch it is was all that was missing.
    return isRefused(alone) ? alone : runEmbargo(tx, reply.engine, request, list, id, { type: 'start-review', ...named });
  }
  const unfit = refuseUnauthorised(embargo, type, context);
  const begun = unfit ?? correctable(embargo, named.release ?? '', context);
  if ('reason' in begun) return begun;
  const distributor = distributorOf(list, begun.distributor);
  const patch = embargo.patches[begun.patch];
  if (distributor === undefined || patch === undefined) return refuse({ code: 'ships-nothing' });
  const kept = again === null ? values : valuesAgain(again, stepsOfReview(on, begun), null);
  return opened(reply, correctionForm(view, { distributor, release: begun.release, patch, begun, said: null }, kept, errors), of);
}
