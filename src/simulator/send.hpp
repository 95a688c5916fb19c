#pragma once

#include <functional>
#include <string>
#include <variant>

#include "simulator/exchange.hpp"
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
    std::string type = {};
    std::string text = {};  // body, caption, or the template's body with its parameters in place
    std::string media_id = {};
    std::string link = {};
    std::string file_name = {};
    bool voice = false;
    base::Json rendered;        // template: {name, language, header, body, footer, buttons}
    std::string category = {};  // template: utility marketing authentication; else service
    std::string quoted = {};
    std::string opaque = {};
    std::string message_id = {};  // read and typing
};

struct SendSurroundings {
    std::string country_code = {};  // put before a number written without +
    std::string number_id = {};
    // Null when there is none, it has expired or it belongs to another number.
    std::function<Media const*(std::string_view id)> media;
    // Any status; null when name and language do not meet.
    std::function<Template const*(std::string_view name, std::string_view language)> find_template;
};

std::variant<Send, GraphError> read_send(base::Json const& body, SendSurroundings const&);

// Digits of "+62 812-345" with the business' own country code put before a number without a plus;
// empty when other characters are in it.
std::string normal_phone(std::string_view to, std::string_view country_code);
bool is_user_id(std::string_view text);

// Whether a media kind may be sent with this type and size; a sentence saying why not, else empty.
std::string media_problem(std::string_view kind, std::string_view mime, std::size_t bytes);

}  // namespace simulator
