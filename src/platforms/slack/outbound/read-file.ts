// What is in a file that somebody sent. Slack is asked for each when it is read, so that no address that a message names is ever followed.
// https://docs.slack.dev/reference/methods/files.info
import { type ReadFile, SendFailure } from '../../platform.ts';
import { failureOf, harmless } from '../failures.ts';
import { type Json, object, string } from '../payload.ts';
import { firstThatKnows, type Workspace, type Workspaces } from '../workspaces.ts';

/** Reads files by the bot's own token. `apiUrl`: where the Web API is, when not at Slack. */
export function slackFiles(workspaces: Workspaces, apiUrl: string | undefined): ReadFile {
  return async function* (by, { at }, { bytesMax, off }) {
    try {
      const { client, told } = await firstThatKnows(
        await workspaces.ofPerson(by),
        (workspace) => infoOf(workspace, at.id ?? ''),
        ({ code }) => code === 'file_not_found',
      );
      if (typeof told.size === 'number' && told.size > bytesMax) throw new SendFailure('gone', 'too-big');
      const response = await fetch(addressOf(told, apiUrl), {
        headers: { authorization: `Bearer ${client.token}` },
        // Whoever is not let in is sent on to a page for people.
        redirect: 'manual',
        signal: off,
      });
      refuseUnlessFile(response, told);
      if (response.body !== null) yield* response.body;
    } catch (error) {
      const failure = harmless(failureOf(error));
      throw failure.code === 'missing_scope' ? new SendFailure('gone', 'no-right') : failure;
    }
  };
}

async function infoOf({ client }: Workspace, file: string): Promise<{ client: Workspace['client']; told: Json }> {
  const answer = await client.files.info({ file }).catch((error: unknown) => {
    throw harmless(failureOf(error));
  });
  return { client, told: object(answer.file) };
}

/**
 * Where a file is that Slack itself keeps. A file can also be a link to anywhere, to Slack's own API too, and whoever made it chose where: the bot's token
 * goes to none of those. https://docs.slack.dev/reference/objects/file-object
 */
function addressOf({ url_private_download, url_private, is_external, mode, external_type }: Json, apiUrl: string | undefined): URL {
  const text = string(url_private_download) ?? string(url_private) ?? '';
  const url = URL.canParse(text) ? new URL(text) : null;
  const kept =
    is_external !== true && (external_type ?? '') === '' && kinds.has(string(mode) ?? '') && url?.pathname.startsWith('/files-') === true;
  if (url === null || !kept || !isFileAddress(text, apiUrl)) throw new SendFailure('gone', 'file_elsewhere');
  return url;
}

/** Whether an address is where Slack itself keeps files. `apiUrl`: where the Web API is, when not at Slack. */
export function isFileAddress(text: string, apiUrl: string | undefined): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  const slacks = url?.protocol === 'https:' && url.port === '' && slackHosts.has(url.hostname);
  return slacks || (apiUrl !== undefined && url?.origin === new URL(apiUrl).origin);
}

const kinds: ReadonlySet<string> = new Set(['hosted', 'snippet', 'email', 'space']);
const slackHosts: ReadonlySet<string> = new Set(['files.slack.com', 'files.slack-gov.com']);

function refuseUnlessFile({ status, headers, body }: Response, { mimetype }: Json): void {
  const page = /^text\/html\b/.test(headers.get('content-type') ?? '') && mimetype !== 'text/html';
  if (status === 200 && !page) return;
  void body?.cancel();
  if (status === 429) throw new SendFailure('paused', 'ratelimited', (Number(headers.get('retry-after')) || 30) * 1000);
  if (status >= 500) throw new SendFailure('again', `http_${status}`);
  throw new SendFailure('gone', page ? 'file_page' : `http_${status}`);
}
