#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "channels/content.hpp"
#include "channels/problem.hpp"
#include "channels/traits.hpp"

namespace channels {

// At least one. A group is a chat of many and stands alone; the phone wins over the user id: it keeps
// the phone visible to us.
struct Recipient {
    std::optional<std::string> phone = {};  // digits, with or without a plus sign
    std::optional<std::string> user_id = {};
    std::optional<std::string> group_id = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("phone", &Recipient::phone, ""),
                          body("user_id", &Recipient::user_id, ""),
                          body("group_id", &Recipient::group_id, "")};
    }
};

struct TextContent {
    std::string text = {};
    bool preview_link = true;

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("text", &TextContent::text, "", {.max = 100'000, .lines = true}),
                          body("preview_link", &TextContent::preview_link, "")};
    }
};

struct MediaContent {
    MediaKind kind = MediaKind::image;
    std::string provider_id = {};  // from upload_media, put there just before the send
    std::string caption = {};
    std::string file_name = {};              // documents
    bool voice = false;                      // audio: play as a voice note
    std::optional<base::MediaId> file = {};  // which of our files it is

    static constexpr auto fields()
    {
        using base::body;
        using M = MediaContent;
        return std::tuple{
            body("kind", &M::kind, ""),
            body("caption", &M::caption, "", {.max = 100'000, .lines = true}),
            body("file_name", &M::file_name, "", {.max = 1000}),
            body("voice", &M::voice, ""),
            body("file", &M::file, ""),
        };
    }
};

struct CardsContent {
    std::vector<ContactCard> cards = {};

    static constexpr auto fields()
    {
        return std::tuple{base::body("cards", &CardsContent::cards, "", {.max = 300})};
    }
};

// Controls below a text, and a picture, video or document above it.
struct InteractiveContent {
    std::string text = {};
    Interactive controls = {};
    std::optional<MediaContent> header = {};

    static constexpr auto fields()
    {
        using base::body;
        using I = InteractiveContent;
        return std::tuple{body("text", &I::text, "", {.max = 100'000, .lines = true}),
                          body("controls", &I::controls, ""), body("header", &I::header, "")};
    }
};

// A sign on a message; an empty one takes it away.
struct ReactionContent {
    std::string about_id = {};  // the provider's id of that message
    std::string emoji = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("about_id", &ReactionContent::about_id, "", {.max = 1000}),
                          body("emoji", &ReactionContent::emoji, "")};
    }
};

// A value for a place of a template; `name` for templates with named places.
struct TemplateValue {
    std::string name = {};
    std::string text = {};

    static constexpr auto fields()
    {
        using base::body;
        return std::tuple{body("name", &TemplateValue::name, "", {.max = 1000}),
                          body("text", &TemplateValue::text, "", {.max = 100'000, .lines = true})};
    }
};

struct TemplateButton {
    int index = 0;              // over all buttons of the template, from 0
    std::string sub_type = {};  // url, quick_reply, copy_code, flow, catalog, mpm
    // End of the address, payload, code, token of the form, product whose picture is shown.
    std::string text = {};
    std::vector<ListSection> sections = {};  // mpm: the products

    static constexpr auto fields()
    {
        using base::body;
        using T = TemplateButton;
        return std::tuple{body("index", &T::index, ""), body("sub_type", &T::sub_type, ""),
                          body("text", &T::text, "", {.max = 100'000, .lines = true}),
                          body("sections", &T::sections, "")};
    }
};

// One card of a carousel: a picture or video, or a product.
struct TemplateCard {
    std::optional<MediaContent> media = {};
    std::optional<ProductRef> product = {};
    std::vector<TemplateValue> body = {};
    std::vector<TemplateButton> buttons = {};

    static constexpr auto fields()
    {
        using T = TemplateCard;
        return std::tuple{base::body("media", &T::media, ""),
                          base::body("product", &T::product, ""), base::body("body", &T::body, ""),
                          base::body("buttons", &T::buttons, "")};
    }
};

// At most one of the headers.
struct TemplateContent {
    std::string name = {};
    std::string language = {};
    // The provider's own components, JSON text of an array. When given, the rest is not looked at.
    std::string components = {};
    std::vector<TemplateValue> body = {};
    std::optional<TemplateValue> header_text = {};
    std::optional<MediaContent> header_media = {};
    std::optional<Location> header_location = {};
    std::optional<ProductRef> header_product = {};
    std::vector<TemplateButton> buttons = {};
    std::optional<base::Instant> offer_ends_at = {};
    std::vector<TemplateCard> cards = {};

    static constexpr auto fields()
    {
        using T = TemplateContent;
        return std::tuple{
            base::body("name", &T::name, "", {.max = 1000}),
            base::body("language", &T::language, ""),
            base::body("components", &T::components, "", {.max = 1'000'000, .lines = true}),
            base::body("body", &T::body, ""),
            base::body("header_text", &T::header_text, ""),
            base::body("header_media", &T::header_media, ""),
            base::body("header_location", &T::header_location, ""),
            base::body("header_product", &T::header_product, ""),
            base::body("buttons", &T::buttons, ""),
            base::body("offer_ends_at", &T::offer_ends_at, ""),
            base::body("cards", &T::cards, ""),
        };
    }
};

using OutboundContent = std::variant<TextContent, MediaContent, TemplateContent, Location,
                                     CardsContent, InteractiveContent, ReactionContent>;

struct Outbound {
    // Ours, committed before the first byte is written; comes back in StatusUpdate::attempt_id.
    std::string attempt_id = {};
    int tries = 1;  // this one included; waiting times grow with it
    Recipient to = {};
    OutboundContent content = {};
    std::optional<std::string> quoted_id = {};  // the provider's id of the message being answered
};

// Every file in it, in the order it is seen.
std::vector<MediaContent*> media_in(Outbound& message);
// The same as our own ids, each once.
std::vector<base::MediaId> files_in(Outbound const& message);

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
    std::string throughput = {};  // STANDARD, HIGH
    std::string can_send = {};    // AVAILABLE, LIMITED, BLOCKED
    // Shared with the phone app; nothing when the number itself could not be asked.
    std::optional<bool> on_phone_app = {};

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
