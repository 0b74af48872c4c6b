// Answers through the real store: fetched, applied, acknowledged, and what a person does to them.
#include "flow/operate/operate.hpp"
#include "flow/plan/plan.hpp"
#include "flow/watch/lookout.hpp"
#include "support/collected.hpp"

#include <gtest/gtest.h>
#include <mutex>
#include <thread>

using namespace shoporder;
using order::DeliveryState;
using std::chrono::hours;
using test::Collected;
using test::with;

namespace {

struct Answers : Collected {
    std::map<std::string, report::Notice> notices() {
        std::map<std::string, report::Notice> out;
        for (const auto& n : flow::look_out(*shop.database, shop.settings, shop.clock.now()))
            out.emplace(n.key, n);
        return out;
    }
    DeliveryState state() { return first().state; }
};

constexpr const char* k_second_refused =
    "<number>SO-1</number><line position=\"1\" verdict=\"accepted\"/>"
    "<line position=\"2\" verdict=\"refused\"><reason>discontinued</reason></line>";

} // namespace

TEST_F(Answers, AYesConfirms) {
    answers.files["a.xml"] = yes("1001-A");
    const auto result = collect();
    EXPECT_EQ(result.files, 1U);
    EXPECT_EQ(result.answers.confirmed, 1U);
    EXPECT_EQ(state(), DeliveryState::confirmed);
    EXPECT_EQ(only_answer().state, "applied");
    EXPECT_EQ(store::answer_bytes(*shop.database, only_answer().id), yes("1001-A"));
    EXPECT_EQ(shop.deliveries(test::k_sample_id).at(1).state, DeliveryState::uploaded)
        << "globex is asked nothing";
}

TEST_F(Answers, ARefusedLineIsAPersonsAndGoesToAnother) {
    answers.files["a.xml"] = answer("1001-A", k_second_refused);
    collect();
    ASSERT_EQ(state(), DeliveryState::partial) << first().reason;
    EXPECT_EQ(first().supplier_number, "SO-1");
    run(); // never resent by itself
    EXPECT_EQ(acme().count("put"), 1U);
    const std::int64_t line = first().lines[1].line_id;
    EXPECT_EQ(first().lines[1].refused, first().lines[1].quantity);
    flow::assign(*shop.database, shop.settings, test::k_sample_id, line, "globex",
                 {"ann", "acme has none"}, shop.clock);
    EXPECT_EQ(state(), DeliveryState::settled);
    run();
    EXPECT_EQ(shop.deliveries(test::k_sample_id).size(), 3U);
    EXPECT_EQ(globex().files.size(), 2U);
    EXPECT_EQ(acme().files.size(), 1U);
}

TEST_F(Answers, ALineThatWasAssignedBeforeItWasRefusedGoesWhenAssignedAgain) {
    const std::int64_t line = first().lines[1].line_id;
    const auto to_globex = [&] {
        return flow::assign(*shop.database, shop.settings, test::k_sample_id, line, "globex",
                            {"ann", "acme has none"}, shop.clock);
    };
    EXPECT_EQ(to_globex().sent, first().lines[1].quantity);
    answers.files["a.xml"] = answer("1001-A", k_second_refused);
    collect();
    ASSERT_EQ(state(), DeliveryState::partial) << first().reason;
    EXPECT_TRUE(to_globex().changes);
    EXPECT_EQ(state(), DeliveryState::settled);
    run();
    EXPECT_EQ(globex().files.size(), 2U);
}

TEST_F(Answers, ProveThatWhatNobodyCouldDecideHasArrived) {
    store::Write write(*shop.database); // a person has held it back, after an attempt
    store::transition(write, first().id, {DeliveryState::uploaded, DeliveryState::uncertain},
                      shop.clock.now());
    store::transition(write, first().id,
                      {DeliveryState::uncertain, DeliveryState::held, "undecided", "who knows"},
                      shop.clock.now());
    write.commit();
    answers.files["a.xml"] = yes("1001-A");
    EXPECT_EQ(collect().answers.confirmed, 1U);
    EXPECT_EQ(state(), DeliveryState::confirmed);
    EXPECT_EQ(only_answer().state, "applied");
}

