// What is allowed on one embargo at the moment: what the policy allows, and the exceptions that hold.
import type { Exception } from '../../../domain/embargo/embargo.ts';
import { exceptionsIn } from '../../../domain/embargo/exceptions/exceptions.ts';
import { permissionText } from '../../list/policy.ts';
import { exceptionTitles, forWhom } from '../../message/exceptions.ts';
import { type Inline, line, type Node, soon } from '../../message/message.ts';
import type { View } from '../../message/view.ts';

/** `reader` terms: somebody who may not have acknowledged, who learns of no organization what it may do. Nothing once the embargo has ended. */
export function permissionNodes(view: View, reader: 'terms' | 'signed'): Node[] {
  const { embargo, list, now } = view;
  if (embargo.ended !== null) return [];
  const allowed = exceptionsIn(embargo, 'allowed', now);
  const rows = allowed.flatMap((each, index): Inline[] => [index === 0 ? '' : '; ', ...row(each, view, reader)]);
  const nodes = [line(permissionText(list.policy.rules))];
  return allowed.length === 0 ? nodes : [...nodes, line('Besides, on this embargo you may: ', ...rows, '.')];
}

function row(exception: Exception, { list }: View, reader: 'terms' | 'signed'): Inline[] {
  const { kind, number, distributor, until } = exception;
  const whose = distributor === null ? 'everyone' : reader === 'signed' ? `${forWhom(exception, list)} only` : 'one organization only';
  return [`${exceptionTitles[kind]} (exception ${number}, ${whose}) until `, soon(until)];
}
