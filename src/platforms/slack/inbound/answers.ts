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
      return 'The database is away. I have kept your command in memory and will run it when it is back; nothing is lost unless I am restarted before then, so if you get no answer, say it again.';
    case 'full':
      return 'The database is away and I cannot keep any more commands in memory. Nothing was done: say it again in a few minutes.';
    case 'unreadable':
    case 'unwritable':
      return 'I could not read what Slack sent me, so nothing was done. Say it again; if it stays so, tell a coordinator.';
    case 'unchecked':
      return "I couldn't check this form: something is wrong on my side. Nothing was recorded, and what you typed is still here. Send it again; if it stays like this, tell whoever runs this bot.";
    case 'not-installed':
      return 'This bot is not installed in your workspace, so nothing was done. Ask whoever runs the bot how it is installed, or use it in the workspace where it is.';
    default:
      return outcome satisfies never;
  }
}

/** The same for a form that was sent; null when it may close. */
export function answerToForm(outcome: Outcome): string | null {
  return outcome === 'kept' ? keptForm : answerTo(outcome);
}

const keptForm =
  'The database is away. I have kept this in memory and will carry it out when it is back. You may close this window; if you get no answer within a few minutes, send it again.';
