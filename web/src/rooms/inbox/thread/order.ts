import type { Order } from '$lib/api/types.ts';

/** What all of it costs; nothing when a price is missing or several currencies meet. */
export function totalOf(order: Order): { value: number; currency: string | null } | undefined {
  const currency = order.items[0]?.currency ?? null;
  let value = 0;
  for (const item of order.items) {
    const price = Number(item.price ?? Number.NaN);
    if (!Number.isFinite(price) || item.currency !== currency) return undefined;
    value += price * item.quantity;
  }
  return order.items.length > 0 ? { value, currency } : undefined;
}
