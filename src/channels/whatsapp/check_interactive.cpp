#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "channels/whatsapp/compose.hpp"

// What Meta takes of each kind; pages as in compose_interactive.cpp. Contact requests and calls are
// known from client libraries only.
namespace channels::whatsapp {

namespace {

using Kind = InteractiveKind;

constexpr std::size_t LongestHeader = 60;
constexpr std::size_t LongestLabel = 20;
constexpr std::size_t MostButtons = 3;
constexpr std::size_t MostRows = 10;
constexpr std::size_t MostProducts = 30;
constexpr std::size_t MostSections = 10;

enum class Header { none, text, text_needed, any };
enum class Label { none, may, must };

struct Shape {
    Kind kind;
    Header header;
    std::size_t text_points;
    bool text_needed;
    bool footer;
    Label label;
};

// clang-format off
constexpr std::array Shapes{
    Shape{Kind::button,           Header::any,         1024, true,  true,  Label::none},
    Shape{Kind::list,             Header::text,        4096, true,  true,  Label::must},
    Shape{Kind::cta_url,          Header::any,         1024, true,  true,  Label::must},
    Shape{Kind::location_request, Header::none,        1024, true,  false, Label::none},
    Shape{Kind::contact_request,  Header::none,        1024, true,  false, Label::none},
    Shape{Kind::flow,             Header::any,         1024, true,  true,  Label::must},
    Shape{Kind::product,          Header::none,        1024, false, true,  Label::none},
    Shape{Kind::product_list,     Header::text_needed, 1024, true,  true,  Label::none},
    Shape{Kind::catalogue,        Header::none,        1024, true,  true,  Label::none},
    Shape{Kind::address,          Header::none,        1024, true,  true,  Label::none},
    Shape{Kind::call,             Header::none,        1024, true,  true,  Label::may},
    Shape{Kind::call_permission,  Header::none,        1024, false, false, Label::none},
};
// clang-format on

// Pictures lie beyond U+1F000, and symbols and dingbats at U+2600 to U+27BF.
bool has_emoji(std::string_view text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
        if ((byte(i) == 0xF0 && byte(i + 1) == 0x9F) ||
            (byte(i) == 0xE2 && byte(i + 1) >= 0x98 && byte(i + 1) <= 0x9E))
            return true;
    }
    return false;
}

Shape const& shape_of(Kind kind) { return *std::ranges::find(Shapes, kind, &Shape::kind); }

struct Look {
    InteractiveContent const& content;
    Interactive const& controls;
    Shape const& shape;
    Fields& wrong;

    static std::string field(std::string_view name) { return "interactive." + std::string(name); }
    void note(std::string_view name, char const* code) const
    {
        wrong.push_back({field(name), code});
    }
    bool has(std::optional<std::string> const& text) const { return text && !text->empty(); }

