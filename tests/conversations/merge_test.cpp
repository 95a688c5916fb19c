#include "conversations/merge.hpp"

#include "contacts/consent/consent.hpp"
#include "contacts/fields/field.hpp"
#include "contacts/notes/note.hpp"
#include "contacts/store.hpp"
#include "conversations/house.hpp"
#include "conversations/labels.hpp"

using namespace std::chrono_literals;
using contacts::FieldKind;

namespace {

struct Pair : tests::Inbox {
    base::ContactId rina, budi;
    base::LabelId vip, late;
    contacts::FieldId town, size;

    Pair()
    {
        take(text("wamid.r1", tests::rina(), 0s, "dari Rina"));
        rina = contact().id;
        take(text("wamid.b1", tests::budi(), 60s, "dari Budi"));
        budi = newest();
        world.clock.advance(1h);
        auto desk = world.desk();
        vip = conversations::add_label(desk, {"VIP", contacts::Colour::green})->id;
        late = conversations::add_label(desk, {"Late", contacts::Colour::red})->id;
        town = contacts::add_field(desk, {"Town", FieldKind::text, {}})->id;
        size = contacts::add_field(desk, {"Size", FieldKind::number, {}})->id;
        tell(rina, {vip}, {{town, "Bandung"}}, "rina@example.com");
        tell(budi, {vip, late}, {{town, "Recife"}, {size, "38"}}, "budi@example.com");
        for (auto const& [who, words] : {std::pair{rina, "Suka biru"}, std::pair{budi, "Lunas"}})
            REQUIRE(contacts::write_note(desk, {who, words, false}).ok());
        REQUIRE(contacts::record_consent(desk, {budi,
                                                channels::Kind::whatsapp,
                                                contacts::Purpose::marketing,
                                                contacts::Decision::given,
                                                contacts::Source::form,
                                                "form 12",
                                                {}})
                    .ok());
    }
    base::ContactId newest()
    {
        auto desk = world.desk();
        return contacts::list(desk, {})->data.front().id;
    }
    void tell(base::ContactId who, std::vector<base::LabelId> labels,
              std::vector<contacts::SetValue> values, std::string email)
    {
        auto desk = world.desk();
        contacts::EditContact in;
        in.contact = who;
        in.labels = std::move(labels);
        in.values = std::move(values);
        in.email = std::move(email);
        REQUIRE(contacts::edit(desk, in).ok());
    }
    // Everything that is shown of both, and of their conversations.
    base::Json everything()
    {
        auto desk = world.desk();
        auto all = base::Json::array();
        for (auto const who : {rina, budi}) {
            all.push_back(base::write_json(*contacts::find(desk, {who})));
            all.push_back(base::write_json(contacts::list_notes(desk, {who})->data));
            all.push_back(base::write_json(contacts::list_consents(desk, {who})->data));
        }
        all.push_back(base::write_json(this->all()));
        for (auto const& conversation : this->all()) {
            conversations::ListMessages in;
            in.conversation = conversation.id;
            all.push_back(base::write_json(conversations::list_messages(desk, in)->data));
        }
        return all;
    }
    contacts::ContactMerge merge(base::ContactId keep, base::ContactId gone)
    {
        auto desk = world.desk();
        auto const merged = conversations::merge(desk, {keep, gone});
        REQUIRE(merged.ok());
        return *merged;
    }
};

}  // namespace

TEST_CASE("merge: one stays with everything of both, and the preview said so")
{
    Pair pair;
    auto desk = pair.world.desk();
    auto const preview = conversations::preview_merge(desk, {pair.rina, pair.budi});
    REQUIRE(preview.ok());
    CHECK(contacts::find(desk, {pair.budi}).ok());
    auto const merged = pair.merge(pair.rina, pair.budi);
    CHECK(merged.name == "Budi");
    auto const both = *contacts::find(desk, {pair.rina});
    CHECK(base::write_json(both) == base::write_json(preview->contact));
    CHECK(both.name == "Rina");
    CHECK(both.email == "rina@example.com");
    CHECK(both.identities.size() == 2);
    CHECK(both.conversations.size() == 2);
    CHECK(both.labels.size() == 2);
    REQUIRE(both.values.size() == 2);
    CHECK(both.values[0].text == "Bandung");
    CHECK(both.values[1].text == "38");
    CHECK(contacts::list_notes(desk, {pair.rina})->data.size() == 2);
    CHECK(contacts::list_consents(desk, {pair.rina})->data.size() == 1);

    std::vector<std::string> left;
    for (auto const& one : preview->left)
        left.push_back(one.what + "=" + one.value);
    CHECK(left == std::vector<std::string>{"name=Budi", "phone=628123450002",
                                           "email=budi@example.com", "field=Recife"});
}

