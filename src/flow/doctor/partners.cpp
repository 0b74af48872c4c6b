#include "flow/doctor/partners.hpp"

#include "base/text.hpp"
#include "flow/doctor/doctor.hpp"
#include "remote/result_codes.hpp"
#include "verify/diagnosis.hpp"

namespace shoporder::flow {

namespace {

using base::OutcomeClass;
using order::Scheme;
using order::SupplierMode;
using remote::Phase;
namespace result = remote::result;

constexpr std::chrono::days k_longest_test{7};
/// So many webhooks of a shop, and none has a topic that every shop has now and then.
constexpr std::size_t k_enough_webhooks = 50;

std::string test_command(const order::Supplier& s, const SupplierTestResult& t) {
    return "`shoporder supplier test " + s.name + (t.test_endpoint ? " --test-endpoint`" : "`");
}

/// "shoporder supplier set acme url=", for the url that was tested.
std::string set_url(const order::Supplier& s, const SupplierTestResult& t) {
    return "shoporder supplier set " + s.name + (t.test_endpoint ? " test_url=" : " url=");
}

int port_of(const order::Endpoint& endpoint) {
    if (endpoint.port != 0)
        return endpoint.port;
    return endpoint.scheme == Scheme::sftp ? 22 : endpoint.scheme == Scheme::ftps ? 990 : 21;
}

/// "nc -vz HOST PORT"
std::string knock(const order::Endpoint& endpoint) {
    return "`nc -vz " + endpoint.host + " " + std::to_string(port_of(endpoint)) + "`";
}

/// vsftpd's words and FileZilla Server's.
bool speaks_of_reuse(std::string_view text) {
    const std::string lower = base::lower(text);
    return lower.find("session reuse") != std::string::npos ||
           lower.find("not resumed") != std::string::npos;
}

struct Diagnosis {
    const char* code;
    std::string what; ///< after the supplier's name
    std::string remedy;
};

Diagnosis of_connecting(const order::Supplier& s, const SupplierTestResult& t) {
    const order::Endpoint& endpoint = t.test_endpoint ? *s.test_endpoint : *s.endpoint;
    const int curl = t.refusal.curl;
    if (t.refusal.refused_here)
        return {"supplier-unusable", "one of its settings cannot be used",
                "`shoporder supplier show " + s.name + "`, then `shoporder supplier set " + s.name +
                    " KEY=VALUE`; shoporder-supplier(1)"};
    if (curl == result::k_unknown_host)
        return {"supplier-dns", "the name " + endpoint.host + " is not known here",
                "`getent hosts " + endpoint.host + "`; is it spelt right, and does DNS work?"};
    if (endpoint.scheme == Scheme::sftp && curl == result::k_peer_not_verified) {
        if (t.refusal.text.starts_with("the server has no host key"))
            return {"supplier-rsa-only",
                    "the SFTP server has an RSA host key only, of a kind that the SSH library here "
                    "cannot check",
                    "ask the supplier for an ed25519 or ECDSA host key, or for FTPS"};
        return {"supplier-host-key", "the server's host key is not the one that is known",
                "ask the supplier for the fingerprint; if `ssh-keyscan -p " +
                    std::to_string(port_of(endpoint)) + " " + endpoint.host +
                    " | ssh-keygen -lf -` shows it: `shoporder supplier set " + s.name +
                    " transport.host_key=FINGERPRINT`"};
    }
    if (t.refusal.phase == Phase::connect && curl == result::k_could_not_connect)
        return {"supplier-refused",
                "no connection to " + endpoint.host + ", port " + std::to_string(port_of(endpoint)),
                knock(endpoint) + "; is the port right, is the server up, does its firewall let "
                                  "this machine's address in?"};
    if (t.refusal.phase == Phase::connect && curl == result::k_timed_out)
        return {"supplier-firewall",
                endpoint.host + ", port " + std::to_string(port_of(endpoint)) +
                    " does not answer; a firewall, here or there, drops such connections silently",
                knock(endpoint) + "; give the supplier this machine's public address"};
    if (result::is_of_trust(curl))
        return {"supplier-certificate", "no safe connection",
                "`shoporder supplier set " + s.name +
                    " transport.ca_file=FILE` for a certificate of the supplier's own, or "
                    "transport.pin=DIGEST"};
    return {"supplier-unreachable", "its server cannot be reached",
            knock(endpoint) + "; then " + test_command(s, t)};
}

Diagnosis diagnosis_of(const order::Supplier& s, const SupplierTestResult& t) {
    const std::string& phase = t.outcome.phase;
    const int curl = t.refusal.curl;
    if (speaks_of_reuse(t.outcome.reason))
        return {"supplier-session-reuse",
                "the server wants the TLS session of the login for each file, and does not get it",
                s.transport.tls13
                    ? "`shoporder supplier set " + s.name + " transport.tls13=false`"
                    : "ask the supplier to switch off that demand (vsftpd: require_ssl_reuse=NO; "
                      "proftpd: TLSOptions NoSessionReuseRequired), or for SFTP"};
    if (t.refusal.refused_here)
        return of_connecting(s, t);
    if (t.refusal.wants_tls)
        return {"supplier-wants-tls", "the server talks with nobody who does not use TLS",
                "`" + set_url(s, t) + "ftpes://…`"};
    if (phase == "login" && t.outcome.cls == OutcomeClass::operator_ && !result::is_of_trust(curl))
        return {"supplier-login", "its server refuses the login",
                s.transport.key_file.empty()
                    ? "is the user in the url right? Else `shoporder credential set " +
                          (s.credential.empty()
                               ? "NAME` and `shoporder supplier set " + s.name + " credential=NAME`"
                               : s.credential + "`")
                    : "is the user in the url right, and does the supplier have the public key? "
                      "`ssh-keygen -yf " +
                          s.transport.key_file + "` prints it"};
    if (phase == "folder")
        return {"supplier-folder", "the folder of its url cannot be entered",
                "/in is relative to the login folder, //in absolute: `" + set_url(s, t) +
                    "URL`, or ask the supplier to create it"};
    if (t.vanished)
        return {"supplier-file-filter",
                "its server takes a file and does not show it: it hides such names, or a program "
                "takes each file at once",
                "ask the supplier which names are taken; `shoporder supplier set " + s.name +
                    " upload.mode=direct` is for servers that take files at once"};
    if (phase == "put" && t.refusal.curl == 0)
        return {"supplier-not-writable",
                "its folder takes no files: no right to write, or a filter that wants other names",
                "ask the supplier for the right to write there and for the names that are taken; "
                "`shoporder supplier test " +
                    s.name + " --write` tries again"};
    if (phase == "rename")
        return {"supplier-rename-refused", "its server takes a file and refuses to rename it",
                "ask the supplier for the right to rename, or `shoporder supplier set " + s.name +
                    " upload.mode=done-file`"};
    if (phase == "list" && !result::is_of_trust(curl))
        return {"supplier-data-connection",
                "the login works and no data connection does: a firewall blocks the server's "
                "passive ports, or the server names a wrong address",
                "ask the supplier for the range of passive ports and open it; or `shoporder "
                "supplier set " +
                    s.name + " transport.active=true` where the server can connect back"};
    return of_connecting(s, t);
}

} // namespace

std::string remedy_of(const order::Supplier& s, const SupplierTestResult& tested) {
    return tested.outcome.done() ? std::string{} : diagnosis_of(s, tested).remedy;
}

void judge_shop(const ShopSeen& shop, Findings& out) {
    if (!shop.last_webhook) {
        out.warning(
            "no-webhook", shop.domain,
            shop.refused ? "no webhook of " + shop.domain +
                               " was accepted yet, and some were refused for their signature"
                         : "no webhook of " + shop.domain + " came yet",
            shop.refused ? "the secret is not the one Shopify signs with: `" +
                               std::string{verify::k_refused_next} + "`"
                         : "`shoporder trigger --shop " + shop.domain +
                               "` tries the way here; then create the webhooks in Shopify, format "
                               "JSON, to https://YOUR.HOST.NAME/webhooks/TOPIC");
        return;
    }
    std::size_t webhooks = 0;
    for (const auto& [topic, count] : shop.topics)
        webhooks += topic == "import" ? 0 : count;
    const auto seen = [&](const char* topic) { return shop.topics.contains(topic); };
    if (webhooks < k_enough_webhooks)
        return;
    const std::string address = "to https://YOUR.HOST.NAME/webhooks/";
    if (!seen("orders/updated"))
        out.warning("topic-unseen", shop.domain,
                    "of " + std::to_string(webhooks) + " webhooks of " + shop.domain +
                        " none had the topic orders/updated: edits, refunds and new addresses are "
                        "not noticed",
                    "create that webhook in Shopify, " + address + "orders/updated");
    std::string others;
    for (const char* const topic : {"orders/create", "orders/paid", "orders/cancelled"})
        if (!seen(topic))
            others += (others.empty() ? "" : ", ") + std::string{topic};
    if (!others.empty())
        out.hint("topic-unseen", shop.domain,
                 "of " + std::to_string(webhooks) + " webhooks of " + shop.domain +
                     " none had the topic " + others,
                 "if Shopify has no such webhook, create it, " + address + "TOPIC");
}

void judge_supplier(const order::Supplier& s, std::optional<base::Time> test_since, base::Time now,
                    Findings& out) {
    if (!s.endpoint)
        out.fault("supplier-no-url", s.name, "supplier " + s.name + " has no url",
                  "`shoporder supplier set " + s.name + " url=URL`");
    switch (s.mode) {
    case SupplierMode::test:
        if (test_since && now - *test_since >= k_longest_test)
            out.warning("supplier-in-test", s.name,
                        "supplier " + s.name + " has been in test for " +
                            base::format_span(now - *test_since) + " and gets no orders",
                        "`shoporder supplier test " + s.name +
                            " --write`, then `shoporder supplier live " + s.name + "`");
        break;
    case SupplierMode::parked:
        out.fault("supplier-parked", s.name,
                  "supplier " + s.name + " is parked and gets no orders: " + s.mode_reason,
                  "mend that, then `shoporder supplier test " + s.name + " --resume`");
        break;
    case SupplierMode::paused:
        if (!s.mode_until)
            out.hint("supplier-paused", s.name,
                     "supplier " + s.name + " is paused without an end: " + s.mode_reason,
                     "`shoporder supplier resume " + s.name + "`");
        break;
    case SupplierMode::observe:
    case SupplierMode::live:
        break;
    }
}

void judge_connection(const order::Supplier& s, const SupplierTestResult& tested, Findings& out) {
    if (tested.outcome.done())
        return;
    const Diagnosis found = diagnosis_of(s, tested);
    // Of a supplier who gets nothing yet, nothing is lost.
    const bool live = s.mode == SupplierMode::live || s.mode == SupplierMode::parked;
    out.add(live ? report::Severity::fault : report::Severity::warning, found.code, s.name,
            "supplier " + s.name + ": " + found.what + " (" + tested.outcome.reason + ")",
            found.remedy);
}

} // namespace shoporder::flow
