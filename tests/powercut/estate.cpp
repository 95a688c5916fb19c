#include "powercut/estate.hpp"

#include <filesystem>
#include <iostream>

#include "accounts/account.hpp"
#include "cli/reseal.hpp"
#include "control/backup.hpp"
#include "control/rotation.hpp"
#include "control/workspace_life.hpp"
#include "db/upkeep.hpp"
#include "support/channel.hpp"
#include "support/world.hpp"

namespace powercut {

namespace {

namespace fs = std::filesystem;
using control::Control;

struct Step {
    std::string what;
    std::size_t begun = 0;  // how much of the tape there was
    std::size_t done = 0;   // 0: it was not, or not yet
};
using Steps = std::vector<Step>;

// How far a step had come when the power went.
enum class Reach { nothing, begun, done };

class Estate {
public:
    Estate(std::string const& root, std::uint64_t seed) : m_root(root), m_random(seed) {}

    base::World world() { return {m_clock, m_random}; }
    std::string folder() const { return m_root + "/data"; }
    std::string backup(int n) const { return m_root + "/" + std::to_string(n) + ".sapabackup"; }

    // As the server starts.
    base::Result<void> open()
    {
        m_control.reset();
        // The cheapest passwords there are: nobody signs in here.
        m_control = TRY(
            Control::open(folder(), {}, {"0", false, "https://x.example", {1, 8192}}, world()));
        control::sweep_workspaces(*m_control);
        TRY(control::resume_root_rotation(*m_control));
        control::finish_rotations(*m_control, cli::reseal(world()));
        control::finish_deletions(*m_control);
        return {};
    }
    void close() { m_control.reset(); }

