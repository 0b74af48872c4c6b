#include "flow/relay/connect.hpp"

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
    if (supplier.temporary_at == order::TemporaryName::folder)
        out.subfolder = supplier.temporary;
    return out;
}

} // namespace shoporder::flow
