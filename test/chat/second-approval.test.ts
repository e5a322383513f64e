// What somebody reads who is asked to confirm an order: each that waits in words of its own, and none in those of whoever gave it.
import { expect, test } from 'vitest';
import type { Inline } from '../../src/chat/message/message.ts';
import { lesserText, wantedText } from '../../src/chat/second-approval-wanted.ts';
import { authority, type EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { type ListCommand, listAuthority } from '../../src/domain/list/commands.ts';
import { secrets } from '../setup/embargo.ts';
import { givenToEmbargo, givenToList } from '../setup/orders.ts';

const waiting = [
  ...(Object.keys(authority) as EmbargoCommand['type'][]).flatMap(givenToEmbargo),
  ...(Object.keys(listAuthority) as ListCommand['type'][]).flatMap(givenToList),
].filter(({ risk }) => risk !== null);
const plain = (text: readonly Inline[]): string =>
  text.map((part) => (typeof part === 'string' ? part : part.type === 'instant' ? '<instant>' : JSON.stringify(part))).join('');

test('every order that waits is said in words of its own', () => {
  expect(waiting.map(({ wanted, on }) => plain(wantedText(wanted, on)))).toEqual([
    'change the details of calm-otter: vulnerabilities',
    'let dave (Nova) into calm-otter',
    'give the whole list access to calm-otter',
    'move the disclosure of calm-otter to <instant>',
    'move the disclosure of calm-otter to <instant>',
    'move the disclosure of calm-otter',
    'move the disclosure of calm-otter',
    'publish patch revision 1 of calm-otter',
    "answer that finding 1 of calm-otter isn't an issue",
    'confirm that finding 1 of calm-otter is fixed',
    'end calm-otter (public)',
    "reopen calm-otter: it's kept secret again until a new date is agreed",
    'allow an exception on calm-otter (ship the fix early) until <instant>',
    'apply the policy of linux-distros to calm-otter too, since <instant>',
    'stop applying the policy of linux-distros to calm-otter',
    'unlink calm-otter from another embargo',
    'end brisk-wren as a duplicate, merged into calm-otter',
    'record that someone else found calm-otter too',
    'put the drafted policy of the list oci in force',
    'change the details of Nova on the list oci: entity',
    'add the PGP key ABCD ABCD ABCD ABCD ABCD ABCD ABCD ABCD ABCD ABCD to Nova on the list oci',
    'give bob (Nova) a strike on the list oci',
    'remove the organization Nova from the list oci',
    'offer their role on the list oci to carol (Seven Linux)',
    'take over a role on the list oci',
    'take over a role on the list oci',
    'make the room #more a room of oci',
    'stop using #oci-private for oci',
    'open a new room #more of oci, and invite everyone who belongs there',
    'let the organization T0FAR read in #oci-private',
    'let every device read in #more',
    'accept that bob (Nova) has a new identity, which can read and write as them',
    'rename Nova on the list oci to Nova Linux',
    'add mallory (mallory on the terminal) to the list oci as representative of Nova',
    'take bob (Nova) off the list oci',
  ]);
});

test('nothing is said of what the embargo is about, nor in the words of whoever gave the order', () => {
  const said = JSON.stringify(waiting.map(({ wanted, on }) => [wantedText(wanted, on), lesserText(wanted)]));
  expect(
    [...secrets, 'CVE-2026-1', 'example.org', 'v2', 'Nova Inc.', 'a leak', 'a silent alias'].filter((word) => said.includes(word)),
  ).toEqual([]);
});

test('who has not acknowledged reads less of whom is let in and what changes', () => {
  expect(waiting.flatMap(({ wanted }) => (lesserText(wanted) === null ? [] : [plain(lesserText(wanted) ?? [])]))).toEqual([
    "change what's known about calm-otter",
    'give someone access to calm-otter',
    'give someone access to calm-otter',
    "change what's known about calm-otter",
    "change what's known about calm-otter",
    "change what's known about calm-otter",
  ]);
});
