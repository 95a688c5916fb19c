#include "intake/farewell.hpp"

#include "accounts/leaving/deauthorize.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "crypto/hmac.hpp"

namespace intake {

using base::Error;
using base::Fault;

namespace {

constexpr std::string_view Kind = "whatsapp";

}  // namespace

base::Result<Farewell::Asked> Farewell::open(std::string_view key, std::string_view signed_request)
{
    auto const home = m_directory.by_key(Kind, key);
    auto const secret = home ? accounts::app_secret_of(*home->workspace, *home->workspace->read(),
                                                       home->channel)
                             : std::nullopt;
    if (!secret)
        return Error{Fault::not_found, "not_found"};
    auto const request = crypto::open_signed_request(secret->view(), signed_request,
                                                     m_control.now());
    if (!request) {
        ++m_refused;
        base::log(base::LogLevel::warning, "intake", "a signed request was refused",
                  {{"channel", home->channel.value}, {"code", request.error().code}});
        auto error = request.error();
        error.fault = error.fault == Fault::unauthenticated ? Fault::forbidden : Fault::invalid;
        return error;
    }
    auto const person = base::text_at(*request, "user_id").value_or("");

    Asked asked{{}, home->workspace->id()};
    auto const add = [&](workspace::Workspace& workspace, accounts::WhoGave who) {
        for (auto const channel :
             accounts::channels_of_app(workspace, *workspace.read(), secret->view(), person, who))
            asked.targets.emplace_back(workspace.id(), channel);
    };
    add(*home->workspace, accounts::WhoGave::this_person_or_nobody);
    if (!person.empty())
        for (auto const& other : m_directory.all())
            if (other->id() != home->workspace->id())
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

void Farewell::forget(control::DeletionTargets const& targets, std::string const& address)
{
    for (auto const& [id, channel] : targets) {
        for (auto const& workspace : m_directory.all()) {
            if (workspace->id() != id)
                continue;
            auto const forgot = workspace->write([&, channel = channel](db::Writer& tx) {
                return accounts::forget_token(*workspace, tx, channel);
            });
            if (!forgot)
                throw std::runtime_error("farewell: " + forgot.error().code);
            if (*forgot)
                note("channel.deauthorized", "channel:" + channel.text(), id, address);
        }
    }
}

base::Result<void> Farewell::deauthorize(std::string_view key, std::string_view signed_request,
                                         std::string const& address)
{
    auto const asked = TRY(open(key, signed_request));
    forget(asked.targets, address);
    return {};
}

base::Result<std::string> Farewell::erase(std::string_view key, std::string_view signed_request,
                                          std::string const& address)
{
    auto const asked = TRY(open(key, signed_request));
    // Written down before it is done: who asked must not depend on the provider's asking again.
    auto const [code, kept] = TRY(control::open_deletion(m_control, signed_request, asked.targets));
    CRASH_POINT("farewell.kept");
    forget(asked.targets, address);
    if (kept.state == control::DeletionState::waiting) {
        control::end_deletion(m_control, kept.id);
        note("deletion.done", "deletion:" + std::to_string(kept.id), asked.workspace, address);
    }
    return code;
}

void Farewell::resume()
{
    for (auto const& one : control::waiting_deletions(m_control)) {
        forget(one.targets, "");
        control::end_deletion(m_control, one.id);
    }
}

}  // namespace intake
