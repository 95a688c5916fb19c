// The power goes at random moments, and what the disk may hold then is opened, finished and
// compared with what was promised.
//
//   powercut [--cuts N] [--seed N] [--lie file|folder] [--keep FOLDER]
//
// Lives follow each other: one is cut in twenty places, each remainder is checked, and the next life
// begins from one of them, so that the power also goes while an earlier cut is being repaired. After
// 25 lives everything begins anew with the next seed; a failure names the one it began with. The same
// seed takes the same steps; only how the writer's and the copier's threads meet may differ.

#include <charconv>
#include <filesystem>
#include <iostream>
#include <random>

#include "base/log.hpp"
#include "db/upkeep.hpp"
#include "powercut/estate.hpp"
#include "powercut/life.hpp"

namespace powercut {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr int LivesInChapter = 25;
constexpr int CutsInLife = 20;

struct Options {
    int cuts = 500;
    std::uint64_t seed = 0;
    Lie lie = Lie::none;
    std::string keep;
};

struct Cut {
    std::size_t at;
    std::uint64_t seed;
};

std::vector<std::string> examine(std::string const& folder, std::uint64_t seed,
                                 std::chrono::milliseconds age, Book const& book)
{
    try {
        auto provider = book.provider();
        tests::Backroom house(folder, seed, age, provider);
        std::vector<std::string> out;
        house.workspace->writer().between([&](db::Connection& connection) {
            if (auto const whole = db::check_file(connection, db::Check::full); !whole)
                out.push_back(whole.error().detail);
        });
        house.settle();
        auto const found = book.differences(house, provider);
        out.insert(out.end(), found.begin(), found.end());
        return out;
    } catch (std::exception const& e) {
        return {std::string("does not open: ") + e.what()};
    }
}

class Chapter {
public:
    Chapter(Options const& options, std::uint64_t seed)
        : m_options(options), m_seed(seed), m_chance(seed)
    {
        tests::Provider nobody;
        tests::Backroom const made(m_folder.path("0"), seed, 0ms, nobody);
    }

    // Gives how many cuts went wrong.
    int run(int cuts)
    {
        auto wrong = 0;
        for (int life = 0; life < LivesInChapter && cuts > 0; ++life) {
            auto const here = m_folder.path(std::to_string(life));
            auto platter = Platter::of(here);
            auto const tape = recorded(here);
            m_age += 10min;
            events += tape.size();

            std::vector<Cut> places;
            for (int i = 0; i < std::min(cuts, CutsInLife); ++i)
                places.push_back({m_chance() % (tape.size() + 1), m_chance()});
            std::ranges::sort(places, {}, &Cut::at);
            cuts -= int(places.size());
            auto const goes_on = m_chance() % places.size();
            Book next;
            for (std::size_t i = 0; i < places.size(); ++i) {
                platter.play(tape, places[i].at, m_options.lie);
                auto const past = m_book.until(places[i].at);
                if (i == goes_on) {
                    next = past;
                    platter.cut(places[i].seed, fresh(std::to_string(life + 1)));
                }
                wrong += check(platter, places[i], past, life);
            }
            fs::remove_all(here);
            m_book = std::move(next);
        }
        return wrong;
    }

    std::size_t events = 0;

private:
    Tape recorded(std::string const& folder)
    {
        Life one(folder, m_chance(), m_age, m_book);
        one.live();
        return one.end();
    }

    std::string fresh(std::string const& name)
    {
        auto const folder = m_folder.path(name);
        fs::remove_all(folder);
        fs::create_directory(folder);
        return folder;
    }

    int check(Platter const& platter, Cut const& place, Book const& book, int life)
    {
        auto const folder = fresh("cut");
        platter.cut(place.seed, folder);
        auto const found = examine(folder, place.seed, m_age, book);
        if (found.empty())
            return 0;
        std::cout << "wrong: seed " << m_seed << ", life " << life << ", cut before event "
                  << place.at << "\n";
        for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 5); ++i)
            std::cout << "    " << found[i] << "\n";
        if (!m_options.keep.empty()) {
            auto const kept = m_options.keep + "/" + std::to_string(m_seed) + "-" +
                              std::to_string(life) + "-" + std::to_string(place.at);
            fs::create_directories(kept);
            platter.cut(place.seed, kept);
            std::cout << "    what the disk held: " << kept << "\n";
        }
        return 1;
    }

    Options const& m_options;
    std::uint64_t m_seed;
    std::mt19937_64 m_chance;
    tests::TemporaryFolder m_folder;
    std::chrono::milliseconds m_age{0};
    Book m_book;
};

std::uint64_t number(char const* text)
{
    std::uint64_t value = 0;
    std::from_chars(text, text + std::string_view(text).size(), value);
    return value;
}

Options options_of(int count, char** words)
{
    Options options;
    options.seed = std::random_device()();
    for (int i = 1; i + 1 < count; i += 2) {
        std::string_view const name(words[i]);
        std::string_view const value(words[i + 1]);
        if (name == "--cuts")
            options.cuts = int(number(words[i + 1]));
        else if (name == "--seed")
            options.seed = number(words[i + 1]);
        else if (name == "--keep")
            options.keep = value;
        else if (name == "--lie")
            options.lie = value == "file" ? Lie::file_sync : Lie::folder_sync;
    }
    return options;
}

}  // namespace

}  // namespace powercut

int main(int count, char** words)
{
    using namespace powercut;
    auto const options = options_of(count, words);
    base::set_log_level(base::LogLevel::error);
    std::cout << options.cuts << " cuts, seed " << options.seed << std::endl;
    auto wrong = 0;
    std::size_t events = 0;
    auto seed = options.seed;
    for (auto left = options.cuts; left > 0; left -= LivesInChapter * CutsInLife) {
        try {
            Chapter chapter(options, seed++);
            wrong += chapter.run(left);
            events += chapter.events;
        } catch (std::exception const& e) {
            std::cout << "wrong: seed " << seed - 1 << ": " << e.what() << std::endl;
            ++wrong;
        }
    }
    std::cout << (wrong == 0 ? "ok" : "FAIL")
              << " powercut: nothing acknowledged is lost, doubled or "
              << "half after " << options.cuts << " cuts among " << events
              << " writes and syncs: " << wrong << " went wrong" << std::endl;
    auto const estates = options.cuts / 5;
    auto const lost = cut_estate(estates, options.seed, options.lie);
    std::cout << (lost == 0 ? "ok" : "FAIL")
              << " powercut: setting up, workspaces, keys and backups "
              << "are whole after " << estates << " cuts: " << lost << " went wrong" << std::endl;
    return wrong + lost == 0 ? 0 : 1;
}
