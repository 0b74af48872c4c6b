// `serve` is killed again and again under load: what it answered 200 for is in the database.
// SHOPORDER_KILLS says how often (default 10; the long run 1000).
#include "support/real_serve.hpp"

#include <atomic>
#include <cstdlib>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace shoporder;

TEST(ServeCrash, KilledUnderLoadLosesNoAcknowledgedOrder) {
    const char* wanted = std::getenv("SHOPORDER_KILLS");
    const int kills = wanted == nullptr ? 10 : std::atoi(wanted);
    const test::TemporaryFolder folder;
    test::RealServe serve(folder);

    std::atomic<std::int64_t> next{8000000000};
    std::atomic<bool> done{false};
    std::mutex mutex;
    std::set<std::int64_t> acknowledged;
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i)
        senders.emplace_back([&] {
            while (!done) {
                const std::int64_t id = next++;
                try {
                    if (serve.post(id, std::chrono::seconds{5}) == 200) {
                        const std::scoped_lock guard(mutex);
                        acknowledged.insert(id);
                    }
                } catch (const base::Error&) { // it is dead just now
                    std::this_thread::sleep_for(std::chrono::milliseconds{5});
                }
            }
        });
    const auto count = [&] {
        const std::scoped_lock guard(mutex);
        return acknowledged.size();
    };
    for (int i = 0; i < kills; ++i) {
        serve.start();
        const std::size_t before = count();
        for (int wait = 0; count() < before + 20 && wait < 2000; ++wait)
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        std::this_thread::sleep_for(std::chrono::milliseconds{(i * 7) % 40});
        EXPECT_GE(count(), before + 20) << "start " << i << " answered nothing";
        serve.kill();
    }
    done = true;
    for (std::thread& sender : senders)
        sender.join();

    store::Database database(folder / "shoporder.db", store::Access::write);
    EXPECT_EQ(database.check(), "ok");
    std::size_t lost = 0;
    for (const std::int64_t id : acknowledged)
        lost += store::find_order(database, id) ? 0 : 1;
    EXPECT_EQ(lost, 0U) << "of " << acknowledged.size();
    EXPECT_GE(acknowledged.size(), static_cast<std::size_t>(kills) * 20);
}
