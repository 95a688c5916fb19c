#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "contacts/segments/find.hpp"
#include "contacts/use.hpp"
#include "conversations/inbox.hpp"
#include "conversations/receive.hpp"
#include "conversations/thread.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

// A workspace with one number, for tests of what comes in on it.
namespace tests {

inline channels::Person somebody(std::optional<std::string> user_id,
                                 std::optional<std::string> phone,
                                 std::optional<std::string> name = {})
{
    channels::Person person;
    person.user_id = user_id;
    person.phone = phone;
    person.profile_name = name;
    person.external_id = user_id ? *user_id : phone.value_or("");
    return person;
}
inline channels::Person rina() { return somebody("ID.1000", "628123450001", "Rina"); }
inline channels::Person budi() { return somebody("ID.2000", "628123450002", "Budi"); }

struct Inbox {
    TestWorld world;
    base::ChannelId channel = add_channel(*world.workspace());
    base::Instant start = world.clock.now();
    conversations::MessageDeliveries deliveries;

    template <class What>
    conversations::Reception take(What const& what)
    {
        using namespace conversations;
        return *world.workspace()->write([&](db::Writer& tx) {
            auto& w = *world.workspace();
            if constexpr (std::is_same_v<What, channels::InboundMessage> ||
                          std::is_same_v<What, channels::PastMessage>)
                return receive(w, tx, channel, what, "{}");
            else if constexpr (std::is_same_v<What, channels::StatusUpdate>)
                return receive(w, tx, deliveries, channel, what);
            else
                return receive(w, tx, channel, what);
        });
    }
    channels::InboundMessage text(std::string id, channels::Person from, std::chrono::seconds after,
                                  std::string words = "pesan")
    {
        channels::InboundMessage m;
        m.external_id = std::move(id);
        m.from = std::move(from);
        m.at = start + after;
        m.text = std::move(words);
        return m;
    }
    std::vector<conversations::Conversation> all(
        conversations::View view = conversations::View::open)
    {
        auto desk = world.desk();
        conversations::ListConversations in;
        in.view = view;
        return conversations::list(desk, in)->data;
    }
    conversations::Conversation only(conversations::View view = conversations::View::open)
    {
        auto const found = all(view);
        REQUIRE(found.size() == 1);
        return found.front();
    }
    // Oldest first.
    std::vector<conversations::Message> thread(conversations::View view = conversations::View::open)
    {
        auto desk = world.desk();
        conversations::ListMessages in;
        in.conversation = only(view).id;
        auto page = conversations::list_messages(desk, in)->data;
        return {page.rbegin(), page.rend()};
    }
    contacts::Contact contact(conversations::View view = conversations::View::open)
    {
        auto desk = world.desk();
        contacts::FindContact who;
        who.contact = only(view).contact.id;
        return *contacts::find(desk, who);
    }
};

}  // namespace tests
