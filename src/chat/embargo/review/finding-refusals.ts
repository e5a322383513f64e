// Every no about a finding, in words.
import type { FindingState } from '../../../domain/embargo/embargo.ts';
import type { EmbargoReason } from '../../../domain/embargo/refusal.ts';
import { actions, code, instant, line } from '../../message/message.ts';
import type { RefusalWords } from '../../message/refused.ts';
import { findingTitle, publishFix } from '../../message/view.ts';
import { typedUtc } from '../../values/instant.ts';
import { quoted } from '../../values/quoting.ts';

type About =
  | 'nothing-to-split'
  | 'open-findings'
  | 'unknown-finding'
  | 'finding-there'
  | 'many-findings'
  | 'finding-stands'
  | 'not-your-finding'
  | 'fix-needs-patch'
  | 'fixed-in-another'
  | 'owner-not-in'
  | 'embargo-purged';

/** What is said to what is open alone. */
const answering: ReadonlySet<string> = new Set(['finding dismiss', 'finding will-fix', 'finding fixed', 'patch publish']);

type Stands = Extract<EmbargoReason, { code: 'finding-stands' }>;

/** How a finding stands, after its number. */
const standsAs: Readonly<Record<FindingState, (reason: Pick<Stands, 'by' | 'owner' | 'fixedIn'>) => string>> = {
  open: () => 'is still open',
  'not-an-issue': ({ by }) => `was already dismissed by ${by}`,
  'will-fix': ({ owner }) => `already has an answer: ${owner ?? 'a coordinator'} will fix it`,
  'own-embargo': ({ by }) => `already has an answer: ${by} made it an embargo of its own`,
  fixed: ({ by, fixedIn }) => `is fixed in patch v${fixedIn}, says ${by}, and not confirmed yet`,
  confirmed: ({ by, fixedIn }) => `is already closed: ${by} confirmed that patch v${fixedIn} fixes it`,
  'taken-back': ({ by }) => `is already closed: ${by} took it back`,
};

const short: Readonly<Record<FindingState, (fixedIn: number | null) => string>> = {
  open: () => 'not answered',
  'will-fix': () => 'not fixed',
  fixed: (fixedIn) => `fixed in v${fixedIn}, not confirmed`,
  'not-an-issue': () => 'dismissed',
  'own-embargo': () => 'an embargo of its own',
  confirmed: () => 'confirmed',
  'taken-back': () => 'withdrawn',
};

export const findingRefusals: RefusalWords<Extract<EmbargoReason, { code: About }>> = {
  'open-findings': ({ found, seen, changed, at, because }, { codename }) => {
    const named = found.map(
      ({ number, kind, by, where, state, fixedIn }) =>
        `finding ${number} (${findingTitle(kind)}${where === null ? '' : `, ${where}`}), found by ${by}, ${short[state](fixedIn)}`,
    );
    const which = found.length === 1 ? `finding ${found[0]?.number}` : `${found.length} findings`;
    const about = `${codename ?? ''}${at === null ? '' : ` at="${typedUtc(at)}"`} despite=${seen}`;
    return [
      line(`Not disclosed yet. ${changed === true ? 'The findings changed since you saw them. ' : ''}Still open: ${named.join('; ')}.`),
      line(`Two people can disclose despite ${found.length === 1 ? 'it' : 'them'}. Or move the date.`),
      actions(
        {
          label: `Disclose despite ${which}`,
          words: because === null ? `disclose ${about}` : `disclose undated ${about} ${quoted(because)}`,
          style: 'danger',
        },
        { label: 'Propose another date…', words: `date propose ${codename ?? ''}`.trim() },
      ),
    ];
  },
  'nothing-to-split': ({ kind }, { button }) => [
    line(
      `A finding of this kind (${findingTitle(kind)}) is about the patch itself, so it can't be an embargo of its own. Nothing changed.`,
    ),
    button('Show the findings', 'finding'),
  ],
  'unknown-finding': ({ number, last }, { button }) =>
    last === null
      ? [line('There are no findings yet. To record one: ', code('finding add'), '.')]
      : [line(`There's no finding ${number}: the last one is ${last}. Nothing changed.`), button('Show the findings', 'finding')],
  'many-findings': ({ most, from }) => [
    line(
      `You recorded ${most} findings within an hour, so this one wasn't recorded. Put what belongs together into one. More after `,
      instant(from),
      '.',
    ),
  ],
  'finding-there': ({ number }, { button }) => [
    line(`That's already finding ${number}. Nothing changed.`),
    button(`Show finding ${number}`, 'finding', String(number)),
  ],
  'finding-stands': ({ number, state, ...reason }, { words, button }) => [
    line(
      `Finding ${number} ${standsAs[state](reason)}. Nothing changed.`,
      ...(answering.has(words) && state !== 'open'
        ? [' To answer it again, reopen it first: ', code(`finding reopen ${number}`), ', and why.']
        : []),
    ),
    button(`Show finding ${number}`, 'finding', String(number)),
  ],
  'not-your-finding': ({ number, by, from }, { words }) =>
    words === 'finding reopen' || words === 'finding set'
      ? [
          line(
            `Only ${by}, who found it, or a coordinator can ${words === 'finding set' ? 'change' : 'reopen'} finding ${number}. To record what you found: `,
            code('finding add'),
            '.',
          ),
        ]
      : [
          line(`${by} found it, so only they can confirm that finding ${number} is fixed. Nothing changed.`),
          ...(from === null ? [] : [line("If they don't, you can confirm it after ", instant(from), '.')]),
        ],
  'fix-needs-patch': ({ number, patch }, { codename }) => [
    line(`Finding ${number} was found in patch v${patch}, and there's no newer one for its branch. Publish the one that fixes it.`),
    ...(codename === null ? [] : [actions(publishFix(number, codename))]),
  ],
  'fixed-in-another': ({ number, named, patch, confirms }, { button }) => [
    line(
      confirms === true
        ? `Finding ${number} is said to be fixed in patch v${patch} now, not v${named}. Test that one first. Nothing changed.`
        : `Patch v${patch} is the current one for finding ${number}, not v${named}. Nothing changed.`,
    ),
    confirms === true
      ? button(`Show finding ${number}`, 'finding', String(number))
      : button(`Patch v${patch} fixes finding ${number}`, 'finding fixed', `${number} patch=${patch}`),
  ],
  'owner-not-in': ({ name }) => [
    line(`${name} hasn't acknowledged the terms, so you can't ask them to fix it. Name someone else. Nothing changed.`),
  ],
  'embargo-purged': ({ at }) => [
    line('Its details were purged on ', instant(at), ", so you can't add to it. For something new: ", code('create'), '.'),
  ],
};
