// Who has applied and is on no list yet just types: it is their answer to the criterion that is open, or they are told how their application stands.

import { commands } from '../../chat/commands.ts';
import { whoMay } from '../../chat/grammar/command.ts';
import { unknownNodes } from '../../chat/help.ts';
import { asTheirs } from '../../chat/list/membership/applicant-words.ts';
import { filesNotRead, ownApplicationNodes, theirAnswer } from '../../chat/list/membership/applications.ts';
import { complete, type Parsed, parse } from '../../chat/parse.ts';
import { readId } from '../../chat/values/vulnerability-ids.ts';
import { loadList } from '../../db/lists.ts';
import { isCodename } from '../../domain/embargo/codename.ts';
import { applicationOf, missing } from '../../domain/list/membership/application.ts';
import { readEvidence } from '../../domain/list/membership/evidence.ts';
import { wholeFrom } from '../../domain/list/membership/hand-in.ts';
import { applicationPhase } from '../../domain/list/membership/membership.ts';
import { understanding } from '../../inbound/request.ts';
import { listOfApplicant } from '../membership.ts';
import { policyHash } from '../policy-hash.ts';
import { answered, type Reply } from '../reply.ts';

/** The same words where they are a command that an applicant may say; their answer to a criterion; or an outcome: they were answered. */
export async function asApplicant(reply: Reply, parsed: Parsed): Promise<Parsed | string> {
  const { tx, request } = reply;
  const { heard, lists, now } = request;
  if (lists.length > 0 || heard.room !== null || heard.said.type !== 'words' || mayBeSaid(parsed)) return parsed;
  const meant = asTheirs(heard.said.text);
  if (meant !== null) return parse(meant, understanding(request));
  const id = await listOfApplicant(tx, request, null);
  const list = id === null ? null : await loadList(tx, id);
  const application = list === null ? null : applicationOf(list, heard.by);
  const phase = application === null ? 'closed' : applicationPhase(application, now);
  // Whom somebody named as their second contact learns of it when the list has accepted them.
  const theirs = application?.applicant === heard.by || phase === 'acceptance';
  if (list === null || application === null || !theirs) return parsed;
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
