#pragma once
// Purpose: are credentials kept where nobody else reads them, and are they of the right kind?
// State: look_at_files() reads the modes of files; the rest is pure. Fails: not at all.
// Threads: any. No finding shows a credential or how long it is.
#include "flow/doctor/findings.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace shoporder::flow {

/// A file or folder that only its owner is to read.
struct PrivateFile {
    std::filesystem::path path;
    bool folder = false;
    mode_t mode = 0; ///< the permission bits
    uid_t owner = 0;
};
/// `owners`: who may own it.
void judge_private_file(const PrivateFile& file, const std::set<uid_t>& owners, Findings& out);

/// The folder of credentials and each file in it; false: it cannot be read.
[[nodiscard]] bool look_at_files(const std::filesystem::path& folder, const std::set<uid_t>& owners,
                                 Findings& out);

/// A secret that signs webhooks.
void judge_signing_secret(const std::string& name, std::string_view value, Findings& out);
/// What a supplier's server or the API's readers are to know.
void judge_password(const std::string& name, std::string_view value, Findings& out);

/// A private key for SFTP, as its file holds it.
void judge_key(const std::string& supplier, const std::string& path, std::string_view bytes,
               Findings& out);

} // namespace shoporder::flow
