-- What the files of a data folder look like now. Fresh files are made from this page; older ones
-- reach the same state through src/db/migrations, and a test compares the two.
-- Times are milliseconds UTC and end in _at. Ids of a table are never used twice (AUTOINCREMENT):
-- they are in links, logs and sealed values.

-- part: control
-- control.db: who may come in, which workspaces exist and how their keys are wrapped.

CREATE TABLE setting (
    name        TEXT    PRIMARY KEY,
    value       TEXT    NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    email           TEXT    NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    name            TEXT    NOT NULL,
    password        TEXT,                                -- Argon2id; absent until an invitation is taken up
    language        TEXT    NOT NULL DEFAULT 'en',
    availability    TEXT    NOT NULL DEFAULT 'online' CHECK (availability IN ('online', 'away', 'off')),
    state           TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
    operator        INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),   -- may create workspaces
    totp_seed       BLOB,                                -- sealed; asked for at sign-in once it is here
    totp_pending    BLOB,                                -- sealed; waits for its first right code
    totp_last_step  INTEGER NOT NULL DEFAULT 0,          -- each step counts once
    created_at      INTEGER NOT NULL,
    last_seen_at    INTEGER
) STRICT;

CREATE TABLE recovery_code (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    code_hash   BLOB    NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    used_at     INTEGER
) STRICT;
CREATE INDEX recovery_code_of_user ON recovery_code (user_id);

CREATE TABLE workspace (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    slug              TEXT    NOT NULL UNIQUE CHECK (slug NOT GLOB '*[^a-z0-9-]*' AND length(slug) BETWEEN 2 AND 40),
    name              TEXT    NOT NULL,
    language          TEXT    NOT NULL DEFAULT 'en',
    country           TEXT    NOT NULL DEFAULT '',
    time_zone         TEXT    NOT NULL DEFAULT 'UTC',
    state             TEXT    NOT NULL DEFAULT 'creating' CHECK (state IN ('creating', 'active', 'deleting')),
    file              TEXT    NOT NULL UNIQUE CHECK (length(file) = 32 AND file NOT GLOB '*[^0-9a-f]*'),
    file_key_version  INTEGER NOT NULL DEFAULT 1,         -- the data key that opens the file
    key_version       INTEGER NOT NULL DEFAULT 1,         -- the data key that seals new values
    has_sample_data   INTEGER NOT NULL DEFAULT 0 CHECK (has_sample_data IN (0, 1)),
    created_at        INTEGER NOT NULL,
    agent_sight       TEXT    NOT NULL DEFAULT 'all' CHECK (agent_sight IN ('own', 'team', 'all')),
    agent_phones      INTEGER NOT NULL DEFAULT 1 CHECK (agent_phones IN (0, 1)),     -- agents see numbers whole
    only_assignee     INTEGER NOT NULL DEFAULT 0 CHECK (only_assignee IN (0, 1)),    -- only the assignee answers
    require_totp      INTEGER NOT NULL DEFAULT 0 CHECK (require_totp IN (0, 1))      -- nobody in without a second factor
) STRICT;
CREATE INDEX workspace_state ON workspace (state);

-- Data keys, wrapped by the root key. The file is rekeyed when key_version is ahead of
-- file_key_version; a version nobody uses any more is deleted.
CREATE TABLE workspace_key (
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    version       INTEGER NOT NULL CHECK (version BETWEEN 1 AND 4294967295),
    wrapped       BLOB    NOT NULL,
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, version)
) STRICT, WITHOUT ROWID;

-- A role that was made in a workspace, beside the built-in ones.
CREATE TABLE role (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    name          TEXT    NOT NULL COLLATE NOCASE,
    permissions   TEXT    NOT NULL CHECK (json_valid(permissions)),
    sight         TEXT    NOT NULL CHECK (sight IN ('own', 'team', 'all')),
    phones        INTEGER NOT NULL CHECK (phones IN (0, 1)),
    created_at    INTEGER NOT NULL,
    UNIQUE (workspace_id, name)
) STRICT;

CREATE TABLE membership (
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    user_id       INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'agent', 'analyst', 'custom')),
    role_id       INTEGER REFERENCES role (id),          -- of 'custom'
    state         TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended')),
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    CHECK ((role = 'custom') = (role_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_of_role ON membership (role_id) WHERE role_id IS NOT NULL;
CREATE INDEX membership_of_user ON membership (user_id);
CREATE INDEX membership_owner ON membership (role, workspace_id) WHERE role = 'owner';

CREATE TABLE invitation (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    email         TEXT    NOT NULL CHECK (email = lower(email)),
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'agent', 'analyst', 'custom')),
    role_id       INTEGER REFERENCES role (id) ON DELETE CASCADE,
    token_hash    BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    state         TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'withdrawn')),
    created_by    INTEGER REFERENCES user (id) ON DELETE SET NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    CHECK ((role = 'custom') = (role_id IS NOT NULL))
) STRICT;
CREATE INDEX invitation_of_role ON invitation (role_id) WHERE role_id IS NOT NULL;
CREATE UNIQUE INDEX invitation_open ON invitation (workspace_id, email) WHERE state = 'open';
CREATE INDEX invitation_of_workspace ON invitation (workspace_id, id);
CREATE INDEX invitation_by_user ON invitation (created_by);

