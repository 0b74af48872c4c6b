// `shoporder trigger`: the end-to-end check without Shopify: a signed order to the listener.
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cmd/ask.hpp"
#include "cmd/commands.hpp"
#include "cmd/help.hpp"
#include "cmd/resolve.hpp"
#include "cmd/stop_on_signal.hpp"
#include "flow/operate/sample_body.hpp"
#include "receive/client.hpp"
#include "store/suppliers.hpp"
#include "verify/signature.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <thread>
#include <utility>

namespace shoporder::cmd {

namespace {

using base::Error;
using base::Exit;

struct Arguments {
    std::string url, socket, topic = "orders/create", file, webhook_id, late, order;
    int count = 1;
    int repeat = 1;
    int rate = 0; ///< a second; 0: as fast as it is answered
    bool wrong_signature = false;
    bool as_live = false;
    bool yes = false;
};

receive::Target target_of(const Arguments& arguments, const config::Settings& settings) {
    if (!arguments.url.empty() && !arguments.socket.empty())
        throw Error(Exit::usage, "name --url or --socket, not both");
    std::string text = arguments.url;
    if (!arguments.socket.empty())
        text =
            arguments.socket.starts_with("unix:") ? arguments.socket : "unix:" + arguments.socket;
    if (text.empty())
        text = settings.listen.front();
    receive::Target target = receive::parse_target(text);
    if (target.path == "/")
        target.path = "/webhooks/" + arguments.topic;
    return target;
}

/// The suppliers, where there is a database to ask: the sample then has a line for each.
std::vector<order::Supplier> suppliers_if_any(Context& context) {
    try {
        return store::list_suppliers(context.database(store::Access::read));
    } catch (const Error&) {
        return {};
    }
}

std::int64_t order_id(const std::string& text) {
    const auto id = base::parse_int(text);
    if (!id || *id <= 0)
        throw Error(Exit::usage, "--order: `" + base::printable(text, 40) +
                                     "` is no Shopify id; it is a number above 0");
    return *id;
}

/// What is sent, one after the other.
class Barrage {
public:
    Barrage(Context& context, const Arguments& arguments)
        : m_context(context),
          m_arguments(arguments),
          m_shop(one_shop(context.settings(), context.globals.shop)),
          m_target(target_of(arguments, context.settings())),
          m_late(arguments.late.empty() ? std::chrono::seconds{0}
                                        : span_of(arguments.late, "--late")) {
        const auto secrets = context.settings().signing_secrets(m_shop);
        if (secrets.empty())
            throw Error(Exit::config,
                        "no signing secret for " + m_shop.domain +
                            "; `shoporder credential set NAME`, or set SHOPIFY_API_SECRET");
        m_secret = secrets.front();
        if (arguments.file.empty())
            m_suppliers = suppliers_if_any(context);
        else
            m_file = base::read_file(arguments.file);
    }

    /// The n-th webhook, from 0, `repeat` times; `answered` gets each answer and how long it took.
    template <class Answered>
    void send(std::int64_t n, const Answered& answered) {
        const base::Time now = m_context.clock().now();
        m_body = body(now, n);
        m_id = m_arguments.webhook_id;
        if (m_id.empty())
            m_id = "trigger-" +
                   base::hex(base::sha256(m_body + base::format_time(now) + std::to_string(n)))
                       .substr(0, 24);
        // The first character of the base64 text differs: as long as a signature, and wrong.
        std::string signature = verify::sign(m_secret.value, m_body);
        if (m_arguments.wrong_signature)
            signature.front() = signature.front() == 'A' ? 'B' : 'A';
        for (int i = 0; i < m_arguments.repeat; ++i) {
            const auto before = std::chrono::steady_clock::now();
            const receive::Answer answer =
                receive::post(m_target,
                              {{"Content-Type", "application/json"},
                               {"User-Agent", "shoporder trigger"},
                               {"X-Shopify-Topic", m_arguments.topic},
                               {"X-Shopify-Shop-Domain", m_shop.domain},
                               {"X-Shopify-Webhook-Id", m_id},
                               {"X-Shopify-Triggered-At", base::format_time(now - m_late)},
                               {"X-Shopify-API-Version", "2026-04"},
                               {"X-Shopify-Hmac-SHA256", signature}},
                              m_body);
            answered(answer, std::chrono::steady_clock::now() - before);
        }
    }

