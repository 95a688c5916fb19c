#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/notices/notice.hpp"
#include "db/reader.hpp"

namespace accounts::store {

struct NewNotice {
    base::ChannelId channel;
    std::string key;
    std::string field;
    std::string kind;
    channels::Severity severity = channels::Severity::info;
    std::string subject;
    std::string facts;  // JSON
    std::string raw;
    base::Instant at;
};
struct Kept {
    NoticeId id;
    bool fresh = false;  // not told before
};
// Told again after more than `quiet_for`, it is unread once more.
Kept keep_notice(db::Writer const&, NewNotice const&, base::Instant now, base::Instant quiet_since);
std::optional<Notice> find_notice(db::Reader const&, NoticeId);

// Newest first, below `before`. Each walks an index.
std::vector<Notice> notices(db::Reader const&, std::int64_t before, int limit);
std::vector<Notice> notices_of(db::Reader const&, base::ChannelId, std::int64_t before, int limit);
// The first walks the unread of all channels.
std::vector<Notice> unread_notices(db::Reader const&, std::optional<base::ChannelId>,
                                   std::int64_t before, int limit);
std::int64_t count_unread(db::Reader const&, int most);

void mark_read(db::Writer const&, NoticeId, base::Instant now);
void mark_all_read(db::Writer const&, std::optional<base::ChannelId>, base::Instant now);
int drop_notices(db::Writer const&, base::Instant before, int limit);

// Whether the account was said to be well again after `at`.
bool recovered_since(db::Reader const&, base::ChannelId, base::Instant at);

// A template's state as a notice tells it, unless something newer is known. False when nothing changed.
bool update_template(db::Writer const&, base::ChannelId, channels::TemplateNews const&,
                     base::Instant at);

}  // namespace accounts::store