    void text() const
    {
        if (shape.text_needed || !content.text.empty())
            look_at_text(content.text, shape.text_points, "text", wrong);
    }
    void header() const
    {
        auto const& line = controls.header;
        if (content.header && shape.header != Header::any)
            wrong.push_back({"media_id", "not_allowed"});
        else if (content.header &&
                 !std::set{MediaKind::image, MediaKind::video, MediaKind::document}.contains(
                     content.header->kind))
            wrong.push_back({"media_id", "not_allowed"});
        if (!has(line)) {
            if (shape.header == Header::text_needed)
                note("header", "required");
        } else if (content.header || shape.header == Header::none) {
            note("header", "not_allowed");
        } else {
            look_at_text(*line, LongestHeader, field("header"), wrong);
        }
    }
    // A line that only some kinds have.
    void line(std::optional<std::string> const& value, std::string_view name, bool allowed,
              bool needed, std::size_t most) const
    {
        if (!has(value)) {
            if (needed)
                note(name, "required");
        } else if (!allowed) {
            note(name, "not_allowed");
        } else {
            look_at_text(*value, most, field(name), wrong);
        }
    }
    void buttons() const
    {
        auto const& all = controls.buttons;
        if (controls.kind != Kind::button) {
            if (!all.empty())
                note("buttons", "not_allowed");
            return;
        }
        if (all.empty())
            note("buttons", "required");
        else if (all.size() > MostButtons)
            note("buttons", "too_many");
        std::set<std::string> ids;
        std::set<std::string> titles;
        for (std::size_t i = 0; i < all.size(); ++i) {
            unlike(all[i].id, 256, at("interactive.buttons", i, "id"), ids);
            unlike(all[i].title, 20, at("interactive.buttons", i, "title"), titles);
        }
    }
    void unlike(std::string const& value, std::size_t most, std::string const& where,
                std::set<std::string>& seen) const
    {
        if (look_at_text(value, most, where, wrong) && !seen.insert(value).second)
            wrong.push_back({where, "duplicate"});
    }
    void sections() const
    {
        auto const& all = controls.sections;
        if (controls.kind == Kind::product_list)
            return look_at_products(all, "interactive.sections", wrong);
        if (controls.kind != Kind::list) {
            if (!all.empty())
                note("sections", "not_allowed");
            return;
        }
        if (all.empty())
            note("sections", "required");
        std::size_t rows = 0;
        std::set<std::string> ids;
        for (std::size_t i = 0; i < all.size(); ++i) {
            look_at_rows(all[i], at("interactive.sections", i), all.size() > 1, ids);
            rows += all[i].rows.size();
        }
        if (rows > MostRows || all.size() > MostSections)
            note("sections", "too_many");
    }
    void look_at_rows(ListSection const& section, std::string const& where, bool titled,
                      std::set<std::string>& ids) const
    {
        if (titled || has(section.title))
            look_at_text(section.title.value_or(""), 24, where + ".title", wrong);
        if (section.rows.empty())
            wrong.push_back({where + ".rows", "required"});
        if (!section.products.empty())
            wrong.push_back({where + ".products", "not_allowed"});
        for (std::size_t i = 0; i < section.rows.size(); ++i) {
            auto const& row = section.rows[i];
            unlike(row.id, 200, at(where + ".rows", i, "id"), ids);
            look_at_text(row.title, 24, at(where + ".rows", i, "title"), wrong);
            if (row.description && base::count_points(*row.description) > 72)
                wrong.push_back({at(where + ".rows", i, "description"), "too_long"});
        }
    }
    void url() const
    {
        auto const wanted = controls.kind == Kind::cta_url;
        line(controls.url, "url", wanted, wanted, 2000);
        if (!wanted || !has(controls.url))
            return;
        auto const& url = *controls.url;
        auto const web = base::starts_with_no_case(url, "https://") ||
                         base::starts_with_no_case(url, "http://");
        if (!web || url.find_first_of(" \t\n\"<>") != std::string::npos)
            note("url", "bad_format");
    }
    void flow() const
    {
        auto const& flow = controls.flow;
        if (controls.kind != Kind::flow) {
            if (flow)
                note("flow", "not_allowed");
            return;
        }
        if (!flow)
            return note("flow", "required");
        look_at_text(flow->id, 200, "interactive.flow.id", wrong);
        if (has_emoji(controls.label.value_or("")))
            note("label", "bad_format");
        if (!flow->data)
            return;
        // A form that is asked for its first screen brings its own data.
        auto const data = base::parse_json(*flow->data);
        if (!flow->screen)
            note("flow.data", "not_allowed");
        else if (!data || !data->is_object())
            note("flow.data", "bad_format");
    }
    void country() const
    {
        auto const wanted = controls.kind == Kind::address;
        line(controls.country, "country", wanted, wanted, 2);
        if (wanted && has(controls.country) && controls.country != "IN" && controls.country != "SG")
            note("country", "not_allowed");
    }

    void all() const
    {
        text();
        header();
        line(controls.footer, "footer", shape.footer, false, LongestHeader);
        line(controls.label, "label", shape.label != Label::none, shape.label == Label::must,
             LongestLabel);
        buttons();
        sections();
        url();
        flow();
        auto const one = controls.kind == Kind::product;
        auto const some = controls.kind == Kind::product_list;
        line(controls.catalogue, "catalogue", one || some, one || some, 200);
        line(controls.product, "product", one || controls.kind == Kind::catalogue, one, 200);
        country();
    }
};

}  // namespace

void look_at_products(std::vector<ListSection> const& sections, std::string const& field,
                      Fields& wrong)
{
    if (sections.empty())
        wrong.push_back({field, "required"});
    std::size_t products = 0;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        auto const& section = sections[i];
        auto const titled = section.title && !section.title->empty();
        if (sections.size() > 1 || titled)
            look_at_text(section.title.value_or(""), 24, at(field, i, "title"), wrong);
        if (section.products.empty())
            wrong.push_back({at(field, i, "products"), "required"});
        if (!section.rows.empty())
            wrong.push_back({at(field, i, "rows"), "not_allowed"});
        for (std::size_t k = 0; k < section.products.size(); ++k)
            look_at_text(section.products[k], 100, at(at(field, i, "products"), k), wrong);
        products += section.products.size();
    }
    if (products > MostProducts || sections.size() > MostSections)
        wrong.push_back({field, "too_many"});
}

void look_at(InteractiveContent const& content, Fields& wrong)
{
    Look{content, content.controls, shape_of(content.controls.kind), wrong}.all();
}

}  // namespace channels::whatsapp
