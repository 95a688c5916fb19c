#include "control/token.hpp"

#include <algorithm>

#include "control/address.hpp"
#include "control/input_rule.hpp"
#include "control/token_store.hpp"
#include "control/user_store.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr int TokensMost = 100;  // of one workspace

Result<void> check(Control& control, CreateToken const& in)
{
    Error error{Fault::invalid, "invalid_input", "Look at the named fields."};
    if (in.name.empty())
        error.fields.push_back({"name", "required"});
    if (in.scopes.empty())
        error.fields.push_back({"scopes", "required"});
    for (std::size_t i = 0; i < in.scopes.size(); ++i)
        if (!is_scope(in.scopes[i]))
            error.fields.push_back({"scopes[" + std::to_string(i) + "]", "not_allowed"});
    for (std::size_t i = 0; i < in.addresses.size(); ++i)
        if (!is_network(in.addresses[i]))
            error.fields.push_back({"addresses[" + std::to_string(i) + "]", "bad_format"});
    if (in.expires_at && *in.expires_at <= control.now())
        error.fields.push_back({"expires_at", "not_allowed"});
    if (!error.fields.empty())
        return error;
    return {};
}

}  // namespace

Result<base::Page<TokenView>> list_tokens(Control& control, Caller const& caller, Nothing const&)
{
    return control.read([&](ControlReader const& db) -> Result<base::Page<TokenView>> {
        base::Page<TokenView> page;
        for (auto& row : store::tokens_of(db, caller.workspace)) {
            auto const by = store::find_user(db, row.created_by);
            page.data.push_back({row.id, std::move(row.name), std::move(row.scopes),
                                 std::move(row.addresses), row.created_at, row.expires_at,
                                 row.last_used_at, by ? by->name : "", std::move(row.last4)});
        }
        return page;
    });
}

Result<CreatedToken> create_token(Control& control, Caller const& caller, CreateToken const& in)
{
    TRY(require_recent_password(control, caller));
    TRY(check(control, in));
    // A token never gets more than the one that makes it has.
    if (caller.kind == CallerKind::token)
        for (auto const& scope : in.scopes)
            if (!caller.has_scope(scope))
                return Error{Fault::forbidden, "forbidden", "The token itself lacks this scope."};
    auto const secret = crypto::new_api_token(control.world().random).text;
    store::ApiToken token;
    token.workspace = caller.workspace;
    token.name = in.name;
    token.last4 = secret.substr(secret.size() - 4);
    token.scopes = in.scopes;
    token.addresses = in.addresses;
    token.created_by = caller.user;
    token.created_at = control.now();
    token.expires_at = in.expires_at;
    TRY(control.write([&](ControlWriter const& tx) -> Result<void> {
        if (store::tokens_of(tx, caller.workspace).size() >= TokensMost)
            return Error{Fault::conflict, "too_many_tokens", "Revoke one first."};
        token.id = store::add_token(tx, token, control.vault().hash("token", secret));
        note(control, tx, caller,
             {.action = "token.created", .target = "token:" + token.id.text(), .detail = in.name});
        return {};
    }));
    return CreatedToken{token.id,         token.name,
                        token.scopes,     token.addresses,
                        token.created_at, token.expires_at,
                        std::nullopt,     caller.user ? caller.name : "",
                        token.last4,      secret};
}

Result<Nothing> revoke_token(Control& control, Caller const& caller, TokenToRevoke const& in)
{
    TRY(require_recent_password(control, caller));
    return control.write([&](ControlWriter const& tx) -> Result<Nothing> {
        auto const token = store::find_token(tx, caller.workspace, in.id);
        if (!token || !store::remove_token(tx, caller.workspace, in.id))
            return Error{Fault::not_found, "not_found", "No such token."};
        note(control, tx, caller,
             {.action = "token.revoked", .target = "token:" + in.id.text(), .detail = token->name});
        return Nothing{};
    });
}

}  // namespace control
