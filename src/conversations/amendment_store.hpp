#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "conversations/words.hpp"
#include "db/reader.hpp"

// What happens to a message after it was written: signs put on it, other words, taken back. The
// newest word wins by its own time, in whatever order it comes.
namespace conversations::store {

// The one sign of an author on a message; an empty emoji takes it away and is kept, so that an older
// one that comes late does not come back. False when a newer one is here.
bool react(db::Writer const&, base::MessageId, Side, std::int64_t author, std::string_view emoji,
           base::Instant at);

struct Amendable {
    base::MessageId id;
    std::string text;
    std::optional<std::string> content;  // JSON
    base::Instant at;                    // of the first words
    std::optional<base::Instant> edited_at;
    bool revoked = false;

    static constexpr auto row()
    {
        using A = Amendable;
        return std::tuple{&A::id, &A::text, &A::content, &A::at, &A::edited_at, &A::revoked};
    }
};
std::optional<Amendable> amendable(db::Reader const&, base::MessageId);

// Keeps these words as one version of the message, once for each time.
void keep_version(db::Writer const&, base::MessageId, std::string_view text,
                  std::optional<std::string> const& content, base::Instant at);
// The message says this from now on.
void rewrite(db::Writer const&, base::MessageId, std::string_view text,
             std::optional<std::string> const& content, base::Instant at);
// False when it was taken back already.
bool revoke(db::Writer const&, base::MessageId, base::Instant at);
bool is_revoked(db::Reader const&, base::MessageId);

struct Version {
    std::string text;
    std::optional<std::string> content;
    base::Instant at;

    static constexpr auto row()
    {
        return std::tuple{&Version::text, &Version::content, &Version::at};
    }
};
// The newest of them, oldest first; none for a message that was never edited.
std::vector<Version> versions(db::Reader const&, base::MessageId, int limit);

}  // namespace conversations::store
