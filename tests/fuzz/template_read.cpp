// libFuzzer target: a template as the provider tells it, filled with values somebody typed. It is
// refused, or what is shown is text of bounded length.
#include "parts.hpp"

#include "base/text.hpp"
#include "channels/whatsapp/fill.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const bytes = fuzz::text_of(data, size);
    auto const line = std::min(bytes.find('\n'), bytes.size());
    auto const typed = base::clean_body(bytes.substr(0, line));
    channels::TemplateContent content;
    content.name = "order_ready";
    content.language = "id";
    content.body = {{.text = typed}, {.name = "name", .text = typed}};
    content.header_text = channels::TemplateValue{.text = typed};
    auto const shown = channels::whatsapp::show_template(
        content, line == bytes.size() ? "" : bytes.substr(line + 1));
    if (!shown)
        fuzz::must(!shown.error().code.empty());
    return 0;
}
