#pragma once

#include "channels/connector.hpp"

namespace channels::whatsapp {

Connector const& connector();

}  // namespace channels::whatsapp
