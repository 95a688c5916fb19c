#include "control/deletion.hpp"

#include "control/address.hpp"
#include "control/audit_store.hpp"
#include "control/guessing.hpp"
#include "crypto/base32.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr std::size_t CodeLetters = 26;  // 5 bits each
constexpr std::string_view CodeBegins = "DR-";

std::string hash_of(Control& control, std::string_view code)
{
    return control.vault().hash("deletion code", code);
}

}  // namespace

Result<OpenedDeletion> open_deletion(Control& control, std::string_view request,
                                     DeletionTargets const& targets)
{
    auto code = std::string(CodeBegins) +
                crypto::base32(control.vault().hash("deletion", request)).substr(0, CodeLetters);
    auto deletion = TRY(control.write([&](ControlWriter const& tx) -> Result<Deletion> {
        return store::keep_deletion(tx, hash_of(control, code), targets, control.now());
    }));
    return OpenedDeletion{std::move(code), std::move(deletion)};
}

void end_deletion(Control& control, std::int64_t id)
{
    auto const done = control.write([&](ControlWriter const& tx) -> Result<void> {
        store::end_deletion(tx, id, control.now());
        return {};
    });
    if (!done)
        throw std::runtime_error("deletion: " + done.error().code);
}

std::vector<Deletion> waiting_deletions(Control& control)
{
    return control.read([](ControlReader const& db) { return store::waiting_deletions(db); });
}

Result<Deletion> find_deletion(Control& control, std::string_view code, std::string_view address)
{
    auto const bucket = "deletion/address/" +
                        control.vault().name_of("address", limit_address(address));
    auto const [wait, found] = control.read([&](ControlReader const& db) {
        auto const left = wait_of(store::find_attempts(db, bucket), LinkRule, control.now());
        return std::pair(left, left > 0ms ? std::nullopt
                                          : store::find_deletion(db, hash_of(control, code)));
    });
    if (found)
        return *found;
    if (wait == 0ms) {
        Tries tries;
        tries.add(bucket, LinkRule);
        TRY(count_tries(control, tries));
        return Error{Fault::not_found, "not_found"};
    }
    Error error{Fault::too_many, "too_many", "Too many tries; wait."};
    error.retry_after_s = int((wait.count() + 999) / 1000);
    return error;
}

}  // namespace control
