import type { Channel } from '$lib/api/types.ts';

export type Access = { token: string; secret: string; graphUrl: string; graphVersion: string };

export const accessOf = (channel?: Channel): Access => ({
  token: '',
  secret: '',
  graphUrl: channel?.graph_url ?? '',
  graphVersion: channel?.graph_version ?? '',
});

/** What of it has to be sent: what was typed, and what differs from the channel's own. */
export function accessBody(access: Access, channel?: Channel) {
  const [token, secret] = [access.token.trim(), access.secret.trim()];
  const [url, version] = [access.graphUrl.trim(), access.graphVersion.trim()];
  return {
    ...(token && { access_token: token }),
    ...(secret && { app_secret: secret }),
    ...(url !== (channel?.graph_url ?? '') && { graph_url: url }),
    ...(version !== (channel?.graph_version ?? '') && { graph_version: version }),
  };
}
