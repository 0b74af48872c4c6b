#include "confirm/pickup.hpp"

#include <algorithm>

namespace shoporder::confirm {

namespace {

std::string folder_of(const std::string& pattern) {
    const auto slash = pattern.find('/');
    return slash == std::string::npos ? std::string{} : pattern.substr(0, slash);
}

std::string filled(std::string pattern, const std::string& file_name) {
    if (const auto slash = pattern.find('/'); slash != std::string::npos)
        pattern.erase(0, slash + 1);
    const auto put = [&](const std::string& mark, const std::string& value) {
        for (auto at = pattern.find(mark); at != std::string::npos;
             at = pattern.find(mark, at + value.size()))
            pattern.replace(at, mark.size(), value);
    };
    put("{name}", file_name);
    put("{stem}", file_name.substr(0, file_name.rfind('.')));
    return pattern;
}

bool lies(const Folders& folders, const std::string& pattern, const std::string& file_name) {
    const auto folder = folders.find(folder_of(pattern));
    return !pattern.empty() && folder != folders.end() &&
           folder->second.contains(filled(pattern, file_name));
}

} // namespace

std::vector<std::string> pickup_folders(const order::Answering& rules) {
    std::vector<std::string> out{""};
    for (const std::string& pattern : {rules.taken, rules.refused})
        if (const std::string folder = folder_of(pattern);
            std::find(out.begin(), out.end(), folder) == out.end())
            out.push_back(folder);
    return out;
}

Fate fate_of(const std::string& file_name, const order::Answering& rules, const Folders& folders) {
    if (lies(folders, rules.refused, file_name))
        return Fate::refused;
    if (lies(folders, rules.taken, file_name))
        return Fate::taken;
    const auto uploads = folders.find("");
    if (uploads != folders.end() && uploads->second.contains(file_name))
        return Fate::waiting;
    return rules.taken.empty() ? Fate::taken : Fate::unclear;
}

} // namespace shoporder::confirm
