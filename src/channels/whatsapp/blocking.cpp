#include "base/text.hpp"
#include "channels/meta/graph.hpp"
#include "channels/whatsapp/calls.hpp"
#include "channels/whatsapp/errors.hpp"
#include "channels/whatsapp/number.hpp"

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/block-users (2026-04):
// only who wrote in the last 24 hours can be blocked; a partial failure answers 400 with both lists.
namespace channels::whatsapp {

namespace {

using base::Error;
using base::Fault;
using base::Json;

std::string block_path(Account const& account) { return meta::node(account.id) + "/block_users"; }

Json person_json(BlockedPerson const& person)
{
    // A phone keeps the number visible; the id works for people who hide it.
    if (!person.phone.empty())
        return {{"user", "+" + person.phone}};
    return {{"user_id", person.user_id}};
}

// What the provider says of the one person we asked about; its answer as a whole says less.
std::optional<Error> personal_refusal(Json const& answer)
{
    auto const& lists = base::object_at(answer, "block_users");
    for (auto const& failed : base::array_at(lists, "failed_users"))
        for (auto const& error : base::array_at(failed, "errors"))
            return refusal_of(meta::graph_error(error));
    return std::nullopt;
}

}  // namespace

base::Result<BlockedPage> blocked(std::string_view cursor, int limit, Account const& account,
                                  net::HttpClient& http)
{
    meta::Query query{{"limit", std::to_string(limit)}};
    if (!cursor.empty())
        query.emplace_back("after", cursor);
    auto const answer = TRY(
        ask(meta::graph_request("GET", block_path(account), account, query), account, http));
    BlockedPage page;
    for (auto const& item : base::array_at(answer, "data")) {
        BlockedPerson person{base::clean_name(base::text_at(item, "wa_id").value_or("")),
                             base::clean_name(base::text_at(item, "user_id").value_or(""))};
        if (!person.phone.empty() || !person.user_id.empty())
            page.people.push_back(std::move(person));
    }
    auto const& paging = base::object_at(answer, "paging");
    if (base::text_at(paging, "next"))
        page.next = base::text_at(base::object_at(paging, "cursors"), "after").value_or("");
    return page;
}

base::Result<void> block(Block how, BlockedPerson const& person, Account const& account,
                         net::HttpClient& http)
{
    auto request = meta::graph_post(
        block_path(account), account,
        {{"messaging_product", "whatsapp"}, {"block_users", Json::array({person_json(person)})}});
    if (how == Block::remove)
        request.method = "DELETE";
    auto const outcome = meta::perform(request, account, http);
    if (auto const* const reply = std::get_if<net::HttpReply>(&outcome))
        if (auto const answer = base::parse_json(reply->body, base::AnswerJson))
            if (auto refusal = personal_refusal(*answer))
                return *refusal;
    TRY(read_answer(outcome));
    return {};
}

}  // namespace channels::whatsapp
