// What the provider may tell besides messages: the choices of the controls, as /sim/events takes
// them (src/simulator/webhooks/events.cpp).
import type { PlainKey } from '$lib/i18n';
import { get } from './api.ts';
import { phone } from './phone.svelte.ts';
import type { Person } from './types.ts';

export interface Happening {
  name: string;
  key: PlainKey;
  kind: string;
  // Asked for besides
  asks?: 'template' | 'text' | 'number';
  value?: object | ((person: Person, now: number) => object);
  more?: object;
}

const preference = (value: string) => (person: Person, now: number) => ({
  user_preferences: [
    {
      ...(person.phone ? { wa_id: person.phone } : {}),
      user_id: person.user_id,
      category: 'marketing_messages',
      value,
      detail: `User requested to ${value} marketing messages`,
      timestamp: Math.floor(now / 1000),
    },
  ],
});

const status = (name: string, event: string, key: PlainKey, value = {}): Happening => ({
  name,
  key,
  kind: 'template_status',
  asks: 'template',
  value: { event, ...value },
});

const quality = (name: string, from: string, to: string, key: PlainKey): Happening => ({
  name,
  key,
  kind: 'template_quality',
  asks: 'template',
  value: { previous_quality_score: from, new_quality_score: to },
});

const plain = (kind: string, key: PlainKey, value?: object): Happening => ({
  name: value ? `${kind}-${Object.values(value).join('-')}` : kind,
  key,
  kind,
  ...(value ? { value } : {}),
});

export const areas = {
  person: 'phone.area_person',
  templates: 'phone.area_templates',
  number: 'phone.area_number',
  account: 'phone.area_account',
  app: 'phone.area_app',
  odd: 'phone.area_odd',
} as const satisfies Record<string, PlainKey>;
export type Area = keyof typeof areas;

export const happenings: Record<Area, readonly Happening[]> = {
  person: [
    { name: 'stop', key: 'phone.event_stop', kind: 'preferences', value: preference('stop') },
    { name: 'resume', key: 'phone.event_resume', kind: 'preferences', value: preference('resume') },
    { name: 'moved', key: 'phone.event_moved', kind: 'number_change', asks: 'number' },
    {
      name: 'moved-hidden',
      key: 'phone.event_moved_hidden',
      kind: 'number_change',
      more: { share: false },
    },
    plain('conversion', 'phone.event_conversion'),
  ],
  templates: [
    status('approved', 'APPROVED', 'phone.event_approved'),
    status('rejected', 'REJECTED', 'phone.event_rejected', { reason: 'INVALID_FORMAT' }),
    status('paused', 'PAUSED', 'phone.event_paused', { other_info: { title: 'FIRST_PAUSE' } }),
    status('disabled', 'DISABLED', 'phone.event_disabled'),
    status('reinstated', 'REINSTATED', 'phone.event_reinstated'),
    quality('yellow', 'GREEN', 'YELLOW', 'phone.event_yellow'),
    quality('red', 'YELLOW', 'RED', 'phone.event_red'),
    quality('green', 'RED', 'GREEN', 'phone.event_green'),
    { name: 'category', key: 'phone.event_category', kind: 'template_category', asks: 'template' },
    {
      name: 'category-soon',
      key: 'phone.event_category_soon',
      kind: 'template_category_soon',
      asks: 'template',
    },
    {
      name: 'components',
      key: 'phone.event_components',
      kind: 'template_components',
      asks: 'template',
    },
  ],
  number: [
    plain('phone_quality', 'phone.event_limit'),
    plain('phone_quality', 'phone.event_flagged', {
      event: 'FLAGGED',
      max_daily_conversations_per_business: 'TIER_250',
    }),
    plain('phone_name', 'phone.event_name_yes'),
    plain('phone_name', 'phone.event_name_no', {
      decision: 'REJECTED',
      rejection_reason: 'NAME_EMPLOYEE_ENTITY',
    }),
    plain('security', 'phone.event_pin'),
    plain('security', 'phone.event_pin_reset', { event: 'PIN_RESET_REQUEST', requester: '615500' }),
    plain('username', 'phone.event_username'),
  ],
  account: [
    plain('account_restriction', 'phone.event_restriction'),
    plain('account_violation', 'phone.event_violation'),
    plain('account_ban', 'phone.event_ban'),
    plain('review', 'phone.event_review_yes'),
    plain('review', 'phone.event_review_no', { decision: 'REJECTED' }),
    plain('alert', 'phone.event_alert'),
    plain('capability', 'phone.event_capability'),
    plain('price_tier', 'phone.event_price'),
    plain('app_uninstalled', 'phone.event_uninstalled'),
    plain('account_deleted', 'phone.event_deleted'),
  ],
  app: [
    { name: 'echo', key: 'phone.event_echo', kind: 'echo', asks: 'text' },
    plain('history', 'phone.event_history'),
    plain('history_declined', 'phone.event_history_no'),
    plain('state_sync', 'phone.event_contacts'),
    plain('partner_removed', 'phone.event_removed'),
    { name: 'standby', key: 'phone.event_standby', kind: 'standby', asks: 'text' },
    {
      name: 'standby-echo',
      key: 'phone.event_standby_echo',
      kind: 'standby',
      asks: 'text',
      more: { what: 'echo' },
    },
  ],
  odd: [
    plain('batch', 'phone.event_batch'),
    plain('large', 'phone.event_large'),
    plain('unknown_property', 'phone.event_odd_property'),
    plain('unknown_field', 'phone.event_odd_field'),
    plain('app_error', 'phone.event_app_error'),
    plain('flow_status', 'phone.event_flow'),
  ],
};

export interface TemplateName {
  id: string;
  name: string;
  language: string;
  status: string;
}

/** What the business has made, asked the way the business itself would. */
export async function templatesOf(wabaId: string): Promise<TemplateName[]> {
  const query = new URLSearchParams({
    fields: 'id,name,language,status',
    limit: '250',
    access_token: phone.connect?.access_token ?? '',
  });
  const { data } = await get<{ data: TemplateName[] }>(
    `/v26.0/${wabaId}/message_templates?${query.toString()}`,
  );
  return data;
}
