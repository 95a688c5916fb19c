// Pages of a thread, search and files, as the server gives them.
import { deflateSync } from 'node:zlib';

const number = (id) => Number(id);

/** Newest first; `after` oldest first; `around` a page with that message in its middle. */
export function someMessages(all, query) {
  const limit = Number(query.get('limit') ?? 50);
  const after = query.get('after');
  if (after) {
    const newer = all.filter((each) => number(each.id) > number(after));
    return {
      data: newer.slice(0, limit),
      next: newer.length > limit ? newer[limit - 1].id : null,
      previous: null,
    };
  }
  const around = query.get('around');
  const at = all.findIndex((each) => each.id === around);
  if (around && at < 0) return { data: [], next: null, previous: null };
  const before = query.get('cursor');
  const end = around
    ? Math.min(all.length, at + limit / 2)
    : before
      ? all.findIndex((each) => number(each.id) >= number(before))
      : all.length;
  const page = all.slice(Math.max(0, end - limit), end);
  return {
    data: page.toReversed(),
    next: end > limit ? page[0].id : null,
    previous: around && end < all.length ? page.at(-1).id : null,
  };
}

export function searchIn(shop, text) {
  const wanted = text.toLowerCase();
  return shop.conversations.flatMap((conversation) =>
    (shop.messages.get(conversation.id) ?? [])
      .filter((each) => each.text.toLowerCase().includes(wanted))
      .slice(0, 3)
      .map((message) => {
        const at = message.text.toLowerCase().indexOf(wanted);
        return {
          conversation,
          message,
          snippet: [
            { text: message.text.slice(0, at), hit: false },
            { text: message.text.slice(at, at + wanted.length), hit: true },
            { text: message.text.slice(at + wanted.length), hit: false },
          ],
        };
      }),
  );
}

export async function keepFile(shop, request, query) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const file = Buffer.concat(parts);
  const id = shop.id();
  const media = {
    id,
    kind: query.get('kind') ?? 'document',
    state: 'ready',
    mime: request.headers['content-type'],
    name: query.get('name'),
    bytes: file.length,
    voice: false,
    url: `/api/v1/media/${id}`,
    error: null,
  };
  shop.media.set(id, media);
  shop.uploads.push(file);
  return media;
}

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

// A small picture with a slope of colour, so that it can be told from an empty box.
const picture = (() => {
  const [width, height] = [160, 120];
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set([40 + x, 110 + y, 150 - y / 2], y * (1 + width * 3) + 1 + x * 3);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
})();

// One second of silence: eight thousand samples of eight bits.
const silence = (() => {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(8036, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(8000, 40);
  return Buffer.concat([head, Buffer.alloc(8000, 128)]);
})();

export function sendFile(response, shop, id) {
  const sound = id === '2' || shop.media.get(id)?.kind === 'audio';
  response.writeHead(200, { 'Content-Type': sound ? 'audio/wav' : 'image/png' });
  response.end(sound ? silence : picture);
}
