#pragma once

#include <functional>

#include "channels/whatsapp/read.hpp"

// Webhook fields beside `messages` that are about people and conversations.
namespace channels::whatsapp {

using Put = std::function<void(Event)>;

// Each reads one value of its field and puts what it finds, damaged parts too.
void read_calls(base::Json const& value, Put const& put);
void read_echoes(base::Json const& value, Writer writer, Put const& put);
void read_standby(base::Json const& value, Put const& put);
void read_history(base::Json const& value, Put const& put);
void read_address_book(base::Json const& value, Put const& put);
void read_preferences(base::Json const& value, Put const& put);
void read_groups(base::Json const& value, Put const& put);

// The state of a call, as statuses tell it (type "call").
Event read_call_status(base::Json const& status, People const& people);

}  // namespace channels::whatsapp
