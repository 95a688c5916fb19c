#include "net/answer_reader.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace net {

namespace {

constexpr std::size_t MaxHead = 64 << 10;
constexpr std::size_t MaxFields = 200;
constexpr std::size_t MaxChunkLine = 256;
constexpr std::size_t MaxTrailer = 8 << 10;
constexpr int MaxInterim = 8;
// A text that goes to HttpReply::body although a sink waits for the real thing.
constexpr std::uint64_t MaxErrorBody = 1 << 20;

bool equal_no_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && base::starts_with_no_case(a, b);
}

bool is_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), base::is_digit);
}

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
}

}  // namespace

AnswerReader::State AnswerReader::bad(std::string_view why)
{
    m_why = why;
    m_keeps = false;
    return State::bad;
}

AnswerReader::State AnswerReader::feed(std::string_view bytes)
{
    m_in.append(bytes);
    for (;;) {
        if (m_step == Step::done)
            return State::done;
        auto const step_before = m_step;
        auto const size_before = m_in.size();
        auto const state = step_once();
        if (state != State::more)
            return state;
        if (m_step == step_before && m_in.size() == size_before)
            return State::more;
    }
}

AnswerReader::State AnswerReader::end()
{
    m_keeps = false;
    if (m_step == Step::done || m_step == Step::until_close)
        return State::done;
    return bad(m_step == Step::head ? "closed before a whole head"
                                    : "closed in the middle of the body");
}

AnswerReader::State AnswerReader::step_once()
{
    switch (m_step) {
    case Step::head: return read_head();
    case Step::length: {
        auto const state = take(m_left);
        if (state == State::more && m_left == 0)
            m_step = Step::done;
        return state;
    }
    case Step::until_close: m_left = m_in.size(); return take(m_left);
    case Step::chunk_size: {
        auto const end = m_in.find("\r\n");
        if (end == m_in.npos)
            return m_in.size() > MaxChunkLine ? bad("a chunk size without end") : State::more;
        auto const line = std::string_view(m_in).substr(0, end);
        auto const digits = base::trim(line.substr(0, line.find(';')));
        auto const [stop, fault] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                                   m_left, 16);
        if (digits.empty() || fault != std::errc() || stop != digits.data() + digits.size() ||
            digits.size() > 15 || end > MaxChunkLine)
            return bad("a chunk size is not a number");
        m_in.erase(0, end + 2);
        m_step = m_left == 0 ? Step::trailer : Step::chunk;
        return State::more;
    }
    case Step::chunk: {
        auto const state = take(m_left);
        if (state == State::more && m_left == 0)
            m_step = Step::chunk_end;
        return state;
    }
    case Step::chunk_end:
        if (m_in.size() < 2)
            return State::more;
        if (!m_in.starts_with("\r\n"))
            return bad("a chunk is longer than it says");
        m_in.erase(0, 2);
        m_step = Step::chunk_size;
        return State::more;
    case Step::trailer: {
        auto const end = m_in.find("\r\n");
        m_trailer_bytes += end == m_in.npos ? 0 : end + 2;
        if (m_in.size() > MaxTrailer || m_trailer_bytes > MaxTrailer)
            return bad("a trailer without end");
        if (end == m_in.npos)
            return State::more;
        if (end == 0)
            m_step = Step::done;
        m_in.erase(0, end + 2);
        return State::more;
    }
    case Step::done: return State::done;
    }
    return State::more;
}

