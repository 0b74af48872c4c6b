#pragma once
// Purpose: an FTP server that can be told to misbehave: what no real server can be made to show,
// like a lost 226. Real sockets on 127.0.0.1, files in memory, a log of every command. State: its
// threads and files. Fails: by throwing when no socket is to be had. Threads: any; every session
// has a thread of its own.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace shoporder::test {

struct Fault {
    enum class Kind {
        answer,      ///< this reply instead of doing it; after 421 the session is closed
        late_answer, ///< the same, three seconds later
        late,        ///< done and answered, `delay` later
        taken,       ///< STOR: done, 226, and the file is taken away at once, as by another program
        renamed,     ///< STOR: done, 226, and the file bears a name of the server's own
        drop,        ///< not done, and the connection is closed without a word
        hang,        ///< not done, and silence
        done_answer, ///< done, with this reply
        done_drop,   ///< done, the reply is lost with the connection
        done_hang,   ///< done, and silence
        done_close,  ///< done and answered, then the connection is closed
        data_close,  ///< STOR, LIST: the data connection is closed after `bytes`, the rest is lost
        data_reset,  ///< STOR: the same by RST
        data_hang,   ///< STOR: nothing more is read after `bytes`
        dead_port,   ///< EPSV, PASV: a port nobody listens on
    };
    std::string verb; ///< "CONNECT" is the greeting
    Kind kind = Kind::answer;
    std::string reply{};               ///< whole line without CR LF
    std::size_t bytes = 0;             ///< for data_*
    int skip = 0;                      ///< so many times all is well first
    int times = 1;                     ///< then so often; -1: for ever
    std::string argument{};            ///< only with this one; "": any
    std::chrono::milliseconds delay{}; ///< for late
};

class ScriptedFtp {
public:
    ScriptedFtp();
    ~ScriptedFtp();
    ScriptedFtp(const ScriptedFtp&) = delete;
    ScriptedFtp& operator=(const ScriptedFtp&) = delete;

    [[nodiscard]] int port() const { return m_port; }
    void add(Fault fault);
    /// From now on so many of a hundred commands fail, one way or another: a refusal for now, a
    /// lost connection before or after the command was carried out, data cut short. Never a refused
    /// login.
    void fail_at_random(int percent, unsigned seed);
    /// How many faults have not happened as often as they were to.
    [[nodiscard]] std::size_t unfired() const;
    /// No more faults.
    void heal();
    /// A supplier who takes a file away the moment it gets its final name (any but temporary ones).
    void consume_at_once(std::string temporary_prefix);

    /// As a Windows server that scans what has just come: for so long after its STOR a file is in
    /// use, and these verbs on it are answered 550.
    void scan(std::chrono::milliseconds how_long, std::set<std::string> verbs);

    /// LIST is understood from now on (else 502): as `ls -l`, or these bytes, whatever there is.
    /// NLST sends them, too.
    void answer_list(std::string raw = {});

    /// Each answer takes so long from now on, as over a long line.
    void stand_far(std::chrono::milliseconds away) { m_away = away; }

    void put_file(const std::string& path, std::string bytes);
    void take_file(const std::string& path);
    /// What lies on the server, by absolute path.
    [[nodiscard]] std::map<std::string, std::string> files() const;
    /// What was consumed, in order.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> taken() const;
    /// Every command line received ("CONNECT" for a session's begin), passwords as "PASS ***".
    [[nodiscard]] std::vector<std::string> log() const;
    [[nodiscard]] int count(const std::string& verb) const;

private:
    class Conversation;
    struct Peer {
        std::thread thread;
        std::atomic<bool> over{false};
    };
    void accept_sessions();
    /// The fault for this occurrence of the verb, if any.
    bool take_fault(const std::string& verb, const std::string& argument, Fault& out);
    bool take_chance(const std::string& verb, Fault& out);

    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stop{false};
    std::atomic<std::chrono::milliseconds> m_away{};
    std::thread m_thread;
    mutable std::mutex m_mutex;
    std::list<Peer> m_peers;
    std::vector<Fault> m_faults;
    int m_percent = 0;
    std::mt19937 m_random;
    std::map<std::string, std::string> m_files;
    std::vector<std::pair<std::string, std::string>> m_taken;
    std::vector<std::string> m_log;
    bool m_consumes = false;
    std::chrono::milliseconds m_scan{};
    std::set<std::string> m_scanned_verbs;
    std::map<std::string, std::chrono::steady_clock::time_point> m_stored_at;
    bool m_lists = false;
    std::string m_raw_listing;
    std::string m_temporary_prefix;
};

} // namespace shoporder::test
