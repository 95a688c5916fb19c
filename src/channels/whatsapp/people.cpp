#include "base/text.hpp"
#include "channels/whatsapp/read.hpp"

namespace channels::whatsapp {

namespace {

constexpr std::size_t LongestName = 256;

std::optional<std::string> name_at(base::Json const& object, std::string_view key)
{
    auto const text = base::text_at(object, key);
    if (!text)
        return std::nullopt;
    auto name = std::string(base::first_points(base::clean_name(*text), LongestName));
    if (name.empty())
        return std::nullopt;
    return name;
}

}  // namespace

People::People(base::Json const& value)
{
    for (auto const& contact : base::array_at(value, "contacts")) {
        Card card{id_at(contact, "user_id"), phone_at(contact, "wa_id"), &contact};
        if (card.user_id)
            m_by_user_id.try_emplace(*card.user_id, m_cards.size());
        if (card.phone)
            m_by_phone.try_emplace(*card.phone, m_cards.size());
        m_cards.push_back(std::move(card));
    }
}

Person People::find(std::optional<std::string> user_id, std::optional<std::string> phone) const
{
    Card const* card = nullptr;
    auto const look_in = [&](auto const& index, std::optional<std::string> const& id) {
        if (card || !id)
            return;
        if (auto const found = index.find(*id); found != index.end())
            card = &m_cards[found->second];
    };
    look_in(m_by_user_id, user_id);
    look_in(m_by_phone, phone);
    // A message that names nobody, in a call about one person. Never when ids merely differ: that
    // would give one person's words to another.
    if (!card && !user_id && !phone && m_cards.size() == 1)
        card = &m_cards.front();
    if (card && user_id && card->user_id && *card->user_id != *user_id)
        card = nullptr;

    Person person;
    person.user_id = std::move(user_id);
    person.phone = std::move(phone);
    if (card) {
        if (!person.user_id)
            person.user_id = card->user_id;
        // wa_id is the number to answer to; `from` may lack a digit that some countries added.
        if (card->phone)
            person.phone = card->phone;
        auto const& profile = base::object_at(*card->json, "profile");
        person.profile_name = name_at(profile, "name");
        person.username = name_at(profile, "username");
        if (person.username && person.username->starts_with('@'))
            person.username->erase(0, 1);
        if (person.username && person.username->empty())
            person.username = std::nullopt;
        person.parent_id = id_at(*card->json, "parent_user_id");
    }
    person.external_id = person.user_id ? *person.user_id : person.phone.value_or("");
    return person;
}

}  // namespace channels::whatsapp
