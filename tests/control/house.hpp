#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <unistd.h>

#include "control/control.hpp"
#include "control/member.hpp"
#include "control/session.hpp"
#include "control/setup.hpp"
#include "control/sign_in.hpp"
#include "control/workspace_life.hpp"
#include "crypto/base32.hpp"
#include "crypto/totp.hpp"

// A clock that tests move.
class MovedClock final : public base::Clock {
public:
    base::Instant now() const override { return {m_now.load()}; }
    std::chrono::milliseconds monotonic() const override
    {
        return std::chrono::milliseconds(m_now.load());
    }
    void advance(std::chrono::milliseconds by) { m_now += by.count(); }

private:
    std::atomic<std::int64_t> m_now{1'800'000'000'000};
};

// The same chance each time.
class SeededRandom final : public base::Random {
public:
    void fill(std::span<std::uint8_t> out) override
    {
        std::lock_guard const lock(m_mutex);
        for (auto& byte : out)
            byte = std::uint8_t(m_engine());
    }

private:
    std::mutex m_mutex;
    std::mt19937 m_engine{20261121};
};

inline constexpr auto GoodPassword = "tubruk senja 71 awan";

// A data folder of its own with a clock that is moved; removed at the end.
struct House {
    House()
    {
        static std::atomic<int> count = 0;
        root = std::filesystem::temp_directory_path() /
               ("sapa_control_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
        std::filesystem::create_directories(root);
        open();
    }
    ~House()
    {
        control.reset();
        std::filesystem::remove_all(root);
    }

    std::string folder() const { return (root / "data").string(); }
    base::World world() { return {clock, random}; }
    control::Facts facts() const
    {
        // The cheapest Argon2id there is: these tests are not about its price.
        return {"0.1-test", false, "https://inbox.example.com", {1, 8192}};
    }
    base::Result<std::unique_ptr<control::Control>> try_open(control::RootKeySource source = {})
    {
        return control::Control::open(folder(), source, facts(), world());
    }
    void open()
    {
        control.reset();
        auto opened = try_open();
        REQUIRE_MESSAGE(opened.ok(), (opened ? "" : opened.error().detail));
        control = std::move(*opened);
        control::sweep_workspaces(*control);
    }
    control::Control& operator*() { return *control; }

    control::Caller stranger(std::string cookie = {}, std::string address = "203.0.113.9")
    {
        control::Credentials credentials;
        credentials.session_cookie = cookie;
        credentials.address = address;
        credentials.user_agent = "Test/1";
        return control::authenticate(*control, credentials);
    }
    // The first owner with workspace "kopi"; gives their session's cookie.
    std::string set_up()
    {
        auto const link = control::make_setup_link(*control);
        REQUIRE(link);
        control::SetUp in;
        in.code = link->substr(link->find("code=") + 5);
        in.name = "Ana Lim";
        in.email = "ana@example.com";
        in.password = GoodPassword;
        in.workspace = {"Kopi Pagi", "kopi", "ID", "Asia/Jakarta", "id"};
        auto made = control::set_up(*control, stranger(), in);
        REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().code));
        return made->session_cookie;
    }
    // Who has this cookie, with their only workspace chosen.
    control::Caller person(std::string const& cookie)
    {
        auto caller = stranger(cookie);
        REQUIRE(caller.is_person());
        REQUIRE(control::choose_workspace(*control, caller, "").ok());
        return caller;
    }
    base::Result<control::WithCookies<control::SignInAnswer>> sign_in(
        std::string const& email, std::string const& password,
        std::string const& address = "203.0.113.9", std::string const& device = {})
    {
        auto caller = stranger({}, address);
        caller.device = device;
        return control::sign_in(*control, caller, {email, password, !device.empty()});
    }
    // A new member of the owner's workspace; gives their cookie.
    std::string add_member(std::string const& owner, std::string const& email, control::Role role)
    {
        auto const made = control::invite(*control, person(owner), {email, role});
        REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().code));
        auto const token = made->link.substr(made->link.rfind('/') + 1);
        auto const joined = control::accept_invitation(
            *control, stranger(), {token, "Member", std::string(GoodPassword)});
        REQUIRE_MESSAGE(joined.ok(), (joined ? "" : joined.error().code));
        return joined->session_cookie;
    }

    MovedClock clock;
    SeededRandom random;
    std::filesystem::path root;
    std::unique_ptr<control::Control> control;
};

inline std::string end_of(std::string const& link)
{
    return link.substr(link.find_last_of("/=") + 1);
}
