// For which installation of the app a request is, as far as its body says.
import type { Home } from './heard.ts';
import { array, object, string } from './payload.ts';

/** The workspace and the Grid organisation in which the app is installed that a request is for; null where the body does not say. */
export type Named = { readonly team: string | null; readonly enterprise: string | null };

/**
 * Events name it in `authorizations` (https://docs.slack.dev/apis/events-api/#authorizations), a form in `app_installed_team_id`: in a channel
 * that two companies share, the team beside it is that of whoever submitted. What was uninstalled has no authorization any more.
 */
export function namedIn(body: unknown): Named {
  const { authorizations, view, team, team_id, enterprise, enterprise_id } = object(body);
  const authorization = object(array(authorizations)[0]);
  return {
    team: string(authorization.team_id) ?? string(object(view).app_installed_team_id) ?? string(object(team).id) ?? string(team_id),
    enterprise:
      string(authorization.enterprise_id) ?? string(object(enterprise).id) ?? string(object(team).enterprise_id) ?? string(enterprise_id),
  };
}

/** The one installation that there is, where a request is for it; null where it is for another workspace. */
export function onlyHome(home: Home): (body: unknown) => Promise<Home | null> {
  return async (body) => {
    const { team, enterprise } = namedIn(body);
    return team === home.team || (enterprise !== null && enterprise === home.enterprise) ? home : null;
  };
}
