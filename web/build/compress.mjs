// Puts file.br and file.gz beside every text file of the folders named, when they are smaller.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { filesUnder } from './files.mjs';

for (const folder of process.argv.slice(2)) {
  let raw = 0;
  let packed = 0;
  for (const file of filesUnder(folder)) {
    if (!/\.(js|css|html|svg|json|webmanifest|txt)$/.test(file)) continue;
    const bytes = readFileSync(file);
    const br = brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    raw += bytes.length;
    packed += Math.min(br.length, bytes.length);
    if (br.length >= bytes.length) continue;
    writeFileSync(`${file}.br`, br);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
  console.log(`${folder}: ${raw} bytes, ${packed} with brotli`);
}
