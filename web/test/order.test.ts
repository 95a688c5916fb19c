import { describe, expect, it } from 'vitest';
import type { Order } from '../src/lib/api/types.ts';
import { totalOf } from '../src/rooms/inbox/thread/order.ts';

const order = (...items: [string | null, number, string | null][]): Order => ({
  catalogue: '1',
  items: items.map(([price, quantity, currency]) => ({ product: 'A', quantity, price, currency })),
});

describe('the total of an order', () => {
  it('adds what each line costs', () =>
    expect(totalOf(order(['75000', 2, 'IDR'], ['12.5', 1, 'IDR']))).toEqual({
      value: 150_012.5,
      currency: 'IDR',
    }));

  it('is not said when a price is missing', () =>
    expect(totalOf(order(['75000', 2, 'IDR'], [null, 1, 'IDR']))).toBeUndefined());

  it('is not said over several currencies', () =>
    expect(totalOf(order(['1', 2, 'IDR'], ['1', 1, 'SAR']))).toBeUndefined());

  it('is not said of nothing', () => expect(totalOf(order())).toBeUndefined());
});
