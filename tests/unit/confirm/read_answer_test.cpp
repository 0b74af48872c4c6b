// Which form it is, what is refused in every form, and what anybody may send.
#include "base/error.hpp"
#include "base/text.hpp"
#include "reading.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

using namespace shoporder;
using namespace std::string_literals;
using order::Verdict;
using test::line;
using test::why;

namespace {

std::string native(const std::string& lines) {
    return "<answer xmlns=\"urn:shoporder:answer:1\"><purchase-order>P</purchase-order>" + lines +
           "</answer>";
}

std::string native_line(const std::string& who, const std::string& verdict,
                        const std::string& inside = "") {
    return "<line " + who + " verdict=\"" + verdict + "\">" + inside + "</line>";
}

confirm::Reading by_stylesheet(const xml::Stylesheet& stylesheet, const std::string& bytes) {
    confirm::AnswerForm form;
    form.name = "xsl";
    form.stylesheet = &stylesheet;
    return confirm::read_answer(bytes, form);
}

} // namespace

TEST(ReadAnswer, TellsTheFormByTheRoot) {
    for (const auto& [name, form] :
         {std::pair{"native.xml", "native"}, std::pair{"native_batch.xml", "native"},
          std::pair{"ubl.xml", "ubl"}, std::pair{"ubl_simple.xml", "ubl"},
          std::pair{"opentrans.xml", "opentrans"}, std::pair{"cxml.xml", "cxml"}}) {
        const std::string bytes = test::data_file("answers/"s + name);
        EXPECT_EQ(test::read(bytes).form, form);
        EXPECT_EQ(test::read(bytes).orders, test::read(bytes, form).orders);
        for (const char* other : {"native", "ubl", "opentrans", "cxml"})
            if (std::string{other} != form)
                EXPECT_EQ(why(bytes, other), "this is "s + form + ", not " + other);
    }
}

TEST(ReadAnswer, RefusesWhatIsNoAnswer) {
    EXPECT_EQ(why(""), "the file is empty");
    EXPECT_EQ(why(" \r\n\t"), "the file is empty");
    EXPECT_NE(why("po;pos\n1;2\n").find("line 1: "), std::string::npos);
    EXPECT_EQ(why("<html/>"), "the root <html> of no namespace is no answer in a known form");
    EXPECT_EQ(why("<answer/>"), "the root <answer> of no namespace is no answer in a known form");
    EXPECT_EQ(why("<ORDERRESPONSE xmlns=\"http://www.opentrans.org/XMLSchema/1.0\"/>"),
              "the root <ORDERRESPONSE> of the namespace http://www.opentrans.org/XMLSchema/1.0 is "
              "no answer in a known form");
    EXPECT_EQ(test::read("<html/>").form, "");
    EXPECT_EQ(test::read("<cXML/>").form, "cxml") << "known, though it cannot be read";
    EXPECT_NE(why("<answer/>", "none such"), "read");
}

TEST(ReadAnswer, RefusesALineThatIsAnsweredTwice) {
    const std::string two = "<quantity>2</quantity>";
    const auto twice = [&](const std::string& who, const std::string& a, const std::string& b) {
        return why(native(native_line(who, "accepted", a) + native_line(who, "refused", b)));
    };
    EXPECT_EQ(twice("position=\"1\"", two, two), "read");
    EXPECT_EQ(twice("position=\"1\"", two, ""),
              "purchase order P: position 1 is answered twice, and not by quantity");
    EXPECT_EQ(twice("id=\"4711471147\"", "", ""),
              "purchase order P: line id 4711471147 is answered twice, and not by quantity");
    EXPECT_EQ(twice("", "<sku>S</sku>", "<sku>S</sku>"),
              "purchase order P: sku S is answered twice, and not by quantity");
    EXPECT_EQ(twice("", "<article>A</article>", "<article>B</article>"), "read");
    // Two lines of one order may be of the same goods.
    const std::string same = native_line("", "accepted", "<sku>S</sku>");
    EXPECT_EQ(why(native(same + same)), "read");
    EXPECT_EQ(why(native(native_line("", "accepted"))),
              "purchase order P: a line has neither a position, an id, a sku nor an article");
}

TEST(ReadAnswer, RefusesOneOfSeveralWithoutANumber) {
    const std::string one = "<answer verdict=\"accepted\"/>";
    const auto batch = [](const std::string& answers) {
        return "<answers xmlns=\"urn:shoporder:answer:1\">" + answers + "</answers>";
    };
    EXPECT_EQ(why(batch(one)), "read") << "the file's name may tell";
    EXPECT_EQ(why(batch(one + one)), "one of several orders has no purchase-order number");
}

