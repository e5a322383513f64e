// What is asked, and changes nothing: which answer each question gets.
import { calendarAnswer } from '../../chat/embargo/calendar.ts';
import { everybodyAnswer } from '../../chat/embargo/everybody.ts';
import type { Query } from '../../chat/grammar/intent.ts';
import { helpNodes } from '../../chat/help.ts';
import { helpNowNodes } from '../../chat/help-now.ts';
import { dutiesAnswer } from '../../chat/list/membership/duties.ts';
import type { Parsed } from '../../chat/parse.ts';
import { membersAnswer, todosAnswer } from '../../chat/queries.ts';
import type { List } from '../../domain/list/list.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refuse } from '../../domain/values/refusal.ts';
import { chooseEmbargo } from '../../inbound/choose-embargo.ts';
import type { Lookups } from '../../inbound/lookups.ts';
import { listMeant } from '../../inbound/request.ts';
import { knownViews } from '../../inbound/views.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { answerEmbargo } from '../embargo.ts';
import { answerMembership } from '../membership.ts';
import { answered, answerOutside, type Reply } from '../reply.ts';
import { answerReports } from '../reports/answers.ts';
import { answerHealth, answerLeaks, answerRegister } from './health.ts';
import { showHome } from './home.ts';
import { answerEmbargoes } from './list.ts';

/** Answers a question; a refusal is given back to be said. Throws NeedsLookup. */
export async function answerQuestion(
  reply: Reply,
  parsed: Extract<Parsed, { type: 'intent' }>,
  query: Query,
  lookups: Lookups,
): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { to, now } = request;
  switch (query.type) {
    case 'help':
      return answerHelp(reply, query.topic);
    case 'home':
      await showHome(reply, lookups);
      return null;
    case 'calendar':
      await enqueue(tx, engine, [calendarAnswer(await knownViews(tx, request, 'live'), to, now)], nothing, now);
      return null;
    case 'list':
      return answerEmbargoes(reply, query);
    case 'todo':
      return query.all ? answerEverybody(reply) : answerTodos(reply);
    case 'members': {
      const list = listMeant(request);
      if (list?.members[to.person] === undefined) return refuse({ code: 'room-not-adopted' });
      await enqueue(tx, engine, [membersAnswer(list, to, now)], { list, embargo: null }, now);
      return null;
    }
    case 'duties': {
      const list = listMeant(request);
      if (list?.members[to.person] === undefined) return refuse({ code: 'room-not-adopted' });
      await enqueue(tx, engine, [dutiesAnswer(list, to)], { list, embargo: null }, now);
      return null;
    }
    case 'policy':
    case 'policy-diff':
    case 'policy-history':
    case 'distributor':
    case 'own-application':
    case 'applications':
    case 'application':
      return answerMembership(reply, query);
    case 'reports':
    case 'report':
      return answerReports(reply, query);
    case 'health':
      return answerHealth(reply);
    case 'leaks':
      return answerLeaks(reply);
    case 'register':
      return answerRegister(reply, query.what, query.format);
    case 'status':
    case 'timeline':
    case 'who':
    case 'audience':
    case 'details':
    case 'terms':
    case 'patch':
    case 'reviews':
    case 'finding':
    case 'exceptions':
    case 'retro':
    case 'retro-markdown':
    case 'retro-public':
    case 'draft':
    case 'leak':
    case 'leak-bundle':
    case 'pause': {
      const chosen = await chooseEmbargo(tx, request, parsed);
      if (chosen.type === 'asked') await answered(reply, chosen.nodes, 'which-embargo', chosen.several);
      else await answerEmbargo(tx, engine, request, chosen.list, chosen.embargo.id, query);
      return null;
    }
    default:
      return query satisfies never;
  }
}

const nothing = { list: null, embargo: null };

/** What can be said: alone, what the speaker can do now. */
async function answerHelp(reply: Reply, topic: string | null): Promise<null> {
  const { tx, request } = reply;
  const { to, lists, admin, now } = request;
  if (topic !== null) {
    await answered(reply, helpNodes(topic), 'help');
    return null;
  }
  const views = lists.length === 0 ? [] : await knownViews(tx, request, 'live');
  const nodes = helpNowNodes({ person: to.person, lists, views, admin, now });
  await answered(
    reply,
    nodes,
    'help',
    views.map(({ embargo }) => embargo),
  );
  return null;
}

/** What the speaker owes on each of their lists. */
async function answerTodos({ tx, engine, request }: Reply): Promise<null> {
  const { to, lists, now } = request;
  const views = await knownViews(tx, request, 'live');
  await answerOutside({ tx, engine, request }, views);
  const ofIt = (list: List) => views.filter((view) => view.list.id === list.id);
  for (const list of lists) await enqueue(tx, engine, [todosAnswer(list, ofIt(list), to, now)], { list, embargo: null }, now);
  return null;
}

/** What everybody owes on each of the lists that the speaker coordinates. */
async function answerEverybody({ tx, engine, request }: Reply): Promise<Refusal | null> {
  const { to, lists, now } = request;
  const coordinated = lists.filter((list) => list.members[to.person]?.role === 'coordinator');
  if (coordinated.length === 0) return refuse({ code: 'needs-role', roles: ['coordinator'] });
  const views = await knownViews(tx, request, 'live');
  for (const list of coordinated) {
    const said = everybodyAnswer(
      list,
      views.filter((view) => view.list.id === list.id),
      to,
    );
    await enqueue(tx, engine, [said], { list, embargo: null }, now);
  }
  return null;
}
