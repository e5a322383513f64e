// Several workspaces of one Slack, and the app being installed in them: grants become tokens, and tokens that run out are renewed.
import { type Json, string } from '../../../src/platforms/slack/payload.ts';
import { type Answer, no } from './fake-slack-methods.ts';
import type { Workspace } from './fake-slack-state.ts';

export const client = { id: '12.34', secret: 'the-client-secret' };

/** `rotates`: its tokens live for twelve hours. */
export type Grantable = { readonly slack: Workspace; readonly rotates: boolean };

export type Authority = {
  /** The workspace that a token is for; undefined when it is for none, or was revoked. */
  workspaceOf(token: string): Workspace | undefined;
  /** The code with which somebody's browser comes back who installs the app in a workspace. */
  grant(to: Grantable): string;
  /** oauth.v2.access: https://docs.slack.dev/reference/methods/oauth.v2.access */
  access(args: Json): Answer;
  /** The app is taken off: its tokens there are good for nothing any more. */
  revoke(slack: Workspace): void;
};

const lifeS = 43_200;

/** `tokens` are good from the beginning. */
export function authority(tokens: ReadonlyMap<string, Workspace>): Authority {
  const good = new Map(tokens);
  const codes = new Map<string, Grantable>();
  const refreshing = new Map<string, Grantable>();
  let made = 0;
  const issued = (to: Grantable): Json => {
    made += 1;
    const token = `xoxb-${to.slack.team}-${made}`;
    good.set(token, to.slack);
    if (!to.rotates) return { access_token: token };
    refreshing.set(`xoxe-1-${made}`, to);
    return { access_token: token, refresh_token: `xoxe-1-${made}`, expires_in: lifeS };
  };
  return {
    workspaceOf: (token) => good.get(token),
    grant: (to) => {
      made += 1;
      codes.set(`code-${made}`, to);
      return `code-${made}`;
    },
    access: (args) => {
      if (args.client_id !== client.id) return no('invalid_client_id');
      if (args.client_secret !== client.secret) return no('bad_client_secret');
      const renews = args.grant_type === 'refresh_token';
      const known = renews ? refreshing : codes;
      const given = string(renews ? args.refresh_token : args.code) ?? '';
      const to = known.get(given);
      if (to === undefined) return no(renews ? 'invalid_refresh_token' : 'invalid_code');
      // Either is good once.
      known.delete(given);
      return { ok: true, ...installation(to.slack), ...issued(to) };
    },
    revoke: (slack) => {
      for (const [token, of] of good) if (of === slack) good.delete(token);
      for (const [token, to] of refreshing) if (to.slack === slack) refreshing.delete(token);
    },
  };
}

function installation({ team, enterprise, everywhere, scopes, bot }: Workspace): Json {
  return {
    app_id: 'A1',
    token_type: 'bot',
    scope: [...scopes].join(','),
    bot_user_id: bot.user,
    authed_user: { id: 'U1' },
    team: everywhere ? null : { id: team, name: `workspace ${team}` },
    enterprise: enterprise === null ? null : { id: enterprise, name: `organisation ${enterprise}` },
    is_enterprise_install: everywhere,
  };
}
