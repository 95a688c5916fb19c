/// <reference lib="webworker" />
// The service worker: keeps hashed files, and a shell to show when there is no network.
// Nothing under /api or /media is ever kept: customers' words stay out of the browser's cache.
declare const self: ServiceWorkerGlobalScope;
export {};

const cacheName = 'sapa-__BUILD__';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.add('/'))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  );
});

async function keptAsset(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) void cache.put(request, fresh.clone());
  return fresh;
}

async function shellWhenOffline(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (/^\/(api|media|docs|webhooks)(\/|$)/.test(url.pathname)) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(keptAsset(request));
  else if (request.mode === 'navigate') event.respondWith(shellWhenOffline(request));
});
