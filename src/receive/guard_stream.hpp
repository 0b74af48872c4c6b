#pragma once
// Purpose: what the library sees instead of a socket: the bytes of exactly one request head. What
// it writes is thrown away. It can neither wait, nor read past the request. State: a view of
// memory. Fails: reading past the end gives 0, as a closed peer would. Threads: one.
#include <httplib.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace shoporder::receive {

class GuardStream final : public httplib::Stream {
public:
    explicit GuardStream(std::string_view input) : m_input(input) {}

    using httplib::Stream::write;
    [[nodiscard]] bool is_readable() const override { return !m_input.empty(); }
    [[nodiscard]] bool is_writable() const override { return true; }
    ssize_t read(char* to, std::size_t size) override {
        const std::size_t n = m_input.copy(to, std::min(size, m_input.size()));
        m_input.remove_prefix(n);
        return static_cast<ssize_t>(n);
    }
    ssize_t write(const char* /*from*/, std::size_t size) override {
        return static_cast<ssize_t>(size);
    }
    // Left empty: the library would make headers of them that a client can forge.
    void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
    void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
    [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

private:
    std::string_view m_input;
};

} // namespace shoporder::receive
