// For targets that read JSON: most changes of single bytes only make it no JSON, so the parts of the
// document are changed instead. A first line that is no JSON stays before it, changed at times.
#include <algorithm>
#include <cstring>
#include <random>

#include "base/json.hpp"
#include "fuzz/parts.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

using base::Json;
using Dice = std::minstd_rand;

struct Document {
    std::string head;  // with its line end
    Json json;
};

std::optional<Document> document_in(std::string_view bytes)
{
    if (auto whole = base::parse_json(bytes, base::WebhookJson))
        return Document{{}, std::move(*whole)};
    auto const line = bytes.find('\n');
    if (line == bytes.npos)
        return std::nullopt;
    auto rest = base::parse_json(bytes.substr(line + 1), base::WebhookJson);
    if (!rest)
        return std::nullopt;
    return Document{std::string(bytes.substr(0, line + 1)), std::move(*rest)};
}

void collect(Json& json, std::vector<Json*>& all)
{
    all.push_back(&json);
    if (json.is_structured())
        for (auto& part : json)
            collect(part, all);
}

Json& any_part(Json& json, Dice& dice)
{
    std::vector<Json*> all;
    collect(json, all);
    return *all[dice() % all.size()];
}

std::string changed(std::string text, std::size_t room)
{
    auto const size = text.size();
    text.resize(size + room);
    text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
    return text;
}

// What readers trip over.
Json odd_value(Dice& dice)
{
    static std::vector<Json> const values{nullptr,
                                          true,
                                          false,
                                          0,
                                          -1,
                                          1,
                                          INT64_MAX,
                                          INT64_MIN,
                                          UINT64_MAX,
                                          1795000000,
                                          1e308,
                                          -0.5,
                                          "",
                                          " ",
                                          "0",
                                          "-1",
                                          "1795000000",
                                          "9223372036854775807",
                                          "nan",
                                          "inf",
                                          "1e999",
                                          "{{1}}",
                                          "true",
                                          "+62 812-0000-7700",
                                          "US.1A2B3C",
                                          "https://a.example/x",
                                          "<b>",
                                          "\n",
                                          std::string("\0x", 2),
                                          std::string(300, 'x'),
                                          "\u202e\u0645\u0631",
                                          Json::array(),
                                          Json::object(),
                                          Json::array({nullptr}),
                                          Json::array({Json::object()}),
                                          Json::array({Json::array()}),
                                          Json::object({{"", ""}})};
    return values[dice() % values.size()];
}

void change_scalar(Json& part, Dice& dice)
{
    if (part.is_string())
        part = changed(part.get<std::string>(), 32);
    else if (part.is_number_integer())
        part = part.get<std::int64_t>() ^ std::int64_t(1ULL << dice() % 64);
    else
        part = odd_value(dice);
}

void drop_one(Json& part, Dice& dice)
{
    if (part.empty() || !part.is_structured())
        return;
    part.erase(std::next(part.begin(), std::ptrdiff_t(dice() % part.size())));
}

void repeat_one(Json& part, Dice& dice)
{
    if (!part.is_array() || part.empty())
        return;
    Json const one = part[dice() % part.size()];
    for (auto times = 1 + dice() % 3; times > 0; --times)
        part.insert(std::next(part.begin(), std::ptrdiff_t(dice() % (part.size() + 1))), one);
}

// A member or item of `from`, wherever it is, also here.
void borrow(Json& part, Json& from, Dice& dice)
{
    auto& lender = any_part(from, dice);
    if (part.is_object() && lender.is_object() && !lender.empty()) {
        auto const one = std::next(lender.begin(), std::ptrdiff_t(dice() % lender.size()));
        auto const key = one.key();
        Json value = one.value();
        part[key] = std::move(value);
        return;
    }
    Json copy = lender;
    if (part.is_array())
        part.push_back(std::move(copy));
    else
        part = std::move(copy);
}

void rename_one(Json& part, Json& names, Dice& dice)
{
    auto& other = any_part(names, dice);
    if (!part.is_object() || part.empty() || !other.is_object() || other.empty())
        return;
    auto const name = std::next(other.begin(), std::ptrdiff_t(dice() % other.size())).key();
    auto const one = std::next(part.begin(), std::ptrdiff_t(dice() % part.size()));
    Json value = std::move(one.value());
    part.erase(one);
    part[name] = std::move(value);
}

void change(Document& document, Json& other, Dice& dice)
{
    if (!document.head.empty() && dice() % 8 == 0) {
        document.head.pop_back();
        document.head = changed(document.head, 16);
        std::erase(document.head, '\n');
        document.head.push_back('\n');
    }
    for (auto times = 1 + dice() % 4; times > 0; --times) {
        auto& part = any_part(document.json, dice);
        switch (dice() % 7) {
        case 0: part = odd_value(dice); break;
        case 1: drop_one(part, dice); break;
        case 2: repeat_one(part, dice); break;
        case 3: borrow(part, other, dice); break;
        case 4: rename_one(part, other, dice); break;
        default: change_scalar(part, dice);
        }
    }
}

std::size_t put(Document const& document, std::uint8_t* out, std::size_t most)
{
    auto const text = document.head + base::to_text(document.json);
    if (text.size() > most)
        return 0;
    std::memcpy(out, text.data(), text.size());
    return text.size();
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed)
{
    Dice dice(seed);
    auto document = document_in(fuzz::text_of(data, size));
    if (!document || dice() % 16 == 0)
        return LLVMFuzzerMutate(data, size, most);
    auto other = document->json;
    change(*document, other, dice);
    auto const made = put(*document, data, most);
    return made == 0 ? LLVMFuzzerMutate(data, size, most) : made;
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(std::uint8_t const* one, std::size_t one_size,
                                                 std::uint8_t const* two, std::size_t two_size,
                                                 std::uint8_t* out, std::size_t most,
                                                 unsigned int seed)
{
    Dice dice(seed);
    auto document = document_in(fuzz::text_of(one, one_size));
    auto other = document_in(fuzz::text_of(two, two_size));
    if (!document || !other)
        return 0;
    borrow(any_part(document->json, dice), other->json, dice);
    return put(*document, out, most);
}
