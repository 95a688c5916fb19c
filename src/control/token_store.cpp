#include "control/token_store.hpp"

#include "base/json.hpp"

namespace control::store {

namespace {

std::vector<std::string> read_list(std::string const& text)
{
    std::vector<std::string> out;
    auto const json = base::parse_json(text);
    if (json && json->is_array())
        for (auto const& item : *json)
            if (item.is_string())
                out.push_back(item.get<std::string>());
    return out;
}

}  // namespace

ApiToken ApiToken::from(db::Columns& columns)
{
    ApiToken out;
    out.id = columns.next<base::TokenId>();
    out.workspace = columns.next<base::WorkspaceId>();
    out.name = columns.next<std::string>();
    out.last4 = columns.next<std::string>();
    out.scopes = read_list(columns.next<std::string>());
    out.addresses = read_list(columns.next<std::string>());
    out.created_by = columns.next<base::UserId>();
    out.created_at = columns.next<base::Instant>();
    out.expires_at = columns.next<std::optional<base::Instant>>();
    out.last_used_at = columns.next<std::optional<base::Instant>>();
    return out;
}

std::optional<ApiToken> find_token(ControlReader const& db, std::string_view token_hash)
{
    return db.maybe<ApiToken>(R"sql(
        SELECT api_token.id, workspace_id, api_token.name, last4, scopes, addresses, created_by,
               api_token.created_at, expires_at, last_used_at
          FROM api_token JOIN workspace ON workspace.id = api_token.workspace_id
         WHERE token_hash = ?1 AND workspace.state = 'active'
    )sql",
                              db::Blob(token_hash));
}

std::vector<ApiToken> tokens_of(ControlReader const& db, base::WorkspaceId workspace)
{
    return db.all<ApiToken>(R"sql(
        SELECT id, workspace_id, name, last4, scopes, addresses, created_by, created_at,
               expires_at, last_used_at
          FROM api_token WHERE workspace_id = ?1 ORDER BY id DESC
    )sql",
                            workspace);
}

std::optional<ApiToken> find_token(ControlReader const& db, base::WorkspaceId workspace,
                                   base::TokenId id)
{
    return db.maybe<ApiToken>(R"sql(
        SELECT id, workspace_id, name, last4, scopes, addresses, created_by, created_at,
               expires_at, last_used_at
          FROM api_token WHERE id = ?2 AND workspace_id = ?1
    )sql",
                              workspace, id);
}

base::TokenId add_token(ControlWriter const& db, ApiToken const& token, std::string_view token_hash)
{
    return db.insert<base::TokenId>(R"sql(
        INSERT INTO api_token (workspace_id, name, token_hash, last4, scopes, addresses, created_by,
                               created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    )sql",
                                    token.workspace, token.name, db::Blob(token_hash), token.last4,
                                    base::to_text(base::Json(token.scopes)),
                                    base::to_text(base::Json(token.addresses)), token.created_by,
                                    token.created_at, token.expires_at);
}

void touch_token(ControlWriter const& db, base::TokenId id, base::Instant now)
{
    db.run(R"sql(UPDATE api_token SET last_used_at = ?2 WHERE id = ?1)sql", id, now);
}

bool remove_token(ControlWriter const& db, base::WorkspaceId workspace, base::TokenId id)
{
    return db.run(R"sql(
        DELETE FROM api_token WHERE id = ?2 AND workspace_id = ?1
    )sql",
                  workspace, id) == 1;
}

std::optional<Link> find_link(ControlReader const& db, LinkKind kind, std::string_view token_hash)
{
    return db.maybe<Link>(R"sql(
        SELECT id, user_id, expires_at FROM link_token WHERE token_hash = ?2 AND kind = ?1
    )sql",
                          kind, db::Blob(token_hash));
}

void put_link(ControlWriter const& db, LinkKind kind, base::UserId user,
              std::string_view token_hash, base::Instant now,
              std::optional<base::Instant> expires_at)
{
    db.run(R"sql(
        DELETE FROM link_token WHERE kind = ?1 AND user_id IS ?2
    )sql",
           kind, user);
    db.run(R"sql(
        INSERT INTO link_token (kind, user_id, token_hash, created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5)
    )sql",
           kind, user, db::Blob(token_hash), now, expires_at);
}

bool take_link(ControlWriter const& db, std::int64_t id)
{
    return db.run(R"sql(DELETE FROM link_token WHERE id = ?1)sql", id) == 1;
}

void remove_links(ControlWriter const& db, LinkKind kind)
{
    db.run(R"sql(DELETE FROM link_token WHERE kind = ?1)sql", kind);
}

}  // namespace control::store
