#pragma once
// Purpose: the signing secrets of every shop, which of them signed a body, and whether another one
// does than before: a rotation's progress.
// State: the secrets, read from the credentials. Fails: load() throws Error(config).
// Threads: any.
#include "config/settings.hpp"
#include "verify/signature.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace shoporder::flow {

class Keyring {
public:
    /// Reads them. `settings` is kept and must outlive it.
    explicit Keyring(const config::Settings& settings);

    /// Reads them again. Error(config) when a shop has none or no shop is configured; what was
    /// read before stays in force then.
    void load();
    /// The label of the shop's secret that signs `body` as `presented` (base64) says.
    [[nodiscard]] std::optional<std::string>
    find_label(const std::string& shop, std::string_view body, std::string_view presented) const;
    /// Some shop's secret signs it.
    [[nodiscard]] bool any_signs(std::string_view body, std::string_view presented) const;
    /// Takes down that `label` signed; the label before (empty: none) where it is another.
    [[nodiscard]] std::optional<std::string> replaced(const std::string& shop,
                                                      const std::string& label);

private:
    const config::Settings& m_settings;
    mutable std::shared_mutex m_secrets_mutex;
    std::map<std::string, std::vector<verify::Secret>> m_secrets; ///< by lower-case domain
    std::mutex m_last_mutex;
    std::map<std::string, std::string> m_last; ///< the label that matched last, by domain
};

} // namespace shoporder::flow
