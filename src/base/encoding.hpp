#pragma once
// Purpose: text from one character encoding to another, both ways.
// State: an Encoder owns a converter. Fails: unknown encodings by value or as Error(data); bytes
// that mean nothing are replaced and counted; characters that an encoding lacks are the caller's.
// Threads: functions are pure; an Encoder one at a time.
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shoporder::base {

/// Is it a name that iconv(3) knows: "UTF-8", "ISO-8859-1", "windows-1252", "UTF-16LE"?
[[nodiscard]] bool is_encoding(const std::string& name);

struct Decoded {
    std::string text;         ///< valid UTF-8, without a byte-order mark
    std::size_t replaced = 0; ///< how many U+FFFD stand for bytes that mean nothing in it
};
/// A byte-order mark at the front overrules the name: whoever writes one means it. nullopt: the
/// name is unknown.
[[nodiscard]] std::optional<Decoded> decode(std::string_view bytes, const std::string& encoding);

/// The way back, for many texts in turn. Stateful encodings (ISO-2022-JP) are not for it: each text
/// begins anew.
class Encoder {
public:
    /// Error(data): the name is unknown.
    explicit Encoder(const std::string& encoding);
    ~Encoder();
    Encoder(Encoder&&) noexcept;
    Encoder& operator=(Encoder&&) noexcept;

    /// It can carry all of Unicode: nothing can be missing.
    [[nodiscard]] bool is_unicode() const noexcept { return m_unicode; }
    /// Where valid UTF-8 begins with a character that the encoding lacks; npos: nowhere.
    [[nodiscard]] std::size_t missing(std::string_view text) const;
    /// `text` is valid UTF-8 that lacks nothing. Without a byte-order mark. Error(bug) else.
    [[nodiscard]] std::string encode(std::string_view text) const;

private:
    struct Handle;
    std::unique_ptr<Handle> m_handle; ///< null for UTF-8
    bool m_unicode = false;
};

/// One character of valid UTF-8 in other ones that are near to it and more common: "Ł" is "L", a
/// typographic quotation mark a plain one, "é" is "e". Empty: there is none. What lies under a mark
/// is what Unicode says (NFKD), the rest a table of ours.
[[nodiscard]] std::string plainer(std::string_view character);
/// How many bytes the first character of valid UTF-8 has; 0 of none.
[[nodiscard]] std::size_t first_character(std::string_view text) noexcept;

} // namespace shoporder::base
