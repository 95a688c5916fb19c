#include "simulator/exchange.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace simulator {

namespace {

struct Known {
    int code;
    int status;
    std::string_view title;
    std::string_view details;
};

// Titles and usual details as Meta words them (error codes page, read 2026-09).
constexpr Known Codes[] = {
    {0, 401, "AuthException", ""},
    {1, 400, "API Unknown", ""},
    {2, 503, "Service temporarily unavailable", ""},
    {3, 500, "Capability or permissions issue", ""},
    {4, 400, "Application request limit reached", ""},
    {10, 403, "Application does not have permission for this action", ""},
    {33, 400, "Parameter value is not valid", ""},
    {100, 400, "Invalid parameter", ""},
    {190, 401, "Invalid OAuth access token - Cannot parse access token", ""},
    {200, 403, "Permissions error", ""},
    {368, 403, "Temporarily blocked for policies violations", ""},
    {2200, 400, "Callback verification failed", ""},
    {80007, 400, "Rate limit issues", ""},
    {80008, 400, "Too many calls to this account", ""},
    {130403, 400, "Business blocked this user", "The business has blocked this user."},
    {130429, 429, "Rate limit hit", "Cloud API message throughput has been reached."},
    {130472, 400, "User's number is part of an experiment",
     "Message was not sent because the recipient is part of an experiment."},
    {130497, 403, "Business account is restricted from messaging users in this country", ""},
    {131000, 500, "Something went wrong", "Message failed to send because of an unknown error."},
    {131005, 403, "Access denied", "Permission is either not granted or has been removed."},
    {131008, 400, "Required parameter is missing", ""},
    {131009, 400, "Parameter value is not valid", ""},
    {131016, 500, "Service unavailable", "A service is temporarily unavailable."},
    {131020, 400, "Group has a single member", "A group needs at least one member to be messaged."},
    {131021, 400, "Recipient cannot be sender", "Sender and recipient phone number is the same."},
    {131026, 400, "Message undeliverable", "Unable to deliver the message to this recipient."},
    {131030, 400, "Recipient phone number not in allowed list",
     "Add the recipient to the allowed list of the test number."},
    {131031, 403, "Business Account locked", "The account has been locked."},
    {131037, 400, "Display name approval is needed before messages can be sent", ""},
    {131041, 400, "Group unknown", "The group does not exist or is not of this number."},
    {131042, 400, "Business eligibility payment issue",
     "There was a problem with the payment method of the account."},
    {131045, 500, "Message failed to send because of a phone number registration error", ""},
    {131047, 400, "Re-engagement message",
     "More than 24 hours have passed since the recipient last replied to the sender number."},
    {131048, 400, "Spam rate limit hit",
     "Too many earlier messages were blocked or marked as spam."},
    {131049, 400, "Message not delivered to maintain healthy ecosystem engagement", ""},
    {131050, 400, "User has stopped receipt of marketing messages from this business", ""},
    {131051, 400, "Message type unknown", "Message type is currently not supported."},
    {131052, 400, "Media download error", "Unable to download the media sent by the user."},
    {131053, 400, "Media upload error", "Unable to upload the media used in the message."},
    {131056, 400, "(Business Account, Consumer Account) pair rate limit hit",
     "Too many messages to the same recipient in a short time."},
    {131057, 500, "Account in maintenance mode", ""},
    {131060, 400, "This message is currently unavailable", ""},
    {131062, 400, "Business-scoped user id is not supported as recipient of this message", ""},
    {131063, 400, "Marketing templates are disabled on Cloud API for this account", ""},
    {132000, 400, "Number of parameters does not match the expected number of params", ""},
    {132001, 404, "Template name does not exist in the translation", ""},
    {132005, 400, "Translated text too long", ""},
    {132007, 400, "Template format character policy violated", ""},
    {132012, 400, "Parameter format does not match format in the created template", ""},
    {132015, 400, "Template is paused", "The template is paused because of its low quality."},
    {132016, 400, "Template is disabled", "The template was paused too often and is now disabled."},
    {133006, 400, "Phone number needs to be verified before registering", ""},
    {133008, 400, "Too many two step verification PIN guesses", ""},
    {133005, 400, "Two step verification PIN Mismatch", "The PIN does not match."},
    {133010, 400, "Phone number not registered", "The number is not registered on Cloud API."},
    {133016, 400, "Account register deregister rate limit exceeded", ""},
    {136024, 400, "Phone number is verified already", ""},
    {136025, 400, "Verify code error", ""},
    {139100, 400, "Failed to block or unblock users", ""},
    {147001, 400, "Username is not available", ""},
    {147002, 400, "Username is not eligible", ""},
    {147005, 400, "Username must be transferred", ""},
    {135000, 400, "Generic user error", "Unknown error with your request parameters."},
    {139001, 400, "Flow cannot be updated", "The flow cannot be changed any more."},
    {139002, 400, "Flow cannot be published", "The flow cannot be published."},
    {139003, 400, "Flow cannot be deprecated", "The flow cannot be deprecated."},
    {139004, 400, "Flow cannot be deleted", "The flow cannot be deleted."},
    {138000, 400, "Calling is not enabled", "Calling is not enabled for this phone number."},
    {138003, 400, "Duplicate call", "A call with this person is already under way."},
    {138006, 400, "No call permission", "The person has not permitted calls of this business."},
    {137000, 400, "Recipient identity key hash mismatch", ""},
};

Known const* find(int code)
{
    auto const* const found = std::ranges::find(Codes, code, &Known::code);
    return found == std::end(Codes) ? nullptr : found;
}

}  // namespace

