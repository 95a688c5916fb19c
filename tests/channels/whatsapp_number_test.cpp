#include <doctest/doctest.h>

#include "base/json.hpp"
#include "channels/fake_http.hpp"
#include "channels/list.hpp"

using namespace channels;
using base::Fault;
using base::Json;

namespace {

Account account()
{
    return {.id = "440022330055662",
            .parent_id = "330011220044551",
            .base_url = "http://127.0.0.1:9900",
            .version = "v26.0",
            .access_token = SecretView("EAASIMTOKEN0001"),
            .app_secret = {},
            .verify_token = SecretView("check-me")};
}

BusinessNumber const& number() { return *find(Kind::whatsapp)->number(); }

std::string refused(int code, int subcode = 0)
{
    return base::to_text(
        {{"error", {{"message", "no"}, {"code", code}, {"error_subcode", subcode}}}});
}

std::string path_of(net::HttpRequest const& request)
{
    auto const from = request.url.find("/v26.0/") + 7;
    return request.method + " " + request.url.substr(from);
}

OutgoingMedia photo(std::string bytes)
{
    return {.kind = MediaKind::image,
            .mime = "image/png",
            .file_name = "toko.png",
            .size = bytes.size(),
            .read = [bytes](std::uint64_t offset, std::size_t limit) {
                return bytes.substr(std::size_t(offset), limit);
            }};
}

}  // namespace

TEST_CASE("whatsapp number: everything Meta says of it is read, and what it does not say is empty")
{
    FakeHttp http;
    http.answer(200, R"({"id":"440022330055662","display_phone_number":"+62 812-0000-7700",
        "verified_name":"Toko Rina","name_status":"APPROVED","new_name_status":"PENDING_REVIEW",
        "quality_rating":"NA","status":"CONNECTED","code_verification_status":"UNVERIFIED",
        "account_mode":"LIVE","host_platform":"CLOUD_API","is_on_biz_app":true,"is_pin_enabled":false,
        "throughput":{"level":"STANDARD"},"whatsapp_business_manager_messaging_limit":"TIER_2K",
        "health_status":{"can_send_message":"LIMITED","entities":[
          {"entity_type":"PHONE_NUMBER","id":"440022330055662","can_send_message":"LIMITED",
           "additional_info":["Your display name has not been approved yet."]},
          {"entity_type":"WABA","id":"330011220044551","can_send_message":"BLOCKED",
           "errors":[{"error_code":141006,"error_description":"No payment method.",
                      "possible_solution":"Add one."}]}]},
        "webhook_configuration":{"application":"https://a.example/app"}})");
    auto const told = number().facts(account(), http);
    REQUIRE(told);
    CHECK(told->display_phone == "6281200007700");
    CHECK(told->new_name_status == "PENDING_REVIEW");
    CHECK(told->quality == "UNKNOWN");
    CHECK(told->verification == "NOT_VERIFIED");
    CHECK(told->on_phone_app);
    CHECK(told->pin_set == false);
    CHECK(told->messaging_limit == "TIER_2K");
    CHECK(told->can_send == "LIMITED");
    REQUIRE(told->health.size() == 2);
    CHECK(told->health[0].notes ==
          std::vector<std::string>{"Your display name has not been approved yet."});
    CHECK(told->health[1].notes == std::vector<std::string>{"No payment method. Add one."});
    CHECK(told->app_callback == "https://a.example/app");
    CHECK(told->number_callback.empty());
}

TEST_CASE("whatsapp number: one field Meta does not know does not spoil the rest")
{
    FakeHttp http;
    http.answer(400, refused(100)).answer(200, R"({"id":"440022330055662","status":"PENDING"})");
    auto const told = number().facts(account(), http);
    REQUIRE(told);
    CHECK(told->status == "PENDING");
    CHECK_FALSE(told->pin_set);
    CHECK(http.asked[0].url.find("is_pin_enabled") != std::string::npos);
    CHECK(http.asked[1].url.find("is_pin_enabled") == std::string::npos);
}

TEST_CASE("whatsapp number: registration is refused in words that say what to do")
{
    struct Said {
        int code;
        int subcode;
        char const* ours;
        Fault fault;
        int wait_s;
    };
    for (auto const& said : {Said{133005, 0, "pin_wrong", Fault::invalid, 0},
                             Said{133006, 0, "number_not_verified", Fault::conflict, 0},
                             Said{133008, 0, "pin_locked", Fault::too_many, 3600},
                             Said{133009, 0, "pin_locked", Fault::too_many, 60},
                             Said{133015, 0, "number_deleted", Fault::too_many, 300},
                             Said{133016, 0, "registration_limit", Fault::too_many, 259200},
                             Said{133000, 0, "deregister_again", Fault::conflict, 0},
                             Said{100, 2388012, "number_in_use", Fault::conflict, 0},
                             Said{190, 0, "token_invalid", Fault::forbidden, 0},
                             Said{133010, 0, "number_not_registered", Fault::forbidden, 0}}) {
        FakeHttp http;
        http.answer(400, refused(said.code, said.subcode));
        auto const done = number().enrol("581063", "", account(), http);
        REQUIRE_FALSE(done);
        CHECK(done.error().code == said.ours);
        CHECK(done.error().fault == said.fault);
        CHECK(done.error().retry_after_s == said.wait_s);
    }
}

