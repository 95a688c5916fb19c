#include "control/setup.hpp"

#include "control/guessing.hpp"
#include "control/input_rule.hpp"
#include "control/member_store.hpp"
#include "control/sign_in.hpp"
#include "control/token_store.hpp"
#include "control/user_store.hpp"
#include "control/workspace_life.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

Error setup_done() { return {Fault::conflict, "setup_done", "This server has an owner already."}; }

// The owner and their workspace, in one transaction.
struct Begun {
    User owner;
    WorkspaceRecord workspace;
};
Result<Begun> begin(Control& control, ControlWriter const& tx, FirstOwner const& in,
                    std::string const& password)
{
    store::NewUser fresh;
    fresh.email = in.email;
    fresh.name = in.name;
    fresh.password = password;
    fresh.language = in.language;
    fresh.operator_right = true;
    auto const id = store::add_user(tx, fresh, control.now());
    if (!id)
        return wrong_field("email", "taken");
    auto workspace = TRY(begin_creating(control, tx, in.workspace, *id));
    return Begun{*store::find_user(tx, *id), std::move(workspace)};
}

Result<FirstOwner> checked(FirstOwner in)
{
    in.email = TRY(read_email(in.email));
    auto workspace = check_new_workspace(in.workspace);
    if (!workspace) {
        // The caller knows these fields under `workspace`.
        auto error = workspace.error();
        for (auto& field : error.fields)
            field.field = "workspace." + field.field;
        return error;
    }
    in.workspace = *workspace;
    TRY(check_password(in.password, {in.name, in.email, in.workspace.name}));
    return in;
}

}  // namespace

Result<SetupState> setup_state(Control& control, Caller const&, Nothing const&)
{
    SetupState state;
    state.needed = !control.read([](ControlReader const& db) { return store::has_any_owner(db); });
    for (auto const& [language, word] : words_of(Language{}))
        state.languages.push_back(language);
    state.version = control.facts().version;
    state.demo = control.facts().demo;
    return state;
}

Result<WithCookies<SessionView>> set_up(Control& control, Caller const& caller, SetUp const& in)
{
    auto const wrong_code = Error{Fault::forbidden, "wrong_code",
                                  "The setup code is wrong, or was used."};
    Tries tries;
    tries.add("setup/all", LinkRule);
    TRY(count_tries(control, tries));
    auto const find = [&](ControlReader const& db) -> Result<store::Link> {
        if (store::has_any_owner(db))
            return setup_done();
        if (!crypto::is_token(in.code))
            return wrong_code;
        auto const link = store::find_link(db, store::LinkKind::setup,
                                           control.vault().hash("setup", in.code));
        if (!link)
            return wrong_code;
        return *link;
    };
    TRY(control.read(find));
    auto const owner = TRY(checked({in.name, in.email, in.password, in.language, in.workspace}));
    auto const password = TRY(control.passwords().hash(in.password));
    auto const begun = TRY(control.write([&](ControlWriter const& tx) -> Result<Begun> {
        auto const link = TRY(find(tx));
        if (!store::take_link(tx, link.id))
            return wrong_code;
        auto made = TRY(begin(control, tx, owner, password));
        auto who = caller;
        who.user = made.owner.id;
        who.name = made.owner.name;
        note(control, tx, who,
             {.action = "server.set_up",
              .target = "user:" + made.owner.id.text(),
              .workspace = made.workspace.id});
        forgive(tx, tries);
        return made;
    }));
    TRY(finish_creating(control, begun.workspace));
    return control.write([&](ControlWriter const& tx) -> Result<WithCookies<SessionView>> {
        auto const session = open_session(control, tx, caller, begun.owner, true);
        return WithCookies<SessionView>{
            session_view(control, tx, begun.owner, session.id), session.cookie, {}, false};
    });
}

std::optional<std::string> make_setup_link(Control& control)
{
    auto const secret = control.new_secret();
    auto const made = control.write([&](ControlWriter const& tx) -> Result<bool> {
        if (store::has_any_owner(tx))
            return false;
        store::put_link(tx, store::LinkKind::setup, {}, control.vault().hash("setup", secret),
                        control.now(), std::nullopt);
        return true;
    });
    if (!made || !*made)
        return std::nullopt;
    return control.public_url() + "/setup?code=" + secret;
}

Result<WorkspaceRecord> set_up_directly(Control& control, FirstOwner const& in)
{
    auto const owner = TRY(checked(in));
    auto const password = TRY(control.passwords().hash(in.password));
    auto const begun = TRY(control.write([&](ControlWriter const& tx) -> Result<Begun> {
        if (store::has_any_owner(tx))
            return setup_done();
        store::remove_links(tx, store::LinkKind::setup);
        auto made = TRY(begin(control, tx, owner, password));
        note(control, tx, operator_caller(),
             {.action = "server.set_up",
              .target = "user:" + made.owner.id.text(),
              .workspace = made.workspace.id});
        return made;
    }));
    TRY(finish_creating(control, begun.workspace));
    return begun.workspace;
}

}  // namespace control