    [[nodiscard]] const std::string& shop() const noexcept { return m_shop.domain; }
    [[nodiscard]] const std::string& secret() const noexcept { return m_secret.label; }
    [[nodiscard]] const std::string& last_id() const noexcept { return m_id; }
    [[nodiscard]] std::size_t last_size() const noexcept { return m_body.size(); }

private:
    [[nodiscard]] std::string body(base::Time now, std::int64_t n) const {
        if (!m_arguments.file.empty())
            return m_file;
        flow::SampleOptions options;
        options.now = now - m_late;
        // An id of its own for every sample.
        options.id = m_arguments.order.empty() ? base::to_micros(now) / 1000 + n
                                               : order_id(m_arguments.order);
        options.test = !m_arguments.as_live;
        auto sample = flow::sample_body(m_arguments.topic, options, m_suppliers, m_shop.domain);
        if (!sample)
            throw Error(Exit::usage, "--topic: there is no sample for `" +
                                         base::printable(m_arguments.topic, 60) +
                                         "`; give its body with --file, or take one of " +
                                         fmt::format("{}", fmt::join(flow::sample_topics(), ", ")));
        return *std::move(sample);
    }

    Context& m_context;
    const Arguments& m_arguments;
    const config::Shop& m_shop;
    receive::Target m_target;
    std::chrono::seconds m_late;
    config::SigningSecret m_secret;
    std::vector<order::Supplier> m_suppliers;
    std::string m_file;
    std::string m_body; ///< of the last
    std::string m_id;
};

void check_topic(const std::string& topic) {
    for (const char c : topic)
        if (!((c >= 'a' && c <= 'z') || c == '_' || c == '/'))
            throw Error(Exit::usage,
                        "--topic: write it as Shopify does, for instance orders/create");
}

/// The worst of all answers decides.
Exit exit_for(int status) {
    return status >= 500 ? Exit::unavailable : status < 200 || status >= 300 ? Exit::no : Exit::ok;
}

Exit send_one(Context& context, Barrage& barrage, const Arguments& arguments) {
    receive::Answer reply;
    barrage.send(0, [&](const receive::Answer& answer, auto) { reply = answer; });
    const std::string words{base::trim(reply.body)};
    report::Value out = report::Value::object();
    out.set("status", reply.status)
        .set("reply", report::json_text(words))
        .set("shop", barrage.shop())
        .set("topic", arguments.topic)
        .set("webhook_id", barrage.last_id())
        .set("secret", barrage.secret())
        .set("size", barrage.last_size());
    context.answer(out, std::to_string(reply.status) + (words.empty() ? "" : " ") +
                            base::printable(words, 300) + "\n");
    return exit_for(reply.status);
}

Exit send_many(Context& context, Barrage& barrage, const Arguments& arguments) {
    using Clock = std::chrono::steady_clock;
    using std::chrono::milliseconds;
    std::map<std::pair<int, std::string>, std::int64_t> answers;
    Clock::duration slowest{};
    std::atomic<bool> stopped = false;
    const auto begun = Clock::now();
    {
        const StopOnSignal stop([&stopped] { stopped = true; });
        for (int n = 0; n < arguments.count && !stopped; ++n) {
            if (arguments.rate > 0)
                std::this_thread::sleep_until(
                    begun +
                    std::chrono::duration_cast<Clock::duration>(
                        std::chrono::duration<double>(static_cast<double>(n) / arguments.rate)));
            barrage.send(n, [&](const receive::Answer& answer, Clock::duration took) {
                ++answers[{answer.status, std::string{base::trim(answer.body)}}];
                slowest = std::max(slowest, took);
            });
        }
    }
    const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - begun);
    std::int64_t sent = 0;
    int worst = 200;
    std::string text;
    report::Value rows = report::Value::array();
    for (const auto& [answer, count] : answers) {
        const auto& [status, words] = answer;
        sent += count;
        worst = std::max(worst, status);
        text += std::to_string(count) + " answered " + std::to_string(status) +
                (words.empty() ? "" : " ") + base::printable(words, 300) + "\n";
        rows.push(report::Value::object()
                      .set("status", status)
                      .set("reply", report::json_text(words))
                      .set("count", count));
    }
    const auto slowest_ms = std::chrono::duration_cast<milliseconds>(slowest).count();
    report::Value out = report::Value::object();
    out.set("sent", sent)
        .set("replies", std::move(rows))
        .set("milliseconds", took.count())
        .set("slowest_milliseconds", slowest_ms);
    context.answer(out, text + std::to_string(sent) + " sent (" + std::to_string(took.count()) +
                            " ms), the slowest answer (" + std::to_string(slowest_ms) + " ms)\n");
    return stopped ? Exit::partly : exit_for(worst);
}

Exit run(Context& context, const Arguments& arguments) {
    check_topic(arguments.topic);
    Barrage barrage(context, arguments);
    if (arguments.as_live && arguments.file.empty() &&
        !ask("This sample is no test order: live suppliers will get it. Send it?", arguments.yes))
        return Exit::no;
    return arguments.count == 1 && arguments.repeat == 1 ? send_one(context, barrage, arguments)
                                                         : send_many(context, barrage, arguments);
}

} // namespace

