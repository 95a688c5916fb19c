#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "media/upload.hpp"
#include "saved/exchange.hpp"
#include "saved/reply.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

// A workspace with one number and a customer, for tests of saved replies.
namespace tests {

struct Desktop {
    TestWorld world;
    workspace::Desk desk = world.desk();
    base::ChannelId channel = add_channel(*desk.workspace);
    base::ConversationId customer = add_conversation(*desk.workspace, channel, 1);

    saved::Reply add(std::string const& shortcut, std::string const& text)
    {
        saved::AddReply in;
        in.shortcut = shortcut;
        in.text = text;
        auto added = saved::add(desk, in);
        REQUIRE(added.ok());
        return std::move(*added);
    }
    std::vector<saved::Reply> all() { return saved::list(desk, {})->data; }
    base::MediaId upload(std::string const& name = "menu.pdf")
    {
        auto const left = std::make_shared<std::string>("%PDF-1.7 menu");
        return media::upload(desk, {name, {}, channel},
                             [left](std::size_t) { return std::exchange(*left, {}); })
            ->id;
    }
    // "field:code", or the code alone.
    template <class T>
    static std::string refusal(base::Result<T> const& result)
    {
        if (result)
            return "fine";
        auto const& e = result.error();
        return e.fields.empty() ? e.code : e.fields.front().field + ":" + e.fields.front().code;
    }
};

}  // namespace tests
