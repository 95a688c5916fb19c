#include "support/channel.hpp"

#include "accounts/settings.hpp"
#include "accounts/store.hpp"
#include "base/json.hpp"

namespace tests {

namespace {

template <class T>
T must(base::Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().code);
    return std::move(*result);
}

}  // namespace

base::ChannelId add_channel(workspace::Workspace& workspace, std::string const& phone_number_id)
{
    return must(workspace.write([&](db::Writer& tx) {
        auto const id = accounts::store::insert(tx, "whatsapp", "Toko", phone_number_id, WabaId,
                                                "key-" + phone_number_id, workspace.world().now())
                            .value();
        auto const seal = [&](std::string_view column, std::string_view plain) {
            return workspace.sealer().seal(plain, {"channel", column, id.value, id});
        };
        accounts::store::set_verify_token(tx, id, seal("verify_token", "verify-0001"));
        accounts::store::set_access_token(tx, id, seal("access_token", AccessToken));
        accounts::store::set_app_secret(tx, id, seal("app_secret", AppSecret));
        accounts::store::set_settings(tx, id, accounts::Settings{}.text());
        accounts::store::set_state(tx, id, accounts::State::active);
        return id;
    }));
}

base::ConversationId add_conversation(workspace::Workspace& workspace, base::ChannelId channel,
                                      int number)
{
    return must(workspace.write([&](db::Writer& tx) {
        auto const now = workspace.world().now();
        auto const contact = tx.insert<base::ContactId>(R"sql(
            INSERT INTO contact (name, created_at, updated_at) VALUES (?1, ?2, ?2)
        )sql",
                                                        "Customer " + std::to_string(number), now);
        auto const identity = tx.insert<base::IdentityId>(R"sql(
            INSERT INTO identity (contact_id, channel_id, external_id, created_at)
            VALUES (?1, ?2, ?3, ?4)
        )sql",
                                                          contact, channel,
                                                          "ID." + std::to_string(number), now);
        return tx.insert<base::ConversationId>(R"sql(
            INSERT INTO conversation (contact_id, identity_id, channel_id, last_at, created_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?4, ?4)
        )sql",
                                               contact, identity, channel, now);
    }));
}

base::MessageId add_message(workspace::Workspace& workspace, base::ConversationId conversation,
                            std::string const& text)
{
    return must(workspace.write([&](db::Writer& tx) {
        return tx.insert<base::MessageId>(R"sql(
            INSERT INTO message (conversation_id, channel_id, direction, kind, body, author_kind,
                                 status, at, created_at)
            SELECT id, channel_id, 'out', 'text', ?2, 'member', 'queued', ?3, ?3
              FROM conversation
             WHERE id = ?1
        )sql",
                                          conversation, text, workspace.world().now());
    }));
}

std::string accepted(std::string const& provider_id)
{
    return base::to_text({
        {"messaging_product", "whatsapp"},
        {"contacts", {{{"input", "+628123450001"}, {"wa_id", "628123450001"}}}},
        {"messages", {{{"id", provider_id}}}},
    });
}

std::string refused(int code, std::string const& detail)
{
    return base::to_text(
        {{"error",
          {{"message", "(#" + std::to_string(code) + ") no"},
           {"type", "OAuthException"},
           {"code", code},
           {"error_data", {{"messaging_product", "whatsapp"}, {"details", detail}}},
           {"fbtrace_id", "AbCdEf123"}}}});
}

}  // namespace tests
