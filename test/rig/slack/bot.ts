// The real Bolt app against the fake Slack, with an inbox that only remembers.
import type { Heard, Incoming, PlatformEvent, Receipt } from '../../../src/chat/message/heard.ts';
import type { Message, Node } from '../../../src/chat/message/message.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../../src/domain/values/ids.ts';
import type { Destination, Post, Receive } from '../../../src/platforms/platform.ts';
import { createSlack, type SlackOptions } from '../../../src/platforms/slack/app.ts';
import type { Json } from '../../../src/platforms/slack/payload.ts';
import { ragged } from '../../setup/ragged.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack, tokens } from './fake-slack.ts';
import { addChannel } from './fake-slack-state.ts';
import { type Sent, signedPost } from './transport.ts';

export const secret = 'the-signing-secret';
export const ada = { user: 'U1', name: 'ada' };
export const room = (channel: string): RoomId => roomId(`slack:T1/${channel}`) ?? (channel as never);
export const person = (user: string): PersonId => personId(`slack:T1/${user}`) ?? (user as never);
export const toRoom: Destination = { type: 'room', room: room('C1') };
export const toAda = (inRoom: string | null): Destination => ({
  type: 'person',
  person: person('U1'),
  room: inRoom === null ? null : room(inRoom),
});

export type Bot = {
  readonly fake: FakeSlack;
  readonly slack: ReturnType<typeof createSlack>;
  /** What went into the inbox, each event once. */
  readonly heard: Heard[];
  /** As `heard`: what Slack noticed by itself. */
  readonly noticed: PlatformEvent[];
  readonly logs: unknown[];
  /** Posts a signed request to the bot. */
  send(body: Json, options?: { ageS?: number; now?: number; secret?: string }): Promise<Sent>;
  /** Posts a message of these nodes. */
  post(to: Destination, nodes: readonly Node[], more?: Partial<Post>): Promise<string | null>;
  stop(): Promise<void>;
};

/** `receive` decides what becomes of an event that is heard for the first time: stored, unless given. */
export async function startBot(
  options: Partial<SlackOptions> & { readonly fake?: FakeSlackOptions; readonly receive?: (heard: Incoming) => Promise<Receipt> } = {},
): Promise<Bot> {
  const fake = await startFakeSlack(options.fake);
  fake.addUser({ id: 'U1', name: 'ada' });
  addChannel(fake.slack, { id: 'C1', name: 'oci-private' }).members.add('U1');
  const heard: Heard[] = [];
  const noticed: PlatformEvent[] = [];
  const logs: unknown[] = [];
  const slack = createSlack({
    botToken: tokens.bot,
    appToken: tokens.app,
    signingSecret: secret,
    mode: 'http',
    port: 0,
    apiUrl: fake.url,
    // Its port is another one each time.
    log: (event, details) => void (event === 'slack.listens' || logs.push({ event, ...details })),
    check: () => null,
    choices: async () => [],
    willAsk: () => false,
    machineNow: Date.now,
    now: ragged(() => Date.parse('2024-01-17T09:00Z')),
    ...options,
  });
  const receive: Receive = async (event) => {
    if ([...heard, ...noticed].some(({ key }) => key === event.key)) return 'repeated';
    const receipt = (await options.receive?.(event)) ?? 'stored';
    if (receipt !== 'stored') return receipt;
    if ('change' in event) noticed.push(event);
    else heard.push(event);
    return receipt;
  };
  await slack.start(receive).catch(async (error: unknown) => {
    await fake.close();
    throw error;
  });
  return {
    fake,
    slack,
    heard,
    noticed,
    logs,
    send: (body, how) => signedPost(`http://127.0.0.1:${slack.port()}/slack/events`, how?.secret ?? secret, body, how),
    post: (to, nodes, more) => {
      const message: Message = { push: 'quiet-otter: something new', nodes };
      const [page] = slack.pages(message, { zone: null, repeated: false });
      return slack.post({ rowId: 'row-1', index: 0, to, page, replaces: null, pin: false, ...more });
    },
    stop: async () => {
      await slack.stop();
      await fake.close();
    },
  };
}
