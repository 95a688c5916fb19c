// The catalogue as this phone sees it.
import { phone } from './phone.svelte.ts';
import type { Product, ProductSection } from './types.ts';

export function product(id: string): Product {
  const known = phone.products.find((one) => one.retailer_id === id);
  // A business may name goods this simulator knows nothing about.
  return known ?? { retailer_id: id, name: id, price: 0, currency: 'IDR' };
}

export interface Shelf {
  title: string;
  goods: Product[];
}

export function shelves(sections: ProductSection[] | undefined): Shelf[] {
  if (!sections) return [{ title: '', goods: phone.products }];
  return sections.map(({ title, product_items }) => ({
    title: title ?? '',
    goods: (product_items ?? []).map((one) => product(one.product_retailer_id)),
  }));
}
