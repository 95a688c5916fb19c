#include "cli/messages.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "cli/instruments.hpp"
#include "cli/tree.hpp"
#include "control/input_rule.hpp"
#include "conversations/conversation_store.hpp"
#include "conversations/react.hpp"
#include "conversations/reply.hpp"
#include "media/upload.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Json;
using base::Result;

namespace {

Result<std::string> read_all(Context const& context, std::string const& path)
{
    if (path == "-")
        return std::string(std::istreambuf_iterator<char>(context.terminal.in), {});
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return Error{Fault::invalid, "not_found", "No such file: " + path};
    return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<double> degrees(std::string_view text)
{
    double value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size())
        return control::wrong_field("location", "bad_format");
    return value;
}

Result<Json> place_of(MessageToSend const& in)
{
    auto const comma = in.location.find(',');
    if (comma == std::string::npos)
        return control::wrong_field("location", "bad_format");
    Json place{{"latitude", TRY(degrees(in.location.substr(0, comma)))},
               {"longitude", TRY(degrees(in.location.substr(comma + 1)))}};
    if (!in.place.empty())
        place["name"] = in.place;
    if (!in.address.empty())
        place["address"] = in.address;
    return place;
}

Json cards_of(std::vector<std::string> const& contacts)
{
    auto cards = Json::array();
    for (auto const& contact : contacts) {
        auto const comma = contact.find(',');
        Json card{{"name", contact.substr(0, comma)}};
        if (comma != std::string::npos)
            card["phones"] = Json::array({{{"value", contact.substr(comma + 1)}}});
        cards.push_back(std::move(card));
    }
    return cards;
}

Json template_of(MessageToSend const& in)
{
    auto values = Json::array();
    for (auto const& value : in.values) {
        auto const equals = value.find('=');
        if (equals == std::string::npos)
            values.push_back({{"text", value}});
        else
            values.push_back(
                {{"name", value.substr(0, equals)}, {"text", value.substr(equals + 1)}});
    }
    return {{"name", in.template_name}, {"language", in.language}, {"body", std::move(values)}};
}

Result<std::string> upload(workspace::Desk& desk, base::ConversationId id, MessageToSend const& in)
{
    auto const conversation = conversations::store::find(*desk.workspace->read(), id);
    if (!conversation)
        return Error{Fault::not_found, "not_found", "No such conversation."};
    std::ifstream file(in.file, std::ios::binary);
    if (!file)
        return Error{Fault::invalid, "not_found", "No such file: " + in.file};
    media::Upload wanted{
        std::filesystem::path(in.file).filename().string(), {}, conversation->channel};
    if (!in.as.empty()) {
        wanted.kind = channels::media_kind(in.as);
        if (!wanted.kind)
            return control::wrong_field("as", "not_allowed");
    }
    auto const kept = TRY(media::upload(desk, wanted, [&](std::size_t most) {
        std::string piece(most, '\0');
        file.read(piece.data(), std::streamsize(most));
        piece.resize(std::size_t(file.gcount()));
        return piece;
    }));
    return kept.id.text();
}

// The request as the API would get it, so that both meet the same checks.
Result<Json> request_of(Context const& context, workspace::Desk& desk, base::ConversationId id,
                        MessageToSend const& in)
{
    auto body = Json::object();
    if (!in.content.empty()) {
        body = TRY(base::parse_json(TRY(read_all(context, in.content))));
        if (!body.is_object())
            return control::wrong_field("content", "wrong_type");
    }
    if (!in.text.empty())
        body["text"] = in.text;
    if (in.no_preview)
        body["preview_link"] = false;
    if (!in.location.empty())
        body["location"] = TRY(place_of(in));
    if (!in.contacts.empty())
        body["contacts"] = cards_of(in.contacts);
    if (!in.template_name.empty())
        body["template"] = template_of(in);
    if (!in.quoted.empty())
        body["quoted_id"] = in.quoted;
    if (!in.forward_of.empty())
        body["forward_of"] = in.forward_of;
    if (!in.file.empty())
        body["media_id"] = TRY(upload(desk, id, in));
    if (in.voice)
        body["voice"] = true;
    return body;
}

Result<int> tell(Context const& context, conversations::Message const& message)
{
    context.terminal.give(base::write_json(message));
    context.terminal.say("Message " + message.id.text() +
                         " waits to be sent; the running server sends it.");
    return Done;
}

}  // namespace

Result<int> send_message(Context const& context, MessageToSend const& in)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    auto const conversation = base::ConversationId::parse(in.conversation);
    if (!conversation)
        return control::wrong_field("conversation", "not_an_id");
    auto body = TRY(request_of(context, instruments->desk(), *conversation, in));
    auto const request = TRY(base::read_input<conversations::SendMessage>(
        {{{"conversation_id", in.conversation}}, {}, std::move(body)}));
    return tell(context, TRY(conversations::send(instruments->desk(), request)));
}

Result<int> put_sign(Context const& context, SignToPut const& in)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    auto const request = TRY(base::read_input<conversations::React>(
        {{{"message_id", in.message}}, {}, {{"emoji", in.emoji}}}));
    return tell(context, TRY(conversations::react(instruments->desk(), request)));
}

void add_message_commands(Tree& tree)
{
    auto group = tree.group("message", "Send messages and signs.");
    auto send = group.command(
        "send", "Answer in a conversation.",
        "sapa message send --workspace kopi-pagi --conversation 12 --text 'Siap, kak'\n"
        "  sapa message send --workspace kopi-pagi --conversation 12 --location -6.2,106.8 --place Toko\n"
        "  sapa message send --workspace kopi-pagi --conversation 12 --content buttons.json");
    auto& s = tree.keep<MessageToSend>();
    send.needed("--workspace", s.workspace, "Slug of the workspace");
    send.needed("--conversation", s.conversation, "Its id");
    send.option("--text", s.text, "The text, or the caption of a file");
    send.option("--file", s.file, "A file to send");
    send.option("--as", s.as, "image, video, audio, document or sticker (by what it is)");
    send.flag("--voice", s.voice, "The file is a voice note");
    send.flag("--no-preview", s.no_preview, "A link does not show its page");
    send.option("--location", s.location, "latitude,longitude");
    send.option("--place", s.place, "Name of the place");
    send.option("--address", s.address, "Its address");
    send.option("--contact", s.contacts, "A card: Name,+62 812 ...; may come again");
    send.option("--template", s.template_name, "Name of a template");
    send.option("--language", s.language, "Its language, e.g. pt_BR");
    send.option("--value", s.values, "A value of its text, or name=value; may come again");
    send.option("--content", s.content,
                "A file with the request as the API takes it: controls, whole templates; - reads "
                "standard input");
    send.option("--quote", s.quoted, "Id of the message it answers");
    send.option("--forward", s.forward_of, "Id of a message to pass on");
    send.runs([&](Context const& context) { return send_message(context, s); });

    auto sign = group.command("react", "Put a sign on a message; an empty one takes it away.",
                              "sapa message react 77 👍 --workspace kopi-pagi");
    auto& r = tree.keep<SignToPut>();
    sign.positional("id", r.message, "Id of the message");
    sign.positional("emoji", r.emoji, "The sign");
    sign.needed("--workspace", r.workspace, "Slug of the workspace");
    sign.runs([&](Context const& context) { return put_sign(context, r); });
}

}  // namespace cli
