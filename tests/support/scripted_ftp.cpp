#include "support/scripted_ftp.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace shoporder::test {

namespace {

using Kind = Fault::Kind;

int listen_somewhere(int& port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
        ::listen(fd, 64) != 0 ||
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("no socket for the scripted FTP server");
    port = ntohs(address.sin_port);
    return fd;
}

} // namespace

/// One control connection.
class ScriptedFtp::Conversation {
public:
    Conversation(ScriptedFtp& server, int fd) : m_server(server), m_fd(fd) {
        const int on = 1; // else 226 waits 40 ms for the acknowledgement of 150
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~Conversation() {
        close_data();
        ::close(m_fd);
    }
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    void run() {
        note("CONNECT");
        if (!handle("CONNECT", ""))
            return;
        while (const auto line = read_line()) {
            const auto blank = line->find(' ');
            const std::string verb = line->substr(0, blank);
            const std::string argument =
                blank == std::string::npos ? std::string{} : line->substr(blank + 1);
            note(verb == "PASS" ? "PASS ***" : *line);
            if (!handle(verb, argument))
                return;
        }
    }

private:
    void note(const std::string& line) {
        const std::scoped_lock guard(m_server.m_mutex);
        m_server.m_log.push_back(line);
    }

    /// False ends the session.
    bool handle(const std::string& verb, const std::string& argument) {
        Fault fault;
        m_fault = m_server.take_fault(verb, argument, fault) ? &fault : nullptr;
        bool going_on = true;
        if (m_fault == nullptr) {
            say(carry_out(verb, argument));
            going_on = verb != "QUIT";
        } else {
            going_on = misbehave(fault, verb, argument);
        }
        m_fault = nullptr;
        return going_on;
    }

    bool misbehave(const Fault& fault, const std::string& verb, const std::string& argument) {
        switch (fault.kind) {
        case Kind::late:
            std::this_thread::sleep_for(fault.delay);
            say(carry_out(verb, argument));
            return true;
        case Kind::taken:
        case Kind::renamed: {
            const std::string done = carry_out(verb, argument);
            take_away(absolute(argument), fault.kind == Kind::renamed);
            say(done);
            return true;
        }
        case Kind::late_answer:
            std::this_thread::sleep_for(std::chrono::seconds{3});
            [[fallthrough]];
        case Kind::answer:
            say(fault.reply);
            return !fault.reply.starts_with("421");
        case Kind::drop:
            return false;
        case Kind::hang:
            wait_for_end();
            return false;
        case Kind::done_answer:
            carry_out(verb, argument);
            say(fault.reply);
            return true;
        case Kind::done_drop:
            carry_out(verb, argument);
            return false;
        case Kind::done_close:
            say(carry_out(verb, argument));
            return false;
        case Kind::done_hang:
            carry_out(verb, argument);
            wait_for_end();
            return false;
        case Kind::data_hang:
        case Kind::data_close:
        case Kind::data_reset:
        case Kind::dead_port:
            say(carry_out(verb, argument));
            return true;
        }
        return false;
    }

    std::string carry_out(const std::string& verb, const std::string& argument) {
        if (verb == "CONNECT")
            return "220 ready";
        if (verb == "USER")
            return "331 password";
        if (verb == "PASS")
            return argument == "secret" ? "230 in" : "530 Login incorrect.";
        if (verb == "PWD")
            return "257 \"" + m_cwd + "\" is here";
        if (verb == "CWD") {
            m_cwd = absolute(argument);
            return "250 moved";
        }
        if (verb == "TYPE") {
            m_binary = argument == "I";
            return "200 type";
        }
        if (verb == "EPSV" || verb == "PASV")
            return open_data(verb);
        if (verb == "STOR" || verb == "RETR" || verb == "NLST" || (verb == "LIST" && lists()))
            return transfer(verb, argument);
        if (verb == "SIZE" || verb == "DELE" || verb == "RNFR" || verb == "RNTO")
            return on_files(verb, argument);
        if (verb == "QUIT")
            return "221 bye";
        return "502 unknown";
    }

    void take_away(const std::string& path, bool keep) {
        const std::scoped_lock guard(m_server.m_mutex);
        auto node = m_server.m_files.extract(path);
        if (node.empty())
            return;
        m_server.m_taken.emplace_back(path, node.mapped());
        if (keep)
            m_server.m_files[path + ".processed"] = std::move(node.mapped());
    }

    [[nodiscard]] bool is_scanned(const std::string& verb, const std::string& path) const {
        const auto stored = m_server.m_stored_at.find(path);
        return m_server.m_scanned_verbs.count(verb) != 0 && stored != m_server.m_stored_at.end() &&
               std::chrono::steady_clock::now() - stored->second < m_server.m_scan;
    }

    std::string on_files(const std::string& verb, const std::string& argument) {
        const std::scoped_lock guard(m_server.m_mutex);
        auto& files = m_server.m_files;
        const auto file = files.find(absolute(argument));
        if (verb == "RNTO") {
            const auto from = files.find(m_rename_from);
            if (from == files.end())
                return "503 RNFR first";
            std::string bytes = std::move(from->second);
            files.erase(from);
            if (m_server.m_consumes && !argument.starts_with(m_server.m_temporary_prefix))
                m_server.m_taken.emplace_back(absolute(argument), std::move(bytes));
            else
                files[absolute(argument)] = std::move(bytes); // overwrites, as vsftpd does
            return "250 renamed";
        }
        if (verb == "SIZE" && !m_binary) // as proftpd does
            return "550 SIZE not allowed in ASCII mode";
        if (file == files.end())
            return "550 No such file";
        if (is_scanned(verb, file->first))
            return "550 The process cannot access the file because it is being used by another "
                   "process.";
        if (verb == "SIZE")
            return "213 " + std::to_string(file->second.size());
        if (verb == "RNFR") {
            m_rename_from = file->first;
            return "350 go on";
        }
        files.erase(file);
        return "250 deleted";
    }

    std::string open_data(const std::string& verb) {
        close_data();
        int port = 0;
        m_listener = listen_somewhere(port);
        if (m_fault != nullptr && m_fault->kind == Kind::dead_port) {
            ::close(m_listener);
            m_listener = -1;
        }
        if (verb == "EPSV")
            return "229 here (|||" + std::to_string(port) + "|)";
        // An address behind somebody's NAT, as broken routers hand out.
        return "227 here (10,9,8,7," + std::to_string(port / 256) + ',' +
               std::to_string(port % 256) + ')';
    }

    std::string transfer(const std::string& verb, const std::string& argument) {
        std::string outgoing;
        if (verb == "RETR") {
            const std::scoped_lock guard(m_server.m_mutex);
            const auto file = m_server.m_files.find(absolute(argument));
            if (file == m_server.m_files.end())
                return "550 No such file";
            outgoing = file->second;
        } else if (verb == "NLST" || verb == "LIST") {
            outgoing = listing(verb == "LIST", argument == "-a");
            if (m_fault != nullptr && m_fault->kind == Kind::data_close)
                outgoing.resize(std::min(outgoing.size(), m_fault->bytes));
        }
        say("150 data");
        if (m_listener < 0 || !ready(m_listener))
            return "425 no data connection";
        const int data = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (data < 0)
            return "425 no data connection";
        if (verb == "STOR")
            receive(data, absolute(argument));
        else
            send_all(data, outgoing);
        ::close(data);
        close_data();
        return "226 done";
    }

    [[nodiscard]] bool lists() const {
        const std::scoped_lock guard(m_server.m_mutex);
        return m_server.m_lists;
    }

    /// As vsftpd does.
    [[nodiscard]] std::string listing(bool with_sizes, bool hidden) const {
        const std::scoped_lock guard(m_server.m_mutex);
        if (!m_server.m_raw_listing.empty())
            return m_server.m_raw_listing;
        const std::string mode = "-rw-r--r--    1 0        0      ";
        std::string out;
        if (with_sizes && hidden)
            out = "d" + mode.substr(1) + "      4096 Nov 25 13:09 .\r\n";
        const std::string folder = m_cwd == "/" ? m_cwd : m_cwd + '/';
        for (const auto& [path, bytes] : m_server.m_files) {
            const std::string name = path.substr(std::min(folder.size(), path.size()));
            if (!path.starts_with(folder) || name.find('/') != std::string::npos ||
                (with_sizes && !hidden && name.starts_with('.')))
                continue;
            if (with_sizes)
                out += mode + std::to_string(bytes.size()) + " Nov 25 13:09 ";
            out += name + "\r\n";
        }
        return out;
    }

    void receive(int data, const std::string& path) {
        const bool broken = m_fault != nullptr &&
                            (m_fault->kind == Kind::data_close ||
                             m_fault->kind == Kind::data_reset || m_fault->kind == Kind::data_hang);
        std::string bytes;
        char buffer[16384];
        while (ready(data)) {
            const auto most =
                broken ? std::min(sizeof buffer, m_fault->bytes - bytes.size()) : sizeof buffer;
            const auto got = most == 0 ? 0 : ::recv(data, buffer, most, 0);
            if (got <= 0)
                break;
            bytes.append(buffer, static_cast<std::size_t>(got));
        }
        {
            const std::scoped_lock guard(m_server.m_mutex);
            m_server.m_files[path] = bytes;
            m_server.m_stored_at[path] = std::chrono::steady_clock::now();
        }
        if (broken && m_fault->kind == Kind::data_hang)
            wait_for_end();
        if (broken && m_fault->kind == Kind::data_reset) {
            const linger now{1, 0};
            ::setsockopt(data, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
    }

    [[nodiscard]] std::string absolute(const std::string& path) const {
        if (path.starts_with('/'))
            return path;
        return m_cwd == "/" ? m_cwd + path : m_cwd + '/' + path;
    }

    void say(const std::string& line) const {
        std::this_thread::sleep_for(m_server.m_away.load());
        send_all(m_fd, line + "\r\n");
    }

    static void send_all(int fd, std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// Until there is something to read; false when the server is to end.
    [[nodiscard]] bool ready(int fd) const {
        while (!m_server.m_stop) {
            pollfd poll{fd, POLLIN, 0};
            if (::poll(&poll, 1, 20) > 0)
                return true;
        }
        return false;
    }

    /// Silence, until the client has had enough.
    void wait_for_end() const {
        char buffer[256];
        while (ready(m_fd) && ::recv(m_fd, buffer, sizeof buffer, 0) > 0) {
        }
    }

    std::optional<std::string> read_line() {
        for (;;) {
            if (const auto end = m_input.find('\n'); end != std::string::npos) {
                std::string line = m_input.substr(0, end);
                m_input.erase(0, end + 1);
                if (line.ends_with('\r'))
                    line.pop_back();
                return line;
            }
            char buffer[4096];
            if (!ready(m_fd))
                return std::nullopt;
            const auto got = ::recv(m_fd, buffer, sizeof buffer, 0);
            if (got <= 0)
                return std::nullopt;
            m_input.append(buffer, static_cast<std::size_t>(got));
        }
    }

    void close_data() {
        if (m_listener >= 0)
            ::close(m_listener);
        m_listener = -1;
    }

    ScriptedFtp& m_server;
    int m_fd;
    int m_listener = -1;
    const Fault* m_fault = nullptr;
    std::string m_input;
    std::string m_cwd = "/";
    std::string m_rename_from;
    bool m_binary = false;
};

ScriptedFtp::ScriptedFtp() {
    m_listener = listen_somewhere(m_port);
    m_thread = std::thread([this] { accept_sessions(); });
}

ScriptedFtp::~ScriptedFtp() {
    m_stop = true;
    m_thread.join();
    for (Peer& peer : m_peers)
        peer.thread.join();
    ::close(m_listener);
}

void ScriptedFtp::accept_sessions() {
    while (!m_stop) {
        m_peers.remove_if([](Peer& peer) {
            const bool over = peer.over; // once: it may turn true between two looks
            if (over)
                peer.thread.join();
            return over;
        });
        pollfd poll{m_listener, POLLIN, 0};
        if (::poll(&poll, 1, 20) <= 0)
            continue;
        const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0)
            continue;
        Peer& peer = m_peers.emplace_back();
        peer.thread = std::thread([this, fd, &peer] {
            Conversation{*this, fd}.run();
            peer.over = true;
        });
    }
}

bool ScriptedFtp::take_fault(const std::string& verb, const std::string& argument, Fault& out) {
    const std::scoped_lock guard(m_mutex);
    for (Fault& fault : m_faults) {
        if (fault.verb != verb || fault.times == 0 ||
            (!fault.argument.empty() && fault.argument != argument))
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        if (fault.times > 0)
            --fault.times;
        out = fault;
        return true;
    }
    return take_chance(verb, out);
}

bool ScriptedFtp::take_chance(const std::string& verb, Fault& out) {
    const auto below = [this](unsigned n) { return static_cast<unsigned>(m_random() % n); };
    if (m_percent == 0 || below(100) >= static_cast<unsigned>(m_percent))
        return false;
    out.verb = verb;
    const unsigned which = below(verb == "STOR" ? 5 : 3);
    out.kind = which == 0   ? Fault::Kind::answer
               : which == 1 ? Fault::Kind::drop
               : which == 2 ? Fault::Kind::done_drop
               : which == 3 ? Fault::Kind::data_close
                            : Fault::Kind::data_reset;
    out.reply = verb == "CONNECT" || verb == "USER" || verb == "PASS" ? "421 Busy" : "450 Busy";
    out.bytes = below(2000);
    return true;
}

void ScriptedFtp::fail_at_random(int percent, unsigned seed) {
    const std::scoped_lock guard(m_mutex);
    m_percent = percent;
    m_random.seed(seed);
}

void ScriptedFtp::add(Fault fault) {
    const std::scoped_lock guard(m_mutex);
    m_faults.push_back(std::move(fault));
}

std::size_t ScriptedFtp::unfired() const {
    const std::scoped_lock guard(m_mutex);
    return static_cast<std::size_t>(std::count_if(
        m_faults.begin(), m_faults.end(), [](const Fault& fault) { return fault.times > 0; }));
}

void ScriptedFtp::heal() {
    const std::scoped_lock guard(m_mutex);
    m_faults.clear();
    m_percent = 0;
}

void ScriptedFtp::consume_at_once(std::string temporary_prefix) {
    const std::scoped_lock guard(m_mutex);
    m_consumes = true;
    m_temporary_prefix = std::move(temporary_prefix);
}

void ScriptedFtp::scan(std::chrono::milliseconds how_long, std::set<std::string> verbs) {
    const std::scoped_lock guard(m_mutex);
    m_scan = how_long;
    m_scanned_verbs = std::move(verbs);
}

void ScriptedFtp::answer_list(std::string raw) {
    const std::scoped_lock guard(m_mutex);
    m_lists = true;
    m_raw_listing = std::move(raw);
}

void ScriptedFtp::put_file(const std::string& path, std::string bytes) {
    const std::scoped_lock guard(m_mutex);
    m_files[path] = std::move(bytes);
}

void ScriptedFtp::take_file(const std::string& path) {
    const std::scoped_lock guard(m_mutex);
    m_files.erase(path);
}

std::map<std::string, std::string> ScriptedFtp::files() const {
    const std::scoped_lock guard(m_mutex);
    return m_files;
}

std::vector<std::pair<std::string, std::string>> ScriptedFtp::taken() const {
    const std::scoped_lock guard(m_mutex);
    return m_taken;
}

std::vector<std::string> ScriptedFtp::log() const {
    const std::scoped_lock guard(m_mutex);
    return m_log;
}

int ScriptedFtp::count(const std::string& verb) const {
    int n = 0;
    for (const std::string& line : log())
        n += line.substr(0, line.find(' ')) == verb ? 1 : 0;
    return n;
}

} // namespace shoporder::test
