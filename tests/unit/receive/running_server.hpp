#pragma once
// Purpose: a server on a unix socket in a temporary folder, and clients that send exactly the bytes
// they are told. Fails: by gtest and by exceptions. Threads: a Client belongs to one thread.
#include "receive/server.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace shoporder::receive {

struct HttpReply {
    int status = 0; ///< 0: the connection ended without one
    std::string head;
    std::string body;
};

class Client {
public:
    /// A unix socket's path.
    explicit Client(const std::string& path);
    explicit Client(base::UniqueFd connected) : m_fd(std::move(connected)) {}

    /// Sends all; false when the server has closed its side.
    bool send(std::string_view bytes);
    /// Reads one reply with its Content-Length; `head_only` after a HEAD.
    HttpReply reply(bool head_only = false);
    HttpReply ask(std::string_view bytes) {
        send(bytes);
        return reply();
    }
    /// Everything until the server closes.
    std::string rest();
    /// The server has closed and sent nothing more.
    bool closed() { return rest().empty(); }
    void finish_sending();
    [[nodiscard]] int fd() const { return m_fd.get(); }

private:
    bool read_more();
    base::UniqueFd m_fd;
    std::string m_seen;
};

/// "POST path HTTP/1.1" with Host and Content-Length.
std::string post(std::string_view body, std::string_view extra_headers = "",
                 std::string_view path = "/webhooks");
std::string get(std::string_view path, std::string_view extra_headers = "");

/// Fds of a connected stream pair are of no use here: a real listener is.
class RunningServer {
public:
    explicit RunningServer(Limits limits, std::function<Response(Request&&)> handler,
                           AcceptCall accept_call = {});
    RunningServer(Limits limits, Answerer handler, AcceptCall accept_call = {});
    ~RunningServer();
    void stop(); ///< and waits for run() to return

    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] Server& server() { return *m_server; }
    [[nodiscard]] std::vector<Refusal> refusals();

private:
    test::TemporaryFolder m_folder;
    std::string m_path;
    std::mutex m_mutex;
    std::vector<Refusal> m_refusals;
    std::unique_ptr<Server> m_server;
    std::thread m_thread;
};

/// Says what it got: "METHOD path listener body".
Response echo(Request&& request);

/// Waits until `condition` holds; false after ten seconds.
bool eventually(const std::function<bool()>& condition);

} // namespace shoporder::receive
