// A supplier who takes whatever is called *.xml, looking every millisecond, behind a network that
// breaks at random bytes: nothing it ever sees may differ from the document that was stored.
// SHOPORDER_ORDERS says how many uploads (default 50; the long run 500).
#include "flow/relay/relay.hpp"
#include "support/cutting_proxy.hpp"
#include "support/real_ftp.hpp"
#include "support/shop.hpp"

#include "base/digest.hpp"
#include "base/file.hpp"
#include "store/documents.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace shoporder {
namespace {

using order::DeliveryState;
using test::with;

/// What was seen in a folder under names that end in .xml: every content of every name.
class Watcher {
public:
    explicit Watcher(std::filesystem::path folder)
        : m_folder(std::move(folder)), m_thread([this] { watch(); }) {}
    ~Watcher() { stop(); }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    void stop() {
        m_stop = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    struct Sight {
        std::string name;
        std::size_t size;
        std::string sha256;
        friend auto operator<=>(const Sight&, const Sight&) = default;
    };
    /// After stop().
    [[nodiscard]] const std::set<Sight>& seen() const { return m_seen; }
    [[nodiscard]] int looks() const { return m_looks; }

private:
    void watch() {
        auto next = std::chrono::steady_clock::now();
        do {
            look();
            ++m_looks;
            next += std::chrono::milliseconds{1};
            std::this_thread::sleep_until(next);
            next = std::max(next, std::chrono::steady_clock::now());
        } while (!m_stop);
        look();
    }
    void look() {
        std::error_code gone;
        for (const auto& entry : std::filesystem::directory_iterator(m_folder, gone)) {
            const std::string name = entry.path().filename().string();
            struct stat st {};
            if (!name.ends_with(".xml") || ::stat(entry.path().c_str(), &st) != 0)
                continue;
            // Read again only what has changed since.
            const std::array<long, 4> mark{static_cast<long>(st.st_ino), st.st_size,
                                           st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
            if (auto& last = m_marks[name]; last == mark)
                continue;
            else
                last = mark;
            const std::string bytes = base::read_file(entry.path());
            m_seen.insert({name, bytes.size(), base::hex(base::sha256(bytes))});
        }
    }

    std::filesystem::path m_folder;
    std::map<std::string, std::array<long, 4>> m_marks;
    std::set<Sight> m_seen;
    int m_looks = 0;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

std::string noise(std::mt19937& random, std::size_t size) {
    std::string out;
    while (out.size() < size)
        out += static_cast<char>('a' + static_cast<int>(random() % 26));
    return out;
}

struct WatcherTest : testing::Test {
    test::RealFtp server{"vsftpd"};

    void SetUp() override {
        if (!server.missing().empty())
            GTEST_SKIP() << "NOT TESTED against vsftpd: " << server.missing();
    }
};

struct WatchedShop : WatcherTest {
    test::Shop shop;

    void sell_to(int port) {
        order::Supplier acme;
        acme.name = "acme";
        acme.mode = order::SupplierMode::live;
        acme.match = {{"*", "", "", ""}};
        acme.endpoint =
            order::Endpoint::parse("ftp://ftp@" + std::string{test::CuttingProxy::host()} + ':' +
                                   std::to_string(port) + "/in");
        store::Write write(*shop.database);
        store::put_supplier(write, acme, "test", shop.clock.now());
        write.commit();
        shop.settings.retry.schedule = {20, std::chrono::seconds{60}};
    }
    void receive(int orders, std::mt19937& random) {
        for (int i = 1; i <= orders; ++i) {
            std::string body = with(with(test::sample_order(), std::to_string(test::k_sample_id),
                                         std::to_string(test::k_sample_id + i)),
                                    "#1001", "#" + std::to_string(1001 + i));
            shop.receive(with(body, "Bitte beim Nachbarn klingeln.",
                              noise(random, 20000 + random() % 40000)));
        }
    }
    void run(bool dispatch) {
        flow::RelayOptions options;
        options.command = dispatch ? "dispatch" : "retry";
        options.ready = dispatch;
        options.deferred = !dispatch;
        options.pause = [](std::chrono::milliseconds) {}; // what was refused may be refused again
        flow::Relay relay(shop.settings, shop.clock, shop.journal, [](const remote::Settings& s) {
            remote::Settings with_password = s;
            with_password.password = "secret";
            return remote::make_session(with_password);
        });
        static_cast<void>(relay.run(options));
    }
    bool something_is_open() {
        store::DeliveryFilter filter;
        filter.states = {DeliveryState::ready, DeliveryState::sending, DeliveryState::uncertain,
                         DeliveryState::deferred};
        filter.limit = 1;
        return !store::list_deliveries(*shop.database, filter).empty();
    }
};

} // namespace

TEST_F(WatchedShop, NothingPartialIsEverSeen) {
    const char* const wanted = std::getenv("SHOPORDER_ORDERS");
    const int orders = wanted == nullptr ? 50 : std::atoi(wanted);
    std::mt19937 random(20261125);
    const test::CuttingProxy proxy(server.settings().endpoint.port, {90, 3000}, {12, 60000},
                                   20261125);
    sell_to(proxy.port());
    receive(orders, random);
    Watcher watcher(server.folder());
    int rounds = 0;
    do {
        run(true);
        run(false);
        shop.clock.advance(std::chrono::minutes{2});
    } while (something_is_open() && ++rounds < 2000);
    watcher.stop();
    const order::Supplier acme = store::find_supplier(*shop.database, "acme").value();
    EXPECT_FALSE(something_is_open()) << "after " << rounds << " rounds; acme is "
                                      << order::name(acme.mode) << ": " << acme.mode_reason;

    std::map<std::string, Watcher::Sight> stored;
    int uploaded = 0;
    int before_a_person = 0;
    for (int i = 1; i <= orders; ++i)
        for (const store::Delivery& d : shop.deliveries(test::k_sample_id + i)) {
            const bool done = d.state == DeliveryState::uploaded;
            EXPECT_TRUE(done || order::is_attention(d.state))
                << d.po_number << " is " << order::name(d.state);
            ++(done ? uploaded : before_a_person);
            if (d.document_id == 0)
                continue;
            const auto head = store::find_document(*shop.database, d.document_id).value();
            const std::string bytes = store::document_bytes(*shop.database, d.document_id);
            EXPECT_GT(bytes.size(), 20000U) << "large enough to be cut";
            const Watcher::Sight whole{head.file_name, bytes.size(),
                                       base::hex(base::sha256(bytes))};
            stored[head.file_name] = whole;
            if (done)
                EXPECT_TRUE(watcher.seen().contains(whole)) << head.file_name << " never came";
        }
    for (const Watcher::Sight& sight : watcher.seen())
        EXPECT_EQ(sight, stored[sight.name]) << sight.name << " with " << sight.size << " bytes";
    EXPECT_EQ(uploaded + before_a_person, orders);
    EXPECT_GE(uploaded, orders * 9 / 10);
    // A network that hardly breaks proves nothing.
    EXPECT_GE(proxy.data_cuts(), 1);
    EXPECT_GE(proxy.control_cuts(), 1);
    EXPECT_GE(proxy.data_cuts() + proxy.control_cuts(), orders / 20);
    std::printf("%d uploaded, %d before a person, %d rounds, %d logins, %d data and %d control "
                "connections cut, %d looks\n",
                uploaded, before_a_person, rounds, server.logins(), proxy.data_cuts(),
                proxy.control_cuts(), watcher.looks());
}

// The same watcher, the same network, without the protocol: it must see what it is there to see.
TEST_F(WatcherTest, FilesWrittenUnderTheirFinalNameAreSeenInPart) {
    std::mt19937 random(1);
    const test::CuttingProxy proxy(server.settings().endpoint.port, {0, 1}, {100, 60000}, 1);
    remote::Settings settings = server.settings();
    settings.endpoint.host = test::CuttingProxy::host();
    settings.endpoint.port = proxy.port();
    settings.response_timeout = std::chrono::seconds{5};
    const std::string bytes = noise(random, 60000);
    Watcher watcher(server.folder());
    const auto session = remote::make_session(settings);
    for (int i = 0; i < 10; ++i)
        static_cast<void>(session->put("PO-" + std::to_string(i) + ".xml", bytes));
    watcher.stop();
    int partial = 0;
    for (const Watcher::Sight& sight : watcher.seen())
        partial += sight.size < bytes.size() ? 1 : 0;
    EXPECT_GE(partial, 5);
    EXPECT_GE(proxy.data_cuts(), 5);
}

} // namespace shoporder
