#include "base/encoding.hpp"

#include "base/iconv_handle.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace shoporder::base {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

class Converter {
public:
    explicit Converter(const std::string& from)
        : m_handle("UTF-8", from), m_unit(unit_of(lower(from))) {}

    Decoded convert(std::string_view bytes) {
        Decoded out;
        std::string source{bytes}; // iconv(3) wants it writable
        char* from = source.data();
        std::size_t left = source.size();
        std::array<char, 4096> piece{};
        while (left > 0) {
            char* to = piece.data();
            std::size_t room = piece.size();
            const std::size_t done = ::iconv(m_handle.get(), &from, &left, &to, &room);
            const int why = done == static_cast<std::size_t>(-1) ? errno : 0;
            out.text.append(piece.data(), piece.size() - room);
            if (why != EILSEQ && why != EINVAL)
                continue;
            // Broken, or cut off at the end: what is one byte elsewhere stands for nothing, and on.
            out.text += k_replacement;
            ++out.replaced;
            const std::size_t skipped = std::min(m_unit, left);
            from += skipped;
            left -= skipped;
        }
        return out;
    }

private:
    static std::size_t unit_of(const std::string& name) {
        return name.starts_with("utf-16") || name.starts_with("ucs-2")   ? 2
               : name.starts_with("utf-32") || name.starts_with("ucs-4") ? 4
                                                                         : 1;
    }

    IconvHandle m_handle;
    std::size_t m_unit; ///< bytes of the smallest piece of a text
};

/// The encoding that a byte-order mark names; takes the mark away.
std::string marked(std::string_view& bytes) {
    for (const auto& [mark, name] : {std::pair{std::string_view{"\xEF\xBB\xBF"}, "UTF-8"},
                                     std::pair{std::string_view{"\xFF\xFE"}, "UTF-16LE"},
                                     std::pair{std::string_view{"\xFE\xFF"}, "UTF-16BE"}})
        if (bytes.starts_with(mark)) {
            bytes.remove_prefix(mark.size());
            return name;
        }
    return {};
}

} // namespace

bool is_encoding(const std::string& name) {
    // iconv takes "" for the locale's own, and "//IGNORE" after a name for an order.
    return !name.empty() && name.find('/') == std::string::npos &&
           IconvHandle{"UTF-8", name}.known();
}

std::optional<Decoded> decode(std::string_view bytes, const std::string& encoding) {
    if (!is_encoding(encoding))
        return std::nullopt;
    const std::string mark = marked(bytes);
    const std::string& name = mark.empty() ? encoding : mark;
    const std::string folded = lower(name);
    if (folded == "utf-8" || folded == "utf8") {
        Repaired repaired = repair_utf8(bytes);
        return Decoded{std::move(repaired.text), repaired.replaced};
    }
    Decoded out = Converter{name}.convert(bytes);
    // Surrogates in UTF-32 and the like: what iconv lets through is looked at again.
    Repaired repaired = repair_utf8(out.text);
    return Decoded{std::move(repaired.text), out.replaced + repaired.replaced};
}

} // namespace shoporder::base
