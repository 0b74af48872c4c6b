#pragma once
// Purpose: the sample shop whose supplier acme answers by files, with its orders sent: acme's
// answers lie in a server in memory of their own.
// State: as Relayed, and that server. Threads: one test.
#include "flow/collect/collect.hpp"
#include "flow/collect/word.hpp"
#include "support/relayed.hpp"
#include "support/wire_faults.hpp"

namespace shoporder::test {

struct Collected : Relayed {
    MemoryServer answers;
    flow::CollectOptions options;

    void SetUp() override {
        Relayed::SetUp();
        options.steady = {};
        options.patience = {};
        change("acme", [](order::Supplier& s) {
            s.answering.how = order::Confirming::answer;
            s.answering.folder = "out";
            s.answering.within = std::chrono::hours{4};
        });
        run();
    }
    flow::CollectResult collect() {
        flow::Collector collector(shop.settings, shop.clock, shop.journal,
                                  [this](const remote::Settings& s) {
                                      const std::string& folder = s.endpoint.folder;
                                      return (folder == "out"      ? answers
                                              : folder == "globex" ? m_globex
                                                                   : m_acme)
                                          .session();
                                  });
        return collector.run(options);
    }
    /// Our own form, for one purchase order.
    static std::string answer(const std::string& number, const std::string& inside,
                              const std::string& verdict = "") {
        return "<answer xmlns=\"urn:shoporder:answer:1\" version=\"1.0\"" +
               (verdict.empty() ? "" : " verdict=\"" + verdict + "\"") + "><purchase-order>" +
               number + "</purchase-order>" + inside + "</answer>";
    }
    static std::string yes(const std::string& number) { return answer(number, "", "accepted"); }
    store::AnswerHead only_answer() {
        const auto all = store::list_answers(*shop.database, {});
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? store::AnswerHead{} : all[0];
    }
    std::size_t count_of_state(const std::string& state) {
        store::AnswerFilter filter;
        filter.state = state;
        filter.limit = 100'000;
        return store::list_answers(*shop.database, filter).size();
    }
};

} // namespace shoporder::test
