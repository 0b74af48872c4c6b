#include "verify/diagnosis.hpp"

#include "base/text.hpp"
#include "order/wrapping.hpp"
#include "verify/rewriting.hpp"

#include <algorithm>
#include <utility>

namespace shoporder::verify {

namespace {

// Mixtures keep some fifty copies of the body; larger ones are not worth the memory.
constexpr std::size_t k_largest_mixed = 1U << 20U;

// A text that may be what was meant, and what had to be undone to get there.
struct Variant {
    std::string text;
    std::vector<const Rewriting*> undone;
};

Variant plain(std::string_view text) {
    return {std::string(text), {}};
}

// Adds what each rewriting, undone, makes of `from`; texts already there are not repeated, so that
// a trailing newline is told once and by its most telling name.
void add_undone(std::vector<Variant>& variants, const Variant& from,
                std::span<const Rewriting> rewritings) {
    for (const Rewriting& rewriting : rewritings) {
        std::optional<std::string> text = rewriting.undo(from.text);
        if (!text || std::any_of(variants.begin(), variants.end(),
                                 [&](const Variant& v) { return v.text == *text; }))
            continue;
        Variant variant{*std::move(text), from.undone};
        variant.undone.push_back(&rewriting);
        variants.push_back(std::move(variant));
    }
}

std::vector<Finding> findings(const std::vector<const Rewriting*>& undone,
                              const std::string& label) {
    std::vector<Finding> result;
    result.reserve(undone.size());
    for (const Rewriting* rewriting : undone) {
        result.push_back({std::string(rewriting->code), std::string(rewriting->text),
                          std::string(rewriting->remedy), label});
    }
    return result;
}

// The signature as it is and with up to two things undone ("sha256=" before a hexadecimal digest).
std::vector<Variant> signature_variants(std::string_view presented) {
    std::vector<Variant> variants{plain(base::trim(presented))};
    add_undone(variants, Variant(variants.front()), signature_rewritings());
    const std::size_t singles = variants.size();
    for (std::size_t i = 1; i < singles; ++i)
        add_undone(variants, Variant(variants[i]), signature_rewritings());
    return variants;
}

class Search {
public:
    Search(std::span<const Secret> secrets, std::string_view body, std::string_view presented)
        : m_secrets(secrets), m_body(body), m_signatures(signature_variants(presented)) {}

    // Fewest deviations first: one thing wrong with the signature, the body or the secret; then
    // two at once; then JSON that was written again in several ways.
    std::vector<Finding> run() {
        std::vector<Variant> bodies{plain(m_body)};
        add_undone(bodies, Variant(bodies.front()), transport_rewritings());
        const std::size_t transport = bodies.size();
        add_undone(bodies, Variant(bodies.front()), json_rewritings());

        for (const Variant& body : bodies)
            for (const Secret& secret : m_secrets)
                attempt(secret.label, secret.value, {}, body);
        for (const Secret& secret : m_secrets) {
            std::vector<Variant> values{plain(secret.value)};
            add_undone(values, Variant(values.front()), secret_rewritings());
            for (std::size_t i = 1; i < values.size(); ++i)
                for (std::size_t b = 0; b < transport; ++b)
                    attempt(secret.label, values[i].text, values[i].undone, bodies[b]);
        }
        if (m_best.empty())
            try_unwrapped();
        if (m_best.empty())
            try_json_mixtures();
        return std::move(m_best);
    }

private:
    void attempt(const std::string& label, const std::string& secret,
                 const std::vector<const Rewriting*>& secret_undone, const Variant& body) {
        if (secret.empty())
            return; // anybody can sign with nothing
        const std::string expected = sign(secret, body.text);
        for (const Variant& signature : m_signatures) {
            if (signature.text != expected)
                continue;
            std::vector<const Rewriting*> undone = body.undone;
            undone.insert(undone.end(), secret_undone.begin(), secret_undone.end());
            undone.insert(undone.end(), signature.undone.begin(), signature.undone.end());
            if (!undone.empty() && (m_best.empty() || undone.size() < m_best.size()))
                m_best = findings(undone, label);
        }
    }

    // After each layer: how deep Shopify's own bytes lie only the signature tells.
    void try_unwrapped() {
        const order::Unwrapped unwrapped = order::unwrap(m_body);
        Variant body = plain(m_body);
        for (const Rewriting* layer : unwrapped.layers) {
            body.text = layer->undo(body.text).value_or("");
            body.undone.push_back(layer);
            std::vector<Variant> bodies{body};
            add_undone(bodies, body, transport_rewritings());
            add_undone(bodies, body, json_rewritings());
            for (const Variant& each : bodies)
                for (const Secret& secret : m_secrets)
                    attempt(secret.label, secret.value, {}, each);
            if (!m_best.empty())
                return;
        }
    }

    // Every way a JSON library could have written the body, up to four changes at once.
    void try_json_mixtures() {
        if (m_body.size() > k_largest_mixed)
            return;
        std::vector<Variant> bodies{plain(m_body)};
        std::size_t from = 0;
        for (int depth = 0; depth < 4; ++depth) {
            const std::size_t to = bodies.size();
            for (; from < to; ++from)
                add_undone(bodies, Variant(bodies[from]), json_rewritings());
        }
        // One more newline is the commonest companion of a rewritten body.
        const std::size_t mixtures = bodies.size();
        for (std::size_t i = 1; i < mixtures; ++i)
            add_undone(bodies, Variant(bodies[i]), transport_rewritings().first(2));
        for (const Variant& body : bodies)
            for (const Secret& secret : m_secrets)
                attempt(secret.label, secret.value, {}, body);
    }

    std::span<const Secret> m_secrets;
    std::string_view m_body;
    std::vector<Variant> m_signatures;
    std::vector<Finding> m_best;
};

// Where nothing would have matched, what can still be seen from the form alone.
std::vector<Finding> hints(std::span<const Secret> secrets, std::string_view body,
                           std::string_view presented) {
    const std::string_view value = base::trim(presented);
    if (value.empty()) {
        return {{"signature_missing", "There is no signature.",
                 "Pass the value of the X-Shopify-Hmac-Sha256 header.", ""}};
    }
    const order::Unwrapped inside = order::unwrap(body);
    std::vector<Finding> out;
    out.reserve(inside.layers.size() + 1);
    for (const order::Wrapping* layer : inside.layers)
        out.push_back(
            {std::string{layer->code}, std::string{layer->text}, std::string{layer->remedy}, ""});
    if (auto damage = order::find_damage(inside.bytes))
        out.push_back(
            {std::move(damage->code), std::move(damage->text), std::move(damage->remedy), ""});
    if (!out.empty())
        return out;
    if (!secrets.empty() && std::all_of(secrets.begin(), secrets.end(), [](const Secret& s) {
            return base::trim(s.value).starts_with("shpss_");
        })) {
        return {
            {"app_secret",
             "Only apps' client secrets (shpss_…) are configured, and none of them signed this.",
             "Webhooks made in the admin are signed with the key shown under Settings, "
             "Notifications, Webhooks: store that one.",
             ""}};
    }
    return {};
}

} // namespace

std::vector<Finding> diagnose(std::span<const Secret> secrets, std::string_view body,
                              std::string_view presented) {
    std::vector<Finding> result = Search(secrets, body, presented).run();
    return result.empty() ? hints(secrets, body, presented) : result;
}

} // namespace shoporder::verify
