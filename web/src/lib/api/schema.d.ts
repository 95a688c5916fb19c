// The shapes of /api/v1 as the dashboard uses them, in the layout openapi-typescript gives, so that
// its output can take this file's place.

export interface components {
  schemas: {
    FieldProblem: { field: string; code: string };
    ErrorBody: {
      error: {
        code: string;
        message: string;
        fields?: components['schemas']['FieldProblem'][];
        request_id?: string;
      };
    };
    Role: 'owner' | 'admin' | 'supervisor' | 'agent' | 'analyst';
    Availability: 'online' | 'away' | 'off';
    User: {
      id: string;
      name: string;
      email: string;
      language: string;
      totp_enabled: boolean;
      availability: components['schemas']['Availability'];
    };
    Membership: { id: string; slug: string; name: string; role: components['schemas']['Role'] };
    Session: {
      state: 'signed_in';
      user: components['schemas']['User'];
      workspaces: components['schemas']['Membership'][];
      session_id: string;
      demo: boolean;
      version: string;
    };
    HalfSession: { state: 'totp_required' };
    SetupState: { needed: boolean; languages: string[]; version: string; demo: boolean };
    SetupInput: {
      code: string;
      name: string;
      email: string;
      password: string;
      language: string;
      workspace: {
        name: string;
        slug: string;
        country: string;
        time_zone: string;
        language: string;
      };
    };
    BrowserSession: {
      id: string;
      current: boolean;
      created_at: string;
      last_seen_at: string;
      address: string;
      user_agent: string;
    };
    InvitationPreview: {
      workspace: string;
      email: string;
      role: components['schemas']['Role'];
      existing_user: boolean;
      inviter: string;
    };
    Invitation: {
      id: string;
      email: string;
      role: components['schemas']['Role'];
      created_at: string;
      expires_at: string;
      created_by: string;
    };
    NewInvitation: { id: string; link: string; expires_at: string };
    Workspace: {
      id: string;
      slug: string;
      name: string;
      language: string;
      country: string;
      time_zone: string;
      created_at: string;
      has_sample_data: boolean;
      public_url: string;
      role: components['schemas']['Role'];
      permissions: string[];
    };
    Member: {
      id: string;
      name: string;
      email: string;
      role: components['schemas']['Role'];
      state: 'active' | 'suspended';
      availability: components['schemas']['Availability'];
      last_seen_at: string | null;
    };
    Token: {
      id: string;
      name: string;
      scopes: string[];
      created_at: string;
      expires_at: string | null;
      last_used_at: string | null;
      created_by: string;
      last4: string;
    };
    NewToken: components['schemas']['Token'] & { token: string };
    AuditEntry: {
      id: string;
      at: string;
      actor: components['schemas']['Named'] | null;
      action: string;
      target: string;
      address: string;
      detail: string;
    };
    Named: { id: string; name: string };
    ConversationState: 'open' | 'snoozed' | 'done' | 'spam';
    MessageStatus:
      | 'queued'
      | 'sending'
      | 'sent'
      | 'delivered'
      | 'read'
      | 'played'
      | 'failed'
      | 'needs_attention';
    LabelColour: 'grey' | 'green' | 'blue' | 'purple' | 'pink' | 'red' | 'orange' | 'yellow';
    LabelRef: { id: string; name: string; colour: components['schemas']['LabelColour'] };
    Label: components['schemas']['LabelRef'] & { conversations: number };
    LastMessage: {
      id: string;
      at: string;
      preview: string;
      kind: string;
      by: 'contact' | 'member' | 'note' | 'system' | 'api';
      author_name: string;
      status: components['schemas']['MessageStatus'] | null;
    };
    ReplyWindow: {
      open: boolean;
      ends_at: string | null;
      rule: 'customer_service_24h' | 'always';
    };
    Conversation: {
      id: string;
      state: components['schemas']['ConversationState'];
      unread: number;
      contact: { id: string; name: string; sample: boolean };
      channel: { id: string; kind: string; name: string; state: string };
      assignee: components['schemas']['Named'] | null;
      labels: components['schemas']['LabelRef'][];
      last_message: components['schemas']['LastMessage'] | null;
      waiting_since: string | null;
      window: components['schemas']['ReplyWindow'];
      snoozed_until: string | null;
      has_draft: boolean;
      last_at: string;
      created_at: string;
      updated_at: string;
    };
    Identity: {
      id: string;
      channel: { id: string; kind: string; name: string };
      external_id: string;
      phone: string | null;
      username: string | null;
      profile_name: string | null;
    };
    Contact: {
      id: string;
      name: string;
      email: string | null;
      phone: string | null;
      language: string | null;
      note: string;
      sample: boolean;
      created_at: string;
      last_seen_at: string | null;
      identities: components['schemas']['Identity'][];
      conversation_ids: string[];
    };
    Media: {
      id: string;
      kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
      state: 'waiting' | 'ready' | 'failed' | 'refused';
      mime: string;
      name: string | null;
      bytes: number;
      voice: boolean;
      url: string;
      error: string | null;
    };
    Quoted: {
      id: string | null;
      text: string;
      kind: string;
      direction: string;
      author_name: string;
    };
    MessageError: { code: string; provider_code: string | null; detail: string | null };
    MessageEvent: {
      type: string;
      from?: string;
      to?: string | components['schemas']['Named'];
      until?: string;
    };
    Message: {
      id: string;
      conversation_id: string;
      direction: 'in' | 'out' | 'note' | 'event';
      kind:
        | 'text'
        | 'image'
        | 'video'
        | 'audio'
        | 'document'
        | 'sticker'
        | 'template'
        | 'unsupported'
        | 'event';
      text: string;
      at: string;
      created_at: string;
      author: { kind: 'contact' | 'member' | 'api' | 'system'; name: string } | null;
      status: components['schemas']['MessageStatus'] | null;
      status_at: string | null;
      error: components['schemas']['MessageError'] | null;
      quoted: components['schemas']['Quoted'] | null;
      media: components['schemas']['Media'] | null;
      template: { name: string; language: string; preview: string } | null;
      event: components['schemas']['MessageEvent'] | null;
      unsupported_type: string | null;
      client_id: string | null;
      pricing: { category: string; type: string } | null;
    };
    SendMessage: {
      client_id?: string;
      text?: string;
      media_id?: string;
      quoted_id?: string;
      template?: {
        name: string;
        language: string;
        body?: { name?: string; text: string }[];
        header?: { text: string };
        buttons?: { index: number; sub_type: string; text: string }[];
      };
    };
    Draft: { text: string; mode: 'reply' | 'note'; updated_at: string | null };
    ViewCount: { total: number; unread: number };
    Counts: {
      mine: components['schemas']['ViewCount'];
      unassigned: components['schemas']['ViewCount'];
      open: components['schemas']['ViewCount'];
      snoozed: components['schemas']['ViewCount'];
      done: components['schemas']['ViewCount'];
      spam: components['schemas']['ViewCount'];
    };
    SearchHit: {
      conversation: components['schemas']['Conversation'];
      message: components['schemas']['Message'];
      snippet: { text: string; hit: boolean }[];
    };
    TemplateComponent: {
      type: string;
      format?: string;
      text?: string;
      buttons?: { type: string; text: string; url?: string; phone_number?: string }[];
    };
    Template: {
      id: string;
      channel_id: string;
      name: string;
      language: string;
      category: string;
      status: string;
      components: components['schemas']['TemplateComponent'][];
      parameter_names: string[];
    };
    Check: { name: string; ok: boolean; detail: string };
    Secret: { set: boolean; last4: string | null };
    Channel: {
      id: string;
      kind: 'whatsapp';
      name: string;
      state: 'active' | 'attention' | 'paused' | 'disconnected';
      account: {
        phone_number_id: string;
        waba_id: string;
        display_phone: string | null;
        verified_name: string | null;
        quality: string | null;
      };
      graph_url: string;
      graph_version: string;
      webhook_url: string;
      verify_token?: string;
      access_token: components['schemas']['Secret'];
      app_secret: components['schemas']['Secret'];
      problem: { code: string; detail: string; at: string } | null;
      checks: components['schemas']['Check'][];
      last_event_at: string | null;
      created_at: string;
      sample: boolean;
    };
    NewChannel: {
      kind: 'whatsapp';
      name?: string;
      phone_number_id: string;
      waba_id: string;
      access_token: string;
      app_secret: string;
      graph_url?: string;
      graph_version?: string;
    };
    WebhookEvent: {
      id: string;
      channel_id: string;
      state: 'waiting' | 'done' | 'dead';
      attempts: number;
      error: string | null;
      received_at: string;
      bytes: number;
    };
  };
}

