#include <algorithm>
#include <random>

#include "changes/feed.hpp"
#include "conversations/house.hpp"

using namespace std::chrono_literals;
using namespace conversations;
using channels::Writer;
using tests::Inbox;
using tests::rina;

namespace {

channels::PastMessage past(Inbox& inbox, std::string id, std::chrono::seconds ago,
                           Writer writer = Writer::customer, std::string words = "dulu")
{
    channels::PastMessage p{inbox.text(std::move(id), rina(), -ago, std::move(words)), {}};
    p.message.writer = writer;
    p.message.opens_window = false;
    return p;
}

}  // namespace

TEST_CASE("past: keeps its time and order, asks for nothing and tells nobody")
{
    Inbox inbox;
    auto const before = changes::newest(*inbox.world.workspace()->read());
    auto ours = past(inbox, "wamid.H2", 24h * 40, Writer::phone, "Terima kasih");
    ours.status = channels::DeliveryStatus::read;
    std::vector<channels::PastMessage> all{past(inbox, "wamid.H1", 24h * 50), ours,
                                           past(inbox, "wamid.H3", 24h * 30)};
    std::mt19937 chance(9);
    std::ranges::shuffle(all, chance);
    for (auto const& one : all) {
        CHECK(inbox.take(one) == Reception::taken);
        CHECK(inbox.take(one) == Reception::known);
    }
    CHECK(changes::newest(*inbox.world.workspace()->read()) == before);
    CHECK(inbox.all().empty());
    auto const row = inbox.only(View::done);
    CHECK(row.unread == 0);
    CHECK(!row.waiting_since);
    CHECK(!row.window.open);
    CHECK(row.last_at == inbox.start - 24h * 30);
    auto const thread = inbox.thread(View::done);
    REQUIRE(thread.size() == 3);
    CHECK(thread[0].at == inbox.start - 24h * 50);
    CHECK(thread[1].at == inbox.start - 24h * 40);
    CHECK(thread[1].status == Status::read);
    CHECK(thread[1].author.kind == AuthorKind::phone);
    CHECK(thread[2].at == inbox.start - 24h * 30);
}

TEST_CASE("past: stands before what arrived, and takes the list nothing away")
{
    Inbox inbox;
    inbox.take(inbox.text("wamid.1", rina(), 0s, "sekarang"));
    inbox.take(past(inbox, "wamid.H1", 1h));
    auto const row = inbox.only();
    CHECK(row.last_message->preview == "sekarang");
    CHECK(row.unread == 1);
    CHECK(row.window.ends_at == inbox.start + 24h);
    auto const thread = inbox.thread();
    REQUIRE(thread.size() == 2);
    CHECK(thread[0].text == "dulu");
    // What we have already is not imported again.
    CHECK(inbox.take(past(inbox, "wamid.1", 0s)) == Reception::known);
}

TEST_CASE("past: many of one second keep apart")
{
    Inbox inbox;
    for (int i = 0; i < 60; ++i)
        CHECK(inbox.take(past(inbox, "wamid.H" + std::to_string(i), 1h)) == Reception::taken);
    auto desk = inbox.world.desk();
    ListMessages in;
    in.conversation = inbox.only(View::done).id;
    in.limit = 100;
    CHECK(list_messages(desk, in)->data.size() == 60);
}

TEST_CASE("past: a file takes the place of its placeholder, whichever comes first")
{
    for (auto const file_first : {false, true}) {
        Inbox inbox;
        auto placeholder = past(inbox, "wamid.H1", 1h, Writer::customer, "");
        placeholder.message.kind = channels::InboundKind::unsupported;
        placeholder.message.unsupported_type = "media_placeholder";
        auto file = past(inbox, "wamid.H1", 1h, Writer::customer, "bukti");
        file.message.kind = channels::InboundKind::image;
        file.message.media = channels::MediaRef{channels::MediaKind::image, "77", "image/jpeg", ""};
        if (file_first)
            inbox.take(file);
        inbox.take(placeholder);
        inbox.take(file);
        inbox.take(file);
        auto const thread = inbox.thread(View::done);
        REQUIRE(thread.size() == 1);
        CHECK(thread[0].kind == MessageKind::image);
        CHECK(thread[0].text == "bukti");
        REQUIRE(thread[0].media);
        CHECK(thread[0].media->state == media::State::waiting);
        CHECK(inbox.only(View::done).last_message->preview == "bukti");
    }
}

TEST_CASE("address book: the business's own name goes before the profile, after a member's")
{
    Inbox inbox;
    auto const book = [&](std::string name, std::chrono::seconds after, bool removed = false) {
        channels::AddressBookEntry entry;
        entry.who = tests::somebody(std::nullopt, "628123450001");
        entry.name = std::move(name);
        entry.removed = removed;
        entry.at = inbox.start + after;
        REQUIRE(inbox.world.workspace()
                    ->write([&](db::Writer& tx) { contacts::note(tx, inbox.channel, entry); })
                    .ok());
    };
    book("Rina Reseller", 5s);
    CHECK(inbox.all().empty());
    inbox.take(inbox.text("wamid.1", rina(), 10s));
    CHECK(inbox.only().contact.name == "Rina Reseller");
    book("Rina Lama", 1s);
    CHECK(inbox.only().contact.name == "Rina Reseller");
    book("", 20s, true);
    CHECK(inbox.only().contact.name == "Rina");
    auto desk = inbox.world.desk();
    contacts::EditContact edit;
    edit.contact = inbox.only().contact.id;
    edit.name = "Ibu Rina";
    CHECK(contacts::edit(desk, edit).ok());
    book("Rina Toko", 30s);
    CHECK(inbox.only().contact.name == "Ibu Rina");
}
