#include "order/file_pattern.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace shoporder::order {

namespace {

using base::Error;
using base::Exit;
using base::FieldPattern;

constexpr std::array<std::string_view, 8> k_of_order = {"po",   "order_id", "revision", "-r",
                                                        "kind", "supplier", "seq:",     "date"};
constexpr std::array<std::string_view, 3> k_of_batch = {"supplier", "seq:", "date"};

FieldPattern plain(std::string_view text, std::span<const std::string_view> known) {
    FieldPattern pattern = FieldPattern::parse(text, known);
    const std::string texts = pattern.texts();
    const bool good = std::all_of(texts.begin(), texts.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
    if (!good)
        throw Error(Exit::data, "takes letters, digits, `.`, `_`, `-` and {fields} only: it is the "
                                "name of a file, not a path");
    if (text.starts_with('.') || text.starts_with('-') || text.starts_with("{-r}"))
        throw Error(Exit::data, "must not begin with `.` or `-`: such files are hidden, or taken "
                                "for options");
    return pattern;
}

} // namespace

FieldPattern file_pattern(std::string_view text) {
    FieldPattern pattern = plain(text, k_of_order);
    const bool each_revision = pattern.has("revision") || pattern.has("-r");
    if (!pattern.has("seq") && !(pattern.has("po") && each_revision))
        throw Error(Exit::data, "would give two documents the same name: write {seq}, or {po} and "
                                "{-r}, as in {po}-{order_id}{-r}.xml");
    return pattern;
}

FieldPattern batch_pattern(std::string_view text) {
    FieldPattern pattern = plain(text, k_of_batch);
    if (!pattern.has("seq"))
        throw Error(Exit::data, "would give two batches the same name: write {seq}, as in "
                                "batch-{seq:6}.xml");
    return pattern;
}

} // namespace shoporder::order
