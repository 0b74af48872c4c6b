#include "confirm/arrivals.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace shoporder::confirm {

namespace {

using order::Afterwards;
using order::Inbox;
using order::Wholeness;

/// Is it one of the files that answers are among, whatever it holds?
bool is_wanted(const std::string& name, const Inbox& rules) {
    if (rules.whole == Wholeness::done_file && name.ends_with(rules.done_suffix))
        return false;
    if (rules.whole == Wholeness::rename && base::glob_match(rules.unfinished, name))
        return false;
    // What we have renamed ourselves.
    if (rules.after == Afterwards::rename && name.ends_with(rules.after_to))
        return false;
    return base::glob_match(rules.names, name);
}

} // namespace

bool is_speakable(const std::string& name) {
    const bool odd = name.empty() || name.size() > 255 || name[0] == '-' || name == "." ||
                     name == ".." || base::repair_utf8(name).replaced > 0;
    return !odd && std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\';
    });
}

Arrivals sort_arrivals(const std::vector<remote::Entry>& listed,
                       const std::map<std::string, Seen>& known, const Inbox& rules) {
    Arrivals out;
    std::set<std::string> names;
    for (const remote::Entry& entry : listed)
        if (!entry.folder)
            names.insert(entry.name);
    std::set<std::string> sorted; // a listing may repeat a name
    for (const remote::Entry& entry : listed) {
        if (entry.folder)
            continue;
        if (!is_speakable(entry.name)) {
            ++out.unspeakable;
            continue;
        }
        if (!is_wanted(entry.name, rules) || !sorted.insert(entry.name).second)
            continue;
        const auto seen = known.find(entry.name);
        // Where the listing tells no size, the name alone tells what is known.
        const bool same = seen != known.end() && (seen->second.bytes == entry.bytes ||
                                                  (!entry.bytes && seen->second.fetched));
        if (same && seen->second.fetched) {
            if (!seen->second.acknowledged)
                out.acknowledge.push_back(entry.name);
            continue;
        }
        if (entry.bytes && *entry.bytes > k_largest_answer) {
            out.too_large.push_back(entry.name);
            continue;
        }
        switch (rules.whole) {
        case Wholeness::rename:
            out.fetch.push_back(entry.name);
            break;
        case Wholeness::done_file:
            if (names.contains(entry.name + rules.done_suffix))
                out.fetch.push_back(entry.name);
            break;
        case Wholeness::steady:
            (same && entry.bytes ? out.fetch : out.watch).push_back(entry.name);
            break;
        }
    }
    for (const auto& [name, seen] : known)
        if (!names.contains(name))
            out.gone.push_back(name);
    return out;
}

std::string acknowledged_name(const std::string& name, const Inbox& rules) {
    switch (rules.after) {
    case Afterwards::move:
        return rules.after_to + "/" + name;
    case Afterwards::rename:
        return name + rules.after_to;
    case Afterwards::keep:
    case Afterwards::remove:
        return {};
    }
    return {};
}

} // namespace shoporder::confirm
