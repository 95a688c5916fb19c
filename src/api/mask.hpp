#pragma once

#include "base/json.hpp"

namespace api {

// Masks every phone number in an answer, whatever field it stands in: fields of phone numbers, names
// and channel ids that are one. Left alone: ids of rows, times, our own numbers, and what people
// wrote in words (text, preview).
void mask_phones(base::Json& answer);

}  // namespace api
