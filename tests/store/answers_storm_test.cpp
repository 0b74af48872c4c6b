// Five hundred deliveries answered in every form, shuffled, some twice, some late, some half
// written, some of unknown orders, some hostile; and a run that is killed at every step.
#include "support/collected.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>

using namespace shoporder;
using order::DeliveryState;
using test::Collected;

namespace {

std::string number(int n) {
    return std::to_string(1000 + n) + "-A";
}

/// A yes, no or no-to-the-second-line in one of the XML forms.
struct Form {
    std::string (*yes)(const std::string& po);
    std::string (*no)(const std::string& po);
    std::string (*second_refused)(const std::string& po);
};

std::string native(const std::string& po, const std::string& verdict, const std::string& inside) {
    return "<answer xmlns=\"urn:shoporder:answer:1\" version=\"1.0\"" +
           (verdict.empty() ? "" : " verdict=\"" + verdict + "\"") + "><purchase-order>" + po +
           "</purchase-order>" + inside + "</answer>";
}

std::string ubl(const std::string& po, const std::string& code, const std::string& lines) {
    return "<OrderResponse xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2\""
           " xmlns:c=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\""
           " xmlns:b=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">"
           "<b:ID>R" +
           po + "</b:ID><b:IssueDate>2026-11-23</b:IssueDate><b:OrderResponseCode>" + code +
           "</b:OrderResponseCode><c:OrderReference><b:ID>" + po + "</b:ID></c:OrderReference>" +
           lines + "</OrderResponse>";
}
std::string ubl_line(const char* position, const char* code) {
    return std::string{"<c:OrderLine><c:LineItem><b:ID>"} + position + "</b:ID><b:LineStatusCode>" +
           code + "</b:LineStatusCode><c:Item/></c:LineItem><c:OrderLineReference><b:LineID>" +
           position + "</b:LineID></c:OrderLineReference></c:OrderLine>";
}

std::string cxml(const std::string& po, const std::string& type, const std::string& items) {
    return "<cXML payloadID=\"1@a\" timestamp=\"2026-11-23T10:00:00Z\"><Request>"
           "<ConfirmationRequest><ConfirmationHeader type=\"" +
           type + "\" noticeDate=\"2026-11-23T10:00:00Z\" confirmID=\"C" + po +
           "\"/><OrderReference orderID=\"" + po +
           "\"><DocumentReference payloadID=\"x\"/>"
           "</OrderReference>" +
           items + "</ConfirmationRequest></Request></cXML>";
}

const std::vector<Form> k_forms{
    {[](const std::string& po) { return native(po, "accepted", ""); },
     [](const std::string& po) { return native(po, "refused", "<reason>no</reason>"); },
     [](const std::string& po) {
         return native(po, "accepted", "<line position=\"2\" verdict=\"refused\"/>");
     }},
    {[](const std::string& po) { return ubl(po, "AP", ""); },
     [](const std::string& po) { return ubl(po, "RE", ""); },
     [](const std::string& po) { return ubl(po, "CA", ubl_line("1", "5") + ubl_line("2", "7")); }},
    {[](const std::string& po) { return cxml(po, "accept", ""); },
     [](const std::string& po) { return cxml(po, "reject", ""); },
     [](const std::string& po) {
         return cxml(po, "detail",
                     "<ConfirmationItem lineNumber=\"2\" quantity=\"1\"><UnitOfMeasure>EA"
                     "</UnitOfMeasure><ConfirmationStatus type=\"reject\" quantity=\"1\">"
                     "<UnitOfMeasure>EA</UnitOfMeasure></ConfirmationStatus></ConfirmationItem>");
     }},
};

struct AnswersStorm : Collected {
    std::map<int, DeliveryState> wanted;

