// The page runs under require-trusted-types-for 'script', where the address of a service worker must
// come from a policy. This one lets exactly one address through.
type TrustedUrl = string;
type Policies = {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => TrustedUrl };
};

const address = '/sw.js';

function trusted(): TrustedUrl {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return address;
  const policy = policies.createPolicy('sapa', {
    createScriptURL: (url) => {
      if (url !== address) throw new TypeError(`not a script of ours: ${url}`);
      return url;
    },
  });
  return policy.createScriptURL(address);
}

export function startServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register(trusted())
    .catch((error: unknown) => console.warn('no service worker', error));
}
