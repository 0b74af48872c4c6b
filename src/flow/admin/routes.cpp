#include "flow/admin/routes.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/admin/answers.hpp"

#include <array>
#include <optional>

namespace shoporder::flow {

namespace {

// No customer: addresses are kept in logs and histories.
constexpr std::array<std::string_view, 8> k_orders = {"shop",  "state", "supplier", "since",
                                                      "until", "sku",   "after",    "limit"};
constexpr std::array<std::string_view, 6> k_deliveries = {"state", "supplier", "code",
                                                          "shop",  "after",    "limit"};
constexpr std::array<std::string_view, 4> k_answers = {"state", "supplier", "after", "limit"};
constexpr std::array<std::string_view, 4> k_events = {"order", "delivery", "after", "limit"};

constexpr std::array k_routes = {
    Route{"/status", {}, answer_status},
    Route{"/orders", k_orders, answer_orders},
    Route{"/orders/{id}", {}, answer_order},
    Route{"/order/{id}", {}, answer_order},
    Route{"/orders/{id}/documents/{document}", {}, answer_document},
    Route{"/deliveries", k_deliveries, answer_deliveries},
    Route{"/suppliers", {}, answer_suppliers},
    Route{"/answers", k_answers, answer_answers},
    Route{"/events", k_events, answer_events},
    Route{"/metrics", {}, answer_metrics},
};

/// The part up to the next slash; `rest` goes on behind it.
std::string_view next_part(std::string_view& rest) {
    rest.remove_prefix(1);
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(part.size());
    return part;
}

/// The texts that stand where the route has {…}; nullopt where it is another path.
std::optional<std::vector<std::string_view>> match(std::string_view route, std::string_view path) {
    std::vector<std::string_view> out;
    while (route.starts_with('/') && path.starts_with('/')) {
        const std::string_view wanted = next_part(route);
        const std::string_view got = next_part(path);
        if (wanted.starts_with('{') && !got.empty())
            out.push_back(got);
        else if (wanted != got)
            return std::nullopt;
    }
    return route.empty() && path.empty() ? std::optional{out} : std::nullopt;
}

/// Digits alone, so that an order has one address: no sign, no zero in front.
std::int64_t number_in_path(std::string_view text) {
    const auto number = base::parse_int(text);
    if (!number || *number <= 0 || std::to_string(*number) != text)
        throw base::Error(base::Exit::usage, "`" + base::printable(text, 40) +
                                                 "` in the path is no whole number above 0; "
                                                 "names are not looked up here");
    return *number;
}

} // namespace

std::span<const Route> routes() noexcept {
    return k_routes;
}

FoundRoute find_route(std::string_view path) {
    for (const Route& route : k_routes) {
        const auto texts = match(route.path, path);
        if (!texts)
            continue;
        FoundRoute out{&route, {}};
        for (const std::string_view text : *texts)
            out.ids.push_back(number_in_path(text));
        return out;
    }
    return {};
}

} // namespace shoporder::flow
