// The workers of a server: they read requests, hand them over and send the answers.
#include "receive/server_state.hpp"

namespace shoporder::receive {

/// A request on its way to its answer, and the connection that waits for it.
class Server::State::Exchange final : public Reply::Client {
public:
    Exchange(State& state, std::unique_ptr<Connection> connection, bool may_keep)
        : m_state(state), m_task{std::move(connection), std::nullopt, may_keep} {}

    /// Hands the request over. Answered at once it returns the task, to be finished by the caller;
    /// else nothing: whoever answers later puts it into the queue.
    static Task ask(const Answerer& handler, Request&& request,
                    std::unique_ptr<Exchange> exchange) {
        Task answered;
        asking = {exchange.get(), &answered};
        try {
            handler(std::move(request), Reply(std::move(exchange)));
        } catch (...) { // NOLINT: the dropped Reply has answered 500
        }
        asking = {};
        return answered;
    }

    void take(Response&& response) override {
        m_task.answer = std::move(response);
        if (asking.exchange == this)
            *asking.task = std::move(m_task);
        else
            m_state.queue.push_answer(std::move(m_task));
    }

private:
    /// The exchange whose request this thread is handing over at the moment.
    struct Asking {
        const Exchange* exchange = nullptr;
        Task* task = nullptr;
    };
    static thread_local Asking asking;

    State& m_state;
    Task m_task;
};

thread_local Server::State::Exchange::Asking Server::State::Exchange::asking;

void Server::State::work() {
    SecondOpinion opinion;
    std::vector<char> buffer(k_scratch);
    while (true) {
        Task task = queue.pop();
        if (!task.connection)
            return;
        if (!task.answer || finish(task))
            serve(std::move(task.connection), opinion, buffer);
    }
}

void Server::State::serve(std::unique_ptr<Connection> connection, SecondOpinion& opinion,
                          std::span<char> buffer) {
    while (true) {
        switch (connection->receive(buffer)) {
        case Connection::Progress::partial:
            return parking.park(std::move(connection));
        case Connection::Progress::ended:
            return;
        case Connection::Progress::refused: {
            const Refusal refusal = connection->refusal();
            return refuse(std::move(connection), refusal);
        }
        case Connection::Progress::whole:
            break;
        }
        if (const auto refusal = opinion.refuses(connection->head_bytes(), connection->head()))
            return refuse(std::move(connection), *refusal);
        const bool may_keep = connection->head().keep_alive && !stopping.load() &&
                              connection->answered() + 1 < shared.limits.requests_per_connection;
        Request request = connection->take_request(listeners[connection->listener()].name);
        Task task =
            Exchange::ask(handler, std::move(request),
                          std::make_unique<Exchange>(*this, std::move(connection), may_keep));
        if (!task.connection || !finish(task))
            return;
        connection = std::move(task.connection);
    }
}

/// Sends the answer. True when bytes of a next request are here already; else the connection is
/// where it belongs.
bool Server::State::finish(Task& task) {
    Connection& connection = *task.connection;
    const Response& answer = *task.answer;
    const bool keep = task.may_keep && answer.status < 400;
    served.fetch_add(1);
    connection.release_body();
    const RequestHead& head = connection.head();
    if (!connection.send(reply_bytes(answer, keep, head.http11, head.method == "HEAD"))) {
        task.connection.reset();
        return false;
    }
    const bool more = connection.next_request();
    if (keep && more)
        return true;
    if (keep) {
        parking.park(std::move(task.connection));
    } else if (more || connection.client_waits()) {
        // What was pipelined behind the last request is never read as one; unread bytes would
        // make close() a reset that overtakes the reply.
        connection.linger();
        parking.park(std::move(task.connection));
    } else {
        task.connection.reset();
    }
    return false;
}

} // namespace shoporder::receive
