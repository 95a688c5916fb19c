#include "control/audit_store.hpp"
#include "control/workspace_life.hpp"
#include "house.hpp"

using namespace control;
using namespace std::chrono_literals;

namespace {

constexpr base::WorkspaceId Shop{7}, Other{8};
constexpr base::UserId Ana{1}, Budi{2};

struct Trail {
    House house;
    Caller caller;

    Trail() { caller.workspace = Shop; }
    void add(base::WorkspaceId where, base::UserId who, std::string action, int minute,
             std::string detail = {})
    {
        store::AuditRow row;
        row.at = base::Instant{minute * 60'000LL};
        row.workspace = where;
        row.user = who;
        row.actor = who == Ana ? "Ana" : "Budi";
        row.action = std::move(action);
        row.detail = std::move(detail);
        REQUIRE((*house)
                    .write([&](ControlWriter const& db) -> base::Result<void> {
                        store::add_audit(db, row);
                        return {};
                    })
                    .ok());
    }
    std::vector<std::string> read(ReadAudit const& in)
    {
        std::vector<std::string> actions;
        auto const page = read_audit(*house, caller, in);
        REQUIRE(page.ok());
        for (auto const& entry : page->data)
            actions.push_back(entry.action);
        return actions;
    }
};

using Actions = std::vector<std::string>;

}  // namespace

TEST_CASE("audit: by person, by subject and by time, each alone and together")
{
    Trail trail;
    trail.add(Shop, Ana, "member.removed", 1);
    trail.add(Shop, Budi, "sign_in.ok", 2);
    trail.add(Shop, Ana, "sign_in.ok", 3);
    trail.add(Shop, Ana, "member_list.seen", 4);
    trail.add(Other, Ana, "member.removed", 5);

    CHECK(trail.read({}) ==
          Actions{"member_list.seen", "sign_in.ok", "sign_in.ok", "member.removed"});
    ReadAudit in;
    in.user = Budi;
    CHECK(trail.read(in) == Actions{"sign_in.ok"});
    in = {};
    in.subject = "member";
    CHECK(trail.read(in) == Actions{"member.removed"});
    in.user = Budi;
    CHECK(trail.read(in).empty());
    in = {};
    in.since = base::Instant{2 * 60'000};
    in.until = base::Instant{4 * 60'000};
    CHECK(trail.read(in) == Actions{"sign_in.ok", "sign_in.ok"});
    in.user = Ana;
    CHECK(trail.read(in) == Actions{"sign_in.ok"});
}

TEST_CASE("audit: pages keep to the filter")
{
    Trail trail;
    for (int i = 0; i < 5; ++i) {
        trail.add(Shop, Ana, "channel.changed", i);
        trail.add(Shop, Budi, "sign_in.ok", i);
    }
    ReadAudit in;
    in.subject = "channel";
    in.limit = 3;
    auto const first = *read_audit(*trail.house, trail.caller, in);
    REQUIRE(first.data.size() == 3);
    in.cursor = first.next;
    auto const second = *read_audit(*trail.house, trail.caller, in);
    CHECK(second.data.size() == 2);
    CHECK_FALSE(second.next);
    in.cursor = "x";
    CHECK(read_audit(*trail.house, trail.caller, in).error().fields.at(0).field == "cursor");
}

TEST_CASE("audit: the file is safe in a spreadsheet and goes on where it stopped")
{
    Trail trail;
    trail.add(Shop, Ana, "workspace.changed", 1, "=HYPERLINK(\"http://evil\"), \"x\"");
    auto const file = *export_audit(*trail.house, trail.caller, {});
    CHECK(file.file == "id,at,actor,action,target,address,detail\r\n"
                       "1,1970-01-01T00:01:00.000Z,Ana,workspace.changed,,,"
                       "\"'=HYPERLINK(\"\"http://evil\"\"), \"\"x\"\"\"\r\n");
    CHECK_FALSE(file.next);
    for (int i = 0; i < 5000; ++i)
        trail.add(Shop, Ana, "sign_in.ok", 2);
    auto const first = *export_audit(*trail.house, trail.caller, {});
    REQUIRE(first.next);
    ExportAudit rest;
    rest.cursor = first.next;
    auto const second = *export_audit(*trail.house, trail.caller, rest);
    CHECK_FALSE(second.next);
    CHECK(std::ranges::count(second.file, '\n') == 2);
}
