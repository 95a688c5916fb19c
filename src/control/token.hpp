#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/session.hpp"

// API tokens of caller.workspace.
namespace control {

struct TokenView {
    static constexpr auto schema = "Token";

    base::TokenId id;
    std::string name;
    std::vector<std::string> scopes;
    std::vector<std::string> addresses;
    base::Instant created_at;
    std::optional<base::Instant> expires_at;
    std::optional<base::Instant> last_used_at;
    std::string created_by;
    std::string last4;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &TokenView::id, "The token's number."),
            body("name", &TokenView::name, "What it is for."),
            body("scopes", &TokenView::scopes, "What it may do."),
            body("addresses", &TokenView::addresses, "Networks it works from; empty: any."),
            body("created_at", &TokenView::created_at, "When it was made."),
            body("expires_at", &TokenView::expires_at, "When it stops working, if ever."),
            body("last_used_at", &TokenView::last_used_at, "When it was last used, to the minute."),
            body("created_by", &TokenView::created_by, "Who made it; empty for the operator."),
            body("last4", &TokenView::last4, "Its last characters."),
        };
    }
};

struct CreateToken {
    static constexpr auto about = "Make an API token.";
    std::string name;
    std::vector<std::string> scopes;
    std::optional<base::Instant> expires_at;
    std::vector<std::string> addresses;

    static constexpr auto fields()
    {
        return std::tuple{
            body("name", &CreateToken::name, "What it is for.", {.min = 1, .max = 80}),
            body("scopes", &CreateToken::scopes, "What it may do, such as conversations:read.",
                 {.min = 1, .max = 20}),
            body("expires_at", &CreateToken::expires_at, "When it stops working."),
            body("addresses", &CreateToken::addresses,
                 "Addresses or networks it works from, such as 203.0.113.0/24.", {.max = 20}),
        };
    }
};

struct CreatedToken {
    static constexpr auto schema = "NewToken";

    base::TokenId id;
    std::string name;
    std::vector<std::string> scopes;
    std::vector<std::string> addresses;
    base::Instant created_at;
    std::optional<base::Instant> expires_at;
    std::optional<base::Instant> last_used_at;
    std::string created_by;
    std::string last4;
    std::string token;

    static constexpr auto fields()
    {
        return std::tuple{
            body("id", &CreatedToken::id, "The token's number."),
            body("name", &CreatedToken::name, "What it is for."),
            body("scopes", &CreatedToken::scopes, "What it may do."),
            body("addresses", &CreatedToken::addresses, "Networks it works from; empty: any."),
            body("created_at", &CreatedToken::created_at, "When it was made."),
            body("expires_at", &CreatedToken::expires_at, "When it stops working, if ever."),
            body("last_used_at", &CreatedToken::last_used_at, "Not used yet."),
            body("created_by", &CreatedToken::created_by, "Who made it."),
            body("last4", &CreatedToken::last4, "Its last characters."),
            body("token", &CreatedToken::token, "Send it as a Bearer token. Shown only now."),
        };
    }
};

struct TokenToRevoke {
    static constexpr auto about = "Revoke an API token.";
    base::TokenId id;

    static constexpr auto fields()
    {
        return std::tuple{path("id", &TokenToRevoke::id, "The token.")};
    }
};

// GET, POST /tokens, DELETE /tokens/{id}
base::Result<base::Page<TokenView>> list_tokens(Control& control, Caller const& caller,
                                                Nothing const& in);
base::Result<CreatedToken> create_token(Control& control, Caller const& caller,
                                        CreateToken const& in);
base::Result<Nothing> revoke_token(Control& control, Caller const& caller, TokenToRevoke const& in);

}  // namespace control
