#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "simulator/core.hpp"

// What else a business keeps at its number: blocked people, ice breakers and commands, links, its
// username, switches. All of it lies in Number::desk, as the Graph tells it.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/ block-users (2026-04-21),
// conversational-components, qr-codes, business-usernames, read 2026-09.
namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr std::size_t MostLinks = 2'000;

GraphError bad(std::string why) { return {.code = 100, .message = "(#100) " + std::move(why)}; }

Json cursors(std::size_t from, std::size_t to)
{
    return {{"before", base64(std::to_string(from))}, {"after", base64(std::to_string(to))}};
}

bool is_username(std::string_view text)
{
    bool letter = false;
    for (char const c : text) {
        bool const low = c >= 'a' && c <= 'z';
        letter = letter || low;
        if (!low && !(c >= '0' && c <= '9') && c != '.' && c != '_')
            return false;
    }
    return letter && text.size() >= 3 && text.size() <= 35 && text.front() != '.' &&
           text.back() != '.' && text.find("..") == std::string_view::npos &&
           !text.starts_with("www");
}

}  // namespace

Answer Core::block_users(Call const& call, Number& number)
{
    auto& blocked = number.desk["blocked"];
    if (!blocked.is_array())
        blocked = Json::array();
    if (call.method == "GET") {
        auto const from = std::size_t(std::max<std::int64_t>(
            0,
            base::number_at(Json{{"n", from_base64(call.parameter("after"))}}, "n").value_or(0)));
        auto const limit = std::size_t(std::clamp<std::int64_t>(
            base::number_at(Json{{"n", call.parameter("limit")}}, "n").value_or(10), 1, 1'000));
        auto const to = std::min(blocked.size(), from + limit);
        auto data = Json::array();
        for (auto i = from; i < to; ++i)
            if (auto const* const one = customer_by(blocked[i].get<std::string>())) {
                Json row{{"messaging_product", "whatsapp"}};
                if (!one->phone.empty())
                    row["wa_id"] = one->phone;
                else
                    row["user_id"] = one->user_id;
                data.push_back(std::move(row));
            }
        Json page{{"data", std::move(data)}, {"paging", {{"cursors", cursors(from, to)}}}};
        if (to < blocked.size())
            page["paging"]["next"] = call.origin + call.path +
                                     "?after=" + base64(std::to_string(to));
        return json_answer(page);
    }
    bool const add = call.method == "POST";
    auto const body = asked(call);
    auto const& wanted = base::array_at(body, "block_users");
    if (base::text_at(body, "messaging_product") != "whatsapp" || wanted.empty() ||
        wanted.size() > 1'000)
        return refuse(bad("block_users must name 1 to 1000 people"));
    auto done = Json::array();
    auto failed = Json::array();
    for (auto const& person : wanted) {
        auto const input =
            base::text_at(person, "user").value_or(base::text_at(person, "user_id").value_or(""));
        auto* const one = customer_by(is_user_id(input) ? input
                                                        : normal_phone(input, number.country_code));
        auto const fail = [&](int code) {
            failed.push_back({{"input", input}, {"errors", Json::array({webhook_error(code)})}});
        };
        if (!one) {
            fail(131026);
            continue;
        }
        auto const at = std::ranges::find(blocked, Json(one->user_id));
        // Only who wrote in the last 24 hours.
        if (add && (!one->chats.contains(number.id) ||
                    one->chats[number.id].last_inbound + 24h < here())) {
            fail(131047);
            continue;
        }
        if (add && at == blocked.end())
            blocked.push_back(one->user_id);
        else if (!add && at != blocked.end())
            blocked.erase(at);
        Json row{{"input", input}};
        if (is_user_id(input))
            row["user_id"] = one->user_id;
        else
            row["wa_id"] = one->phone;
        done.push_back(std::move(row));
    }
    changed();
    Json answer{{"messaging_product", "whatsapp"},
                {"block_users", {{add ? "added_users" : "removed_users", done}}}};
    if (failed.empty())
        return json_answer(answer);
    answer["block_users"]["failed_users"] = std::move(failed);
    answer["error"] = base::parse_json(refuse({.code = 139100}).body).value()["error"];
    return json_answer(answer, 400);
}

bool Core::blocked_by(Number const& number, Customer const& customer) const
{
    auto const& list = base::array_at(number.desk, "blocked");
    return std::ranges::find(list, Json(customer.user_id)) != list.end();
}

Answer Core::automation(Call const& call, Number& number)
{
    auto const body = asked(call);
    auto kept = number.desk.value("automation", Json::object());
    if (body.contains("prompts")) {
        auto const& prompts = base::array_at(body, "prompts");
        if (prompts.size() > 4)
            return refuse(bad("Param prompts must be an array with at most 4 elements"));
        for (auto const& prompt : prompts)
            if (!prompt.is_string() || prompt.get<std::string>().empty() ||
                base::count_points(prompt.get<std::string>()) > 80)
                return refuse(bad("A prompt must have 1 to 80 characters"));
        kept["prompts"] = prompts;
    }
    if (body.contains("commands")) {
        auto const& commands = base::array_at(body, "commands");
        if (commands.size() > 30)
            return refuse(bad("Param commands must be an array with at most 30 elements"));
        for (auto const& command : commands) {
            auto const name = base::text_at(command, "command_name").value_or("");
            auto const about = base::text_at(command, "command_description").value_or("");
            if (name.empty() || base::count_points(name) > 32 || about.empty() ||
                base::count_points(about) > 256 || has_emoji(name + about))
                return refuse(bad("A command needs a name of at most 32 and a description of at "
                                  "most 256 characters, without emoji"));
        }
        kept["commands"] = commands;
    }
    if (body.contains("enable_welcome_message"))
        kept["enable_welcome_message"] =
            base::bool_at(body, "enable_welcome_message").value_or(false);
    kept["id"] = number.id;
    number.desk["automation"] = std::move(kept);
    changed();
    tell("numbers", number_json(number));
    return json_answer({{"success", true}});
}

base::Json Core::link_json(Call const& call, std::string const& code, std::string const& text) const
{
    Json out{{"code", code},
             {"prefilled_message", text},
             {"deep_link_url", "https://wa.me/message/" + code}};
    auto const wanted = call.parameter("fields") + call.body;
    if (wanted.find("qr_image_url") != std::string::npos ||
        wanted.find("generate_qr_image") != std::string::npos)
        out["qr_image_url"] = call.origin + "/sim/pictures/" + code +
                              (wanted.find("PNG") == std::string::npos ? ".svg" : ".png");
    return out;
}

Answer Core::links(Call const& call, Number& number, std::string_view code)
{
    auto& links = number.desk["links"];
    if (!links.is_object())
        links = Json::object();
    if (!code.empty()) {
        auto const found = links.find(std::string(code));
        if (found == links.end())
            return refuse(no_such_object(call.method, code));
        if (call.method == "DELETE") {
            links.erase(found);
            changed();
            return json_answer({{"success", true}});
        }
        return json_answer({{"data", Json::array({link_json(call, found.key(), *found)})}});
    }
    if (call.method == "GET") {
        auto data = Json::array();
        for (auto const& [key, text] : links.items())
            data.push_back(link_json(call, key, text));
        return json_answer({{"data", std::move(data)}});
    }
    auto const body = asked(call);
    auto const text = base::text_at(body, "prefilled_message").value_or("");
    if (text.empty() || base::count_points(text) > 140)
        return refuse(bad("Param prefilled_message must have 1 to 140 characters"));
    auto key = base::text_at(body, "code").value_or("");
    if (!key.empty() && !links.contains(key))
        return refuse(no_such_object(call.method, key));
    if (key.empty()) {
        if (links.size() >= MostLinks)
            return refuse(bad("At most 2000 links"));
        constexpr std::string_view Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        for (int i = 0; i < 14; ++i)
            key.push_back(Letters[std::size_t(m_chance.between(0, 31))]);
    }
    links[key] = text;
    changed();
    return json_answer(link_json(call, key, text));
}

Answer Core::username(Call const& call, Number& number)
{
    auto const kept = base::text_at(number.desk, "username").value_or("");
    if (call.method == "GET")
        return json_answer(kept.empty() ? Json::object()
                                        : Json{{"username", kept}, {"status", "approved"}});
    if (call.method == "DELETE") {
        number.desk.erase("username");
    } else {
        auto const wanted = base::lower_ascii(base::text_at(asked(call), "username").value_or(""));
        if (!is_username(wanted))
            return refuse(
                {.code = 147002, .details = "The username breaks the rules of usernames."});
        auto const force = base::text_at(asked(call), "transfer_action") == "force_transfer";
        for (auto& [id, other] : m_numbers) {
            if (id == number.id || base::text_at(other.desk, "username") != wanted)
                continue;
            if (!force)
                return refuse({.code = 147005});
            other.desk.erase("username");
        }
        if (wanted.starts_with("meta") || wanted.starts_with("whatsapp"))
            return refuse({.code = 147001});
        number.desk["username"] = wanted;
    }
    changed();
    tell("numbers", number_json(number));
    return json_answer(call.method == "DELETE" ? Json{{"success", true}}
                                               : Json{{"status", "approved"}});
}

// Edges of a number that only keep what they are given, or answer one thing.
std::optional<Answer> Core::number_edge(Call const& call, Number& number, std::string_view edge)
{
    bool const post = call.method == "POST";
    bool const get = call.method == "GET";
    auto const done = [&]() -> Answer {
        changed();
        return json_answer({{"success", true}});
    };
    if (edge == "request_code" && post)
        return request_code(call, number);
    if (edge == "verify_code" && post)
        return verify_code(call, number);
    if (edge == "register" && post)
        return enrol(call, number);
    if (edge == "deregister" && post)
        return deregister(number);
    if (edge == "whatsapp_business_profile")
        return post ? write_profile(call, number) : read_profile(call, number);
    if (edge == "block_users")
        return block_users(call, number);
    if (edge == "conversational_automation" && post)
        return automation(call, number);
    if (edge == "message_qrdls")
        return links(call, number, {});
    if (edge == "username")
        return username(call, number);
    if (edge == "username_suggestions" && get) {
        auto name = base::lower_ascii(number.verified_name);
        std::ranges::replace(name, ' ', '.');
        return json_answer({{"data", {{{"username_suggestions", {name, name + ".id"}}}}}});
    }
    if (edge == "smb_app_data" && post) {
        auto const kind = base::text_at(asked(call), "sync_type").value_or("");
        if (!number.phone_app || (kind != "smb_app_state_sync" && kind != "history"))
            return refuse(
                bad("Only for numbers shared with the app: smb_app_state_sync or history"));
        if (number.desk.contains("asked_" + kind))
            return refuse(bad("This was asked for before"));
        number.desk["asked_" + kind] = here().ms;
        changed();
        if (!m_customers.empty() && kind == "history")
            tell_history(number, *m_customers.front(), Json::object());
        else if (!m_customers.empty())
            tell_contacts(number, *m_customers.front(), Json::object());
        return json_answer(
            {{"messaging_product", "whatsapp"}, {"request_id", m_chance.digits(15)}});
    }
    if (edge == "contact_book" && call.method == "DELETE")
        return json_answer({{"messaging_product", "whatsapp"},
                            {"success", true},
                            {"deleted", customer_by(call.parameter("bsuid")) != nullptr}});
    if (edge == "settings" && get)
        return json_answer(number.desk.value("settings", Json::object()));
    if (edge == "settings" && post) {
        auto kept = number.desk.value("settings", Json::object());
        kept.update(asked(call));
        number.desk["settings"] = std::move(kept);
        return done();
    }
    if (edge == "whatsapp_commerce_settings" && get) {
        auto kept = number.desk.value(
            "commerce", Json{{"is_catalog_visible", true}, {"is_cart_enabled", true}});
        kept["id"] = number.id;
        return json_answer({{"data", Json::array({kept})}});
    }
    if (edge == "whatsapp_commerce_settings" && post) {
        auto const body = asked(call);
        auto& kept = number.desk["commerce"];
        for (auto const* const key : {"is_catalog_visible", "is_cart_enabled"})
            kept[key] = body.contains(key) ? body[key] == Json("true") || body[key] == Json(true)
                                           : true;
        return done();
    }
    return std::nullopt;
}

}  // namespace simulator
