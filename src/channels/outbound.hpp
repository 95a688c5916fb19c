#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "channels/problem.hpp"
#include "channels/traits.hpp"

namespace channels {

// At least one of the two. The phone wins when both are known: it keeps the phone visible to us.
struct Recipient {
    std::optional<std::string> phone = {};  // digits, with or without a plus sign
    std::optional<std::string> user_id = {};
};

struct TextContent {
    std::string text = {};
    bool preview_link = true;
};

struct MediaContent {
    MediaKind kind = MediaKind::image;
    std::string provider_id = {};  // from upload_media
    std::string caption = {};
    std::string file_name = {};  // documents
    bool voice = false;          // audio: play as a voice note
};

// A value for a place of a template; `name` for templates with named places.
struct TemplateValue {
    std::string name = {};
    std::string text = {};
};

struct TemplateButton {
    int index = 0;              // over all buttons of the template, from 0
    std::string sub_type = {};  // url, quick_reply, copy_code
    std::string text = {};
};

struct TemplateContent {
    std::string name = {};
    std::string language = {};
    // The provider's own components, JSON text of an array. When given, the rest is not looked at.
    std::string components = {};
    std::vector<TemplateValue> body = {};
    std::optional<TemplateValue> header_text = {};
    std::optional<MediaContent> header_media = {};
    std::vector<TemplateButton> buttons = {};
};

struct Outbound {
    // Ours, committed before the first byte is written; comes back in StatusUpdate::attempt_id.
    std::string attempt_id = {};
    int tries = 1;  // this one included; waiting times grow with it
    Recipient to = {};
    std::variant<TextContent, MediaContent, TemplateContent> content = {};
    std::optional<std::string> quoted_id = {};  // the provider's id of the message being answered
};

// The provider took it and will report in statuses.
struct Accepted {
    std::string provider_id = {};
    std::string status = {};  // accepted, held_for_quality_assessment, paused; empty when not said
    std::optional<std::string> phone = {};  // what the provider resolved the recipient to
    std::optional<std::string> user_id = {};
};

// Certainly not taken; the same bytes may be sent again.
struct TryLater {
    std::chrono::milliseconds wait{0};
    // True: the provider named the time, do not go below it. False: the upper end of a full jitter.
    bool named = false;
    int max_tries = 6;  // when Outbound::tries reaches it, give up with `why`
    Problem why = {};
    bool pair_only = false;  // only this recipient is throttled; others may be sent to
};

// Certainly not taken, and the same bytes would be refused again.
struct Refused {
    Problem why = {};
    // When a person may sensibly try again; 0: any time after the cause is gone. Never automatic.
    std::chrono::seconds not_before{0};
};

// Perhaps taken. A later status settles it by its attempt id; never sent again by itself.
struct Unknown {
    std::string why = {};  // no_answer, server_error, unreadable_answer
    std::string detail = {};
};

// Certainly not taken, and nothing else will be until a person acts. The channel stops sending; the
// message waits.
struct ChannelDown {
    Problem why = {};
};

using SendOutcome = std::variant<Accepted, TryLater, Refused, Unknown, ChannelDown>;

// A file on its way to the provider. `read` gives up to `limit` bytes at `offset`; fewer means the
// end. It may be called more than once for the same place.
struct OutgoingMedia {
    MediaKind kind = MediaKind::image;
    std::string mime = {};
    std::string file_name = {};
    std::uint64_t size = 0;
    std::function<std::string(std::uint64_t offset, std::size_t limit)> read = {};
};

// Receives a download in order. False stops it with code `media_failed`.
using MediaSink = std::function<bool(std::string_view bytes)>;

struct FetchedMedia {
    std::string mime = {};
    std::uint64_t size = 0;
    // Whether the provider's checksum agrees; nothing when it gave none we can read. A difference
    // is for the log: providers write it in several ways.
    std::optional<bool> checksum_matches = {};
};

struct Check {
    std::string name = {};  // reach, token, secret, number, health, account, subscription
    bool ok = false;
    std::string detail = {};  // for developers; never holds the token
};

// What a live look at the account found.
struct Inspection {
    std::vector<Check> checks = {};
    std::optional<Problem> problem = {};  // the first thing in the way, if any
    std::string display_phone = {};       // digits
    std::string verified_name = {};
    std::string quality = {};  // GREEN, YELLOW, RED, UNKNOWN
    std::string status = {};   // CONNECTED is needed to send
    std::string parent_name = {};

    bool ok() const { return !problem; }
};

struct Template {
    std::string id = {};
    std::string name = {};
    std::string language = {};
    std::string category = {};
    std::string status = {};            // only APPROVED can be sent
    std::string parameter_format = {};  // POSITIONAL or NAMED
    std::string components = {};        // JSON text of an array
    std::string quality = {};
    std::string rejected_reason = {};
};

}  // namespace channels
