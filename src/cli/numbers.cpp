#include "cli/numbers.hpp"

#include <fstream>
#include <sstream>

#include "accounts/number/links.hpp"
#include "accounts/number/number.hpp"
#include "accounts/number/profile.hpp"
#include "accounts/onboarding/onboarding.hpp"
#include "cli/instruments.hpp"
#include "control/input_rule.hpp"
#include "conversations/block.hpp"

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

// A workspace's instruments with the channel that was named.
struct Bench {
    std::unique_ptr<control::Control> control;
    std::unique_ptr<Instruments> instruments;
    base::ChannelId channel;

    workspace::Desk& desk() const { return instruments->desk(); }
    void note(std::string_view action) const
    {
        control::note_later(*control, instruments->inside().caller,
                            {.action = action, .target = "channel:" + channel.text()});
    }
};

Result<Bench> open(Context const& context, OneChannel const& in)
{
    Bench bench;
    bench.control = TRY(context.open());
    bench.instruments = TRY(
        Instruments::open(context, *bench.control, TRY(enter(*bench.control, in.workspace))));
    auto const id = base::ChannelId::parse(in.id);
    if (!id)
        return control::wrong_field("id", "not_an_id");
    bench.channel = *id;
    return bench;
}

Result<std::string> secret(Context const& context, std::string const& option, char const* question)
{
    if (!option.empty())
        return option;
    if (auto typed = context.terminal.ask_secret(question))
        return *typed;
    return Error{Fault::invalid, "invalid_input", std::string(question) + " is needed"};
}

// Members of an object, one a line.
void show_members(Terminal& terminal, Json const& object)
{
    auto rows = Json::array();
    for (auto const& [name, value] : object.items())
        if (value.is_string() || value.is_boolean() || value.is_number())
            rows.push_back({{"name", name}, {"value", value}});
    terminal.table(rows, {{"name", "WHAT"}, {"value", ""}});
}

Result<int> show_facts(Context const& context, Bench const& bench)
{
    auto const json = base::write_json(TRY(accounts::show_number(bench.desk(), {bench.channel})));
    context.terminal.give(json);
    show_members(context.terminal, json);
    for (auto const& part : json["health"])
        for (auto const& note : part["notes"])
            context.terminal.say(part["type"].get<std::string>() + ": " + note.get<std::string>());
    return Done;
}

Result<channels::OutgoingMedia> picture(std::string const& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in || bytes.str().empty())
        return control::wrong_field("photo", "not_found");
    auto const content = std::make_shared<std::string const>(bytes.str());
    channels::OutgoingMedia file;
    file.kind = channels::MediaKind::image;
    file.mime = content->starts_with("\x89PNG") ? "image/png" : "image/jpeg";
    file.file_name = path.substr(path.rfind('/') + 1);
    file.size = content->size();
    file.read = [content](std::uint64_t offset, std::size_t limit) {
        return content->substr(std::size_t(offset), limit);
    };
    return file;
}

}  // namespace

Result<int> show_number(Context const& context, OneChannel const& in)
{
    return show_facts(context, TRY(open(context, in)));
}

Result<int> register_number(Context const& context, NumberToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    accounts::RegisterNumber wanted;
    wanted.channel = bench.channel;
    wanted.pin = TRY(secret(context, in.pin, "Two-step PIN, six digits"));
    if (!in.region.empty()) {
        if (!base::Word<accounts::Regions>::knows(in.region))
            return control::wrong_field("region", "not_allowed");
        wanted.region = in.region;
    }
    wanted.confirm = given(in.confirm);
    TRY(accounts::register_number(bench.desk(), wanted));
    bench.note("number.registered");
    return show_facts(context, bench);
}

Result<int> deregister_number(Context const& context, NumberToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    TRY(accounts::deregister_number(bench.desk(), {bench.channel, in.confirm}));
    bench.note("number.deregistered");
    return show_facts(context, bench);
}

