// Files of a message, each an event of its own: sealed here, so that the homeserver keeps what only who reads the event can open.
// https://spec.matrix.org/latest/client-server-api/#sending-encrypted-attachments
import { bytesIn } from '../../chat/message/files.ts';
import { line, type Message, type MessageFile } from '../../chat/message/message.ts';
import { SendFailure } from '../platform.ts';
import { sealedFile } from './encryption/media.ts';
import type { Json } from './payload.ts';
import { contentOf, type MatrixPage, renderPages } from './render.ts';
import type { MediaApi } from './session.ts';

/** A file as a post; `instead` is said where the homeserver does not take it. JSON-safe. */
export type MatrixFilePage = MatrixPage & { readonly file: MessageFile; readonly instead: MatrixPage };

export const isFilePage = (page: MatrixPage): page is MatrixFilePage => 'file' in page;

/** A message's files as posts, after those of its words. Pure. */
export function filePages({ push, files = [] }: Message): MatrixFilePage[] {
  return files.flatMap((file) => {
    const [instead] = renderPages({ push, nodes: [line(...file.instead)] }, { zone: null, repeated: false });
    return instead === undefined ? [] : [{ body: file.name, html: '', choices: [], first: 1, file, instead }];
  });
}

/**
 * What an event says of a file that is sealed and uploaded now. Sent again after a crash it is uploaded once more, and nobody is told of the other: the
 * event's transaction id has it said once. Where the homeserver refuses the file, what is said instead. Throws SendFailure where it may take it later.
 */
export async function uploadedContent(api: Pick<MediaApi, 'upload'>, { file, instead }: MatrixFilePage): Promise<Json> {
  const { sealed, opens } = await sealedFile(new TextEncoder().encode(file.text));
  try {
    const url = await api.upload(sealed);
    const info = { mimetype: file.mediaType, size: bytesIn(file) };
    return { msgtype: 'm.file', body: file.name, filename: file.name, info, file: { ...opens, url }, 'm.mentions': {} };
  } catch (error) {
    if (error instanceof SendFailure && error.kind === 'gone') return contentOf(instead);
    throw error;
  }
}
