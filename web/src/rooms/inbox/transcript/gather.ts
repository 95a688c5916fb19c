// Everything that was said in one conversation, for a file or for paper.
import { api, bytesAt, withWorkspace } from '$lib/api/client.ts';
import type { Media, Message } from '$lib/api/types.ts';

/** What goes into one file besides words; the rest is named in it. */
export const mostBytes = 25_000_000;

export type Gathered = {
  messages: readonly Message[];
  /** By media id: the bytes as an address of their own. */
  files: ReadonlyMap<string, string>;
};

type Wanted = { notes: boolean; files: boolean };
type Ways = { signal: AbortSignal; onprogress: (messages: number, files: number) => void };

const asAddress = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('not readable'));
    reader.readAsDataURL(blob);
  });

async function bytesOf(media: Media, signal: AbortSignal): Promise<string | undefined> {
  const bytes = await bytesAt(withWorkspace(media.url), signal);
  return bytes && asAddress(bytes);
}

/** Throws what the server said when a page of it cannot be had: half a transcript would lie. */
export async function gather(id: string, wanted: Wanted, ways: Ways): Promise<Gathered> {
  const { signal, onprogress } = ways;
  const newestFirst: Message[] = [];
  let cursor: string | undefined;
  do {
    const { data, error } = await api.GET('/conversations/{conversation_id}/messages', {
      params: {
        path: { conversation_id: id },
        query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
      },
      signal,
    });
    signal.throwIfAborted();
    if (!data) throw error;
    newestFirst.push(...data.data);
    onprogress(newestFirst.length, 0);
    cursor = data.next ?? undefined;
  } while (cursor !== undefined);
  const messages = newestFirst
    .toReversed()
    .filter((each) => wanted.notes || each.direction !== 'note');

  const files = new Map<string, string>();
  let bytes = 0;
  for (const { media } of wanted.files ? messages : []) {
    if (!media || media.state !== 'ready' || files.has(media.id)) continue;
    if (bytes + media.bytes > mostBytes) continue;
    const address = await bytesOf(media, signal);
    if (address === undefined) continue;
    bytes += media.bytes;
    files.set(media.id, address);
    onprogress(messages.length, files.size);
  }
  return { messages, files };
}