TEST_F(Answers, NoToAllRejects) {
    answers.files["a.xml"] = answer("1001-A", "<reason>closed</reason>", "refused");
    EXPECT_EQ(collect().answers.rejected, 1U);
    EXPECT_EQ(state(), DeliveryState::rejected);
    for (const store::DeliveryLine& line : first().lines)
        flow::assign(*shop.database, shop.settings, test::k_sample_id, line.line_id, "globex",
                     {"ann", "closed"}, shop.clock);
    EXPECT_EQ(state(), DeliveryState::settled);
}

TEST_F(Answers, TheSameBytesAreAppliedOnce) {
    answers.files["a.xml"] = yes("1001-A");
    collect();
    answers.files["b.xml"] = yes("1001-A");
    const auto result = collect();
    EXPECT_EQ(result.repeated, 1U);
    EXPECT_EQ(result.answers.confirmed, 0U);
    EXPECT_EQ(only_answer().times, 2);
    EXPECT_EQ(collect().files, 0U) << "both names are known";
}

TEST_F(Answers, AFileThatGrowsIsWaitedFor) {
    answers.files["a.xml"] = "<answer";
    answers.before = [this](const std::string& verb) -> std::optional<remote::Reply> {
        if (verb == "size a.xml")
            answers.files["a.xml"] += " ";
        return std::nullopt;
    };
    EXPECT_EQ(collect().not_yet, 1U);
    EXPECT_EQ(answers.count("get"), 0U);
    answers.before = nullptr;
    answers.files["a.xml"] = yes("1001-A");
    EXPECT_EQ(collect().files, 1U);
    EXPECT_EQ(state(), DeliveryState::confirmed);
}

TEST_F(Answers, WhatIsStoredIsMovedRenamedOrRemoved) {
    const auto way = [&](order::Afterwards after, const char* to) {
        change("acme", [&](order::Supplier& s) {
            s.answering.after = after;
            s.answering.after_to = to;
        });
        answers.files = {{"a.xml", yes("1001-A")}};
        collect();
        std::string names;
        for (const auto& [name, bytes] : answers.files)
            names += name + " ";
        return names;
    };
    EXPECT_EQ(way(order::Afterwards::move, "read"), "read/a.xml ");
    EXPECT_EQ(way(order::Afterwards::rename, ".read"), "a.xml.read ");
    EXPECT_EQ(way(order::Afterwards::remove, ""), "");
    EXPECT_EQ(way(order::Afterwards::keep, ""), "a.xml ");
    EXPECT_EQ(only_answer().times, 4);
    EXPECT_EQ(state(), DeliveryState::confirmed);
}

TEST_F(Answers, WhatCannotBePutAsideIsRememberedAndSaid) {
    change("acme", [](order::Supplier& s) { s.answering.after = order::Afterwards::remove; });
    answers.files["a.xml"] = yes("1001-A");
    answers.before = test::answering("remove", remote::Phase::remove, 550);
    EXPECT_EQ(collect().troubled, 1U);
    EXPECT_EQ(state(), DeliveryState::confirmed) << "applied all the same";
    shop.clock.advance(hours{2});
    EXPECT_TRUE(notices().contains("answers/acme"));
    collect();
    EXPECT_EQ(answers.count("get"), 1U) << "fetched once";
    answers.before = nullptr;
    shop.clock.advance(hours{2});
    collect();
    EXPECT_TRUE(answers.files.empty());
    EXPECT_FALSE(notices().contains("answers/acme"));
}

