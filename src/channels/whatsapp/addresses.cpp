#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "base/json_pieces.hpp"
#include "channels/whatsapp/read.hpp"

namespace channels::whatsapp {

namespace {

using base::Json;

// Whom a body is for, read on the way through and without building the document: before a delivery
// is kept nothing else of it matters, and the document of 4 MB takes up to 70 MB.
class AddressScan final : public base::JsonPieces {
public:
    bool is_for_whatsapp() const
    {
        return m_has_entries && (!m_object || *m_object == "whatsapp_business_account");
    }
    std::vector<Address> take() { return std::move(m_found); }

    void begin(bool array) override
    {
        auto const part = part_of(array);
        count_change();
        m_has_entries = m_has_entries || part == Part::entries;
        m_open.push_back({part, array, {}});
    }
    bool end() override
    {
        auto& keys = m_open.back().keys;
        std::ranges::sort(keys);
        auto const fresh = std::ranges::adjacent_find(keys) == keys.end();
        close();
        return fresh;
    }
    // One that comes twice is found at the end of its object.
    bool key(std::string& name) override
    {
        m_open.back().keys.push_back(std::hash<std::string>()(name));
        m_key = name;
        return true;
    }
    void value(Json&& value) override
    {
        if (!m_open.empty() && !m_open.back().array)
            note(m_open.back().part, value);
        count_change();
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

    // Each change has an account, if only an empty one.
    void count_change()
    {
        if (!m_open.empty() && m_open.back().part == Part::changes)
            m_accounts.emplace_back();
    }
    void note(Part part, Json const& value)
    {
        if (part == Part::entry && m_key == "id")
            m_entry = id_at({{"id", value}}, "id").value_or("");
        else if (part == Part::metadata && m_key == "phone_number_id")
            m_accounts.back() = id_at({{"id", value}}, "id").value_or("");
        else if (part == Part::root && m_key == "object")
            m_object = base::text_at({{"object", value}}, "object");
    }
    void close()
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
    }

    std::vector<Open> m_open;
    std::string m_key;  // read last
    bool m_has_entries = false;
    std::optional<std::string> m_object;
    std::string m_entry;                  // of the open entry
    std::vector<std::string> m_accounts;  // of its changes so far
    std::set<Address> m_seen;
    std::vector<Address> m_found;
};

base::Result<std::vector<Address>> scan(std::string_view body)
{
    AddressScan found;
    TRY(base::tell_json(body, base::WebhookJson, found));
    if (found.is_for_whatsapp())
        return found.take();
    return base::Error{base::Fault::invalid, "not_whatsapp",
                       "no entry[] of a whatsapp_business_account"};
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
