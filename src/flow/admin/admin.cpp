#include "flow/admin/admin.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "flow/admin/routes.hpp"
#include "report/json.hpp"
#include "store/time_limit.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace shoporder::flow {

namespace {

using base::Exit;
using receive::Response;
using std::chrono::steady_clock;

constexpr std::chrono::seconds k_quiet{10}; // one line on wrong tokens in this time

/// {"error": {"code": …, "message": …}}, as every command says it with --json.
Response problem(int status, Exit code, const std::string& message) {
    report::Value error = report::Value::object();
    error.set("code", base::exit_name(code)).set("message", message);
    report::Value out = report::Value::object();
    out.set("error", std::move(error));
    Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = out.text();
    if (status == 503)
        response.headers.emplace_back("Retry-After", "1");
    return response;
}

/// What a reader can mend, or wait for; 0: it is ours.
int status_of(Exit code) {
    switch (code) {
    case Exit::usage:
        return 400;
    case Exit::not_found:
        return 404;
    case Exit::unavailable:
    case Exit::partly: // the schema is being changed
        return 503;
    default:
        return 0;
    }
}

/// "a", W/"b" or *: does one of them name this tag? (RFC 9110, 13.1.2: compared weakly.)
bool names_tag(std::string_view header, std::string_view tag) {
    for (std::string_view each : base::split(header, ',')) {
        if (each.starts_with("W/"))
            each.remove_prefix(2);
        if (each == tag || each == "*")
            return true;
    }
    return false;
}

/// What was read has not changed: no bytes. Of the bytes themselves, so that it is never wrong.
void tag(Response& response, const receive::Request& request) {
    const std::string etag = '"' + base::hex(base::sha256(response.body)).substr(0, 32) + '"';
    response.headers.emplace_back("ETag", etag);
    if (names_tag(request.header("if-none-match"), etag)) {
        response.status = 304;
        response.body.clear();
    }
}

Response finished(Response response) {
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

/// Half of the processors, so that intake always finds one free: eight readers on two processors
/// had its p99 go up fivefold. The server's threads are more: a slow client keeps one of them.
std::ptrdiff_t most_at_once() {
    return std::clamp<std::ptrdiff_t>(std::thread::hardware_concurrency() / 2, 1, 4);
}

class Turn {
public:
    Turn(std::counting_semaphore<>& turns, std::chrono::milliseconds patience) : m_turns(turns) {
        if (!turns.try_acquire_for(patience))
            throw store::TimeIsUp("other readers were before this one");
    }
    ~Turn() { m_turns.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    std::counting_semaphore<>& m_turns;
};

bool is_health(const receive::Request& request) {
    return request.path == "/healthz" || request.path == "/readyz";
}

} // namespace

/// A connection, borrowed. One that has failed is not used again.
class Admin::Reader {
public:
    explicit Reader(Admin& admin) : m_admin(admin) {
        {
            const std::scoped_lock guard(admin.m_mutex);
            if (!admin.m_idle.empty()) {
                m_database.emplace(std::move(admin.m_idle.back()));
                admin.m_idle.pop_back();
            }
        }
        if (!m_database)
            m_database.emplace(admin.m_settings.database, store::Access::read);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() = default;

    [[nodiscard]] store::Database& database() { return *m_database; }
    void give_back() {
        const std::scoped_lock guard(m_admin.m_mutex);
        m_admin.m_idle.push_back(*std::move(m_database));
    }

private:
    Admin& m_admin;
    std::optional<store::Database> m_database;
};

Admin::Admin(const config::Settings& settings, const base::Clock& clock,
             const log::Journal& journal, std::function<bool()> ready)
    : m_settings(settings),
      m_clock(clock),
      m_journal(journal),
      m_ready(std::move(ready)),
      m_gate(settings),
      m_turns(most_at_once()) {}

receive::Limits Admin::limits() {
    receive::Limits limits;
    limits.body_bytes = 0;
    limits.post = false;
    limits.header_bytes = 16U << 10U;
    limits.workers = 4;
    limits.queue = 64;
    limits.connections = 128;
    limits.deadline = std::chrono::milliseconds{5000}; // the reading, and a slow client
    return limits;
}

Response Admin::answer(const receive::Request& request) {
    if (is_health(request))
        return finished(answer_health(request));
    if (auto away = turned_away(request))
        return finished(*std::move(away));
    try {
        return finished(read(request));
    } catch (const store::TimeIsUp&) {
        return finished(problem(503, Exit::unavailable,
                                "this takes longer than 2 seconds and was given up; ask for less "
                                "(`limit`, another filter), or use the command on the machine"));
    } catch (const base::Error& error) {
        if (const int status = status_of(error.code()); status != 0)
            return finished(problem(status, error.code(), error.what()));
        m_journal.write(log::Priority::error, "admin", error.what());
    } catch (const std::exception& error) {
        m_journal.write(log::Priority::error, "admin", error.what());
    }
    return finished(problem(500, Exit::bug, "internal error; the journal of serve says more"));
}

Response Admin::answer_health(const receive::Request& request) const {
    Response response;
    const bool ready = request.path == "/healthz" || m_ready();
    response.status = ready ? 200 : 503;
    response.body = request.path == "/healthz" ? "ok\n"
                    : ready                    ? "ready\n"
                                               : "the database cannot be written\n";
    return response;
}

std::optional<Response> Admin::turned_away(const receive::Request& request) {
    if (!m_gate.open())
        return problem(403, Exit::config,
                       "the API is off: set admin_credential, see shoporder.toml(5)");
    switch (m_gate.judge(request, steady_clock::now())) {
    case TokenGate::Verdict::welcome:
        return std::nullopt;
    case TokenGate::Verdict::limited: {
        Response response = problem(429, Exit::permission, "too many wrong tokens; wait a minute");
        response.headers.emplace_back("Retry-After", std::to_string(TokenGate::k_minute.count()));
        return response;
    }
    case TokenGate::Verdict::wrong:
        note_wrong_token();
        [[fallthrough]];
    case TokenGate::Verdict::missing:
        break;
    }
    Response response =
        problem(401, Exit::permission, "send `Authorization: Bearer TOKEN` with the API's token");
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"shoporder\"");
    return response;
}

Response Admin::read(const receive::Request& request) {
    const FoundRoute match = find_route(request.path);
    if (match.route == nullptr)
        throw base::Error(Exit::not_found, "nothing here; shoporder-serve(1) has the paths");
    const Question question(request.path, match.ids, request.query, match.route->parameters);
    const auto until = steady_clock::now() + k_longest;
    const Turn turn(m_turns, k_longest);
    Reader reader(*this);
    Response response;
    {
        const store::TimeLimit limit(
            reader.database(),
            std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now()));
        response = match.route->answer({m_settings, reader.database(), m_clock.now()}, question);
    }
    reader.give_back();
    tag(response, request);
    return response;
}

Response Admin::refused(const receive::Refusal& refusal) const {
    const Exit code = refusal.status == 503 ? Exit::unavailable : Exit::usage;
    Response response = problem(refusal.status, code, refusal.reason);
    if (refusal.status == 405)
        response.headers.emplace_back("Allow", "GET, HEAD");
    return finished(std::move(response));
}

/// Neither the token nor who sent it.
void Admin::note_wrong_token() {
    const auto now = steady_clock::now();
    std::size_t left_out = 0;
    {
        const std::scoped_lock guard(m_mutex);
        if (m_said != steady_clock::time_point{} && now - m_said < k_quiet) {
            ++m_unsaid;
            return;
        }
        m_said = now;
        left_out = std::exchange(m_unsaid, 0);
    }
    m_journal.write(log::Priority::warning, "admin",
                    "a wrong token" + (left_out > 0 ? " (" + std::to_string(left_out) +
                                                          " more since the last line)"
                                                    : std::string{}));
}

} // namespace shoporder::flow
