import { codeOf } from '$lib/api/problem.ts';
import { upload } from '$lib/api/upload.ts';
import type { Writing } from '../writing.svelte.ts';

/** Sends what was recorded. Gives the code of what was held against it. */
export async function sendVoice(writing: Writing): Promise<string | undefined> {
  const { voice } = writing;
  const { file, address } = voice;
  if (!file) return undefined;
  const { data, error } = await upload(file, { kind: 'audio', channelId: writing.channelId });
  if (!data) return codeOf(error);
  writing.sendFile(
    { ...data, voice: true, url: address ?? data.url },
    { media_id: data.id, voice: true },
  );
  voice.reset();
  return undefined;
}
