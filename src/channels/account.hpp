#pragma once

#include <string>
#include <string_view>

namespace channels {

// A credential somebody else keeps alive and wipes. It has no way into a stream, a log or JSON;
// `reveal` is called only where a request is put together or a signature is computed.
class SecretView {
public:
    SecretView() = default;
    explicit SecretView(std::string_view text) : m_text(text) {}

    std::string_view reveal() const { return m_text; }
    explicit operator bool() const { return !m_text.empty(); }

private:
    std::string_view m_text;
};

// One connected account of ours at a provider, as a channel's calls need it. Cheap to make for each
// call; the secrets must outlive it.
struct Account {
    std::string id = {};         // WhatsApp: phone_number_id
    std::string parent_id = {};  // WhatsApp: id of the WhatsApp Business account
    std::string base_url = {};   // without a slash at the end; empty: Traits::default_base_url
    std::string version = {};    // e.g. v26.0; empty: Traits::default_version
    SecretView access_token = {};
    SecretView app_secret = {};
    SecretView verify_token = {};  // what the provider repeats when it checks our webhook address
};

}  // namespace channels