TEST_CASE("whatsapp number: codes, PIN and registration are asked for as Meta wants them")
{
    FakeHttp http;
    for (int i = 0; i < 6; ++i)
        http.answer(200, R"({"success":true})");
    CHECK(number().request_code(false, "id", account(), http));
    CHECK(number().verify_code("482913", account(), http));
    CHECK(number().enrol("581063", "ID", account(), http));
    CHECK(number().set_pin("112233", account(), http));
    CHECK(number().ask_name("Toko Rina", account(), http));
    CHECK(number().deregister(account(), http));
    CHECK(path_of(http.asked[0]) ==
          "POST 440022330055662/request_code?code_method=SMS&language=id");
    CHECK(path_of(http.asked[1]) == "POST 440022330055662/verify_code");
    CHECK(http.asked[1].body == R"({"code":"482913"})");
    CHECK(http.asked[2].body ==
          R"({"data_localization_region":"ID","messaging_product":"whatsapp","pin":"581063"})");
    CHECK(path_of(http.asked[3]) == "POST 440022330055662");
    CHECK(http.asked[3].body == R"({"pin":"112233"})");
    CHECK(http.asked[4].body ==
          R"({"messaging_product":"whatsapp","new_display_name":"Toko Rina"})");
    CHECK(path_of(http.asked[5]) == "POST 440022330055662/deregister");
}

TEST_CASE("whatsapp number: a profile change says only what changes")
{
    FakeHttp http;
    http.answer(200, R"({"success":true})");
    ProfileChange change;
    change.about = "Buka 9-17";
    change.websites = std::vector<std::string>{};
    REQUIRE(number().change_profile(change, account(), http));
    CHECK(http.asked[0].body ==
          R"({"about":"Buka 9-17","messaging_product":"whatsapp","websites":[]})");
}

TEST_CASE("whatsapp number: an upload that broke off goes on where Meta says it stopped")
{
    FakeHttp http;
    http.answer(200, R"({"data":{"app_id":"550033440066773"}})")
        .answer(200, R"({"id":"upload:MTphdHRhY2"})")
        .fail(net::NetFailure::Stage::no_answer)
        .answer(200, R"({"id":"upload:MTphdHRhY2","file_offset":4})")
        .answer(200, R"({"h":"4::aW1hZ2U"})")
        .answer(200, R"({"success":true})");
    REQUIRE(number().set_photo(photo("0123456789"), account(), http));
    CHECK(path_of(http.asked[1]) == "POST 550033440066773/uploads?file_name=toko.png&file_length=10"
                                    "&file_type=image%2Fpng");
    CHECK(path_of(http.asked[2]) == "POST upload:MTphdHRhY2");
    CHECK(http.asked[2].body == "0123456789");
    CHECK(http.asked[4].body == "456789");
    CHECK(http.asked[5].body ==
          R"({"messaging_product":"whatsapp","profile_picture_handle":"4::aW1hZ2U"})");
}

TEST_CASE("whatsapp number: a picture that is no photo never leaves")
{
    FakeHttp http;
    auto file = photo("x");
    file.mime = "image/webp";
    CHECK(number().set_photo(file, account(), http).error().code == "media_rejected");
    file = photo("x");
    file.size = (5 << 20) + 1;
    CHECK(number().set_photo(file, account(), http).error().code == "media_too_large");
    CHECK(http.asked.empty());
}

