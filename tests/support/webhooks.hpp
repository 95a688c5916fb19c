#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"

// WhatsApp's webhooks, as far as tests make them up. Parts go together into one delivery; the same
// parts give the same bytes. `at` is in seconds.
namespace tests {

struct Sender {
    std::string user_id;
    std::string phone;
    std::string name;
};

base::Json says(Sender const& from, std::string const& id, std::int64_t at,
                std::string const& text);
base::Json shows(Sender const& from, std::string const& id, std::int64_t at,
                 std::string const& media_id);
base::Json rewords(Sender const& from, std::string const& id, std::int64_t at,
                   std::string const& about, std::string const& text);
base::Json signs(Sender const& from, std::string const& id, std::int64_t at,
                 std::string const& about, std::string const& emoji);
base::Json takes_back(Sender const& from, std::string const& id, std::int64_t at,
                      std::string const& about);
// Somebody has another id from now on.
base::Json moves(std::string const& id, std::int64_t at, std::string const& before,
                 std::string const& now);
// `attempt` is our own id of the send, as it comes back.
base::Json status(std::string const& id, std::string const& attempt, std::string const& status,
                  std::int64_t at);

std::string delivery(std::vector<base::Json> const& parts);

}  // namespace tests
