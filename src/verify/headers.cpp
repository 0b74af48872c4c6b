#include "verify/headers.hpp"

#include "base/text.hpp"
#include "order/json_walk.hpp"

#include <algorithm>
#include <array>

namespace shoporder::verify {

namespace {

constexpr std::size_t k_longest_id = 128;
constexpr std::size_t k_longest_host = 253;
constexpr std::size_t k_longest_label = 63;

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool looks_like_host(std::string_view host) {
    if (host.empty() || host.size() > k_longest_host || host.find('.') == std::string_view::npos)
        return false;
    while (true) {
        const std::size_t dot = host.find('.');
        const std::string_view label = host.substr(0, dot);
        const bool letters = std::all_of(label.begin(), label.end(), [](char c) {
            return is_lower(c) || is_digit(c) || c == '-';
        });
        if (label.empty() || label.size() > k_longest_label || !letters || label.front() == '-' ||
            label.back() == '-')
            return false;
        if (dot == std::string_view::npos)
            return true;
        host.remove_prefix(dot + 1);
    }
}

// `capitals`: an Events topic is a resource name such as "Order".
bool looks_like_topic(std::string_view topic, bool capitals) {
    if (topic.size() > k_longest_id || topic.front() == '/' || topic.back() == '/' ||
        topic.find("//") != std::string_view::npos)
        return false;
    return std::all_of(topic.begin(), topic.end(), [capitals](char c) {
        return is_lower(c) || c == '_' || c == '/' || (capitals && is_upper(c));
    });
}

bool printable_ascii(std::string_view text) {
    return std::all_of(
        text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// One field of either family, looked up under "x-shopify-NAME" and "shopify-NAME".
class Family {
public:
    Family(const HeaderList& headers, DeliveryHeaders& result)
        : m_headers(headers), m_result(result) {}

    struct Field {
        std::string_view classic; ///< under x-shopify-
        std::string_view events;  ///< under shopify-
        bool has_events = false;
    };

    Field find(std::string_view name) {
        Field field;
        bool has_classic = false;
        for (const auto& [key, value] : m_headers) {
            std::string_view rest = key;
            const bool classic = rest.starts_with("x-");
            if (classic)
                rest.remove_prefix(2);
            if (!rest.starts_with("shopify-") || rest.substr(8) != name)
                continue;
            bool& seen = classic ? has_classic : field.has_events;
            if (seen)
                defect("header " + key + " is there twice");
            seen = true;
            (classic ? field.classic : field.events) = base::trim(value);
        }
        return field;
    }

    std::string_view either(std::string_view name) {
        const Field field = find(name);
        return field.events.empty() ? field.classic : field.events;
    }

    std::string id(std::string_view name) {
        const std::string_view value = either(name);
        if (!printable_ascii(value)) {
            defect("header " + std::string(name) + " holds bytes that are no printable ASCII");
            return {};
        }
        return std::string(value.substr(0, k_longest_id));
    }

    // The first defect is the one that is told.
    void defect(std::string text) {
        if (m_result.defect.empty())
            m_result.defect = std::move(text);
    }

private:
    const HeaderList& m_headers;
    DeliveryHeaders& m_result;
};

/// Of a gateway's event (`headers`), Pub/Sub's (`message.attributes`) or EventBridge's
/// (`detail.metadata`).
HeaderList headers_of_event(std::string_view text) {
    HeaderList out;
    const order::Members event(order::json_part(text));
    std::string_view object = event["headers"];
    if (object.empty())
        object = order::Members(event["message"])["attributes"];
    if (object.empty())
        object = order::Members(event["detail"])["metadata"];
    const order::Members headers(object);
    for (const auto& [key, value] : headers.all()) {
        const auto said =
            order::quoted_text(value.starts_with('[') ? order::first_element(value) : value);
        if (said)
            out.emplace_back(base::lower(key), std::string(base::trim(*said)));
    }
    return out;
}

} // namespace

DeliveryHeaders read_headers(const HeaderList& headers) {
    DeliveryHeaders result;
    Family family(headers, result);

    const Family::Field hmac = family.find("hmac-sha256");
    result.events_family = hmac.has_events;
    result.hmac = std::string(hmac.events.empty() ? hmac.classic : hmac.events);
    if (!hmac.events.empty() && !hmac.classic.empty() && hmac.events != hmac.classic)
        family.defect("the two signature headers differ");

    const std::string_view topic = family.either("topic");
    if (!topic.empty() && !looks_like_topic(topic, result.events_family))
        family.defect("the topic header holds no topic");
    else
        result.topic = std::string(topic);

    std::string shop = base::lower(family.either("shop-domain"));
    if (!shop.empty() && !looks_like_host(shop))
        family.defect("the shop domain header holds no host name");
    else
        result.shop = std::move(shop);

    result.webhook_id = family.id("webhook-id");
    result.event_id = family.id("event-id");
    result.api_version = family.id("api-version");
    result.subscription = family.id("name");
    // Only informs: an unreadable time is no reason to lose an order.
    result.triggered_at = base::parse_time(family.either("triggered-at"));
    result.test = base::lower(family.either("test")) == "true";
    return result;
}

SavedRequest parse_saved_request(std::string_view text) {
    SavedRequest saved;
    if (saved.headers = headers_of_event(text); !saved.headers.empty())
        return saved;
    std::size_t at = 0;
    bool first = true;
    while (at < text.size()) {
        const std::size_t newline = text.find('\n', at);
        const bool last = newline == std::string_view::npos;
        std::string_view line = text.substr(at, last ? newline : newline - at);
        at = last ? text.size() : newline + 1;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty()) {
            saved.body_at = at;
            return saved;
        }
        // "POST /path HTTP/1.1" has a colon only by accident ("POST http://…").
        const bool request_line = first && line.find(" HTTP/") != std::string_view::npos;
        first = false;
        const std::size_t colon = line.find(':');
        // A colon at the front is an HTTP/2 pseudo header in a dump.
        if (request_line || colon == std::string_view::npos || colon == 0)
            continue;
        saved.headers.emplace_back(base::lower(base::trim(line.substr(0, colon))),
                                   std::string(base::trim(line.substr(colon + 1))));
    }
    saved.body_at = text.size();
    return saved;
}

} // namespace shoporder::verify