TEST_CASE("whatsapp number: pictures come from the provider's hosts only, and without the token")
{
    for (auto const* const url : {"https://evil.example/qr.svg", "http://scontent.fbcdn.net/qr.svg",
                                  "https://fbcdn.net.evil.example/a", "file:///etc/passwd"}) {
        FakeHttp http;
        http.answer(200, base::to_text({{"code", "4O4Y"}, {"qr_image_url", url}}));
        auto const got = number().link_picture("4O4Y", PictureFormat::svg, account(), http);
        CHECK(got.error().code == "media_failed");
        CHECK(http.asked.size() == 1);
    }
    FakeHttp http;
    http.answer(200,
                R"({"data":[{"code":"4O4Y","qr_image_url":"https://scontent.fbcdn.net/a?b=c"}]})")
        .answer(200, "<svg/>", {{"Content-Type", "image/svg+xml"}});
    auto const got = number().link_picture("4O4Y", PictureFormat::svg, account(), http);
    REQUIRE(got);
    CHECK(got->bytes == "<svg/>");
    for (auto const& [name, value] : http.asked[1].headers)
        CHECK(name != "Authorization");
    http.answer(200, R"({"qr_image_url":"https://scontent.fbcdn.net/a"})")
        .answer(200, "<html>", {{"Content-Type", "text/html"}});
    CHECK_FALSE(number().link_picture("4O4Y", PictureFormat::png, account(), http));
}

TEST_CASE("whatsapp number: a person who cannot be blocked is named as the reason")
{
    FakeHttp http;
    http.answer(400, R"({"messaging_product":"whatsapp","block_users":{"failed_users":[
        {"input":"+628123450001","errors":[{"code":131047,"message":"Re-engagement required"}]}]},
        "error":{"code":139100,"message":"Some failed"}})");
    auto const done = number().block({"628123450001", "ID.4821"}, account(), http);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == "block_needs_message");
    CHECK(base::parse_json(http.asked[0].body)->at("block_users")[0] ==
          Json{{"user", "+628123450001"}});

    http.answer(200, R"({"block_users":{"removed_users":[{"input":"ID.4821"}]}})");
    CHECK(number().unblock({"", "ID.4821"}, account(), http));
    CHECK(http.asked[1].method == "DELETE");
    CHECK(base::parse_json(http.asked[1].body)->at("block_users")[0] ==
          Json{{"user_id", "ID.4821"}});

    http.answer(400, refused(139101));
    CHECK(number().block({"628123450001", ""}, account(), http).error().code == "block_list_full");
}

TEST_CASE("whatsapp number: the block list is paged by its cursor")
{
    FakeHttp http;
    http.answer(200, R"({"data":[{"wa_id":"628123450001"},{"user_id":"BR.9"},{"odd":1}],
        "paging":{"cursors":{"after":"QQ"},"next":"https://elsewhere.example/"}})");
    auto const page = number().blocked("PP", 50, account(), http);
    REQUIRE(page);
    REQUIRE(page->people.size() == 2);
    CHECK(page->people[1].user_id == "BR.9");
    CHECK(page->next == "QQ");
    CHECK(path_of(http.asked[0]) == "GET 440022330055662/block_users?limit=50&after=PP");
}

TEST_CASE("whatsapp number: openers and commands go there and back")
{
    FakeHttp http;
    http.answer(200, R"({"success":true})");
    REQUIRE(number().set_automation({{"Cek pesanan"}, {{"menu", "Daftar menu"}}, true}, account(),
                                    http));
    CHECK(path_of(http.asked[0]) == "POST 440022330055662/conversational_automation");
    auto body = *base::parse_json(http.asked[0].body);
    http.answer(200, base::to_text({{"conversational_automation", body}}));
    auto const back = number().automation(account(), http);
    REQUIRE(back);
    CHECK(back->prompts == std::vector<std::string>{"Cek pesanan"});
    REQUIRE(back->commands.size() == 1);
    CHECK(back->commands[0].name == "menu");
    CHECK(back->welcome);
}

TEST_CASE("whatsapp number: a user name is shown without @, also when nothing is suggested")
{
    FakeHttp http;
    http.answer(200, R"({"username":"@toko.rina","status":"RESERVED"})")
        .answer(400, refused(147002));
    auto const name = number().username(account(), http);
    REQUIRE(name);
    CHECK(name->username == "toko.rina");
    CHECK(name->status == "reserved");
    CHECK(name->suggestions.empty());
    http.answer(400, refused(147001));
    CHECK(number().set_username("toko.rina", false, account(), http).error().code ==
          "username_taken");
}

TEST_CASE("whatsapp number: times and sums that cannot be are left out of what Meta tells of costs")
{
    FakeHttp http;
    http.answer(200, R"({"currency":"IDR","pricing_analytics":{"data":[{"data_points":[
        {"start":1795000000,"volume":3,"cost":1758.5},
        {"start":9223372036854775807,"volume":-1,"cost":"nan"}]}]}})");
    auto const told = number().costs({}, {}, "", account(), http);
    REQUIRE(told);
    REQUIRE(told->costs.size() == 2);
    CHECK(told->costs[0].from.ms == 1795000000000);
    CHECK(told->costs[0].messages == 3);
    CHECK(told->costs[1].from.ms == 0);
    CHECK(told->costs[1].messages == 0);
    CHECK(told->costs[1].amount == 0);
}
