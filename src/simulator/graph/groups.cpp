#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;
using namespace std::chrono_literals;

constexpr std::size_t ChatLength = 400;

bool further(std::string_view now, std::string_view next)
{
    constexpr std::string_view Steps[] = {"accepted", "sent", "delivered", "read"};
    return std::ranges::find(Steps, now) < std::ranges::find(Steps, next);
}

}  // namespace

Json Core::to_json(Group const& group) const
{
    Json json{{"id", group.id},
              {"name", group.name},
              {"number_id", group.number_id},
              {"members", group.members},
              {"created_at", base::to_rfc3339(group.created_at)}};
    json.update(chat_json(group.chat));
    return json;
}

// Ids look like Meta's: opaque text, longer than any phone number.
Group& Core::add_group(std::string name, std::string number_id, std::vector<std::string> members)
{
    auto id = base64("capi_group:" + number_id.substr(0, 6) + ":" + m_chance.digits(16));
    std::ranges::replace(id, '/', '_');
    auto& group = m_groups[id] = {.id = id,
                                  .name = std::move(name),
                                  .number_id = std::move(number_id),
                                  .members = std::move(members),
                                  .created_at = here()};
    tell("group", to_json(group));
    return group;
}

void Core::show_in(Group& group, ChatMessage message)
{
    group.chat.messages.push_back(std::move(message));
    tell("group_message",
         {{"group_id", group.id}, {"message", simulator::to_json(group.chat.messages.back())}});
    if (group.chat.messages.size() > ChatLength)
        group.chat.messages.pop_front();
}

Answer Core::send_to_group(Send const& send, Number& number)
{
    auto const found = m_groups.find(send.group_id);
    if (found == m_groups.end() || found->second.number_id != number.id)
        return refuse({.code = 131041});
    auto& group = found->second;
    if (group.members.empty())
        return refuse({.code = 131020});
    if (is_over_throughput(number))
        return refuse({.code = 130429});
    bool const open = here() < group.chat.last_inbound + 24h || send.type == "template";
    auto const failure = m_forced_failure ? m_forced_failure : open ? 0 : 131047;
    if (failure == 131047 && !m_forced_failure && m_settings.window_sync)
        return refuse({.code = 131047});

    auto const sent = std::make_shared<Sent>();
    sent->wamid = new_wamid(group.id);
    sent->number_id = number.id;
    sent->group_id = group.id;
    sent->opaque = send.opaque;
    sent->category = "group_" + send.category;
    sent->type = send.type;
    show_in(group, line_of(send, sent->wamid, number));
    plan(sent, failure);
    Json message{{"id", sent->wamid}, {"group_id", group.id}};
    if (send.type == "template")
        message["message_status"] = "accepted";
    return json_answer({{"messaging_product", "whatsapp"},
                        {"contacts", Json::array({{{"input", send.input}, {"wa_id", group.id}}})},
                        {"messages", Json::array({message})}});
}

// {customer, type, …} as a customer's own message: one of the members writes to all.
Answer Core::say_in(Group& group, Json const& body)
{
    auto const refused = [](int status, char const* code) {
        return json_answer({{"error", {{"code", code}}}}, status);
    };
    auto const* const customer = customer_by(base::text_at(body, "customer").value_or(""));
    auto const number = m_numbers.find(group.number_id);
    if (!customer || number == m_numbers.end() ||
        std::ranges::find(group.members, customer->id) == group.members.end())
        return refused(422, "member_not_found");
    auto composed = compose(*customer, number->second, body);
    if (!composed)
        return refused(422, "invalid_input");
    auto& message = *composed;
    message.from = customer->id;
    auto value = inbound_value(*customer, number->second, message);
    value["messages"][0]["group_id"] = group.id;
    if (message.type != "reaction")
        group.chat.last_inbound = message.at;
    auto answer = json_answer({{"message", simulator::to_json(message)}, {"group_id", group.id}},
                              201);
    auto const about = "messages " + message.type;
    message.state = "delivered";
    show_in(group, std::move(message));
    update(number->second, group.id, about, std::move(value));
    return answer;
}

