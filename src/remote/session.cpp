#include "remote/session.hpp"

#include "base/error.hpp"
#include "remote/folder_session.hpp"
#include "remote/ftp_session.hpp"
#include "remote/sftp_session.hpp"

namespace shoporder::remote {

std::string_view name(Phase phase) noexcept {
    switch (phase) {
    case Phase::connect:
        return "connect";
    case Phase::login:
        return "login";
    case Phase::folder:
        return "folder";
    case Phase::put:
        return "put";
    case Phase::size:
        return "size";
    case Phase::rename:
        return "rename";
    case Phase::list:
        return "list";
    case Phase::get:
        return "get";
    case Phase::remove:
        return "remove";
    }
    return "connect";
}

namespace {

/// No word about this one file: the connection, the login or the folder failed.
bool is_lost(const Reply& reply) {
    return !reply.ok && !reply.refused_here &&
           (reply.code < 400 || reply.code == 421 || reply.phase < Phase::put);
}

} // namespace

std::vector<SizeReply> Session::sizes(std::span<const std::string> names) {
    std::vector<SizeReply> out;
    out.reserve(names.size());
    while (out.size() < names.size() && (out.empty() || !is_lost(out.back().reply)))
        out.push_back(size(names[out.size()]));
    // Not once more for each: a server that is silent would cost a deadline every time.
    for (std::size_t i = out.size(); i < names.size(); ++i)
        out.push_back({out.back().reply, std::nullopt});
    return out;
}

std::unique_ptr<Session> make_session(const Settings& settings) {
    switch (settings.endpoint.scheme) {
    case order::Scheme::ftp:
    case order::Scheme::ftpes:
    case order::Scheme::ftps:
        return make_ftp_session(settings);
    case order::Scheme::sftp:
        return make_sftp_session(settings);
    case order::Scheme::file:
        return make_folder_session(settings);
    }
    throw base::Error(base::Exit::config, "the url's scheme is unknown");
}

} // namespace shoporder::remote
