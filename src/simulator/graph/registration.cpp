#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"

// The life of a number: codes, registration, PIN and name.
// Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/
// registration (2026-03-31) and two-step-verification, as of 2026-09.
namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr auto CodeLife = 10min;
constexpr int MostGuesses = 5;

bool is_pin(std::string_view text) { return text.size() == 6 && all_digits(text); }

GraphError bad_pin()
{
    return {.code = 100, .message = "(#100) The parameter pin must have six digits"};
}

}  // namespace

// What a request names, in its body or in its address.
base::Json Core::asked(Call const& call)
{
    auto body = base::parse_json(base::trim(call.body).empty() ? "{}" : call.body);
    Json out = body && body->is_object() ? std::move(*body) : Json::object();
    for (auto const& [name, value] : call.query)
        if (!out.contains(name))
            out[name] = value;
    if (call.content_type.starts_with("application/x-www-form-urlencoded"))
        for (auto const& [name, value] : form_fields(call.body))
            out[name] = value;
    return out;
}

Answer Core::request_code(Call const& call, Number& number)
{
    auto const body = asked(call);
    auto const method = base::text_at(body, "code_method").value_or("");
    if (method != "SMS" && method != "VOICE")
        return refuse({.code = 100, .message = "(#100) Param code_method must be SMS or VOICE"});
    if (base::text_at(body, "language").value_or("").empty())
        return refuse({.code = 100, .message = "(#100) The parameter language is required"});
    if (number.verified)
        return refuse({.code = 136024});
    number.desk["code"] = m_chance.digits(6);
    number.desk["code_at"] = here().ms;
    number.desk["guesses"] = 0;
    changed();
    tell("numbers", number_json(number));
    return json_answer({{"success", true}});
}

Answer Core::verify_code(Call const& call, Number& number)
{
    auto const code = base::text_at(asked(call), "code").value_or("");
    auto const sent = base::text_at(number.desk, "code").value_or("");
    auto const at = base::number_at(number.desk, "code_at").value_or(0);
    auto const guesses = base::number_at(number.desk, "guesses").value_or(0);
    if (number.verified)
        return refuse({.code = 136024});
    number.desk["guesses"] = guesses + 1;
    if (guesses >= MostGuesses)
        return refuse({.code = 136025, .details = "Too many wrong codes. Request a new one."});
    if (sent.empty() || base::Instant{at} + CodeLife < here() || code != sent)
        return refuse({.code = 136025, .details = "The code is wrong or has expired."});
    number.verified = true;
    number.desk.erase("code");
    changed();
    return json_answer({{"success", true}});
}

Answer Core::enrol(Call const& call, Number& number)
{
    auto const body = asked(call);
    auto const pin = base::text_at(body, "pin").value_or("");
    if (base::text_at(body, "messaging_product") != "whatsapp")
        return refuse(
            {.code = 100, .message = "(#100) The parameter messaging_product is required."});
    if (!is_pin(pin))
        return refuse(bad_pin());
    // Ten in 72 hours, the wrong ones among them.
    if (!m_buckets["register " + number.id].take(here(), 10.0 / (72 * 3600), 10))
        return refuse({.code = 133016});
    if (!number.verified)
        return refuse({.code = 133006});
    if (!number.pin.empty() && number.pin != pin) {
        auto const wrong = base::number_at(number.desk, "wrong_pins").value_or(0) + 1;
        number.desk["wrong_pins"] = wrong;
        return refuse({.code = wrong > MostGuesses ? 133008 : 133005});
    }
    number.desk["wrong_pins"] = 0;
    number.pin = pin;
    number.registered = true;
    if (auto const region = base::text_at(body, "data_localization_region"))
        number.desk["region"] = *region;
    // An approved new name is worn from the next registration on.
    if (base::text_at(number.desk, "new_name_status") == "APPROVED") {
        number.verified_name = number.desk.value("new_name", number.verified_name);
        number.desk["new_name_status"] = "NONE";
    }
    changed();
    tell("numbers", number_json(number));
    return json_answer({{"success", true}});
}

Answer Core::deregister(Number& number)
{
    if (!m_buckets["deregister " + number.id].take(here(), 10.0 / (72 * 3600), 10))
        return refuse({.code = 133016});
    if (number.phone_app)
        return refuse({.code = 100,
                       .message = "(#100) A number that the WhatsApp Business app uses too "
                                  "cannot be deregistered here."});
    if (!number.registered)
        return refuse({.code = 133010});
    number.registered = false;
    changed();
    tell("numbers", number_json(number));
    return json_answer({{"success", true}});
}

Answer Core::change_number(Call const& call, Number& number)
{
    if (call.method != "POST")
        return refuse(no_such_object(call.method, number.id));
    auto const body = asked(call);
    if (body.contains("webhook_configuration")) {
        auto const& wanted = base::object_at(body, "webhook_configuration");
        auto const url = base::text_at(wanted, "override_callback_uri").value_or("");
        if (url.empty()) {
            number.callback_url.clear();
            changed();
            return json_answer({{"success", true}});
        }
        return need_verification(url, base::text_at(wanted, "verify_token").value_or(""),
                                 Verification::Of::number, number.id);
    }
    if (auto const pin = base::text_at(body, "pin")) {
        if (!is_pin(*pin))
            return refuse(bad_pin());
        number.pin = *pin;
    }
    if (auto const name = base::text_at(body, "new_display_name")) {
        if (base::count_points(*name) < 3 || base::count_points(*name) > 128)
            return refuse(
                {.code = 100, .message = "(#100) The display name must have 3 to 128 characters"});
        // Ten in 30 days.
        if (!m_buckets["name " + number.id].take(here(), 10.0 / (30 * 86'400), 10))
            return refuse({.code = 80007});
        number.desk["new_name"] = *name;
        number.desk["new_name_status"] = "PENDING_REVIEW";
    }
    changed();
    tell("numbers", number_json(number));
    return json_answer({{"success", true}});
}

// What Meta and the shop's phone know: {verified, phone_app, quality, name_decision}.
Answer Core::control_number(Call const& call, std::string_view id, Json const& body)
{
    auto const found = m_numbers.find(id);
    if (found == m_numbers.end())
        return json_answer({{"error", {{"code", "not_found"}}}}, 404);
    auto& number = found->second;
    if (call.method == "POST") {
        number.verified = base::bool_at(body, "verified").value_or(number.verified);
        number.phone_app = base::bool_at(body, "phone_app").value_or(number.phone_app);
        number.quality = base::text_at(body, "quality").value_or(number.quality);
        if (auto const decision = base::text_at(body, "name_decision"))
            number.desk["new_name_status"] = *decision;
        changed();
        tell("numbers", number_json(number));
    }
    auto json = number_json(number);
    json["code"] = number.desk.value("code", "");
    json["registered"] = number.registered;
    return json_answer(json);
}

}  // namespace simulator
