// Which files a message was sent with: https://docs.slack.dev/reference/objects/file-object
import type { SentFile } from '../../../chat/message/heard.ts';
import { array, object, string } from '../payload.ts';
import { storable } from '../text.ts';

/** What a message was sent with. */
export function sentFiles(files: unknown): { readonly files?: readonly SentFile[] } {
  const sent = array(files).flatMap((each): SentFile[] => {
    const { id, name, size } = object(each);
    const found = string(id);
    return found === null ? [] : [{ name: storable(string(name) ?? ''), bytes: typeof size === 'number' ? size : null, at: { id: found } }];
  });
  return sent.length === 0 ? {} : { files: sent };
}
