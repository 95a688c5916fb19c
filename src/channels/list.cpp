#include "channels/list.hpp"

#include <array>

#include "channels/whatsapp/whatsapp.hpp"

namespace channels {

std::span<Channel const* const> all()
{
    static std::array const list{
        &whatsapp::channel(),
    };
    return list;
}

Channel const* find(Kind kind)
{
    for (auto const* const channel : all())
        if (channel->traits().kind == kind)
            return channel;
    return nullptr;
}

Channel const* find(std::string_view kind)
{
    auto const known = base::from_word<Kind>(kind);
    return known ? find(*known) : nullptr;
}

}  // namespace channels
