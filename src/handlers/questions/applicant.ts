// Who has applied and is on no list yet just types: it is their answer to the criterion that is open, or they are told how their application stands.

import { commands } from '../../chat/commands.ts';
import { whoMay } from '../../chat/grammar/command.ts';
import { unknownNodes } from '../../chat/help.ts';
import { asTheirs, isApplication, listNamed, withAnswers } from '../../chat/list/membership/applicant-words.ts';
import { filesNotRead, ownApplicationNodes, theirAnswer } from '../../chat/list/membership/applications.ts';
import { applicationMax } from '../../chat/list/membership/commands.ts';
import { complete, type Parsed, parse } from '../../chat/parse.ts';
import { readId } from '../../chat/values/vulnerability-ids.ts';
import { loadList, namesOfLists } from '../../db/lists.ts';
import { isCodename } from '../../domain/embargo/codename.ts';
import { applicationOf, missing } from '../../domain/list/membership/application.ts';
import { readEvidence } from '../../domain/list/membership/evidence.ts';
import { wholeFrom } from '../../domain/list/membership/hand-in.ts';
import { applicationPhase } from '../../domain/list/membership/membership.ts';
import { policyKeys, policyOf } from '../../domain/policy/presets.ts';
import { understanding } from '../../inbound/request.ts';
import { listOfApplicant } from '../membership.ts';
import { policyHash } from '../policy-hash.ts';
import { answered, type Reply } from '../reply.ts';

/** The same words where they are a command that an applicant may say; their answer to a criterion; or an outcome: they were answered. */
export async function asApplicant(reply: Reply, parsed: Parsed): Promise<Parsed | string> {
  const { tx, request } = reply;
  const { heard, lists, now } = request;
  const along = heard.room === null && heard.said.type === 'words' ? withAnswers(heard.said.text) : null;
  if (along !== null) return applyingWith(reply, along) ?? parsed;
  if (lists.length > 0 || heard.room !== null || heard.said.type !== 'words' || mayBeSaid(parsed)) return parsed;
  const meant = asTheirs(heard.said.text);
  if (meant !== null) return parse(meant, understanding(request));
  const id = await listOfApplicant(tx, request, null);
  const list = id === null ? null : await loadList(tx, id);
  const application = list === null ? null : applicationOf(list, heard.by);
  const phase = application === null ? 'closed' : applicationPhase(application, now);
  // Whom somebody named as their second contact learns of it when the list has accepted them.
  const theirs = application?.applicant === heard.by || phase === 'acceptance';
  if (list === null || application === null) return (await firstMessage(reply, heard.said.text.trim())) ?? parsed;
  if (!theirs) return parsed;
  const text = heard.said.text.trim();
  const files = heard.files ?? [];
  if (text === '' && files.length === 0) return parsed;
  if (!isGreeting(text) && isSlip(parsed, text))
    return parsed.type === 'unknown-command' ? answered(reply, unknownNodes(parsed), 'unknown-command') : parsed;
  const stands = ownApplicationNodes(list, application, policyHash(list.policy.rules), now, heard.by);
  const unread = files.length === 0 ? [] : filesNotRead;
  const open = missing(list, application)[0] ?? null;
  const said = { type: 'give-evidence', criterion: null, text } as const;
  const names = () => readEvidence(text, list.policy.rules.criteria).criterion !== null || wholeFrom(list, application, said) !== null;
  const answers = phase === 'drafting' || (phase === 'voucher' && names());
  if (text === '' || !answers) return answered(reply, [...unread, ...stands], 'application-status');
  const unsure = open === null || isTalk(text) || isName(text) || (parsed.type !== 'unknown-command' && !isSentence(text));
  if (unsure && !names()) {
    const button = open !== null && !isGreeting(text) ? theirAnswer(open, text) : [];
    return answered(reply, [...unread, ...stands, ...button], 'application-status');
  }
  if (unread.length > 0) await answered(reply, unread, 'files');
  const evidence = commands.find(({ words }) => words === 'apply answer');
  return evidence === undefined ? parsed : complete(evidence, null, { text }, understanding(request), 'typed');
}

/** `apply` with the answers that stand behind it; null where it is not understood. */
function applyingWith({ request }: Reply, { command, answers }: NonNullable<ReturnType<typeof withAnswers>>): Parsed | null {
  const known = understanding(request);
  const parsed = parse(command, known);
  if ((parsed.type !== 'intent' && parsed.type !== 'ask') || parsed.command.words !== 'apply') return null;
  return complete(parsed.command, null, { ...parsed.texts, answers }, known, 'typed');
}

/** A whole application before anything was begun: the form that begins it, with all of it kept. Null: it is none. */
async function firstMessage({ tx, request }: Reply, text: string): Promise<Parsed | null> {
  const apply = commands.find(({ words }) => words === 'apply');
  if (apply === undefined || !text.includes('\n') || text.length > applicationMax) return null;
  const named = listNamed(text, await namesOfLists(tx));
  const list = named === null ? null : await loadList(tx, named.id);
  const policies = [...(list === null ? [] : [list.policy.rules.criteria]), ...presetCriteria];
  if (!isApplication(text, policies)) return null;
  return complete(apply, null, { ...(named === null ? {} : { list: named.name }), answers: text }, understanding(request), 'typed');
}

// Nobody learns by trying what another list asks: those of presets are public.
const presetCriteria = policyKeys.map((key) => policyOf(key).criteria);

/** Who may say what somebody on no list may say. */
const openTo: ReadonlySet<string> = new Set(['everybody', 'applicants', 'who reported it, coordinators']);

/** Whether words are a command that somebody may say who is on no list. */
function mayBeSaid(parsed: Parsed): boolean {
  return (parsed.type === 'intent' || parsed.type === 'ask') && openTo.has(whoMay(parsed.command));
}

/** A slip of the finger in a command of theirs, or one about applications that is not for them to say: neither is an answer. */
function isSlip(parsed: Parsed, text: string): boolean {
  if (/^(?:[/!]\S+\s+)?(?:ballot|org|member|distributor)\s+[a-z]+(?:\s|$)/i.test(text)) return true;
  const near = parsed.type === 'unknown-command' ? parsed.nearest : parsed.type === 'wrong' ? parsed.command : null;
  // Two words of a command of theirs begin no sentence: `apply backup bob`.
  if (parsed.type === 'wrong' && parsed.command.words.includes(' ') && openTo.has(whoMay(parsed.command))) return true;
  return near !== null && openTo.has(whoMay(near)) && text.split(/\s+/).length <= slipWordsMax;
}

const slipWordsMax = 2;

/** What is said to somebody, and is no answer. */
const isTalk = (text: string): boolean => isGreeting(text) || (/\?\s*$/.test(text) && text.length < questionMax);
const isGreeting = (text: string): boolean => /^(?:hello|hi|hey|hallo|start|thanks?(?: you)?|thx)[\s!.,:)-]*$/i.test(text);
const questionMax = 160;

/** The id of a vulnerability, or a codename: said by itself it is about an embargo, of which they are told nothing. */
const isName = (text: string): boolean =>
  readId(text.replace(/[.!,;:]+$/, '')).ok || isCodename(text.toLowerCase().replace(/[^a-z]+$/, ''));

/** A member's command by itself is not meant as an answer: with more behind its word it may well be. */
const isSentence = (text: string): boolean => text.split(/\s+/).length > 2;
