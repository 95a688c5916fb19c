#include "intake/door.hpp"

#include <algorithm>
#include <vector>

#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "channels/list.hpp"
#include "crypto/hash.hpp"
#include "intake/store.hpp"

namespace intake {

using namespace std::chrono_literals;

namespace {

constexpr auto Remembered = 1s;
constexpr std::size_t MostRemembered = 1000;

std::string digest_of(std::string_view body)
{
    crypto::Sha256 sha;
    sha.add(body);
    return sha.done();
}

}  // namespace

std::shared_ptr<Door::Known const> Door::load(Target target)
{
    auto account = [&] {
        auto const reader = target.workspace->read();
        return accounts::load(*target.workspace, *reader, target.channel);
    }();
    if (!account)
        return nullptr;
    return std::make_shared<Known const>(
        Known{std::move(target), std::move(*account), m_world.clock.monotonic()});
}

std::shared_ptr<Door::Known const> Door::known(std::string_view kind, std::string_view key)
{
    auto const name = std::string(kind) + "/" + std::string(key);
    auto const now = m_world.clock.monotonic();
    {
        std::scoped_lock const lock(m_mutex);
        auto const found = m_recent.find(name);
        if (found != m_recent.end() && now - found->second->at < Remembered)
            return found->second;
    }
    auto target = m_directory.by_key(kind, key);
    if (!target)
        return nullptr;
    auto fresh = load(std::move(*target));
    if (!fresh)
        return nullptr;
    std::scoped_lock const lock(m_mutex);
    if (m_recent.size() >= MostRemembered)
        m_recent.clear();
    if (!fresh->target.workspace->is_closing())
        m_recent[name] = fresh;
    return fresh;
}

void Door::forget(workspace::Workspace const& workspace)
{
    std::scoped_lock const lock(m_mutex);
    std::erase_if(m_recent, [&](auto const& one) {
        return one.second->target.workspace.get() == &workspace;
    });
}

void Door::verify(std::string_view kind, std::string_view key, channels::Webhook const& call,
                  Answer const& answer)
{
    auto const here = known(kind, key);
    if (!here)
        return answer(404, "");
    auto const challenge = here->account.channel().verify_challenge(call, here->account.account());
    if (!challenge)
        return answer(403, "");
    answer(200, *challenge);
}

void Door::deliver(std::string_view kind, std::string_view key, channels::Webhook const& call,
                   Answer answer, std::shared_ptr<std::string const> body)
{
    auto const here = known(kind, key);
    if (!here)
        return answer(404, "");
    auto const& channel = here->account.channel();
    if (!channel.genuine(call, here->account.account())) {
        ++m_counts.bad_signature;
        return answer(401, "");
    }

    // One delivery may be for several of our accounts: each keeps the bytes in its own file. What the
    // provider signed but cannot be read is kept where it came in.
    std::vector<std::shared_ptr<Known const>> for_us;
    if (auto const addresses = channel.split(call.body)) {
        auto const& own = here->account.account();
        for (auto const& address : *addresses) {
            auto const mine = address.account_id.empty() ? address.parent_id == own.parent_id
                                                         : address.account_id == own.id;
            auto one = mine ? here : nullptr;
            if (!mine && !address.account_id.empty()) {
                if (auto target = m_directory.by_account(kind, address.account_id))
                    one = load(std::move(*target));
            } else if (!mine) {
                // An app has one address: news of its other accounts come here, too.
                auto const siblings = accounts::find_by_parent(*here->target.workspace->read(),
                                                               kind, address.parent_id);
                if (!siblings.empty())
                    one = load({here->target.workspace, siblings.front()});
            }
            // The other account must share the secret this delivery was signed with.
            if (!one || (one != here && !channel.genuine(call, one->account.account())))
                continue;
            auto const same = [&](auto const& k) {
                return k->target.channel == one->target.channel &&
                       k->target.workspace == one->target.workspace;
            };
            if (std::ranges::none_of(for_us, same))
                for_us.push_back(std::move(one));
        }
        if (for_us.empty()) {
            // A 200 keeps the provider from repeating for a week what nobody here waits for.
            ++m_counts.foreign;
            return answer(200, "");
        }
    } else {
        for_us.push_back(here);
    }

    struct Pending {
        std::atomic<int> left;
        std::atomic<bool> failed{false};
        Answer answer;
    };
    auto const pending = std::make_shared<Pending>();
    pending->left = int(for_us.size());
    pending->answer = std::move(answer);
    if (!body)
        body = std::make_shared<std::string const>(call.body);
    auto const digest = digest_of(*body);
    for (auto const& one : for_us) {
        auto& workspace = *one->target.workspace;
        workspace.post(
            db::Priority::urgent,
            [&workspace, channel_id = one->target.channel, body, digest](db::Writer& tx) {
                auto const id = store::keep(tx, channel_id, digest, *body, workspace.world().now());
                if (id)
                    workspace.stir(workspace::Follower::understanding);
                return id.has_value();
            },
            // Holding the workspace keeps it open until the commit has been told.
            [this, pending, keep = one->target.workspace](base::Result<bool> kept) {
                if (!kept) {
                    ++m_counts.failed;
                    pending->failed = true;
                } else {
                    ++(*kept ? m_counts.kept : m_counts.repeated);
                }
                if (--pending->left == 0) {
                    CRASH_POINT("intake.committed");
                    pending->answer(pending->failed ? 503 : 200, "");
                }
            },
            db::Undo::by_itself);
    }
}

}  // namespace intake
