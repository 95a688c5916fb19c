// Refused: the code says why.
export class Refusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

async function answer<T>(reply: Response): Promise<T> {
  const body: unknown = await reply.json().catch(() => ({}));
  if (reply.ok) return body as T;
  const error = (body as { error?: { code?: string } }).error;
  throw new Refusal(error?.code ?? `http_${reply.status}`);
}

export async function get<T>(path: string): Promise<T> {
  return answer<T>(await fetch(path));
}

export async function send<T>(method: string, path: string, body: object = {}): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  return answer<T>(await fetch(path, { method, headers, body: JSON.stringify(body) }));
}

export async function upload(file: File): Promise<string> {
  const path = `/sim/media?name=${encodeURIComponent(file.name)}`;
  const headers = { 'Content-Type': file.type || 'application/octet-stream' };
  const kept = await answer<{ media_id: string }>(
    await fetch(path, { method: 'POST', headers, body: file }),
  );
  return kept.media_id;
}