void add_trigger(CLI::App& app, Context& context) {
    const auto arguments = std::make_shared<Arguments>();
    app.add_option("--url", arguments->url,
                   "where it goes: http://HOST:PORT, or HOST:PORT; else the setting `listen`")
        ->type_name("URL");
    app.add_option("--socket", arguments->socket, "or a unix socket")->type_name("PATH");
    app.add_option("--topic", arguments->topic, "what it claims to be, and a sample of that")
        ->type_name("TOPIC")
        ->capture_default_str();
    app.add_option("--file", arguments->file,
                   "this body instead of the sample, byte for byte; `-`: standard input")
        ->type_name("FILE");
    app.add_option("--webhook-id", arguments->webhook_id,
                   "the id of the delivery; the same twice is a duplicate")
        ->type_name("ID");
    app.add_option("--order", arguments->order,
                   "the Shopify id of the order that the sample speaks of; else a new one")
        ->type_name("ID");
    app.add_option("--count", arguments->count, "send so many samples, each of its own order")
        ->type_name("N")
        ->check(between(1, 1000000));
    app.add_option("--repeat", arguments->repeat,
                   "send each so many times, as Shopify repeats what it is unsure of")
        ->type_name("N")
        ->check(between(1, 1000));
    app.add_option("--rate", arguments->rate, "at most so many samples a second")
        ->type_name("N")
        ->check(between(1, 100000));
    app.add_option("--late", arguments->late, "it happened so long ago: 2h, 3d")->type_name("TIME");
    app.add_flag("--wrong-signature", arguments->wrong_signature,
                 "sign it wrongly, to see that it is refused");
    app.add_flag("--as-live", arguments->as_live,
                 "a sample that is no test order, so that live suppliers get it; asks");
    app.add_flag("--yes", arguments->yes, "do not ask");
    set_examples(app, {"shoporder trigger", "shoporder trigger --socket /run/shoporder/http.sock",
                       "shoporder trigger --topic orders/cancelled --order 1764410000000",
                       "shoporder trigger --count 1000 --rate 50 --repeat 2",
                       "shoporder trigger --file body.json --topic orders/updated"});
    app.callback([&context, arguments] {
        context.run = [&context, arguments] { return run(context, *arguments); };
    });
}

} // namespace shoporder::cmd