type S = components['schemas'];
type Json<T> = { headers: { [name: string]: unknown }; content: { 'application/json': T } };
type Empty = { headers: { [name: string]: unknown }; content?: never };
type Page<T> = { data: T[]; next: string | null };
type Paging = { cursor?: string; limit?: number };
type Answer<Out> = Out extends void ? { 204: Empty } : { 200: Json<Out> };

type Read<Out, Path = never, Query = never> = {
  parameters: {
    query?: [Query] extends [never] ? never : Query;
    header?: never;
    path: [Path] extends [never] ? { [never: string]: never } : Path;
    cookie?: never;
  };
  requestBody?: never;
  responses: Answer<Out> & { default: Json<S['ErrorBody']> };
};
type ReadPlain<Out, Query = never> = {
  parameters: {
    query?: [Query] extends [never] ? never : Query;
    header?: never;
    path?: never;
    cookie?: never;
  };
  requestBody?: never;
  responses: Answer<Out> & { default: Json<S['ErrorBody']> };
};
type Write<Out, Body, Path = never> = {
  parameters: [Path] extends [never]
    ? { query?: never; header?: never; path?: never; cookie?: never }
    : { query?: never; header?: never; path: Path; cookie?: never };
  requestBody: { content: { 'application/json': Body } };
  responses: Answer<Out> & { default: Json<S['ErrorBody']> };
};
type Act<Out, Path = never> = {
  parameters: [Path] extends [never]
    ? { query?: never; header?: never; path?: never; cookie?: never }
    : { query?: never; header?: never; path: Path; cookie?: never };
  requestBody?: never;
  responses: Answer<Out> & { default: Json<S['ErrorBody']> };
};
type Id = { id: string };

