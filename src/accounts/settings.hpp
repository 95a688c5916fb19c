#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace accounts {

// What a member may set for one channel, and what may be told of its credentials. Kept as JSON in
// channel.settings.
struct Settings {
    std::string graph_url;      // empty: the provider's own
    std::string graph_version;  // empty: the one this build was made for
    double per_second = 0;      // messages; 0: the provider's default for a number
    std::string access_token_last4;
    std::string app_secret_last4;
    // Who gave the token at the provider, by its id for them within the app; empty: not known.
    std::string given_by;

    static Settings read(std::string_view json);
    std::string text() const;
};

// Pasted text without the blanks around it.
std::string trimmed_secret(std::string_view pasted);

// http(s)://host[:port][/path] without a slash at the end, or `bad_format`.
base::Result<std::string> clean_base_url(std::string_view url);
bool is_version(std::string_view text);
bool is_provider_id(std::string_view text);
// Printable ASCII without blanks.
bool is_credential(std::string_view text);

}  // namespace accounts
