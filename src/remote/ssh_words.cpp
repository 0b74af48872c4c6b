#include "remote/ssh_words.hpp"

namespace shoporder::remote {

std::string ssh_argument(std::string_view path) {
    std::string out = "\"";
    for (const char c : path) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

Phase ssh_phase(CURLcode code, Phase goal) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_FAILED_INIT: // no common key exchange or host key kind
    case CURLE_SSH:
        return Phase::connect;
    case CURLE_LOGIN_DENIED:
    case CURLE_PEER_FAILED_VERIFICATION:
        return Phase::login;
    default:
        return goal;
    }
}

bool is_ssh_refusal(CURLcode code, std::string_view words) {
    if (code == CURLE_REMOTE_FILE_NOT_FOUND || code == CURLE_REMOTE_ACCESS_DENIED)
        return true;
    if (code != CURLE_QUOTE_ERROR)
        return false;
    for (const std::string_view status :
         {"No such file or directory", "Permission denied", "Operation failed",
          "File already exists", "Operation not supported", "write protected"})
        if (words.find(status) != std::string_view::npos)
            return true;
    return false;
}

void explain_ssh(Reply& reply) {
    // -5 is libssh2's "no common method". Of RSA, libssh2 1.10 knows only what servers have
    // dropped.
    if (reply.curl == CURLE_FAILED_INIT && reply.text.find(": -5,") != std::string::npos) {
        reply.curl = CURLE_PEER_FAILED_VERIFICATION;
        reply.text = "the server has no host key of a kind that can be checked here; ask for an "
                     "ed25519 or ECDSA one (" +
                     reply.text + ")";
    } else if (reply.curl == CURLE_PEER_FAILED_VERIFICATION) {
        reply.text = "the server's host key is not the one that is known (" + reply.text + ")";
    }
}

} // namespace shoporder::remote
