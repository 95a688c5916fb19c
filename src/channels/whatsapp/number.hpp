#pragma once

#include "channels/number.hpp"

namespace channels::whatsapp {

// A number of the WhatsApp Business Platform.
BusinessNumber const& number();

// The parts of it, each in a file of its own. Accounts are complete (calls.hpp).
base::Result<NumberFacts> facts(Account const& account, net::HttpClient& http);
// All the Graph tells of a number, proved with the app's secret where there is one.
base::Result<base::Json> number_node(Account const& account, net::HttpClient& http);
// A number as such a node tells it.
NumberFacts facts_of(base::Json const& node);
base::Result<Profile> profile(Account const& account, net::HttpClient& http);
base::Result<void> change_profile(ProfileChange const& change, Account const& account,
                                  net::HttpClient& http);
base::Result<void> set_photo(OutgoingMedia const& file, Account const& account,
                             net::HttpClient& http);
base::Result<BlockedPage> blocked(std::string_view cursor, int limit, Account const& account,
                                  net::HttpClient& http);
enum class Block { add, remove };
base::Result<void> block(Block how, BlockedPerson const& person, Account const& account,
                         net::HttpClient& http);
base::Result<Automation> automation(Account const& account, net::HttpClient& http);
base::Result<void> set_automation(Automation const& automation, Account const& account,
                                  net::HttpClient& http);
base::Result<std::vector<ChatLink>> links(Account const& account, net::HttpClient& http);
base::Result<ChatLink> keep_link(std::string_view code, std::string_view text,
                                 Account const& account, net::HttpClient& http);
base::Result<Picture> link_picture(std::string_view code, PictureFormat format,
                                   Account const& account, net::HttpClient& http);
base::Result<Username> username(Account const& account, net::HttpClient& http);
base::Result<CostReport> costs(base::Instant from, base::Instant to, std::string_view phone,
                               Account const& account, net::HttpClient& http);

// A small picture from an address the provider named: only from its own hosts, without our token.
base::Result<Picture> fetch_picture(std::string_view url, Account const& account,
                                    net::HttpClient& http);

}  // namespace channels::whatsapp
