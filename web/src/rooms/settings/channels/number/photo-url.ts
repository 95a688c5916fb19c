import { withWorkspace } from '$lib/api/client.ts';

/** The address of the present picture; `turn` changes when another one was set. */
export const photoUrl = (url: string, turn: number): string =>
  withWorkspace(url, turn ? { v: String(turn) } : {});

const least = 192;
const most = 640;

/** The middle square of a picture as a JPEG, or the code of what is wrong with it. */
export async function squared(file: File): Promise<File | 'unreadable' | 'too_small'> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return 'unreadable';
  }
  const side = Math.min(picture.width, picture.height);
  if (side < least) return 'too_small';
  const size = Math.min(side, most);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const pen = canvas.getContext('2d');
  if (!pen) return 'unreadable';
  // What is transparent would become black.
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, size, size);
  const left = (picture.width - side) / 2;
  const top = (picture.height - side) / 2;
  pen.drawImage(picture, left, top, side, side, 0, 0, size, size);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', 0.92),
  );
  return blob ? new File([blob], 'photo.jpg', { type: 'image/jpeg' }) : 'unreadable';
}
