#pragma once
// Purpose: which redactions were ordered, in a file beside the database, so that `restore` can
// repeat them on a backup that is older. It holds no personal data in clear.
// State: DATABASE.redactions, mode 0600, append-only. Fails: Error(io|permission); Error(data) for
// a line that cannot be read. Threads: one; a lock keeps two processes apart.
//
// One line each, complete and on disk before anything is redacted; a line without its end was
// never acted on:
//   TIME customer|orders shop=DOMAIN orders=ID,… customers=ID,… email=SALT:SHA256
//   TIME shop shop=DOMAIN                  all orders that were first seen before TIME
// What is not told is left out. An e-mail address is the SHA-256 of SALT, eight random bytes in
// hexadecimal, and the address in lower case; the salt keeps equal addresses apart.
#include "base/clock.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace shoporder::flow {

struct Redaction {
    base::Time at;
    std::string kind; ///< customer, orders, shop
    std::string shop; ///< "": any
    std::vector<std::int64_t> orders{};
    std::vector<std::int64_t> customers{};
    std::string email_digest{}; ///< "SALT:SHA256"; "": not told
};

[[nodiscard]] std::filesystem::path redaction_list(const std::filesystem::path& database);
/// On disk when it returns.
void append_redaction(const std::filesystem::path& database, const Redaction& redaction);
/// Oldest first; none where there is no list.
[[nodiscard]] std::vector<Redaction> read_redactions(const std::filesystem::path& database);

[[nodiscard]] std::string digest_email(const std::string& email);
[[nodiscard]] bool is_email_of(const std::string& digest, const std::string& email);

} // namespace shoporder::flow
