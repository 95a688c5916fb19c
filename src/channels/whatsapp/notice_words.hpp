#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "channels/notice.hpp"

// What the readers of account-level fields share.
namespace channels::whatsapp {

// Text, or a number as text; cleaned, and empty when there is nothing.
std::string said(base::Json const& object, std::string_view key);
std::string upper(std::string text);
// Nothing is added for an empty value.
void fact(AccountNotice& notice, char const* name, std::string value);
void fact_time(AccountNotice& notice, char const* name, base::Json const& object,
               std::string_view key);

// A provider's word with ours for it, and how much it matters.
struct Word {
    std::string_view theirs;
    std::string_view ours;
    Severity severity = Severity::info;
};
// False, and nothing is changed, for a word that is not among them.
template <std::size_t N>
bool put_word(AccountNotice& notice, std::array<Word, N> const& words, std::string_view theirs)
{
    auto const found = std::ranges::find(words, theirs, &Word::theirs);
    if (found == words.end())
        return false;
    notice.kind = found->ours;
    notice.severity = found->severity;
    return true;
}

// What concerns the account as a whole (notices_account.cpp).
void read_account_update(base::Json const& value, AccountNotice& notice);
void read_review(base::Json const& value, AccountNotice& notice);
void read_alert(base::Json const& value, AccountNotice& notice);

}  // namespace channels::whatsapp
