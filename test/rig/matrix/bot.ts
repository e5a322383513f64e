// The real platform on a real homeserver, with a record of what it posted and of what it heard.
import { randomBytes, randomUUID } from 'node:crypto';
import { questionPush } from '../../../src/chat/people/form-question.ts';
import { matrixStoreOver } from '../../../src/cli/matrix-store.ts';
import { questionAsked } from '../../../src/inbound/form-check.ts';
import { object } from '../../../src/platforms/matrix/payload.ts';
import { createMatrix, type MatrixOptions } from '../../../src/platforms/matrix/platform.ts';
import type { Platform } from '../../../src/platforms/platform.ts';
import { ragged } from '../../setup/ragged.ts';
import type { Connected, Surroundings } from '../play-matrix.ts';
import type { BotPost } from './rig.ts';

export type Connection = Connected & {
  readonly logs: readonly { readonly event: string; readonly details: Readonly<Record<string, unknown>> }[];
};

/** A platform for the account, by its password. `more` changes what it is made with. */
export function connectMatrix({ db, server, account, now, check, choices }: Surroundings, more: Partial<MatrixOptions> = {}): Connection {
  const posts: BotPost[] = [];
  const logs: { event: string; details: Readonly<Record<string, unknown>> }[] = [];
  const heard = new Map<string, PromiseWithResolvers>();
  const once = (event: string) => {
    const known = heard.get(event) ?? withResolvers();
    heard.set(event, known);
    return known;
  };
  const request = withResolvers();
  // The questions of a form go out like everything else: who plays people has to know them.
  const questions = new WeakSet<object>();
  const made = createMatrix({
    access: { homeserver: server.url, user: account.userId, token: null, password: account.password },
    recoveryKey: null,
    store: matrixStoreOver(db, randomUUID(), ragged(now)),
    check,
    choices,
    isQuestion: questionAsked(ragged(now)),
    now: ragged(now),
    machineNow: ragged(Date.now),
    newId: randomUUID,
    newSecret: randomBytes,
    log: (event, details = {}) => void logs.push({ event, details }),
    watch: {
      said: ({ to, room, event, replaces, how }) => {
        const post = { to, eventId: event, roomId: room, replaces, form: how === 'asked' };
        posts.push(how === 'removed' ? { ...post, removed: true } : post);
      },
      heard: (event) => once(event).resolve(),
      hears: () => request.resolve(),
    },
    ...more,
  });
  const platform: Platform = {
    ...made,
    pages: (message, how) => {
      const pages = made.pages(message, how);
      if (message.push === questionPush) for (const page of pages) questions.add(object(page));
      return pages;
    },
    post: async (post) => {
      const ref = await made.post(post);
      const index = posts.findLastIndex(({ roomId, eventId }) => `${roomId}/${eventId}` === ref);
      const said = posts[index];
      if (said !== undefined && questions.has(object(post.page))) posts[index] = { ...said, form: true };
      return ref;
    },
  };
  return { platform, posts, logs, heard: (event) => once(event).promise, ready: () => request.promise };
}

type PromiseWithResolvers = { readonly promise: Promise<void>; resolve(): void };

function withResolvers(): PromiseWithResolvers {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
