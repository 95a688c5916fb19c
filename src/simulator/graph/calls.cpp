#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"
#include "simulator/graph/checks.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

// How long a phone rings before nobody has answered.
constexpr int RingsFor = 30'000;
// How long a permission to call somebody holds; a call of theirs gives one too.
constexpr auto Permitted = 7 * 24h;
constexpr std::size_t MostCalls = 1'000;

constexpr std::string_view Offer = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
                                   "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";

std::string seconds_text(base::Instant at) { return std::to_string(at.ms / 1000); }

}  // namespace

// Layouts: calls webhook reference and npm @kapso/whatsapp-cloud-api 0.3.0, read 2026-09.
Json Core::call_value(PhoneCall const& one, std::string_view event) const
{
    auto const& number = m_numbers.at(one.number_id);
    auto const& customer = *m_by_id.at(one.customer_id);
    Json call{{"id", one.id},
              {"event", event},
              {"timestamp", seconds_text(here())},
              {"direction", one.by_customer ? "USER_INITIATED" : "BUSINESS_INITIATED"}};
    call[one.by_customer ? "to" : "from"] = number.display_phone;
    if (auto const phone = shared_phone(customer); !phone.empty())
        call[one.by_customer ? "from" : "to"] = phone;
    call[one.by_customer ? "from_user_id" : "to_user_id"] = customer.user_id;
    if (event == "connect") {
        call["session"] = {{"sdp_type", one.by_customer ? "offer" : "answer"}, {"sdp", Offer}};
    } else {
        bool const talked = one.answered.ms > 0;
        call["status"] = talked ? "COMPLETED" : "FAILED";
        if (talked) {
            call["start_time"] = seconds_text(one.answered);
            call["end_time"] = seconds_text(here());
            call["duration"] = (here() - one.answered).count() / 1000;
        }
        if (!one.opaque.empty())
            call["biz_opaque_callback_data"] = one.opaque;
    }
    return {{"contacts", Json::array({contact_of(customer)})},
            {"calls", Json::array({std::move(call)})}};
}

// Tells the business, and keeps the line both phones show.
void Core::call_news(PhoneCall const& one, std::string_view event)
{
    update(m_numbers.at(one.number_id), one.customer_id, "calls " + std::string(event),
           call_value(one, event), {}, "calls");
}

void Core::show_call(PhoneCall const& one, std::string_view status)
{
    auto& customer = *m_by_id.at(one.customer_id);
    Json content{{"direction", one.by_customer ? "in" : "out"}, {"status", status}};
    if (one.state == "over" && one.answered.ms > 0)
        content["duration_s"] = (here() - one.answered).count() / 1000;
    if (auto* const line = find_message(customer, one.number_id, one.id)) {
        line->content = std::move(content);
        tell_message(customer, one.number_id, *line);
    } else if (!customer.quiet) {
        show(customer, one.number_id,
             {.id = one.id,
              .mine = one.by_customer,
              .type = "call",
              .at = here(),
              .state = "delivered",
              .content = std::move(content)});
    }
}

PhoneCall& Core::start_call(Number const& number, Customer& customer, bool by_customer)
{
    if (m_calls.size() >= MostCalls)
        std::erase_if(m_calls, [](auto const& one) { return one.second.state == "over"; });
    auto const id = "wacid." + base64(m_chance.bytes(18));
    auto& one = m_calls[id] = {.id = id,
                               .number_id = number.id,
                               .customer_id = customer.id,
                               .by_customer = by_customer,
                               .state = "ringing"};
    show_call(one, "ringing");
    return one;
}

void Core::plan_call(PhoneCall const& one, std::string step, int ms)
{
    schedule({.at = here() + scaled(ms), .status = std::move(step), .call_id = one.id});
}

void Core::answer_call(PhoneCall& one)
{
    one.state = "connected";
    one.answered = here();
    show_call(one, "answered");
    if (one.by_customer)
        return;
    call_status(one, "ACCEPTED");
    call_news(one, "connect");
}

