// What in a workspace wants somebody, and where they do it.
import type { Membership, ServerWorkspace } from '$lib/api/types.ts';
import { i18n, t } from '$lib/i18n';
import { can } from '$lib/permissions.ts';
import { router } from '../../../routes.ts';

export type Trouble = {
  text: string;
  /** For a member there: a page of the dashboard. */
  link?: { href: string; text: string } | undefined;
  /** For everybody else: what to type on the machine, or a sentence. */
  command?: string | undefined;
  note?: string | undefined;
};

export const mostCounted = 10_000;
const patience = { deliveries: 60_000, sends: 120_000 };

/** A count as the server gives it: above ten thousand it stopped counting. */
export const countText = (count: number): string =>
  count > mostCounted
    ? t('server.more_than', { count: i18n.fmt.number(mostCounted) })
    : i18n.fmt.number(count);

export function troublesOf(
  workspace: ServerWorkspace,
  member: Membership | undefined,
  now: number,
): Trouble[] {
  const { slug, deliveries, sends, channels, commits } = workspace;
  const out: Trouble[] = [];
  const waited = (at: string | null) => (at ? now - Date.parse(at) : 0);
  const admin = can(member, 'manage_channels');
  const channelPage = (query: string) =>
    `${router.to('settings', { slug, section: 'channels' })}${query}`;

  if (commits.failing) out.push({ text: t('server.trouble_commit') });
  if (!workspace.readable) out.push({ text: t('server.trouble_unreadable') });
  if (deliveries.dead > 0)
    out.push({
      text: t('server.trouble_dead', { count: deliveries.dead }),
      ...(admin
        ? {
            link: {
              href: channelPage(
                deliveries.dead_channel_id
                  ? `?channel=${deliveries.dead_channel_id}&tab=health`
                  : '',
              ),
              text: t('server.open_deliveries'),
            },
          }
        : { command: `sapa events replay --all-dead --workspace ${slug}` }),
    });
  if (sends.needs_attention > 0)
    out.push({
      text: t('server.trouble_attention', { count: sends.needs_attention }),
      ...(member
        ? { link: { href: router.to('inbox', { slug }), text: t('server.open_inbox') } }
        : { note: t('server.their_team') }),
    });
  if (channels.attention > 0)
    out.push({
      text: t('server.trouble_channels', { count: channels.attention }),
      ...(member
        ? { link: { href: channelPage(''), text: t('server.open_channels') } }
        : { command: `sapa channel list --workspace ${slug}` }),
    });
  if (waited(sends.oldest_due_at) > patience.sends)
    out.push({
      text: t('server.trouble_late_sends', {
        time: i18n.fmt.duration(waited(sends.oldest_due_at)),
      }),
    });
  if (waited(deliveries.oldest_waiting_at) > patience.deliveries)
    out.push({
      text: t('server.trouble_late_deliveries', {
        time: i18n.fmt.duration(waited(deliveries.oldest_waiting_at)),
      }),
    });
  return out;
}
