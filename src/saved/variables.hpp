#pragma once

#include <optional>
#include <string>
#include <string_view>

// Places in a text that are filled in when it is used: {{contact.name}}, {{agent.name}},
// {{workspace.name}}, {{conversation.id}}, each with words to stand in for what is not known:
// {{contact.name|there}}. Names are never split into first and last.
namespace saved {

struct Values {
    std::string contact_name;  // may be a phone number; that is no name
    std::string agent_name;
    std::string workspace_name;
    std::string conversation_id;
};

// What is not known and has nothing to stand in for it goes; braces that name none of ours stay as
// they are. What a value holds is not looked at again.
std::string fill(std::string_view text, Values const& values);

// The first name in double braces that is none of the above.
std::optional<std::string> unknown_variable(std::string_view text);

// Whether that is what somebody is called, and not a number.
bool is_name(std::string_view text);

}  // namespace saved
