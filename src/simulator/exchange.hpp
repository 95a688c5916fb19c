#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace simulator {

// A request without its transport.
struct Call {
    std::string method = {};
    std::string path = {};  // decoded, with a leading slash; a version such as /v26.0 may lead
    std::vector<std::pair<std::string, std::string>> query = {};
    std::string token = {};  // of `Authorization: Bearer`, or the access_token parameter
    std::string content_type = {};
    std::string body = {};
    std::string file_offset = {};  // header of a resumable upload
    std::string origin = {};  // scheme and address the caller used: media URLs point back to it

    std::string parameter(std::string_view name) const;
    // Path segments without the version: "/v26.0/1/media" gives {"1", "media"}.
    std::vector<std::string_view> segments() const;
};

// What becomes of the answer on its way out.
enum class Fate {
    sent,       // as it is
    held,       // nothing is answered for `wait`, then the connection is cut
    cut,        // the connection is cut at once, nothing answered
    truncated,  // the head promises the whole body and half of it comes
    slow,       // the body comes in small pieces spread over `wait`
};

// A webhook address that must answer our question before it is accepted.
struct Verification {
    std::string url = {};  // as configured, without our parameters
    std::string verify_token = {};
    std::string challenge = {};
    enum class Of { number, account, app } of = Of::account;
    std::string id = {};      // of the number, account or app
    std::string fields = {};  // an app's: what it wants to hear of

    // The address with hub.mode, hub.challenge and hub.verify_token.
    std::string question() const;
};

struct Answer {
    int status = 200;
    std::string body = {};
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers = {};
    Fate fate = Fate::sent;
    std::chrono::milliseconds wait{0};              // before the first byte, or see Fate
    int code = 0;                                   // Graph error code, for the log
    std::optional<Verification> verification = {};  // ask first, then Core::verified answers
};

// For a place in an address.
std::string percent(std::string_view text);
// The fields of an application/x-www-form-urlencoded body, decoded.
std::vector<std::pair<std::string, std::string>> form_fields(std::string_view body);

Answer json_answer(base::Json const& value, int status = 200);

// A Graph error. Shape and codes: WhatsApp Cloud API error codes page, read 2026-09.
struct GraphError {
    int code = 1;
    std::string details = {};  // error_data.details; empty leaves error_data out
    int status = 0;            // 0: what the code usually comes with
    int subcode = 0;
    std::string message = {};  // empty: the code's own title
    std::string advice = {};   // what Meta shows to the person who asked: error_user_msg
};

std::string_view title_of(int code);
int status_of(int code);
// The error object inside a failed status.
base::Json webhook_error(int code, std::string_view details = {});
// For the wrong object: 100 with subcode 33.
GraphError no_such_object(std::string_view method, std::string_view id);
Answer error_answer(GraphError const&, std::string_view trace);

}  // namespace simulator
