// Documents made ahead of their time.
#include "flow/relay/drafts.hpp"

#include <gtest/gtest.h>

using namespace shoporder;
using flow::Content;
using flow::Drafts;

namespace {

Content content(const std::string& bytes) {
    Content out;
    out.document.bytes = bytes;
    return out;
}

struct Maker {
    int made = 0;
    std::function<Content()> of(const std::string& bytes) {
        return [this, bytes] {
            ++made;
            return content(bytes);
        };
    }
};

} // namespace

TEST(Drafts, AreMadeOnceAndFetchedOnce) {
    Drafts drafts;
    Maker maker;
    drafts.add("a", maker.of("A"));
    drafts.add("a", maker.of("A"));
    EXPECT_EQ(maker.made, 1);
    EXPECT_EQ(drafts.take("a", maker.of("later")).document.bytes, "A");
    EXPECT_EQ(maker.made, 1);
    EXPECT_EQ(drafts.take("a", maker.of("later")).document.bytes, "later"); // it is forgotten
    EXPECT_EQ(drafts.take("b", maker.of("B")).document.bytes, "B");
}

TEST(Drafts, KeepWhyOneCannotBeMade) {
    Drafts drafts;
    int tried = 0;
    const auto unfit = [&]() -> Content {
        ++tried;
        throw render::Unfit("stylesheet", "it loops");
    };
    drafts.add("a", unfit);
    EXPECT_THROW(static_cast<void>(drafts.take("a", unfit)), render::Unfit);
    EXPECT_EQ(tried, 1);
}

TEST(Drafts, AreBounded) {
    Drafts drafts;
    Maker maker;
    const std::string large(Drafts::k_most_bytes / 2, 'x');
    drafts.add("a", maker.of(large));
    drafts.add("b", maker.of(large)); // both are too many: the first gives way
    EXPECT_EQ(maker.made, 2);
    EXPECT_EQ(drafts.take("a", maker.of("again")).document.bytes, "again");
    EXPECT_EQ(drafts.take("b", maker.of("again")).document.bytes, large);
}
