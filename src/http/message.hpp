#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace http {

// Header fields in the order they came. Names compare without case; a name may repeat. Values are
// the bytes on the wire without surrounding blanks: nothing is decoded.
class Headers {
public:
    using Field = std::pair<std::string, std::string>;

    void add(std::string name, std::string value);
    // Replaces every field of that name.
    void set(std::string_view name, std::string value);
    // Adds the field unless one of that name is there.
    void set_default(std::string_view name, std::string_view value);
    // The first value.
    std::optional<std::string_view> find(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;
    bool has(std::string_view name) const { return find(name).has_value(); }
    std::vector<Field> const& fields() const { return m_fields; }

private:
    std::vector<Field> m_fields;
};

// A request body too large to hold in memory. On disk it is a nameless file, enciphered with a key
// that only this object knows, so that a customer's file never lies in the clear. Any one thread
// at a time.
class Spool {
public:
    virtual ~Spool() = default;
    virtual std::uint64_t size() const = 0;
    // Up to `max` bytes from `offset`; empty at the end. Throws std::system_error when the disk fails.
    virtual std::string read(std::uint64_t offset, std::size_t max) const = 0;
};

// One complete, well-framed request.
struct Request {
    std::string method;  // GET HEAD POST PUT PATCH DELETE OPTIONS
    std::string target;  // as sent: path and query, still percent-encoded
    // Decoded once: UTF-8, no control bytes, no dot segments, and no slash that was written as %2f.
    std::string path;
    // Decoded pairs. Pairs of one name keep their order; exact repeats are dropped.
    std::vector<std::pair<std::string, std::string>> query;
    Headers headers = {};
    std::string body;              // raw bytes; empty when `spool` holds them
    std::shared_ptr<Spool> spool;  // shared, so that a job may go on reading after the answer
    // The client's address as text (canonical, no port). From X-Forwarded-For only when the TCP
    // peer is a trusted proxy.
    std::string peer;
    bool secure = false;  // TLS here, or a trusted proxy says https
    std::string host;     // lower case, with the port when one was sent; already checked
    std::string id;       // what the answer carries as Request-Id and logs call `request`

    std::optional<std::string_view> header(std::string_view name) const
    {
        return headers.find(name);
    }
    std::optional<std::string_view> parameter(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    // The same for a body in memory and a spooled one.
    std::uint64_t body_size() const;
    std::string read_body(std::uint64_t offset, std::size_t max) const;
};

// A body made piece by piece while it is sent, such as a 100 MB file that is deciphered in chunks.
// `chunk` is called by workers, one call at a time, in rising order, not always from 0. A short or
// empty piece before the end, or an exception, cuts the connection so that the client sees a
// truncated answer and never a wrong one.
class BodySource {
public:
    virtual ~BodySource() = default;
    virtual std::uint64_t size() const = 0;
    virtual std::string chunk(std::uint64_t offset, std::size_t max) = 0;
};

// The edge adds Content-Length, Date, Request-Id, nosniff and the default headers of its options.
// With an `ETag` header, If-None-Match is answered 304 by the edge; a 200 with a `source` answers
// Range (one range) with 206 or 416.
struct Response {
    int status = 200;
    Headers headers = {};
    std::string body = {};
    // Bytes that live as long as the process (embedded assets); used when `body` is empty.
    std::string_view fixed_body = {};
    // Shared, because a worker may still be reading when the connection dies.
    std::shared_ptr<BodySource> source = {};
};

Response json(int status, base::Json const& value);
Response text(int status, std::string body);
Response no_content();
// {"error":{"code":…,"message":…,"request_id":…}}; `message` is a developer's sentence.
Response error(int status, std::string_view code, std::string_view message,
               std::string_view request_id);

// "Not Found" for 404; "Unknown" for a status that has no name.
std::string_view reason_of(int status);

bool equal_no_case(std::string_view a, std::string_view b);

}  // namespace http
