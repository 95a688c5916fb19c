#include "cli/instruments.hpp"

#include "control/channel_route.hpp"
#include "control/member_store.hpp"
#include "control/origin.hpp"
#include "control/user_store.hpp"
#include "control/workspace_store.hpp"
#include "outbox/outbox.hpp"

namespace cli {

using base::Result;

namespace {

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
    std::string workspace_name(base::WorkspaceId workspace) const override
    {
        auto const found = m_control.read([&](control::ControlReader const& db) {
            return control::store::find_workspace(db, workspace);
        });
        return found ? found->name : "";
    }
    // No command runs what was asked for by somebody else.
    std::optional<workspace::Asker> replier(base::WorkspaceId, base::UserId) const override
    {
        return std::nullopt;
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
        return control::add_channel_route(m_control, {std::string(key), std::string(kind),
                                                      std::string(account), workspace, channel});
    }
    void remove(base::WorkspaceId workspace, base::ChannelId channel) override
    {
        control::remove_channel_route(m_control, workspace, channel);
    }
    bool taken(std::string_view kind, std::string_view account) override
    {
        return control::is_routed(m_control, kind, account);
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
          },
          [&control](std::string_view what, std::string_view key) {
              return control.public_url() + "/meta/" + std::string(what) + "/" + std::string(key);
          },
          [this, &control] { return neighbours(control); },
          [&control] { return control.public_url(); },
          [&control] { return control::signup_app(control); }}
{
}

Instruments::~Instruments() = default;

std::vector<std::shared_ptr<workspace::Workspace>> Instruments::neighbours(
    control::Control& control) const
{
    std::vector<std::shared_ptr<workspace::Workspace>> out;
    auto const records = control.read([](control::ControlReader const& db) {
        return control::store::workspaces_in(db, control::WorkspaceState::active);
    });
    for (auto const& record : records) {
        if (record.id == m_inside.workspace.id)
            continue;
        auto opened = control.open_record(record);
        if (!opened)
            continue;
        if (auto workspace = workspace::Workspace::open(std::move(*opened), control.world()))
            out.push_back(std::move(*workspace));
    }
    return out;
}

Result<std::unique_ptr<Instruments>> Instruments::open(Context const& context,
                                                       control::Control& control,
                                                       Inside const& inside)
{
    std::unique_ptr<Instruments> out(new Instruments(control, inside));
    out->m_http = TRY(open_http(context, control));
    auto opened = TRY(
        workspace::Workspace::open(TRY(control.open_record(inside.workspace)), context.world));
    // The operator sees secrets: whoever may run this holds the keys anyway.
    workspace::Asker const asker{workspace::AskerKind::system, {}, "operator", true};
    out->m_desk = std::make_unique<workspace::Desk>(
        workspace::Desk{std::move(opened), asker, *out->m_people, *out->m_http});
    return out;
}

Result<std::unique_ptr<net::HttpClient>> open_http(Context const& context,
                                                   control::Control& control,
                                                   std::vector<std::string> const& also)
{
    net::ClientOptions options;
    for (auto const& url : also)
        TRY(options.allowed->allow(url));
    for (auto const& origin : control::allowed_origins(control))
        TRY(options.allowed->allow(origin));
    return net::open_client(std::move(options), context.world);
}

Result<void> allow_origin(control::Control& control, std::string const& url)
{
    auto const origin = origin_of(url);
    // The client refuses what is no address of a server before it is noted.
    net::AllowedOrigins probe;
    TRY(probe.allow(origin));
    return control::allow_origin(control, origin);
}

}  // namespace cli
