#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "base/text.hpp"
#include "channels/whatsapp/read.hpp"

namespace channels::whatsapp {

namespace {

using base::Json;

// Whom a body is for, read on the way through and without building the document: before a delivery
// is kept nothing else of it matters, and the document of 4 MB takes up to 70 MB.
class AddressScan final : public nlohmann::json_sax<Json> {
public:
    char const* problem() const { return m_problem; }
    bool is_for_whatsapp() const
    {
        return m_has_entries && (!m_object || *m_object == "whatsapp_business_account");
    }
    std::vector<Address> take() { return std::move(m_found); }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(std::int64_t value) override { return put(value); }
    bool number_unsigned(std::uint64_t value) override { return put(value); }
    bool number_float(double value, std::string const&) override { return put(value); }
    bool string(std::string& value) override
    {
        return value.size() > base::WebhookJson.string_bytes ? refuse("json_string_too_long")
                                                             : put(value);
    }
    bool binary(Json::binary_t&) override { return refuse("json_syntax"); }
    bool start_object(std::size_t) override { return open(false); }
    bool end_object() override
    {
        auto& keys = m_open.back().keys;
        std::ranges::sort(keys);
        if (std::ranges::adjacent_find(keys) != keys.end())
            return refuse("json_duplicate_key");
        return close();
    }
    bool start_array(std::size_t) override { return open(true); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override
    {
        if (++m_count > base::WebhookJson.keys)
            return refuse("json_too_many_keys");
        if (name.size() > base::WebhookJson.string_bytes)
            return refuse("json_string_too_long");
        m_open.back().keys.push_back(std::hash<std::string>()(name));
        m_key = name;
        return true;
    }
    bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) override
    {
        return refuse("json_syntax");
    }

private:
    enum class Part { root, entries, entry, changes, change, value, metadata, other };
    struct Open {
        Part part;
        bool array;
        std::vector<std::size_t> keys;  // hashes, to find one that comes twice
    };

    // What begins here, by where it stands.
    Part part_of(bool array) const
    {
        if (m_open.empty())
            return array ? Part::other : Part::root;
        auto const& in = m_open.back();
        switch (in.part) {
        case Part::root: return array && m_key == "entry" ? Part::entries : Part::other;
        case Part::entries: return array ? Part::other : Part::entry;
        case Part::entry: return array && m_key == "changes" ? Part::changes : Part::other;
        case Part::changes: return array ? Part::other : Part::change;
        case Part::change: return !array && m_key == "value" ? Part::value : Part::other;
        case Part::value: return !array && m_key == "metadata" ? Part::metadata : Part::other;
        case Part::metadata:
        case Part::other: break;
        }
        return Part::other;
    }

    bool counted()
    {
        if (m_open.empty() || !m_open.back().array)
            return true;
        if (m_open.back().part == Part::changes)
            m_accounts.emplace_back();
        return ++m_count <= base::WebhookJson.keys || refuse("json_too_many_keys");
    }
    bool open(bool array)
    {
        if (int(m_open.size()) >= base::WebhookJson.depth)
            return refuse("json_too_deep");
        auto const part = part_of(array);
        if (!counted())
            return false;
        m_has_entries = m_has_entries || part == Part::entries;
        m_open.push_back({part, array, {}});
        return true;
    }
    bool close()
    {
        if (m_open.back().part == Part::entry) {
            for (auto& account : m_accounts) {
                Address address{std::move(account), m_entry};
                if (m_seen.insert(address).second)
                    m_found.push_back(std::move(address));
            }
            m_accounts.clear();
            m_entry.clear();
        }
        m_open.pop_back();
        return true;
    }

    template <class Value>
    bool put(Value const& value)
    {
        if (!m_open.empty() && !m_open.back().array) {
            auto const part = m_open.back().part;
            if (part == Part::entry && m_key == "id")
                m_entry = id_at({{"id", value}}, "id").value_or("");
            else if (part == Part::metadata && m_key == "phone_number_id")
                m_accounts.back() = id_at({{"id", value}}, "id").value_or("");
            else if (part == Part::root && m_key == "object")
                m_object = base::text_at({{"object", value}}, "object");
        }
        return counted();
    }
    bool refuse(char const* why)
    {
        m_problem = why;
        return false;
    }

    std::vector<Open> m_open;
    std::string m_key;  // read last
    int m_count = 0;
    char const* m_problem = "json_syntax";
    bool m_has_entries = false;
    std::optional<std::string> m_object;
    std::string m_entry;                  // of the open entry
    std::vector<std::string> m_accounts;  // of its changes so far
    std::set<Address> m_seen;
    std::vector<Address> m_found;
};

base::Result<std::vector<Address>> scan(std::string_view body)
{
    if (body.size() > base::WebhookJson.bytes)
        return base::Error{base::Fault::too_large, "json_too_large"};
    AddressScan found;
    if (Json::sax_parse(body.begin(), body.end(), &found)) {
        if (found.is_for_whatsapp())
            return found.take();
        return base::Error{base::Fault::invalid, "not_whatsapp",
                           "no entry[] of a whatsapp_business_account"};
    }
    std::string_view const problem = found.problem();
    auto const torn = problem == "json_syntax" && !base::is_utf8(body);
    return base::Error{base::Fault::invalid, torn ? "json_bad_utf8" : std::string(problem)};
}

}  // namespace

base::Result<std::vector<Address>> split(std::string_view body)
{
    auto found = scan(body);
    if (!found && found.error().code == "json_syntax" && body.find("\\u") != std::string_view::npos)
        found = scan(with_surrogates_mended(body));
    return found;
}

}  // namespace channels::whatsapp
