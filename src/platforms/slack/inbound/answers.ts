// What somebody is told at once, in answer to what they did: only when it is not in the inbox. Everything else comes by the outbox.
import type { Receipt } from '../../../chat/message/heard.ts';

/** `unchecked`: the bot failed at looking at a form. */
export type Outcome = Receipt | 'unreadable' | 'unchecked' | 'not-installed';

/** For a command, a press or a shortcut; null when the answer comes by the outbox. */
export function answerTo(outcome: Outcome): string | null {
  switch (outcome) {
    case 'stored':
    case 'repeated':
    case 'not-ours':
      return null;
    case 'kept':
      return "I can't reach the database. I'll keep your command in memory and run it once it's back. If you get no answer (a restart would lose it), send it again.";
    case 'full':
      return "I can't reach the database and can't keep more commands in memory. Nothing changed: send it again in a few minutes.";
    case 'unreadable':
    case 'unwritable':
      return "I couldn't read what Slack sent me, so nothing changed. Send it again; if that doesn't help, tell a coordinator.";
    case 'unchecked':
      return "I couldn't check this form: something is wrong on my side. Nothing was recorded, and what you typed is still here. Send it again; if that doesn't help, tell the operator of this bot.";
    case 'not-installed':
      return "I'm not installed in your workspace, so nothing changed. Ask the operator of this bot to install it, or use it in a workspace that has it.";
    default:
      return outcome satisfies never;
  }
}

/** The same for a form that was sent; null when it may close. */
export function answerToForm(outcome: Outcome): string | null {
  return outcome === 'kept' ? keptForm : answerTo(outcome);
}

const keptForm =
  "I can't reach the database. I'll keep this in memory and run it once it's back. You can close this window; if you get no answer within a few minutes, send it again.";
