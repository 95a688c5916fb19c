#include "api/special.hpp"
#include "control/session.hpp"

namespace api {

namespace {

constexpr std::size_t PerSession = 8;

struct Listen {
    static constexpr auto about =
        "Changes of the workspace as an event stream; resumes after `after` "
        "or Last-Event-ID. One too many of a session (8) or a token ends its oldest, with `taken`.";
    std::optional<std::int64_t> after;

    static constexpr auto fields()
    {
        return std::tuple{base::query("after", &Listen::after, "Number of the last event you know.",
                                      {.max = INT64_MAX})};
    }
};

// An open stream of one caller. Rights are looked at again when anybody's have changed, and once a
// minute for what runs out by itself.
class StreamListener final : public changes::Listener {
public:
    StreamListener(control::Control& control, control::Caller caller, std::size_t per_token,
                   std::shared_ptr<http::Stream> stream)
        : m_control(control),
          m_caller(std::move(caller)),
          m_per_token(per_token),
          m_stream(std::move(stream)),
          m_looked_at(control.now())
    {
    }

    bool send(std::shared_ptr<std::string const> bytes) override
    {
        return m_stream->send(std::move(bytes));
    }
    bool full() const override { return m_stream->full(); }
    bool allowed() override
    {
        if (m_stream->closed())
            return true;  // the next send tells the hub
        auto const version = m_control.recent_rights();
        auto const now = m_control.now();
        if (version == m_version && now - m_looked_at < std::chrono::minutes(1))
            return true;
        m_version = version;
        m_looked_at = now;
        return control::is_still_allowed(m_control, m_caller);
    }
    base::UserId user() const override { return m_caller.user; }
    bool phones() const override { return m_caller.rights.phones; }
    changes::StreamOwner owner() const override
    {
        if (m_caller.is_person())
            return {"session:" + m_caller.session.text(), PerSession};
        if (m_caller.kind == control::CallerKind::token)
            return {"token:" + m_caller.token.text(), m_per_token};
        return {};
    }
    bool gone() const override { return m_stream->closed(); }
    void close() override { m_stream->close(); }

private:
    control::Control& m_control;
    control::Caller m_caller;
    std::size_t m_per_token;
    std::shared_ptr<http::Stream> m_stream;
    std::int64_t m_version =
        -1;  // rights may have shrunk since the guard looked: look again at once
    base::Instant m_looked_at;
};

std::optional<std::int64_t> last_event(Call const& call, Listen const& in)
{
    if (auto const header = call.request.header("Last-Event-ID")) {
        base::Json const wrapped = {{"n", std::string(*header)}};
        if (auto const number = base::number_at(wrapped, "n"); number && *number >= 0)
            return number;
    }
    return in.after;
}

}  // namespace

Route stream_route()
{
    Route route;
    route.method = "GET";
    route.pattern = "/stream";
    route.operation = "listen";
    route.needs = Permission::read;
    route.scope = "conversations:read";
    route.about = Listen::about;
    route.parameters = detail::parameters_of<Listen>;
    route.run = [](Call& call, http::Reply reply) {
        auto const in = base::read_input<Listen>(call.input);
        if (!in)
            return reply.send(refusal(in.error(), reply.request_id()));
        auto const& parts = call.parts;
        http::StreamHead head;
        head.first = "retry: 2000\n\n";
        head.group = std::uint64_t(call.workspace->id().value);
        auto listener = std::make_shared<StreamListener>(
            parts.control, call.caller, parts.streams_per_token, reply.stream(std::move(head)));
        parts.hub.join(call.workspace, last_event(call, *in), std::move(listener));
        parts.wake_live(call.workspace);
    };
    return route;
}

}  // namespace api
