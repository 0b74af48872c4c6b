#include "flow/admin/question.hpp"
#include "flow/admin/routes.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "support/paths.hpp"

#include <array>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

namespace shoporder::flow {
namespace {

constexpr std::array<std::string_view, 3> k_known = {"shop", "after", "limit"};

std::string refusal(std::string_view query) {
    try {
        const Question question("/orders", {}, query, k_known);
        static_cast<void>(question.number("after"));
        static_cast<void>(question.limit());
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::Exit::usage);
        return error.what();
    }
    return "";
}

TEST(Question, ReadsParameters) {
    const Question question("/orders", {7}, "shop=demo%2Emyshopify.com&after=12&limit=1000",
                            k_known);
    EXPECT_EQ(question.ids(), std::vector<std::int64_t>{7});
    EXPECT_EQ(question.text("shop"), "demo.myshopify.com");
    EXPECT_EQ(question.number("after"), 12);
    EXPECT_EQ(question.limit(), 1000U);
    const Question bare("/orders", {}, "", k_known);
    EXPECT_EQ(bare.text("shop"), "");
    EXPECT_EQ(bare.number("after"), std::nullopt);
    EXPECT_EQ(bare.limit(), 50U);
    EXPECT_EQ(Question("/orders", {}, "shop=a+b%20c", k_known).text("shop"), "a b c");
}

TEST(Question, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(refusal("sort=name"), "no parameter `sort` here; known: shop, after, limit");
    EXPECT_EQ(refusal("limit=1&limit=2"), "the parameter `limit` is there twice");
    EXPECT_EQ(refusal("shop=%4"), "a parameter holds a broken percent sign");
    EXPECT_EQ(refusal("shop=%zz"), "a parameter holds a broken percent sign");
    EXPECT_EQ(refusal("limit=1001"), "the parameter `limit` takes 1 to 1000");
    for (const char* number : {"", "0", "-1", "1x", "0x1", "99999999999999999999", " 1"})
        EXPECT_EQ(refusal(std::string{"after="} + number),
                  "the parameter `after` takes a whole number above 0")
            << number;
    const std::span<const std::string_view> none;
    EXPECT_THROW(Question("/status", {}, "a=b", none), base::Error);
}

TEST(Question, NamesTheNextPage) {
    const Question question("/orders", {}, "shop=a%26b&after=99&limit=2", k_known);
    EXPECT_EQ(question.next(7), "/orders?after=7&limit=2&shop=a%26b");
}

TEST(Routes, AreFoundByTheirWholePath) {
    const FoundRoute document = find_route("/orders/820982911946154508/documents/3");
    ASSERT_NE(document.route, nullptr);
    EXPECT_EQ(document.route->path, "/orders/{id}/documents/{document}");
    EXPECT_EQ(document.ids, (std::vector<std::int64_t>{820982911946154508, 3}));
    EXPECT_EQ(find_route("/order/5").route->answer, find_route("/orders/5").route->answer);
    for (const char* path : {"/", "", "/order", "/orders/", "/orders/1/", "/orders//documents/1",
                             "/orders/1/documents", "/orders/1/documents/2/3", "//orders",
                             "/Orders", "/metric", "/webhooks", "/healthz"})
        EXPECT_EQ(find_route(path).route, nullptr) << path;
}

TEST(Routes, TakeNumbersAlone) {
    for (const char* id : {"1001-A", "#1001", "0", "-1", "+1", "01", "1 ", "99999999999999999999"})
        EXPECT_THROW(static_cast<void>(find_route(std::string{"/orders/"} + id)), base::Error)
            << id;
}

/// Of share/openapi.yaml: each path with the names of its parameters in the query.
std::map<std::string, std::set<std::string>> described() {
    std::map<std::string, std::set<std::string>> out;
    std::istringstream file(
        base::read_file(std::string{SHOPORDER_SOURCE_DIR} + "/share/openapi.yaml"));
    std::string path;
    std::string name;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(' '))
            inside = line == "paths:";
        if (!inside)
            continue;
        if (line.starts_with("  /"))
            path = line.substr(2, line.size() - 3);
        if (!path.empty())
            out[path];
        const std::string trimmed{base::trim(line)};
        constexpr std::string_view k_reference = "- {$ref: '#/components/parameters/";
        if (trimmed.starts_with(k_reference)) {
            name = trimmed.substr(k_reference.size());
            name.erase(name.find('\''));
            if (name != "id")
                out[path].insert(name);
        } else if (trimmed.starts_with("- name: ")) {
            name = trimmed.substr(8);
        } else if (trimmed == "in: query") {
            out[path].insert(name);
        }
    }
    return out;
}

TEST(Routes, AreThoseOfTheDescription) {
    std::map<std::string, std::set<std::string>> here{{"/healthz", {}}, {"/readyz", {}}};
    for (const Route& route : routes())
        here[std::string{route.path}] = {route.parameters.begin(), route.parameters.end()};
    EXPECT_EQ(described(), here);
}

TEST(Routes, AreDifferent) {
    std::set<std::string_view> paths;
    for (const Route& route : routes())
        EXPECT_TRUE(paths.insert(route.path).second) << route.path;
    EXPECT_GE(paths.size(), 9U);
}

} // namespace
} // namespace shoporder::flow
