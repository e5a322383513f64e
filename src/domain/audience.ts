// Who may hear what. Every outgoing message passes `mayHear`, when it is queued and again when it is sent.

/** What makes a room unfit. A room without faults is proven private. */
export type RoomFault = 'public' | 'shared-externally' | 'archived' | 'bot-is-not-in-it';

/** A room as its platform describes it at one moment. */
export type RoomAudit = { readonly name: string; readonly faults: readonly RoomFault[] };
