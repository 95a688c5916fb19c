#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"

namespace cli {

class Tree;

// What `sapa message send` was given. Exactly one thing to send; what goes beside it as in the API.
struct MessageToSend {
    std::string workspace;
    std::string conversation;
    std::string text;
    std::string file;  // a path
    std::string as;    // image, document, ...; empty: by what it is
    bool voice = false;
    bool no_preview = false;
    std::string location;  // latitude,longitude
    std::string place;     // its name
    std::string address;
    std::vector<std::string> contacts;  // "Name,+62 812..."
    std::string template_name;
    std::string language;
    std::vector<std::string> values;  // of the template's text: value, or name=value
    std::string content;              // JSON of the API's request, in a file; - is standard input
    std::string quoted;
    std::string forward_of;
};
base::Result<int> send_message(Context const& context, MessageToSend const& in);

struct SignToPut {
    std::string workspace;
    std::string message;
    std::string emoji;
};
base::Result<int> put_sign(Context const& context, SignToPut const& in);

void add_message_commands(Tree& tree);

}  // namespace cli
