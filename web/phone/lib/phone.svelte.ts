import { get, Refusal, send, upload } from './api.ts';
import { contentOf, underWay } from './inside.ts';
import type {
  Business,
  Chat,
  Config,
  Connect,
  Everything,
  Group,
  LogLine,
  Message,
  Person,
  Product,
  Rule,
} from './types.ts';

const logLength = 60;
// What happens to another message and has no line of its own.
const about = ['reaction', 'edit', 'revoke'];

function put(messages: Message[], message: Message): void {
  const at = messages.findIndex((one) => one.id === message.id);
  if (at < 0) messages.push(message);
  else messages[at] = message;
}

interface Told {
  customer_id: string;
  number_id: string;
  message: Message;
}

interface Logged {
  n: number;
  at: string;
  status: number;
  code?: number;
  method?: string;
  path?: string;
  about?: string;
}

// Everybody outside and the phone one of them holds. The stream tells what happens; a cut or a reset
// is answered by asking for everything again.
class Phone {
  people = $state<Person[]>([]);
  businesses = $state<Business[]>([]);
  config = $state<Config>();
  connect = $state.raw<Connect>();
  rules = $state<Rule[]>([]);
  products = $state.raw<Product[]>([]);
  catalogId = $state('');
  log = $state<LogLine[]>([]);
  groups = $state<Group[]>([]);
  groupId = $state('');
  personId = $state('');
  businessId = $state('');
  ready = $state(false);
  connected = $state(true);
  problem = $state('');
  quoted = $state.raw<Message>();
  editing = $state.raw<Message>();
  // The simulated clock may run ahead of this machine's.
  now = $state(Date.now());
  #ahead = 0;
  #stream: EventSource | undefined;

  person = $derived(this.people.find((one) => one.id === this.personId));
  business = $derived(this.businesses.find((one) => one.id === this.businessId));
  group = $derived(this.groups.find((one) => one.id === this.groupId));
  groupsHere = $derived(this.groups.filter((one) => one.number_id === this.businessId));
  chat = $derived<Chat | undefined>(
    this.group ?? (this.person ? this.chatOf(this.person) : undefined),
  );
  call = $derived(this.chat?.messages.findLast(underWay));
  typing = $derived(Date.parse(this.chat?.typing_until ?? '') > this.now);

  async start(): Promise<void> {
    setInterval(() => (this.now = Date.now() + this.#ahead), 1000);
    await this.refresh();
    this.#listen();
  }

  async refresh(): Promise<void> {
    const all = await get<Everything>('/sim/state');
    this.#ahead = Date.parse(all.now) - Date.now();
    this.now = Date.parse(all.now);
    this.people = all.customers;
    this.businesses = all.numbers;
    this.config = all.config;
    this.connect = all.connect;
    this.rules = all.rules;
    this.catalogId = all.catalogs?.[0]?.id ?? '';
    this.products = all.catalogs?.[0]?.products ?? [];
    this.groups = all.groups ?? [];
    if (!this.group) this.groupId = '';
    if (!this.business) this.businessId = all.current;
    if (!this.person) this.personId = this.people[0]?.id ?? '';
    this.ready = true;
  }

  #listen(): void {
    const stream = (this.#stream = new EventSource('/sim/events'));
    const on = <T>(name: string, take: (data: T) => void): void =>
      stream.addEventListener(name, (event) =>
        take(JSON.parse((event as MessageEvent<string>).data) as T),
      );
    stream.addEventListener('error', () => (this.connected = false));
    on('hello', () => {
      // Whatever happened while the line was down is in the state.
      if (!this.connected) void this.refresh();
      this.connected = true;
    });
    on<Told>('message', (told) => this.#told(told));
    on<Group>('group', (changed) => {
      const at = this.groups.findIndex((one) => one.id === changed.id);
      if (at < 0) this.groups.push(changed);
      else this.groups[at] = changed;
    });
    on<{ group_id: string; message: Message }>('group_message', (told) => {
      const group = this.groups.find((one) => one.id === told.group_id);
      if (group) put(group.messages, told.message);
    });
    on<{ customer_id: string; number_id: string; until: string }>('typing', (told) => {
      const chat = this.#chat(told.customer_id, told.number_id);
      if (chat) chat.typing_until = told.until;
    });
    on<Person>('customer', (changed) => {
      const known = this.people.find((one) => one.id === changed.id);
      if (known) Object.assign(known, changed);
      else this.people.push({ ...changed, chats: {} });
    });
    on<Config>('config', (config) => (this.config = config));
    for (const name of ['reset', 'numbers', 'rules']) on(name, () => void this.refresh());
    on<Logged>('request', (one) =>
      this.#note('request', one, `${one.method ?? ''} ${one.path ?? ''}`),
    );
    on<Logged>('webhook', (one) => this.#note('webhook', one, one.about ?? ''));
  }

  stop(): void {
    this.#stream?.close();
  }

  #note(kind: LogLine['kind'], one: Logged, title: string): void {
    const line = { n: one.n, at: one.at, kind, title, status: one.status, code: one.code ?? 0 };
    this.log = [line, ...this.log.slice(0, logLength - 1)];
  }

  #chat(personId: string, businessId: string): Chat | undefined {
    const person = this.people.find((one) => one.id === personId);
    if (!person) return undefined;
    person.chats[businessId] ??= { messages: [] };
    return person.chats[businessId];
  }

  #told({ customer_id, number_id, message }: Told): void {
    const chat = this.#chat(customer_id, number_id);
    if (!chat) return;
    put(chat.messages, message);
    if (message.mine && !about.includes(message.type))
      chat.window_ends_at = new Date(Date.parse(message.at) + 24 * 3600_000).toISOString();
    // An answer ends the typing.
    if (!message.mine) delete chat.typing_until;
  }

  chatOf(person: Person): Chat | undefined {
    return person.chats[this.businessId];
  }

  /** What this phone shows: nothing that is still on its way to it. */
  shown(person: Person): Message[] {
    return (this.chatOf(person)?.messages ?? []).filter(
      (one) => !about.includes(one.type) && (one.mine || one.shown),
    );
  }

  unread(person: Person): number {
    return this.shown(person).filter((one) => !one.mine && one.state === 'delivered').length;
  }

  /** On its way to a phone that is off. */
  waiting(person: Person): number {
    return (this.chatOf(person)?.messages ?? []).filter(
      (one) => !one.mine && !one.shown && one.state !== 'failed',
    ).length;
  }

  /** The newest reaction of one side to a message. */
  reaction(message: Message, mine: boolean): string {
    const side = mine ? 'customer' : 'business';
    const told = message.reactions?.find((one) => one.from === side);
    if (told) return told.emoji;
    const last = this.#about(message.id, 'reaction', 'message_id').findLast(
      (one) => one.mine === mine,
    );
    return last ? (contentOf<{ emoji?: string }>(last)?.emoji ?? '') : '';
  }