Result<int> set_pin(Context const& context, NumberToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    TRY(accounts::set_pin(
        bench.desk(),
        {bench.channel, TRY(secret(context, in.pin, "New PIN, six digits")), in.confirm}));
    bench.note("number.pin_set");
    context.terminal.give({{"set", true}});
    context.terminal.say("The number has a new PIN. Keep it: registering asks for it.");
    return Done;
}

Result<int> verify_number(Context const& context, NumberToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    if (in.code.empty()) {
        TRY(accounts::request_code(
            bench.desk(),
            {bench.channel, in.by_voice ? accounts::CodeMethod::voice : accounts::CodeMethod::sms,
             in.language}));
        bench.note("number.code_requested");
        context.terminal.give({{"requested", true}});
        context.terminal.say("A code is on its way; give it with --code.");
        return Done;
    }
    TRY(accounts::verify_code(bench.desk(), {bench.channel, in.code}));
    bench.note("number.verified");
    return show_facts(context, bench);
}

Result<int> ask_name(Context const& context, NumberToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    TRY(accounts::ask_name(bench.desk(), {bench.channel, in.name}));
    bench.note("number.name_asked");
    return show_facts(context, bench);
}

Result<int> change_profile(Context const& context, ProfileToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    accounts::EditProfile wanted;
    wanted.channel = bench.channel;
    wanted.about_line = given(in.about);
    wanted.address = given(in.address);
    wanted.description = given(in.description);
    wanted.email = given(in.email);
    if (!in.websites.empty())
        wanted.websites = in.websites;
    if (!in.vertical.empty()) {
        if (!base::Word<accounts::Verticals>::knows(in.vertical))
            return control::wrong_field("vertical", "not_allowed");
        wanted.vertical = in.vertical;
    }
    auto const changes = wanted.about_line || wanted.address || wanted.description ||
                         wanted.email || wanted.websites || wanted.vertical;
    if (changes) {
        TRY(accounts::edit_profile(bench.desk(), wanted));
        bench.note("profile.changed");
    }
    if (!in.photo.empty()) {
        TRY(accounts::set_photo(bench.desk(), bench.channel, TRY(picture(in.photo))));
        bench.note("profile.photo_set");
    }
    auto const json = base::write_json(TRY(accounts::get_profile(bench.desk(), {bench.channel})));
    context.terminal.give(json);
    show_members(context.terminal, json);
    return Done;
}

Result<int> change_blocked(Context const& context, ListToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    if (!in.add.empty()) {
        TRY(conversations::block(bench.desk(), {bench.channel, in.add}));
        bench.note("person.blocked");
    }
    if (!in.remove.empty()) {
        TRY(conversations::unblock(bench.desk(), {bench.channel, in.remove}));
        bench.note("person.unblocked");
    }
    auto const json = base::write_json(
        TRY(conversations::list_blocked(bench.desk(), {bench.channel, std::nullopt})));
    context.terminal.give(json);
    context.terminal.table(json["data"], {{"user", "USER"}, {"name", "NAME"}});
    return Done;
}

Result<int> change_links(Context const& context, ListToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    if (!in.add.empty()) {
        TRY(accounts::make_link(bench.desk(), {bench.channel, in.add}));
        bench.note("link.made");
    }
    if (!in.change.empty()) {
        TRY(accounts::edit_link(bench.desk(), {bench.channel, in.change, in.text}));
        bench.note("link.changed");
    }
    if (!in.remove.empty()) {
        TRY(accounts::remove_link(bench.desk(), {bench.channel, in.remove}));
        bench.note("link.removed");
    }
    auto const json = base::write_json(TRY(accounts::list_links(bench.desk(), {bench.channel})));
    context.terminal.give(json);
    context.terminal.table(json["data"], {{"code", "CODE"}, {"url", "LINK"}, {"text", "TEXT"}});
    return Done;
}

