// QR codes as we draw them: on the screen, and as files to print. Dark on white also in the dark
// theme: that is what cameras expect.
import qrcode from 'qrcode-generator';

const quiet = 4;

type Square = { row: number; column: number };
export type Qr = { size: number; dark: readonly Square[] };

/** How many squares wide, the quiet edge among them, and which are dark. */
export function qr(text: string): Qr {
  const made = qrcode(0, 'M');
  made.addData(text);
  made.make();
  const count = made.getModuleCount();
  const dark: Square[] = [];
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++)
      if (made.isDark(row, column)) dark.push({ row: row + quiet, column: column + quiet });
  return { size: count + 2 * quiet, dark };
}

export const qrPath = ({ dark }: Qr): string =>
  dark.map(({ row, column }) => `M${column} ${row}h1v1h-1z`).join('');

/** The file a printer takes at any size. */
export function qrSvg(text: string): Blob {
  const code = qr(text);
  const source =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${code.size} ${code.size}" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${code.size}v${code.size}H0z"/>` +
    `<path d="${qrPath(code)}"/></svg>\n`;
  return new Blob([source], { type: 'image/svg+xml' });
}

/** About 1,000 pixels wide; undefined when the browser has no canvas to draw on. */
export async function qrPng(text: string): Promise<Blob | undefined> {
  const code = qr(text);
  const unit = Math.ceil(1000 / code.size);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = code.size * unit;
  const pen = canvas.getContext('2d');
  if (!pen) return undefined;
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = 'black';
  for (const { row, column } of code.dark) pen.fillRect(column * unit, row * unit, unit, unit);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob ?? undefined;
}
