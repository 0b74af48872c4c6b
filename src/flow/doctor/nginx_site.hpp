#pragma once
// Purpose: does the nginx in front let Shopify's webhooks through, whole and in time?
// State: look_at_nginx() reads the files of its configuration; the rest is pure. Fails: not at all;
// what cannot be read is a reason. Threads: any.
// What nginx itself would say is not asked (`nginx -T` needs root and opens its logs): the words of
// the site's own files are read, and what they include is not.
#include "flow/doctor/findings.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

struct Directive {
    std::string name;
    std::vector<std::string> arguments;
};
/// All of a file's, whatever block they are in, in their order.
[[nodiscard]] std::vector<Directive> read_directives(std::string_view text);

/// "10m" as nginx reads a size; nullopt: none.
[[nodiscard]] std::optional<std::uint64_t> nginx_size(std::string_view text);

/// One file that passes requests on to us. `body_limit`: the largest body we take.
/// `general_limit`: client_max_body_size of nginx.conf, where that has one.
void judge_site(const std::string& path, const std::vector<Directive>& site,
                std::optional<std::uint64_t> general_limit, std::size_t body_limit, Findings& out);

struct NginxSeen {
    std::vector<std::string> sites; ///< files that are in force and pass requests on to us
    std::string unread;             ///< why nothing could be said; "": something was
};
/// `folder`: /etc/nginx.
[[nodiscard]] NginxSeen look_at_nginx(const std::filesystem::path& folder, std::size_t body_limit,
                                      Findings& out);

} // namespace shoporder::flow
