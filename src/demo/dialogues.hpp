#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace demo {

enum class Who { customer, shop, note };

struct Line {
    Who who;
    std::string_view text;
};

struct Dialogue {
    std::vector<Line> lines;
};

// What a shop talks about in one language. All names and numbers are invented.
struct Shop {
    std::string_view prefix;  // of phone numbers, country code first
    std::vector<std::string_view> names;
    std::vector<std::string_view> surnames;
    std::vector<std::string_view> labels;
    std::vector<Dialogue> dialogues;
};

// en, id, ms, ar, pt-BR; null for others.
Shop const* shop_in(std::string_view language);

Shop english();
Shop indonesian();
Shop malay();
Shop arabic();
Shop portuguese();

}  // namespace demo
