#include "control/vault.hpp"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/hash.hpp"
#include "crypto/sealed.hpp"

namespace control {

using base::Error;
using base::Fault;
using base::Result;

namespace {

// Versions under which the two keys of keys.json are wrapped, for workspace "none".
constexpr std::uint32_t ControlKeyVersion = 1;
constexpr std::uint32_t LookUpKeyVersion = 2;

// What keys.json says of one root key: how to recognise it, and our two keys wrapped by it.
struct Locked {
    std::string check;
    std::string control_key;  // hex
    std::string look_up_key;  // hex
};

struct KeysFile {
    Locked now;
    std::optional<Locked> next;  // only while the root key is being changed
    std::string salt;            // hex; only with a passphrase
};

base::Json to_json(Locked const& locked)
{
    return {{"check", locked.check},
            {"control_key", locked.control_key},
            {"look_up_key", locked.look_up_key}};
}

Locked locked_from(base::Json const& json)
{
    return {base::text_at(json, "check").value_or(""),
            base::text_at(json, "control_key").value_or(""),
            base::text_at(json, "look_up_key").value_or("")};
}

void write_keys(Folder const& folder, KeysFile const& keys)
{
    base::Json json = {{"format", 1}, {"now", to_json(keys.now)}};
    if (keys.next)
        json["next"] = to_json(*keys.next);
    if (!keys.salt.empty())
        json["salt"] = keys.salt;
    replace_file(folder.keys_file(), json.dump(2) + "\n");
}

Error damaged(std::string detail)
{
    return {Fault::unavailable, "folder_damaged", std::move(detail)};
}

Result<std::optional<KeysFile>> read_keys(Folder const& folder)
{
    auto const text = read_small_file(folder.keys_file());
    if (!text)
        return std::optional<KeysFile>();
    auto const json = base::parse_json(*text);
    if (!json || !json->is_object() || base::number_at(*json, "format") != 1)
        return damaged(folder.keys_file() + " cannot be read; restore it from a backup");
    KeysFile keys;
    keys.now = locked_from(base::object_at(*json, "now"));
    if (json->contains("next"))
        keys.next = locked_from(base::object_at(*json, "next"));
    keys.salt = base::text_at(*json, "salt").value_or("");
    return std::optional(std::move(keys));
}

// The root key and what is derived from it.
struct Root {
    explicit Root(crypto::RootKey k)
        : key(std::move(k)), wrap(key.derive(crypto::Purpose::wrap)), check(key.check_value())
    {
    }
    crypto::RootKey key;
    crypto::Secret<32> wrap;
    std::string check;
};

}  // namespace

struct Vault::State {
    State(Folder f, RootKeySource s, base::World w, std::shared_ptr<Root const> r)
        : folder(std::move(f)), source(std::move(s)), world(w), root(std::move(r))
    {
    }

    std::shared_ptr<Root const> current() const
    {
        std::lock_guard const lock(mutex);
        return root;
    }
    Locked locked_by(Root const& by) const
    {
        auto const* control = ring.find(ControlKeyVersion);
        return {by.check, base::to_hex(crypto::wrap(*control, by.wrap, {}, world.random)),
                base::to_hex(crypto::wrap(look_up, by.wrap, {}, world.random))};
    }
    Result<void> unlock(Locked const& locked)
    {
        auto const by = current();
        auto control = crypto::unwrap(base::from_hex(locked.control_key), by->wrap, {},
                                      ControlKeyVersion);
        auto found = crypto::unwrap(base::from_hex(locked.look_up_key), by->wrap, {},
                                    LookUpKeyVersion);
        if (!control || !found)
            return damaged(folder.keys_file() + " is damaged; restore it from a backup");
        take(std::move(*control), std::move(*found));
        return {};
    }
    void take(crypto::DataKey control, crypto::DataKey found)
    {
        file_key = crypto::file_key(control);
        mark = crypto::file_mark(file_key);
        ring.add(std::move(control));
        look_up = std::move(found);
    }

