#include <doctest/doctest.h>

#include "simulator/graph/answer_head.hpp"

TEST_CASE("answers: each way to end is understood, in pieces of any size")
{
    std::string_view const whole[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=1\r\nk\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n",
    };
    int const status[] = {200, 503, 204, 200, 200};
    std::string_view const body[] = {"ok", "", "", "ok", ""};
    for (std::size_t i = 0; i < std::size(whole); ++i) {
        for (std::size_t piece = 1; piece <= whole[i].size(); ++piece) {
            simulator::AnswerReader reader;
            for (std::size_t at = 0; at < whole[i].size(); at += piece) {
                CHECK_FALSE(reader.done());
                reader.add(whole[i].substr(at, piece));
            }
            CHECK(reader.done());
            CHECK(reader.status() == status[i]);
            CHECK(reader.body() == body[i]);
        }
    }
}

TEST_CASE("answers: without a length the end of the connection is the end")
{
    simulator::AnswerReader reader;
    reader.add("HTTP/1.0 200 OK\r\n\r\npart");
    CHECK_FALSE(reader.done());
    CHECK(reader.status_at_end() == 200);
    reader.next();
    reader.add("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
    CHECK(reader.status_at_end() == 0);
}
