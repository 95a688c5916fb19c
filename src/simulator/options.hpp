#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/result.hpp"

namespace simulator {

// How a simulator is started. The ids and secrets are invented ones that docs and tests share.
struct Options {
    std::string listen = "127.0.0.1:8090";
    std::string app_secret = "sim_app_secret_0001";
    std::string access_token = "EAASIMTOKEN0001";
    std::string phone_number_id = "440022330055662";
    std::string waba_id = "330011220044551";
    std::string app_id = "550033440066773";
    std::string business_id = "660044550077884";
    std::string display_phone = "6281200007700";  // digits, country code first
    std::string business_name = "Toko Rina";
    // The same seed and the same calls in the same order give the same ids, delays and failures.
    // Without one, ids differ from run to run, so that a database that remembers the last run
    // meets new messages only.
    std::optional<std::uint64_t> seed = {};
    // Delays are divided by it; 0 means none at all.
    double speed = 1;
    // Refuse unknown tokens (190) and unknown numbers and accounts (100); otherwise the first call
    // that names one makes it known.
    bool strict = false;
    // Customers, chats and subscriptions are kept here between runs; empty keeps nothing.
    std::string state_file = {};
    int workers = 2;        // threads that answer requests
    int webhook_lanes = 8;  // webhooks under way at once; those of one customer share a lane
};

// What can be changed while it runs (POST /sim/config), by the same names.
struct Settings {
    double speed = 1;

    // Webhooks
    double duplicate_p = 0;  // each POST is sent a second time
    double lose_p = 0;       // a POST never leaves
    bool shuffle = false;    // updates leave in any order within two seconds (scaled)
    int batch = 1;           // updates of one number that are due together share a POST, up to this
    int delay_ms = 0;        // added to every webhook, scaled
    bool escape = true;      // \uXXXX and \/ as Meta writes them, else plain UTF-8
    bool wrong_signature = false;
    bool retry = true;  // again after 0, 1, 5, 30 … s (scaled) while the answer is not 200

    // Statuses
    bool statuses = true;
    bool early_status = false;  // `sent` arrives before the send is answered
    double drop_delivered_p = 0;
    double skip_delivered_p = 0.15;  // `read` without `delivered`, as when the chat is open
    // When a customer reads: "page" leaves it to the phone page while one is open and is "auto"
    // otherwise; "auto" after 2-20 s (scaled); "never".
    std::string reading = "page";
    bool pricing_on_sent = false;  // also for free-form messages, not only templates

    // Templates: what becomes of new and changed ones after `review_ms` (scaled): approve, reject,
    // or wait for POST /sim/templates.
    std::string reviews = "approve";
    int review_ms = 5'000;

    // Limits
    bool window_sync = false;       // 131047 at once instead of as a failed status
    bool throughput_limit = false;  // 80 a second for each number, 130429
    bool high_throughput = false;   // numbers are upgraded: level HIGH, 1,000 a second
    bool pair_limit = false;        // 1 in 6 s to one person, 45 at once, 131056
    int free_service = 1000;        // free-form messages a month before they cost
    bool revoked = false;           // every token is refused with 190
    bool management_limit = false;  // 200 or 5,000 management calls an hour, 80007
    bool marketing_here = true;     // marketing templates at /messages, else 131063
};

base::Json to_json(Settings const&);
// Changes what the object names; refuses unknown names and wrong types (`invalid_input`).
base::Result<void> change(Settings&, base::Json const&);

}  // namespace simulator
