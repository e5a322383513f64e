// For which installation of the app a request is, as far as its body says.

import { array, object, string } from '../payload.ts';
import type { Home } from './heard.ts';

/** The workspace and the Grid organisation that a request is for; null where the body does not say. `everywhere`: the app is installed in all of the organisation. */
export type Named = { readonly team: string | null; readonly enterprise: string | null; readonly everywhere: boolean };

/**
 * Events name it in `authorizations` (https://docs.slack.dev/apis/events-api/#authorizations), a form in `app_installed_team_id`: in a channel
 * that two companies share, the team beside it is that of whoever submitted. What was uninstalled has no authorization any more. In an
 * organisation that installed the app as a whole there may be no team (https://docs.slack.dev/enterprise/organization-ready-apps).
 */
export function namedIn(body: unknown): Named {
  const { authorizations, view, team, team_id, enterprise, enterprise_id, is_enterprise_install } = object(body);
  const authorization = object(array(authorizations)[0]);
  return {
    team: string(authorization.team_id) ?? string(object(view).app_installed_team_id) ?? string(object(team).id) ?? string(team_id),
    enterprise:
      string(authorization.enterprise_id) ?? string(object(enterprise).id) ?? string(object(team).enterprise_id) ?? string(enterprise_id),
    everywhere: String(authorization.is_enterprise_install ?? is_enterprise_install) === 'true',
  };
}

/** The one of these installations that a request is for; null when it is for none of them. Other workspaces of an organisation with a single one share it. */
export function homeAmong(homes: readonly Home[], body: unknown): Home | null {
  const { team, enterprise, everywhere } = namedIn(body);
  const inOrganisation = homes.filter((home) => enterprise !== null && home.enterprise === enterprise);
  const ofOrganisation = inOrganisation.find(({ owner }) => owner === enterprise);
  const inTeam = everywhere ? undefined : homes.find(({ owner }) => owner === team);
  const found = inTeam ?? ofOrganisation ?? (inOrganisation.length === 1 ? inOrganisation[0] : undefined);
  return found === undefined ? null : { ...found, team: found === ofOrganisation ? (team ?? found.team) : found.team };
}
