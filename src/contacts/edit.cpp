#include <algorithm>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "changes/feed.hpp"
#include "contacts/store.hpp"
#include "contacts/use.hpp"
#include "db/match.hpp"

namespace contacts {

using base::Error;
using base::Fault;

namespace {

constexpr int PageRows = 50;

Error wrong(char const* field, char const* code)
{
    return Error{Fault::invalid, "invalid_input", "Look at the named fields.", {{field, code}}};
}

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

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

base::Result<Contact> find(workspace::Desk& desk, FindContact const& in)
{
    auto found = store::contact(*desk.workspace->read(), in.contact);
    if (!found)
        return Error{Fault::not_found, "not_found"};
    return std::move(*found);
}

base::Result<base::Page<Contact>> list(workspace::Desk& desk, ListContacts const& in)
{
    auto const before = TRY(base::before_cursor(in.cursor));
    auto const limit = int(in.limit.value_or(PageRows));
    auto const reader = desk.workspace->read();
    auto const words = std::string(base::trim(in.q.value_or("")));

    base::Page<Contact> page;
    // Whoever sees no numbers does not find people by them.
    if (!desk.asker.phones && std::ranges::count_if(words, is_digit) > 3)
        return page;
    if (words.empty())
        page.data = store::newest(*reader, before, limit + 1);
    else if (base::count_points(words) < 3)
        page.data = store::named_like(*reader, words,
                                      limit);  // the index knows three letters and up
    else
        page.data = store::matching(*reader, db::match_phrase(words), before, limit + 1);
    if (int(page.data.size()) > limit) {
        page.data.pop_back();
        page.next = page.data.back().id.text();
    }
    return page;
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
    if (in.email && *in.email && !looks_like_email(**in.email))
        return wrong("email", "bad_format");

    return desk.workspace->write([&](db::Writer& tx) -> base::Result<Contact> {
        auto contact = store::contact(tx, in.contact);
        if (!contact)
            return Error{Fault::not_found, "not_found"};
        if (in.name)
            contact->name = *in.name;
        if (in.email)
            contact->email = *in.email;
        if (phone)
            contact->phone = *phone;
        if (in.language)
            contact->language = *in.language;
        if (in.note)
            contact->note = *in.note;
        store::save_contact(tx, *contact, in.name.has_value(), desk.now());
        store::index(tx, in.contact);
        for (auto const conversation : contact->conversations)
            changes::note(*desk.workspace, tx, changes::Kind::conversation_updated, conversation, 0,
                          desk.now());
        return std::move(*contact);
    });
}

}  // namespace contacts
