#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "api/codes.hpp"
#include "base/fields.hpp"

// What the API answers when it says no.
namespace api {

struct WrongField {
    static constexpr auto schema = "WrongField";

    std::string field;
    base::Word<FieldCodes> code;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("field", &WrongField::field, "Its path in the request, such as label_ids[0]."),
            body("code", &WrongField::code, ""),
        };
    }
};

struct RefusalDetail {
    static constexpr auto schema = "RefusalDetail";

    base::Word<RefusalCodes> code;
    std::string message;
    std::vector<WrongField> wrong;
    std::string request_id;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{
            body("code", &RefusalDetail::code, "Stable; the dashboard has words for it."),
            body("message", &RefusalDetail::message, "For developers; may change."),
            body("fields", &RefusalDetail::wrong, "What was wrong with the input."),
            body("request_id", &RefusalDetail::request_id, "The server's log knows it."),
        };
    }
};

struct Refusal {
    static constexpr auto schema = "Refusal";

    RefusalDetail error;

    static constexpr auto fields() { return std::tuple{base::body("error", &Refusal::error, "")}; }
};

}  // namespace api