void Core::end_call(PhoneCall& one, std::string_view why)
{
    one.state = "over";
    show_call(one, one.answered.ms > 0 ? "answered" : why);
    call_news(one, "terminate");
}

void Core::call_status(PhoneCall const& one, std::string_view status)
{
    auto const& customer = *m_by_id.at(one.customer_id);
    Json about{{"id", one.id},
               {"type", "call"},
               {"status", status},
               {"timestamp", seconds_text(here())},
               {"recipient_user_id", customer.user_id}};
    if (auto const phone = shared_phone(customer); !phone.empty())
        about["recipient_id"] = phone;
    if (!one.opaque.empty())
        about["biz_opaque_callback_data"] = one.opaque;
    update(m_numbers.at(one.number_id), one.customer_id, "calls " + std::string(status),
           {{"contacts", Json::array({contact_of(customer)})},
            {"statuses", Json::array({std::move(about)})}},
           {}, "calls");
}

// A step of a call that was planned earlier.
void Core::step_call(Due const& due)
{
    auto const found = m_calls.find(due.call_id);
    if (found == m_calls.end() || !m_by_id.contains(found->second.customer_id))
        return;
    auto& one = found->second;
    bool const ringing = one.state == "ringing";
    if (due.status == "rings" && ringing)
        call_status(one, "RINGING");
    else if (due.status == "answered" && ringing)
        answer_call(one);
    else if (due.status == "missed" && ringing)
        end_call(one, "missed");
    else if (due.status == "over" && one.state != "over")
        end_call(one, "missed");
}

// What a business does with calls.
Answer Core::calls(Call const& call, Number& number)
{
    auto const body = base::parse_json(call.body);
    if (!body || !body->is_object() || base::text_at(*body, "messaging_product") != "whatsapp")
        return refuse({.code = 100, .message = "The parameter messaging_product is required."});
    if (!number.calling)
        return refuse({.code = 138000});
    auto const action = base::text_at(*body, "action").value_or("");
    if (action == "connect")
        return call_customer(*body, number);
    auto const found = m_calls.find(base::text_at(*body, "call_id").value_or(""));
    if (found == m_calls.end() || found->second.number_id != number.id ||
        !m_by_id.contains(found->second.customer_id))
        return refuse(invalid("call_id", "no such call"));
    auto& one = found->second;
    bool const asked = one.by_customer && one.state == "ringing";
    if (one.state == "over" || (action != "terminate" && !asked))
        return refuse(invalid("call_id", "the call is " + one.state));
    if (action == "accept") {
        one.opaque = base::text_at(*body, "biz_opaque_callback_data").value_or("");
        answer_call(one);
    } else if (action == "reject") {
        end_call(one, "rejected");
    } else if (action == "terminate") {
        end_call(one, "missed");
    } else if (action != "pre_accept") {
        return refuse(invalid("action", "not an action of a call"));
    }
    return json_answer({{"messaging_product", "whatsapp"}, {"success", true}});
}

