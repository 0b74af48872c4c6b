#include "flow/intake/serve.hpp"

#include "base/service_manager.hpp"
#include "flow/admin/admin.hpp"
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
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

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

struct Listeners {
    std::vector<receive::Listener> webhook;
    std::vector<receive::Listener> admin;
};

/// For each of the two: sockets from the service manager, or else those of the settings.
Listeners open_listeners(const config::Settings& settings, const log::Journal& journal) {
    Listeners out;
    for (base::PassedSocket& passed : base::passed_sockets()) {
        receive::Listener listener;
        listener.fd = std::move(passed.fd);
        listener.name = passed.name == "admin" ? "admin" : "webhook";
        listener.address = "systemd:" + passed.name;
        (listener.name == "admin" ? out.admin : out.webhook).push_back(std::move(listener));
    }
    const bool managed = !out.webhook.empty() || !out.admin.empty();
    if (out.webhook.empty())
        for (const std::string& where : settings.listen)
            out.webhook.push_back(receive::open_listener(where, "webhook"));
    if (out.admin.empty() && !settings.admin_listen.empty()) {
        try {
            out.admin.push_back(receive::open_listener(settings.admin_listen, "admin"));
        } catch (const base::Error& error) {
            if (!managed)
                throw;
            // A unit without a network cannot open a port. Orders come first: they are taken in.
            journal.write(log::Priority::error, "serve",
                          std::string{"the admin listener is off: "} + error.what() +
                              "; under systemd enable shoporder-admin.socket instead");
        }
    }
    if (out.webhook.empty())
        throw base::Error(base::Exit::config,
                          "nowhere to listen: set `listen`, or --listen unix:PATH or HOST:PORT");
    return out;
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
    Signals(receive::Server& server, Intake& intake, Admin& admin, const log::Journal& journal)
        : m_thread([&server, &intake, &admin, &journal] { wait(server, intake, admin, journal); }) {
    }
    ~Signals() {
        ::pthread_kill(m_thread.native_handle(), SIGUSR1);
        m_thread.join();
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

private:
    static void wait(receive::Server& server, Intake& intake, Admin& admin,
                     const log::Journal& journal) {
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
            try {
                admin.load_token();
            } catch (const std::exception& error) {
                journal.write(log::Priority::error, "serve",
                              std::string{"the old token of the API stays: "} + error.what());
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

/// The admin listener: a server of its own beside that for webhooks, so that whoever reads takes
/// neither its threads nor its places in the queue.
class AdminServer {
public:
    AdminServer(std::vector<receive::Listener> listeners, Admin& admin, const log::Journal& journal)
        : m_on(!listeners.empty()),
          m_server(std::move(listeners), Admin::limits(),
                   receive::at_once(
                       [&admin](receive::Request&& request) { return admin.answer(request); }),
                   {}, {},
                   [&admin](const receive::Refusal& refusal) { return admin.refused(refusal); }) {
        if (m_on)
            m_thread = std::thread([this, &journal] { run(journal); });
    }
    ~AdminServer() {
        m_server.stop();
        if (m_thread.joinable())
            m_thread.join();
    }
    AdminServer(const AdminServer&) = delete;
    AdminServer& operator=(const AdminServer&) = delete;

private:
    void run(const log::Journal& journal) {
        // Of this thread, and of those that it begins (Linux keeps it for each): intake goes first.
        // Where the unit forbids the call, the readers' turns alone keep a processor free.
        static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10));
        try {
            m_server.run();
        } catch (const std::exception& error) { // orders come first: they are taken in still
            journal.write(log::Priority::error, "serve",
                          std::string{"the admin listener ended: "} + error.what());
        }
    }
    bool m_on;
    receive::Server m_server;
    std::thread m_thread; // last: it uses the server
};

} // namespace

base::Exit serve(const config::Settings& settings, const base::Clock& clock,
                 const log::Journal& journal,
                 const std::function<void(const std::string&)>& announce) {
    // Before the first thread: every thread inherits the mask, so that only Signals sees them.
    const sigset_t signals = waited_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    Listeners listeners = open_listeners(settings, journal);
    std::vector<std::string> addresses;
    addresses.reserve(listeners.webhook.size() + listeners.admin.size());
    for (const auto* kind : {&listeners.webhook, &listeners.admin})
        for (const receive::Listener& listener : *kind)
            addresses.push_back(listener.address);

    std::atomic<receive::Server*> to_stop{nullptr};
    std::atomic<bool> disk_failed{false};
    GroupCommit writer({settings.database, settings.reserve_bytes}, clock, journal, [&] {
        disk_failed = true;
        if (receive::Server* const server = to_stop; server != nullptr)
            server->stop();
    });
    Intake intake(settings, clock, journal, writer);
    Admin admin(
        settings, clock, journal, [&writer] { return writer.healthy(); });
    receive::Server server(
        std::move(listeners.webhook), limits_of(settings),
        [&](receive::Request&& request, receive::Reply reply) {
            intake.answer(std::move(request), std::move(reply));
        },
        [&](const receive::Refusal& refusal) { intake.refused(refusal); });
    to_stop = &server;
    if (disk_failed) // before there was a server to stop
        server.stop();
    {
        const AdminServer admin_server(std::move(listeners.admin), admin, journal);
        const Signals signal_thread(server, intake, admin, journal);
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
