#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "channels/whatsapp/read.hpp"

using base::Json;
using channels::Address;

namespace {

// The same from the whole document: slow, and plainly right.
std::optional<std::vector<Address>> from_document(std::string_view body)
{
    auto const json = base::parse_json(body, base::WebhookJson);
    if (!json || !json->is_object() || !json->contains("entry") || !json->at("entry").is_array())
        return std::nullopt;
    if (auto const object = base::text_at(*json, "object");
        object && *object != "whatsapp_business_account")
        return std::nullopt;
    std::vector<Address> out;
    std::set<Address> seen;
    for (auto const& entry : json->at("entry"))
        for (auto const& change : base::array_at(entry, "changes")) {
            auto const& about = base::object_at(base::object_at(change, "value"), "metadata");
            Address address{channels::whatsapp::id_at(about, "phone_number_id").value_or(""),
                            channels::whatsapp::id_at(entry, "id").value_or("")};
            if (seen.insert(address).second)
                out.push_back(address);
        }
    return out;
}

void same(std::string const& body)
{
    if (body.find("\\ud") != body.npos)
        return;  // halves of surrogates are mended first
    auto const wanted = from_document(body);
    auto const got = channels::whatsapp::split(body);
    REQUIRE_MESSAGE(got.ok() == wanted.has_value(), body);
    if (wanted)
        CHECK_MESSAGE(*got == *wanted, body);
}

std::string text_of(std::filesystem::path const& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("whatsapp: whom a delivery is for is read as from the whole document")
{
    auto seen = 0;
    for (auto const& one : std::filesystem::directory_iterator("tests/channels/whatsapp")) {
        if (one.path().extension() != ".json")
            continue;
        ++seen;
        auto const body = text_of(one.path());
        same(body);
        for (auto const* const word :
             {"entry", "changes", "value", "metadata", "phone_number_id", "id", "object"}) {
            auto const name = "\"" + std::string(word) + "\":";
            if (auto const at = body.find(name); at != body.npos) {
                auto odd = body;
                odd.insert(at, "\"" + std::string(word) + "\": null, ");  // twice
                same(odd);
                for (auto const* const value :
                     {" [], \"x\":", " {\"id\": 7}, \"x\":", " -5, \"x\":", " \"7\", \"x\":",
                      " [[{}]], \"x\":"}) {
                    odd = body;
                    odd.insert(at + name.size(), value);
                    same(odd);
                }
            }
        }
    }
    CHECK(seen > 100);
    for (auto const* const body :
         {"", "[]", "7", "{}", R"({"entry":{}})", R"({"entry":[]})", R"({"entry":[[]]})",
          R"({"entry":[{"changes":[1,[],{"value":{"metadata":{"phone_number_id":5}}}],"id":9}]})",
          R"({"entry":[{"id":"a","changes":[{}]},{"changes":[{}]}],"object":5})",
          R"({"object":"page","entry":[]})"})
        same(body);
}
