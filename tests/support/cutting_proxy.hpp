#pragma once
// Purpose: a network that breaks, between a session and a real FTP server: a proxy on another
// loopback address that passes control and data connections on and cuts some of them after a random
// number of bytes, by FIN or by RST. The passive port of each 227 and 229 is opened here, too,
// before the reply is passed on, since clients connect to the control connection's host.
// State: its threads. Fails: by throwing when no socket is to be had. Threads: any; every
// connection has a thread of its own. Same seed, same cuts, as far as connections come in order.
#include <atomic>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>

namespace shoporder::test {

/// Of a hundred connections `percent` are cut, after less than `most_bytes`.
struct Drops {
    int percent = 0;
    std::size_t most_bytes = 1;
};

class CuttingProxy {
public:
    /// Before the server on 127.0.0.1.
    CuttingProxy(int server_port, Drops control, Drops data, unsigned seed);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    [[nodiscard]] static const char* host() { return "127.0.0.2"; }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] int control_cuts() const { return m_control_cuts; }
    [[nodiscard]] int data_cuts() const { return m_data_cuts; }

private:
    struct Peer {
        std::thread thread;
        std::atomic<bool> over{false};
    };
    struct Cut {
        std::size_t after = 0;
        bool reset = false;
    };
    enum class Passage { control, data };

    void accept_sessions();
    template <class F>
    void start(F&& work);
    void bury(); ///< the threads that are over; nobody else takes from the list meanwhile
    /// Takes the client of a listener, within a few seconds, and brings it to that port.
    void pass(int listener, int server_port, Passage passage);
    void relay(int client, int server, Passage passage);
    /// Opens here what a reply announces, if it announces a port.
    void follow(std::string_view reply);
    [[nodiscard]] std::optional<Cut> chance(const Drops& drops);

    int m_server_port;
    Drops m_control;
    Drops m_data;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stop{false};
    std::atomic<int> m_control_cuts{0};
    std::atomic<int> m_data_cuts{0};
    std::mutex m_mutex;
    std::mt19937 m_random;
    std::list<Peer> m_peers;
    std::thread m_thread;
};

} // namespace shoporder::test
