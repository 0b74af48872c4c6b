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
    out.ca_file = settings.remote.ca_file;
    out.known_hosts = settings.remote.known_hosts;
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
