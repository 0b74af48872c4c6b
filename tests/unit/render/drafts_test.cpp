// Documents made ahead of their time.
#include "render/drafts.hpp"

#include <gtest/gtest.h>

using namespace shoporder::render;

namespace {

Document document(const std::string& bytes) {
    Document out;
    out.bytes = bytes;
    return out;
}

struct Maker {
    int made = 0;
    std::function<Document()> of(const std::string& bytes) {
        return [this, bytes] {
            ++made;
            return document(bytes);
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
    EXPECT_EQ(drafts.take("a", maker.of("later")).bytes, "A");
    EXPECT_EQ(maker.made, 1);
    EXPECT_EQ(drafts.take("a", maker.of("later")).bytes, "later"); // it is forgotten
    EXPECT_EQ(drafts.take("b", maker.of("B")).bytes, "B");
}

TEST(Drafts, KeepWhyOneCannotBeMade) {
    Drafts drafts;
    int tried = 0;
    const auto unfit = [&]() -> Document {
        ++tried;
        throw Unfit("stylesheet", "it loops");
    };
    drafts.add("a", unfit);
    EXPECT_THROW(static_cast<void>(drafts.take("a", unfit)), Unfit);
    EXPECT_EQ(tried, 1);
}

TEST(Drafts, AreBounded) {
    Drafts drafts;
    Maker maker;
    const std::string large(Drafts::k_most_bytes / 2, 'x');
    drafts.add("a", maker.of(large));
    drafts.add("b", maker.of(large)); // both are too many: the first gives way
    EXPECT_EQ(maker.made, 2);
    EXPECT_EQ(drafts.take("a", maker.of("again")).bytes, "again");
    EXPECT_EQ(drafts.take("b", maker.of("again")).bytes, large);
}
