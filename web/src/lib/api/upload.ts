import { apiRoot, ownHeaders, ownRefusal, withWorkspace } from './client.ts';
import type { ErrorBody, ErrorCode, Media, MediaKind } from './types.ts';

type Uploaded = { data: Media; error?: never } | { data?: never; error: ErrorBody };
type Options = {
  /** Left out: by what it is. */
  kind: MediaKind | undefined;
  channelId: string;
  onprogress?: (share: number) => void;
  signal?: AbortSignal;
};

const failed = (code: ErrorCode): Uploaded => ({ error: ownRefusal(code) });

/** Sends one file. XMLHttpRequest, because fetch does not tell how far an upload is. */
export function upload(file: File, options: Options): Promise<Uploaded> {
  const { kind, channelId, onprogress, signal } = options;
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const query = { name: file.name, channel_id: channelId, ...(kind ? { kind } : {}) };
    request.open('POST', withWorkspace(`${apiRoot}/media`, query));
    for (const [name, value] of Object.entries(ownHeaders())) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onprogress?.(event.loaded / event.total);
    };
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status >= 200 && request.status < 300 && body) resolve({ data: body as Media });
      else if (body) resolve({ error: body as ErrorBody });
      else resolve(failed(request.status === 413 ? 'media_too_large' : 'unavailable'));
    };
    request.onerror = () => resolve(failed('offline'));
    request.onabort = () => resolve(failed('cancelled'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
