// A form that somebody fills in by answering questions: its platform leads the conversation, and what it says goes out like everything else.
import type { Change } from '../chat/message/heard.ts';
import { formQuestion } from '../chat/people/form-question.ts';
import type { Db } from '../db/connection/client.ts';
import { personBehind } from '../db/identities.ts';
import type { Engine } from '../engine.ts';
import { enqueue } from '../outbound/enqueue.ts';

/** Asks what is next in somebody's form. Resolves to an outcome for the log. */
export async function askNext(tx: Db, engine: Engine, { by, lines }: Extract<Change, { type: 'form-question' }>): Promise<string> {
  const person = await personBehind(tx, by);
  await enqueue(tx, engine, [formQuestion({ person, as: by }, lines)], { list: null, embargo: null }, engine.now());
  return 'form-question';
}
