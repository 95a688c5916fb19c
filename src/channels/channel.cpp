#include "channels/channel.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace channels {

MediaRule const* Traits::media_rule(MediaKind wanted) const
{
    for (auto const& rule : media)
        if (rule.kind == wanted)
            return &rule;
    return nullptr;
}

std::string_view name_of(MediaKind kind) { return base::word_of(kind); }

std::optional<MediaKind> media_kind(std::string_view name)
{
    return base::from_word<MediaKind>(name);
}

std::string plain_mime(std::string_view mime)
{
    return base::lower_ascii(base::trim(mime.substr(0, mime.find(';'))));
}

bool takes(MediaRule const& rule, std::string_view mime)
{
    auto const plain = plain_mime(mime);
    if (rule.other_mimes)
        return plain.find('/') != std::string::npos;
    return std::find(rule.mimes.begin(), rule.mimes.end(), plain) != rule.mimes.end();
}

std::string_view name_of(InboundKind kind)
{
    switch (kind) {
    case InboundKind::text: return "text";
    case InboundKind::image: return "image";
    case InboundKind::video: return "video";
    case InboundKind::audio: return "audio";
    case InboundKind::document: return "document";
    case InboundKind::sticker: return "sticker";
    case InboundKind::location: return "location";
    case InboundKind::contacts: return "contacts";
    case InboundKind::choice: return "choice";
    case InboundKind::form: return "form";
    case InboundKind::order: return "order";
    case InboundKind::call_permission: return "call_permission";
    case InboundKind::unsupported: return "unsupported";
    }
    return "unsupported";
}

std::string_view name_of(DeliveryStatus status)
{
    switch (status) {
    case DeliveryStatus::sent: return "sent";
    case DeliveryStatus::delivered: return "delivered";
    case DeliveryStatus::read: return "read";
    case DeliveryStatus::played: return "played";
    case DeliveryStatus::failed: return "failed";
    }
    return "failed";
}

}  // namespace channels