// /sim/groups: {name, members: [ids, phones or user ids], number_id?}
Answer Core::control_groups(Call const& call, std::vector<std::string_view> const& parts,
                            Json const& body)
{
    auto const refused = [](int status, char const* code) {
        return json_answer({{"error", {{"code", code}}}}, status);
    };
    if (parts.size() == 2 && call.method == "GET") {
        auto data = Json::array();
        for (auto const& [_, group] : m_groups)
            data.push_back(to_json(group));
        return json_answer({{"data", data}});
    }
    if (parts.size() == 4 && parts[3] == "messages" && call.method == "POST") {
        auto const group = m_groups.find(parts[2]);
        return group == m_groups.end() ? refused(404, "not_found") : say_in(group->second, body);
    }
    if (parts.size() != 2 || call.method != "POST")
        return refused(404, "not_found");
    auto const name = base::clean_name(base::text_at(body, "name").value_or(""));
    auto const number_id = base::text_at(body, "number_id").value_or(m_current_number);
    if (name.empty() || !m_numbers.contains(number_id) || m_groups.size() >= 1'000)
        return refused(422, "invalid_input");
    std::vector<std::string> members;
    for (auto const& one : base::array_at(body, "members")) {
        auto const* const customer = one.is_string() ? customer_by(one.get<std::string>())
                                                     : nullptr;
        if (!customer)
            return refused(422, "member_not_found");
        members.push_back(customer->id);
    }
    return json_answer(to_json(add_group(name, number_id, std::move(members))), 201);
}

// `sent` and `failed` are about the group, `delivered` and `read` about each member of it.
void Core::happen_in_group(Due const& due)
{
    auto& sent = *due.sent;
    auto const found = m_groups.find(sent.group_id);
    auto const number = m_numbers.find(sent.number_id);
    if (found == m_groups.end() || number == m_numbers.end())
        return;
    auto& group = found->second;
    auto* const member = sent.customer_id.empty() ? nullptr : customer_by(sent.customer_id);
    auto const next = [&](std::shared_ptr<Sent> const& about, char const* status, int from,
                          int to) {
        schedule(
            {.at = here() + scaled(m_chance.between(from, to)), .status = status, .sent = about});
    };
    if (due.status == "sent") {
        for (auto const& id : group.members) {
            auto const one = std::make_shared<Sent>(sent);
            one->customer_id = id;
            next(one, "delivered", 400, 2'000);
        }
    } else if (due.status == "delivered" && member && !member->offline && member->receipts) {
        next(due.sent, "read", 2'000, 20'000);
    }
    if (member && (member->offline || member->blocks))
        return;
    for (auto& message : group.chat.messages) {
        if (message.id != sent.wamid)
            continue;
        if (due.error || further(message.state, due.status))
            message.state = due.status;
        message.error = due.error;
        message.shown = message.shown || member;
        tell("group_message", {{"group_id", group.id}, {"message", simulator::to_json(message)}});
    }
    if (!m_settings.statuses)
        return;
    Json one{{"id", sent.wamid},
             {"status", due.status},
             {"timestamp", std::to_string(here().ms / 1000)},
             {"recipient_id", group.id},
             {"recipient_type", "group"}};
    if (!sent.opaque.empty())
        one["biz_opaque_callback_data"] = sent.opaque;
    if (due.error)
        one["errors"] = Json::array({webhook_error(due.error)});
    if (member) {
        one["recipient_participant_user_id"] = member->user_id;
        if (!member->phone.empty())
            one["recipient_participant_id"] = member->phone;
        if (due.status == "delivered")
            one["pricing"] = pricing_for(sent, number->second);
    }
    Json value{{"statuses", Json::array({std::move(one)})}};
    if (member)
        value["contacts"] = Json::array({contact_of(*member)});
    update(number->second, group.id, "statuses " + due.status, std::move(value));
}

}  // namespace simulator
