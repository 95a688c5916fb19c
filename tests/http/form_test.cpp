#include <doctest/doctest.h>

#include "http/multipart.hpp"
#include "http/sse.hpp"
#include "http/static.hpp"

using namespace std::string_literals;

namespace {

http::Request form(std::string body, std::string type = "multipart/form-data; boundary=XX")
{
    http::Request request;
    request.headers.add("Content-Type", std::move(type));
    request.body = std::move(body);
    return request;
}

std::string code_of(http::Request const& request)
{
    auto const parts = http::read_multipart(request);
    return parts.ok() ? "" : parts.error().code;
}

// A body that lies elsewhere, handed out in whatever pieces are asked for.
class FarBody final : public http::Spool {
public:
    explicit FarBody(std::string bytes) : m_bytes(std::move(bytes)) {}
    std::uint64_t size() const override { return m_bytes.size(); }
    std::string read(std::uint64_t offset, std::size_t max) const override
    {
        return offset < m_bytes.size() ? m_bytes.substr(offset, max) : "";
    }

private:
    std::string m_bytes;
};

}  // namespace

TEST_CASE("multipart: fields and files are found where they lie")
{
    auto const request = form(
        "--XX\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
        "--XX\r\ncontent-disposition: form-data; name=file; filename=\"a \\\"b\\\".png\"\r\n"
        "Content-Type: Image/PNG; x=1\r\n\r\n\r\n--X\r\n\0bytes\r\n--XX\r\n"s
        "Content-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XX--\r\n");
    auto const parts = http::read_multipart(request);
    REQUIRE(parts.ok());
    REQUIRE(parts->size() == 3);
    CHECK(parts.value()[0].name == "messaging_product");
    CHECK(request.read_body(parts.value()[0].offset, parts.value()[0].size) == "whatsapp");
    CHECK(parts.value()[1].file_name == "a \"b\".png");
    CHECK(parts.value()[1].content_type == "image/png");
    CHECK(request.read_body(parts.value()[1].offset, parts.value()[1].size) ==
          "\r\n--X\r\n\0bytes"s);
    CHECK(parts.value()[2].size == 0);
}

TEST_CASE("multipart: a large spooled file is found across windows")
{
    std::string content(200'001, 'x');
    content += "\r\n--X";
    auto request = form("");
    request.spool = std::make_shared<FarBody>(
        "--XX\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + content + "\r\n--XX--");
    auto const parts = http::read_multipart(request);
    REQUIRE(parts.ok());
    CHECK(parts.value()[0].size == 200'006);
}

TEST_CASE("multipart: what is not well formed is refused")
{
    auto const part = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n"s;
    CHECK(code_of(form(part + "--XX--")) == "");
    CHECK(code_of(form(part + "--XX--", "application/json")) == "not_multipart");
    CHECK(code_of(form(part + "--XX--", "multipart/form-data")) == "not_multipart");
    CHECK(code_of(form("", "multipart/form-data; boundary=" + std::string(71, 'x'))) ==
          "not_multipart");
    for (auto const& body :
         {""s, "x"s, "--XX"s, part, part + "--XXx", "--XX\r\n\r\nv\r\n--XX--"s,
          "--XX\r\nContent-Disposition: form-data\r\n\r\nv\r\n--XX--"s,
          "--XX\r\nContent-Disposition: form-data; name=\"a\0\"\r\n\r\nv\r\n--XX--"s,
          "--XX\r\nContent-Disposition: form-data; name=" + std::string(257, 'n') +
              "\r\n\r\nv\r\n--XX--",
          "--XX\r\nX: " + std::string(3'000, 'n') + "\r\n\r\nv\r\n--XX--"})
        CHECK(code_of(form(body)) == "bad_multipart");
    std::string many;
    for (auto i = 0; i < 33; ++i)
        many += part;
    CHECK(code_of(form(many + "--XX--")) == "bad_multipart");
}

TEST_CASE("sse: data of several lines stays one event and nothing breaks out")
{
    CHECK(*http::event_text("7", "note", "a\nb") == "id: 7\nevent: note\ndata: a\ndata: b\n\n");
    CHECK(*http::event_text("", "", "") == "data: \n\n");
    CHECK(*http::event_text("1\ndata: x", "a\r\nid: 2", "\r") ==
          "id: 1data: x\nevent: aid: 2\ndata: \n\n");
}

TEST_CASE("static: the best coding that is accepted is sent with its own tag")
{
    base::Embedded const files[] = {
        {"/app.1.js", "text/javascript", "\"e1\"", "raw", "br", "gz", true},
        {"/index.html", "text/html", "\"e2\"", "page", "", "", false},
        {"/lib.2.js", "text/javascript", "\"e3\"", "", "br", "gz", true},
    };
    auto const sent = [&](std::string accept, std::string_view path = "/app.1.js") {
        http::Request request;
        request.headers.add("Accept-Encoding", std::move(accept));
        auto const response = http::asset(files, path, request);
        REQUIRE(response);
        return std::string(response->fixed_body) + " " +
               std::string(*response->headers.find("ETag")) + " " +
               std::string(*response->headers.find("Cache-Control"));
    };
    auto const kept = " public, max-age=31536000, immutable"s;
    CHECK(sent("gzip, deflate, br") == "br \"e1-br\"" + kept);
    CHECK(sent("gzip;q=1.0, br;q=0.5") == "gz \"e1-gzip\"" + kept);
    CHECK(sent("br;q=0") == "raw \"e1\"" + kept);
    CHECK(sent("*") == "br \"e1-br\"" + kept);
    CHECK(sent("") == "raw \"e1\"" + kept);
    CHECK(sent("br", "/index.html") == "page \"e2\" no-cache");
    CHECK(sent("br, gzip", "/lib.2.js") == "br \"e3-br\"" + kept);
    CHECK(sent("identity", "/lib.2.js") == "gz \"e3-gzip\"" + kept);
    CHECK_FALSE(http::asset(files, "/none", http::Request{}));
    CHECK_FALSE(http::asset({}, "/", http::Request{}));
}
