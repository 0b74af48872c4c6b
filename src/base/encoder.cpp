// The way out of UTF-8. iconv's own //TRANSLIT is no help: what it writes depends on the locale.
#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/iconv_handle.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace shoporder::base {

namespace {

/// Where one of the tag characters U+E0000 to U+E007F is, as in the flag of Scotland. glibc's iconv
/// takes them for nothing: it leaves them out of an encoding that lacks them, and says so nowhere.
std::size_t first_tag(std::string_view text) noexcept {
    constexpr std::string_view k_half = "\xF3\xA0\x80";
    constexpr std::string_view k_other_half = "\xF3\xA0\x81";
    return std::min(text.find(k_half), text.find(k_other_half));
}

} // namespace

struct Encoder::Handle {
    IconvHandle converter;

    explicit Handle(const std::string& to) : converter(to, "UTF-8") {}

    /// How many bytes of `text` could be converted; the rest begins with what cannot. Nothing
    /// beyond that is looked at, so that asking again and again for the next one costs one pass.
    std::size_t convert(std::string_view text, std::string* out) {
        ::iconv(converter.get(), nullptr, nullptr, nullptr, nullptr); // from the beginning
        char* from = const_cast<char*>(text.data()); // iconv(3) wants it writable and never writes
        std::size_t left = text.size();
        std::array<char, 4096> piece{};
        while (left > 0) {
            char* to = piece.data();
            std::size_t room = piece.size();
            const std::size_t done = ::iconv(converter.get(), &from, &left, &to, &room);
            const int why = done == static_cast<std::size_t>(-1) ? errno : 0;
            if (out != nullptr)
                out->append(piece.data(), piece.size() - room);
            if (why == EILSEQ || why == EINVAL)
                break;
        }
        return text.size() - left;
    }
};

Encoder::Encoder(const std::string& encoding) {
    const std::string folded = lower(encoding);
    m_unicode = folded.starts_with("utf") || folded == "gb18030";
    if (folded == "utf-8" || folded == "utf8")
        return; // most documents: nothing is to be converted
    if (!is_encoding(encoding))
        throw Error(Exit::data, "the encoding " + printable(encoding, 40) +
                                    " is unknown; `iconv -l` lists those that are");
    // "UTF-16" would put a mark before each text, in this machine's order of bytes.
    const std::string name = folded == "utf-16" || folded == "utf16" ? "UTF-16LE" : encoding;
    m_handle = std::make_unique<Handle>(name);
}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

std::size_t Encoder::missing(std::string_view text) const {
    if (m_unicode)
        return std::string_view::npos;
    const std::size_t done = m_handle->convert(text, nullptr);
    const std::size_t tag = first_tag(text.substr(0, done));
    if (tag != std::string_view::npos)
        return tag;
    return done == text.size() ? std::string_view::npos : done;
}

std::string Encoder::encode(std::string_view text) const {
    if (!m_handle)
        return std::string{text};
    std::string out;
    out.reserve(text.size());
    if (const std::size_t done = m_handle->convert(text, &out); done != text.size())
        throw Error(Exit::bug, "a text cannot be encoded from byte " + std::to_string(done));
    return out;
}

std::size_t first_character(std::string_view text) noexcept {
    if (text.empty())
        return 0;
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
        ++length;
    return length;
}

} // namespace shoporder::base
