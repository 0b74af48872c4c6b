#include "config/supplier_table.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

#include <algorithm>

namespace shoporder::config {

namespace {

using order::Supplier;
using D = SettingDescription;

std::optional<order::Endpoint> endpoint(const std::string& text) {
    if (text.empty())
        return std::nullopt;
    try {
        return order::Endpoint::parse(text);
    } catch (const base::Error& error) {
        std::string_view what = error.what();
        if (constexpr std::string_view k_own = "url: "; what.starts_with(k_own))
            what.remove_prefix(k_own.size());
        throw Unusable(std::string{what});
    }
}

void only(const std::string& text, std::initializer_list<std::string_view> known,
          std::initializer_list<std::string_view> later) {
    if (std::find(known.begin(), known.end(), text) != known.end())
        return;
    const bool planned = std::find(later.begin(), later.end(), text) != later.end();
    throw Unusable(fmt::format("`{}` is {}; this version knows {}", base::printable(text, 40),
                               planned ? "for a later version" : "unknown",
                               fmt::join(known, ", ")));
}

std::string temporary_part(std::string_view text) {
    const bool good = !text.empty() && text.size() <= 16 && text[0] != '-' &&
                      std::all_of(text.begin(), text.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                      });
    if (!good)
        throw Unusable("takes 1 to 16 of letters, digits, `.`, `_` and `-`, the first no `-`");
    return std::string{text};
}

std::string maybe_path(const std::string& text) {
    return text.empty() ? text : path_text(text);
}

/// A SHA-256 in base64 behind its mark; kept as it must stand for libcurl: the pin with the mark,
/// the host key without.
std::string digest_text(std::string_view text, std::string_view mark) {
    if (text.empty())
        return {};
    std::string_view digits = text;
    if (digits.starts_with(mark))
        digits.remove_prefix(mark.size());
    while (digits.ends_with('='))
        digits.remove_suffix(1);
    const bool good = digits.size() == 43 && std::all_of(digits.begin(), digits.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '+' || c == '/';
                      });
    if (!good)
        throw Unusable(fmt::format("must be {} and 43 or 44 characters of base64", mark));
    return mark == "sha256//" ? fmt::format("{}{}=", mark, digits) : std::string{digits};
}

