#include "control/input_rule.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "crypto/password.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

Error wrong_field(std::string_view field, std::string_view code)
{
    return {Fault::invalid,
            "invalid_input",
            "Look at the named fields.",
            {{std::string(field), std::string(code)}}};
}

namespace {

bool is_local_byte(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f &&
           std::string_view("()<>[]:;@\\,\"").find(c) == std::string_view::npos;
}

bool is_domain(std::string_view domain)
{
    if (domain.empty() || domain.size() > 253)
        return false;
    std::size_t at = 0;
    while (at <= domain.size()) {
        auto const dot = std::min(domain.find('.', at), domain.size());
        auto const label = domain.substr(at, dot - at);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        for (auto const c : label) {
            auto const byte = static_cast<unsigned char>(c);
            auto const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
            if (!plain && byte < 0x80)
                return false;
        }
        at = dot + 1;
    }
    return true;
}

constexpr std::array<std::string_view, 12> KeptSlugs = {"api",      "app",     "admin",  "docs",
                                                        "setup",    "sign-in", "static", "assets",
                                                        "webhooks", "media",   "sapa",   "healthz"};

}  // namespace

Result<std::string> read_email(std::string_view text, std::string_view field)
{
    auto const email = base::lower_ascii(base::trim(text));
    auto const at = email.rfind('@');
    if (email.empty())
        return wrong_field(field, "required");
    if (email.size() > 254 || !base::is_utf8(email))
        return wrong_field(field, email.size() > 254 ? "too_long" : "bad_format");
    if (at == std::string::npos || at == 0 || at > 64)
        return wrong_field(field, "bad_format");
    auto const local = std::string_view(email).substr(0, at);
    auto const dots = local.front() == '.' || local.back() == '.' ||
                      local.find("..") != std::string_view::npos;
    if (dots || !std::ranges::all_of(local, is_local_byte) ||
        !is_domain(std::string_view(email).substr(at + 1)))
        return wrong_field(field, "bad_format");
    return email;
}

Result<std::string> read_slug(std::string_view text, std::string_view field)
{
    auto const slug = std::string(base::trim(text));
    if (slug.size() < 2)
        return wrong_field(field, slug.empty() ? "required" : "too_short");
    if (slug.size() > 40)
        return wrong_field(field, "too_long");
    auto letters = false;
    for (auto const c : slug) {
        auto const letter = c >= 'a' && c <= 'z';
        if (!letter && !(c >= '0' && c <= '9') && c != '-')
            return wrong_field(field, "bad_format");
        letters |= letter;
    }
    if (!letters || slug.front() == '-' || slug.back() == '-')
        return wrong_field(field, "bad_format");
    if (std::ranges::find(KeptSlugs, slug) != KeptSlugs.end())
        return wrong_field(field, "not_allowed");
    return slug;
}

Result<void> check_password(std::string_view password, std::vector<std::string> const& personal,
                            std::string_view field)
{
    if (password.empty())
        return wrong_field(field, "required");
    auto names = personal;
    names.emplace_back("sapa");
    auto const problem = crypto::password_problem(password, names);
    if (!problem)
        return {};
    auto error = wrong_field(field, *problem);
    if (*problem != "too_short" && *problem != "too_long")
        error.code = "weak_password";
    return error;
}

}  // namespace control
