// What must hold of everything that the bot called in a story on Slack, whatever the story was.
import { array, type Json, object, string } from '../../../src/platforms/slack/payload.ts';
import type { Call } from './fake-slack.ts';
import { homeFault, messageFault, viewFault } from './fake-slack-blocks.ts';
import { linesOf } from './text.ts';

// Of these Slack shows a notification, with the text of the blocks on a desktop: https://docs.slack.dev/changelog/2026/07/13/notification-changes
const notifying = new Set(['chat.postMessage', 'files.completeUploadExternal']);
// For all in a room to see.
const open = new Set(['chat.postMessage', 'chat.update']);
const posts = new Set([...open, 'chat.postEphemeral', 'files.completeUploadExternal']);
const views = new Set(['views.open', 'views.update', 'views.publish']);
const secretLabels = [
  'Title',
  'Affected component',
  'Affected versions',
  'Exploitability',
  'CVE id',
  'Reporter to credit',
  'What',
  'Where',
  'Reason',
  'Address',
  'Where and how',
  'What you found',
];
// What follows these words on a line that somebody typed is in their own words.
const secretWords =
  /^[a-z]+(?: in \S+)?: (?:\/embargo )?(?:report leak \S+|leak (?!(?:show|add|class|join|step|close|reopen|bundle)\b)\S+|leak (?:close|reopen) (?:\d+ )?(?!\d+$)|hold|keep|(?:world|report) (?:public|exploit|attacks)|report (?:answer|decline) \d+|date reject(?: \d+)?|end (?:not a vulnerability|(?!not a )[a-z-]+) (?!sure=yes)) ?(.+)$/;
const secretArgument = /(?<=\s)(?:title|component|exploitability|cve|reason)=(?:"([^"]+)"|(\S+))/g;

/** What the people of a story typed, into forms and behind `create`, that only those may read who have acknowledged. */
export function secretsOf(story: string): string[] {
  const lines = story.split('\n');
  const answers = lines.flatMap((line, index) => {
    const label = /^ {2}(.+?)(?: \(may be left empty\))?(?: \[.*\])?\?$/.exec(line)?.[1];
    const typed = /^[a-z]+: (.+)$/.exec(lines[index + 1] ?? '')?.[1];
    return label !== undefined && secretLabels.includes(label) && typed !== undefined && !/^(skip|back|-)$/.test(typed) ? [typed] : [];
  });
  const said = lines.filter((line) => line.includes('/embargo create ')).flatMap((line) => [...line.matchAll(secretArgument)]);
  const words = lines.flatMap((line) => secretWords.exec(line)?.[1] ?? []);
  return [...answers, ...words, ...said.map(([, quoted, bare]) => quoted ?? bare ?? '')];
}

type Played = { readonly calls: readonly Call[]; readonly slack: { readonly channels: ReadonlyMap<string, unknown> } };

/** What was wrong, one sentence each; none when all was right. */
export function broken({ calls, slack }: Played, secrets: readonly string[]): string[] {
  return [
    ...calls.flatMap((call) => [...tooOpen(call, secrets), ...unfit(call)]),
    ...madePublic(calls),
    ...calls.flatMap((call, index) =>
      isUnlooked(calls, index, slack.channels) ? [`${call.method} number ${index}: the room was not looked at before`] : [],
    ),
  ];
}

/** What others than the reader can see of a call: a room, a lock screen, any app of the workspace, whoever reads a view's metadata. */
function tooOpen({ method, args }: Call, secrets: readonly string[]): string[] {
  const view = object(args.view);
  const said = open.has(method) && !isDirect(args.channel) ? withoutLinks(args.blocks) : '';
  const seen = {
    room: said,
    notification: notifying.has(method) ? withoutLinks(shown(args.blocks)) : '',
    'name of a file': [args.filename, array(args.files).map((file) => object(file).title)],
    'push text': args.text,
    metadata: args.metadata,
    'private metadata': view.private_metadata,
    title: view.title,
  };
  return Object.entries(seen).flatMap(([where, value]) => {
    const text = JSON.stringify(value ?? '').toLowerCase();
    return secrets
      .filter((secret) => text.includes(JSON.stringify(secret).slice(1, -1).toLowerCase()))
      .map((secret) => `${method}: "${secret}" in the ${where}`);
  });
}

/** After the end the room is shown the address of what is public then, which may hold a CVE id, and says whose record it is. */
function withoutLinks(said: unknown): string {
  const text = JSON.stringify(said);
  const links = text.match(/https?:\/\/[^\s"\\]+/g) ?? [];
  return links.reduce(withoutRecord, text);
}

/** Of a link that holds a CVE id, the words that name its record go with it. */
function withoutRecord(text: string, link: string): string {
  const id = /CVE-\d{4}-\d+/.exec(link)?.[0];
  const without = text.replaceAll(link, '');
  return id === undefined ? without : without.replaceAll(`the CVE record of ${id}`, '');
}

/** What a client shows of blocks; of those that it would not show, all. */
function shown(blocks: unknown): unknown {
  return messageFault(array(blocks)) === null ? linesOf(array(blocks), null) : blocks;
}

/** Beyond Slack's limits, or beyond what a message's metadata and a view's may hold at all. */
function unfit({ method, args }: Call): string[] {
  const view = object(args.view);
  const faults = [
    posts.has(method) ? messageFault(array(args.blocks)) : null,
    views.has(method) ? (view.type === 'home' ? homeFault(view) : viewFault(view)) : null,
    metadataFault(object(args.metadata)),
    privateFault(string(view.private_metadata) ?? ''),
  ];
  return faults.flatMap((fault) => (fault === null ? [] : [`${method}: ${fault}`]));
}

function metadataFault(metadata: Json): string | null {
  const payload = object(metadata.event_payload);
  const known = Object.keys(payload).every((key) => key === 'row' || key === 'page');
  const isRow = payload.row === undefined || /^[0-9a-f-]{36}$/.test(String(payload.row));
  return known && isRow ? null : 'metadata that is more than a row and a page';
}

function privateFault(text: string): string | null {
  if (text === '') return null;
  const known = Object.keys(object(JSON.parse(text))).every((key) => ['words', 'room', 'thread'].includes(key));
  return known ? null : 'private metadata that is more than words, room and thread';
}

/** What one person alone was shown, said again for all. */
function madePublic(calls: readonly Call[]): string[] {
  const whispered = new Set(calls.filter(({ method }) => method === 'chat.postEphemeral').map(({ args }) => JSON.stringify(args.blocks)));
  const said = calls.filter(({ method, args }) => open.has(method) && !isDirect(args.channel));
  return said
    .filter(({ args }) => whispered.has(JSON.stringify(args.blocks)))
    .map(({ args }) => `shown to one, then to all: ${JSON.stringify(args.blocks)}`);
}

/** A post in a room, with the room not looked at since the last one there. The further pages of a message are one with its first. */
function isUnlooked(calls: readonly Call[], index: number, channels: ReadonlyMap<string, unknown>): boolean {
  const { method, args } = calls[index] ?? { method: '', args: {} };
  if (!open.has(method) || isDirect(args.channel) || !channels.has(String(args.channel))) return false;
  const row = object(object(args.metadata).event_payload).row;
  for (const earlier of calls.slice(0, index).reverse()) {
    if (earlier.args.channel !== args.channel) continue;
    if (earlier.method === 'conversations.info') return false;
    const sameRow = object(object(earlier.args.metadata).event_payload).row === row;
    if (open.has(earlier.method) && !(row !== undefined && sameRow)) return true;
  }
  return true;
}

const isDirect = (channel: unknown): boolean => String(channel).startsWith('D');
