#include "control/metrics_token.hpp"

#include "base/text.hpp"
#include "control/address.hpp"
#include "control/audit_store.hpp"
#include "control/guessing.hpp"

namespace control {

namespace {

constexpr std::string_view Setting = "metrics_token";

std::string kept(ControlReader const& db) { return store::find_setting(db, Setting).value_or(""); }

base::Result<void> keep(Control& control, ControlWriter const& tx, Caller const& caller,
                        std::string const& hash, std::string_view deed)
{
    store::put_setting(tx, Setting, hash, control.now());
    note(control, tx, caller, {.action = deed});
    return {};
}

}  // namespace

base::Result<std::string> make_metrics_token(Control& control, Caller const& caller)
{
    auto token = crypto::new_api_token(control.world().random).text;
    auto const hash = base::to_hex(control.vault().hash("metrics", token));
    TRY(control.write([&](ControlWriter const& tx) {
        return keep(control, tx, caller, hash, "metrics_token.created");
    }));
    return token;
}

base::Result<bool> drop_metrics_token(Control& control, Caller const& caller)
{
    return control.write([&](ControlWriter const& tx) -> base::Result<bool> {
        if (kept(tx).empty())
            return false;
        TRY(keep(control, tx, caller, "", "metrics_token.removed"));
        return true;
    });
}

bool may_read_metrics(Control& control, std::string_view bearer, std::string_view address)
{
    if (!crypto::api_token_id(bearer))
        return false;
    Tries tries;
    tries.add("metrics/" + limit_address(address), LinkRule);
    auto const given = base::to_hex(control.vault().hash("metrics", bearer));
    auto const right = control.read([&](ControlReader const& db) {
        auto const& [bucket, rule] = tries.buckets.front();
        auto const wait = wait_of(store::find_attempts(db, bucket), rule, control.now());
        return wait.count() == 0 && crypto::same(given, kept(db));
    });
    if (!right)
        static_cast<void>(count_tries(control, tries));
    return right;
}

}  // namespace control
