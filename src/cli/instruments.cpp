#include "cli/instruments.hpp"

#include "control/audit_store.hpp"
#include "control/member_store.hpp"
#include "control/user_store.hpp"
#include "outbox/outbox.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Result;

namespace {

constexpr auto OriginsSetting = "allowed_origins";

std::string origins(control::Control& control)
{
    return control
        .read([](control::ControlReader const& db) {
            return control::store::find_setting(db, OriginsSetting);
        })
        .value_or("");
}

std::string origin_of(std::string const& url)
{
    auto const start = url.find("://");
    return start == std::string::npos ? url : url.substr(0, url.find('/', start + 3));
}

}  // namespace

class Instruments::People final : public workspace::People {
public:
    explicit People(control::Control& control) : m_control(control) {}
    std::string name_of(base::WorkspaceId, base::UserId user) const override
    {
        auto const found = m_control.read(
            [&](control::ControlReader const& db) { return control::store::find_user(db, user); });
        return found ? found->name : "";
    }
    bool is_active_member(base::WorkspaceId workspace, base::UserId user) const override
    {
        auto const found = m_control.read([&](control::ControlReader const& db) {
            return control::store::find_member(db, workspace, user);
        });
        return found && found->state == control::MemberState::active;
    }

private:
    control::Control& m_control;
};

class Instruments::Routes final : public accounts::Routes {
public:
    explicit Routes(control::Control& control) : m_control(control) {}
    Result<void> add(std::string_view key, std::string_view kind, std::string_view account,
                     base::WorkspaceId workspace, base::ChannelId channel) override
    {
        return m_control.write([&](control::ControlWriter const& tx) -> Result<void> {
            auto const there = control::store::find_route(tx, kind, account);
            if (there && there->workspace == workspace && there->channel == channel)
                return {};
            control::store::ChannelRoute const route{std::string(key), std::string(kind),
                                                     std::string(account), workspace, channel};
            if (!control::store::add_route(tx, route, m_control.now()))
                return Error{Fault::conflict, "account_taken",
                             "This account is connected already, here or in another workspace."};
            return {};
        });
    }
    void remove(base::WorkspaceId workspace, base::ChannelId channel) override
    {
        static_cast<void>(m_control.write([&](control::ControlWriter const& tx) -> Result<bool> {
            return control::store::remove_route(tx, workspace, channel);
        }));
    }
    bool taken(std::string_view kind, std::string_view account) override
    {
        return m_control.read([&](control::ControlReader const& db) {
            return control::store::find_route(db, kind, account).has_value();
        });
    }

private:
    control::Control& m_control;
};

Instruments::Instruments(control::Control& control, Inside const& inside)
    : m_inside(inside),
      m_people(std::make_unique<People>(control)),
      m_routes(std::make_unique<Routes>(control)),
      m_surroundings{
          *m_routes,
          [&control](std::string_view kind, std::string_view key) {
              return control.public_url() + "/webhooks/" + std::string(kind) + "/" +
                     std::string(key);
          },
          [this](workspace::Workspace& workspace, db::Writer const& tx, base::ChannelId channel) {
              outbox::cancel_for_channel(workspace, tx, m_deliveries, channel);
          }}
{
}

Instruments::~Instruments() = default;

Result<std::unique_ptr<Instruments>> Instruments::open(Context const& context,
                                                       control::Control& control,
                                                       Inside const& inside)
{
    std::unique_ptr<Instruments> out(new Instruments(control, inside));
    net::ClientOptions options;
    auto const noted = origins(control);
    for (std::size_t at = 0; at < noted.size();) {
        auto const end = std::min(noted.find('\n', at), noted.size());
        if (end > at)
            TRY(options.allowed->allow(std::string_view(noted).substr(at, end - at)));
        at = end + 1;
    }
    out->m_http = TRY(net::open_client(std::move(options), context.world));
    auto opened = TRY(
        workspace::Workspace::open(TRY(control.open_record(inside.workspace)), context.world));
    // The operator sees secrets: whoever may run this holds the keys anyway.
    workspace::Asker const asker{workspace::AskerKind::system, {}, "operator", true};
    out->m_desk.reset(new workspace::Desk{std::move(opened), asker, *out->m_people, *out->m_http});
    return out;
}

Result<void> allow_origin(control::Control& control, std::string const& url)
{
    auto const origin = origin_of(url);
    auto const noted = origins(control);
    auto const listed = "\n" + noted + "\n";
    if (listed.find("\n" + origin + "\n") != std::string::npos)
        return {};
    // The client refuses what is no address of a server before it is noted.
    net::AllowedOrigins probe;
    TRY(probe.allow(origin));
    return control.write([&](control::ControlWriter const& tx) -> Result<void> {
        control::store::put_setting(tx, OriginsSetting,
                                    noted.empty() ? origin : noted + "\n" + origin, control.now());
        return {};
    });
}

}  // namespace cli
