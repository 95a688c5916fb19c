#include "control/second_factor.hpp"

#include "control/user_store.hpp"
#include "crypto/token.hpp"
#include "crypto/totp.hpp"

namespace control {

using base::Result;

namespace {

constexpr int RecoveryCodesGiven = 10;

}  // namespace

Result<bool> use_code(Control& control, ControlWriter const& tx, User const& user,
                      std::string_view code)
{
    // Sealed as `totp_pending`: confirming moves the value without opening it.
    auto const seed = TRY(
        control.vault().unseal(*user.totp_seed, "user", "totp_pending", user.id.value));
    auto const step = crypto::totp_match(seed.view(), code, control.now(), user.totp_last_step);
    return step && store::use_totp_step(tx, user.id, *step);
}

Result<bool> confirm_code(Control& control, ControlWriter const& tx, User const& user,
                          std::string_view code)
{
    auto const seed = TRY(
        control.vault().unseal(*user.totp_pending, "user", "totp_pending", user.id.value));
    auto const step = crypto::totp_match(seed.view(), code, control.now(), 0);
    if (!step)
        return false;
    store::confirm_totp(tx, user.id, *step);
    return true;
}

bool use_recovery_code(Control& control, ControlWriter const& tx, User const& user,
                       std::string_view typed)
{
    auto const code = crypto::recovery_code_of(typed);
    return code && store::use_recovery_code(tx, user.id, control.vault().hash("recovery", *code),
                                            control.now());
}

std::vector<std::string> replace_recovery_codes(Control& control, ControlWriter const& tx,
                                                base::UserId user)
{
    store::clear_recovery_codes(tx, user);
    std::vector<std::string> codes;
    for (int i = 0; i < RecoveryCodesGiven; ++i) {
        codes.push_back(crypto::new_recovery_code(control.world().random));
        auto const kept = crypto::recovery_code_of(codes.back());
        store::add_recovery_code(tx, user, control.vault().hash("recovery", *kept));
    }
    return codes;
}

}  // namespace control
