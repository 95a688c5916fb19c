#pragma once

#include "cli/context.hpp"

namespace cli {

struct BackupToWrite {
    std::string file;
    std::string offline_public;
    bool make_offline_key = false;
};
base::Result<int> write_backup(Context const& context, BackupToWrite const& in);

struct BackupToRead {
    std::string file;
    std::string offline_key_file;
    std::string scratch;
};
base::Result<int> verify_backup(Context const& context, BackupToRead const& in);
base::Result<int> restore_backup(Context const& context, BackupToRead const& in);

}  // namespace cli
