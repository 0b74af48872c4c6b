// `redact` and `purge` are killed before each of their system calls that change a file: the next
// `purge` finishes what was begun, and what was to stay is there.
#include "base/file.hpp"
#include "flow/operate/redaction_list.hpp"
#include "store/backup.hpp"
#include "store/redaction.hpp"
#include "support/killed_at.hpp"
#include "support/paths.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>
#include <map>

using namespace shoporder;
using store::Access;
using test::k_sample_id;
using test::sample_order;
using test::with;

namespace {

constexpr std::int64_t k_other = 7000000000;
constexpr int k_others = 3;
constexpr int k_theirs = 2; ///< webhooks of the sample order

using Bodies = std::pair<int, int>; ///< how many: theirs, the others'

const std::vector<std::string> k_purge{"purge", "--trust-clock", "--yes"};

struct KilledRedaction {
    test::Shop shop;
    std::filesystem::path template_folder = shop.folder / "template";
    std::filesystem::path state = shop.folder / "state";
    std::filesystem::path database = state / "shoporder.db";
    std::filesystem::path config = shop.folder / "shoporder.toml";
    std::vector<std::string> packed; ///< their bodies, as they lie in the file

    KilledRedaction() {
        shop.add_supplier("acme", "Acme");
        shop.add_supplier("globex", "Globex");
        shop.clock.advance(-std::chrono::hours{24 * 365 * 3}); // older than any retention
        for (int i = 0; i < k_theirs; ++i)
            shop.receive(with(sample_order(), "\"order_number\": 1001",
                              "\"order_number\": " + std::to_string(1001 + 8000 * i)));
        shop.plan();
        shop.send(k_sample_id); // what is open is never purged
        shop.clock.advance(std::chrono::hours{24 * 365 * 3});
        for (int i = 0; i < k_others; ++i)
            shop.receive(others(k_other + i));
        store::for_each_body(*shop.database, true, [this](const store::StoredBody& body) {
            if (body.order_id == k_sample_id)
                packed.push_back(store::pack(body.bytes).bytes);
        });
        EXPECT_EQ(packed.size(), std::size_t{k_theirs});
        base::write_file(config, "[retention]\nbodies = \"60d\"\n", 0600);
        std::filesystem::create_directory(template_folder);
        for (const char* suffix : {"", "-wal"})
            std::filesystem::copy_file(shop.settings.database.string() + suffix,
                                       template_folder / ("shoporder.db" + std::string{suffix}));
    }
    static std::string others(std::int64_t id) {
        std::string body = with(sample_order(), std::to_string(k_sample_id), std::to_string(id));
        for (const auto& [from, to] :
             std::map<std::string, std::string>{{"shopper@example.com", "other@example.com"},
                                                {"Björk", "Ole"},
                                                {"Sveav", "Konge"},
                                                {"7211550001", "7211559999"}})
            body = with(body, from, to);
        return body;
    }
    void begin_again() const {
        std::filesystem::remove_all(state);
        std::filesystem::copy(template_folder, state);
        std::filesystem::permissions(state, std::filesystem::perms::owner_all);
    }
    [[nodiscard]] test::KilledRun run(const std::vector<std::string>& command, int n) const {
        std::vector<std::string> all{std::string{SHOPORDER_BINARY_DIR} + "/shoporder", "--config",
                                     config.string(), "--database", database.string()};
        all.insert(all.end(), command.begin(), command.end());
        return test::run_killed_at(all, n);
    }
    /// Is a piece of their bodies in the database, or in what lies beside it?
    [[nodiscard]] bool is_anything_left() const {
        std::string raw;
        for (const auto& each : std::filesystem::directory_iterator(state))
            if (each.is_regular_file())
                raw += base::read_file(each.path(), 1U << 30U);
        constexpr std::size_t k_piece = 24;
        for (const std::string& body : packed)
            for (std::size_t at = 0; at + k_piece <= body.size(); at += k_piece)
                if (raw.find(body.substr(at, k_piece)) != std::string::npos)
                    return true;
        return false;
    }
    /// How many bodies there are, theirs and the others'.
    [[nodiscard]] Bodies bodies() const {
        store::Database opened(database, Access::migrate); // as `serve` would
        EXPECT_EQ(store::check_thoroughly(opened), "ok");
        Bodies count;
        store::for_each_body(opened, true, [&count](const store::StoredBody& body) {
            ++(body.order_id == k_sample_id ? count.first : count.second);
        });
        return count;
    }
    /// All of theirs, and nothing of the others'.
    void check_gone() const {
        EXPECT_EQ(bodies(), Bodies(0, k_others));
        EXPECT_FALSE(is_anything_left());
    }
    /// A whole run.
    void finish(const std::vector<std::string>& command) const {
        const test::KilledRun again = run(command, 1 << 30);
        EXPECT_TRUE(again.ended);
        EXPECT_EQ(again.status, 0);
    }
};

} // namespace

TEST(RedactCrash, APurgeFinishesWhatWasBegun) {
    const KilledRedaction redaction;
    const std::vector<std::string> redact{"redact", "--order", std::to_string(k_sample_id),
                                          "--yes"};
    int promised = 0;
    int begun = 0;
    for (int n = 1;; ++n) {
        redaction.begin_again();
        const test::KilledRun killed = redaction.run(redact, n);
        ASSERT_TRUE(!killed.ended || killed.status == 0) << killed.status;
        const bool is_listed = !flow::read_redactions(redaction.database).empty();
        const Bodies before = redaction.bodies();
        EXPECT_EQ(before.second, k_others);
        if (!is_listed) {
            EXPECT_EQ(before.first, k_theirs) << "it would come back with a backup";
            redaction.finish(redact);
        } else {
            ++promised;
            begun += before.first < k_theirs && !killed.ended ? 1 : 0;
            redaction.finish(k_purge);
        }
        redaction.check_gone();
        ASSERT_FALSE(testing::Test::HasFailure()) << "killed before " << killed.call << " " << n;
        if (killed.ended)
            break;
    }
    EXPECT_GT(promised, 5) << "it was never killed in the middle: the test looks at nothing";
    EXPECT_GT(begun, 1);
}

TEST(RedactCrash, AnotherPurgeRemovesWhatIsTooOld) {
    const KilledRedaction redaction;
    redaction.begin_again();
    EXPECT_TRUE(redaction.is_anything_left());
    int begun = 0;
    for (int n = 1;; n += 3) { // a purge has a hundred
        redaction.begin_again();
        const test::KilledRun killed = redaction.run(k_purge, n);
        ASSERT_TRUE(!killed.ended || killed.status == 0) << killed.status;
        const Bodies before = redaction.bodies();
        EXPECT_EQ(before.second, k_others);
        begun += before.first < k_theirs && !killed.ended ? 1 : 0;
        redaction.finish(k_purge);
        redaction.check_gone();
        ASSERT_FALSE(testing::Test::HasFailure()) << "killed before " << killed.call << " " << n;
        if (killed.ended)
            break;
    }
    EXPECT_GT(begun, 1);
}
