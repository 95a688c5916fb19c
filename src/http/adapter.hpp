#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "http/head.hpp"

namespace http {

// What cpp-httplib read in a request head that the edge has already found strict.
struct Reading {
    std::string path;  // decoded once
    std::vector<std::pair<std::string, std::string>> query;
};

// The only user of httplib::Server: hands it one complete head in memory through its protected
// process_request and catches the parsed request before routing. Both readings must agree on
// method, target and number of fields, or the request is turned away: where two parsers differ,
// smuggling begins. Header values stay those of the edge, because httplib 0.41 percent-decodes its
// own (CVE-2026-45372). One thread at a time.
//
// Answers are not written by httplib: they are given later, by other threads, with bodies that
// never lie in memory whole, none of which process_request can do.
class Adapter {
public:
    Adapter();
    ~Adapter();

    // `bytes` is the head as on the wire, `head` what scan_head made of it.
    std::variant<Turned, Reading> read(std::string_view bytes, Head const& head);

    // Of the cpp-httplib compiled in, such as "0.41.0".
    static std::string_view version();

private:
    class Parser;
    std::unique_ptr<Parser> m_parser;
};

}  // namespace http
