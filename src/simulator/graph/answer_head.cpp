#include "simulator/graph/answer_head.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace simulator {

namespace {

constexpr std::size_t LargestHead = 64 << 10;
constexpr std::size_t LargestBody = 16 << 20;
constexpr std::size_t KeptBody = 4096;

}  // namespace

void AnswerReader::add(std::string_view bytes)
{
    if (m_done)
        return;
    if (!m_head_read) {
        m_bytes.append(bytes);
        if (m_bytes.find("\r\n\r\n") == std::string::npos) {
            // Whoever answers like this is not answering.
            if (m_bytes.size() > LargestHead)
                m_done = m_closes = true;
            return;
        }
        read_head();
    } else if (m_chunked) {
        m_bytes.append(bytes);
    } else {
        keep(bytes);
        m_body_left -= std::min(m_body_left, bytes.size());
    }
    if (m_chunked)
        read_chunks();
    else
        m_done = !m_until_close && m_body_left == 0;
}

// RFC 9112 7.1; trailers are short and skipped. m_bytes starts at a chunk's size line.
void AnswerReader::read_chunks()
{
    for (;;) {
        auto const line = m_bytes.find("\r\n");
        if (line == std::string::npos) {
            m_done = m_closes = m_bytes.size() > LargestHead;
            return;
        }
        std::size_t size = 0;
        auto const [end, fault] = std::from_chars(m_bytes.data(), m_bytes.data() + line, size, 16);
        if (fault != std::errc() || end == m_bytes.data() || size > LargestBody) {
            m_done = m_closes = true;
            return;
        }
        if (size == 0) {
            m_done = m_bytes.find("\r\n\r\n", line) != std::string::npos;
            return;
        }
        if (m_bytes.size() < line + 2 + size + 2)
            return;
        keep(std::string_view(m_bytes).substr(line + 2, size));
        m_bytes.erase(0, line + 2 + size + 2);
    }
}

void AnswerReader::read_head()
{
    auto const end = m_bytes.find("\r\n\r\n") + 4;
    std::string_view head(m_bytes.data(), end);
    if (head.size() > 12)
        std::from_chars(head.data() + 9, head.data() + 12, m_status);
    m_head_read = true;
    m_until_close = m_status != 204 && m_status != 304;
    head.remove_prefix(head.find("\r\n") + 2);
    while (head.size() > 2) {
        auto const line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        if (base::starts_with_no_case(line, "content-length:")) {
            auto const digits = base::trim(line.substr(15));
            std::from_chars(digits.data(), digits.data() + digits.size(), m_body_left);
            m_until_close = false;
        } else if (base::starts_with_no_case(line, "transfer-encoding:")) {
            m_chunked = base::lower_ascii(line).find("chunked") != std::string::npos;
        } else if (base::starts_with_no_case(line, "connection:")) {
            m_closes = base::lower_ascii(line).find("close") != std::string::npos;
        }
    }
    if (m_chunked) {
        m_until_close = false;
        m_bytes.erase(0, end);
        return;
    }
    m_closes = m_closes || m_until_close;
    keep(std::string_view(m_bytes).substr(end));
    m_body_left -= std::min(m_body_left, m_bytes.size() - end);
}

void AnswerReader::keep(std::string_view bytes)
{
    m_body.append(bytes.substr(0, KeptBody - std::min(KeptBody, m_body.size())));
}

void AnswerReader::next() { *this = {}; }

}  // namespace simulator
