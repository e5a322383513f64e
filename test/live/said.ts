// What was said to the bot in live runs, and how: all that the table of commands has, and all that the bot offers, is to be said once.
import { commands } from '../../src/chat/commands.ts';
import { type Json, object, string } from '../../src/platforms/slack/payload.ts';
import type { FakeSlack } from '../rig/slack/fake-slack.ts';
import { buttonsOf } from '../rig/slack/text.ts';

/** By the commands' words: typed, pressed, filled in as forms; and what was offered as a button or asked for with a form. */
export type Said = {
  readonly typed: Set<string>;
  readonly pressed: Set<string>;
  readonly filledIn: Set<string>;
  readonly offered: Set<string>;
  readonly asked: Set<string>;
  /** Is told of all that Slack hands to the bot. */
  sent(body: Json): void;
  /** Is told what the bot showed. */
  shown(fake: FakeSlack): void;
};

/** The command that words begin with; null when it is none. */
export function commandIn(words: string): string | null {
  const typed = ` ${words.trim().toLowerCase()} `.replaceAll(/[:,]?\s+/g, ' ');
  const fits = commands.map((command) => command.words).filter((each) => typed.startsWith(` ${each} `));
  return fits.sort((a, b) => b.length - a.length)[0] ?? null;
}

export function startSaid(): Said {
  const sets = { typed: new Set<string>(), pressed: new Set<string>(), filledIn: new Set<string>(), offered: new Set<string>() };
  const asked = new Set<string>();
  const note = (set: Set<string>, words: string | null) => {
    const command = words === null ? null : commandIn(words);
    if (command !== null) set.add(command);
  };
  return {
    ...sets,
    asked,
    sent: (body) => {
      note(sets.typed, string(body.text));
      const event = object(body.event);
      if (event.type === 'app_mention') note(sets.typed, (string(event.text) ?? '').replace(/^<@\w+>/, ''));
      if (body.type === 'view_submission') note(sets.filledIn, wordsOfForm(object(body.view)));
      const [action] = Array.isArray(body.actions) ? body.actions : [];
      note(sets.pressed, string(object(action).value));
    },
    shown: ({ slack }) => {
      for (const happening of slack.happenings) {
        if ('blocks' in happening && happening.type !== 'deleted')
          for (const button of buttonsOf(happening.blocks)) note(sets.offered, string(button.value));
        if (happening.type === 'opened' || happening.type === 'updated') note(asked, wordsOfForm(happening.opened.view));
      }
    },
  };
}

function wordsOfForm(view: Json): string | null {
  try {
    return string(object(JSON.parse(string(view.private_metadata) ?? '{}')).words);
  } catch {
    return null;
  }
}