export interface paths {
  '/setup': {
    get: ReadPlain<S['SetupState']>;
    post: Write<S['Session'], S['SetupInput']>;
  };
  '/session': {
    get: ReadPlain<S['Session']>;
    post: Write<
      S['Session'] | S['HalfSession'],
      { email: string; password: string; remember?: boolean }
    >;
    delete: Act<void>;
  };
  '/session/totp': { post: Write<S['Session'], { code: string } | { recovery_code: string }> };
  '/session/confirm': { post: Write<void, { password: string }> };
  '/me': {
    patch: Write<
      S['User'],
      { name?: string; language?: string; availability?: S['Availability'] }
    >;
  };
  '/me/password': { post: Write<void, { current: string; new: string }> };
  '/me/totp': {
    post: Act<{ secret: string; uri: string }>;
    delete: Write<void, { password: string }>;
  };
  '/me/totp/confirm': { post: Write<{ recovery_codes: string[] }, { code: string }> };
  '/sessions': { get: ReadPlain<Page<S['BrowserSession']>>; delete: Act<void> };
  '/sessions/{id}': { delete: Act<void, Id> };
  '/password-reset': { post: Write<void, { token: string; password: string }> };
  '/invitations/{token}': {
    get: Read<S['InvitationPreview'], { token: string }>;
    post: Write<S['Session'], { name?: string; password: string }, { token: string }>;
  };
  '/workspace': {
    get: ReadPlain<S['Workspace']>;
    patch: Write<
      S['Workspace'],
      { name?: string; time_zone?: string; country?: string; language?: string }
    >;
    delete: Write<void, { confirm: string; password: string }>;
  };
  '/workspaces': {
    post: Write<
      S['Workspace'],
      { slug: string; name: string; country?: string; time_zone?: string; language?: string }
    >;
  };
  '/workspace/sample-data': { post: Write<void, { language: string }>; delete: Act<void> };
  '/members': { get: ReadPlain<Page<S['Member']>, Paging> };
  '/members/{id}': {
    patch: Write<S['Member'], { role?: S['Role']; state?: 'active' | 'suspended' }, Id>;
    delete: Act<void, Id>;
  };
  '/invitations': {
    get: ReadPlain<Page<S['Invitation']>, Paging>;
    post: Write<S['NewInvitation'], { email: string; role: S['Role'] }>;
  };
  '/invitations/{id}': { delete: Act<void, Id> };
  '/tokens': {
    get: ReadPlain<Page<S['Token']>, Paging>;
    post: Write<S['NewToken'], { name: string; scopes: string[]; expires_at?: string }>;
  };
  '/tokens/{id}': { delete: Act<void, Id> };
  '/audit': { get: ReadPlain<Page<S['AuditEntry']>, Paging> };
  '/conversations': {
    get: ReadPlain<
      Page<S['Conversation']>,
      Paging & {
        view?: string;
        channel_id?: string;
        label_id?: string;
        assignee_id?: string;
        unread?: boolean;
        window?: 'open' | 'closing' | 'closed';
        sort?: 'newest' | 'waiting' | 'window';
      }
    >;
  };
  '/conversations/counts': { get: ReadPlain<S['Counts']> };
  '/conversations/{conversation_id}': {
    get: Read<S['Conversation'], { conversation_id: string }>;
    patch: Write<
      S['Conversation'],
      {
        state?: S['ConversationState'];
        snoozed_until?: string;
        assignee_id?: string | null;
        label_ids?: string[];
      },
      { conversation_id: string }
    >;
  };
  '/conversations/{conversation_id}/read': { post: Act<S['Conversation'], { conversation_id: string }> };
  '/conversations/{conversation_id}/unread': { post: Act<S['Conversation'], { conversation_id: string }> };
  '/conversations/{conversation_id}/typing': { post: Act<void, { conversation_id: string }> };
  '/conversations/{conversation_id}/messages': {
    get: Read<
      { data: S['Message'][]; next: string | null; previous?: string | null },
      { conversation_id: string },
      Paging & { around?: string; after?: string }
    >;
    post: Write<S['Message'], S['SendMessage'], { conversation_id: string }>;
  };
  '/conversations/{conversation_id}/notes': {
    post: Write<S['Message'], { text: string; client_id?: string }, { conversation_id: string }>;
  };
  '/conversations/{conversation_id}/draft': {
    get: Read<S['Draft'], { conversation_id: string }>;
    put: Write<S['Draft'], { text: string; mode: 'reply' | 'note' }, { conversation_id: string }>;
  };
  '/messages/{message_id}/resend': { post: Act<S['Message'], { message_id: string }> };
  '/messages/{message_id}/raw': { get: Read<{ raw: unknown }, { message_id: string }> };
  '/search': { get: ReadPlain<Page<S['SearchHit']>, Paging & { q: string }> };
  '/media/{media_id}/retry': { post: Act<S['Media'], { media_id: string }> };
  '/templates': { get: ReadPlain<Page<S['Template']>, Paging & { channel_id?: string }> };
  '/channels/{id}/templates/sync': { post: Act<Page<S['Template']>, Id> };
  '/labels': {
    get: ReadPlain<Page<S['Label']>, Paging>;
    post: Write<S['Label'], { name: string; colour: S['LabelColour'] }>;
  };
  '/labels/{id}': {
    patch: Write<S['Label'], { name?: string; colour?: S['LabelColour'] }, Id>;
    delete: Act<void, Id>;
  };
  '/contacts': { get: ReadPlain<Page<S['Contact']>, Paging & { q?: string }> };
  '/contacts/{contact_id}': {
    get: Read<S['Contact'], { contact_id: string }>;
    patch: Write<
      S['Contact'],
      { name?: string;
        email?: string | null;
        phone?: string | null;
        language?: string | null;
        note?: string;
      },
      { contact_id: string }
    >;
  };
  '/channels': {
    get: ReadPlain<Page<S['Channel']>, Paging>;
    post: Write<S['Channel'], S['NewChannel']>;
  };
  '/channels/{id}': {
    get: Read<S['Channel'], Id>;
    patch: Write<
      S['Channel'],
      {
        name?: string;
        access_token?: string;
        app_secret?: string;
        state?: 'active' | 'paused';
        graph_url?: string;
        graph_version?: string;
      },
      Id
    >;
  };
  '/channels/{id}/check': { post: Act<S['Channel'], Id> };
  '/channels/{id}/disconnect': { post: Write<S['Channel'], { keep_history: boolean }, Id> };
  '/events': {
    get: ReadPlain<Page<S['WebhookEvent']>, Paging & { channel_id?: string; state?: string }>;
  };
  '/events/{id}/replay': { post: Act<S['WebhookEvent'], Id> };
}
