#include "base/lock_holders.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace shoporder::base {

namespace {

constexpr std::size_t k_words_of_command = 60;

std::string command_of(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
    std::string line{std::istreambuf_iterator<char>{file}, {}};
    while (!line.empty() && line.back() == '\0')
        line.pop_back();
    std::replace(line.begin(), line.end(), '\0', ' ');
    const std::size_t end = line.find(' ');
    if (const std::size_t slash = line.rfind('/', end); slash != std::string::npos)
        line.erase(0, slash + 1); // the program's folder tells nothing
    return printable(line, k_words_of_command);
}

/// "08:01" as in /proc/locks.
std::string device_words(dev_t device) {
    return fmt::format("{:02x}:{:02x}", major(device), minor(device));
}

} // namespace

std::vector<LockHolder> lock_holders(const std::filesystem::path& path, ByteRange bytes) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return {};
    const std::string inode = ":" + std::to_string(info.st_ino);
    const std::string place = device_words(info.st_dev) + inode;
    // Some file systems (btrfs, overlays) show another device here than stat(2) does.
    std::map<pid_t, bool> found; // of this device?
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words(line);
        std::string number;
        std::string kind;
        std::string how;
        std::string type;
        std::string where;
        std::int64_t first = 0;
        std::string last;
        pid_t pid = 0;
        // "5: FLOCK  ADVISORY  READ  1234 08:01:5678 0 EOF"; "->" after the number: it waits.
        if (!(words >> number >> kind >> how >> type >> pid >> where >> first >> last) || pid <= 0)
            continue;
        const auto end = parse_int(last); // "EOF" is none
        if (first > bytes.last || (end && *end < bytes.first))
            continue;
        if (where.ends_with(inode))
            found[pid] |= where == place;
    }
    const bool exact =
        std::any_of(found.begin(), found.end(), [](const auto& each) { return each.second; });
    std::vector<LockHolder> out;
    for (const auto& [pid, same_device] : found)
        if (same_device || !exact)
            out.push_back({pid, command_of(pid)});
    return out;
}

std::string words(const std::vector<LockHolder>& holders) {
    std::string out;
    for (const LockHolder& each : holders)
        out += (out.empty() ? "" : ", ") + std::to_string(each.pid) +
               (each.command.empty() ? "" : " (" + each.command + ")");
    return out;
}

} // namespace shoporder::base
