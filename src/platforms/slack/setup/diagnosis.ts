// What is wrong with an app at Slack, and what to do about it. Pure: a table of checks over what Slack answered.
import { clockDiagnosis, type Diagnosis, fault, fine } from '../../../chat/diagnosis.ts';
import { object, string } from '../payload.ts';
import { appTokenFault, botTokenFault, portFault } from './advice.ts';
import { diagnosePeople, diagnoseRooms } from './diagnosis-places.ts';
import type { Identity, SlackFindings, SlackSetup, WorkspaceFindings } from './doctor.ts';
import { slackManifest } from './manifest.ts';
import { manifestDifferences } from './manifest-differences.ts';
import { botScopes, optionalScopes } from './scopes.ts';

type Check = (findings: SlackFindings, setup: SlackSetup) => readonly Diagnosis[];

const checks: readonly Check[] = [tokens, clock, scopes, appToken, port, signingSecret, appSettings, diagnosePeople, diagnoseRooms];

/** Everything that was looked at at Slack, in the order in which it is to be mended. */
export function diagnoseSlack(findings: SlackFindings, setup: SlackSetup): Diagnosis[] {
  return checks.flatMap((check) => check(findings, setup));
}

const of = (name: string, { owner }: WorkspaceFindings): string => (owner === null ? name : `${name} of ${owner}`);

function tokens({ workspaces }: SlackFindings, { installs }: SlackSetup): Diagnosis[] {
  if (installs === 'oauth-unread') return [fine('workspaces', "the database has where the app is installed, and I couldn't check it.")];
  if (installs === 'oauth' && workspaces.length === 0)
    return [fault('workspaces', "the bot isn't installed in any yet.", 'start it, then open /slack/install at its address in a browser.')];
  return workspaces.map((workspace) => {
    const { identity, by } = workspace;
    const about = of('bot token', workspace);
    return identity.ok ? fine(about, 'Slack accepts it.') : botTokenFault(about, identity.code, by);
  });
}

function clock({ workspaces }: SlackFindings): Diagnosis[] {
  const told = known(workspaces).flatMap(([{ aheadMs }]) => (aheadMs === null ? [] : [aheadMs]));
  return told.slice(0, 1).map((aheadMs) => clockDiagnosis("Slack's", aheadMs));
}

function scopes({ workspaces }: SlackFindings): Diagnosis[] {
  return known(workspaces).flatMap(([{ scopes: granted }, workspace]) => {
    const about = of('scopes', workspace);
    if (granted === null)
      return [fault(about, "Slack doesn't say which there are.", 'compare OAuth & Permissions with the table in docs/slack.md.')];
    const again = workspace.by === 'oauth' ? 'have the workspace install it again' : 'reinstall the app (Install App)';
    const missing = botScopes.filter(({ scope }) => !granted.includes(scope));
    if (missing.length > 0)
      return missing.map(({ scope, why }) =>
        fault(
          of(`scope ${scope}`, workspace),
          `missing; the bot needs it for ${why}.`,
          `add it under OAuth & Permissions, Bot Token Scopes, and ${again}.`,
        ),
      );
    const needed = new Set([...botScopes, ...optionalScopes].map(({ scope }) => scope));
    const more = granted.filter((scope) => !needed.has(scope));
    return [fine(about, more.length === 0 ? 'all granted.' : `all granted. More than needed, better removed: ${more.join(', ')}.`)];
  });
}

function appToken({ socket, workspaces }: SlackFindings): Diagnosis[] {
  if (socket === null) return [];
  const { opened, app } = socket;
  if (!opened.ok) return [appTokenFault(opened.code)];
  const others = workspaces.flatMap((workspace) => (workspace.app.ok && workspace.app.value !== '' ? [workspace.app.value] : []));
  if (app !== null && others.some((other) => other !== app))
    return [
      fault(
        'app token',
        `it belongs to the app ${app}, but the bot token to ${others.find((other) => other !== app)}: the bot would hear nothing.`,
        'use both tokens from the same app.',
      ),
    ];
  return [fine('app token', 'Slack accepts it, and Socket Mode works.')];
}

function port({ port: asked }: SlackFindings): Diagnosis[] {
  if (asked === null) return [];
  const { port, host, found } = asked;
  const where = host === undefined ? `PORT ${port}` : `PORT ${port} on HOST ${host}`;
  if (found === 'free') return [fine('port', `${where} is free.`)];
  if (found === 'bot') return [fine('port', `a bot listens on ${where} already, most likely the running one.`)];
  return [portFault(found.code, port, host)];
}

function signingSecret({ socket }: SlackFindings): Diagnosis[] {
  if (socket !== null) return [];
  return [
    fine(
      'signing secret',
      "set; Slack doesn't say whether it's right. If commands fail with dispatch_failed, compare it with Basic Information, App Credentials, and check that the address ends with /slack/events and reaches this machine.",
    ),
  ];
}

function appSettings({ manifest }: SlackFindings, { command, mode, installs }: SlackSetup): Diagnosis[] {
  if (manifest === null) return [];
  const about = 'app settings';
  if (!manifest.ok)
    return [
      fault(
        about,
        `can't read them (${manifest.code}).`,
        'make a new configuration token at https://api.slack.com/apps (it lives for 12 hours) in the workspace that owns the app.',
      ),
    ];
  const ours = slackManifest({ command, mode, oauth: installs !== 'token', url: originOf(manifest.value) });
  const optional = new Set(optionalScopes.map(({ scope }) => scope));
  const differences = manifestDifferences(ours, manifest.value).map((each) => ({
    ...each,
    names: each.names.filter((name) => !optional.has(name)),
  }));
  const faults = differences
    .filter(({ type }) => type !== 'more')
    .map(({ type, at, names }) =>
      fault(
        about,
        `${at} ${type === 'lacks' ? `lacks ${names.join(', ')}` : `should be ${names.join(', ')}`}.`,
        'paste what `npm run embargo -- slack manifest` prints under App Manifest, save it, and reinstall the app.',
      ),
    );
  const more = differences
    .filter(({ type, names }) => type === 'more' && names.length > 0)
    .map(({ at, names }) => `${at}: ${names.join(', ')}`);
  if (faults.length > 0) return faults;
  return [
    fine(about, more.length === 0 ? 'they match the manifest.' : `all that's needed is there. More than needed: ${more.join('; ')}.`),
  ];
}

/** In HTTP mode the address is whatever the app has; it must be the same everywhere. */
function originOf(manifest: unknown): string {
  const settings = object(object(manifest).settings);
  const url = string(object(settings.event_subscriptions).request_url) ?? string(object(settings.interactivity).request_url) ?? '';
  return URL.canParse(url) ? new URL(url).origin : 'https://your-address';
}

const known = (workspaces: readonly WorkspaceFindings[]): [Identity, WorkspaceFindings][] =>
  workspaces.flatMap((workspace) => (workspace.identity.ok ? [[workspace.identity.value, workspace]] : []));
