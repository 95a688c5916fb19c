#include "cli/setup.hpp"

#include <ostream>

#include "base/text.hpp"
#include "control/input_rule.hpp"
#include "control/setup.hpp"
#include "control/workspace_life.hpp"

namespace cli {

using base::Error;
using base::Fault;
using base::Json;
using base::Result;

namespace {

constexpr int Tries = 3;

// Asks for what no option gave until `check` accepts it; three tries.
template <class Check>
Result<std::string> answer(Terminal& terminal, std::string given, std::string_view question,
                           std::string_view preset, Check check)
{
    if (!given.empty()) {
        TRY(check(given));
        return given;
    }
    for (int i = 0; i < Tries; ++i) {
        auto const typed = terminal.ask(question, preset);
        if (!typed)
            break;
        auto const checked = check(*typed);
        if (checked)
            return *typed;
        static_cast<void>(terminal.refuse(checked.error()));
    }
    return Error{Fault::invalid, "no_answer", "no answer to: " + std::string(question)};
}

Result<void> anything(std::string const&) { return {}; }

Result<void> check_url(std::string const& url)
{
    auto const host = url.substr(url.find("://") == std::string::npos ? 0 : url.find("://") + 3);
    auto const scheme = url.starts_with("https://") || url.starts_with("http://");
    if (!scheme || host.empty() || host.find_first_of(" ?#\"<>") != std::string::npos)
        return control::wrong_field("public_url", "bad_format");
    return {};
}

Result<void> check_email(std::string const& text)
{
    TRY(control::read_email(text, "owner_email"));
    return {};
}

Result<void> check_slug(std::string const& text)
{
    TRY(control::read_slug(text, "workspace"));
    return {};
}

Result<void> check_root_key(std::string const& text)
{
    if (text != "file" && text != "passphrase")
        return control::wrong_field("root_key", "not_allowed");
    return {};
}

// "Kopi Pagi" is offered as "kopi-pagi".
std::string slug_of(std::string_view name)
{
    std::string slug;
    for (auto const c : base::lower_ascii(name)) {
        auto const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            slug += c;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    while (!slug.empty() && slug.back() == '-')
        slug.pop_back();
    return control::read_slug(slug) ? slug : "shop";
}

Result<std::string> owner_password(Terminal& terminal, SetupAnswers const& answers,
                                   control::FirstOwner const& owner)
{
    auto const check = [&](std::string const& text) {
        return control::check_password(text, {owner.name, owner.email, owner.workspace.name});
    };
    if (!answers.owner_password_file.empty()) {
        auto text = control::read_small_file(answers.owner_password_file);
        if (!text)
            return Error{Fault::invalid, "file_missing",
                         answers.owner_password_file + " cannot be read"};
        while (!text->empty() && (text->back() == '\n' || text->back() == '\r'))
            text->pop_back();
        TRY(check(*text));
        return *text;
    }
    for (int i = 0; i < Tries; ++i) {
        auto const typed = terminal.ask_secret("Password of the owner, at least 10 characters "
                                               "(empty: they choose one by a link)");
        if (!typed || typed->empty())
            return std::string();
        auto const checked = check(*typed);
        if (!checked) {
            static_cast<void>(terminal.refuse(checked.error()));
            continue;
        }
        if (!terminal.interactive || terminal.ask_secret("The same once more") == typed)
            return *typed;
        terminal.err << "They differ.\n";
    }
    return Error{Fault::invalid, "no_answer", "no password was given"};
}

struct Owned {
    std::string slug;
    std::optional<std::string> link;
};

Result<Owned> make_owner(Context const& context, control::Control& control, SetupAnswers& a)
{
    auto& terminal = context.terminal;
    control::FirstOwner owner;
    owner.name = TRY(answer(terminal, a.owner_name, "Your name", "", anything));
    owner.email = TRY(answer(terminal, a.owner_email, "Your e-mail address", "", check_email));
    owner.workspace.name = TRY(
        answer(terminal, a.workspace_name, "Name of the business", "", anything));
    owner.workspace.slug = TRY(answer(terminal, a.slug, "Its short name in addresses",
                                      slug_of(owner.workspace.name), check_slug));
    owner.workspace.country = a.country;
    owner.workspace.time_zone = a.time_zone.empty() ? "UTC" : a.time_zone;
    auto const language = base::from_word<control::Language>(a.language);
    if (!a.language.empty() && !language)
        return control::wrong_field("language", "not_allowed");
    owner.language = language.value_or(control::Language::en);
    owner.workspace.language = std::string(base::word_of(owner.language));
    owner.password = TRY(owner_password(terminal, a, owner));
    if (!owner.password.empty()) {
        auto const made = TRY(control::set_up_directly(control, owner));
        return Owned{made.slug, std::nullopt};
    }
    auto const made = TRY(control::create_owned_workspace(
        control, control::operator_caller(), owner.workspace, owner.email, owner.name));
    return Owned{made.workspace.slug, made.invite_link};
}

// The first workspace that is there already, on a second run.
std::string first_slug(control::Control& control)
{
    return control.read([](control::ControlReader const& db) -> std::string {
        for (auto const& workspace : control::store::all_workspaces(db))
            if (workspace.state == control::WorkspaceState::active)
                return workspace.slug;
        return {};
    });
}

Result<void> complete_channel(Terminal& terminal, ChannelToAdd& channel)
{
    channel.waba_id = TRY(
        answer(terminal, channel.waba_id, "WhatsApp Business account id", "", anything));
    if (channel.access_token.empty())
        channel.access_token = terminal.ask_secret("Access token").value_or("");
    if (channel.app_secret.empty())
        channel.app_secret = terminal.ask_secret("App secret").value_or("");
    return {};
}

}  // namespace

Result<int> set_up(Context const& context, SetupAnswers a)
{
    auto& terminal = context.terminal;
    auto inner = context;
    auto const fresh = !control::Folder::existing(context.common.folder);
    if (fresh && a.root_key.empty() && context.common.key_file.empty() && terminal.interactive)
        a.root_key = TRY(answer(terminal, "", "Lock the data with a key file or a passphrase",
                                "file", check_root_key));
    if (!a.root_key.empty())
        TRY(check_root_key(a.root_key));
    inner.common.root_key.choose_passphrase = a.root_key == "passphrase";
    auto const control = TRY(inner.open_or_make());
    control::sweep_workspaces(*control);

    a.listen = TRY(
        answer(terminal, a.listen, "Address the server listens on", "127.0.0.1:8080", anything));
    auto const suggested = fresh ? "http://" + a.listen : control->public_url();
    a.public_url = TRY(
        answer(terminal, a.public_url, "Where people reach it", suggested, check_url));
    TRY(control->set_public_url(a.public_url));

    Json result = {{"data", control->folder().path()}, {"public_url", a.public_url}};
    Owned owned;
    if (control::setup_state(*control, {}, {})->needed) {
        owned = TRY(make_owner(inner, *control, a));
        terminal.say("Workspace " + owned.slug + " is ready.");
    } else {
        owned.slug = a.slug.empty() ? first_slug(*control) : a.slug;
        terminal.say("There is an owner already; that part is skipped.");
    }
    result["workspace"] = owned.slug;
    result["invite_link"] = owned.link ? Json(*owned.link) : Json();

    if (!a.no_channel && a.channel.phone_number_id.empty())
        a.channel.phone_number_id =
            terminal.ask("Phone number id of a WhatsApp number (empty: later)").value_or("");
    if (!a.no_channel && !a.channel.phone_number_id.empty()) {
        TRY(complete_channel(terminal, a.channel));
        a.channel.workspace = owned.slug;
        result["channel"] = TRY(connect_channel(inner, *control, a.channel));
    }

    auto const start = "sapa serve --data " + control->folder().path() + " --listen " + a.listen;
    result["start"] = start;
    terminal.give(result);
    if (owned.link)
        terminal.say("Choose the owner's password with this link, once the server runs:\n\n  " +
                     *owned.link + "\n");
    terminal.say("Start the server with:\n\n  " + start + "\n");
    return Done;
}

}  // namespace cli