TEST_F(Answers, WhatMatchesNothingNeedsAPerson) {
    answers.files["a.xml"] = yes("9999-A");
    answers.files["b.xml"] = "<oops";
    answers.files["c.xml"] = yes("1001-B"); // globex's
    EXPECT_EQ(collect().answers.attention, 3U);
    EXPECT_EQ(state(), DeliveryState::uploaded);
    EXPECT_EQ(count_of_state("attention"), 3U);
    EXPECT_EQ(collect().answers.attention, 0U) << "said once";
    EXPECT_EQ(notices().at("answers").text, "3 answers need a person");
    for (const store::AnswerHead& head : store::list_answers(*shop.database, {}))
        if (head.file_name == "a.xml")
            flow::assign_answer(*shop.database, shop.settings, head.id, first().id, {"ann", ""},
                                shop.clock);
        else
            flow::settle_answer(*shop.database, head.id, {"ann", "seen"}, shop.clock);
    EXPECT_EQ(state(), DeliveryState::confirmed);
    EXPECT_EQ(count_of_state("attention"), 0U);
    EXPECT_FALSE(notices().contains("answers"));
}

TEST_F(Answers, AnAnswerIsGivenToNobodyElsesDelivery) {
    answers.files["a.xml"] = yes("9999-A");
    collect();
    const std::int64_t globexs = shop.deliveries(test::k_sample_id).at(1).id;
    EXPECT_THROW(flow::assign_answer(*shop.database, shop.settings, only_answer().id, globexs,
                                     {"ann", ""}, shop.clock),
                 base::Error);
}

TEST_F(Answers, AnAnswerThatComesTooEarlyIsTriedAgain) {
    pause("acme");
    receive(2, 2);
    run();
    answers.files["a.xml"] = yes("1002-A");
    EXPECT_EQ(collect().answers.attention, 1U);
    resume("acme");
    run();
    EXPECT_EQ(collect().answers.confirmed, 1U);
    EXPECT_EQ(only_answer().state, "applied");
    EXPECT_EQ(acme_of(2).state, DeliveryState::confirmed);
}

TEST_F(Answers, WhoeverAnswersHasIt) {
    receive(2, 2);
    test::break_after(acme(), "rename", test::MemoryServer::fault(remote::Phase::rename, 0, 56));
    run();
    ASSERT_EQ(acme_of(2).state, DeliveryState::uncertain) << "nobody can look";
    answers.files["a.xml"] = yes("1002-A");
    EXPECT_EQ(collect().answers.confirmed, 1U);
    EXPECT_EQ(acme_of(2).state, DeliveryState::confirmed);
    test::heal(acme());
    retry_hourly(hours{3});
    EXPECT_EQ(acme_of(2).state, DeliveryState::confirmed);
    EXPECT_EQ(acme().count("put"), 2U) << "never sent again";
}

TEST_F(Answers, AYesToWhatWasCalledOffMustBeTold) {
    pause("acme");
    receive(2, 2);
    run();
    flow::cancel(*shop.database, acme_of(2).id, {"ann", "by hand"}, shop.clock);
    answers.files["a.xml"] = yes("1002-A");
    EXPECT_EQ(collect().answers.attention, 1U);
    EXPECT_NE(only_answer().reason.find("called off"), std::string::npos) << only_answer().reason;
    EXPECT_EQ(acme_of(2).state, DeliveryState::cancelled);
}

TEST_F(Answers, TheFilesNameTellsWhereTheAnswerDoesNot) {
    answers.files["ACK_1001-A-5550001001.xml"] =
        "<answer xmlns=\"urn:shoporder:answer:1\" version=\"1.0\" verdict=\"accepted\"/>";
    EXPECT_EQ(collect().answers.confirmed, 1U) << only_answer().reason;
}

TEST_F(Answers, TheSuppliersNumberTellsOnceItIsKnown) {
    answers.files["a.xml"] = answer("1001-A", "<number>SO-7</number>"
                                              "<line position=\"1\" verdict=\"accepted\"/>");
    collect();
    EXPECT_EQ(state(), DeliveryState::uploaded);
    EXPECT_EQ(first().reason_code, "partly");
    answers.files["b.xml"] =
        "<answer xmlns=\"urn:shoporder:answer:1\" version=\"1.0\"><number>SO-7</number>"
        "<line position=\"2\" verdict=\"accepted\"/></answer>";
    collect();
    EXPECT_EQ(state(), DeliveryState::confirmed);
}

