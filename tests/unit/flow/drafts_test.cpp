// Documents made ahead of their time.
#include "flow/relay/drafts.hpp"

#include <future>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>

using namespace shoporder;
using flow::Content;
using flow::Draft;
using flow::Drafts;

namespace {

Content content(const std::string& bytes) {
    Content out;
    out.document.bytes = bytes;
    return out;
}

struct Maker {
    int made = 0;
    std::function<std::optional<Draft>()> of(const std::string& basis, const std::string& bytes) {
        return [this, basis, bytes] {
            ++made;
            return Draft{basis, content(bytes), {}};
        };
    }
};

std::string taken(Drafts& drafts, std::int64_t delivery, const std::string& basis) {
    return drafts
        .take(
            delivery, basis, [] { return content("made now"); })
        .document.bytes;
}

} // namespace

TEST(Drafts, AreMadeOnceAndFetchedOnce) {
    Drafts drafts;
    Maker maker;
    drafts.add(1, maker.of("a", "A"));
    drafts.add(1, maker.of("a", "A"));
    EXPECT_EQ(maker.made, 1);
    EXPECT_EQ(taken(drafts, 1, "a"), "A");
    EXPECT_EQ(taken(drafts, 1, "a"), "made now"); // it is forgotten
    EXPECT_EQ(taken(drafts, 2, "a"), "made now");
}

TEST(Drafts, OfSomethingElseAreThrownAway) {
    Drafts drafts;
    Maker maker;
    drafts.add(1, maker.of("a", "A"));
    EXPECT_EQ(taken(drafts, 1, "b"), "made now");
    drafts.add(1, maker.of("b", "B"));
    EXPECT_EQ(taken(drafts, 1, "b"), "B");
}

TEST(Drafts, KeepWhyOneCannotBeMade) {
    Drafts drafts;
    drafts.add(1, [] {
        return Draft{"a", {}, std::make_exception_ptr(render::Unfit("stylesheet", "it loops"))};
    });
    EXPECT_THROW(static_cast<void>(taken(drafts, 1, "a")), render::Unfit);
}

TEST(Drafts, AreNotKeptWhenMakingFails) {
    Drafts drafts;
    const auto broken = []() -> std::optional<Draft> { throw std::runtime_error("disk"); };
    EXPECT_THROW(drafts.add(1, broken), std::runtime_error);
    drafts.add(1, [] { return std::nullopt; });
    drafts.settle(1); // nobody is at it
    Maker maker;
    drafts.add(1, maker.of("a", "A"));
    EXPECT_EQ(taken(drafts, 1, "a"), "A");
}

TEST(Drafts, AreBounded) {
    Drafts drafts;
    Maker maker;
    const std::string large(Drafts::k_most_bytes / 2, 'x');
    drafts.add(1, maker.of("a", large));
    drafts.add(2, maker.of("b", large)); // both are too many: the first gives way
    EXPECT_EQ(maker.made, 2);
    EXPECT_EQ(taken(drafts, 1, "a"), "made now");
    EXPECT_EQ(taken(drafts, 2, "b"), large);
}

TEST(Drafts, AreWaitedForWhileAnotherThreadMakesThem) {
    Drafts drafts;
    std::promise<void> begun;
    std::promise<void> go_on;
    std::thread other([&] {
        drafts.add(1, [&]() -> std::optional<Draft> {
            begun.set_value();
            go_on.get_future().wait();
            return Draft{"a", content("A"), {}};
        });
    });
    begun.get_future().wait();
    Maker maker;
    drafts.add(1, maker.of("a", "twice"));
    EXPECT_EQ(maker.made, 0);
    EXPECT_EQ(taken(drafts, 1, "a"), "made now"); // who cannot wait makes it
    go_on.set_value();
    drafts.settle(1);
    EXPECT_EQ(taken(drafts, 1, "a"), "A");
    other.join();
}
