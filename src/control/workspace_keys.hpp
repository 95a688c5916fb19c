#pragma once

#include <array>
#include <memory>
#include <mutex>

#include "control/control.hpp"
#include "crypto/data_key.hpp"
#include "workspace/workspace.hpp"

namespace control {

// The unwrapped keys of one open workspace: what opens its file, and what seals values inside. Any
// thread. Holds the Control it came from, which must outlive it.
class WorkspaceKeys final : public workspace::Sealer {
public:
    // Refuses `workspace_unusable`.
    static base::Result<std::shared_ptr<WorkspaceKeys const>> load(
        Control& control, WorkspaceRecord const& workspace);

    std::string seal(std::string_view plain, Place const& place) const override;
    // A key version that came later (a rotation by another process) is fetched when first met.
    base::Result<std::string> open(std::string_view sealed, Place const& place) const override;

    db::Key file_key() const { return {m_file_key.bytes(), m_mark}; }
    // Of the data key in `version`; nothing when it is not there any more.
    static base::Result<crypto::Secret<32>> file_key_of(Control& control,
                                                        WorkspaceRecord const& workspace,
                                                        std::uint32_t version);

private:
    explicit WorkspaceKeys(Control& control) : m_control(control) {}
    static base::Result<std::shared_ptr<crypto::KeyRing const>> load_ring(Control& control,
                                                                          base::WorkspaceId id);
    std::shared_ptr<crypto::KeyRing const> ring() const;

    Control& m_control;
    base::WorkspaceId m_workspace;
    crypto::Secret<32> m_file_key;
    std::array<std::uint8_t, 16> m_mark{};
    mutable std::mutex m_mutex;  // guards m_ring
    mutable std::shared_ptr<crypto::KeyRing const> m_ring;
};

}  // namespace control
