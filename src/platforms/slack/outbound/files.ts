// Files of a message, shared in one post by the three calls of files.uploadV2: an address is asked for, the bytes go there, and the upload is completed, which
// posts them. Only the last can be seen by anybody. https://docs.slack.dev/messaging/working-with-files#upload
import { webApi } from '@slack/bolt';
import { bytesIn, filesTitle } from '../../../chat/message/files.ts';
import { line, type Message, type MessageFile } from '../../../chat/message/message.ts';
import { type Post, SendFailure, unlessEnded } from '../../platform.ts';
import { failureOf, harmless } from '../failures.ts';
import { markOf } from './find.ts';
import { packed } from './pack.ts';
import { isFileAddress } from './read-file.ts';
import { renderPages, type SlackPage } from './render.ts';

/** Files that are shared in one post, under a line that says how many; `instead` is said where Slack does not take them. JSON-safe. */
export type SlackFilesPage = { readonly files: readonly MessageFile[]; readonly title: SlackPage; readonly instead: SlackPage };

export const isFilesPage = (page: unknown): page is SlackFilesPage => typeof page === 'object' && page !== null && 'files' in page;

// What a person can send at once in Slack's own clients.
const filesPerPost = 10;

/** A message's files as posts, after those of its words. Pure. */
export function filesPages({ push, files = [] }: Message, options: { readonly repeated: boolean }): SlackFilesPage[] {
  return packed(files, filesPerPost, () => 1).map((group) => ({
    files: group,
    title: firstPage({ push, nodes: [line(filesTitle(group))] }, options),
    instead: firstPage({ push, nodes: group.map(({ instead }) => line(...instead)) }, options),
  }));
}

function firstPage(message: Message, options: { readonly repeated: boolean }): SlackPage {
  const [page = { text: '', blocks: [] }] = renderPages(message, options);
  return page;
}

/** Where a post goes; `apiUrl`: where the Web API is, when not at Slack. */
export type Sharing = {
  readonly client: webApi.WebClient;
  readonly channel: string;
  readonly thread: string | null;
  readonly mark: { readonly rowId: string; readonly index: number };
  readonly apiUrl: string | undefined;
  readonly timeoutMs: number;
  readonly ended: Post['ended'] | undefined;
};

/** Slack does not take the files, now or ever: their texts have to be had in another way. `code` is a word of Slack's or a status. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly code: string;

  constructor(code: string) {
    super(`not taken: ${code}`);
    this.code = code;
  }
}

/** Shares files in one post. Throws NotTaken where Slack refuses them, SendFailure where that is not known or passes, NoLonger before they are shared. */
export async function shareFiles(page: SlackFilesPage, sharing: Sharing): Promise<void> {
  const { client, channel, thread, mark } = sharing;
  const uploaded: { id: string; title: string }[] = [];
  for (const file of page.files) uploaded.push({ id: await upload(file, sharing), title: file.name });
  const [first, ...others] = uploaded;
  if (first === undefined) return;
  const where = thread === null ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
  await unlessEnded(sharing);
  // It takes no metadata, by which a post is known again: a block's id does the same.
  const [title, ...rest] = page.title.blocks;
  const blocks = title === undefined ? [] : [{ ...title, block_id: markOf(mark.rowId, mark.index) }, ...rest];
  await client.files.completeUploadExternal({ files: [first, ...others], ...where, blocks }).catch((error: unknown) => {
    throw notTaken(error) ?? failureOf(error);
  });
}

/** Nobody sees what is uploaded and not shared; Slack forgets it. */
async function upload(file: MessageFile, { client, apiUrl, timeoutMs }: Sharing): Promise<string> {
  const asked = { filename: file.name, length: bytesIn(file) };
  const { upload_url = '', file_id } = await client.files.getUploadURLExternal(asked).catch((error: unknown) => {
    throw notTaken(error) ?? harmless(failureOf(error));
  });
  if (file_id === undefined || !isFileAddress(upload_url, apiUrl)) throw new NotTaken('upload_elsewhere');
  const signal = AbortSignal.timeout(timeoutMs);
  // A proxy may let the bot reach the Web API and not this: then there are other ways to the text, and waiting is none.
  const response = await fetch(upload_url, { method: 'POST', body: file.text, redirect: 'error', signal }).catch(() => null);
  void response?.body?.cancel();
  if (response?.status === 429) throw new SendFailure('paused', 'ratelimited', (Number(response.headers.get('retry-after')) || 30) * 1000);
  if (response?.ok !== true) throw new NotTaken(response === null ? 'no_answer' : `http_${response.status}`);
  return file_id;
}

/** Where Slack answered, and said no in its own words; else it may pass, or nobody knows. */
function notTaken(error: unknown): NotTaken | null {
  if (!(error instanceof webApi.WebAPIPlatformError)) return null;
  const { kind, code } = failureOf(error);
  return kind === 'gone' || kind === 'again' ? new NotTaken(code) : null;
}
