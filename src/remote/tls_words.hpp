#pragma once
// Purpose: does a server refuse because it speaks with nobody who has no TLS? No reply code says
// so: pure-ftpd has 421, FileZilla 503, vsftpd 530, ProFTPD 550, IIS 534. The words decide. State:
// none. Fails: never; what is not understood is an ordinary refusal. Threads: pure.
#include "remote/session.hpp"

#include <string_view>

namespace shoporder::remote {

/// For a reply on a connection without TLS; `user` is the login's name, which a server may repeat.
[[nodiscard]] bool demands_tls(const Reply& reply, std::string_view user);

/// Marks such a reply, and puts the url to use in front of the server's words.
void explain_tls(Reply& reply, const order::Endpoint& endpoint);

} // namespace shoporder::remote