    base::Result<void> make(std::string const& slug)
    {
        TRY(control::create_owned_workspace(*m_control, control::operator_caller(),
                                            {slug, slug, "ID", "Asia/Jakarta", "id"},
                                            slug + "@example.com", "Ana"));
        auto const here = TRY(workspace(slug));
        tests::add_channel(*here);
        return {};
    }
    base::Result<void> remove(std::string const& slug)
    {
        auto const record = found(slug);
        TRY(control::delete_workspace_directly(*m_control, control::operator_caller(),
                                               record.value().id));
        return {};
    }
    base::Result<void> rotate(std::string const& slug)
    {
        TRY(control::rotate_workspace(*m_control, control::operator_caller(), slug,
                                      cli::reseal(world())));
        return {};
    }
    base::Result<void> rotate_root()
    {
        TRY(control::rotate_root(*m_control, control::operator_caller()));
        return {};
    }
    base::Result<void> write_backup(int n)
    {
        TRY(control::write_backup(*m_control, control::operator_caller(), backup(n), std::nullopt));
        return {};
    }
    base::Result<void> verify(int n)
    {
        control::BackupAccess access;
        access.folder = folder();
        TRY(control::verify_backup(backup(n), access, m_root, world()));
        return {};
    }
    std::optional<control::WorkspaceRecord> found(std::string const& slug)
    {
        return m_control->read([&](control::ControlReader const& db) {
            return control::store::find_workspace(db, slug);
        });
    }
    base::Result<std::shared_ptr<workspace::Workspace>> workspace(std::string const& slug)
    {
        return workspace::Workspace::open(TRY(m_control->open_record(found(slug).value())),
                                          world());
    }
    // Whole, with a channel whose credentials open when it has one.
    base::Result<void> look_into(std::string const& slug, bool wants_channel)
    {
        auto const here = TRY(workspace(slug));
        auto whole = base::Result<void>();
        here->writer().between([&](db::Connection& connection) {
            whole = db::check_file(connection, db::Check::full);
        });
        TRY(whole);
        if (!fs::is_directory(here->media_folder()))
            return base::Error{base::Fault::unavailable, "media_folder_lost"};
        auto const reader = here->read();
        auto const channel = reader->maybe<base::ChannelId>(R"sql(SELECT id FROM channel)sql");
        if (!channel && wants_channel)
            return base::Error{base::Fault::not_found, "channel_lost"};
        if (channel && !accounts::load(*here, *reader, *channel))
            return base::Error{base::Fault::unavailable, "credentials_lost"};
        return {};
    }
    bool has_strangers()
    {
        // One file and one folder for each workspace.
        auto known = m_control->read([](control::ControlReader const& db) {
            return control::store::workspaces_in(db, control::WorkspaceState::active).size();
        });
        for (auto const& file : fs::directory_iterator(folder() + "/workspaces"))
            known -= file.path().extension() == ".db";
        return known != 0;
    }

private:
    std::string m_root;
    tests::MovableClock m_clock;
    tests::SeededRandom m_random;
    std::unique_ptr<Control> m_control;
};

Steps live(Recording& recording, Estate& estate)
{
    Steps steps;
    auto const step = [&](std::string what, auto work) {
        steps.push_back({std::move(what), recording.position()});
        if (auto const done = work(); !done)
            throw std::runtime_error(steps.back().what + ": " + done.error().code);
        steps.back().done = recording.position();
    };
    step("set up", [&] { return estate.open(); });
    step("kopi", [&] { return estate.make("kopi"); });
    step("root key", [&] { return estate.rotate_root(); });
    step("teh", [&] { return estate.make("teh"); });
    step("backup 1", [&] { return estate.write_backup(1); });
    step("data key", [&] { return estate.rotate("kopi"); });
    step("start", [&] { return estate.open(); });
    step("no teh", [&] { return estate.remove("teh"); });
    step("backup 2", [&] { return estate.write_backup(2); });
    estate.close();
    return steps;
}

std::string trouble(Estate& estate, Steps const& steps, std::size_t cut)
{
    auto const reach = [&](std::string_view what) {
        auto const& step = *std::ranges::find(steps, what, &Step::what);
        return step.done != 0 && step.done <= cut ? Reach::done
             : step.begun <= cut                  ? Reach::begun
                                                  : Reach::nothing;
    };
    if (auto const opened = estate.open(); !opened)
        return "does not open: " + opened.error().code + " " + opened.error().detail;
    for (std::string const slug : {"kopi", "teh"}) {
        auto const made = reach(slug);
        auto const gone = slug == "teh" ? reach("no teh") : Reach::nothing;
        auto const here = estate.found(slug).has_value();
        if (here && (made == Reach::nothing || gone == Reach::done))
            return slug + " is there";
        if (!here && made == Reach::done && gone == Reach::nothing)
            return slug + " is lost";
        if (!here)
            continue;
        if (auto const looked = estate.look_into(slug, made == Reach::done); !looked)
            return slug + ": " + looked.error().code + " " + looked.error().detail;
    }
    if (estate.has_strangers())
        return "files that belong to no workspace, or none for one";
    for (int n : {1, 2}) {
        auto const made = reach("backup " + std::to_string(n));
        if (fs::exists(estate.backup(n))) {
            if (auto const whole = estate.verify(n); !whole)
                return "backup " + std::to_string(n) + ": " + whole.error().code;
        } else if (made == Reach::done) {
            return "backup " + std::to_string(n) + " is lost";
        }
    }
    return {};
}

}  // namespace

int cut_estate(int cuts, std::uint64_t seed, Lie lie)
{
    std::mt19937_64 chance(seed);
    tests::TemporaryFolder folder;
    auto const root = folder.path("estate");
    fs::create_directory(root);
    auto platter = Platter::of(root);
    Steps steps;
    Tape tape;
    {
        Recording recording(root);
        Estate estate(root, seed);
        steps = live(recording, estate);
        tape = recording.take();
    }
    std::vector<std::size_t> places;
    for (int i = 0; i < cuts; ++i)
        places.push_back(chance() % (tape.size() + 1));
    std::ranges::sort(places);
    auto wrong = 0;
    for (auto const place : places) {
        platter.play(tape, place, lie);
        auto const remains = folder.path("remains");
        fs::remove_all(remains);
        fs::create_directory(remains);
        platter.cut(chance(), remains);
        std::string said;
        try {
            Estate estate(remains, chance());
            said = trouble(estate, steps, place);
        } catch (std::exception const& e) {
            said = std::string("cannot be used: ") + e.what();
        }
        if (said.empty())
            continue;
        ++wrong;
        std::cout << "wrong: data folder, seed " << seed << ", cut before event " << place << " of "
                  << tape.size() << ": " << said << std::endl;
    }
    return wrong;
}

}  // namespace powercut