TEST_F(Answers, ANewerAnswerContradictsAnOlder) {
    answers.files["a.xml"] = answer("1001-A", "<dated>2026-11-23T10:00:00Z</dated>", "accepted");
    collect();
    answers.files["b.xml"] = answer("1001-A", "<dated>2026-11-23T09:00:00Z</dated>", "refused");
    collect();
    EXPECT_EQ(state(), DeliveryState::confirmed) << "late, and older";
    answers.files["c.xml"] = answer("1001-A", "<dated>2026-11-23T11:00:00Z</dated>", "refused");
    collect();
    EXPECT_EQ(state(), DeliveryState::rejected);
    EXPECT_EQ(store::delivery_answers(*shop.database, first().id).size(), 3U) << "all are kept";
}

TEST_F(Answers, AWordByTelephoneIsTheNewest) {
    answers.files["a.xml"] = answer("1001-A", "", "refused");
    collect();
    shop.clock.advance(hours{1});
    flow::answer_by_word(*shop.database, shop.settings, first().id, order::Verdict::accepted, {},
                         {"ann", "Mr Wong"}, shop.clock);
    EXPECT_EQ(state(), DeliveryState::confirmed);
    shop.clock.advance(hours{1});
    flow::answer_by_word(*shop.database, shop.settings, first().id, order::Verdict::refused, {2},
                         {"ann", "Mr Wong"}, shop.clock);
    EXPECT_EQ(state(), DeliveryState::partial);
    EXPECT_EQ(first().lines[1].refused, first().lines[1].quantity);
    EXPECT_EQ(first().lines[0].refused, 0);
    EXPECT_THROW(flow::answer_by_word(*shop.database, shop.settings, first().id,
                                      order::Verdict::refused, {3}, {"ann", "?"}, shop.clock),
                 base::Error);
}

TEST_F(Answers, ReceiptIsTheVerifiedUpload) {
    change("acme", [](order::Supplier& s) { s.answering.how = order::Confirming::receipt; });
    EXPECT_EQ(collect().answers.confirmed, 1U);
    EXPECT_EQ(state(), DeliveryState::confirmed);
    EXPECT_TRUE(answers.log.empty()) << "nobody was asked";
}

TEST_F(Answers, PickUpIsTheFileThatHasGone) {
    change("acme", [](order::Supplier& s) { s.answering.how = order::Confirming::pickup; });
    EXPECT_EQ(collect().answers.confirmed, 0U);
    acme().files.clear();
    EXPECT_EQ(collect().answers.confirmed, 1U);
    change("globex", [](order::Supplier& s) {
        s.answering.how = order::Confirming::pickup;
        s.answering.refused = "{name}_rejected";
    });
    auto node = globex().files.extract(globex().files.begin());
    node.key() += "_rejected";
    globex().files.insert(std::move(node));
    EXPECT_EQ(collect().answers.rejected, 1U);
}

TEST_F(Answers, LateIsSaidInTheSuppliersOwnHours) {
    change("acme", [](order::Supplier& s) {
        s.send.zone = "Europe/Berlin";
        s.send.hours = {{hours{8}, hours{12}}};
    });
    const auto sent = shop.clock.now();
    shop.clock.advance(hours{4});
    const bool within_hours = notices().contains("late/acme");
    EXPECT_FALSE(within_hours);
    shop.clock.advance(hours{48} - (shop.clock.now() - sent));
    ASSERT_TRUE(notices().contains("late/acme"));
    EXPECT_NE(notices().at("late/acme").text.find("acme has not answered 1001-A within 4 h"),
              std::string::npos)
        << notices().at("late/acme").text;
    answers.files["a.xml"] = yes("1001-A");
    collect();
    EXPECT_FALSE(notices().contains("late/acme"));
}

