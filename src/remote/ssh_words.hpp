#pragma once
// Purpose: what libcurl says of SFTP, where there is no conversation to listen to.
// State: none. Fails: never; what is not known counts as a lost connection, which is looked into.
// Private to remote, the home of libcurl. Threads: pure.
#include "remote/libcurl.hpp"
#include "remote/session.hpp"

#include <string>
#include <string_view>

namespace shoporder::remote {

/// An argument of libcurl's own SFTP commands.
[[nodiscard]] std::string ssh_argument(std::string_view path);

/// How far an SFTP call got, by what went wrong.
[[nodiscard]] Phase ssh_phase(CURLcode code, Phase goal);

/// Did the server itself refuse? libcurl gives one code for that and for a connection that broke
/// during an SFTP command; only its words for SFTP's status tell them apart.
[[nodiscard]] bool is_ssh_refusal(CURLcode code, std::string_view words);

/// libcurl's words for a host key are about certificates, and for kinds of keys about encryption.
void explain_ssh(Reply& reply);

} // namespace shoporder::remote
