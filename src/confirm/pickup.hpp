#pragma once
// Purpose: did the supplier take a file? By where it lies now.
// State: none. Fails: not at all.
// Threads: pure.
#include "order/answering.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace shoporder::confirm {

/// The names in each folder that was looked into; "" is the one files are uploaded to.
using Folders = std::map<std::string, std::set<std::string>>;

/// The folders, below that of the uploads, that tell; "" is always among them.
[[nodiscard]] std::vector<std::string> pickup_folders(const order::Answering& rules);

enum class Fate {
    waiting, ///< it lies where it was put
    taken,
    refused,
    unclear, ///< it is gone, and not to be seen where taken files go
};
[[nodiscard]] Fate fate_of(const std::string& file_name, const order::Answering& rules,
                           const Folders& folders);

} // namespace shoporder::confirm
