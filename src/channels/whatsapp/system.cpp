#include "channels/whatsapp/read.hpp"

// Layouts: Meta's webhooks/reference/messages/system, read 2026-09, and the names used before 2026.
namespace channels::whatsapp {

namespace {

using base::Json;

Person person_of(std::optional<std::string> user_id, std::optional<std::string> phone)
{
    Person person;
    person.external_id = user_id.value_or(phone.value_or(""));
    person.user_id = std::move(user_id);
    person.phone = std::move(phone);
    return person;
}

bool is_move(std::string_view type)
{
    return type == "user_changed_number" || type == "user_changed_user_id" ||
           type == "customer_changed_number";
}

PersonChange move_of(Json const& message, Json const& system)
{
    auto phone = phone_at(system, "wa_id");
    if (!phone)
        phone = phone_at(system, "new_wa_id");
    PersonChange change;
    change.now = person_of(id_at(system, "user_id"), std::move(phone));
    change.now.parent_id = id_at(system, "parent_user_id");

    auto old_id = id_at(system, "previous_user_id");
    if (auto from = id_at(message, "from_user_id"); !old_id && from != change.now.user_id)
        old_id = std::move(from);
    auto old_phone = phone_at(message, "from");
    if (old_phone == change.now.phone)
        old_phone = std::nullopt;
    change.before = person_of(std::move(old_id), std::move(old_phone));
    change.before.parent_id = id_at(system, "previous_parent_user_id");
    return change;
}

}  // namespace

std::optional<Event> read_system(Json const& message, InboundMessage const& head)
{
    auto const& system = base::object_at(message, "system");
    auto const type = base::text_at(system, "type").value_or("");
    PersonChange change;
    if (is_move(type)) {
        change = move_of(message, system);
        if (change.now.external_id.empty() || change.before.external_id.empty())
            return std::nullopt;
    } else if (type == "customer_identity_changed") {
        change.before = head.from;
        if (change.before.external_id.empty())
            return std::nullopt;
    } else {
        return std::nullopt;
    }
    change.external_id = head.external_id;
    change.at = head.at;
    Event event;
    event.key = "person:" + head.external_id;
    event.what = std::move(change);
    return event;
}

}  // namespace channels::whatsapp
