#include "flow/intake/door.hpp"

namespace shoporder::flow {

receive::Response plain(int status, std::string text) {
    receive::Response response;
    response.status = status;
    response.body = std::move(text) + "\n";
    return response;
}

Door find_door(const receive::Request& request, bool ready) {
    const std::string_view path = request.path;
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (path == "/healthz" && reading)
        return {plain(200, "ok"), {}};
    if (path == "/readyz" && reading)
        return {ready ? plain(200, "ready") : plain(503, "the database cannot be written"), {}};
    constexpr std::string_view k_prefix = "/webhooks/";
    const bool named = path.starts_with(k_prefix);
    const bool ours = named || path == "/webhook" || path == "/webhooks";
    if (!ours)
        return {plain(404, "nothing here"), {}};
    if (request.method != "POST") {
        receive::Response response = plain(405, "webhooks are sent by POST");
        response.headers.emplace_back("Allow", "POST");
        return {std::move(response), {}};
    }
    return {std::nullopt, named ? path.substr(k_prefix.size()) : std::string_view{}};
}

} // namespace shoporder::flow
