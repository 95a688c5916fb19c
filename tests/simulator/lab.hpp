#pragma once

#include <string>
#include <vector>

#include "simulator/core.hpp"

// A simulator with a clock that only we move, and chance that repeats.
struct Lab {
    struct HandClock final : base::Clock {
        base::Instant at{1795000000000};
        base::Instant now() const override { return at; }
        std::chrono::milliseconds monotonic() const override
        {
            return std::chrono::milliseconds(at.ms);
        }
    };

    HandClock clock;
    simulator::SeededRandom chance{7};
    simulator::Core core;

    explicit Lab(simulator::Options options = {.seed = 1})
        : core(std::move(options), {clock, chance})
    {
        control("POST", "/sim/webhook", {{"url", "http://127.0.0.1:1/hook"}});
    }

    simulator::Answer call(std::string method, std::string path, base::Json const& body = {},
                           std::vector<std::pair<std::string, std::string>> query = {},
                           std::string token = "EAASIMTOKEN0001")
    {
        simulator::Call one{
            .method = std::move(method), .path = std::move(path), .query = std::move(query)};
        one.token = std::move(token);
        one.content_type = "application/json";
        one.body = body.is_null() ? "" : body.dump();
        one.origin = "http://127.0.0.1:8090";
        return core.handle(one);
    }
    simulator::Answer control(std::string method, std::string path, base::Json const& body = {})
    {
        return call(std::move(method), std::move(path), body, {}, "");
    }
    // A send from the usual number.
    simulator::Answer send(base::Json body)
    {
        body["messaging_product"] = "whatsapp";
        return call("POST", "/v26.0/440022330055662/messages", body);
    }
    simulator::Answer say(std::string const& customer, base::Json const& what)
    {
        return control("POST", "/sim/customers/" + customer + "/messages", what);
    }
    // What is due within that time, each POST answered with `status` at its moment.
    std::vector<simulator::Delivery> pass(std::chrono::milliseconds time, int status = 200)
    {
        std::vector<simulator::Delivery> all;
        auto const end = clock.at + time;
        for (;;) {
            auto const due = core.next_due();
            // The simulated clock may have been moved ahead of ours.
            auto const wait = due ? *due - core.now() : time;
            if (!due || clock.at + wait > end)
                break;
            clock.at = std::max(clock.at, clock.at + wait);
            for (auto const& one : core.run_due()) {
                core.delivered(one, status);
                all.push_back(one);
            }
        }
        clock.at = end;
        return all;
    }
};

inline base::Json body_of(simulator::Answer const& answer)
{
    return base::parse_json(answer.body).value();
}

// The first change's `value` of a webhook.
inline base::Json value_of(simulator::Delivery const& delivery)
{
    return base::parse_json(delivery.body).value()["entry"][0]["changes"][0]["value"];
}

// "sent delivered read" in the order of the POSTs; messages as "in:text".
inline std::string story(std::vector<simulator::Delivery> const& all)
{
    std::string out;
    for (auto const& one : all) {
        auto const value = value_of(one);
        auto const word = value.contains("statuses")
                            ? value["statuses"][0]["status"].get<std::string>()
                            : "in:" + value["messages"][0]["type"].get<std::string>();
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}