Answer Core::call_customer(Json const& body, Number& number)
{
    auto const phone = normal_phone(base::text_at(body, "to").value_or(""), number.country_code);
    auto const user_id = base::text_at(body, "recipient").value_or("");
    auto* const customer = customer_by(phone.empty() ? user_id : phone);
    if (!customer)
        return refuse({.code = 131026});
    if (here() >= customer->calls_until)
        return refuse({.code = 138006});
    bool const busy = std::ranges::any_of(m_calls, [&](auto const& one) {
        return one.second.customer_id == customer->id && one.second.state != "over";
    });
    if (busy)
        return refuse({.code = 138003});
    auto& one = start_call(number, *customer, false);
    one.opaque = base::text_at(body, "biz_opaque_callback_data").value_or("");
    // A phone that is off does not ring. One that somebody looks at is answered there.
    if (!customer->offline && !customer->blocks) {
        plan_call(one, "rings", 300);
        if (m_pages == 0)
            plan_call(one, "answered", 3'000);
    }
    plan_call(one, "missed", RingsFor);
    return json_answer({{"messaging_product", "whatsapp"},
                        {"calls", Json::array({{{"id", one.id}}})},
                        {"success", true}});
}

Answer Core::call_permissions(Call const& call) const
{
    auto const id = call.parameter("user_wa_id").empty() ? call.parameter("recipient")
                                                         : call.parameter("user_wa_id");
    auto const found = m_by_phone.find(id);
    auto const until = found == m_by_phone.end() ? base::Instant{0} : found->second->calls_until;
    bool const may = here() < until;
    Json permission{{"status", may ? "temporary" : "no_permission"}};
    if (may)
        permission["expiration_time"] = until.ms / 1000;
    auto const limit = [](char const* period, int most) {
        return Json{{"time_period", period}, {"max_allowed", most}, {"current_usage", 0}};
    };
    return json_answer(
        {{"messaging_product", "whatsapp"},
         {"permission", std::move(permission)},
         {"actions", Json::array({{{"action_name", "send_call_permission_request"},
                                   {"can_perform_action", !may},
                                   {"limits", Json::array({limit("PT24H", 1), limit("P7D", 2)})}},
                                  {{"action_name", "start_call"},
                                   {"can_perform_action", may},
                                   {"limits", Json::array({limit("PT24H", 10)})}}})}});
}

// What a customer does with calls: {action?: ring | hang_up | answer | decline, outcome?: missed |
// answered, seconds?, number_id?}. A ring with an outcome ends by itself.
Answer Core::control_calls(Customer& customer, Json const& body)
{
    auto const refused = [](int status, char const* code) {
        return json_answer({{"error", {{"code", code}}}}, status);
    };
    auto const number = m_numbers.find(base::text_at(body, "number_id").value_or(m_current_number));
    if (number == m_numbers.end())
        return refused(404, "not_found");
    auto const under_way = std::ranges::find_if(m_calls, [&](auto const& one) {
        return one.second.customer_id == customer.id && one.second.state != "over";
    });
    auto const action = base::text_at(body, "action").value_or("ring");
    if (action == "ring") {
        if (customer.offline || customer.blocks)
            return refused(409, customer.offline ? "offline" : "blocked");
        if (under_way != m_calls.end())
            return refused(409, "busy");
        auto& one = start_call(number->second, customer, true);
        customer.chats[number->first].last_inbound = here();
        customer.calls_until = std::max(customer.calls_until, here() + Permitted);
        call_news(one, "connect");
        auto const outcome = base::text_at(body, "outcome").value_or("");
        auto const seconds = std::clamp<std::int64_t>(base::number_at(body, "seconds").value_or(40),
                                                      1, 3'600);
        if (outcome == "answered") {
            plan_call(one, "answered", 2'000);
            plan_call(one, "over", int(2'000 + seconds * 1'000));
        }
        plan_call(one, "missed", outcome == "missed" ? 4'000 : RingsFor);
        return json_answer({{"call_id", one.id}}, 201);
    }
    if (under_way == m_calls.end())
        return refused(404, "not_found");
    auto& one = under_way->second;
    if (action == "answer" && !one.by_customer && one.state == "ringing") {
        answer_call(one);
    } else if (action == "decline" && !one.by_customer && one.state == "ringing") {
        call_status(one, "REJECTED");
        end_call(one, "rejected");
    } else if (action == "hang_up") {
        end_call(one, "missed");
    } else {
        return refused(422, "invalid_input");
    }
    return json_answer({{"success", true}});
}

// The answer to a request for it.
void Core::permit_calls(Customer& customer, Json const& reply)
{
    auto const& answer = base::object_at(reply, "call_permission_reply");
    if (answer.empty())
        return;
    bool const yes = base::text_at(answer, "response") == "accept";
    customer.calls_until = yes ? here() + Permitted : base::Instant{0};
}

}  // namespace simulator
