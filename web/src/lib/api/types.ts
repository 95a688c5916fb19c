// The server's own names for what it sends, as the dashboard says them.
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

/** What can go wrong between here and the server, beside what the server itself says. */
type OwnCode = 'offline' | 'cancelled';
export type ErrorCode = Schemas['RefusalCode'] | OwnCode;
export type FieldCode = Schemas['FieldCode'];
export type SendErrorCode = Schemas['SendErrorCode'];
export type ErrorBody = { error: Omit<Schemas['RefusalDetail'], 'code'> & { code: ErrorCode } };

export type Role = Schemas['Role'];
export type Language = Schemas['Language'];
export type Availability = Schemas['Availability'];
export type User = Schemas['User'];
export type Membership = Schemas['Membership'];
export type Session = Schemas['Session'];
export type SetupState = Schemas['SetupState'];
export type SetupInput = Schemas['SetUp'];
export type BrowserSession = Schemas['BrowserSession'];
export type InvitationPreview = Schemas['InvitationPreview'];
export type Invitation = Schemas['Invitation'];
export type NewInvitation = Schemas['NewInvitation'];
export type Workspace = Schemas['Workspace'];
export type Member = Schemas['Member'];
export type Token = Schemas['Token'];
export type NewToken = Schemas['NewToken'];
export type AuditEntry = Schemas['AuditEntry'];
export type ConversationState = Schemas['ConversationState'];
export type MessageStatus = Schemas['MessageStatus'];
export type LabelColour = Schemas['LabelColour'];
export type Label = Schemas['Label'];
export type LabelRef = Schemas['LabelRef'];
export type LastMessage = Schemas['LastMessage'];
export type ReplyWindow = Schemas['ReplyWindow'];
export type Conversation = Schemas['Conversation'];
export type Contact = Schemas['Contact'];
export type Identity = Schemas['Identity'];
export type Media = Schemas['Media'];
export type MediaKind = Schemas['MediaKind'];
export type Quoted = Schemas['QuotedMessage'];
export type Message = Schemas['Message'];
export type SendMessage = Schemas['SendMessage'];
export type Draft = Schemas['Draft'];
export type DraftMode = Schemas['DraftMode'];
export type ViewCount = Schemas['ViewCount'];
export type Counts = Schemas['Counts'];
export type SearchHit = Schemas['SearchHit'];
export type Template = Schemas['Template'];
export type TemplateComponent = Schemas['TemplateComponent'];
export type Check = Schemas['Check'];
export type Channel = Schemas['Channel'];
export type ChannelTraits = Schemas['ChannelTraits'];
export type NewChannel = Schemas['ConnectChannel'];
export type WebhookEvent = Schemas['WebhookEvent'];
