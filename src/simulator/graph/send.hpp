#pragma once

#include <functional>
#include <string>
#include <variant>

#include "simulator/graph/checks.hpp"
#include "simulator/nouns.hpp"

namespace simulator {

// A `POST /{number}/messages` body that passed. Limits and codes: send messages guide and error
// codes page, read 2026-09.
struct Send {
    enum class Kind { message, read, typing };
    Kind kind = Kind::message;

    std::string input = {};  // as the caller wrote the recipient
    std::string phone = {};  // digits, country code first; or
    std::string user_id = {};
    std::string group_id = {};
    std::string type = {};
    std::string text = {};    // body, caption, or the template's body with its parameters in place
    base::Json content = {};  // the content object as it came, of all but text and media
    std::string media_id = {};
    std::string link = {};
    std::string file_name = {};
    bool voice = false;
    base::Json rendered;        // template: {name, language, header, body, footer, buttons}
    std::string category = {};  // template: utility marketing authentication; else service
    std::string quoted = {};
    std::string opaque = {};
    std::string identity = {};    // recipient_identity_key_hash
    std::string message_id = {};  // read, typing and reaction
    std::string emoji = {};       // of a reaction; empty takes it away
};

struct SendSurroundings {
    std::string country_code = {};  // put before a number written without +
    std::string number_id = {};
    // Null when there is none, it has expired or it belongs to another number.
    std::function<Media const*(std::string_view id)> media;
    // Any status; null when name and language do not meet.
    std::function<Template const*(std::string_view name, std::string_view language)> find_template;
    // Why a product cannot be shown, empty when it can; an empty catalogue is the account's own.
    std::function<std::string(std::string_view catalog, std::string_view product)> product_problem;
    bool calling = true;          // the number takes calls
    bool marketing_only = false;  // came in at /marketing_messages
    bool marketing_here = true;   // marketing templates may go out at /messages
    base::Instant now{0};
};

std::variant<Send, GraphError> read_send(base::Json const& body, SendSurroundings const&);

// Digits of "+62 812-345" with the business' own country code put before a number without a plus;
// empty when other characters are in it.
std::string normal_phone(std::string_view to, std::string_view country_code);
bool is_user_id(std::string_view text);

// `{"id"}` or `{"link"}` of a media kind at `path`, with what the kind may hold besides.
Refusal check_media_object(base::Json const& content, std::string_view kind,
                           std::string const& path, SendSurroundings const&);

// Whether a media kind may be sent with this type and size; a sentence saying why not, else empty.
std::string media_problem(std::string_view kind, std::string_view mime, std::size_t bytes);

}  // namespace simulator
