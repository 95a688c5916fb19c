#include "cli/backups.hpp"

#include <filesystem>

#include "base/text.hpp"
#include "control/backup.hpp"

namespace cli {

using base::Json;
using base::Result;

namespace {

Json json_of(control::BackupSummary const& summary)
{
    return {{"taken_at", base::to_rfc3339(summary.taken_at)},
            {"version", summary.version},
            {"workspaces", summary.workspaces},
            {"media", summary.media},
            {"bytes", summary.bytes}};
}

std::string words_of(control::BackupSummary const& summary)
{
    return std::to_string(summary.workspaces) + " workspaces, " + std::to_string(summary.media) +
           " media files, " + std::to_string(summary.bytes >> 20) + " MB, of " +
           base::to_rfc3339(summary.taken_at);
}

Result<control::BackupAccess> access_of(Context const& context, BackupToRead const& in)
{
    control::BackupAccess access;
    access.folder = context.common.folder;
    access.root_key = context.common.root_key;
    if (in.offline_key_file.empty())
        return access;
    auto const text = control::read_small_file(in.offline_key_file);
    if (!text)
        return base::Error{base::Fault::not_found, "file_missing",
                           in.offline_key_file + " cannot be read"};
    access.offline_secret = std::string(base::trim(*text));
    return access;
}

}  // namespace

Result<int> write_backup(Context const& context, BackupToWrite const& in)
{
    if (in.make_offline_key) {
        auto const pair = crypto::new_offline_keys();
        auto const secret = pair.secret.bytes();
        auto const hex = base::to_hex(
            {reinterpret_cast<char const*>(secret.data()), secret.size()});
        context.terminal.give({{"public", pair.public_hex}, {"secret", hex}});
        context.terminal.say("public  " + pair.public_hex + "\nsecret  " + hex +
                             "\n\nGive the public one to --offline-key; keep the secret one away "
                             "from this machine.");
        return Done;
    }
    auto const control = TRY(context.open());
    auto const offline = in.offline_public.empty() ? std::nullopt
                                                   : std::optional(in.offline_public);
    auto const summary = TRY(
        control::write_backup(*control, control::operator_caller(), in.file, offline));
    auto json = json_of(summary);
    json["file"] = in.file;
    context.terminal.give(json);
    context.terminal.say(in.file + " holds " + words_of(summary) +
                         ".\nIt opens with the root key only, which is not inside.");
    return Done;
}

Result<int> verify_backup(Context const& context, BackupToRead const& in)
{
    auto const scratch = in.scratch.empty() ? std::filesystem::temp_directory_path().string()
                                            : in.scratch;
    auto const summary = TRY(
        control::verify_backup(in.file, TRY(access_of(context, in)), scratch, context.world));
    auto json = json_of(summary);
    json["verified"] = true;
    context.terminal.give(json);
    context.terminal.say(in.file + " is whole and opens: " + words_of(summary) + ".");
    return Done;
}

Result<int> restore_backup(Context const& context, BackupToRead const& in)
{
    auto const summary = TRY(control::restore_backup(in.file, TRY(access_of(context, in)),
                                                     context.common.folder, context.world));
    auto json = json_of(summary);
    json["data"] = context.common.folder;
    context.terminal.give(json);
    context.terminal.say(context.common.folder + " holds " + words_of(summary) + " again.");
    return Done;
}

}  // namespace cli
