// A stand-in for `sapa serve` while working on screens and taking pictures of them: the built files
// with the headers of the real server, and /api/v1 over a small shop kept in memory.
// `startFake({ setup: true })` is a server nobody owns yet.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeApi } from './fake-api.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

function sendFile(request, response, dist, path) {
  const wanted = normalize(join(dist, path));
  const known = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile();
  if (!known && extname(path)) {
    response.writeHead(404).end();
    return;
  }
  const file = known ? wanted : join(dist, 'index.html');
  const headers = {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': path.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
  };
  const packed =
    existsSync(`${file}.br`) && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  if (packed) headers['Content-Encoding'] = 'br';
  response.writeHead(200, headers);
  createReadStream(packed ? `${file}.br` : file).pipe(response);
}

export async function startFake(options = {}) {
  const api = makeApi(options);
  const dist = join(web, options.folder ?? 'dist');
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (url.pathname.startsWith('/api/v1/')) api.handle(request, response, url);
    else sendFile(request, response, dist, url.pathname);
  });
  await new Promise((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    api,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 8080);
  const { address } = await startFake({ port, setup: process.argv.includes('--setup') });
  console.log(`${address}  (sign in with ana@example.com and any password)`);
}
