// A story, and what the bot gave its platform to show where a remark says `# picture: NAME, WHO, WORDS`: the last post to WHO with WORDS in it, or WHO's form.
import { readFileSync } from 'node:fs';
import type { Form } from '../../src/chat/message/form.ts';
import type { Message } from '../../src/chat/message/message.ts';
import { addressOf } from '../../src/chat/message/outgoing.ts';
import { renderLines } from '../../src/chat/message/plain.ts';
import type { Db } from '../../src/db/connection/client.ts';
import type { Destination } from '../../src/platforms/platform.ts';
import { playOnTerminal } from '../rig/play.ts';

type Shown = { readonly message: Message } | { readonly form: Form };
export type Seen = { readonly name: string } & Shown;

/** Plays the story of the pictures. Throws where a picture shows nothing. */
export async function seenInStory(db: Db): Promise<Seen[]> {
  const story = readFileSync(new URL('story.txt', import.meta.url), 'utf8').trimEnd();
  const shown: { to: Destination; what: Shown }[] = [];
  const messages = new WeakMap<object, Message>();
  const pictures: Seen[] = [];
  await playOnTerminal(story, db, {
    around: (terminal) => ({
      ...terminal,
      pages: (message, how) => {
        const pages = terminal.pages(message, how);
        for (const page of pages) messages.set(page as object, message);
        return pages;
      },
      post: (post) => {
        const message = messages.get(post.page as object);
        if (message !== undefined) shown.push({ to: post.to, what: { message } });
        return terminal.post(post);
      },
      ask: (to, form, ...more) => {
        shown.push({ to, what: { form } });
        return terminal.ask(to, form, ...more);
      },
    }),
    wrote: (line) => {
      const [name, who = '', words = ''] = /^# picture: (.*)$/.exec(line)?.[1]?.split(', ') ?? [];
      if (name === undefined) return;
      const found = shown.findLast(({ to, what }) => isFor(to, who) && textOf(what).includes(words));
      if (found === undefined) throw new Error(`nothing to be seen for ${line}`);
      pictures.push({ name, ...found.what });
    },
  });
  return pictures;
}

const isFor = (to: Destination, who: string): boolean => (to.type === 'room' ? to.room : addressOf(to)) === `terminal:${who}`;

const textOf = (what: Shown): string =>
  'message' in what ? renderLines(what.message, { zone: null, repeated: false }).join('\n') : JSON.stringify(what);