-- A browser that signed in. 'half' waits for its second factor and may do nothing else.
CREATE TABLE session (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id       INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    token_hash    BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    state         TEXT    NOT NULL CHECK (state IN ('half', 'full')),
    created_at    INTEGER NOT NULL,                      -- absolute time-out counts from here
    last_seen_at  INTEGER NOT NULL,                      -- idle time-out counts from here
    confirmed_at  INTEGER NOT NULL,                      -- the password was last entered
    address       TEXT    NOT NULL DEFAULT '',
    user_agent    TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_of_user ON session (user_id, id);
CREATE INDEX session_seen ON session (last_seen_at);

-- A browser that signed in before and asked to be remembered. It proves nothing; it only has an
-- allowance of sign-in attempts of its own, so that guessing by others cannot lock the owner out.
CREATE TABLE device (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    token_hash  BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX device_of_user ON device (user_id);
CREATE INDEX device_created ON device (created_at);

CREATE TABLE api_token (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    name          TEXT    NOT NULL,
    token_hash    BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    last4         TEXT    NOT NULL CHECK (length(last4) = 4),
    scopes        TEXT    NOT NULL CHECK (json_valid(scopes)),
    addresses     TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(addresses)),   -- empty: from anywhere
    created_by    INTEGER REFERENCES user (id) ON DELETE SET NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER,
    last_used_at  INTEGER
) STRICT;
CREATE INDEX api_token_of_workspace ON api_token (workspace_id, id);
CREATE INDEX api_token_by_user ON api_token (created_by);

-- One-time links: the first start's setup link, and password resets made by the operator.
CREATE TABLE link_token (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT    NOT NULL CHECK (kind IN ('setup', 'reset')),
    user_id     INTEGER REFERENCES user (id) ON DELETE CASCADE,
    token_hash  BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    CHECK ((kind = 'reset') = (user_id IS NOT NULL))
) STRICT;
CREATE INDEX link_token_of_user ON link_token (user_id);
CREATE INDEX link_token_kind ON link_token (kind);

-- Which workspace and channel a webhook address or a provider's account belongs to.
CREATE TABLE channel_route (
    key           TEXT    PRIMARY KEY,
    kind          TEXT    NOT NULL,
    account       TEXT    NOT NULL,
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    channel_id    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    UNIQUE (kind, account),
    UNIQUE (workspace_id, channel_id)
) STRICT, WITHOUT ROWID;

-- Somebody asked a provider to have us delete what they gave us. The code shows them how far it is;
-- who they are is not kept.
CREATE TABLE deletion (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    code_hash    BLOB    NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    state        TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done')),
    targets      TEXT    NOT NULL CHECK (json_valid(targets)),   -- [workspace, channel]; none once done
    requested_at INTEGER NOT NULL,
    done_at      INTEGER
) STRICT;
CREATE INDEX deletion_waiting ON deletion (id) WHERE state = 'waiting';
CREATE INDEX deletion_done ON deletion (done_at) WHERE state = 'done';

-- How often something that may be guessed went wrong, for one account, address, device or all.
CREATE TABLE attempt (
    bucket         TEXT    PRIMARY KEY,
    failures       INTEGER NOT NULL,
    first_at       INTEGER NOT NULL,
    last_at        INTEGER NOT NULL,
    blocked_until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_last ON attempt (last_at);

-- Who did what. Rows of deleted workspaces and users stay, so nothing here is a foreign key.
CREATE TABLE audit (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    at            INTEGER NOT NULL,
    workspace_id  INTEGER,
    user_id       INTEGER,
    actor         TEXT    NOT NULL DEFAULT '',
    action        TEXT    NOT NULL,
    target        TEXT    NOT NULL DEFAULT '',
    address       TEXT    NOT NULL DEFAULT '',
    detail        TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_of_workspace ON audit (workspace_id, id);
CREATE INDEX audit_of_user ON audit (workspace_id, user_id, id);
-- What stands before the full stop of an action: all about members, channels, sign-in.
CREATE INDEX audit_of_subject ON audit (workspace_id, substr(action, 1, instr(action, '.') - 1), id);
CREATE TRIGGER audit_keeps_what_it_says BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_keeps_its_rows BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

-- Moves whenever somebody may do less than before; open event streams are then looked at again.
CREATE TABLE rights (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    version  INTEGER NOT NULL
) STRICT;
CREATE TRIGGER rights_session_ended AFTER DELETE ON session
BEGIN
    INSERT INTO rights (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER rights_token_revoked AFTER DELETE ON api_token
BEGIN
    INSERT INTO rights (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER rights_member_changed AFTER UPDATE OF role, role_id, state ON membership
BEGIN
    INSERT INTO rights (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER rights_member_removed AFTER DELETE ON membership
BEGIN
    INSERT INTO rights (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER rights_user_changed AFTER UPDATE OF state ON user
BEGIN
    INSERT INTO rights (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER rights_role_changed AFTER UPDATE OF permissions, sight, phones ON role
BEGIN
    INSERT INTO rights (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1;
END;
CREATE TRIGGER rights_workspace_changed AFTER UPDATE OF state, agent_sight, agent_phones, require_totp ON workspace
BEGIN
    INSERT INTO rights (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1;
END;

-- part: workspace
-- One file for each workspace; everything a business has. No table here has a workspace_id.
-- Row numbers start at a random base of the workspace (sqlite_sequence), so that an id of another
-- workspace is not found here, and are never used twice.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A channel account: one WhatsApp number, one bot, one page. Credentials are sealed once more.
CREATE TABLE channel (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('active', 'attention', 'paused', 'disconnected')),
    account         TEXT    NOT NULL,              -- the provider's id, e.g. phone_number_id
    parent          TEXT    NOT NULL DEFAULT '',   -- the account above it, e.g. the WABA
    webhook_key     TEXT    NOT NULL UNIQUE,
    verify_token    BLOB    NOT NULL,              -- sealed
    access_token    BLOB,                          -- sealed; NULL once disconnected
    app_secret      BLOB,                          -- sealed; NULL once disconnected
    settings        TEXT    NOT NULL DEFAULT '{}', -- graph_url, graph_version, callback_url
    profile         TEXT    NOT NULL DEFAULT '{}', -- what the provider last said of it
    checks          TEXT    NOT NULL DEFAULT '[]', -- result of the last live check
    problem_code    TEXT,
    problem_detail  TEXT,
    problem_at      INTEGER,
    last_event_at   INTEGER,
    created_at      INTEGER NOT NULL,
    disconnected_at INTEGER,
    history         TEXT,                          -- JSON: how much of the phone app's memory came
    sample          INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX channel_account ON channel (kind, account) WHERE state <> 'disconnected';

-- The history of a disconnected channel on its way out: a job takes it away in small turns, and
-- this says how far it is. Such a channel is never connected again; its account gets a new one.
CREATE TABLE removal (
    channel_id  INTEGER PRIMARY KEY REFERENCES channel,
    state       TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
    total       INTEGER NOT NULL DEFAULT 0,        -- conversations there were when it began
    done        INTEGER NOT NULL DEFAULT 0,        -- of these
    asked_at    INTEGER NOT NULL,
    ended_at    INTEGER
) STRICT;

-- A number on its way in. Its secrets are forgotten once the channel has them, the row after a week.
CREATE TABLE onboarding (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    lane         TEXT    NOT NULL CHECK (lane IN ('token', 'signup')),
    done         INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    access_token BLOB,                             -- sealed
    app_secret   BLOB,                             -- sealed
    progress     TEXT    NOT NULL DEFAULT '{}',    -- JSON: steps, what was found and chosen
    channel_id   INTEGER REFERENCES channel,
    busy_until   INTEGER NOT NULL DEFAULT 0,       -- somebody runs its steps
    created_by   INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE contact (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT    NOT NULL DEFAULT '',
    kind         TEXT    NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'group', 'merged')),
    merged_into  INTEGER REFERENCES contact ON DELETE CASCADE, -- who goes on for one that is merged
    named_by     TEXT    NOT NULL DEFAULT 'channel' CHECK (named_by IN ('channel', 'book', 'member')),
    named_at     INTEGER NOT NULL DEFAULT 0,       -- when the address book or the group got the name
    phone        TEXT,                             -- E.164 digits; may be absent and may change
    email        TEXT,
    language     TEXT,
    time_zone    TEXT,                             -- of the IANA list
    last_seen_at INTEGER,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    sample       INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)),
    CHECK ((kind = 'merged') = (merged_into IS NOT NULL))
) STRICT;
-- The orders a list of people comes in, and what it is narrowed by.
CREATE INDEX contact_name ON contact (name COLLATE NOCASE) WHERE kind = 'person';
CREATE INDEX contact_seen ON contact (COALESCE(last_seen_at, 0)) WHERE kind = 'person';
CREATE INDEX contact_created ON contact (created_at) WHERE kind = 'person';
CREATE INDEX contact_language ON contact (language COLLATE NOCASE)
 WHERE kind = 'person' AND language IS NOT NULL;
CREATE INDEX contact_phone ON contact (phone) WHERE kind = 'person' AND phone IS NOT NULL;
CREATE INDEX contact_email ON contact (email COLLATE NOCASE)
 WHERE kind = 'person' AND email IS NOT NULL;
CREATE INDEX contact_sample ON contact (id) WHERE sample = 1;
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into IS NOT NULL;

-- Who a person is on one channel account. The channel's own id is the key, never the phone.
CREATE TABLE identity (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id   INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    channel_id   INTEGER NOT NULL REFERENCES channel,
    external_id  TEXT    NOT NULL,
    phone        TEXT,
    username     TEXT,
    profile_name TEXT    NOT NULL DEFAULT '',
    kind         TEXT    NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'group')),
    marketing    TEXT    NOT NULL DEFAULT 'unknown' CHECK (marketing IN ('unknown', 'allowed', 'stopped')),
    marketing_at INTEGER,                          -- when the person decided
    created_at   INTEGER NOT NULL,
    UNIQUE (channel_id, external_id)
) STRICT;
CREATE INDEX identity_contact ON identity (contact_id);
CREATE INDEX identity_phone ON identity (channel_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX identity_channel ON identity (channel_id, contact_id) WHERE kind = 'person';
CREATE INDEX identity_marketing ON identity (marketing, contact_id) WHERE marketing <> 'unknown';

-- Who is in a group, as far as it was told or they wrote there.
CREATE TABLE group_member (
    identity_id INTEGER NOT NULL REFERENCES identity ON DELETE CASCADE,  -- the group
    contact_id  INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    here        INTEGER NOT NULL CHECK (here IN (0, 1)),
    at          INTEGER NOT NULL,
    PRIMARY KEY (identity_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_contact ON group_member (contact_id);

-- Who goes by another id or number now. The provider may tell it before anybody of either name
-- wrote, and somebody's last words under the old name may come after it.
CREATE TABLE moved (
    channel_id INTEGER NOT NULL REFERENCES channel,
    old_id     TEXT    NOT NULL,
    new_id     TEXT    NOT NULL,
    old_phone  TEXT,
    new_phone  TEXT,
    at         INTEGER NOT NULL,
    told_by    TEXT    NOT NULL,                   -- the provider's id of the news
    told       INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),  -- there is a line in the thread
    PRIMARY KEY (channel_id, old_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moved_to ON moved (channel_id, new_id);

CREATE VIRTUAL TABLE contact_text USING fts5 (
    name, phone, email, username,
    content = '', contentless_delete = 1, tokenize = 'trigram'
);

CREATE TABLE label (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL COLLATE NOCASE UNIQUE,
    colour     TEXT    NOT NULL CHECK (colour IN ('grey', 'green', 'blue', 'purple', 'pink', 'red', 'orange', 'yellow')),
    created_at INTEGER NOT NULL,
    sample     INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1))
) STRICT;

-- Ways of looking at the inbox that somebody kept. `user_id` 0: everybody's.
CREATE TABLE saved_view (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL,
    name       TEXT    NOT NULL COLLATE NOCASE,
    query      TEXT    NOT NULL,                    -- as GET /conversations is asked
    created_at INTEGER NOT NULL,
    UNIQUE (user_id, name)
) STRICT;

-- What is written again and again. `team_id` 0: everybody's; `language` empty: any.
CREATE TABLE saved_reply (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    shortcut   TEXT    NOT NULL COLLATE NOCASE,     -- what is typed after the slash
    language   TEXT    NOT NULL DEFAULT '',
    team_id    INTEGER NOT NULL DEFAULT 0,
    body       TEXT    NOT NULL DEFAULT '',         -- with {{variables}}
    buttons    TEXT    NOT NULL DEFAULT '[]',       -- JSON: what is written on them
    uses       INTEGER NOT NULL DEFAULT 0,
    used_at    INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (shortcut, language, team_id)
) STRICT;

-- People carry labels of the same set as conversations do.
CREATE TABLE contact_label (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    label_id   INTEGER NOT NULL REFERENCES label ON DELETE CASCADE,
    PRIMARY KEY (contact_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_label_people ON contact_label (label_id, contact_id);

CREATE TABLE contact_note (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    author_id  INTEGER NOT NULL DEFAULT 0,         -- user id in control; 0 is no member
    body       TEXT    NOT NULL,
    pinned     INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    created_at INTEGER NOT NULL,
    edited_at  INTEGER
) STRICT;
CREATE INDEX contact_note_of ON contact_note (contact_id, pinned DESC, id DESC);

-- What people agreed to and took back: rows are added and never changed, the newest counts.
CREATE TABLE consent (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    channel    TEXT    NOT NULL,
    purpose    TEXT    NOT NULL CHECK (purpose IN ('marketing', 'updates')),
    decision   TEXT    NOT NULL CHECK (decision IN ('given', 'withdrawn')),
    source     TEXT    NOT NULL CHECK (source IN ('channel', 'conversation', 'form', 'phone', 'paper', 'other')),
    proof      TEXT    NOT NULL DEFAULT '',
    at         INTEGER NOT NULL,                   -- when the person decided
    created_by INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_of ON consent (contact_id, at DESC, id DESC);
CREATE TRIGGER consent_keeps_what_it_says
BEFORE UPDATE OF channel, purpose, decision, source, proof, at, created_by, created_at ON consent
BEGIN
    SELECT RAISE(ABORT, 'consent is append-only');
END;

-- What a business keeps of people beyond what everybody does.
CREATE TABLE field (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL COLLATE NOCASE UNIQUE,
    kind       TEXT    NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'yes_no', 'link')),
    choices    TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(choices)),
    position   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE contact_value (
    contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    field_id   INTEGER NOT NULL REFERENCES field,
    text       TEXT    NOT NULL CHECK (text <> ''), -- in the one way its kind is written
    number     REAL,                                -- of fields of numbers
    PRIMARY KEY (contact_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_value_text ON contact_value (field_id, text COLLATE NOCASE, contact_id);
CREATE INDEX contact_value_number ON contact_value (field_id, number, contact_id) WHERE number IS NOT NULL;

-- Two contacts that turned out to be one person, with what is needed to part them again: what moved,
-- and what the one that stayed was before and after (contacts/merge/merge_store.cpp writes it).
CREATE TABLE contact_merge (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kept       INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    gone       INTEGER NOT NULL UNIQUE REFERENCES contact ON DELETE CASCADE,
    moved      TEXT    NOT NULL CHECK (json_valid(moved)),
    created_by INTEGER NOT NULL DEFAULT 0,         -- user id in control; 0 is no member
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_merge_kept ON contact_merge (kept, id DESC);

-- A filter of people with a name.
CREATE TABLE segment (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL COLLATE NOCASE UNIQUE,
    conditions TEXT    NOT NULL CHECK (json_valid(conditions)),
    created_by INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- One for each person and channel account, for good: done ones reopen when the person writes again.
CREATE TABLE conversation (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id      INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
    identity_id     INTEGER NOT NULL UNIQUE REFERENCES identity ON DELETE CASCADE,
    channel_id      INTEGER NOT NULL REFERENCES channel,
    state           TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'snoozed', 'done', 'spam')),
    assignee_id     INTEGER NOT NULL DEFAULT 0,     -- user id in control; 0 is nobody
    unread          INTEGER NOT NULL DEFAULT 0 CHECK (unread >= 0),
    waiting_since   INTEGER,                        -- first unanswered message of the customer
    last_inbound_at INTEGER,                        -- the channel's own time; opens the reply window
    snoozed_until   INTEGER,                        -- NULL with snoozed: until the customer writes
    priority        INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 4),  -- 0 none, 4 urgent
    last_message_id INTEGER,
    last_at         INTEGER NOT NULL,               -- sorts the inbox
    preview         TEXT    NOT NULL DEFAULT '',
    preview_kind    TEXT    NOT NULL DEFAULT 'text',
    preview_by      TEXT    NOT NULL DEFAULT 'contact',
    preview_author  INTEGER NOT NULL DEFAULT 0,
    preview_status  TEXT,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    CHECK (state = 'snoozed' OR snoozed_until IS NULL)
) STRICT;
-- Behind the columns a page walks along stand those its filters ask for: passing over a row then
-- costs no look at the table.
CREATE INDEX conversation_newest ON conversation (state, last_at DESC, id DESC, last_inbound_at, priority);
CREATE INDEX conversation_mine ON conversation (assignee_id, state, last_at DESC, id DESC, last_inbound_at, channel_id, priority);
CREATE INDEX conversation_channel ON conversation (channel_id, state, last_at DESC, id DESC, last_inbound_at, priority);
CREATE INDEX conversation_contact ON conversation (contact_id);
-- Few have a priority; a message to one that has none costs nothing here.
CREATE INDEX conversation_priority ON conversation (state, priority DESC, last_at DESC, id DESC, assignee_id, channel_id, last_inbound_at, unread) WHERE priority > 0;
CREATE INDEX conversation_snoozed ON conversation (snoozed_until) WHERE state = 'snoozed';
CREATE INDEX conversation_waiting ON conversation (state, waiting_since, id, assignee_id, channel_id, priority) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversation_window ON conversation (state, last_inbound_at, id, assignee_id, channel_id, priority) WHERE last_inbound_at IS NOT NULL;
CREATE INDEX conversation_unread ON conversation (state, last_at DESC, id DESC, assignee_id, channel_id, last_inbound_at, priority) WHERE unread > 0;

-- Carries what the inbox sorts and filters by, so that a page of a label walks one index however
-- many conversations have it.
CREATE TABLE conversation_label (
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    label_id        INTEGER NOT NULL REFERENCES label ON DELETE CASCADE,
    state           TEXT    NOT NULL,
    last_at         INTEGER NOT NULL,
    assignee_id     INTEGER NOT NULL,
    channel_id      INTEGER NOT NULL,
    priority        INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_label_newest ON conversation_label (label_id, state, last_at DESC, conversation_id DESC, assignee_id, channel_id, priority);
CREATE INDEX conversation_label_priority ON conversation_label (label_id, state, priority, last_at DESC, conversation_id DESC, assignee_id, channel_id) WHERE priority > 0;
CREATE TRIGGER conversation_relabelled AFTER UPDATE OF state, last_at, assignee_id, channel_id, priority ON conversation
WHEN old.state <> new.state OR old.last_at <> new.last_at OR old.assignee_id <> new.assignee_id OR old.channel_id <> new.channel_id OR old.priority <> new.priority BEGIN
    UPDATE conversation_label
       SET state = new.state, last_at = new.last_at, assignee_id = new.assignee_id, channel_id = new.channel_id, priority = new.priority
     WHERE conversation_id = new.id;
END;

-- How many conversations stand where, and how many of them have something unread. Kept by triggers
-- so that the counts beside the views cost a handful of rows, not a scan.
CREATE TABLE inbox_count (
    state       TEXT    NOT NULL,
    assignee_id INTEGER NOT NULL,
    total       INTEGER NOT NULL DEFAULT 0,
    unread      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (state, assignee_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER conversation_counted AFTER INSERT ON conversation BEGIN
    INSERT INTO inbox_count (state, assignee_id, total, unread)
    VALUES (new.state, new.assignee_id, 1, new.unread > 0)
    ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread;
END;
CREATE TRIGGER conversation_recounted AFTER UPDATE OF state, assignee_id, unread ON conversation
WHEN old.state <> new.state OR old.assignee_id <> new.assignee_id OR (old.unread > 0) <> (new.unread > 0) BEGIN
    UPDATE inbox_count SET total = total - 1, unread = unread - (old.unread > 0)
     WHERE state = old.state AND assignee_id = old.assignee_id;
    INSERT INTO inbox_count (state, assignee_id, total, unread)
    VALUES (new.state, new.assignee_id, 1, new.unread > 0)
    ON CONFLICT DO UPDATE SET total = total + 1, unread = unread + excluded.unread;
END;
CREATE TRIGGER conversation_uncounted AFTER DELETE ON conversation BEGIN
    UPDATE inbox_count SET total = total - 1, unread = unread - (old.unread > 0)
     WHERE state = old.state AND assignee_id = old.assignee_id;
END;

-- What a member is told of: a conversation given to them, a note that names them.
CREATE TABLE notification (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id         INTEGER NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('assigned', 'mentioned')),
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    message_id      INTEGER,                        -- the note
    author_kind     TEXT    NOT NULL CHECK (author_kind IN ('member', 'api', 'system')),
    author_id       INTEGER NOT NULL DEFAULT 0,
    at              INTEGER NOT NULL,
    read_at         INTEGER
) STRICT;
CREATE INDEX notification_user ON notification (user_id, id);
CREATE INDEX notification_unread ON notification (user_id, id) WHERE read_at IS NULL;
CREATE INDEX notification_conversation ON notification (conversation_id, user_id);
CREATE INDEX notification_age ON notification (at);
-- What a member does not want to be told of.
CREATE TABLE notification_muted (
    user_id INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;

-- Messages for later. Each becomes a message in the transaction that takes its row away; a job of the
-- row's number wakes at its time.
CREATE TABLE scheduled (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    state           TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'failed')),
    due_at          INTEGER NOT NULL,
    unless_answered INTEGER NOT NULL DEFAULT 0 CHECK (unless_answered IN (0, 1)),
    author_kind     TEXT    NOT NULL CHECK (author_kind IN ('member', 'api', 'system')),
    author_id       INTEGER NOT NULL DEFAULT 0,
    author_name     TEXT    NOT NULL DEFAULT '',    -- of a token, which has no number
    kind            TEXT    NOT NULL,
    line            TEXT    NOT NULL,               -- what a list shows of it
    request         TEXT    NOT NULL,               -- JSON: as it was asked for
    client_id       TEXT,                           -- the sender's own, of the message as well
    error           TEXT,                           -- the code it was refused with
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX scheduled_of ON scheduled (conversation_id, due_at, id);
CREATE UNIQUE INDEX scheduled_client ON scheduled (client_id) WHERE client_id IS NOT NULL;

-- Ids rise in order of arrival; search and paging rely on it.
CREATE TABLE message (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    channel_id      INTEGER NOT NULL REFERENCES channel,
    direction       TEXT    NOT NULL CHECK (direction IN ('in', 'out', 'note', 'event')),
    kind            TEXT    NOT NULL,
    body            TEXT    NOT NULL DEFAULT '',
    external_id     TEXT,                           -- the provider's id
    client_id       TEXT,                           -- the sender's own, makes a repeated POST harmless
    author_kind     TEXT    NOT NULL CHECK (author_kind IN ('contact', 'member', 'api', 'system', 'phone', 'app')),
    author_id       INTEGER NOT NULL DEFAULT 0,
    quoted_id       INTEGER,
    quoted_external TEXT,
    status          TEXT CHECK (status IN ('queued', 'sending', 'sent', 'delivered', 'read', 'played', 'failed', 'needs_attention')),
    status_at       INTEGER,
    error_code      TEXT,
    error_provider  TEXT,
    error_detail    TEXT,
    detail          TEXT,                           -- JSON: template, event, pricing, raw element of unknown kinds
    at              INTEGER NOT NULL,               -- the channel's time for inbound, ours otherwise
    created_at      INTEGER NOT NULL,
    edited_at       INTEGER,                        -- the words above are the newest; see message_version
    revoked_at      INTEGER                         -- taken back by who wrote it
) STRICT;
CREATE INDEX message_thread ON message (conversation_id, id);
CREATE UNIQUE INDEX message_external ON message (channel_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX message_client ON message (client_id) WHERE client_id IS NOT NULL;

CREATE VIRTUAL TABLE message_text USING fts5 (
    body, content = 'message', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2", prefix = '3'
);
-- The words in that index; a window on it, with no rows of its own.
CREATE VIRTUAL TABLE message_word USING fts5vocab (message_text, instance);
CREATE TRIGGER message_indexed AFTER INSERT ON message WHEN new.body <> '' BEGIN
    INSERT INTO message_text (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER message_unindexed AFTER DELETE ON message WHEN old.body <> '' BEGIN
    INSERT INTO message_text (message_text, rowid, body) VALUES ('delete', old.id, old.body);
END;

CREATE TRIGGER message_reindexed AFTER UPDATE OF body ON message WHEN new.body <> old.body BEGIN
    INSERT INTO message_text (message_text, rowid, body)
    SELECT 'delete', old.id, old.body WHERE old.body <> '';
    INSERT INTO message_text (rowid, body) SELECT new.id, new.body WHERE new.body <> '';
END;

-- The one sign of an author on a message. An empty emoji was taken away; the row stays, so that an
-- older sign that comes late does not come back.
CREATE TABLE reaction (
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    side       TEXT    NOT NULL CHECK (side IN ('contact', 'business')),
    author_id  INTEGER NOT NULL DEFAULT 0,          -- contact; 0 for the business, which has one
    emoji      TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    -- Of our own: how far it got on its way to the customer, and what they saw last.
    send_id     INTEGER,
    status      TEXT CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'needs_attention')),
    external_id TEXT,                               -- the provider's id of the sending
    shown       TEXT    NOT NULL DEFAULT '',
    error_code     TEXT,
    error_provider TEXT,
    error_detail   TEXT,
    PRIMARY KEY (message_id, side, author_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reaction_external ON reaction (external_id) WHERE external_id IS NOT NULL;

-- How far a message to a group came with each of its people.
CREATE TABLE receipt (
    message_id  INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    participant TEXT    NOT NULL,                   -- the channel's own id
    status      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (message_id, participant)
) STRICT, WITHOUT ROWID;

-- Every wording of a message that was edited, the first and the newest among them.
CREATE TABLE message_version (
    message_id INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    content    TEXT,                                -- JSON
    PRIMARY KEY (message_id, at, body)
) STRICT, WITHOUT ROWID;

-- A picture, voice note, file. Bytes lie encrypted in the media folder under `blob`.
CREATE TABLE media (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id   INTEGER REFERENCES message ON DELETE CASCADE, -- NULL: uploaded, not sent yet
    saved_reply_id INTEGER REFERENCES saved_reply ON DELETE CASCADE, -- kept for good with that reply
    scheduled_id   INTEGER REFERENCES scheduled ON DELETE CASCADE,   -- waits with that message
    card         INTEGER,                          -- of which card of a carousel it is the picture
    channel_id   INTEGER REFERENCES channel,
    kind         TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('waiting', 'ready', 'failed', 'refused')),
    mime         TEXT    NOT NULL DEFAULT 'application/octet-stream',
    name         TEXT    NOT NULL DEFAULT '',
    bytes        INTEGER NOT NULL DEFAULT 0,
    voice        INTEGER NOT NULL DEFAULT 0 CHECK (voice IN (0, 1)),
    sha256       TEXT,                             -- as the provider gave it
    provider_id  TEXT,                             -- inbound: what to fetch; outbound: what was uploaded
    provider_at  INTEGER,                          -- when provider_id was given; ids run out
    blob         TEXT,                             -- file name in the media folder; one passed on shares it
    file_key     BLOB,                             -- sealed
    error        TEXT,
    created_by   INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX media_message ON media (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX media_blob ON media (blob) WHERE blob IS NOT NULL;
CREATE INDEX media_unsent ON media (created_at) WHERE message_id IS NULL AND saved_reply_id IS NULL AND scheduled_id IS NULL;
CREATE INDEX media_scheduled ON media (scheduled_id) WHERE scheduled_id IS NOT NULL;
CREATE INDEX media_saved ON media (saved_reply_id) WHERE saved_reply_id IS NOT NULL;

-- What a deleted row leaves behind on disk; the sweeper removes the file, then the row.
CREATE TABLE blob_trash (
    blob TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TRIGGER media_trashed AFTER DELETE ON media WHEN old.blob IS NOT NULL BEGIN
    INSERT OR IGNORE INTO blob_trash (blob)
    SELECT old.blob WHERE NOT EXISTS (SELECT 1 FROM media WHERE blob = old.blob);
END;

-- Webhook deliveries as they came: kept first, understood second.
CREATE TABLE raw_event (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id  INTEGER NOT NULL REFERENCES channel,
    digest      BLOB    NOT NULL,                   -- of the body: the provider's retry is a quiet no-op
    body        BLOB    NOT NULL,
    state       TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
    attempts    INTEGER NOT NULL DEFAULT 0,
    due_at      INTEGER NOT NULL,
    error       TEXT,
    received_at INTEGER NOT NULL,
    done_at     INTEGER,
    UNIQUE (channel_id, digest)
) STRICT;
CREATE INDEX raw_event_waiting ON raw_event (id) WHERE state = 'waiting';
CREATE INDEX raw_event_dead ON raw_event (id) WHERE state = 'dead';
CREATE INDEX raw_event_done ON raw_event (done_at) WHERE state = 'done';
CREATE INDEX raw_event_channel ON raw_event (channel_id, id);

-- A status, sign or revoke that came before the message it is about, or before that knew its
-- provider id.
CREATE TABLE orphan (
    channel_id  INTEGER NOT NULL REFERENCES channel,
    external_id TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    detail      TEXT,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (channel_id, external_id, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX orphan_age ON orphan (created_at);

-- Sends that wait. `attempt` is committed before the first byte leaves and comes back in statuses.
CREATE TABLE send (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id      INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    purpose         TEXT    NOT NULL DEFAULT 'message' CHECK (purpose IN ('message', 'reaction')), -- the message itself, or our sign on it
    conversation_id INTEGER NOT NULL,              -- goes with its message
    channel_id      INTEGER NOT NULL REFERENCES channel,
    state           TEXT    NOT NULL CHECK (state IN ('queued', 'in_flight', 'retry_wait', 'unknown', 'sent', 'failed', 'needs_attention')),
    priority        INTEGER NOT NULL DEFAULT 0,     -- lower goes first: 0 people, 5 rules, 9 broadcasts
    attempt         TEXT,
    attempts        INTEGER NOT NULL DEFAULT 0,
    due_at          INTEGER NOT NULL,
    in_flight_at    INTEGER,
    last_error      TEXT,
    payload         TEXT    NOT NULL,               -- JSON of channels::Outbound without secrets
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX send_message ON send (message_id, purpose);
CREATE UNIQUE INDEX send_once ON send (message_id) WHERE purpose = 'message';
CREATE INDEX send_due ON send (channel_id, priority, due_at, id) WHERE state IN ('queued', 'retry_wait');
CREATE INDEX send_open ON send (conversation_id, id) WHERE state IN ('queued', 'in_flight', 'retry_wait', 'unknown', 'needs_attention');
CREATE INDEX send_uncertain ON send (in_flight_at) WHERE state = 'unknown';
CREATE INDEX send_in_flight ON send (id) WHERE state = 'in_flight';
CREATE INDEX send_attention ON send (updated_at) WHERE state = 'needs_attention';
CREATE UNIQUE INDEX send_attempt ON send (attempt) WHERE attempt IS NOT NULL;

-- Work that must happen, sooner or later, at least once: fetch media, mark read, sync templates.
CREATE TABLE job (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT    NOT NULL,
    key           TEXT    NOT NULL,                -- one waiting job for each kind and key
    payload       TEXT    NOT NULL DEFAULT '{}',
    state         TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    due_at        INTEGER NOT NULL,
    claimed_until INTEGER,
    error         TEXT,
    created_at    INTEGER NOT NULL,
    put_at        INTEGER NOT NULL,                -- when due_at was decided
    UNIQUE (kind, key)
) STRICT;
CREATE INDEX job_due ON job (kind, due_at, id) WHERE state = 'waiting';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';

-- The change feed. Streams resume by `seq`; followers keep their own cursor.
CREATE TABLE change (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT    NOT NULL,
    conversation_id INTEGER NOT NULL DEFAULT 0,
    entity_id       INTEGER NOT NULL DEFAULT 0,
    at              INTEGER NOT NULL
) STRICT;

CREATE TABLE draft (
    conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    user_id         INTEGER NOT NULL,
    mode            TEXT    NOT NULL CHECK (mode IN ('reply', 'note')),
    body            TEXT    NOT NULL,
    updated_at      INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id  INTEGER NOT NULL REFERENCES channel ON DELETE CASCADE,
    external_id TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    detail      TEXT    NOT NULL,                   -- JSON: components, parameter_format
    synced_at   INTEGER NOT NULL,
    told_at     INTEGER NOT NULL DEFAULT 0,         -- the provider's time of the newest notice
    UNIQUE (channel_id, name, language)
) STRICT;

-- What a provider told about an account: a template judged, a number flagged, an account restricted.
CREATE TABLE notice (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id   INTEGER NOT NULL REFERENCES channel ON DELETE CASCADE,
    key          TEXT    NOT NULL UNIQUE,           -- the same happening always has the same
    field        TEXT    NOT NULL,                  -- the provider's
    kind         TEXT    NOT NULL,                  -- ours
    severity     TEXT    NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    subject      TEXT    NOT NULL,
    facts        TEXT    NOT NULL,                  -- JSON
    raw          TEXT    NOT NULL,
    at           INTEGER NOT NULL,                  -- the provider's time, ours when it names none
    last_seen_at INTEGER NOT NULL,
    seen         INTEGER NOT NULL DEFAULT 1,        -- how often it was told
    read_at      INTEGER
) STRICT;
CREATE INDEX notice_channel ON notice (channel_id, id);
CREATE INDEX notice_unread ON notice (id, channel_id) WHERE read_at IS NULL;
CREATE INDEX notice_age ON notice (last_seen_at);

-- How many messages the provider priced, by the day they were sent (days since 1970-01-01, UTC). Each
-- is counted once, whatever becomes of it later; nobody is named.
CREATE TABLE cost_day (
    channel_id INTEGER NOT NULL REFERENCES channel,
    day        INTEGER NOT NULL,
    category   TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    country    TEXT    NOT NULL,                   -- of the recipient; empty: not known
    messages   INTEGER NOT NULL,
    PRIMARY KEY (channel_id, day, category, type, country)
) STRICT, WITHOUT ROWID;

-- Prices somebody entered, to estimate by. None are shipped.
CREATE TABLE rate (
    currency       TEXT    NOT NULL,
    market         TEXT    NOT NULL,               -- a country, or * for all others
    category       TEXT    NOT NULL,
    effective_from INTEGER NOT NULL,               -- a day as above
    micros         INTEGER NOT NULL CHECK (micros >= 0),
    PRIMARY KEY (currency, market, category, effective_from)
) STRICT, WITHOUT ROWID;

-- Buckets of provider limits survive a restart.
CREATE TABLE pace (
    name       TEXT    PRIMARY KEY,
    tokens     REAL    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
