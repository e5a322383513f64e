// What a Slack workspace answers to the methods of the Web API that show modals and App Homes.
import { array, type Json, object, string } from '../../../src/platforms/slack/payload.ts';
import { homeFault, viewFault } from './fake-slack-blocks.ts';
import { type Answer, no } from './fake-slack-methods.ts';
import type { FakeView, Workspace } from './fake-slack-state.ts';

// https://docs.slack.dev/interactivity/handling-user-interaction
const triggerLifeMs = 3000;

/** https://docs.slack.dev/reference/methods/views.open */
export function openView(slack: Workspace, args: Json): Answer {
  const trigger = slack.triggers.get(String(args.trigger_id));
  if (trigger === undefined) return no('invalid_trigger_id');
  if (trigger.used) return no('exchanged_trigger_id');
  if (slack.now() - trigger.at > triggerLifeMs) return no('expired_trigger_id');
  const view = object(args.view);
  const externalId = string(view.external_id);
  const fault = viewFault(view);
  if (fault !== null) return no(fault);
  if (externalId !== null && slack.views.some((other) => other.externalId === externalId)) return no('duplicate_external_id');
  trigger.used = true;
  const opened = newView(slack, trigger.user, view);
  slack.views.push(opened);
  slack.happenings.push({ type: 'opened', opened });
  return { ok: true, view: shownView(slack, opened) };
}

/** https://docs.slack.dev/reference/methods/views.update: of an open modal, named by its id or by the one that the app gave it. */
export function updateView(slack: Workspace, args: Json): Answer {
  const { view_id, external_id, hash } = args;
  const view = object(args.view);
  const known = slack.views.find(({ id, externalId }) =>
    view_id === undefined ? externalId !== null && externalId === external_id : id === view_id,
  );
  if (known === undefined) return no('not_found');
  if (hash !== undefined && hash !== known.hash) return no('hash_conflict');
  const fault = viewFault(view);
  if (fault !== null) return no(fault);
  slack.count += 1;
  Object.assign(known, { view, hash: `${slack.count}.h` });
  slack.happenings.push({ type: 'updated', opened: known });
  return { ok: true, view: shownView(slack, known) };
}

/** https://docs.slack.dev/reference/methods/views.publish */
export function publishView(slack: Workspace, args: Json): Answer {
  const user = String(args.user_id);
  const view = object(args.view);
  const known = slack.homes.get(user);
  if (!slack.users.has(user)) return no('invalid_arguments');
  if (args.hash !== undefined && args.hash !== known?.hash) return no('hash_conflict');
  const fault = homeFault(view);
  if (fault !== null) return no(fault);
  const published = { ...newView(slack, user, view), ...(known === undefined ? {} : { id: known.id }) };
  slack.homes.set(user, published);
  slack.happenings.push({ type: 'published', user, before: array(known?.view.blocks), blocks: array(view.blocks) });
  return { ok: true, view: shownView(slack, published) };
}

/** The modal is closed: by the person, or because the bot took what was typed into it. */
export function closeView(slack: Workspace, id: string): void {
  const at = slack.views.findIndex((view) => view.id === id);
  if (at >= 0) slack.views.splice(at, 1);
}

function newView(slack: Workspace, user: string, view: Json): FakeView {
  slack.count += 1;
  return { id: `V${slack.count}`, user, externalId: string(view.external_id), view, hash: `${slack.count}.h` };
}

/** A view as Slack gives it back, and sends it along with what is done in it. */
export function shownView(slack: Workspace, { id, externalId, view, hash }: FakeView): Json & { readonly id: string } {
  const { team, bot } = slack;
  return {
    private_metadata: '',
    callback_id: '',
    ...view,
    id,
    team_id: team,
    app_id: 'A1',
    bot_id: bot.id,
    app_installed_team_id: team,
    external_id: externalId ?? '',
    root_view_id: id,
    previous_view_id: null,
    hash,
  };
}
