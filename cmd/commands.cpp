#include "cmd/commands.hpp"

#include <array>

namespace shoporder::cmd {

std::span<const Command> commands() noexcept {
#define SHOPORDER_ENTRY(suffix, name, summary) Command{name, summary, add_##suffix},
    static constexpr std::array k_commands = {SHOPORDER_COMMANDS(SHOPORDER_ENTRY)};
#undef SHOPORDER_ENTRY
    return k_commands;
}

} // namespace shoporder::cmd
