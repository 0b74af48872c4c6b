#include "flow/intake/keyring.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <utility>

namespace shoporder::flow {

Keyring::Keyring(const config::Settings& settings) : m_settings(settings) {
    load();
}

void Keyring::load() {
    std::map<std::string, std::vector<verify::Secret>> secrets;
    for (const config::Shop& shop : m_settings.shops) {
        std::vector<verify::Secret>& loaded = secrets[shop.domain];
        for (config::SigningSecret& secret : m_settings.signing_secrets(shop))
            loaded.push_back({std::move(secret.label), std::move(secret.value)});
        if (loaded.empty())
            throw base::Error(
                base::Exit::config,
                "shop " + shop.domain +
                    " has no signing secret: `shoporder credential set "
                    "NAME` and name it in its `secrets`; without one nothing can be believed");
    }
    if (secrets.empty())
        throw base::Error(base::Exit::config,
                          "no shop is configured; add a [[shop]] with domain, secrets "
                          "and start to the configuration");
    const std::unique_lock guard(m_secrets_mutex);
    m_secrets = std::move(secrets);
}

std::optional<std::string> Keyring::find_label(const std::string& shop, std::string_view body,
                                               std::string_view presented) const {
    const std::shared_lock guard(m_secrets_mutex);
    const auto known = m_secrets.find(shop);
    if (known == m_secrets.end())
        return std::nullopt;
    const auto match = verify::find_match(known->second, body, presented);
    return match ? std::optional(known->second[*match].label) : std::nullopt;
}

bool Keyring::any_signs(std::string_view body, std::string_view presented) const {
    const std::shared_lock guard(m_secrets_mutex);
    return std::ranges::any_of(m_secrets, [&](const auto& shop) {
        return verify::find_match(shop.second, body, presented).has_value();
    });
}

std::optional<std::string> Keyring::replaced(const std::string& shop, const std::string& label) {
    const std::scoped_lock guard(m_last_mutex);
    std::string& last = m_last[shop];
    if (last == label)
        return std::nullopt;
    return std::exchange(last, label);
}

} // namespace shoporder::flow
