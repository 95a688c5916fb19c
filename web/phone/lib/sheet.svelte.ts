// What a customer is filling in, in a sheet over the chat.
import type { Message, ProductSection, Row } from './types.ts';

export type Asked =
  | { kind: 'rows'; message: Message; title: string; sections: { title?: string; rows?: Row[] }[] }
  | { kind: 'form'; message: Message; title: string; token: string | undefined }
  | { kind: 'address'; message: Message; title: string; country: string }
  | {
      kind: 'basket';
      message: Message | undefined;
      catalog: string | undefined;
      sections: ProductSection[] | undefined;
    };

class Sheet {
  asked = $state.raw<Asked | undefined>();

  open(what: Asked): void {
    this.asked = what;
  }

  close(): void {
    this.asked = undefined;
  }
}

export const sheet = new Sheet();
