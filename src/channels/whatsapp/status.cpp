#include "base/text.hpp"
#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/fields.hpp"
#include "channels/whatsapp/read.hpp"

namespace channels::whatsapp {

namespace {

using base::Json;

std::optional<DeliveryStatus> delivery_status(std::string_view word)
{
    for (auto const status : {DeliveryStatus::sent, DeliveryStatus::delivered, DeliveryStatus::read,
                              DeliveryStatus::played, DeliveryStatus::failed})
        if (name_of(status) == word)
            return status;
    return std::nullopt;
}

std::optional<Pricing> pricing_of(Json const& status)
{
    auto const& object = base::object_at(status, "pricing");
    Pricing pricing{base::clean_name(base::text_at(object, "category").value_or("")),
                    base::clean_name(base::text_at(object, "type").value_or("")),
                    base::clean_name(base::text_at(object, "pricing_model").value_or(""))};
    if (pricing.category.empty() && pricing.type.empty())
        return std::nullopt;
    return pricing;
}

// In a group the receiver is a participant and recipient_id is the group.
void read_recipient(Json const& status, People const& people, StatusUpdate& out)
{
    bool const group = base::text_at(status, "recipient_type") == "group";
    if (group)
        out.group_id = id_at(status, "recipient_id");
    out.recipient = people.find(
        id_at(status, group ? "recipient_participant_user_id" : "recipient_user_id"),
        phone_at(status, group ? "recipient_participant_id" : "recipient_id"));
    if (!out.recipient.parent_id)
        out.recipient.parent_id = id_at(status, "recipient_parent_user_id");
}

}  // namespace

Event read_status(Json const& status, People const& people)
{
    if (!status.is_object())
        return unreadable("not_an_object", status);
    if (base::text_at(status, "type") == "call")
        return read_call_status(status, people);
    StatusUpdate out;
    out.external_id = id_at(status, "id").value_or("");
    // May hold anything we once wrote there, blanks among it, so it is no id_at.
    out.attempt_id = base::text_at(status, "biz_opaque_callback_data");
    if (out.attempt_id && out.attempt_id->empty())
        out.attempt_id = std::nullopt;
    if (out.external_id.empty() && !out.attempt_id)
        return unreadable("no_id", status);
    auto const word = base::lower_ascii(base::text_at(status, "status").value_or(""));
    auto const known = delivery_status(word);
    if (!known)
        return unreadable("unknown_status", status);
    auto const at = time_at(status, "timestamp");
    if (!at)
        return unreadable("no_time", status);
    out.status = *known;
    out.at = *at;
    read_recipient(status, people, out);
    out.pricing = pricing_of(status);

    Event event;
    event.key = "status:" + (out.external_id.empty() ? *out.attempt_id : out.external_id) + ":" +
                word;
    if (out.group_id)
        event.key += ":" + out.recipient.external_id;
    if (out.status == DeliveryStatus::failed) {
        auto const& errors = base::array_at(status, "errors");
        out.problem = errors.empty() ? Problem{"unknown_provider_error", 0, {}, Stops::nothing}
                                     : problem_of(meta::graph_error(errors.front()));
        event.raw = base::to_text(status);
    }
    event.what = std::move(out);
    return event;
}

}  // namespace channels::whatsapp