AnswerReader::State AnswerReader::read_head()
{
    auto const end = m_in.find("\r\n\r\n");
    if (end == m_in.npos) {
        // Garbage is told at its first bytes, not after the time-out.
        auto const start = std::string_view("HTTP/1.").substr(0, m_in.size());
        if (!m_in.starts_with(start))
            return bad("not HTTP/1");
        return m_in.size() > MaxHead ? bad("a head without end") : State::more;
    }
    if (end > MaxHead)
        return bad("a head without end");
    auto head = std::string_view(m_in).substr(0, end + 2);
    auto const next_line = [&] {
        auto const stop = head.find("\r\n");
        auto const line = head.substr(0, stop);
        head.remove_prefix(stop + 2);
        return line;
    };
    auto const status = next_line();
    auto const good = status.size() >= 12 && status.starts_with("HTTP/1.") &&
                      (status[7] == '0' || status[7] == '1') && status[8] == ' ' &&
                      is_digits(status.substr(9, 3)) && (status.size() == 12 || status[12] == ' ');
    if (!good)
        return bad("not HTTP/1");
    m_reply = {};
    std::from_chars(status.data() + 9, status.data() + 12, m_reply.status);
    m_keeps = status[7] == '1';
    while (!head.empty())
        if (!read_field(next_line()))
            return bad("a header line is not NAME: VALUE");
    m_in.erase(0, end + 4);
    if (m_reply.status < 100 || m_reply.status > 599)
        return bad("an unknown kind of status");
    if (m_reply.status < 200) {
        if (m_reply.status == 101 || ++m_interim > MaxInterim)
            return bad("interim answers without end");
        return m_in.empty() ? State::more : read_head();
    }
    return frame();
}

bool AnswerReader::read_field(std::string_view line)
{
    auto const colon = line.find(':');
    if (colon == line.npos || colon == 0 || has_control(line) ||
        m_reply.headers.size() == MaxFields ||
        line.substr(0, colon).find_first_of(" \t") != line.npos)
        return false;
    auto const name = line.substr(0, colon);
    auto const value = base::trim(line.substr(colon + 1));
    if (equal_no_case(name, "Connection") &&
        base::lower_ascii(value).find("close") != std::string::npos)
        m_keeps = false;
    if (equal_no_case(name, "Keep-Alive"))
        if (auto const at = value.find("timeout="); at != value.npos)
            std::from_chars(value.data() + at + 8, value.data() + value.size(), m_keep_seconds);
    m_reply.headers.emplace_back(name, value);
    return true;
}

// Where the body ends (RFC 9112 6.3), with no second reading possible.
AnswerReader::State AnswerReader::frame()
{
    std::vector<std::string_view> lengths;
    std::vector<std::string_view> codings;
    for (auto const& [name, value] : m_reply.headers) {
        if (equal_no_case(name, "Content-Length"))
            lengths.emplace_back(value);
        if (equal_no_case(name, "Transfer-Encoding"))
            codings.emplace_back(value);
    }
    if (m_head_only || m_reply.status == 204 || m_reply.status == 304) {
        m_step = Step::done;
        return State::done;
    }
    if (!codings.empty()) {
        if (codings.size() > 1 || !lengths.empty() || !equal_no_case(codings[0], "chunked"))
            return bad("the body's length is given in two ways");
        m_step = Step::chunk_size;
        return State::more;
    }
    if (lengths.empty()) {
        m_keeps = false;
        m_step = Step::until_close;
        return State::more;
    }
    auto const same = std::all_of(lengths.begin(), lengths.end(),
                                  [&](std::string_view one) { return one == lengths[0]; });
    if (!same || !is_digits(lengths[0]) || lengths[0].size() > 15)
        return bad("Content-Length is not one number");
    std::from_chars(lengths[0].data(), lengths[0].data() + lengths[0].size(), m_left);
    if (m_left > m_limit) {
        m_why = "the answer is larger than its limit";
        return State::too_large;
    }
    m_step = m_left == 0 ? Step::done : Step::length;
    return m_left == 0 ? State::done : State::more;
}

// Passes on up to `size` bytes of the body.
AnswerReader::State AnswerReader::take(std::uint64_t size)
{
    auto const count = std::size_t(std::min<std::uint64_t>(size, m_in.size()));
    m_got += count;
    auto const streamed = m_sink && m_reply.status < 300;
    if (m_got > (streamed ? m_limit : m_sink ? MaxErrorBody : m_limit)) {
        m_why = "the answer is larger than its limit";
        m_keeps = false;
        return State::too_large;
    }
    if (streamed && count > 0) {
        if (!m_sink(std::string_view(m_in).substr(0, count))) {
            m_why = "the receiver had enough";
            m_keeps = false;
            return State::stopped;
        }
    } else {
        m_reply.body.append(m_in, 0, count);
    }
    m_in.erase(0, count);
    m_left -= count;
    return State::more;
}

}  // namespace net