TEST_F(Answers, AFolderThatCannotBeReadIsAnotherThing) {
    answers.before = test::unreachable;
    EXPECT_EQ(collect().troubled, 1U);
    EXPECT_EQ(collect().troubled, 0U) << "not asked again at once";
    options.by_hand = true;
    EXPECT_EQ(collect().troubled, 1U) << "but by a person";
    options.by_hand = false;
    shop.clock.advance(hours{2});
    const auto told = notices();
    ASSERT_TRUE(told.contains("answers/acme"));
    EXPECT_EQ(told.at("answers/acme").next, "shoporder confirm --supplier acme");
    EXPECT_FALSE(told.contains("late/acme"));
    test::heal(answers);
    EXPECT_EQ(collect().troubled, 0U);
    EXPECT_FALSE(notices().contains("answers/acme"));
}

TEST_F(Answers, ASupplierThatIsBusyIsLeftAlone) {
    const auto lock =
        base::FileLock::attempt(shop.settings.state_folder() /
                                ("supplier-" + std::to_string(supplier("acme").id) + ".lock"));
    ASSERT_TRUE(lock);
    EXPECT_EQ(collect().busy, 1U);
    EXPECT_TRUE(answers.log.empty());
}

TEST_F(Answers, TenThousandOldOnesCostOneListing) {
    answers.files["a.xml"] = yes("1001-A");
    collect();
    answers.files.clear();
    for (int i = 0; i < 10'000; ++i)
        answers.files["old" + std::to_string(i) + ".xml"] = "x";
    store::Write write(*shop.database);
    for (const auto& [name, bytes] : answers.files)
        store::put_file(write, supplier("acme").id, "ftp://a@localhost/out", name,
                        {1, only_answer().id, true});
    write.commit();
    answers.log.clear();
    EXPECT_EQ(collect().files, 0U);
    EXPECT_EQ(answers.log, (std::vector<std::string>{"open", "list"}));
}

TEST_F(Answers, AnAnswerOfManyOrdersIsOneFile) {
    receive(2, 45);
    run();
    std::string all = "<answers xmlns=\"urn:shoporder:answer:1\" version=\"1.0\">";
    for (int i = 1; i <= 45; ++i)
        all += "<answer verdict=\"accepted\"><purchase-order>" + std::to_string(1000 + i) +
               "-A</purchase-order></answer>";
    answers.files["all.xml"] = all + "</answers>";
    EXPECT_EQ(collect().answers.confirmed, 45U);
    for (int i = 1; i <= 45; ++i)
        EXPECT_EQ(acme_of(i).state, DeliveryState::confirmed) << i;
    // As a run leaves it that was killed between two of its transactions.
    {
        store::Write write(*shop.database);
        store::set_answer_state(write, only_answer().id, "", "received", "");
        write.commit();
    }
    EXPECT_EQ(collect().answers.confirmed, 0U) << "nothing is applied twice";
    EXPECT_EQ(only_answer().state, "applied");
}

TEST_F(Answers, WhoFailedLastTimeDelaysNobody) {
    // Four suppliers whose servers say nothing for a while, and acme, which was asked before.
    for (const char* name : {"a1", "a2", "a3", "a4"}) {
        shop.add_supplier(name, name, order::SupplierMode::live,
                          std::string{"ftp://x@localhost/"} + name);
        change(name, [](order::Supplier& s) {
            s.answering.how = order::Confirming::answer;
            s.answering.folder = "silent";
        });
    }
    std::mutex mutex;
    std::vector<std::string> opened;
    std::size_t at_once = 0;
    std::size_t most = 0;
    test::MemoryServer silent;
    silent.before = test::unreachable;
    const auto asked = [&](std::size_t jobs) {
        flow::CollectOptions wanted = options;
        wanted.jobs = jobs;
        wanted.by_hand = true;
        flow::Collector collector(
            shop.settings, shop.clock, shop.journal, [&](const remote::Settings& s) {
                {
                    const std::scoped_lock guard(mutex);
                    opened.push_back(s.endpoint.folder);
                    at_once += s.endpoint.folder == "silent" ? 1U : 0U;
                    most = std::max(most, at_once);
                }
                if (s.endpoint.folder == "silent") {
                    std::this_thread::sleep_for(std::chrono::milliseconds{50});
                    const std::scoped_lock guard(mutex);
                    --at_once;
                    return silent.session();
                }
                return answers.session();
            });
        return collector.run(wanted);
    };
    EXPECT_EQ(asked(4).troubled, 4U);
    opened.clear();
    most = 0;
    EXPECT_EQ(asked(4).troubled, 4U);
    EXPECT_EQ(opened.size(), 5U);
    EXPECT_LE(most, 2U) << "half of the connections";
    opened.clear();
    EXPECT_EQ(asked(1).troubled, 4U);
    EXPECT_EQ(opened.front(), "out") << "the healthy one first";
}

TEST_F(Answers, AnotherLoginHasItsOwnUrlAndPassword) {
    shop.settings.credentials = config::Credentials{shop.folder / "credentials", {}};
    shop.settings.credentials.set("acme-in", "one");
    shop.settings.credentials.set("acme-out", "two");
    change("acme", [](order::Supplier& s) {
        s.credential = "acme-in";
        s.answering.endpoint = order::Endpoint::parse("sftp://answers@other.example:2022/drop");
        s.answering.credential = "acme-out";
    });
    answers.files["a.xml"] = yes("1001-A");
    std::vector<remote::Settings> asked;
    const auto ask = [&] {
        flow::Collector collector(shop.settings, shop.clock, shop.journal,
                                  [&](const remote::Settings& s) {
                                      asked.push_back(s);
                                      return answers.session();
                                  });
        return collector.run(options);
    };
    EXPECT_EQ(ask().answers.confirmed, 1U);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].endpoint.url(), "sftp://answers@other.example:2022/drop");
    EXPECT_EQ(asked[0].password, "two");
    // Without a password of its own it is the supplier's; a missing one is said, not tried.
    change("acme", [](order::Supplier& s) { s.answering.credential.clear(); });
    ask();
    EXPECT_EQ(asked.back().password, "one");
    change("acme", [](order::Supplier& s) { s.answering.credential = "nowhere"; });
    const std::size_t before = asked.size();
    EXPECT_EQ(ask().troubled, 1U);
    EXPECT_EQ(asked.size(), before);
    EXPECT_NE(store::answers_health(*shop.database, supplier("acme").id).problem.find("nowhere"),
              std::string::npos);
}

