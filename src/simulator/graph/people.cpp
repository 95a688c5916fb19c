#include <algorithm>

#include "base/text.hpp"
#include "simulator/core.hpp"

namespace simulator {

namespace {

using base::Json;

constexpr std::size_t ChatLength = 400;
constexpr std::size_t MostCustomers = 200'000;

// Calling codes of the places people here come from; longest first.
constexpr std::pair<std::string_view, std::string_view> Countries[] = {
    {"966", "SA"}, {"971", "AE"}, {"55", "BR"}, {"60", "MY"}, {"62", "ID"}, {"65", "SG"},
};

}  // namespace

Json to_json(ChatMessage const& message)
{
    Json json{{"id", message.id},
              {"mine", message.mine},
              {"type", message.type},
              {"text", message.text},
              {"at", base::to_rfc3339(message.at)},
              {"state", message.state},
              {"error", message.error},
              {"shown", message.shown}};
    if (!message.media_id.empty())
        json["media"] = {{"id", message.media_id},
                         {"mime", message.mime},
                         {"name", message.name},
                         {"bytes", message.bytes},
                         {"voice", message.voice}};
    if (!message.quoted.empty())
        json["quoted"] = message.quoted;
    if (!message.extra.is_null())
        json["extra"] = message.extra;
    if (!message.content.is_null())
        json["content"] = message.content;
    if (!message.with.is_null())
        json["with"] = message.with;
    for (auto const& one : message.reactions)
        json["reactions"].push_back({{"from", one.from}, {"emoji", one.emoji}});
    if (!message.from.empty())
        json["from"] = message.from;
    if (message.revoked)
        json["revoked"] = true;
    return json;
}

Json to_json(Customer const& customer)
{
    return {{"id", customer.id},
            {"name", customer.name},
            {"phone", customer.phone},
            {"user_id", customer.user_id},
            {"username", customer.username},
            {"identity", customer.identity},
            {"place", customer.place},
            {"offline", customer.offline},
            {"receipts", customer.receipts},
            {"blocks", customer.blocks},
            {"stopped_marketing", customer.stopped_marketing},
            {"hidden", customer.hidden},
            {"legacy", customer.legacy}};
}

void Core::first_customers()
{
    add_customer({.name = "Rina Wulandari",
                  .phone = "628123450001",
                  .user_id = "ID.48210077351964420011",
                  .place = "jakarta"});
    add_customer({.name = "Aisyah Rahman", .phone = "60123450002", .place = "kuala_lumpur"});
    add_customer({.name = "فهد العتيبي", .phone = "966501234503", .place = "riyadh"});
    // Has adopted a username and never shared a number.
    add_customer({.name = "Lia Duarte",
                  .user_id = "BR.90417733520068812455",
                  .username = "lia.doces",
                  .place = "sao_paulo"});
    add_customer({.name = "Dimas Prakoso", .phone = "628123450005", .place = "jakarta"});
    add_customer({.name = "Tan Wei Ling", .phone = "60123450006", .place = "kuala_lumpur"});
    add_customer({.name = "نورة القحطاني", .phone = "966501234507", .place = "riyadh"});
    add_customer({.name = "João Batista", .phone = "5511912345008", .place = "sao_paulo"});
}

void Core::know(std::vector<Known> const& people)
{
    std::scoped_lock const lock(m_mutex);
    for (auto const& one : people) {
        if (m_by_phone.contains(one.phone))
            continue;
        auto& customer = add_customer({.name = one.name, .phone = one.phone, .quiet = true});
        customer.chats[m_current_number].last_inbound = here();
    }
}

Customer* Core::customer_by(std::string_view id)
{
    std::string const key(id);
    for (auto const* const index : {&m_by_id, &m_by_user_id, &m_by_phone})
        if (auto const found = index->find(key); found != index->end())
            return found->second;
    return nullptr;
}

std::string Core::new_user_id(std::string_view phone)
{
    std::string_view country = "ID";
    for (auto const& [code, name] : Countries)
        if (phone.starts_with(code))
            country = name;
    return std::string(country) + "." + m_chance.digits(20);
}

Customer& Core::add_customer(Customer customer)
{
    // A flood of strangers pushes the oldest of its own kind out.
    if (m_customers.size() >= MostCustomers) {
        auto const oldest = std::ranges::find_if(m_customers,
                                                 [](auto const& one) { return one->quiet; });
        if (oldest != m_customers.end()) {
            m_by_id.erase((*oldest)->id);
            m_by_phone.erase((*oldest)->phone);
            m_by_user_id.erase((*oldest)->user_id);
            m_customers.erase(oldest);
        }
    }
    customer.id = "c" + std::to_string(++m_counter);
    if (customer.user_id.empty())
        customer.user_id = new_user_id(customer.phone);
    if (customer.identity.empty())
        customer.identity = base64(m_chance.bytes(8));
    m_customers.push_back(std::make_unique<Customer>(std::move(customer)));
    auto& kept = *m_customers.back();
    m_by_id[kept.id] = &kept;
    m_by_user_id[kept.user_id] = &kept;
    if (!kept.phone.empty())
        m_by_phone[kept.phone] = &kept;
    if (!kept.quiet)
        tell("customer", simulator::to_json(kept));
    return kept;
}

ChatMessage* Core::find_message(Customer& customer, std::string_view number_id,
                                std::string_view wamid)
{
    auto const chat = customer.chats.find(std::string(number_id));
    if (chat == customer.chats.end())
        return nullptr;
    auto& messages = chat->second.messages;
    auto const found = std::find_if(messages.rbegin(), messages.rend(),
                                    [&](ChatMessage const& one) { return one.id == wamid; });
    return found == messages.rend() ? nullptr : &*found;
}

void Core::show(Customer& customer, std::string const& number_id, ChatMessage message)
{
    auto& messages = customer.chats[number_id].messages;
    if (message.mine)
        m_written_by[message.id] = customer.id;
    messages.push_back(std::move(message));
    tell_message(customer, number_id, messages.back());
    if (messages.size() > ChatLength) {
        m_written_by.erase(messages.front().id);
        messages.pop_front();
    }
}

// Puts a side's reaction on a message, or takes it away.
void Core::react(Customer& customer, std::string const& number_id, std::string_view wamid,
                 std::string const& from, std::string const& emoji)
{
    auto* const message = find_message(customer, number_id, wamid);
    if (!message)
        return;
    std::erase_if(message->reactions, [&](Reaction const& one) { return one.from == from; });
    if (!emoji.empty())
        message->reactions.push_back({from, emoji});
    tell_message(customer, number_id, *message);
}

// A customer deletes a message of their own for everyone.
void Core::take_back(Customer& customer, std::string const& number_id, std::string_view wamid)
{
    auto* const message = find_message(customer, number_id, wamid);
    if (!message || !message->mine)
        return;
    message->revoked = true;
    tell_message(customer, number_id, *message);
}

// An edit puts new words in the place of the old ones.
void Core::change_text(Customer& customer, std::string const& number_id, Json const& edit)
{
    auto* const message = find_message(customer, number_id,
                                       base::text_at(edit, "original_message_id").value_or(""));
    if (!message)
        return;
    auto const& now = base::object_at(edit, "message");
    auto const& content = base::object_at(now, base::text_at(now, "type").value_or("text"));
    for (auto const* const key : {"body", "caption"})
        if (auto const words = base::text_at(content, key))
            message->text = *words;
    tell_message(customer, number_id, *message);
}

void Core::tell_message(Customer const& customer, std::string const& number_id,
                        ChatMessage const& message)
{
    if (customer.quiet)
        return;
    tell("message", {{"customer_id", customer.id},
                     {"number_id", number_id},
                     {"message", simulator::to_json(message)}});
}

// What waited for the phone arrives, in the order it was sent.
void Core::go_online(Customer& customer)
{
    customer.offline = false;
    auto const waiting = m_parked.extract(customer.id);
    if (waiting.empty())
        return;
    for (auto due : waiting.mapped()) {
        due.at = here() + scaled(m_chance.between(100, 400));
        schedule(std::move(due));
    }
}

// The customer looks at the chat.
void Core::read_by(Customer& customer, std::string const& number_id)
{
    auto const found = m_unread.find(customer.id);
    if (found == m_unread.end() || customer.offline || !customer.receipts)
        return;
    auto waiting = std::exchange(found->second, {});
    for (auto& sent : waiting) {
        if (sent->number_id != number_id)
            found->second.push_back(sent);
        else if (sent->state == "delivered")
            happen({.at = here(), .status = "read", .sent = sent});
    }
}

std::string Core::shared_phone(Customer const& customer)
{
    return customer.hidden ? "" : customer.phone;
}

Json Core::contact_of(Customer const& customer) const
{
    Json contact{{"profile", {{"name", customer.name}}}};
    if (!customer.legacy)
        contact["user_id"] = customer.user_id;
    if (auto const phone = shared_phone(customer); !phone.empty())
        contact["wa_id"] = phone;
    if (!customer.username.empty())
        contact["profile"]["username"] = "@" + customer.username;
    return contact;
}

}  // namespace simulator
