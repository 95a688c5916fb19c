#include "support/webhooks.hpp"

#include "support/channel.hpp"

namespace tests {

using base::Json;

namespace {

Json part(Json value)
{
    value["messaging_product"] = "whatsapp";
    value["metadata"] = {{"display_phone_number", "6281200007700"},
                         {"phone_number_id", PhoneNumberId}};
    return {{"field", "messages"}, {"value", std::move(value)}};
}

Json message(Sender const& from, std::string const& id, std::int64_t at, std::string const& type,
             Json what)
{
    return part(
        {{"contacts",
          {{{"profile", {{"name", from.name}}}, {"wa_id", from.phone}, {"user_id", from.user_id}}}},
         {"messages",
          {{{"from", from.phone},
            {"from_user_id", from.user_id},
            {"id", id},
            {"timestamp", std::to_string(at)},
            {"type", type},
            {type, std::move(what)}}}}});
}

}  // namespace

Json says(Sender const& from, std::string const& id, std::int64_t at, std::string const& text)
{
    return message(from, id, at, "text", {{"body", text}});
}

Json shows(Sender const& from, std::string const& id, std::int64_t at, std::string const& media_id)
{
    return message(from, id, at, "image", {{"id", media_id}, {"mime_type", "image/jpeg"}});
}

Json rewords(Sender const& from, std::string const& id, std::int64_t at, std::string const& about,
             std::string const& text)
{
    return message(from, id, at, "edit",
                   {{"original_message_id", about},
                    {"message", {{"type", "text"}, {"text", {{"body", text}}}}}});
}

Json signs(Sender const& from, std::string const& id, std::int64_t at, std::string const& about,
           std::string const& emoji)
{
    return message(from, id, at, "reaction", {{"message_id", about}, {"emoji", emoji}});
}

Json takes_back(Sender const& from, std::string const& id, std::int64_t at,
                std::string const& about)
{
    return message(from, id, at, "revoke", {{"original_message_id", about}});
}

Json moves(std::string const& id, std::int64_t at, std::string const& before,
           std::string const& now)
{
    return part({{"messages",
                  {{{"id", id},
                    {"timestamp", std::to_string(at)},
                    {"type", "system"},
                    {"system",
                     {{"type", "user_changed_user_id"},
                      {"body", "User changed"},
                      {"user_id", now},
                      {"previous_user_id", before}}}}}}});
}

Json status(std::string const& id, std::string const& attempt, std::string const& status,
            std::int64_t at)
{
    return part({{"statuses",
                  {{{"id", id},
                    {"status", status},
                    {"timestamp", std::to_string(at)},
                    {"biz_opaque_callback_data", attempt},
                    {"recipient_id", "628770000000"}}}}});
}

std::string delivery(std::vector<Json> const& parts)
{
    return base::to_text({{"object", "whatsapp_business_account"},
                          {"entry", {{{"id", WabaId}, {"changes", parts}}}}});
}

}  // namespace tests
