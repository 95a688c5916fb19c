// What was used lately, offered again: places, and ids of catalogues, products and forms. On this
// device only.
import { kept } from '../../kept.ts';
import type { BuildDraft } from './draft.ts';

export type Place = BuildDraft['place'];
type Name = 'catalogue' | 'product' | 'flow';
type Kept = { places: Place[]; ids: Record<Name, string[]> };

const most = 8;

export class Memory {
  readonly #keep;

  constructor(key: string) {
    this.#keep = kept<Kept>(`${key}.used`, {
      places: [],
      ids: { catalogue: [], product: [], flow: [] },
    });
  }

  get places(): readonly Place[] {
    return this.#keep.read().places;
  }

  ids(name: Name): readonly string[] {
    return this.#keep.read().ids[name];
  }

  /** The catalogue is nearly always the same one. */
  usual(): { catalogue?: string } {
    const catalogue = this.ids('catalogue')[0];
    return catalogue ? { catalogue } : {};
  }

  place(place: Place): void {
    const all = this.#keep.read();
    const others = all.places.filter((each) => each.where !== place.where);
    this.#keep.write({ ...all, places: [place, ...others].slice(0, most) });
  }

  note(name: Name, id: string): void {
    const wanted = id.trim();
    if (!wanted) return;
    const all = this.#keep.read();
    const others = all.ids[name].filter((each) => each !== wanted);
    this.#keep.write({ ...all, ids: { ...all.ids, [name]: [wanted, ...others].slice(0, most) } });
  }
}
