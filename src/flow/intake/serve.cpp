#include "flow/intake/serve.hpp"

#include "base/service_manager.hpp"
#include "flow/intake/group_commit.hpp"
#include "flow/intake/intake.hpp"
#include "flow/watch/lookout.hpp"
#include "receive/server.hpp"

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace shoporder::flow {

namespace {

receive::Limits limits_of(const config::Settings& settings) {
    receive::Limits limits;
    limits.body_bytes = settings.limits.body_bytes;
    limits.workers = settings.limits.workers;
    limits.queue = settings.limits.queue;
    limits.in_flight_bytes = settings.limits.in_flight_bytes;
    limits.deadline = settings.limits.deadline;
    return limits;
}

/// Sockets from the service manager first; where there are none, those of the settings.
std::vector<receive::Listener> open_listeners(const config::Settings& settings) {
    std::vector<receive::Listener> listeners;
    for (base::PassedSocket& passed : base::passed_sockets()) {
        receive::Listener listener;
        listener.fd = std::move(passed.fd);
        listener.name = passed.name == "admin" ? "admin" : "webhook";
        listener.address = "systemd:" + passed.name;
        listeners.push_back(std::move(listener));
    }
    if (!listeners.empty())
        return listeners;
    for (const std::string& where : settings.listen)
        listeners.push_back(receive::open_listener(where, "webhook"));
    if (!settings.admin_listen.empty())
        listeners.push_back(receive::open_listener(settings.admin_listen, "admin"));
    if (listeners.empty())
        throw base::Error(base::Exit::config,
                          "nowhere to listen: set `listen`, or --listen unix:PATH or HOST:PORT");
    return listeners;
}

sigset_t waited_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1})
        sigaddset(&set, signal);
    return set;
}

/// Waits for signals on a thread of its own; SIGUSR1 ends it.
class Signals {
public:
    Signals(receive::Server& server, Intake& intake, const log::Journal& journal)
        : m_thread([&server, &intake, &journal] { wait(server, intake, journal); }) {}
    ~Signals() {
        ::pthread_kill(m_thread.native_handle(), SIGUSR1);
        m_thread.join();
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

private:
    static void wait(receive::Server& server, Intake& intake, const log::Journal& journal) {
        const sigset_t set = waited_signals();
        while (true) {
            int signal = 0;
            if (sigwait(&set, &signal) != 0 || signal == SIGUSR1)
                return;
            if (signal != SIGHUP) {
                base::notify("STOPPING=1");
                server.stop();
                continue;
            }
            try {
                intake.load_secrets();
                journal.write(log::Priority::notice, "serve", "signing secrets read again");
            } catch (const std::exception& error) {
                journal.write(log::Priority::error, "serve",
                              std::string{"the old signing secrets stay: "} + error.what());
            }
        }
    }
    std::thread m_thread;
};

/// Tells the service manager that the writer lives; silent when it hangs, so that it is restarted.
class Watchdog {
public:
    Watchdog(const GroupCommit& writer, const receive::Server& server)
        : m_thread([this, &writer, &server] { watch(writer, server); }) {}
    ~Watchdog() {
        m_ending = true;
        m_ending.notify_all();
        m_thread.join();
    }
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

private:
    void watch(const GroupCommit& writer, const receive::Server& server) {
        const auto period = base::watchdog_period();
        const auto alive_for =
            period ? *period : std::chrono::microseconds{std::chrono::seconds{20}};
        std::size_t round = 0;
        while (!m_ending) {
            const bool alive =
                std::chrono::steady_clock::now() - writer.last_beat() < alive_for / 2;
            if (alive && period)
                base::notify("WATCHDOG=1");
            if (round++ % 30 == 0)
                base::notify("STATUS=" + std::to_string(server.counters().served) +
                             " requests answered, database " +
                             (writer.healthy() ? "writable" : "NOT writable"));
            for (int i = 0; i < 10 && !m_ending; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
    }
    std::atomic<bool> m_ending{false};
    std::thread m_thread; // last: it uses the flag
};

/// Looks once a minute for what goes wrong without an error.
class Watcher {
public:
    Watcher(const config::Settings& settings, const base::Clock& clock, const log::Journal& journal)
        : m_thread([this, &settings, &clock, &journal](const std::stop_token& stop) {
              watch(stop, settings, clock, journal);
          }) {}

private:
    void watch(const std::stop_token& stop, const config::Settings& settings,
               const base::Clock& clock, const log::Journal& journal) {
        std::optional<store::Database> database;
        Lookout lookout(settings, journal);
        std::unique_lock guard(m_mutex);
        while (!m_woken.wait_for(guard, stop, std::chrono::minutes{1},
                                 [&stop] { return stop.stop_requested(); })) {
            try {
                if (!database)
                    database.emplace(settings.database, store::Access::read);
                lookout.look(*database, clock.now());
            } catch (const std::exception& error) {
                database.reset();
                journal.write(log::Priority::warning, "lookout", error.what());
            }
        }
    }
    std::mutex m_mutex;
    std::condition_variable_any m_woken;
    std::jthread m_thread; // last: it uses the others, and ends first
};

} // namespace

base::Exit serve(const config::Settings& settings, const base::Clock& clock,
                 const log::Journal& journal,
                 const std::function<void(const std::string&)>& announce) {
    // Before the first thread: every thread inherits the mask, so that only Signals sees them.
    const sigset_t signals = waited_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    std::vector<receive::Listener> listeners = open_listeners(settings);
    std::vector<std::string> addresses;
    addresses.reserve(listeners.size());
    for (const receive::Listener& listener : listeners)
        addresses.push_back(listener.address);

    std::atomic<receive::Server*> to_stop{nullptr};
    std::atomic<bool> disk_failed{false};
    GroupCommit writer({settings.database, settings.reserve_bytes}, clock, journal, [&] {
        disk_failed = true;
        if (receive::Server* const server = to_stop; server != nullptr)
            server->stop();
    });
    Intake intake(settings, clock, journal, writer);
    receive::Server server(
        std::move(listeners), limits_of(settings),
        [&](receive::Request&& request, receive::Reply reply) {
            intake.answer(std::move(request), std::move(reply));
        },
        [&](const receive::Refusal& refusal) { intake.refused(refusal); });
    to_stop = &server;
    if (disk_failed) // before there was a server to stop
        server.stop();
    {
        const Signals signal_thread(server, intake, journal);
        const Watchdog watchdog(writer, server);
        const Watcher watcher(settings, clock, journal);
        for (const std::string& address : addresses) {
            journal.write(log::Priority::info, "serve", "listening on " + address);
            announce(address);
        }
        base::notify("READY=1");
        server.run();
    }
    base::notify("STOPPING=1");
    to_stop = nullptr;
    const auto counters = server.counters();
    journal.write(log::Priority::info, "serve",
                  "ended after " + std::to_string(counters.served) + " requests");
    return disk_failed ? base::Exit::io : base::Exit::ok;
}

} // namespace shoporder::flow
