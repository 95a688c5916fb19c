#pragma once

#include "channels/channel.hpp"

namespace channels::whatsapp {

// WhatsApp Business Platform, Cloud API.
Channel const& channel();

}  // namespace channels::whatsapp
