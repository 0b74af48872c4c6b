#pragma once
// Purpose: one setting's text to a value, with a message that says what would be right.
// Inside `config` only. State: none. Fails: Unusable, which the caller turns into an Error that
// names file, line and key. Threads: pure functions.
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::config {

/// A value that cannot be; what() says why, without the key.
class Unusable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using Texts = std::vector<std::string>;

/// The only text of a setting that takes one.
[[nodiscard]] const std::string& single(const Texts& texts);
/// Valid UTF-8 without control characters, at most `most` bytes.
[[nodiscard]] std::string plain_text(std::string_view text, std::size_t most = 200);
/// A GLN: 13 digits of which the last is right; "" for none.
[[nodiscard]] std::string gln_text(std::string_view text);
/// An ISO 3166-1 alpha-2 code in upper case; "" for none. Not looked up: the list changes.
[[nodiscard]] std::string country_text(std::string_view text);
[[nodiscard]] std::string path_text(std::string_view text);
/// "HOST:PORT", "[IPV6]:PORT", ":PORT" or "unix:/PATH", as receive's open_listener takes it.
[[nodiscard]] std::string address_text(std::string_view text);
[[nodiscard]] std::int64_t count_value(std::string_view text, std::int64_t least,
                                       std::int64_t most);
/// "512", "512KiB", "10MiB", "1GiB".
[[nodiscard]] std::size_t bytes_value(std::string_view text, std::size_t least, std::size_t most);
[[nodiscard]] std::chrono::seconds duration_value(std::string_view text, std::chrono::seconds least,
                                                  std::chrono::seconds most);
[[nodiscard]] std::vector<std::chrono::seconds> schedule_value(const Texts& texts);
[[nodiscard]] double ratio_value(std::string_view text, double least, double most);
[[nodiscard]] bool flag_value(std::string_view text);
[[nodiscard]] base::Time time_value(std::string_view text);

/// "90s", "1h30m": what duration_value reads back.
[[nodiscard]] std::string duration_text(std::chrono::seconds span);

} // namespace shoporder::config