TEST_CASE("merge: who went into another is in no list, and is nobody by number")
{
    Pair pair;
    pair.merge(pair.rina, pair.budi);
    auto desk = pair.world.desk();
    CHECK(contacts::find(desk, {pair.budi}).error().code == "not_found");
    CHECK(contacts::list_notes(desk, {pair.budi}).error().code == "not_found");
    CHECK(contacts::list(desk, {})->data.size() == 1);
    CHECK(contacts::count(desk, {{}})->count == 1);
    contacts::ListContacts words;
    words.q = "Budi";
    // Found by what the person calls themselves there, once.
    auto const found = contacts::list(desk, words)->data;
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == pair.rina);
    CHECK(conversations::merge(desk, {pair.rina, pair.budi}).error().fields[0].code == "not_found");
    CHECK(conversations::merge(desk, {pair.rina, pair.rina}).error().fields[0].code ==
          "not_allowed");
    CHECK(conversations::merge(desk, {pair.budi, pair.rina}).error().code == "not_found");
}

TEST_CASE("merge: undone, everything is as it was")
{
    Pair pair;
    auto desk = pair.world.desk();
    for (auto const& [keep, gone] : {std::pair{pair.rina, pair.budi}, {pair.budi, pair.rina}}) {
        auto const before = pair.everything();
        auto const merged = pair.merge(keep, gone);
        REQUIRE(contacts::list_merges(desk, {keep})->data.size() == 1);
        REQUIRE(conversations::undo_merge(desk, {merged.id}).ok());
        CHECK(pair.everything() == before);
        CHECK(contacts::list_merges(desk, {keep})->data.empty());
        CHECK(conversations::undo_merge(desk, {merged.id}).error().code == "not_found");
    }
}

TEST_CASE("merge: what came since stays with who stayed, what the other one says goes with it")
{
    Pair pair;
    auto desk = pair.world.desk();
    auto const merged = pair.merge(pair.rina, pair.budi);
    pair.take(pair.text("wamid.b2", tests::budi(), 4000s, "lagi"));
    CHECK(contacts::list(desk, {})->data.size() == 1);
    REQUIRE(contacts::write_note(desk, {pair.rina, "Satu orang", false}).ok());
    pair.tell(pair.rina, {pair.late}, {{pair.size, "40"}}, "baru@example.com");

    REQUIRE(conversations::undo_merge(desk, {merged.id}).ok());
    auto const rina = *contacts::find(desk, {pair.rina});
    auto const budi = *contacts::find(desk, {pair.budi});
    CHECK(rina.email == "baru@example.com");
    CHECK(rina.labels.empty());
    REQUIRE(rina.values.size() == 2);
    CHECK(rina.values[1].text == "40");
    CHECK(contacts::list_notes(desk, {pair.rina})->data.size() == 2);
    CHECK(budi.labels.size() == 2);
    REQUIRE(budi.values.size() == 2);
    CHECK(budi.values[1].text == "38");
    REQUIRE(budi.conversations.size() == 1);
    conversations::ListMessages in;
    in.conversation = budi.conversations[0];
    auto const said = conversations::list_messages(desk, in)->data;
    for (auto const& message : said)
        CHECK(message.author.name == "Budi");
}

TEST_CASE("merge: of three that were merged in turn, the last merge is undone first")
{
    Pair pair;
    auto desk = pair.world.desk();
    pair.take(pair.text("wamid.s1", tests::somebody("ID.3000", "628123450003", "Sari"), 4000s));
    auto const sari = pair.newest();
    auto const first = pair.merge(pair.rina, pair.budi);
    auto const second = pair.merge(sari, pair.rina);
    CHECK(contacts::find(desk, {sari})->identities.size() == 3);
    CHECK(conversations::undo_merge(desk, {first.id}).error().code == "merged_again");
    REQUIRE(conversations::undo_merge(desk, {second.id}).ok());
    CHECK(contacts::find(desk, {pair.rina})->identities.size() == 2);
    REQUIRE(conversations::undo_merge(desk, {first.id}).ok());
    CHECK(contacts::find(desk, {pair.budi})->identities.size() == 1);
}

TEST_CASE("merge: those with the same phone or e-mail may be the same person")
{
    Pair pair;
    auto desk = pair.world.desk();
    CHECK(contacts::list_duplicates(desk, {pair.rina})->data.empty());
    pair.tell(pair.budi, {}, {}, "RINA@example.com");
    auto const alike = contacts::list_duplicates(desk, {pair.rina})->data;
    REQUIRE(alike.size() == 1);
    CHECK(alike[0].id == pair.budi);
    pair.merge(pair.rina, pair.budi);
    CHECK(contacts::list_duplicates(desk, {pair.rina})->data.empty());
}
