// Socket Mode's other side: sends envelopes to the bot and hears its acknowledgements.
import type { WebSocket, WebSocketServer } from 'ws';
import { array, object, string } from '../../../src/platforms/slack/payload.ts';

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

export type FakeSocket = {
  /** Resolves with what the bot acknowledges with; null when the connection ends unacknowledged. Needs a connected bot. */
  deliver(type: EnvelopeType, payload: object): Promise<unknown>;
  /** The ids of what was acknowledged, in order. */
  readonly acknowledged: readonly string[];
  /** Ends the bot's connection as Slack does when it recycles its own. */
  refresh(): void;
  /** Resolves when the bot has connected that many times. */
  connected(times: number): Promise<void>;
};

/** Every connection is greeted; the newest is the one that is used. */
export function fakeSocket(server: WebSocketServer): FakeSocket {
  const waiting = new Map<string, (payload: unknown) => void>();
  const acknowledged: string[] = [];
  const watchers: (() => void)[] = [];
  let current: WebSocket | null = null;
  let connections = 0;
  let sent = 0;
  server.on('connection', (socket) => {
    current = socket;
    connections += 1;
    socket.on('message', (data) => {
      const answer = object(JSON.parse(textOf(data)));
      const id = string(answer.envelope_id) ?? '';
      acknowledged.push(id);
      waiting.get(id)?.(answer.payload);
      waiting.delete(id);
    });
    socket.on('close', () => {
      for (const resolve of waiting.values()) resolve(null);
      waiting.clear();
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    for (const watch of watchers) watch();
  });
  return {
    acknowledged,
    deliver: (type, payload) =>
      new Promise((resolve, reject) => {
        if (current === null) return reject(new Error('the bot is not connected'));
        sent += 1;
        waiting.set(`envelope-${sent}`, resolve);
        current.send(JSON.stringify({ envelope_id: `envelope-${sent}`, type, payload, accepts_response_payload: type !== 'events_api' }));
      }),
    refresh: () => current?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })),
    connected: (times) =>
      new Promise((resolve) => {
        const watch = () => void (connections >= times && resolve());
        watchers.push(watch);
        watch();
      }),
  };
}

const textOf = (data: unknown): string => (Array.isArray(data) ? Buffer.concat(array(data) as Buffer[]).toString() : String(data));