std::string percent(std::string_view text)
{
    constexpr char Hex[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            c == '-' || c == '_' || c == '.' || c == '~') {
            out.push_back(c);
        } else {
            out += {'%', Hex[byte >> 4], Hex[byte & 15]};
        }
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> form_fields(std::string_view body)
{
    auto const decoded = [](std::string_view text) {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto const byte = text[i] == '%' ? base::from_hex(text.substr(i + 1, 2)) : "";
            if (byte.size() == 1) {
                out += byte;
                i += 2;
            } else {
                out.push_back(text[i] == '+' ? ' ' : text[i]);
            }
        }
        return out;
    };
    std::vector<std::pair<std::string, std::string>> out;
    while (!body.empty()) {
        auto const one = body.substr(0, body.find('&'));
        auto const middle = std::min(one.find('='), one.size());
        out.emplace_back(decoded(one.substr(0, middle)),
                         decoded(one.substr(std::min(middle + 1, one.size()))));
        body.remove_prefix(std::min(one.size() + 1, body.size()));
    }
    return out;
}

std::string Call::parameter(std::string_view name) const
{
    for (auto const& [key, value] : query)
        if (key == name)
            return value;
    return {};
}

std::vector<std::string_view> Call::segments() const
{
    std::vector<std::string_view> out;
    std::string_view rest = path;
    while (!rest.empty()) {
        rest.remove_prefix(rest.front() == '/' ? 1 : 0);
        auto const end = std::min(rest.find('/'), rest.size());
        if (end > 0)
            out.push_back(rest.substr(0, end));
        rest.remove_prefix(end);
    }
    bool const version = !out.empty() && out[0].size() > 3 && out[0][0] == 'v' &&
                         out[0].find_first_not_of("0123456789.", 1) == std::string_view::npos;
    if (version)
        out.erase(out.begin());
    return out;
}

std::string Verification::question() const
{
    return url + (url.find('?') == std::string::npos ? "?" : "&") +
           "hub.mode=subscribe&hub.challenge=" + challenge +
           "&hub.verify_token=" + percent(verify_token);
}

Answer json_answer(base::Json const& value, int status)
{
    return {.status = status, .body = base::to_text(value)};
}

std::string_view title_of(int code)
{
    auto const* const known = find(code);
    return known ? known->title : "Something went wrong";
}

int status_of(int code)
{
    auto const* const known = find(code);
    return known ? known->status : 400;
}

base::Json webhook_error(int code, std::string_view details)
{
    auto const* const known = find(code);
    auto const words = !details.empty() ? details : known ? known->details : std::string_view{};
    base::Json error{{"code", code},
                     {"title", title_of(code)},
                     {"message", title_of(code)},
                     {"href", "/documentation/business-messaging/whatsapp/support/error-codes"}};
    if (!words.empty())
        error["error_data"] = {{"details", words}};
    return error;
}

GraphError no_such_object(std::string_view method, std::string_view id)
{
    return {.code = 100,
            .subcode = 33,
            .message = "Unsupported " +
                       std::string(method == "GET"      ? "get"
                                   : method == "DELETE" ? "delete"
                                                        : "post") +
                       " request. Object with ID '" + std::string(id) +
                       "' does not exist, cannot be loaded due to missing permissions, or does not "
                       "support this operation."};
}

Answer error_answer(GraphError const& error, std::string_view trace)
{
    auto const* const known = find(error.code);
    bool const plain = error.code < 1000;
    auto message = !error.message.empty() ? error.message : std::string(title_of(error.code));
    if (error.message.empty() || !plain)
        message = (error.code == 190 ? "" : "(#" + std::to_string(error.code) + ") ") + message;
    base::Json body{{"message", message},
                    {"type", error.subcode == 33 ? "GraphMethodException" : "OAuthException"},
                    {"code", error.code},
                    {"fbtrace_id", trace}};
    auto const details = !error.details.empty() ? error.details
                       : known                  ? std::string(known->details)
                                                : "";
    if (!details.empty())
        body["error_data"] = {{"messaging_product", "whatsapp"}, {"details", details}};
    if (error.subcode)
        body["error_subcode"] = error.subcode;
    if (!error.advice.empty()) {
        body["error_user_title"] = "The template was not taken";
        body["error_user_msg"] = error.advice;
    }
    if (error.code == 2 || error.code == 131016 || error.code == 131000)
        body["is_transient"] = true;
    auto answer = json_answer({{"error", body}},
                              error.status ? error.status : status_of(error.code));
    answer.code = error.code;
    return answer;
}

}  // namespace simulator
