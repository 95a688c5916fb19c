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
}

export interface Extra {
  // A template as a phone shows it
  name?: string;
  language?: string;
  header?: {
    format: string;
    text?: string;
    media_id?: string;
    mime?: string;
    link?: string;
    name?: string;
  };
  body?: string;
  footer?: string;
  buttons?: TemplateButton[];
  // Media given by address
  link?: string;
  // A reaction
  message_id?: string;
  emoji?: string;
  // A place
  latitude?: number;
  longitude?: number;
  address?: string;
  // A button that was tapped
  text?: string;
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
  chats: Record<string, Chat>;
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
  early_status: boolean;
  window_sync: boolean;
  wrong_signature: boolean;
  revoked: boolean;
}

export interface Rule {
  id: string;
  match: { route: string; type: string; nth: number; times: number; probability: number };
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
] as const;
