#include "base/text.hpp"
#include "channels/whatsapp/fields.hpp"

// Layouts: Meta's calling reference as client libraries of 2026-08 read it. A call is told in any
// order: connect when it rings, statuses while it does, terminate when it ends.
namespace channels::whatsapp {

namespace {

using base::Json;

Event call_event(CallUpdate call, std::string_view what, Json const& part)
{
    Event event;
    event.key = "call:" + call.external_id + ":" + std::string(what);
    event.raw = base::to_text(part);
    event.what = std::move(call);
    return event;
}

bool is_video(Json const& call)
{
    auto const sdp = base::text_at(base::object_at(call, "session"), "sdp").value_or("");
    return sdp.find("m=video") != std::string::npos;
}

Event read_call(Json const& call, People const& people)
{
    if (!call.is_object())
        return unreadable("not_an_object", call);
    CallUpdate out;
    out.external_id = id_at(call, "id").value_or("");
    if (out.external_id.empty())
        return unreadable("no_id", call);
    auto const at = time_at(call, "timestamp");
    if (!at)
        return unreadable("no_time", call);
    out.at = *at;
    auto const event = base::lower_ascii(base::text_at(call, "event").value_or(""));
    auto const direction = base::text_at(call, "direction").value_or("USER_INITIATED");
    out.ours = direction == "BUSINESS_INITIATED";
    out.with = out.ours ? people.find(id_at(call, "to_user_id"), phone_at(call, "to"))
                        : people.find(id_at(call, "from_user_id"), phone_at(call, "from"));
    if (out.with.external_id.empty())
        return unreadable("no_sender", call);
    out.video = is_video(call);
    if (event == "connect") {
        out.state = CallState::ringing;
    } else if (event == "terminate") {
        auto const ended = base::lower_ascii(base::text_at(call, "status").value_or(""));
        out.seconds = base::number_at(call, "duration").value_or(0);
        auto const started = time_at(call, "start_time");
        auto const stopped = time_at(call, "end_time");
        if (out.seconds <= 0 && started && stopped)
            out.seconds = (*stopped - *started).count() / 1000;
        // Meta calls a call that nobody took up FAILED or, without a duration, COMPLETED.
        out.state = out.seconds > 0               ? CallState::answered
                  : out.ours && ended == "failed" ? CallState::failed
                                                  : CallState::missed;
        if (out.seconds < 0)
            out.seconds = 0;
        if (started)
            out.at = *started;
    } else {
        return unreadable("unknown_call_event", call);
    }
    return call_event(std::move(out), event, call);
}

}  // namespace

Event read_call_status(Json const& status, People const& people)
{
    CallUpdate out;
    out.external_id = id_at(status, "id").value_or("");
    if (out.external_id.empty())
        return unreadable("no_id", status);
    auto const at = time_at(status, "timestamp");
    if (!at)
        return unreadable("no_time", status);
    auto const word = base::lower_ascii(base::text_at(status, "status").value_or(""));
    if (word == "ringing")
        out.state = CallState::ringing;
    else if (word == "accepted")
        out.state = CallState::answered;
    else if (word == "rejected")
        out.state = CallState::rejected;
    else if (word == "failed")
        out.state = CallState::failed;
    else
        return unreadable("unknown_status", status);
    out.at = *at;
    // Statuses are told of the calls the business makes; the call itself says so better.
    out.ours = true;
    out.certain = false;
    out.with = people.find(id_at(status, "recipient_user_id"), phone_at(status, "recipient_id"));
    return call_event(std::move(out), word, status);
}

void read_calls(Json const& value, Put const& put)
{
    People const people(value);
    for (auto const& call : base::array_at(value, "calls"))
        put(read_call(call, people));
    for (auto const& status : base::array_at(value, "statuses"))
        put(status.is_object() ? read_call_status(status, people)
                               : unreadable("not_an_object", status));
}

}  // namespace channels::whatsapp
