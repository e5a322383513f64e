// Every no about a report from outside, in words. What somebody typed is given back where it is not kept.

import type { ReportReason } from '../../../domain/list/reports/refusal.ts';
import type { ReportText } from '../../../domain/list/reports/report.ts';
import { actions, bullets, code, line, type Node } from '../../message/message.ts';
import type { RefusalWords } from '../../message/refused.ts';

const limits = {
  yours: (most: number) => `You sent ${most} reports today, and I take no more from one person in a day. Try again tomorrow.`,
  server: (most: number) => `Today ${most} reports came from your server, and I take no more from one in a day. Try again tomorrow.`,
  list: (most: number) => `Today ${most} reports came from outside, and I take no more in a day. Try again tomorrow.`,
  open: (most: number) =>
    `${most} reports wait for the coordinators, and I take no more until they have answered some. Try again tomorrow.`,
} as const;

/** What was typed, so that it can be sent again. */
function givenBack(said: ReportText): Node[] {
  const parts = Object.values(said).filter((text) => text !== null);
  return parts.length === 0 ? [] : [line("I didn't keep it. What you typed:"), bullets(parts.map((text) => [text]))];
}

const states = {
  open: 'still open',
  declined: 'declined',
  public: 'closed, because it is public already',
  opened: 'accepted, and an embargo is open for it',
  known: 'linked to an embargo',
} as const;

export const reportRefusals: RefusalWords<ReportReason> = {
  'report-in-private': () => [line('Send it to me in a direct message: what you report is for the coordinators alone, not for this room.')],
  'report-limit': ({ because, most, said }) => [
    line(
      `Not sent. ${limits[because](most)} If it's urgent, use the contact on the project's security page. To send it again: `,
      code('report vulnerability'),
      '.',
    ),
    ...givenBack(said),
  ],
  'no-report': ({ number, open }) => [
    line(
      `There's no report ${number} that you can read. `,
      ...(open.length === 0 ? [] : [`Open: ${open.join(', ')}. `]),
      code('reports'),
      ' shows what you can.',
    ),
  ],
  'which-report-list': ({ number, lists }) => [
    line(
      `Several lists have a report ${number}: ${lists.join(', ')}. Name the one you mean, as in `,
      code(`report show ${number} list=${lists[0] ?? ''}`),
      '.',
    ),
  ],
  'report-to-which-list': ({ typed, said }) => [
    line(
      typed === null ? 'Several lists are served here. ' : `There's no list called ${typed} here. `,
      "Say which one, by the name on the project's security page: ",
      code('report vulnerability list=NAME'),
      '.',
    ),
    ...(said.what === '' ? [] : givenBack(said)),
  ],
  'report-state': ({ number, state, how }) => {
    const word = how === null ? states.open : states[how as keyof typeof states];
    return [
      line(`Report ${number} is ${word}. Nothing changed.`),
      ...(state === 'closed' ? [actions({ label: 'Open it again', words: `report reopen ${number}` })] : []),
    ];
  },
  'report-not-closed': ({ number }) => [
    line(
      `Report ${number} is neither closed nor linked as known, so there's nothing to open again. `,
      code(`report show ${number}`),
      ' shows where it stands.',
    ),
  ],
  'report-talk-limit': ({ because, number, most, text }) => [
    line(
      because === 'yours'
        ? `Not sent. You said ${most} things about your reports in a day, and I take no more. Try again tomorrow. `
        : `Not sent. ${most} messages about report ${number} are as many as I take. Use the contact on the project's security page. `,
      code(`report show ${number}`),
      ` shows what was said so far.${text === null ? '' : ' What you typed:'}`,
    ),
    ...(text === null ? [] : [bullets([[text]])]),
  ],
  'report-date-unchanged': ({ number }) => [
    line(`That's your answer to the date for report ${number} already. Nothing changed. `, code(`report show ${number}`), ' shows it.'),
  ],
  'report-without-embargo': ({ number }) => [
    line(
      `No date is proposed for report ${number} yet. I'll ask you when there is. `,
      code(`report show ${number}`),
      ' shows where it stands.',
    ),
  ],
  'credit-unchanged': ({ number }) => [line(`That's the credit for report ${number} already. Nothing changed.`)],
  'no-date-asked': ({ number }) => [
    line(`No date is open for report ${number} at the moment. `, code(`report show ${number}`), ' shows where it stands.'),
  ],
  'report-known-where': ({ number }) => [
    line(
      'Name the embargo by its codename, or give the https:// address where it is public: ',
      code(`report known ${number} https://example.org/advisory`),
      '.',
    ),
  ],
};
