// A second, independent finder: what one found, others can find, so the date is put to the list anew.
import { refuse } from '../../values/refusal.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoDecision } from '../refusal.ts';
import { same } from './amend.ts';

/** Whoever found it too is a reporter from now on. Who is one already found nothing anew. */
export function foundAgain({ about }: Embargo, { reporter, note }: Extract<EmbargoCommand, { type: 'found-again' }>): EmbargoDecision {
  const there = about.reporters.find(({ name }) => same(name, reporter.name));
  return there === undefined ? [{ type: 'found-again', reporter, note }] : refuse({ code: 'already-there', name: there.name });
}
