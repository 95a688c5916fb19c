// What the simulator's /sim/* speaks (src/simulator/control.cpp).
export interface Media {
  id: string;
  mime: string;
  name: string;
  bytes: number;
  voice: boolean;
}

export interface TemplateButton {
  type: string;
  text: string;
  url?: string;
  phone_number?: string;
  payload?: string;
  code?: string;
  action?: { flow_token?: string; sections?: ProductSection[] };
}

export interface TemplateHeader {
  format: string;
  text?: string;
  media_id?: string;
  mime?: string;
  link?: string;
  name?: string;
  location?: Place;
  product?: { product_retailer_id?: string };
}

export interface TemplateCard {
  header?: TemplateHeader;
  body?: string;
  buttons?: TemplateButton[];
}

export interface Extra extends TemplateCard {
  // A template as a phone shows it
  name?: string;
  language?: string;
  footer?: string;
  cards?: TemplateCard[];
  offer?: { text?: string; ends_at?: string };
  // Media given by address
  link?: string;
  // What a customer sent as the provider writes it, or in a form of its own
  raw?: Raw;
  unsupported?: string;
}

export interface Place {
  latitude: number | string;
  longitude: number | string;
  name?: string;
  address?: string;
}

export interface Card {
  name?: { formatted_name?: string };
  phones?: { phone?: string; wa_id?: string }[];
  emails?: { email?: string }[];
  org?: { company?: string };
  origin?: string;
}

export interface OrderItem {
  product_retailer_id: string;
  quantity: number;
  item_price: number;
  currency: string;
}

export interface Order {
  catalog_id: string;
  text?: string;
  product_items: OrderItem[];
}

export interface Row {
  id: string;
  title: string;
  description?: string;
}

export interface ProductSection {
  title?: string;
  product_items?: { product_retailer_id: string }[];
}

interface File {
  id?: string;
  link?: string;
  filename?: string;
}

export interface Header {
  type: string;
  text?: string;
  image?: File;
  video?: File;
  document?: File;
}

// An interactive message of the business.
export interface Interactive {
  type: string;
  header?: Header;
  body?: { text: string };
  footer?: { text: string };
  action: {
    name?: string;
    button?: string;
    buttons?: { type: string; reply?: Row; quick_reply?: Row }[];
    sections?: (ProductSection & { rows?: Row[] })[];
    cards?: (Omit<Interactive, 'action'> & { action: Interactive['action'] })[];
    catalog_id?: string;
    product_retailer_id?: string;
    parameters?: {
      display_text?: string;
      url?: string;
      flow_cta?: string;
      flow_token?: string;
      country?: string;
      thumbnail_product_retailer_id?: string;
    };
  };
}

// A customer's answer to one.
export interface Answer {
  type: string;
  button_reply?: Row;
  list_reply?: Row;
  nfm_reply?: { name: string; body: string; response_json: string };
  call_permission_reply?: { response: string };
}

export interface Raw {
  type: string;
  text?: { body: string };
  context?: { forwarded?: boolean; frequently_forwarded?: boolean };
  referral?: { headline?: string; body?: string; source_url?: string };
  [key: string]: unknown;
}

export interface Product {
  retailer_id: string;
  name: string;
  price: number;
  currency: string;
}

export interface Message {
  id: string;
  mine: boolean;
  type: string;
  text: string;
  at: string;
  state: string;
  error: number;
  shown: boolean;
  media?: Media;
  quoted?: string;
  extra?: Extra;
  // The provider's own object of everything that is more than text or a file
  content?: unknown;
  reactions?: { from: string; emoji: string }[];
  // In a group: who wrote it
  from?: string;
  revoked?: boolean;
  // What came with a customer's message
  with?: {
    forwarded?: boolean;
    referral?: Raw['referral'];
    referred_product?: { product_retailer_id?: string };
  };
}

export interface Chat {
  messages: Message[];
  window_ends_at?: string;
  typing_until?: string;
}

export interface Person {
  id: string;
  name: string;
  phone: string;
  user_id: string;
  username: string;
  place: string;
  offline: boolean;
  receipts: boolean;
  blocks: boolean;
  stopped_marketing: boolean;
  hidden: boolean;
  legacy: boolean;
  chats: Record<string, Chat>;
}

// People who share one chat with a number
export interface Group extends Chat {
  id: string;
  name: string;
  number_id: string;
  members: string[];
}

export interface Business {
  id: string;
  waba_id: string;
  display_phone: string;
  name: string;
  listening: boolean;
}

export interface Config {
  speed: number;
  duplicate_p: number;
  lose_p: number;
  shuffle: boolean;
  batch: number;
  delay_ms: number;
  early_status: boolean;
  pair_limit: boolean;
  window_sync: boolean;
  wrong_signature: boolean;
  revoked: boolean;
}

export interface Rule {
  id: string;
  match: {
    route: string;
    type: string;
    recipient: string;
    nth: number;
    times: number;
    probability: number;
  };
  action: { kind: string; code: number; status: number; seconds: number };
  fired: number;
}

export interface Connect {
  phone_number_id: string;
  waba_id: string;
  access_token: string;
  app_secret: string;
}

export interface Everything {
  now: string;
  numbers: Business[];
  current: string;
  connect: Connect;
  customers: Person[];
  config: Config;
  rules: Rule[];
  groups?: Group[];
  catalogs?: { id: string; products: Product[] }[];
}

export interface LogLine {
  n: number;
  at: string;
  kind: 'request' | 'webhook';
  title: string;
  status: number;
  code: number;
}

export const kinds = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'template',
  'location',
  'contacts',
  'poll',
  'button',
  'interactive',
  'order',
  'call',
] as const;
