#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "control/deletion.hpp"
#include "crypto/secret.hpp"
#include "intake/door.hpp"

namespace intake {

// What Meta calls when somebody who connected an account takes that back: its apps have two addresses
// for it, "Deauthorize callback URL" and "Data deletion request URL"
// (developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback, read
// 2026-11-20). `key` is the webhook key of any channel of the app, or the installation's own app's
// (control/signup_app.hpp): it names the one secret the call has to be signed with, so that nobody can
// make us try all secrets of all businesses.
//
// Whom it concerns: channels of that app which this person is known to have connected, in any
// workspace; and in the workspace of a channel's key also those of which it is not known who did. Any
// thread.
//
// Refuses `not_found` for an unknown key; invalid `signed_request_malformed`; forbidden
// `signed_request_forged`, `signed_request_expired`. A refused call leaves nothing behind.
class Farewell {
public:
    Farewell(Directory& directory, control::Control& control)
        : m_directory(directory), m_control(control)
    {
    }

    // Those channels lose their token and say so. `address`: who called, for the audit trail.
    base::Result<void> deauthorize(std::string_view key, std::string_view signed_request,
                                   std::string const& address);
    // The same, and who connected them is forgotten; gives the code under which that can be looked
    // up. It is done when this returns; a refusal `unavailable` leaves it to resume().
    base::Result<std::string> erase(std::string_view key, std::string_view signed_request,
                                    std::string const& address);
    // When the server starts and every minute: deletions that a crash cut short, or that met a
    // workspace which was not open or could not be written.
    void resume();

    std::uint64_t refused() const { return m_refused; }

private:
    struct Asked {
        control::DeletionTargets targets;
        base::WorkspaceId workspace;  // of the key; none: the installation's own
    };
    // The one secret a key stands for, and whose it is.
    struct Signer {
        crypto::SecretText secret;
        std::shared_ptr<workspace::Workspace> home;
    };
    base::Result<Signer> signer(std::string_view key);
    base::Result<Asked> open(std::string_view key, std::string_view signed_request);
    // Refuses when one of them cannot be reached now; again is harmless.
    base::Result<void> forget(control::DeletionTargets const& targets, std::string const& address);
    bool is_gone(base::WorkspaceId id) const;
    void note(std::string_view action, std::string target, base::WorkspaceId workspace,
              std::string const& address);

    Directory& m_directory;
    control::Control& m_control;
    std::atomic<std::uint64_t> m_refused{0};
};

}  // namespace intake
