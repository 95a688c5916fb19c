#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "channels/outbound.hpp"

// Each kind of content: whether Meta would take it (`look_at` names what it would not, by the fields
// of the request), and how it is said (`put` writes it into the body of the call).
namespace channels::whatsapp {

using Fields = std::vector<base::FieldError>;

void look_at(TextContent const& content, Fields& wrong);
void look_at(MediaContent const& content, Fields& wrong);
void look_at(TemplateContent const& content, Fields& wrong);
void look_at(Location const& place, Fields& wrong);
void look_at(CardsContent const& content, Fields& wrong);
void look_at(InteractiveContent const& content, Fields& wrong);
void look_at(ReactionContent const& content, Fields& wrong);

void put(TextContent const& content, base::Json& body);
void put(MediaContent const& content, base::Json& body);
void put(TemplateContent const& content, base::Json& body);
void put(Location const& place, base::Json& body);
void put(CardsContent const& content, base::Json& body);
void put(InteractiveContent const& content, base::Json& body);
void put(ReactionContent const& content, base::Json& body);

// {"id": ..} with what the kind allows besides.
base::Json media_object(MediaContent const& media);
base::Json location_object(Location const& place);
// The sections of a list of products.
base::Json product_sections(std::vector<ListSection> const& sections);

void look_at_place(Location const& place, std::string const& field, Fields& wrong);
// `required` or `too_long` for that field; true when it is neither.
bool look_at_text(std::string_view text, std::size_t most, std::string field, Fields& wrong);
// Sections of products: how many, each with a product, titled when there are several.
void look_at_products(std::vector<ListSection> const& sections, std::string const& field,
                      Fields& wrong);

std::string at(std::string_view list, std::size_t index, std::string_view member = {});
std::string digits_of(std::string_view phone);

}  // namespace channels::whatsapp
