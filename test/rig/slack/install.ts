// Somebody installs the app in a workspace with their browser.
import type { Installations, Kept } from '../../../src/platforms/slack/installations.ts';
import type { FakeSlack } from './fake-slack.ts';
import { client, type Grantable } from './fake-slack-oauth.ts';

export type InMemory = Installations & {
  /** What is kept, by owner. */
  readonly kept: Map<string, Kept>;
  away: boolean;
};

/** Installations in memory. `away`: as a database that does not answer. */
export function inMemory(): InMemory {
  const kept = new Map<string, Kept>();
  const answering = () => {
    if (store.away) throw new Error('away');
  };
  const store: InMemory = {
    kept,
    away: false,
    all: async () => {
      answering();
      return [...kept.values()];
    },
    keep: async (each) => {
      answering();
      kept.set(each.owner, each);
    },
    change: async (owner, change) => {
      answering();
      const before = kept.get(owner);
      if (before === undefined) return null;
      const after = (await change(before)) ?? before;
      kept.set(owner, after);
      return after;
    },
  };
  return store;
}

/** What `createSlack` needs instead of a token. */
export function oauth(installations: Installations) {
  return {
    botToken: undefined,
    oauth: { clientId: client.id, clientSecret: client.secret, stateSecret: 'the-state-secret', installations },
  };
}

export type Browser = {
  /** Asks the bot where to go, and what Slack would bring back with a grant. */
  readonly begun: { readonly slack: URL; readonly cookie: string };
  /** Comes back from Slack. */
  returned(query: Readonly<Record<string, string>>, cookie?: string): Promise<{ readonly status: number; readonly text: string }>;
};

/** A browser that has opened the page on which the app is installed. */
export async function openInstall(port: number | null): Promise<Browser> {
  const base = `http://127.0.0.1:${port}/slack`;
  const page = await fetch(`${base}/install`);
  const slack = new URL(/href="(https:[^"]*)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '');
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    begun: { slack, cookie },
    returned: async (query, given = cookie) => {
      const response = await fetch(`${base}/oauth_redirect?${new URLSearchParams(query)}`, { headers: { cookie: given } });
      return { status: response.status, text: await response.text() };
    },
  };
}

/** Installs the app from the first page to the last. Throws when it does not end well. */
export async function installIn(fake: FakeSlack, port: number | null, to: Grantable): Promise<void> {
  const browser = await openInstall(port);
  const state = browser.begun.slack.searchParams.get('state') ?? '';
  const { status, text } = await browser.returned({ code: fake.authority.grant(to), state });
  if (status !== 200) throw new Error(`not installed: ${status} ${text}`);
}