TEST(ReadAnswer, BoundsTextsAndCleansThem) {
    const auto reading = test::read(native(native_line("position=\"1\"", "refused",
                                                       "<reason>a\n\n  b&#9;c &#x9B;[31m &#x7F; " +
                                                           std::string(2000, 'x') + "</reason>")));
    ASSERT_EQ(reading.fault, "");
    const std::string& reason = reading.orders.at(0).lines.at(0).reason;
    EXPECT_EQ(reason.substr(0, 28), "a b c \\u009B[31m \\u007F xxxx");
    EXPECT_EQ(reason.size(), 500U);
    const std::string id(101, 'x');
    EXPECT_NE(why(native(native_line("", "accepted", "<sku>" + id + "</sku>")))
                  .find("is longer than 100 bytes"),
              std::string::npos);
    EXPECT_EQ(why(native(native_line("", "accepted", "<sku>" + id.substr(1) + "</sku>"))), "read");
    std::string wide;
    for (int i = 0; i < 400; ++i)
        wide += "ü";
    const auto cut = test::read(
        native(native_line("position=\"1\"", "refused", "<reason>" + wide + "</reason>")));
    EXPECT_LE(cut.orders.at(0).lines.at(0).reason.size(), 500U);
    EXPECT_EQ(base::repair_utf8(cut.orders.at(0).lines.at(0).reason).replaced, 0U);
}

TEST(ReadAnswer, SurvivesWhatAnybodyMaySend) {
    std::string laughs = "<!DOCTYPE answer [<!ENTITY e0 \"ha\">";
    for (int i = 1; i < 30; ++i)
        laughs += "<!ENTITY e" + std::to_string(i) + " \"&e" + std::to_string(i - 1) + ";&e" +
                  std::to_string(i - 1) + ";\">";
    EXPECT_NE(why(laughs + "]>" + native("<reason>&e29;</reason>")).find("entity"),
              std::string::npos);
    EXPECT_NE(
        why("<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]>" + native("&x;")).find("entity"),
        std::string::npos);
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_NE(why(deep), "read");
    EXPECT_NE(why(std::string(1U << 20U, '<')), "read");
    EXPECT_NE(why(std::string(100, '\0')), "read");
    EXPECT_NE(why(std::string(xml::k_largest_document + 1, ' ') + "<a/>").find("larger"),
              std::string::npos);
    EXPECT_EQ(why(native(native_line("position=\"99999999999999999999\"", "accepted"))),
              "line 1: position \"99999999999999999999\" is no number from 1 to 999999");
    EXPECT_NE(why(native("</answer>")), "read");
}

TEST(ReadAnswer, ReadsThousandsOfLinesAndNoMoreThanItSays) {
    const auto many = [](std::size_t count) {
        std::string lines;
        for (std::size_t i = 0; i < count; ++i)
            lines += "<line id=\"" + std::to_string(i + 1) + "\" verdict=\"accepted\"/>";
        return native(lines);
    };
    EXPECT_EQ(test::one(many(20'000)).lines.size(), 20'000U);
    EXPECT_EQ(why(many(confirm::k_most_lines + 1)), "more than 100000 lines");
    std::string orders;
    for (std::size_t i = 0; i <= confirm::k_most_orders; ++i)
        orders += "<answer verdict=\"accepted\"><purchase-order>" + std::to_string(i) +
                  "</purchase-order></answer>";
    EXPECT_EQ(why("<answers xmlns=\"urn:shoporder:answer:1\">" + orders + "</answers>"),
              "more than 10000 orders");
}

TEST(ReadAnswer, GoesThroughAStylesheet) {
    const auto own = xml::Stylesheet::from_file(std::filesystem::path{SHOPORDER_SOURCE_DIR} /
                                                "tests/data/answers/own.xsl");
    const std::string bytes = test::data_file("answers/own.xml");
    const auto reading = by_stylesheet(own, bytes);
    ASSERT_EQ(reading.fault, "");
    EXPECT_EQ(reading.form, "xsl");
    const order::OrderAnswer& answer = reading.orders.at(0);
    EXPECT_EQ(answer.po_number, "1001-1");
    EXPECT_EQ(answer.supplier_number, "SO-4711");
    EXPECT_EQ(answer.dated, base::parse_time("2026-11-23T00:00:00Z"));
    auto none = line(2, Verdict::refused);
    none.reason = "Sold out & gone";
    test::expect_lines(answer, {line(1, Verdict::accepted, 3), none});

    EXPECT_EQ(by_stylesheet(own, "<other/>").fault, "there is no Ack in it");
    EXPECT_NE(by_stylesheet(own, "<other>").fault, "");
    EXPECT_NE(by_stylesheet(own, test::with(bytes, "\"OUT\"", "\"LATE\""))
                  .fault.find("what the stylesheet made of it: line"),
              std::string::npos);
    confirm::AnswerForm form;
    form.name = "xsl";
    EXPECT_THROW((void)confirm::read_answer(bytes, form), base::Error) << "a mistake of ours";
}