    /// Puts the answers of orders 1 to `n` there; returns how many files must need a person.
    std::size_t fill(int n, std::mt19937& random) {
        std::map<std::string, std::string> files;
        for (int i = 1; i <= n; ++i) {
            const Form& form = k_forms[random() % k_forms.size()];
            const std::string po = number(i);
            const auto roll = random() % 10;
            const std::string file = std::to_string(random()) + "-" + std::to_string(i);
            if (roll == 0) {
                wanted[i] = DeliveryState::uploaded; // never answered
                continue;
            }
            wanted[i] = roll < 7   ? DeliveryState::confirmed
                        : roll < 9 ? DeliveryState::partial
                                   : DeliveryState::rejected;
            const std::string body = roll < 7   ? form.yes(po)
                                     : roll < 9 ? form.second_refused(po)
                                                : form.no(po);
            files[file + ".xml"] = body;
            if (random() % 5 == 0)
                files[file + "-again.xml"] = body;
        }
        std::size_t odd = 0;
        const auto add = [&](const std::string& name, const std::string& bytes) {
            files[name] = bytes;
            ++odd;
        };
        for (int i = 0; i < 10; ++i)
            add("unknown" + std::to_string(i), native(number(5000 + i), "accepted", ""));
        add("half", ubl(number(1), "AP", "").substr(0, 300));
        add("bomb",
            "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><a>&b;</a>");
        add("outside", "<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><answer "
                       "xmlns=\"urn:shoporder:answer:1\" version=\"1.0\">&a;</answer>");
        add("another's", native("1001-B", "refused", ""));
        add("empty", "");
        answers.files = files;
        answers.files["line\r\nfeed.xml"] = "x";
        answers.files["../up.xml"] = "x";
        return odd;
    }
    void expect_all(int n, std::size_t odd) {
        for (int i = 1; i <= n; ++i)
            EXPECT_EQ(acme_of(i).state, wanted[i]) << number(i) << ": " << acme_of(i).reason;
        EXPECT_EQ(count_of_state("attention"), odd);
        EXPECT_EQ(count_of_state("received"), 0U);
        // Each was applied once: an order's history has one line for each different answer.
        for (int i = 1; i <= n; ++i)
            EXPECT_LE(store::delivery_answers(*shop.database, acme_of(i).id).size(), 1U) << i;
    }
};

} // namespace

TEST_F(AnswersStorm, EveryOneEndsWhereItShould) {
    const char* const asked = std::getenv("SHOPORDER_ORDERS");
    const int n = asked != nullptr ? std::atoi(asked) : 60;
    receive(2, n);
    for (int run_no = 0; run_no < 1 + n / 200; ++run_no)
        run();
    std::mt19937 random(20261129);
    const std::size_t odd = fill(n, random);
    const auto first = collect();
    EXPECT_EQ(first.skipped, 2U);
    EXPECT_EQ(first.answers.attention, odd);
    expect_all(n, odd);
    const auto second = collect();
    EXPECT_EQ(second.files, 0U);
    expect_all(n, odd);
}

TEST_F(AnswersStorm, ARunThatIsKilledAtAnyStepIsTakenUp) {
    constexpr int k_orders = 12;
    receive(2, k_orders);
    run();
    change("acme", [](order::Supplier& s) {
        s.answering.after = order::Afterwards::move;
        s.answering.after_to = "read";
    });
    std::mt19937 random(7);
    const std::size_t odd = fill(k_orders, random);
    // Dies before the k-th verb reaches the server, and after it was carried out: each run gets a
    // little further, because what was done is never done again.
    std::size_t kills = 0;
    for (std::size_t k = 1;; k = k % 7 + 1) {
        std::size_t verbs = 0;
        const auto die = [&](const std::string&) -> std::optional<remote::Reply> {
            if (++verbs == k + 3) {
                ++kills;
                throw test::Killed();
            }
            return std::nullopt;
        };
        (kills % 2 == 0 ? answers.before : answers.after) = die;
        try {
            collect();
            break;
        } catch (const test::Killed&) {
            answers.before = answers.after = nullptr;
        }
        ASSERT_LT(kills, 500U);
    }
    EXPECT_GT(kills, 10U);
    answers.before = answers.after = nullptr;
    collect();
    expect_all(k_orders, odd);
    for (const auto& [name, bytes] : answers.files)
        EXPECT_TRUE(name.starts_with("read/") || name.find('\r') != std::string::npos ||
                    name.starts_with("../"))
            << name;
}
