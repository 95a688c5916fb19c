#pragma once

#include <map>
#include <optional>
#include <variant>

#include "base/time.hpp"
#include "simulator/exchange.hpp"

namespace simulator {

// Forms of a business ("flows") at Graph: drafts, their JSON, publishing, retiring. What a form looks
// like on a phone is not simulated. Layouts: npm @kapso/whatsapp-cloud-api 0.3.0 and the flows
// reference, read 2026-09; their content is not judged beyond what every flow must have.
class Flows {
public:
    using Outcome = std::variant<Answer, GraphError>;

    // An answer when the path is about flows: /{account}/flows, /{flow}, /{flow}/assets, /publish,
    // /deprecate. `now` becomes the time of a change. Under the core's lock.
    std::optional<Outcome> handle(Call const& call, base::Instant now);
    void clear() { m_flows.clear(); }

private:
    struct Flow {
        std::string id = {};
        std::string waba_id = {};
        std::string name = {};
        std::string status = "DRAFT";
        std::string endpoint = {};
        std::string json = {};
        base::Json categories = base::Json::array();
        base::Json problems = base::Json::array();
        base::Instant changed = {};
    };

    Outcome create(Call const&, std::string_view waba_id, base::Instant now);
    Outcome list(Call const&, std::string_view waba_id) const;
    Outcome change(Call const&, Flow&, base::Instant now);
    Outcome assets(Call const&, Flow&, base::Instant now);
    Outcome publish(Flow&, base::Instant now);
    base::Json about(Flow const&, Call const&) const;

    std::map<std::string, Flow, std::less<>> m_flows;
    std::uint64_t m_count = 0;
};

}  // namespace simulator
