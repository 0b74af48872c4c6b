#include "flow/connect.hpp"

#include "base/error.hpp"
#include "deliver/classify.hpp"
#include "flow/relay.hpp"

namespace shoporder::flow {

remote::Settings remote_settings(const config::Settings& settings, const order::Supplier& supplier,
                                 const order::Endpoint& endpoint) {
    remote::Settings out;
    out.endpoint = endpoint;
    if (!supplier.credential.empty())
        out.password = settings.credentials.read(supplier.credential);
    out.connect_timeout = settings.remote.connect_timeout;
    out.response_timeout = settings.remote.response_timeout;
    out.transfer_timeout = settings.remote.transfer_timeout;
    const order::Transport& own = supplier.transport;
    out.ca_file = own.ca_file.empty() ? settings.remote.ca_file : own.ca_file;
    out.pin = own.pin;
    out.host_key_sha256 = own.host_key;
    // A fingerprint is the stricter word: a file beside it would let other keys in.
    if (own.host_key.empty())
        out.known_hosts = own.known_hosts.empty() ? settings.remote.known_hosts : own.known_hosts;
    out.private_key_file = own.key_file;
    out.active = own.active;
    out.tls13 = own.tls13;
    return out;
}

base::Outcome test_supplier(const config::Settings& settings, const order::Supplier& supplier,
                            bool test_endpoint, const SessionFactory& sessions) {
    const auto& endpoint = test_endpoint ? supplier.test_endpoint : supplier.endpoint;
    if (!endpoint)
        throw base::Error(base::Exit::data, "supplier " + supplier.name + " has no " +
                                                (test_endpoint ? "test_url" : "url") +
                                                "; `shoporder supplier set " + supplier.name + " " +
                                                (test_endpoint ? "test_url" : "url") + "=…`");
    const auto session = sessions(remote_settings(settings, supplier, *endpoint));
    const remote::Reply opened = session->open();
    base::Outcome outcome = deliver::classify(opened);
    if (!outcome.done())
        return outcome;
    const remote::ListReply listed = session->list();
    outcome = deliver::classify(listed.reply);
    if (outcome.done())
        outcome.reason = (opened.text.empty() ? endpoint->url() : opened.text) + ": " +
                         std::to_string(listed.entries.size()) + " files in it";
    return outcome;
}

} // namespace shoporder::flow
