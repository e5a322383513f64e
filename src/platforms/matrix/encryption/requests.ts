// What the machine wants sent to the homeserver, and what it is told of the answer.
import {
  type KeysClaimRequest,
  type KeysQueryRequest,
  type KeysUploadRequest,
  type OlmMachine,
  RequestType,
  type RoomMessageRequest,
  type SignatureUploadRequest,
  type ToDeviceRequest,
} from '@matrix-org/matrix-sdk-crypto-wasm';
import { type Api, part } from '../api.ts';
import { object } from '../payload.ts';

export type MachineRequest =
  | KeysUploadRequest
  | KeysQueryRequest
  | KeysClaimRequest
  | ToDeviceRequest
  | SignatureUploadRequest
  | RoomMessageRequest
  | { readonly type: RequestType.KeysBackup };

export type Requests = {
  /** Sends one request of the machine and tells it the answer. Throws SendFailure. */
  carry(request: MachineRequest): Promise<void>;
  /** Whether what is known of somebody's devices is what their homeserver says: false where it did not answer when it was last asked. */
  answeredFor(user: string): boolean;
};

/** Requests of one machine. */
export function requestsOf(api: Api, machine: OlmMachine): Requests {
  // In memory: of whom the machine got no answer it asks again after a restart.
  const unanswered = new Set<string>();
  return {
    carry: async (request) => {
      const answer = await sent(api, request);
      if (request.type === RequestType.KeysQuery) {
        const { users, failed } = answersTo(request as KeysQueryRequest, answer);
        for (const of of users) unanswered[failed(of) ? 'add' : 'delete'](of);
      }
      if ('id' in request && request.id !== undefined)
        await machine.markRequestAsSent(request.id, request.type, JSON.stringify(answer ?? {}));
    },
    answeredFor: (of) => !unanswered.has(of),
  };
}

/** Sends one of the machine's requests; what each is: https://spec.matrix.org/latest/client-server-api/#end-to-end-encryption */
async function sent(api: Api, request: MachineRequest): Promise<unknown> {
  const { type } = request;
  switch (type) {
    case RequestType.KeysUpload:
      return api.request('POST', 'v3/keys/upload', { body: JSON.parse((request as KeysUploadRequest).body) });
    case RequestType.KeysQuery:
      return api.request('POST', 'v3/keys/query', { body: JSON.parse((request as KeysQueryRequest).body) });
    case RequestType.KeysClaim:
      return api.request('POST', 'v3/keys/claim', { body: JSON.parse((request as KeysClaimRequest).body) });
    case RequestType.SignatureUpload:
      return api.request('POST', 'v3/keys/signatures/upload', { body: JSON.parse((request as SignatureUploadRequest).body) });
    case RequestType.ToDevice: {
      const { event_type, txn_id, body } = request as ToDeviceRequest;
      return api.request('PUT', `v3/sendToDevice/${part(event_type)}/${part(txn_id)}`, { body: JSON.parse(body) });
    }
    // Verification in a room, which the bot does not take part in; and a backup of keys, which it does not make.
    case RequestType.RoomMessage:
    case RequestType.KeysBackup:
      return {};
    default:
      return type satisfies never;
  }
}

/** Whose keys were asked for, and whose homeserver could not be reached: https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3keysquery */
function answersTo({ body }: KeysQueryRequest, answer: unknown) {
  const failures = object(object(answer).failures);
  const users = Object.keys(object(object(JSON.parse(body)).device_keys));
  return { users, failed: (user: string) => Object.hasOwn(failures, user.slice(user.indexOf(':') + 1)) };
}
