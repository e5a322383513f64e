// The embargo that a finding becomes.

import { type About, nothingKnown, reporterNamed, unknownVulnerability } from './embargo/about/about.ts';
import { isNarrow, type WaveNamed, wavesCome } from './embargo/audience/audience.ts';
import { listFor, opensUntil } from './embargo/audience/on-embargo.ts';
import type { EmbargoCommand } from './embargo/commands.ts';
import { consentOf, memberOf } from './embargo/consent.ts';
import type { Context } from './embargo/context.ts';
import { create } from './embargo/decide.ts';
import type { Embargo } from './embargo/embargo.ts';
import { evolve } from './embargo/evolve.ts';
import type { EmbargoFact } from './embargo/facts.ts';
import { nameOf } from './list/list.ts';
import { isRefused } from './values/refusal.ts';
import type { Instant } from './values/time.ts';

type Split = Extract<EmbargoCommand, { type: 'split' }>;

/** Its facts, once `decide` has said yes to the split: opened with its date, its finder let in, who has acknowledged nothing of it yet. */
export function splitFacts(embargo: Embargo, command: Split, context: Context): readonly EmbargoFact[] {
  const { fresh, by, list, whole = list, now } = context;
  const finder = embargo.findings[command.finding]?.by;
  if (fresh === undefined || finder === undefined) return [];
  const opened = create(
    { ...fresh, about: aboutOf(embargo, command, nameOf(list, finder)), date: command.date, audience: within(embargo, now) },
    { ...context, list: whole },
  );
  if (isRefused(opened)) return [];
  const after = opened.reduce<Embargo | null>((state, fact) => evolve(state, { fact, at: now, by: by.person }), null);
  const member = memberOf(after === null ? list : listFor(after, whole, now), finder) ?? memberOf(whole, finder);
  // Whoever speaks for a distributor is asked anyway.
  const named = after !== null && member !== null && consentOf(after, member) === 'none';
  return named ? [...opened, { type: 'person-admitted', person: finder }] : opened;
}

/** It is for nobody whom the one that it comes from was not for by then. */
function within(embargo: Embargo, now: Instant): WaveNamed | null {
  const { audience } = embargo;
  const until = opensUntil(embargo, now);
  if (!isNarrow(audience, until)) return null;
  const come = wavesCome(audience ?? {}, until);
  return { distributors: come.flatMap(({ distributors }) => distributors), people: come.flatMap(({ people }) => people) };
}

/** The same components; who found it is credited. */
function aboutOf({ id, codename, about }: Embargo, command: Split, finder: string): About {
  const { title, exploitability, versions, ids } = command;
  return {
    ...nothingKnown,
    title,
    exploitability: exploitability ?? '',
    components: about.components,
    reporters: [reporterNamed(finder)],
    vulnerabilities: (ids ?? [[]]).map((own, index) => ({ ...unknownVulnerability(index + 1), ids: own, versions })),
    links: [{ embargo: id, codename, as: 'split-from' }],
  };
}