constexpr std::array
    k_supplier =
        {
            Entry<Supplier>{
                D{"name", "", "", "text", "how you call it: a-z, 0-9 and `-` (required)"},
                Form::text,
                [](Supplier& s, const Texts& t) {
                    order::check_supplier_name(single(t));
                    s.name = single(t);
                }},
            Entry<Supplier>{D{"mode", "", "test", "mode",
                              "test: nothing leaves by itself; observe: deliveries are planned, "
                              "nothing is sent; live: sends"},
                            Form::text,
                            [](Supplier& s, const Texts& t) {
                                const auto mode = order::supplier_mode(single(t));
                                if (!mode)
                                    throw Unusable("must be test, observe, live, paused or parked");
                                s.mode = *mode;
                            }},
            Entry<Supplier>{
                D{"mode_reason", "", "", "text", "why it is paused or parked"}, Form::text,
                [](Supplier& s, const Texts& t) { s.mode_reason = plain_text(single(t), 500); }},
            Entry<Supplier>{D{"mode_until", "", "", "time", "when a pause ends by itself"},
                            Form::time,
                            [](Supplier& s, const Texts& t) {
                                s.mode_until.reset();
                                if (!single(t).empty())
                                    s.mode_until = time_value(single(t));
                            }},
            Entry<Supplier>{
                D{"url", "", "", "url", "where files go: scheme://[user@]host[:port]/folder"},
                Form::text, [](Supplier& s, const Texts& t) { s.endpoint = endpoint(single(t)); }},
            Entry<Supplier>{
                D{"test_url", "", "", "url", "where a person's tests go"}, Form::text,
                [](Supplier& s, const Texts& t) { s.test_endpoint = endpoint(single(t)); }},
            Entry<Supplier>{
                D{"credential", "", "", "credential", "the name of the password's credential"},
                Form::text,
                [](Supplier& s, const Texts& t) {
                    if (!single(t).empty())
                        check_credential_name(single(t));
                    s.credential = single(t);
                }},
            Entry<Supplier>{
                D{"account", "", "", "text", "your customer number there"}, Form::text,
                [](Supplier& s, const Texts& t) { s.account = plain_text(single(t), 64); }},
            Entry<Supplier>{
                D{"match", "", "", "rules",
                  "which lines it ships: any of these rules; in one rule all of vendor, sku, type "
                  "and tag that are there; `*` stands for anything"},
                Form::tables, [](Supplier& s, const Texts&) { s.match.clear(); }},
            Entry<Supplier>{
                D{"default", "", "false", "true or false",
                  "it also ships lines that no rule of any supplier takes"},
                Form::flag,
                [](Supplier& s, const Texts& t) { s.takes_unmatched = flag_value(single(t)); }},
            Entry<Supplier>{
                D{"priority", "", "100", "count",
                  "where the rules of several suppliers take a line, the lowest number gets it"},
                Form::count,
                [](Supplier& s, const Texts& t) {
                    s.priority = static_cast<int>(count_value(single(t), 0, 1'000'000));
                }},
            Entry<Supplier>{
                D{"format", "", "native", "format", "how its documents are written"}, Form::text,
                [](Supplier& s, const Texts& t) {
                    only(single(t), {"native"}, {"ubl", "opentrans", "cxml", "csv"});
                    s.format = single(t);
                }},
            Entry<Supplier>{
                D{"prices", "", "none", "none or retail", "prices its documents show"}, Form::text,
                [](Supplier& s, const Texts& t) {
                    only(single(t), {"none", "retail"}, {"cost"});
                    s.show_prices = single(t) == "retail";
                }},
            Entry<Supplier>{
                D{"temporary.prefix", "", "tmp-", "text", "stands before a file's name until it is whole"},
                Form::
                    text,
                [](Supplier& s, const Texts& t) {
                    s.temporary = temporary_part(single(t));
                    s.temporary_at = order::TemporaryName::prefix;
                }},
            Entry<
                Supplier>{D{"temporary.suffix", "", "", "text", "stands behind a file's name until it is whole, instead of a prefix"}, Form::text,
                          [](Supplier& s, const Texts& t) {
                              if (single(t).empty())
                                  return;
                              if (base::lower(single(t)).ends_with(".xml"))
                                  throw Unusable("must not make it look like a whole file");
                              s.temporary = temporary_part(single(t));
                              s.temporary_at = order::TemporaryName::suffix;
                          }},
            Entry<Supplier>{
                D{"transport.ca_file", "", "", "path",
                  "certificates to trust for this server's FTPS; empty: as [remote] says"},
                Form::text,
                [](Supplier& s, const Texts& t) { s.transport.ca_file = maybe_path(single(t)); }},
            Entry<Supplier>{
                D{"transport.pin", "", "", "text",
                  "sha256//BASE64: the only public key its FTPS certificate may have"},
                Form::text,
                [](Supplier& s, const Texts&
                                    t) { s.transport.pin = digest_text(single(t), "sha256//"); }},
            Entry<Supplier>{
                D{"transport.host_key", "", "", "text",
                  "SHA256:BASE64: the only host key its SFTP server may have"},
                Form::text,
                [](Supplier& s,
                   const Texts&
                       t) { s.transport.host_key = digest_text(single(t), "SHA256:"); }},
            Entry<Supplier>{
                D{"transport.known_hosts", "", "", "path",
                  "host keys to trust for its SFTP; empty: as [remote] says"},
                Form::text,
                [](Supplier& s, const Texts&
                                    t) { s.transport.known_hosts = maybe_path(single(t)); }},
            Entry<Supplier>{
                D{"transport.key_file", "", "", "path",
                  "your private key for its SFTP, instead of a password"},
                Form::text,
                [](Supplier& s, const Texts& t) { s.transport.key_file = maybe_path(single(t)); }},
            Entry<Supplier>{
                D{"transport.active", "", "false", "true or false",
                  "its FTP server connects back for the data: only where it cannot do otherwise"},
                Form::flag,
                [](Supplier& s, const Texts& t) { s.transport.active = flag_value(single(t)); }},
            Entry<Supplier>{
                D{"transport.tls13", "", "false", "true or false",
                  "its FTPS speaks TLS 1.3, which costs a new connection for each file"},
                Form::flag,
                [](Supplier& s, const Texts& t) { s.transport.tls13 = flag_value(single(t)); }},
            Entry<Supplier>{
                D{"consumes", "", "false", "true or false",
                  "it is known to take files away at once"},
                Form::flag,
                [](Supplier& s, const Texts& t) { s.consumes = flag_value(single(t)); }},
            Entry<
                Supplier>{D{"schedule", "", "", "durations", "waits after each fault of a document; empty: [retry] schedule"}, Form::durations,
                          [](Supplier& s, const Texts& t) {
                              const bool none = t.empty() || (t.size() == 1 && t[0].empty());
                              s.schedule =
                                  none ? std::vector<std::chrono::seconds>{} : schedule_value(t);
                          }},
            Entry<Supplier>{D{"confirm", "", "none", "none", "how it answers"}, Form::text,
                            [](Supplier&, const Texts& t) {
                                only(single(t), {"none"}, {"receipt", "pickup", "answer"});
                            }},
};

constexpr auto k_descriptions = descriptions(k_supplier);

} // namespace

std::span<const SettingDescription> supplier_settings_table() noexcept {
    return k_descriptions;
}
std::span<const Entry<Supplier>> supplier_entries() noexcept {
    return k_supplier;
}

void set_rule_field(order::MatchRule& rule, std::string_view key, std::string_view text) {
    const std::string value = plain_text(text);
    if (base::trim(value).empty())
        throw Unusable("is empty; leave it out, or write \"*\" for any");
    if (key == "vendor")
        rule.vendor = value;
    else if (key == "sku")
        rule.sku = value;
    else if (key == "type")
        rule.type = value;
    else
        rule.tag = value;
}

} // namespace shoporder::config
