#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/handle.hpp"
#include "control/user.hpp"

// API tokens and one-time links; only keyed hashes of either are kept.
namespace control::store {

struct ApiToken {
    base::TokenId id;
    base::WorkspaceId workspace;
    std::string name;
    std::string last4;
    std::vector<std::string> scopes;
    std::vector<std::string> addresses;  // networks it may be used from; empty: any
    base::UserId created_by;
    base::Instant created_at;
    std::optional<base::Instant> expires_at;
    std::optional<base::Instant> last_used_at;

    static ApiToken from(db::Columns& columns);
};
// Only tokens of active workspaces.
std::optional<ApiToken> find_token(ControlReader const& db, std::string_view token_hash);
std::vector<ApiToken> tokens_of(ControlReader const& db, base::WorkspaceId workspace);
std::optional<ApiToken> find_token(ControlReader const& db, base::WorkspaceId workspace,
                                   base::TokenId id);
base::TokenId add_token(ControlWriter const& db, ApiToken const& token,
                        std::string_view token_hash);
void touch_token(ControlWriter const& db, base::TokenId id, base::Instant now);
bool remove_token(ControlWriter const& db, base::WorkspaceId workspace, base::TokenId id);

enum class LinkKind { setup, reset };
constexpr auto words_of(LinkKind)
{
    return std::array{
        std::pair{LinkKind::setup, std::string_view("setup")},
        std::pair{LinkKind::reset, std::string_view("reset")},
    };
}
struct Link {
    std::int64_t id = 0;
    base::UserId user;
    std::optional<base::Instant> expires_at;

    static constexpr auto row() { return std::tuple{&Link::id, &Link::user, &Link::expires_at}; }
};
std::optional<Link> find_link(ControlReader const& db, LinkKind kind, std::string_view token_hash);
// Replaces earlier links of the same kind and user.
void put_link(ControlWriter const& db, LinkKind kind, base::UserId user,
              std::string_view token_hash, base::Instant now,
              std::optional<base::Instant> expires_at);
// False when it was used in between.
bool take_link(ControlWriter const& db, std::int64_t id);
void remove_links(ControlWriter const& db, LinkKind kind);

}  // namespace control::store
