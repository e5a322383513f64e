import type { Refusal } from './domain/refusal.ts';
import type { Turn } from './turn.ts';
export async function answerHealth(_turn: Turn): Promise<Refusal | null> {
  return null;
}
export async function answerRegister(_turn: Turn, _what: string, _format: string): Promise<Refusal | null> {
  return null;
}
