// Modal windows. Slack lets one be opened within three seconds of what was pressed or typed, once: where the form takes longer, a window that says
// so is opened in its place, and the form replaces it when it is there. https://docs.slack.dev/surfaces/modals#updating_views
import { createHash } from 'node:crypto';
import type { types, webApi } from '@slack/bolt';
import type { Form } from '../../../chat/message/form.ts';
import { addressOf } from '../../../chat/message/outgoing.ts';
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { type Destination, type Platform, SendFailure } from '../../platform.ts';
import { failureOf, harmless } from '../failures.ts';
import { limits } from '../limits.ts';
import { plain, sections } from '../outbound/inputs.ts';
import { renderModal } from '../outbound/modal.ts';
import { firstThatKnows, type Workspace, type Workspaces } from '../workspaces.ts';
import type { SlackLog } from './bolt-log.ts';

/** Who waits for a form, where, and the trigger that opens it. */
export type Awaited = { readonly by: PersonId; readonly room: RoomId | null; readonly trigger: string };

export type Windows = Pick<Platform, 'ask'> & {
  /** A form is expected: if neither it nor a message has gone to this person by then, the window that asks for patience is opened. The result calls it off. */
  expect(awaited: Awaited): () => void;
  /** They are answered by a message: nobody waits for a form any more. */
  answered(to: Destination): void;
  stop(): void;
};

/** `afterMs`: how long a form may take until patience is asked for. `ask` throws SendFailure and nothing else, the others never throw. */
export function openWindows(workspaces: Workspaces, log: SlackLog, afterMs: number): Windows {
  const waiting = new Map<Awaited, NodeJS.Timeout>();
  const callOff = (awaited: Awaited) => {
    clearTimeout(waiting.get(awaited));
    waiting.delete(awaited);
  };
  const answered = (to: Destination) => {
    if (to.type === 'room') return;
    for (const awaited of waiting.keys()) if (awaited.by === addressOf(to)) callOff(awaited);
  };
  return {
    expect: (awaited) => {
      const late = () => {
        waiting.delete(awaited);
        void askForPatience(workspaces, awaited, log);
      };
      waiting.set(awaited, setTimeout(late, afterMs));
      return () => callOff(awaited);
    },
    answered,
    stop: () => {
      for (const awaited of [...waiting.keys()]) callOff(awaited);
    },
    ask: async (to, form, trigger) => {
      answered(to);
      if (trigger === null) throw new SendFailure('expired', 'no_trigger');
      const view = modal(form, to);
      const among = to.room === null ? await workspaces.ofPerson(personIn(to)) : [await workspaces.ofRoom(to.room)];
      await triggered(among, (client) => openOrReplace(client, view, trigger));
    },
  };
}

/** A trigger is known in the workspace that it came from, and in no other. */
async function triggered(among: readonly Workspace[], open: (client: webApi.WebClient) => Promise<unknown>): Promise<void> {
  await firstThatKnows(
    among,
    async ({ client }) => {
      await open(client);
    },
    ({ kind }) => kind === 'expired',
  );
}

async function askForPatience(workspaces: Workspaces, { by, room, trigger }: Awaited, log: SlackLog): Promise<void> {
  try {
    const among = room === null ? await workspaces.ofPerson(by) : [await workspaces.ofRoom(room)];
    await triggered(among, (client) => opened(client, patience(trigger), trigger));
    log('slack.form-late');
  } catch (error) {
    // Either the form was quicker after all, or a button will open it.
    log('slack.no-window', { code: failureOf(error).code });
  }
}

async function openOrReplace(client: webApi.WebClient, view: types.ModalView, trigger: string): Promise<void> {
  try {
    await opened(client, view, trigger);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'expired' || !(await replaced(client, view, trigger))) throw failure;
  }
}

async function opened(client: webApi.WebClient, view: types.ModalView, trigger: string): Promise<void> {
  await client.views.open({ trigger_id: trigger, view }).catch((error: unknown) => {
    throw failureOf(error);
  });
}

/** Puts the form where patience was asked for, by whichever replica; false when there is no such window, or it was closed. */
async function replaced(client: webApi.WebClient, view: types.ModalView, trigger: string): Promise<boolean> {
  try {
    await client.views.update({ external_id: windowOf(trigger), view });
    return true;
  } catch (error) {
    const failure = harmless(failureOf(error));
    if (failure.code === 'not_found') return false;
    throw failure;
  }
}

/** The window's name, which every replica can tell from the trigger, and nobody the trigger from it. */
function windowOf(trigger: string): string {
  return `form:${createHash('sha256').update(trigger).digest('base64url')}`;
}

const patienceText = `The database is slow right now. Nothing is lost: your form will appear in this window.
If the answer is no form, it comes as a message; you may close this window then.`;

function patience(trigger: string): types.ModalView {
  return {
    type: 'modal',
    external_id: windowOf(trigger),
    title: plain('One moment', limits.modalTitle),
    close: plain('Close', limits.modalSubmit),
    blocks: sections('patience', patienceText),
  };
}

function personIn(to: Destination): PersonId {
  // A form is nobody's in particular in a room.
  if (to.type === 'room') throw new SendFailure('gone', 'form_for_nobody');
  return addressOf(to);
}

function modal(form: Form, to: Destination): types.ModalView {
  try {
    return renderModal(form, { room: to.room, thread: to.type === 'person' ? to.thread : undefined });
  } catch {
    throw new SendFailure('gone', 'form_too_large');
  }
}
