#pragma once

#include "channels/traits.hpp"

namespace channels::whatsapp {

Traits const& traits();

}  // namespace channels::whatsapp
