// Other lists that were told of an embargo: how that is recorded, corrected and taken back, and what is said of it.
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { type PolicyKey, policyKeys, policyOf } from '../../domain/policy/presets.ts';
import { type Command, command } from '../grammar/command.ts';
import { needs, prose } from '../grammar/shared-args.ts';
import { toRooms, toThreads } from '../message/address.ts';
import { actions, instant, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted } from '../message/view.ts';
import { by, dates, type EventContext } from './event-context.ts';
import { stillInForce } from './negotiation.ts';

const which = { type: 'choice', options: policyKeys, label: 'List', hint: 'Which list was told', ...needs, place: 'one' } as const;

export const toldCommands: readonly Command[] = [
  command('bind-policy', {
    words: 'told',
    aliases: ['policy bind'],
    help: 'Record when another list was told: its limit counts from then. Use it again to correct the time.',
    example: 'told linux-distros 2026-11-20 10:00 UTC',
    args: {
      policy: which,
      since: {
        type: 'instant',
        past: true,
        label: 'When',
        hint: 'When it was told, such as 2026-11-20 10:00 UTC',
        ...needs,
        place: 'rest',
      },
    },
    intent: ({ policy, since }) => ({ type: 'bind-policy', policy: policy as PolicyKey, since: since.at }),
  }),
  command('unbind-policy', {
    words: 'told remove',
    help: 'Undo `told` for another list, with the reason.',
    example: 'told remove linux-distros the mail was never sent',
    args: { policy: which, reason: { ...prose('Reason', 'Why it no longer counts'), ...needs, place: 'rest' } },
    intent: ({ policy, reason }) => ({ type: 'unbind-policy', policy: policy as PolicyKey, reason }),
  }),
];

/** When another list was told, or was told in truth, its limit, and whether the date is past it. */
export function policyBound(fact: Extract<EmbargoFact, { type: 'policy-bound' }>, context: EventContext): Outgoing[] {
  const { embargo, list, now } = context;
  const { title } = policyOf(fact.policy);
  const said =
    fact.corrected === undefined
      ? [`${by(context)} recorded that ${title} was told `, instant(fact.since)]
      : [`${by(context)} corrected when ${title} was told: `, instant(fact.since), ', was ', instant(fact.corrected)];
  const early = fact.since < embargo.createdAt ? " That's before this embargo was opened here." : '';
  const limit = fact.limit === undefined ? [] : [' Their limit: ', ...counted(fact.limit, now), '.'];
  return (fact.outside ? toRooms : toThreads)(list, embargo, dates, [
    line(...said, `.${early}`, ...limit),
    ...(fact.outside ? beyondNodes(embargo.codename) : []),
    ...stillInForce(context),
  ]);
}

const beyondNodes = (codename: string): Node[] => [
  line('The date is past their limit. Move it earlier:'),
  actions({ label: 'Propose an earlier date…', words: `date propose ${codename}`, style: 'primary' }),
];
