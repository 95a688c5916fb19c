// A transcript as elements: for a file of its own, or for paper. Built of text nodes only, so what a
// customer wrote stays words.
import type { Conversation, Media, Message } from '$lib/api/types.ts';
import { i18n, t } from '$lib/i18n';
import { plainText } from '$lib/ui/message-format.ts';
import { eventWords } from '../thread/event-words.ts';
import { kindWord, statusWords } from '../words.ts';
import type { Gathered } from './gather.ts';
import style from './sheet.css?inline';

const pictures = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

type Child = Node | string | undefined | false;

function element(name: string, look: string, ...children: Child[]): HTMLElement {
  const made = document.createElement(name);
  if (look) made.className = look;
  for (const child of children) if (child !== undefined && child !== false) made.append(child);
  return made;
}

/** What somebody wrote, in its own direction. */
function words(name: string, look: string, text: string): HTMLElement {
  const made = element(name, look, text);
  made.dir = 'auto';
  return made;
}

function time(at: string): HTMLElement {
  const made = element('time', '', i18n.fmt.time(new Date(at)));
  made.setAttribute('datetime', at);
  return made;
}

function fileOf(media: Media, files: Gathered['files']): HTMLElement {
  const word = kindWord(media.kind);
  const name = media.name || (word ? t(word) : media.mime);
  const address = files.get(media.id);
  const size = i18n.fmt.bytes(media.bytes);
  if (address === undefined)
    return element(
      'p',
      'file',
      words('span', '', name),
      ` · ${size} · ${t('compose.file_left_out')}`,
    );
  if (pictures.includes(media.mime)) {
    const picture = document.createElement('img');
    picture.src = address;
    picture.alt = name;
    return element('p', 'file', picture);
  }
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.dir = 'auto';
  link.textContent = name;
  return element('p', 'file', link, ` · ${size}`);
}

function authorOf(message: Message, conversation: Conversation): string {
  if (message.direction === 'in' && !conversation.group) return conversation.contact.name;
  if (message.author?.kind === 'phone') return t('inbox.from_phone');
  if (message.author?.kind === 'app') return t('inbox.from_app');
  return message.author?.name ?? '';
}

function textOf(message: Message): string {
  const { template } = message;
  if (template)
    return [
      template.header,
      template.preview,
      template.footer,
      ...template.buttons.map((each) => `[${each.text}]`),
    ]
      .filter(Boolean)
      .join('\n');
  if (message.kind === 'unsupported')
    return t('inbox.unsupported', { type: message.unsupported_type ?? '?' });
  const word = kindWord(message.kind);
  return message.text || (message.media || !word ? '' : t(word));
}

function entry(
  message: Message,
  conversation: Conversation,
  files: Gathered['files'],
): HTMLElement {
  if (message.direction === 'event')
    return element('p', 'event', words('span', '', eventWords(message)), ' · ', time(message.at));
  const made = element('article', message.direction);
  const said = textOf(message);
  made.append(
    element(
      'p',
      'who',
      words('b', '', authorOf(message, conversation)),
      message.direction === 'note' && ` · ${t('inbox.only_team')}`,
      ' · ',
      time(message.at),
      message.edited_at !== null && ` · ${t('inbox.edited')}`,
      message.status !== null && ` · ${t(statusWords[message.status])}`,
    ),
  );
  if (message.revoked_at) made.append(element('p', 'gone', t('inbox.taken_back')));
  if (message.quoted)
    made.append(words('blockquote', '', plainText(message.quoted.text) || t('inbox.quote_lost')));
  if (message.media) made.append(fileOf(message.media, files));
  if (said) made.append(words('p', 'text', said));
  const signs = message.reactions.map((each) => each.emoji).join(' ');
  if (signs) made.append(element('p', 'signs', signs));
  return made;
}

export function makeSheet(conversation: Conversation, gathered: Gathered): HTMLElement {
  const { messages, files } = gathered;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const sheet = element(
    'div',
    'transcript',
    element(
      'header',
      '',
      words('h1', '', conversation.contact.name),
      element(
        'p',
        '',
        words('span', '', conversation.channel.name),
        ` · ${t('compose.message_count', { count: messages.length })}`,
        ` · ${t('compose.made_at', { at: i18n.fmt.dateTime(new Date()), zone })}`,
      ),
    ),
  );
  let day = '';
  for (const message of messages) {
    const at = i18n.fmt.date(new Date(message.at));
    if (at !== day) sheet.append(element('h2', '', at));
    day = at;
    sheet.append(entry(message, conversation, files));
  }
  if (messages.length === 0) sheet.append(element('p', 'event', t('compose.nothing_said')));
  return sheet;
}

/** A page that stands alone: it loads nothing and runs nothing. */
export function asPage(sheet: HTMLElement, title: string): string {
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = i18n.language;
  page.documentElement.dir = document.documentElement.dir;
  const meta = (attributes: Record<string, string>): void => {
    const made = page.createElement('meta');
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    page.head.append(made);
  };
  meta({
    'http-equiv': 'Content-Security-Policy',
    content: "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
  });
  meta({ name: 'viewport', content: 'width=device-width' });
  const charset = page.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  page.head.prepend(charset);
  page.body.append(page.importNode(sheet, true));
  // Added as text: our own content security policy holds for the elements of this document too.
  const text = new XMLSerializer()
    .serializeToString(page.documentElement)
    .replace('</head>', () => `<style>${style}</style></head>`);
  return `<!doctype html>\n${text}\n`;
}

export function asJson(conversation: Conversation, gathered: Gathered): string {
  const { messages, files } = gathered;
  return JSON.stringify(
    {
      exported_at: new Date().toISOString(),
      conversation,
      messages,
      files: Object.fromEntries(files),
    },
    null,
    2,
  );
}