    Folder folder;
    RootKeySource source;
    base::World world;
    mutable std::mutex mutex;  // guards root and next
    mutable std::shared_ptr<Root const> root;
    std::shared_ptr<Root const> next;
    RootKeyPlace place = RootKeyPlace::file;
    std::string key_file;
    KeysFile keys;
    crypto::KeyRing ring;
    crypto::DataKey look_up;
    crypto::Secret<32> file_key;
    std::array<std::uint8_t, 16> mark{};
};

Vault::Vault(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault::~Vault() = default;

Result<Vault> Vault::open(Folder const& folder, RootKeySource const& source, base::World world)
{
    crypto::init();
    auto keys = TRY(read_keys(folder));
    if (!keys && folder.has_control_file())
        return damaged(folder.keys_file() + " is missing; restore it from a backup");
    auto loaded = TRY(
        load_root_key(folder, source, keys ? keys->salt : "", !keys.has_value(), world));
    auto const root = std::make_shared<Root const>(std::move(loaded.key));
    auto state = std::make_unique<State>(folder, source, world, root);
    state->place = loaded.place;
    state->key_file = loaded.file;
    if (!keys) {
        state->take(crypto::DataKey::generate(ControlKeyVersion, world.random),
                    crypto::DataKey::generate(LookUpKeyVersion, world.random));
        state->keys.now = state->locked_by(*root);
        state->keys.salt = loaded.salt;
        write_keys(folder, state->keys);
    } else {
        state->keys = std::move(*keys);
        auto const is_next = state->keys.next && state->keys.next->check == root->check;
        if (!is_next && state->keys.now.check != root->check)
            return Error{Fault::unavailable, "wrong_root_key",
                         "this root key does not belong to " + folder.path()};
        TRY(state->unlock(is_next ? *state->keys.next : state->keys.now));
        // A rotation was cut short. Its other key lies beside the key file, or is this one.
        if (state->keys.next && !is_next && loaded.place == RootKeyPlace::file) {
            auto waiting = read_root_key(loaded.file + ".new");
            if (waiting && waiting->check_value() == state->keys.next->check)
                state->next = std::make_shared<Root const>(std::move(*waiting));
        }
        if (is_next) {
            state->keys.now = *state->keys.next;
            state->keys.next.reset();
            write_keys(folder, state->keys);
        }
    }
    Vault vault(std::move(state));
    if (loaded.made)
        vault.m_new_key_file = loaded.file;
    return vault;
}

std::string Vault::hash(std::string_view what, std::string_view secret) const
{
    std::string text(what);
    text += '\0';
    text += secret;
    auto out = crypto::token_hash(m_state->look_up.bytes, text);
    crypto::wipe(text);
    return out;
}

std::string Vault::name_of(std::string_view what, std::string_view text) const
{
    return base::to_hex(hash(what, text).substr(0, 16));
}

std::string Vault::seal(std::string_view plain, std::string_view table, std::string_view column,
                        std::int64_t row) const
{
    auto sealed = crypto::seal(plain, {{}, {}, table, column, row}, m_state->ring,
                               m_state->world.random);
    if (!sealed)
        throw std::length_error("a value to be sealed is too long");
    return std::move(*sealed);
}

Result<crypto::SecretText> Vault::unseal(std::string_view sealed, std::string_view table,
                                         std::string_view column, std::int64_t row) const
{
    return crypto::unseal(sealed, {{}, {}, table, column, row}, m_state->ring);
}

std::string Vault::wrap_new_key(base::WorkspaceId workspace, std::uint32_t version) const
{
    auto const key = crypto::DataKey::generate(version, m_state->world.random);
    return crypto::wrap(key, m_state->current()->wrap, workspace, m_state->world.random);
}

Result<crypto::DataKey> Vault::unwrap(store::WrappedKey const& key) const
{
    auto opened = crypto::unwrap(key.wrapped, m_state->current()->wrap, key.workspace, key.version);
    if (!opened && m_state->place == RootKeyPlace::file) {
        // `vault rotate-root` of another process may have changed the key beneath us.
        for (auto const& path : {m_state->key_file, m_state->key_file + ".new"}) {
            auto fresh = read_root_key(path);
            if (!fresh)
                continue;
            auto const root = std::make_shared<Root const>(std::move(*fresh));
            opened = crypto::unwrap(key.wrapped, root->wrap, key.workspace, key.version);
            if (!opened)
                continue;
            std::lock_guard const lock(m_state->mutex);
            m_state->root = root;
            break;
        }
    }
    if (!opened)
        return Error{Fault::unavailable, "workspace_unusable",
                     "the key of workspace " + key.workspace.text() + " does not open"};
    return std::move(*opened);
}

db::Key Vault::control_key() const
{
    return {std::as_const(m_state->file_key).bytes(), m_state->mark};
}

crypto::Secret<32> Vault::backup_key() const
{
    return m_state->current()->key.derive(crypto::Purpose::backup);
}

RootKeyPlace Vault::place() const { return m_state->place; }

std::string Vault::key_file() const { return m_state->key_file; }

bool Vault::rotation_is_open() const
{
    std::lock_guard const lock(m_state->mutex);
    return m_state->next != nullptr;
}

Result<void> Vault::begin_rotation()
{
    if (m_state->place != RootKeyPlace::file)
        return Error{Fault::conflict, "root_key_not_in_file",
                     "only a root key in a file can be changed here"};
    if (rotation_is_open())
        return {};
    RealRights const rights;
    auto const waiting = m_state->key_file + ".new";
    // Left by a crash before anything used it.
    ::unlink(waiting.c_str());
    auto made = crypto::RootKey::generate(m_state->world.random);
    if (auto written = made.create_file(waiting); !written)
        return written.error();
    auto const next = std::make_shared<Root const>(std::move(made));
    m_state->keys.next = m_state->locked_by(*next);
    write_keys(m_state->folder, m_state->keys);
    std::lock_guard const lock(m_state->mutex);
    m_state->next = next;
    return {};
}

std::string Vault::rewrap(store::WrappedKey const& key, crypto::DataKey const& data) const
{
    std::lock_guard const lock(m_state->mutex);
    return crypto::wrap(data, m_state->next->wrap, key.workspace, m_state->world.random);
}

bool Vault::is_rewrapped(store::WrappedKey const& key) const
{
    std::lock_guard const lock(m_state->mutex);
    return m_state->next &&
           crypto::unwrap(key.wrapped, m_state->next->wrap, key.workspace, key.version).ok();
}

Result<void> Vault::finish_rotation()
{
    auto const waiting = m_state->key_file + ".new";
    auto rights = std::make_optional<RealRights>();
    if (std::rename(waiting.c_str(), m_state->key_file.c_str()) != 0)
        return Error{Fault::unavailable, "key_file_unwritable", m_state->key_file};
    auto const parent = std::filesystem::path(m_state->key_file).parent_path();
    sync_folder(parent.empty() ? "." : parent.string());
    rights.reset();
    m_state->keys.now = *m_state->keys.next;
    m_state->keys.next.reset();
    write_keys(m_state->folder, m_state->keys);
    std::lock_guard const lock(m_state->mutex);
    m_state->root = std::exchange(m_state->next, nullptr);
    return {};
}

}  // namespace control
