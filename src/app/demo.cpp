#include <filesystem>
#include <fstream>
#include <ostream>

#include "accounts/connect.hpp"
#include "accounts/store.hpp"
#include "app/house.hpp"
#include "app/house_options.hpp"
#include "app/serve.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "control/folder.hpp"
#include "control/member.hpp"
#include "control/session.hpp"
#include "control/setup.hpp"
#include "control/workspace_life.hpp"
#include "control/workspace_store.hpp"
#include "demo/sample_shop.hpp"
#include "net/guarded_client.hpp"
#include "simulator/core.hpp"
#include "simulator/simulator.hpp"

namespace app {

using base::Error;
using base::Fault;
using base::Json;

namespace {

constexpr std::string_view Slug = "demo";
constexpr std::size_t PasswordLetters = 14;

// Who works in the sample shop. Their passwords are random and made anew for each demo folder.
struct Member {
    char const* name;
    char const* email;
    control::Role role;
};
constexpr Member Owner = {"Ana", "ana@demo.test", control::Role::owner};
constexpr Member Colleagues[] = {{"Budi", "budi@demo.test", control::Role::agent},
                                 {"Citra", "citra@demo.test", control::Role::supervisor}};

// Easy to read out and to type; 14 of 32 letters are 70 bits.
std::string new_password(base::World world)
{
    static constexpr std::string_view Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    std::string password;
    for (std::size_t i = 0; i < PasswordLetters; ++i)
        password.push_back(Letters[world.random.number_below(Letters.size())]);
    return password;
}

std::string notes_file(std::string const& folder) { return folder + "/demo.json"; }

// Removes an earlier demo, and only a demo: a folder somebody works with is not ours to empty.
base::Result<void> start_over(std::string const& folder)
{
    std::error_code fault;
    if (!std::filesystem::exists(folder, fault))
        return {};
    if (!control::read_small_file(notes_file(folder)))
        return Error{Fault::conflict, "not_a_demo",
                     folder + " is no demo folder; nothing was removed."};
    std::filesystem::remove_all(folder, fault);
    std::filesystem::remove(folder + ".key", fault);
    return {};
}

std::string time_zone_of(std::string_view language)
{
    if (language == "id")
        return "Asia/Jakarta";
    if (language == "ms")
        return "Asia/Kuala_Lumpur";
    if (language == "ar")
        return "Asia/Riyadh";
    if (language == "pt-BR")
        return "America/Sao_Paulo";
    return "Asia/Jakarta";
}

std::string country_of(std::string_view language)
{
    return language == "ms" ? "MY" : language == "ar" ? "SA" : language == "pt-BR" ? "BR" : "ID";
}

std::string shop_name(std::string_view language)
{
    return language == "ar"    ? "متجر رينا"
         : language == "pt-BR" ? "Loja da Rina"
         : language == "ms"    ? "Kedai Rina"
         : language == "id"    ? "Toko Rina"
                               : "Rina's Shop";
}

// Owner, workspace and colleagues; gives everybody's password.
base::Result<Json> move_in(control::Control& control, base::World world,
                           std::string const& language)
{
    auto const link = control::make_setup_link(control);
    if (!link)
        return Error{Fault::conflict, "not_a_demo", "This folder has an owner already."};
    control::Caller nobody;
    nobody.address = "127.0.0.1";
    control::SetUp first;
    first.code = link->substr(link->find("code=") + 5);
    first.name = Owner.name;
    first.email = Owner.email;
    first.password = new_password(world);
    first.language = base::from_word<control::Language>(language).value_or(control::Language::en);
    first.workspace.name = shop_name(language);
    first.workspace.slug = Slug;
    first.workspace.country = country_of(language);
    first.workspace.time_zone = time_zone_of(language);
    first.workspace.language = language;
    auto const session = TRY(control::set_up(control, nobody, first));

    auto people = Json::array();
    people.push_back(Json{{"email", Owner.email}, {"password", first.password}});
    control::Credentials proof;
    proof.session_cookie = session.session_cookie;
    auto owner = control::authenticate(control, proof);
    TRY(control::choose_workspace(control, owner, Slug));
    for (auto const& member : Colleagues) {
        auto const invited = TRY(control::invite(control, owner, {member.email, member.role}));
        control::AcceptInvitation accept;
        accept.token = invited.link.substr(invited.link.rfind('/') + 1);
        accept.name = member.name;
        accept.password = new_password(world);
        TRY(control::accept_invitation(control, nobody, accept));
        people.push_back(Json{{"email", member.email}, {"password", *accept.password}});
    }
    return Json{{"people", people}};
}

base::Result<void> connect_simulator(House& house,
                                     std::shared_ptr<workspace::Workspace> const& workspace,
                                     simulator::Options const& simulated, std::string const& url)
{
    auto desk = house.desk(workspace);
    auto const channels = TRY(accounts::list(desk, house.surroundings(), {}));
    for (auto const& channel : channels.data)
        if (channel.account.phone_number_id == simulated.phone_number_id) {
            // The addresses of both sides may have changed since the last start.
            accounts::EditChannel edit;
            edit.channel = channel.id;
            edit.graph_url = url;
            edit.access_token = simulated.access_token;
            edit.state = accounts::State::active;
            TRY(accounts::edit(desk, house.surroundings(), edit));
            return {};
        }
    accounts::ConnectChannel connect;
    connect.kind = channels::Kind::whatsapp;
    connect.name = "WhatsApp";
    connect.phone_number_id = simulated.phone_number_id;
    connect.waba_id = simulated.waba_id;
    connect.access_token = simulated.access_token;
    connect.app_secret = simulated.app_secret;
    connect.graph_url = url;
    TRY(accounts::connect(desk, house.surroundings(), connect));
    return {};
}

void greet(cli::Terminal& terminal, House& house, std::string const& phone, Json const& notes)
{
    auto const url = house.control().public_url().empty() ? house.local_url()
                                                          : house.control().public_url();
    auto const& people = notes.at("people");
    Json shown = {{"url", url}, {"phone_url", phone}, {"people", people}};
    terminal.give(shown);
    terminal.say("");
    terminal.say("  The shop's inbox      " + url);
    terminal.say("  A customer's phone    " + phone);
    terminal.say("");
    terminal.say("  Sign in as");
    for (auto const& one : people)
        terminal.say("    " + one.at("email").get<std::string>() + "   " +
                     one.at("password").get<std::string>());
    terminal.say("");
    terminal.say("  Write on the phone and answer in the inbox. Ctrl-C stops; what you did stays.");
    terminal.say("  `--reset` starts over.");
    terminal.out << std::flush;
}

}  // namespace

base::Result<int> demo(cli::DemoOptions const& in, cli::Terminal& terminal, base::World world,
                       std::string const& version)
{
    if (in.reset)
        TRY(start_over(in.common.folder));
    auto const folder = in.common.folder;
    auto const noted = control::read_small_file(notes_file(folder));
    if (!noted && std::filesystem::exists(folder + "/control.db"))
        return Error{Fault::conflict, "not_a_demo", folder + " holds a real server's data."};
    TRY(control::Folder::prepare(folder));

    simulator::Options simulated;
    if (!in.simulator_listen.empty())
        simulated.listen = in.simulator_listen;
    simulated.state_file = folder + "/simulator.json";
    simulated.business_name = shop_name(in.language);
    auto origins = std::make_shared<net::AllowedOrigins>();
    auto const client = TRY(
        net::open_client({.user_agent = "Sapa-simulator/" + version, .allowed = origins}, world));
    auto const phone = TRY(simulator::Simulator::start(simulated, world, *client));

    auto options = house_options(in.common, version);
    options.facts.demo = true;
    options.http.listen = {in.listen};
    options.allowed_origins = {phone->url()};
    auto house = TRY(House::start(std::move(options), world));
    TRY(origins->allow(house->local_url()));

    auto const language = in.language.empty() ? std::string("en") : in.language;
    Json notes;
    if (noted) {
        notes = TRY(base::parse_json(*noted));
    } else {
        notes = TRY(move_in(house->control(), world, language));
        control::replace_file(notes_file(folder), base::to_text(notes));
    }
    auto const record = house->control().read(
        [](control::ControlReader const& db) { return control::store::find_workspace(db, Slug); });
    if (!record)
        return Error{Fault::conflict, "not_a_demo", "The demo's workspace is gone; use --reset."};
    auto workspace = TRY(house->open(record->id));
    TRY(connect_simulator(*house, workspace, simulated, phone->url()));
    if (!notes.value("filled", false)) {
        TRY(house->add_samples(workspace, language));
        notes["filled"] = true;
        control::replace_file(notes_file(folder), base::to_text(notes));
    }
    // Answers to the sample conversations arrive like any other.
    std::vector<simulator::Core::Known> known;
    for (auto& person : demo::sample_people(language))
        known.push_back({std::move(person.name), std::move(person.phone)});
    phone->core().know(known);
    greet(terminal, *house, phone->url(), notes);
    workspace.reset();  // held, it could not be closed
    wait_for_stop();
    phone->stop();
    house->stop(StopPatience);
    return cli::Done;
}

}  // namespace app
