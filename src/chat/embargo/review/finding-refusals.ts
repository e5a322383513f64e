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
  open: () => "is open: nobody has said that it's fixed or not an issue",
  'not-an-issue': ({ by }) => `was dismissed already by ${by}`,
  'will-fix': ({ owner }) => `was answered already: ${owner ?? 'a coordinator'} is to fix it`,
  'own-embargo': ({ by }) => `was answered already: it is handled on its own, says ${by}`,
  fixed: ({ by, fixedIn }) => `is fixed in patch v${fixedIn}, says ${by}, and waits to be confirmed`,
  confirmed: ({ by, fixedIn }) => `is closed already: ${by} confirmed that patch v${fixedIn} fixes it`,
  'taken-back': ({ by }) => `is closed already: ${by} took it back`,
};

const short: Readonly<Record<FindingState, (fixedIn: number | null) => string>> = {
  open: () => 'not answered',
  'will-fix': () => 'not fixed',
  fixed: (fixedIn) => `fixed in v${fixedIn}, not confirmed`,
  'not-an-issue': () => 'dismissed',
  'own-embargo': () => 'handled on its own',
  confirmed: () => 'confirmed',
  'taken-back': () => 'taken back',
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
      line(`Not disclosed yet. ${changed === true ? 'The findings are not as you saw them. ' : ''}Still open: ${named.join('; ')}.`),
      line(`If it is disclosed in spite of ${found.length === 1 ? 'that' : 'them'}, two people confirm it. Or move the date.`),
      actions(
        {
          label: `Disclose in spite of ${which}`,
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
      : [line(`There is no finding ${number}: the last one is ${last}. Nothing changed.`), button('Show the findings', 'finding')],
  'finding-there': ({ number }, { button }) => [
    line(`This is finding ${number} already. Nothing changed.`),
    button(`Show finding ${number}`, 'finding', String(number)),
  ],
  'finding-stands': ({ number, state, ...reason }, { words, button }) => [
    line(
      `Finding ${number} ${standsAs[state](reason)}. Nothing changed.`,
      ...(answering.has(words) && state !== 'open'
        ? [' To answer it anew, reopen it first: ', code(`finding reopen ${number}`), ', and why.']
        : []),
    ),
    button(`Show finding ${number}`, 'finding', String(number)),
  ],
  'not-your-finding': ({ number, by, from }, { words }) =>
    words === 'finding reopen' || words === 'finding set'
      ? [
          line(
            `Only ${by}, who found it, or a coordinator ${words === 'finding set' ? 'changes' : 'reopens'} finding ${number}. To record what you found: `,
            code('finding add'),
            '.',
          ),
        ]
      : [
          line(`${by} found it, so ${by} says whether finding ${number} is fixed. Nothing changed.`),
          ...(from === null ? [] : [line("If they don't, you can confirm it after ", instant(from), '.')]),
        ],
  'fix-needs-patch': ({ number, patch }, { codename }) => [
    line(`Finding ${number} was found in patch v${patch}, and no newer one is current where it was found. Publish the one that fixes it.`),
    ...(codename === null ? [] : [actions(publishFix(number, codename))]),
  ],
  'fixed-in-another': ({ number, named, patch }, { button }) => [
    line(`Patch v${patch} is current where finding ${number} was found, not v${named}. Nothing changed.`),
    button(`Patch v${patch} fixes finding ${number}`, 'finding fixed', String(number)),
  ],
  'owner-not-in': ({ name }) => [
    line(`${name} hasn't acknowledged the terms, so they can't be asked to fix it. Name somebody else. Nothing changed.`),
  ],
  'embargo-purged': ({ at }) => [
    line('What was said of it was purged on ', instant(at), ', and nothing can be added. For something new: ', code('create'), '.'),
  ],
};
