#pragma once
// Purpose: a file beside the database that does nothing but take room. When the disk is full it
// gives way in steps, so that orders are still taken and a person has time; the last step is left
// for the command that makes room again. It grows back by itself. State: DATABASE.reserve. Fails:
// by value; a missing reserve must never stop intake. Threads: one.
#include <cstddef>
#include <filesystem>
#include <string>

namespace shoporder::store {

class Reserve {
public:
    static constexpr std::size_t k_steps = 4;

    /// `bytes` 0: none is kept, and one that is there goes.
    Reserve(const std::filesystem::path& database, std::size_t bytes);

    /// Makes the file as long as it shall be, when that leaves as much room again beside it.
    /// Returns why it could not be done; empty when it is whole or the disk is too full for now.
    std::string rebuild();
    /// Gives one step back to the disk. false: only the last step is left, or nothing.
    bool give_way();
    /// The last step too; for what makes room.
    void give_all();

    /// As it is now.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t full_size() const noexcept { return m_bytes; }

private:
    [[nodiscard]] bool shrink_to(std::size_t bytes) const;
    std::filesystem::path m_path;
    std::size_t m_bytes;
};

} // namespace shoporder::store
