// Programs that the operator names.
#include "base/child.hpp"
#include "base/error.hpp"

#include <csignal>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace shoporder;
using namespace std::chrono_literals;

namespace {

base::ChildEnd shell(const std::string& script, const std::string& input = {},
                     std::chrono::milliseconds limit = 20s) {
    return base::run_child({"/bin/sh", "-c", script}, input, limit);
}

} // namespace

TEST(Child, GetsTheTextAndSaysHowItEnds) {
    const std::string large(1U << 20U, 'x'); // more than a pipe holds
    EXPECT_EQ(shell("wc -c", large).said, "1048576\n");
    EXPECT_EQ(shell("cat >&2; exit 3", "hello").status, 3);
    EXPECT_EQ(shell("cat >&2", "hello").said, "hello");
    EXPECT_EQ(shell("kill -9 $$").status, 128 + 9);
}

TEST(Child, MayCloseItsInputOrSayMuch) {
    const std::string large(1U << 20U, 'x');
    EXPECT_EQ(shell("exec <&-; sleep 0.1; exit 0", large).status, 0);
    EXPECT_EQ(shell("yes | head -c 1000000").said.size(), 2000U);
}

TEST(Child, IsKilledWithAllThatItStarted) {
    const auto begun = std::chrono::steady_clock::now();
    const base::ChildEnd end = shell("sleep 60 & sleep 60", {}, 200ms);
    EXPECT_TRUE(end.timed_out);
    EXPECT_EQ(end.status, 128 + SIGKILL);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 20s);
}

TEST(Child, InheritsNoSecretAndNoSignalMask) {
    ::setenv("SHOPIFY_API_SECRET", "hush", 1);
    EXPECT_EQ(shell("env | cut -d= -f1 | sort | tr '\\n' ' '").said, "LANG PATH PWD ");
    ::unsetenv("SHOPIFY_API_SECRET");
    EXPECT_EQ(shell("yes | true; exit 0").status, 0);
}

TEST(Child, CannotBeStartedWithoutAPath) {
    EXPECT_THROW(static_cast<void>(base::run_child({"sh"}, "", 1s)), base::Error);
    EXPECT_THROW(static_cast<void>(base::run_child({"/no/such/program"}, "", 1s)), base::Error);
    EXPECT_THROW(static_cast<void>(base::run_child({}, "", 1s)), base::Error);
}
