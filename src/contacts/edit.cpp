#include <algorithm>

#include "base/text.hpp"
#include "changes/feed.hpp"
#include "contacts/fields/field_store.hpp"
#include "contacts/fields/value.hpp"
#include "contacts/refuse.hpp"
#include "contacts/store.hpp"
#include "contacts/use.hpp"

namespace contacts {

namespace {

// Digits only, as channels give them; blanks, dashes and a leading plus are how people write.
std::optional<std::string> phone_digits(std::string const& text)
{
    std::string digits;
    for (char const c : text) {
        if (c >= '0' && c <= '9')
            digits.push_back(c);
        else if (c != ' ' && c != '-' && c != '+' && c != '(' && c != ')' && c != '.')
            return std::nullopt;
    }
    if (digits.size() < 5 || digits.size() > 15)
        return std::nullopt;
    return digits;
}

bool looks_like_email(std::string const& text)
{
    auto const at = text.find('@');
    return at != text.npos && at > 0 && text.find('.', at) != text.npos &&
           text.find(' ') == text.npos && text.back() != '.';
}

// The list changes every year; the dashboard knows it, and offers no other.
bool looks_like_zone(std::string const& text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/_+-").find(c) != std::string_view::npos;
    });
}

base::Result<void> set_values(db::Writer const& tx, base::ContactId contact,
                              std::vector<SetValue> const& values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const where = "values[" + std::to_string(i) + "].";
        auto const field = store::field(tx, values[i].field);
        if (!field)
            return wrong(where + "field_id", "not_found");
        auto const given = values[i].value.value_or("");
        auto const typed = base::trim(given);
        if (typed.empty()) {
            store::drop_value(tx, contact, field->id);
            continue;
        }
        auto const text = value_of(*field, typed);
        if (!text)
            return wrong(where + "value", text.error().code);
        store::set_value(tx, contact, field->id, *text,
                         field->kind == FieldKind::number ? number_of(*text) : std::nullopt);
    }
    return {};
}

base::Result<void> set_labels(db::Writer const& tx, base::ContactId contact,
                              std::vector<base::LabelId> const& labels)
{
    return store::set_labels(tx, contact, labels) ? base::Result<void>()
                                                  : wrong("label_ids", "not_found");
}

}  // namespace

base::Result<Contact> find(workspace::Desk& desk, FindContact const& in)
{
    auto found = store::contact(*desk.workspace->read(), in.contact);
    if (!found)
        return not_here();
    return std::move(*found);
}

base::Result<Contact> edit(workspace::Desk& desk, EditContact const& in)
{
    std::optional<std::optional<std::string>> phone;
    if (in.phone) {
        phone.emplace();
        if (*in.phone) {
            *phone = phone_digits(**in.phone);
            if (!*phone)
                return wrong("phone", "bad_format");
        }
    }
    if (in.time_zone && *in.time_zone && !looks_like_zone(**in.time_zone))
        return wrong("time_zone", "bad_format");
    if (in.email && *in.email && !looks_like_email(**in.email))
        return wrong("email", "bad_format");

    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Contact> {
        auto contact = store::contact(tx, in.contact);
        if (!contact)
            return not_here();
        if (in.name)
            contact->name = *in.name;
        if (in.email)
            contact->email = *in.email;
        if (phone)
            contact->phone = *phone;
        if (in.time_zone)
            contact->time_zone = *in.time_zone;
        if (in.language)
            contact->language = *in.language;
        if ((in.labels || in.values) && !store::is_person(tx, in.contact))
            return wrong(in.labels ? "label_ids" : "values", "not_allowed");
        if (in.labels)
            TRY(set_labels(tx, in.contact, *in.labels));
        if (in.values)
            TRY(set_values(tx, in.contact, *in.values));
        store::save_contact(tx, *contact, in.name.has_value(), desk.now());
        store::index(tx, in.contact);
        for (auto const conversation : contact->conversations)
            changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, conversation, 0,
                          desk.now());
        changes::note(*desk.workspace, tx, changes::Kind::contact_updated, {}, in.contact.value,
                      desk.now());
        return *store::contact(tx, in.contact);
    });
}

}  // namespace contacts
