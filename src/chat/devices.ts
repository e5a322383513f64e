// The device report: whose devices read along and whose do not, and what they should do about it.

import type { PersonId } from '../domain/ids.ts';
import { type List, nameOf } from '../domain/list.ts';
import type { DeviceReport } from '../domain/trust.ts';
import { bullets, code, heading, type Inline, line, type Node } from './message.ts';

/** How one member stands: `person` as the list knows them. */
export type Reported = Omit<DeviceReport, 'person'> & { readonly person: PersonId };

/** The whole report, for coordinators. */
export function reportNodes(list: List, reports: readonly Reported[]): Node[] {
  const items = reports.flatMap((report) => itemsOn(nameOf(list, report.person), report));
  if (reports.length === 0) return [line('Nobody on this list has an account on a platform whose devices have keys of their own.')];
  const well = `Everybody's devices are in order: ${reports.length} looked at.`;
  return [heading('Devices'), ...(items.length === 0 ? [line(well)] : [bullets(items), line('Who is not named here has all in order.')])];
}

function itemsOn(name: string, { identity, devices, shutOut }: Reported): Inline[][] {
  if (identity === 'none')
    return [
      [
        `${name} has no identity (cross-signing keys): none of their ${devices === 1 ? 'devices reads' : `${devices} devices read`} what I say, and I take nothing that they say there. They set it up in the settings of their client, under encryption.`,
      ],
    ];
  return [
    ...(identity === 'changed'
      ? [
          [
            `${name} has another identity than when I first met them, so I take nothing that they say there. Ask them by another way whether it is theirs; then: `,
            code('devices accept'),
            ' with their name.',
          ],
        ]
      : []),
    ...(shutOut.length > 0
      ? [
          [
            `${name} has devices that they have not verified, which are shut out: ${shutOut.join(', ')}. They verify each from another one of theirs, or sign it out.`,
          ],
        ]
      : []),
    ...(identity === 'not-met' ? [[`${name} has said nothing to me there yet, so I do not know yet by which identity to know them.`]] : []),
  ];
}

/** A coordinator has said that somebody's identity is theirs. */
export function acceptedNodes(name: string): Node[] {
  return [line(`From now on the identity that ${name} has at present is theirs. What they say there counts again.`)];
}

/** The same, to whom it is about. */
export function yourIdentityNodes(by: string): Node[] {
  return [
    line(
      `${by} has said that your present identity there is yours. What you say counts again. If it is not you who made a new one, tell a coordinator at once.`,
    ),
  ];
}