  /** The wording that replaced the first one, if any. */
  edited(id: string): string | undefined {
    const last = this.#about(id, 'edit', 'original_message_id').at(-1);
    if (!last) return undefined;
    const now = contentOf<{ message?: { text?: { body?: string } } & Record<string, unknown> }>(
      last,
    )?.message;
    const file = now?.[String(now['type'])] as { caption?: string } | undefined;
    return now?.text?.body ?? file?.caption ?? '';
  }

  revoked(message: Message): boolean {
    return (
      message.revoked === true ||
      this.#about(message.id, 'revoke', 'original_message_id').length > 0
    );
  }

  #about(id: string, type: string, key: string): Message[] {
    return (this.chat?.messages ?? []).filter(
      (one) => one.type === type && contentOf<Record<string, unknown>>(one)?.[key] === id,
    );
  }

  find(id: string): Message | undefined {
    return this.chat?.messages.find((one) => one.id === id);
  }

  nameOf(id: string): string {
    return this.people.find((one) => one.id === id)?.name ?? '';
  }

  /** Whether this phone wrote it: in a group others do too. */
  wrote(message: Message): boolean {
    return message.mine && (!this.group || !message.from || message.from === this.personId);
  }

  /** The messages on the screen. */
  open(): Message[] {
    if (!this.group) return this.person ? this.shown(this.person) : [];
    return this.group.messages.filter((one) => !about.includes(one.type));
  }

  pickGroup(id: string): void {
    const group = this.groups.find((one) => one.id === id);
    const holder = group?.members.includes(this.personId) ? this.personId : group?.members[0];
    this.pick(holder ?? this.personId);
    this.groupId = id;
  }

  pick(id: string): void {
    this.personId = id;
    this.groupId = '';
    this.quoted = undefined;
    this.editing = undefined;
    this.problem = '';
  }

  /** Does something and keeps what went wrong for the page to say. */
  async attempt(what: () => Promise<unknown>): Promise<boolean> {
    try {
      await what();
      this.problem = '';
      return true;
    } catch (error) {
      this.problem = error instanceof Refusal ? error.code : 'no_connection';
      return false;
    }
  }

  async say(content: object): Promise<boolean> {
    const quoted = this.quoted ? { quoted: this.quoted.id } : {};
    const from = this.group ? { customer: this.personId } : {};
    const body = { number_id: this.businessId, ...from, ...quoted, ...content };
    const to = this.group ? `groups/${this.group.id}` : `customers/${this.personId}`;
    const done = await this.attempt(() => send('POST', `/sim/${to}/messages`, body));
    if (done) this.quoted = undefined;
    return done;
  }

  async sayFile(file: File, text = ''): Promise<boolean> {
    const main = file.type.split('/')[0] ?? '';
    const type =
      file.type === 'image/webp'
        ? 'sticker'
        : ['image', 'video', 'audio'].includes(main)
          ? main
          : 'document';
    return this.attempt(async () => {
      const media_id = await upload(file);
      await this.say({ type, media_id, name: file.name, text });
    });
  }

  async read(): Promise<void> {
    if (!this.person || this.group || this.unread(this.person) === 0) return;
    const body = { number_id: this.businessId };
    await this.attempt(() => send('POST', `/sim/customers/${this.personId}/read`, body));
  }

  /** Rings, answers, declines, hangs up. */
  dial(what: object): Promise<boolean> {
    const body = { number_id: this.businessId, ...what };
    return this.attempt(() => send('POST', `/sim/customers/${this.personId}/calls`, body));
  }

  change(changes: Partial<Person>): Promise<boolean> {
    return this.attempt(() => send('PATCH', `/sim/customers/${this.personId}`, changes));
  }

  configure(changes: Partial<Config>): Promise<boolean> {
    return this.attempt(() => send('POST', '/sim/config', changes));
  }

  async addGroup(name: string, members: string[]): Promise<boolean> {
    return this.attempt(async () => {
      const body = { name, members, number_id: this.businessId };
      const made = await send<Group>('POST', '/sim/groups', body);
      if (!this.groups.some((one) => one.id === made.id)) this.groups.push(made);
      this.pickGroup(made.id);
    });
  }

  async add(name: string, phone: string): Promise<boolean> {
    return this.attempt(async () => {
      const made = await send<Person>('POST', '/sim/customers', { name, phone });
      // The stream may have told already.
      if (!this.people.some((one) => one.id === made.id)) this.people.push({ ...made, chats: {} });
      this.pick(made.id);
    });
  }
}

export const phone = new Phone();
