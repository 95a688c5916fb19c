#include "conversations/incoming.hpp"

#include "base/text.hpp"

namespace conversations {

MessageKind kind_of(channels::InboundMessage const& in)
{
    return base::from_word<MessageKind>(channels::name_of(in.kind))
        .value_or(MessageKind::unsupported);
}

Status status_of(channels::DeliveryStatus status)
{
    switch (status) {
    case channels::DeliveryStatus::sent: return Status::sent;
    case channels::DeliveryStatus::delivered: return Status::delivered;
    case channels::DeliveryStatus::read: return Status::read;
    case channels::DeliveryStatus::played: return Status::played;
    case channels::DeliveryStatus::failed: break;
    }
    return Status::failed;
}

std::string detail_of(channels::InboundMessage const& in, std::string const& unsupported,
                      std::string_view raw)
{
    auto detail = base::Json::object();
    if (!unsupported.empty()) {
        detail["unsupported"] = unsupported;
        detail["raw"] = std::string(raw);
    }
    if (in.content != channels::Content{})
        detail["content"] = base::write_json(in.content);
    if (in.standby)
        detail["standby"] = true;
    return detail.empty() ? std::string() : base::to_text(detail);
}

store::NewMessage message_of(db::Reader const& db, base::ChannelId channel,
                             channels::InboundMessage const& in, std::string_view raw)
{
    store::NewMessage message;
    auto const ours = in.writer != channels::Writer::customer;
    message.channel = channel;
    message.direction = ours ? Direction::out : Direction::in;
    message.kind = kind_of(in);
    message.text = base::clean_body(in.text);
    message.external_id = in.external_id;
    message.author_kind = !ours                                ? AuthorKind::contact
                        : in.writer == channels::Writer::phone ? AuthorKind::phone
                                                               : AuthorKind::app;
    message.quoted_external = in.quoted_id;
    if (message.quoted_external)
        if (auto const quoted = store::by_external(db, channel, *message.quoted_external))
            message.quoted = quoted->id;
    auto const unsupported = message.kind == MessageKind::unsupported ? in.unsupported_type
                                                                      : std::string();
    if (auto detail = detail_of(in, unsupported, raw); !detail.empty())
        message.detail = std::move(detail);
    if (ours)
        message.status = Status::sent;
    message.at = in.at;
    return message;
}

}  // namespace conversations
