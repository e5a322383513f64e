// One word, or an id, where a command was meant: yes to what was just shown, the CVE id of an embargo, the end of a form that is not open.
import { bareWordsIn } from '../../chat/asked-back.ts';
import { code, line } from '../../chat/message/message.ts';
import { type Parsed, parse } from '../../chat/parse.ts';
import { saysYes } from '../../chat/understand.ts';
import { readId } from '../../chat/values/vulnerability-ids.ts';
import { consentOf, isIn, memberOf } from '../../domain/embargo/consent.ts';
import { understanding } from '../../inbound/request.ts';
import { viewsWithId } from '../../inbound/views.ts';
import { answered, type Reply } from '../reply.ts';
import { askedBack, nothingToSayYesTo } from './asked-back.ts';
import { bareReview } from './bare-review.ts';
import { saidYes } from './said-yes.ts';

const bareMax = 1100;

/** What such words mean; the same where they are none, or an outcome: they were answered. */
export async function bareWords(reply: Reply, parsed: Parsed): Promise<Parsed | string> {
  const { request } = reply;
  const { said } = request.heard;
  if (said.type !== 'words' || request.lists.length === 0) return parsed;
  const review = await bareReview(reply, parsed, said.text);
  if (review !== null) return review;
  if (parsed.type !== 'unknown-command') return parsed;
  // A bare word is short; of a long text the end would be looked for from each of its dots.
  const text = said.text
    .trim()
    .slice(0, bareMax)
    .replace(/[.!]+$/, '');
  const agreed = saysYes(said.text) ? await saidYes(reply) : null;
  if (agreed !== null) return agreed;
  if (/^(?:cancel|stop|quit|abort|never ?mind)$/i.test(text)) return answered(reply, nothingOpen, 'nothing-to-cancel');
  // An address is asked about as a link, whatever id stands in it.
  const id = /^<?https?:/i.test(text) ? null : readId(text);
  if (id?.ok === true) return byId(reply, id.value);
  if (saysYes(said.text) && !/\d/.test(said.text)) return nothingToSayYesTo(reply);
  const bare = bareWordsIn(said.text);
  return (bare === null ? null : await askedBack(reply, bare, said.text)) ?? parsed;
}

const nothingOpen = [
  line(
    "No form is open here, so there's nothing to cancel. To withdraw a date: ",
    code('date withdraw'),
    ". To see what's waiting on you: ",
    code('todo'),
    '.',
  ),
];

/** The status of the embargo with this id, to whoever may know its ids. */
async function byId(reply: Reply, id: string): Promise<Parsed | string> {
  const { tx, request } = reply;
  const views = await viewsWithId(tx, request, id);
  const found = views.filter(({ embargo, list }) => isIn(consentOf(embargo, memberOf(list, request.heard.by))));
  const [only, ...others] = found.map(({ embargo }) => embargo.codename);
  if (others.length > 0)
    return answered(
      reply,
      [line(`${id} is in several embargoes: ${[only, ...others].join(', ')}. `, code('status'), ' with one of these names shows it.')],
      'several-of-id',
      found.map(({ embargo }) => embargo),
    );
  if (only !== undefined) return parse(`status ${only}`, { ...understanding(request), codenames: [only] });
  return answered(reply, [line(`No embargo whose details you can read has the id ${id}. `, code('list'), ' shows yours.')], 'unknown-id');
}
