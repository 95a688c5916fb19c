#include "channels/outbound.hpp"

#include <algorithm>

namespace channels {

namespace {

// Of a const or a changeable message alike.
template <class Message, class Take>
void each_media(Message& message, Take const& take)
{
    auto const look = [&](auto& media) {
        if (media)
            take(*media);
    };
    std::visit(
        [&](auto& content) {
            using C = std::remove_const_t<std::remove_reference_t<decltype(content)>>;
            if constexpr (std::is_same_v<C, MediaContent>) {
                take(content);
            } else if constexpr (std::is_same_v<C, InteractiveContent>) {
                look(content.header);
            } else if constexpr (std::is_same_v<C, TemplateContent>) {
                look(content.header_media);
                for (auto& card : content.cards)
                    look(card.media);
            }
        },
        message.content);
}

}  // namespace

std::vector<MediaContent*> media_in(Outbound& message)
{
    std::vector<MediaContent*> out;
    each_media(message, [&](MediaContent& media) { out.push_back(&media); });
    return out;
}

std::vector<base::MediaId> files_in(Outbound const& message)
{
    std::vector<base::MediaId> out;
    each_media(message, [&](MediaContent const& media) {
        if (media.file && std::ranges::find(out, *media.file) == out.end())
            out.push_back(*media.file);
    });
    return out;
}

}  // namespace channels
