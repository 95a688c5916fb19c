#include "cli/channels.hpp"

#include <set>

#include "accounts/connect.hpp"
#include "cli/instruments.hpp"
#include "control/audit_store.hpp"
#include "control/input_rule.hpp"
#include "conversations/removal.hpp"
#include "intake/events.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Json;
using base::Result;

namespace {

std::optional<std::string> given(std::string const& text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

void audit(control::Control& control, Instruments const& instruments, std::string_view action,
           std::string const& channel)
{
    control::note_later(control, instruments.inside().caller,
                        {.action = action, .target = "channel:" + channel});
}

void show_checks(Terminal& terminal, Json const& channel)
{
    terminal.table(channel["checks"], {{"name", "CHECK"}, {"ok", "OK"}, {"detail", "DETAIL"}});
    if (channel["problem"].is_object())
        terminal.say("Problem: " + base::text_at(channel["problem"], "code").value_or("") + " " +
                     base::text_at(channel["problem"], "detail").value_or(""));
}

void say_size(Terminal& terminal, conversations::HistorySize const& size)
{
    auto const number = [&](std::int64_t count) {
        return (count >= size.most ? "at least " : "") + std::to_string(count);
    };
    terminal.say("Its history: " + number(size.conversations) + " conversations, " +
                 number(size.messages) + " messages, " + number(size.people) +
                 " people known only there, " + (size.messages >= size.most ? "at least " : "") +
                 std::to_string(size.media_bytes) + " bytes of files.");
}

// An account that was noted with its channel's number.
Result<base::ChannelId> channel_id(std::string const& text)
{
    auto const id = base::ChannelId::parse(text);
    if (!id)
        return control::wrong_field("id", "not_an_id");
    return *id;
}

}  // namespace

Result<Json> connect_channel(Context const& context, control::Control& control,
                             ChannelToAdd const& in)
{
    // Checked before anything is noted: a command that is refused leaves nothing behind.
    auto const inside = TRY(enter(control, in.workspace));
    if (!in.graph_url.empty())
        TRY(allow_origin(control, in.graph_url));
    auto instruments = TRY(Instruments::open(context, control, inside));
    accounts::ConnectChannel wanted;
    wanted.kind = channels::Kind::whatsapp;
    wanted.name = given(in.name);
    wanted.phone_number_id = in.phone_number_id;
    wanted.waba_id = in.waba_id;
    wanted.access_token = in.access_token;
    wanted.app_secret = in.app_secret;
    wanted.graph_url = given(in.graph_url);
    wanted.graph_version = given(in.graph_version);
    auto const made = TRY(
        accounts::connect(instruments->desk(), instruments->surroundings(), wanted));
    audit(control, *instruments, "channel.connected", made.id.text());
    return base::write_json(made);
}

Result<int> add_channel(Context const& context, ChannelToAdd const& in)
{
    auto const control = TRY(context.open());
    auto const channel = TRY(connect_channel(context, *control, in));
    context.terminal.give(channel);
    context.terminal.say("Channel " + base::text_at(channel, "id").value_or("") +
                         " is connected. Give these two to the webhook page of the Meta app:\n\n"
                         "  Callback URL  " +
                         base::text_at(channel, "webhook_url").value_or("") + "\n  Verify token  " +
                         base::text_at(channel, "verify_token").value_or("") + "\n");
    show_checks(context.terminal, channel);
    return Done;
}

Result<int> list_channels(Context const& context, std::string const& workspace)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(Instruments::open(context, *control, TRY(enter(*control, workspace))));
    auto const page = TRY(accounts::list(instruments->desk(), instruments->surroundings(), {}));
    auto json = base::write_json(page);
    context.terminal.give(json);
    for (auto& row : json["data"])
        row["phone"] = row["account"]["display_phone"];
    context.terminal.table(json["data"], {{"id", "ID"},
                                          {"kind", "KIND"},
                                          {"name", "NAME"},
                                          {"phone", "NUMBER"},
                                          {"state", "STATE"},
                                          {"last_event_at", "LAST EVENT"}});
    return Done;
}

Result<int> check_channel(Context const& context, ChannelToCheck const& in)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.channel.workspace))));
    auto const channel = TRY(accounts::check(instruments->desk(), instruments->surroundings(),
                                             {TRY(channel_id(in.channel.id)), in.take_over}));
    auto const json = base::write_json(channel);
    context.terminal.give(json);
    show_checks(context.terminal, json);
    if (channel.problem && channel.problem->code.text == "webhook_elsewhere")
        context.terminal.say("Repeat with --take-over to bring its messages here.");
    return channel.problem ? Refused : Done;
}

Result<int> remove_channel(Context const& context, ChannelToRemove const& in)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    auto const id = TRY(channel_id(in.id));
    if (in.delete_history || in.dry_run) {
        auto const size = TRY(conversations::count_history(instruments->desk(), {id}));
        say_size(context.terminal, size);
        if (in.dry_run) {
            context.terminal.give(base::write_json(size));
            return Done;
        }
    }
    auto const channel = TRY(accounts::disconnect(instruments->desk(), instruments->surroundings(),
                                                  {id, !in.delete_history}));
    audit(*control, *instruments,
          in.delete_history ? "channel.history_removed" : "channel.disconnected", in.id);
    context.terminal.give(base::write_json(channel));
    for (auto const& check : channel.checks)
        if (!check.ok)
            context.terminal.say("The provider could not be told: " + check.detail);
    context.terminal.say("Channel " + in.id + " is disconnected; " +
                         (in.delete_history ? "the running server takes its history away now, else "
                                              "its next start does."
                                            : "its history stays."));
    return Done;
}

Result<int> list_events(Context const& context, EventsToList const& in)
{
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    intake::ListEvents wanted;
    wanted.limit = in.limit;
    if (!in.state.empty()) {
        wanted.state = base::from_word<intake::EventState>(in.state);
        if (!wanted.state)
            return control::wrong_field("state", "not_allowed");
    }
    auto const json = base::write_json(TRY(intake::list_events(instruments->desk(), wanted)));
    context.terminal.give(json);
    context.terminal.table(json["data"], {{"id", "ID"},
                                          {"channel_id", "CHANNEL"},
                                          {"received_at", "RECEIVED"},
                                          {"state", "STATE"},
                                          {"attempts", "TRIES"},
                                          {"error", "ERROR"}});
    return Done;
}

Result<int> replay_events(Context const& context, EventsToReplay const& in)
{
    if (in.id.empty() != in.all_dead)
        return Error{Fault::invalid, "invalid_input", "name one delivery, or --all-dead"};
    auto const control = TRY(context.open());
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    auto& desk = instruments->desk();
    auto replayed = Json::array();
    auto const replay = [&](base::RawEventId id) -> Result<void> {
        replayed.push_back(base::write_json(TRY(intake::replay_event(desk, {id}))));
        return {};
    };
    if (!in.all_dead)
        TRY(replay(TRY(base::RawEventId::parse(in.id))));
    intake::ListEvents dead;
    dead.state = intake::EventState::dead;
    dead.limit = 100;
    std::set<base::RawEventId> seen;
    for (auto more = in.all_dead; more;) {
        auto const page = TRY(intake::list_events(desk, dead));
        for (auto const& row : page.data)
            if (seen.insert(row.id).second)
                TRY(replay(row.id));
        dead.cursor = page.next;
        more = page.next.has_value();
    }
    context.terminal.give({{"data", replayed}});
    context.terminal.say(std::to_string(replayed.size()) +
                         " deliveries are taken in again; the running server does it now, else its "
                         "next start does.");
    return Done;
}

}  // namespace cli
