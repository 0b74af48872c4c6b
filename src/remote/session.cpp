#include "remote/session.hpp"

#include "base/error.hpp"
#include "remote/curl_session.hpp"
#include "remote/folder_session.hpp"

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

std::vector<SizeReply> Session::sizes(std::span<const std::string> names) {
    std::vector<SizeReply> out;
    out.reserve(names.size());
    for (const std::string& name : names)
        out.push_back(size(name));
    return out;
}

std::unique_ptr<Session> make_session(const Settings& settings) {
    switch (settings.endpoint.scheme) {
    case order::Scheme::ftp:
    case order::Scheme::ftpes:
    case order::Scheme::ftps:
    case order::Scheme::sftp:
        return make_curl_session(settings);
    case order::Scheme::file:
        return make_folder_session(settings);
    }
    throw base::Error(base::Exit::config, "the url's scheme is unknown");
}

} // namespace shoporder::remote
