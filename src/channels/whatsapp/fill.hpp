#pragma once

#include <string_view>

#include "base/result.hpp"
#include "channels/outbound.hpp"
#include "channels/shown_template.hpp"

namespace channels::whatsapp {

// See Channel::show_template.
base::Result<ShownTemplate> show_template(TemplateContent const& content,
                                          std::string_view components);

}  // namespace channels::whatsapp
