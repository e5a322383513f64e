// Where the bot is installed, and which installation a room, a person or a request belongs to. Ids of two workspaces never mix: what belongs to none
// of them is reached by none.
import type { webApi } from '@slack/bolt';
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { SendFailure } from '../platform.ts';
import { failureOf, harmless } from './failures.ts';
import type { Home } from './inbound/heard.ts';
import { homeAmong } from './inbound/installed.ts';
import { object } from './payload.ts';

/** One installation: a client with its token, the rights that were granted to it, and when the token runs out, if it does. */
export type Workspace = {
  readonly home: Home;
  readonly client: webApi.WebClient;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: Instant | null;
};

export type Workspaces = {
  /** The installation that a request of Slack's was sent for; null when it is none of ours. */
  homeOf(body: unknown): Promise<Home | null>;
  /** The installation that a room belongs to. Throws SendFailure again `not_installed`. */
  ofRoom(room: RoomId): Promise<Workspace>;
  /**
   * The installations that a person may be reached by, the likeliest first. In a Grid organisation that installed the app in single workspaces it
   * may be any of them. Somebody of a workspace without the bot is reached through one that knows them as somebody of that workspace (Slack
   * Connect). Throws SendFailure, again `not_installed` when there is none.
   */
  ofPerson(person: PersonId): Promise<readonly Workspace[]>;
};

/** Over whatever is installed at the moment: `installed` is asked each time. `fresh` sees to it that a workspace's token is good before it is used. */
export function workspacesOver(
  installed: () => Promise<readonly Workspace[]>,
  fresh: (workspace: Workspace) => Promise<Workspace> = async (workspace) => workspace,
): Workspaces {
  return {
    homeOf: async (body) =>
      homeAmong(
        (await installed()).map(({ home }) => home),
        body,
      ),
    ofRoom: async (room) => {
      const found = (await installed()).find(({ home }) => home.owner === ownerOf(room));
      if (found === undefined) throw new SendFailure('again', 'not_installed');
      return fresh(found);
    },
    ofPerson: async (person) => {
      const owner = ownerOf(person);
      const all = await installed();
      const own = all.filter(({ home }) => home.owner === owner);
      const within = all.filter(({ home }) => home.enterprise === owner);
      if (own.length + within.length > 0) return Promise.all((own.length > 0 ? own : within).map(fresh));
      const asked = await Promise.all(
        all.map(async (each) => {
          const workspace = await fresh(each);
          return (await knows(workspace, person)) ? [workspace] : [];
        }),
      );
      const acquainted = asked.flat();
      if (acquainted.length === 0) throw new SendFailure('again', 'not_installed');
      return acquainted;
    },
  };
}

// What says that an installation does not know the person, the direct message or what was said there, so that another one may be asked.
const elsewhere = new Set(['user_not_found', 'users_not_found', 'user_not_visible', 'channel_not_found', 'message_not_found']);
const notKnown = ({ code }: SendFailure): boolean => elsewhere.has(code);

/** What the first installation answers that knows of it; `passes` tells which failures mean that the next is to be asked. Throws as the last one did. */
export async function firstThatKnows<T>(
  workspaces: readonly Workspace[],
  ask: (workspace: Workspace) => Promise<T>,
  passes: (failure: SendFailure) => boolean = notKnown,
): Promise<T> {
  let failure = new SendFailure('again', 'not_installed');
  for (const workspace of workspaces) {
    try {
      return await ask(workspace);
    } catch (error) {
      if (!(error instanceof SendFailure) || !passes(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Whether a workspace knows somebody of another: the same id in it could be somebody else's. Throws SendFailure. */
async function knows({ client }: Workspace, person: PersonId): Promise<boolean> {
  try {
    const { user } = await client.users.info({ user: person.slice(person.indexOf('/') + 1) });
    const { team_id, enterprise_user } = object(user);
    return [team_id, object(enterprise_user).enterprise_id].includes(ownerOf(person));
  } catch (error) {
    const failure = harmless(failureOf(error));
    if (notKnown(failure)) return false;
    throw failure;
  }
}

/** The part of an id before the slash, without the platform: a team's id or an organisation's. */
export function ownerOf(id: PersonId | RoomId): string {
  return id.slice(id.indexOf(':') + 1, id.indexOf('/'));
}
