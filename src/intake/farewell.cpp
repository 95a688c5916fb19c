#include "intake/farewell.hpp"

#include <algorithm>

#include "accounts/leaving/deauthorize.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "control/signup_app.hpp"
#include "control/workspace_store.hpp"
#include "crypto/hmac.hpp"

namespace intake {

using base::Error;
using base::Fault;

namespace {

constexpr std::string_view Kind = "whatsapp";

}  // namespace

base::Result<Farewell::Signer> Farewell::signer(std::string_view key)
{
    if (auto const home = m_directory.by_key(Kind, key))
        if (auto secret = accounts::app_secret_of(*home->workspace, *home->workspace->read(),
                                                  home->channel))
            return Signer{*std::move(secret), home->workspace};
    auto app = TRY(control::signup_app(m_control));
    if (!app.callback_key.empty() && crypto::same(app.callback_key, key) && !app.app_secret.empty())
        return Signer{std::move(app.app_secret), nullptr};
    return Error{Fault::not_found, "not_found"};
}

base::Result<Farewell::Asked> Farewell::open(std::string_view key, std::string_view signed_request)
{
    auto const [secret, home] = TRY(signer(key));
    auto const request = crypto::open_signed_request(secret.view(), signed_request,
                                                     m_control.now());
    if (!request) {
        ++m_refused;
        base::log(base::LogLevel::warning, "intake", "a signed request was refused",
                  {{"workspace", home ? home->id().value : 0}, {"code", request.error().code}});
        auto error = request.error();
        error.fault = error.fault == Fault::unauthenticated ? Fault::forbidden : Fault::invalid;
        return error;
    }
    auto const person = base::text_at(*request, "user_id").value_or("");

    Asked asked{{}, home ? home->id() : base::WorkspaceId{}};
    auto const add = [&](workspace::Workspace& workspace, accounts::WhoGave who) {
        for (auto const channel :
             accounts::channels_of_app(workspace, *workspace.read(), secret.view(), person, who))
            asked.targets.emplace_back(workspace.id(), channel);
    };
    if (home)
        add(*home, accounts::WhoGave::this_person_or_nobody);
    if (!person.empty())
        for (auto const& other : m_directory.all())
            if (!home || other->id() != home->id())
                add(*other, accounts::WhoGave::this_person);
    return asked;
}

void Farewell::note(std::string_view action, std::string target, base::WorkspaceId workspace,
                    std::string const& address)
{
    control::Caller caller;
    caller.name = "Meta";
    caller.address = address;
    control::note_later(
        m_control, caller,
        {.action = action, .target = std::move(target), .detail = {}, .workspace = workspace});
}

base::Result<void> Farewell::forget(control::DeletionTargets const& targets,
                                    std::string const& address)
{
    auto const open = m_directory.all();
    for (auto const& [id, channel] : targets) {
        auto const found = std::ranges::find(open, id, [](auto const& each) { return each->id(); });
        if (found == open.end()) {
            if (!is_gone(id))
                return Error{Fault::unavailable, "unavailable", "a workspace is not open"};
            continue;
        }
        auto const& workspace = **found;
        auto const forgot = TRY((*found)->write([&, channel = channel](db::Writer& tx) {
            return accounts::forget_token(**found, tx, channel);
        }));
        if (forgot)
            note("channel.deauthorized", "channel:" + channel.text(), workspace.id(), address);
    }
    return {};
}

bool Farewell::is_gone(base::WorkspaceId id) const
{
    return !m_control.read(
        [&](control::ControlReader const& db) { return control::store::find_workspace(db, id); });
}

base::Result<void> Farewell::deauthorize(std::string_view key, std::string_view signed_request,
                                         std::string const& address)
{
    auto const asked = TRY(open(key, signed_request));
    return forget(asked.targets, address);
}

base::Result<std::string> Farewell::erase(std::string_view key, std::string_view signed_request,
                                          std::string const& address)
{
    auto const asked = TRY(open(key, signed_request));
    // Written down before it is done: who asked must not depend on the provider's asking again.
    auto const [code, kept] = TRY(control::open_deletion(m_control, signed_request, asked.targets));
    CRASH_POINT("farewell.kept");
    TRY(forget(asked.targets, address));
    if (kept.state == control::DeletionState::waiting) {
        control::end_deletion(m_control, kept.id);
        note("deletion.done", "deletion:" + std::to_string(kept.id), asked.workspace, address);
    }
    return code;
}

void Farewell::resume()
{
    for (auto const& one : control::waiting_deletions(m_control)) {
        if (auto const done = forget(one.targets, ""); !done) {
            base::log(base::LogLevel::warning, "intake", "a deletion waits",
                      {{"deletion", one.id}, {"code", done.error().code}});
            continue;
        }
        control::end_deletion(m_control, one.id);
    }
}

}  // namespace intake
