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
    created_at        INTEGER NOT NULL
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

CREATE TABLE membership (
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    user_id       INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'agent', 'analyst')),
    state         TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended')),
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_of_user ON membership (user_id);
CREATE INDEX membership_owner ON membership (role, workspace_id) WHERE role = 'owner';

CREATE TABLE invitation (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id  INTEGER NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    email         TEXT    NOT NULL CHECK (email = lower(email)),
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'agent', 'analyst')),
    token_hash    BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    state         TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'withdrawn')),
    created_by    INTEGER REFERENCES user (id) ON DELETE SET NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX invitation_open ON invitation (workspace_id, email) WHERE state = 'open';
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
CREATE TRIGGER audit_keeps_what_it_says BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_keeps_its_rows BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