TEST_F(Answers, WhatIsRefusedByPuttingItsFileAsideGoesToAnother) {
    change("acme", [](order::Supplier& s) {
        s.answering.how = order::Confirming::pickup;
        s.answering.refused = "{name}_rejected";
    });
    auto node = acme().files.extract(acme().files.begin());
    node.key() += "_rejected";
    acme().files.insert(std::move(node));
    ASSERT_EQ(collect().answers.rejected, 1U);
    for (const store::DeliveryLine& line : first().lines)
        flow::assign(*shop.database, shop.settings, test::k_sample_id, line.line_id, "globex",
                     {"ann", "acme refused"}, shop.clock);
    EXPECT_EQ(state(), DeliveryState::settled);
    run();
    EXPECT_EQ(globex().files.size(), 2U) << "a part of its own";
}

TEST_F(Answers, FilesThatNobodyMayReadHideNoOther) {
    for (const char* name : {"a1.xml", "a2.xml", "a3.xml", "a4.xml"})
        answers.files[name] = "x";
    answers.files["good.xml"] = yes("1001-A");
    for (const char* const verb : {"size a", "get a"}) {
        answers.before = test::answering(verb, remote::Phase::get, 550);
        options.by_hand = true;
        EXPECT_EQ(collect().troubled, 1U) << "and it is said";
    }
    EXPECT_EQ(state(), DeliveryState::confirmed);
}

TEST_F(Answers, AListingThatMayBeCutProvesNothingTaken) {
    change("acme", [](order::Supplier& s) { s.answering.how = order::Confirming::pickup; });
    acme().files.clear();
    for (int i = 0; i < 50'000; ++i)
        acme().files["old" + std::to_string(i)] = "x";
    EXPECT_EQ(collect().troubled, 1U);
    EXPECT_EQ(state(), DeliveryState::uploaded);
}
