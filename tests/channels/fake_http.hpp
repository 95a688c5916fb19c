#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "net/http_client.hpp"

// Answers with what the test put in, in order, and remembers what was asked. When nothing is left
// it answers like an unreachable host.
class FakeHttp final : public net::HttpClient {
public:
    FakeHttp& answer(int status, std::string body, net::HeaderList headers = {})
    {
        m_answers.emplace_back(net::HttpReply{status, std::move(headers), std::move(body)});
        return *this;
    }
    FakeHttp& fail(net::NetFailure::Stage stage)
    {
        m_answers.emplace_back(net::NetFailure{stage, "said the test"});
        return *this;
    }

    net::HttpOutcome perform(net::HttpRequest const& request) override
    {
        asked.push_back(request);
        if (m_answers.empty())
            return net::NetFailure{net::NetFailure::Stage::connect, "nothing left to answer"};
        auto outcome = std::move(m_answers.front());
        m_answers.pop_front();
        auto* const reply = std::get_if<net::HttpReply>(&outcome);
        if (!reply || !request.sink || reply->status < 200 || reply->status >= 300)
            return outcome;
        if (reply->body.size() > request.answer_limit)
            return net::NetFailure{net::NetFailure::Stage::answer_too_large, {}};
        // In two pieces, so that nobody relies on one.
        auto const half = reply->body.size() / 2;
        for (auto const& piece : {reply->body.substr(0, half), reply->body.substr(half)})
            if (!piece.empty() && !request.sink(piece))
                return net::NetFailure{net::NetFailure::Stage::stopped_by_sink, {}};
        reply->body.clear();
        return outcome;
    }

    std::vector<net::HttpRequest> asked;

private:
    std::deque<net::HttpOutcome> m_answers;
};