Result<int> change_username(Context const& context, ListToChange const& in)
{
    auto const bench = TRY(open(context, in.channel));
    if (!in.add.empty()) {
        TRY(accounts::set_username(bench.desk(), {bench.channel, in.add, false}));
        bench.note("username.asked");
    }
    if (in.remove == "yes") {
        TRY(accounts::remove_username(bench.desk(), {bench.channel}));
        bench.note("username.removed");
    }
    auto const json = base::write_json(TRY(accounts::get_username(bench.desk(), {bench.channel})));
    context.terminal.give(json);
    show_members(context.terminal, json);
    return Done;
}

Result<int> set_automation(Context const& context, AutomationToSet const& in)
{
    auto const bench = TRY(open(context, in.channel));
    if (!in.prompts.empty() || !in.commands.empty() || in.clear) {
        accounts::SetAutomation wanted{bench.channel, in.prompts, {}, std::nullopt};
        for (auto const& command : in.commands) {
            auto const mark = command.find('=');
            if (mark == std::string::npos)
                return control::wrong_field("command", "bad_format");
            wanted.commands.push_back({command.substr(0, mark), command.substr(mark + 1)});
        }
        TRY(accounts::set_automation(bench.desk(), wanted));
        bench.note("automation.set");
    }
    auto const json = base::write_json(
        TRY(accounts::get_automation(bench.desk(), {bench.channel})));
    context.terminal.give(json);
    for (auto const& prompt : json["prompts"])
        context.terminal.say(prompt.get<std::string>());
    context.terminal.table(json["commands"], {{"name", "COMMAND"}, {"description", "WHAT"}});
    return Done;
}

Result<int> onboard(Context const& context, NumberToOnboard const& in)
{
    auto const control = TRY(context.open());
    if (!in.graph_url.empty())
        TRY(allow_origin(*control, in.graph_url));
    auto instruments = TRY(
        Instruments::open(context, *control, TRY(enter(*control, in.workspace))));
    auto& desk = instruments->desk();
    auto const& around = instruments->surroundings();

    accounts::OnboardingId id;
    if (in.id.empty()) {
        accounts::BeginOnboarding begin;
        begin.access_token = TRY(secret(context, in.access_token, "Access token"));
        begin.app_secret = TRY(secret(context, in.app_secret, "App secret"));
        begin.name = given(in.name);
        begin.graph_url = given(in.graph_url);
        id = TRY(accounts::begin_onboarding(desk, around, begin)).id;
    } else {
        auto const known = accounts::OnboardingId::parse(in.id);
        if (!known)
            return control::wrong_field("id", "not_an_id");
        id = *known;
    }
    if (!in.phone_number_id.empty())
        TRY(accounts::choose_number(desk, around,
                                    {id, in.waba_id, in.phone_number_id, std::nullopt}));
    accounts::RunOnboarding run;
    run.onboarding = id;
    run.pin = given(in.pin);
    if (in.take_over)
        run.confirm = true;
    auto const now = TRY(accounts::run_onboarding(desk, around, run));
    control::note_later(*control, instruments->inside().caller,
                        {.action = "onboarding.run", .target = "onboarding:" + id.text()});
    auto const json = base::write_json(now);
    context.terminal.give(json);
    context.terminal.say("Onboarding " + id.text());
    auto steps = json["steps"];
    for (auto& step : steps)
        step["why"] = step["problem"].is_object() ? step["problem"]["code"] : Json("");
    context.terminal.table(steps, {{"name", "STEP"},
                                   {"state", "STATE"},
                                   {"needs", "NEEDS"},
                                   {"why", "WHY"},
                                   {"detail", "DETAIL"}});
    for (auto const& account : json["accounts"])
        for (auto const& number : account["numbers"])
            context.terminal.say("  " + account["id"].get<std::string>() + "  " +
                                 number["id"].get<std::string>() + "  +" +
                                 number["display_phone"].get<std::string>() + "  " +
                                 number["verified_name"].get<std::string>());
    for (auto const& step : now.steps)
        if (step.state == accounts::StepState::failed)
            return Refused;
    return Done;
}

}  // namespace cli
